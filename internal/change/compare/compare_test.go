package compare

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

var asOf = date.MustParse("2026-11-01")

// folder loads files, written as TOML, and measures them.
func folder(t testing.TB, files map[string]string) Side {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, findings := store.Load(context.Background(), m, store.Options{})
	for _, f := range findings {
		if f.Code == "FV007" || f.Code == "FV020" || f.Code == "FV022" {
			t.Fatalf("%+v", f)
		}
	}
	return Side{Portfolio: p, Figures: figures.Of(p, asOf)}
}

func sample(t testing.TB) *contract.Portfolio {
	t.Helper()
	p, _ := store.Load(context.Background(), os.DirFS("../../../contracts"), store.Options{})
	if len(p.Contracts) < 10 {
		t.Fatal("the sample did not load")
	}
	return p
}

// base is a small portfolio, worked by hand.
var base = map[string]string{
	"portfolio.toml":           "schema = 1\n[organisation]\nname = \"Fjordvik kommune\"\n[[departments]]\nid = \"drift\"\nname = \"Teknisk drift\"\n[[fields]]\nkey = \"beredskap\"\nlabel = { nb = \"Beredskapsklasse\" }\ntype = \"choice\"\nchoices = [\"A\", \"B\"]\n",
	"people/kari-lie.toml":     "name = \"Kari Lie\"\n",
	"people/ola-strand.toml":   "name = \"Ola Strand\"\n",
	"suppliers/313001008.toml": "name = \"Vaktfirma Vest AS\"\n",
	"suppliers/313001202.toml": "name = \"Renhold Øst AS\"\n",
	"requirements/pay.toml":    "title = { nb = \"Lønn\", en = \"Pay\" }\ngroup = \"social\"\nweight = 3\nwhen = \"nature != 'goods'\"\nevery = \"year\"\n",
	"risk/2026-01-01.toml": `id = "2026-01-01"
unknown = 2
[[bands]]
id = "low"
from = 0
[[bands]]
id = "high"
from = 40
[[factors]]
id = "ceiling"
axis = "likelihood"
weight = 10
measure = "projected_ceiling_use"
thresholds = [0.70, 0.85, 0.95, 1.05]
title = { nb = "Bruk av taket" }
[[factors]]
id = "criticality"
axis = "consequence"
weight = 10
measure = "criticality"
title = { nb = "Følge av svikt" }
[[floors]]
id = "no-manager"
when = "no_manager"
band = "high"
title = { nb = "Ingen forvalter" }
`,
	"agreements/vakt/contract.toml": `title = "Vakthold"
status = "active"
kind = "framework"
nature = "services"
manager = "kari-lie"
suppliers = ["313001008"]
criticality = "critical"
cpv = ["79713000", "79710000"]
[value]
estimated = 8_000_000
maximum = 10_000_000
[period]
start = 2025-01-01
end = 2027-12-31
[[options]]
extends_to = 2028-12-31
decide_by = 2027-06-30
status = "open"
[[options]]
extends_to = 2029-12-31
decide_by = 2028-06-30
status = "open"
[[amendments]]
id = "a1"
date = 2026-02-01
title = "Flere bygg"
value = 100_000
[custom]
beredskap = "A"
`,
	"agreements/vakt/turnover.toml":                    "[months]\n2026-08 = 200_000\n2026-09 = 200_000\n2026-10 = 200_000\n",
	"agreements/vakt/deviations/2026-09-uteble.toml":   "title = \"Vakt uteble\"\nreported = 2026-09-12\nseverity = \"minor\"\ndeadline = 2026-12-11\n",
	"agreements/renhold/contract.toml":                 "title = \"Renhold\"\nstatus = \"active\"\nkind = \"contract\"\nnature = \"services\"\nmanager = \"ola-strand\"\nsuppliers = [\"313001202\"]\n[period]\nstart = 2025-01-01\nend = 2027-12-31\n",
	"agreements/renhold/inspections/2026-03-01-x.toml": "date = 2026-03-01\ntitle = \"Kontroll av lønn\"\nstatus = \"closed\"\n",
}

// edited is base with replacements in one file: "file|old|new". An old text "" makes the
// file anew; a new text "-" takes it away.
func edited(t testing.TB, edits ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for k, v := range base {
		out[k] = v
	}
	for _, e := range edits {
		p := strings.SplitN(e, "|", 3)
		switch {
		case p[2] == "-":
			delete(out, p[0])
		case p[1] == "":
			out[p[0]] = p[2]
		case !strings.Contains(out[p[0]], p[1]):
			t.Fatalf("%s has no %q", p[0], p[1])
		default:
			out[p[0]] = strings.Replace(out[p[0]], p[1], p[2], 1)
		}
	}
	return out
}

// lines puts a diff on lines, as a reader sees it.
func lines(t testing.TB, d *change.Diff) string {
	t.Helper()
	catalogue, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	speaker := wording.In(catalogue.Printer("nb"))
	var b strings.Builder
	var put func(ls []wording.Line, depth int)
	put = func(ls []wording.Line, depth int) {
		for _, l := range ls {
			b.WriteString(strings.Repeat("  ", depth))
			if l.Label != "" {
				b.WriteString(l.Label + ": ")
			}
			if l.Text != "" {
				b.WriteString(l.Text + "\n")
			} else {
				b.WriteString(l.Old + " → " + l.New + "\n")
			}
			put(l.Sub, depth+1)
		}
	}
	for i := range d.Changes {
		said := speaker.Change(&d.Changes[i])
		b.WriteString(said.Head + "\n")
		put(said.Lines, 1)
		if len(said.Effects) > 0 {
			b.WriteString("  =>\n")
			put(said.Effects, 2)
		}
	}
	for _, f := range d.Formatting {
		b.WriteString("form: " + f + "\n")
	}
	return strings.ReplaceAll(b.String(), "\u00A0", " ")
}

const vakt = "agreements/vakt/contract.toml"

// A contract whose folder got a name that cannot be an id is not removed: it stands there.
func TestMisnamedFolder(t *testing.T) {
	now := map[string]string{}
	for name, text := range base {
		now[strings.Replace(name, "agreements/vakt/", "agreements/Ny Avtale/", 1)] = text
	}
	m := fstest.MapFS{}
	for name, text := range now {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, findings := store.Load(context.Background(), m, store.Options{})
	d := Portfolios(folder(t, base), Side{Portfolio: p, Figures: figures.Of(p, asOf), Misnamed: store.Misnamed(findings)})
	if got, want := lines(t, d), "Vakthold (vakt) står under et navn som ikke kan leses: agreements/Ny Avtale\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if n, _ := d.Count(); n[change.Removed] != 0 || n[change.Misnamed] != 1 {
		t.Errorf("%v", n)
	}
}

func TestChangesByHand(t *testing.T) {
	for _, tc := range []struct {
		name  string
		edits []string
		want  string
	}{
		{"nothing", nil, ""},
		{"manager", []string{vakt + `|"kari-lie"|"ola-strand"`}, `Vakthold (vakt)
  Kontraktsforvalter: Kari Lie → Ola Strand
`},
		{"no manager any more", []string{vakt + "|manager = \"kari-lie\"\n|"}, `Vakthold (vakt)
  Kontraktsforvalter: tatt bort (var Kari Lie)
  =>
    Risikonivå høy (ingen forvalter; 25,00 poeng); før lav, 25,00. Poengsummen er den samme
      Gjelder nå: Ingen forvalter (minst høy)
`},
		{"only the form", []string{vakt + "|title|# en merknad\ntitle"}, "form: agreements/vakt/contract.toml\n"},
		{"a set in another order", []string{vakt + `|"79713000", "79710000"|"79710000", "79713000"`}, "form: agreements/vakt/contract.toml\n"},
		{"a set", []string{vakt + `|"79713000", "79710000"|"79710000", "79700000", "79720000"`}, `Vakthold (vakt)
  CPV: 79700000 og 79720000 lagt til; 79713000 fjernet
`},
		{"another supplier", []string{vakt + `|["313001008"]|["313001202"]`}, `Vakthold (vakt)
  Leverandør: Vaktfirma Vest AS → Renhold Øst AS
`},
		{"custom field", []string{vakt + `|beredskap = "A"|beredskap = "B"`}, `Vakthold (vakt)
  Beredskapsklasse: A → B
`},
		{"option matched by its date", []string{vakt + "|extends_to = 2029-12-31\ndecide_by = 2028-06-30\nstatus = \"open\"|extends_to = 2029-12-31\ndecide_by = 2028-03-31\nstatus = \"open\""}, `Vakthold (vakt)
  Opsjon til 31.12.2029, avgjøres innen: 30.06.2028 → 31.03.2028
  =>
    Frist flyttet fra 30.06.2028 til 31.03.2028: Avgjøre opsjon på forlengelse til 31.12.2029
`},
		{"an option gets an id", []string{vakt + "|[[options]]\nextends_to = 2028-12-31|[[options]]\nid = \"en\"\nextends_to = 2028-12-31"}, `Vakthold (vakt)
  Opsjon til 31.12.2028, id: en (ikke satt før)
`},
		{"a new amendment before the old one", []string{vakt + "|[[amendments]]|[[amendments]]\nid = \"a2\"\ndate = 2026-09-01\ntitle = \"Nytt bad\"\nvalue = 50_000.50\nground = \"foa-28-1-b\"\n[[amendments]]"}, `Vakthold (vakt)
  Ny endringsavtale «Nytt bad», 01.09.2026: verdi 50 000,50 kr, hjemmel FOA § 28-1 bokstav b: mindre endring
`},
		{"an amendment gone", []string{vakt + "|[[amendments]]\nid = \"a1\"\ndate = 2026-02-01\ntitle = \"Flere bygg\"\nvalue = 100_000\n|"}, `Vakthold (vakt)
  Fjernet: Endringsavtale «Flere bygg», 01.02.2026
`},
		{"a month", []string{"agreements/vakt/turnover.toml|2026-09 = 200_000|2026-09 = 200_000.25"}, `Vakthold (vakt)
  Omsetning i september 2026: 200 000 kr → 200 000,25 kr
`},
		{"a deviation closed", []string{"agreements/vakt/deviations/2026-09-uteble.toml|title|closed = 2026-10-20\ntitle"}, `Vakthold (vakt)
  Avvik «Vakt uteble», lukket: 20.10.2026 (ikke satt før)
  =>
    Frist borte 11.12.2026: Lukke avvik: Vakt uteble
`},
		{"an inspection that lies elsewhere now", []string{"agreements/renhold/inspections/2026-03-01-x.toml||-", "agreements/vakt/inspections/2026-03-01-x.toml||" + base["agreements/renhold/inspections/2026-03-01-x.toml"]}, `Renhold (renhold)
  Kontroll «Kontroll av lønn» er flyttet til Vakthold
Vakthold (vakt)
  Kontroll «Kontroll av lønn» er flyttet hit fra Renhold
`},
		{"turnover split into files", []string{"agreements/vakt/turnover.toml||-", "agreements/vakt/turnover/2026.toml||" + base["agreements/vakt/turnover.toml"]}, "form: agreements/vakt/turnover.toml\nform: agreements/vakt/turnover/2026.toml\n"},
		{"a supplier's name", []string{"suppliers/313001008.toml|Vest AS|Vest ASA"}, `Leverandør Vaktfirma Vest ASA (313001008)
  Navn: Vaktfirma Vest AS → Vaktfirma Vest ASA
`},
		{"a title in one language", []string{"requirements/pay.toml|\"Pay\"|\"Wages\""}, `Krav i katalogen: Lønn (pay)
  Tittel (en): Pay → Wages
`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Portfolios(folder(t, base), folder(t, edited(t, tc.edits...)))
			got := lines(t, d)
			if got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

// By hand: consequence is criticality alone (critical: 4 of 4), likelihood use of the
// ceiling alone. 600,000 in 92 days, through October 2026, and 1157 days to the last end
// 2029-12-31 give 8.15 million, 81 % of the ceiling of 10 million: 1 point, score 25, low.
// The estimate of 8 million as ceiling would be 102 %: 3 points, score 75, high.
func TestEffectsByHand(t *testing.T) {
	was := folder(t, base)
	kinds := func(edits ...string) (out []string) {
		d := Portfolios(was, folder(t, edited(t, edits...)))
		for _, c := range d.Changes {
			for _, e := range c.Effects {
				out = append(out, string(e.Kind))
				for _, b := range e.Because {
					out = append(out, string(e.Kind+"<"+b.Kind))
				}
			}
		}
		return out
	}
	for _, tc := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"another manager changes no figure", []string{vakt + `|"kari-lie"|"ola-strand"`}, nil},
		{"no manager: the floor holds", []string{vakt + "|manager = \"kari-lie\"\n|"}, []string{"band", "band<floor-gained"}},
		{"an option exercised", []string{vakt + "|status = \"open\"\n[[options]]|status = \"exercised\"\ndecided = 2026-10-30\n[[options]]"}, []string{"end", "deadline-moved", "deadline-gone"}},
		{"goods: the requirement ceases", []string{vakt + `|"services"|"goods"`}, []string{"requirement-ceases", "deadline-gone"}},
		{"the requirement ceases for all", []string{"requirements/pay.toml|nature != 'goods'|nature == 'works'"}, []string{"requirement-ceases", "deadline-gone", "requirement-ceases", "deadline-gone"}},
		{"a lower ceiling", []string{vakt + "|maximum = 10_000_000|maximum = 8_000_000"}, []string{"risk", "risk<factor", "use", "ceiling-will-pass"}},
		{"terminated", []string{vakt + "|end = 2027-12-31|end = 2027-12-31\nterminated = 2026-10-01"}, nil},
	} {
		got := kinds(tc.edits...)
		switch tc.name {
		case "terminated":
			if !slices.Contains(got, "status") || !slices.Contains(got, "risk-gone") {
				t.Errorf("%s: %v", tc.name, got)
			}
			continue
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// Of several items of one name, all of which say something new, none is taken for another;
// one that is left on each side is.
func TestSeveralOfOneName(t *testing.T) {
	meetings := func(hours ...string) Side {
		plan := ""
		for _, h := range hours {
			plan += "[[plan]]\nwhat = \"Møte\"\nevery = \"year\"\nhours = " + h + "\n"
		}
		return folder(t, edited(t, vakt+"|[[amendments]]|"+plan+"[[amendments]]"))
	}
	for _, tc := range []struct {
		was, is Side
		want    []change.Verb
	}{
		{meetings("2", "3"), meetings("4", "5"), []change.Verb{change.Added, change.Added, change.Removed, change.Removed}},
		{meetings("2", "3"), meetings("2", "4"), []change.Verb{change.Changed}},
		{meetings("2", "3"), meetings("2", "4", "5"), []change.Verb{change.Added, change.Added, change.Removed}},
	} {
		var got []change.Verb
		for _, c := range changeOf(Portfolios(tc.was, tc.is), "contract", "vakt").Items {
			got = append(got, c.Verb)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%v, want %v", got, tc.want)
		}
	}
}

func TestRenames(t *testing.T) {
	files := edited(t, vakt+"|title|id_was = [\"vakt\"]\ntitle")
	for name, text := range base {
		if rest, ok := strings.CutPrefix(name, "agreements/vakt/"); ok {
			files["agreements/vakthold-2025/"+rest] = files[name]
			_ = text
			delete(files, name)
		}
	}
	was := edited(t, "agreements/renhold/contract.toml|title|predecessor = \"vakt\"\ntitle")
	files["agreements/renhold/contract.toml"] = strings.Replace(was["agreements/renhold/contract.toml"], `"vakt"`, `"vakthold-2025"`, 1)
	d := Portfolios(folder(t, was), folder(t, files))
	if got, want := lines(t, d), "Vakthold (vakthold-2025) har fått ny id, før vakt\n"; got != want+"form: agreements/renhold/contract.toml\n" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if c := changeOf(d, "contract", "vakthold-2025"); c == nil || c.Verb != change.Renamed || c.Was != "vakt" || len(c.Effects) != 0 {
		t.Errorf("%+v", c)
	}
	// Without id_was it is another contract.
	files["agreements/vakthold-2025/contract.toml"] = base[vakt]
	d = Portfolios(folder(t, was), folder(t, files))
	if a, b := changeOf(d, "contract", "vakthold-2025"), changeOf(d, "contract", "vakt"); a == nil || b == nil || a.Verb != change.Added || b.Verb != change.Removed {
		t.Errorf("%+v %+v", a, b)
	}
}

// A file that one side cannot read is named; its record has not gone.
func TestUnreadIsNotRemoved(t *testing.T) {
	was, is := folder(t, base), folder(t, edited(t, vakt+"||-", "agreements/renhold/contract.toml|\"ola-strand\"|\"kari-lie\""))
	is.Unread = []string{vakt}
	d := Portfolios(was, is)
	if changeOf(d, "contract", "vakt") != nil || !slices.Equal(d.Skipped, []string{vakt}) || changeOf(d, "contract", "renhold") == nil {
		t.Errorf("%+v", d)
	}
}

func TestSameIsEmpty(t *testing.T) {
	p := sample(t)
	f := figures.Of(p, asOf)
	if d := Portfolios(Side{Portfolio: p, Figures: f}, Side{Portfolio: p, Figures: f}); !d.Empty() || len(d.Totals) > 0 {
		t.Errorf("%+v", d)
	}
	q := sample(t)
	if d := Portfolios(Side{Portfolio: p, Figures: f}, Side{Portfolio: q, Figures: figures.Of(q, asOf)}); !d.Empty() {
		t.Errorf("%+v", d)
	}
}

// place is a field of a value deep in a portfolio.
type place struct {
	v    reflect.Value
	typ  string
	key  string
	path string

	identifies bool
}

// changeOf is the change of one record; nil where it has none.
func changeOf(d *change.Diff, kind change.Type, id string) *change.Change {
	for i := range d.Changes {
		if d.Changes[i].Type == kind && d.Changes[i].ID == id {
			return &d.Changes[i]
		}
	}
	return nil
}
