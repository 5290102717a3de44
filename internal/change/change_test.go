package change

import (
	"context"
	"fmt"
	"math/big"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
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
	p, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
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

// written puts a diff on lines, as a reader sees it.
func lines(t testing.TB, d *Diff) string {
	_, say := speaker(t, "nb")
	var b strings.Builder
	var put func(ls []Line, depth int)
	put = func(ls []Line, depth int) {
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
		said := say.Change(&d.Changes[i])
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

func TestChangesByHand(t *testing.T) {
	for _, tc := range []struct {
		name  string
		edits []string
		want  string
	}{
		{"nothing", nil, ""},
		{"manager", []string{vakt + `|"kari-lie"|"ola-strand"`}, `Vakthold (vakt)
  Forvalter: Kari Lie → Ola Strand
`},
		{"no manager any more", []string{vakt + "|manager = \"kari-lie\"\n|"}, `Vakthold (vakt)
  Forvalter: tatt bort (var Kari Lie)
  =>
    Risikonivå høy, før lav; poengsummen er den samme
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
			d := Compare(folder(t, base), folder(t, edited(t, tc.edits...)))
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
		d := Compare(was, folder(t, edited(t, edits...)))
		for _, c := range d.Changes {
			for _, e := range c.Effects {
				out = append(out, e.Kind)
				for _, b := range e.Because {
					out = append(out, e.Kind+"<"+b.Kind)
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

// figures with a given risk and money, without a portfolio behind them.
func risky(score int64, band string, points map[string]int, floors ...string) *measure.Risk {
	r := &measure.Risk{Score: big.NewRat(score, 1), Band: contract.BandID(band)}
	for _, id := range []string{"a", "b", "c"} {
		if n, ok := points[id]; ok {
			r.Factors = append(r.Factors, measure.FactorScore{Factor: &contract.Factor{ID: id, Weight: map[string]int{"a": 1, "b": 10, "c": 5}[id]}, Points: n})
		}
	}
	for _, id := range floors {
		r.Floors = append(r.Floors, measure.FloorHit{Floor: &contract.Floor{ID: id, Band: "high"}})
	}
	return r
}

func heavier(r *measure.Risk) *measure.Risk {
	r.Factors[0].Factor.Weight++
	return r
}

func TestRiskReasons(t *testing.T) {
	show := func(es []Effect) string {
		var b strings.Builder
		for _, e := range es {
			fmt.Fprintf(&b, "%s %v→%v", e.Kind, Machine(e.Old), Machine(e.New))
			for _, r := range e.Because {
				fmt.Fprintf(&b, " [%s %v %v→%v]", r.Kind, r.Args["id"], r.Old, r.New)
			}
		}
		return b.String()
	}
	for _, tc := range []struct {
		a, b *measure.Risk
		want string
	}{
		{risky(34, "moderate", map[string]int{"a": 1}), risky(34, "moderate", map[string]int{"a": 1}), ""},
		{risky(34, "moderate", map[string]int{"a": 0, "b": 1, "c": 2}), risky(52, "high", map[string]int{"a": 4, "b": 2, "c": 2}),
			"risk 34.0000→52.0000 [factor b 1→2] [factor a 0→4]"},
		{risky(34, "moderate", nil), risky(34, "high", nil, "f"), "band 34.0000→34.0000 [floor-gained f <nil>→<nil>]"},
		{risky(34, "high", nil, "f", "g"), risky(30, "high", nil, "g"), "risk-same-band 34.0000→30.0000 [floor-lost f <nil>→<nil>]"},
		{risky(3, "low", map[string]int{"a": 1, "c": 1}), risky(4, "low", map[string]int{"b": 1, "c": 1}), "risk-same-band 3.0000→4.0000 [factor-new b <nil>→1] [factor-gone a 1→<nil>]"},
		{risky(3, "low", map[string]int{"a": 1}), heavier(risky(4, "low", map[string]int{"a": 1})), "risk-same-band 3.0000→4.0000 [model-changed <nil> <nil>→<nil>]"},
		{nil, risky(9, "low", nil), "risk-new <nil>→9.0000"},
		{risky(9, "low", nil), nil, "risk-gone 9.0000→<nil>"},
	} {
		if got := show(risk(tc.a, tc.b, nil, nil)); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

func TestCeilingOutlook(t *testing.T) {
	day := date.MustParse
	at := func(spent int64, exhausted string) *measure.ContractFigures {
		m := measure.Money{Ceiling: big.NewRat(100, 1), Spent: big.NewRat(spent, 1), Projected: big.NewRat(spent, 1), Horizon: day("2028-01-01")}
		if exhausted != "" {
			m.Exhaustion = day(exhausted)
		}
		return &measure.ContractFigures{Money: m}
	}
	unknown := &measure.ContractFigures{}
	for _, tc := range []struct {
		name string
		a, b *measure.ContractFigures
		want []string
	}{
		{"nothing", at(10, ""), at(10, ""), nil},
		{"earlier", at(10, "2027-09-01"), at(10, "2027-03-01"), []string{"ceiling-earlier"}},
		{"later", at(10, "2027-03-01"), at(10, "2027-09-01"), []string{"ceiling-later"}},
		{"now forecast", at(10, ""), at(10, "2027-03-01"), []string{"ceiling-will-pass"}},
		{"first known", unknown, at(10, "2027-03-01"), []string{"ceiling-will-pass"}},
		{"not known any more", at(10, "2027-03-01"), unknown, nil},
		{"beyond the horizon is not passed", at(10, "2027-03-01"), at(10, "2029-03-01"), []string{"ceiling-holds"}},
		{"on the horizon", at(10, ""), at(10, "2028-01-01"), []string{"ceiling-will-pass"}},
		{"passed", at(10, "2027-03-01"), at(110, "2026-09-01"), []string{"ceiling-passed"}},
		{"passed no more", at(110, "2026-09-01"), at(10, ""), []string{"ceiling-not-passed"}},
		{"passed later", at(110, "2026-09-01"), at(10, "2027-03-01"), []string{"ceiling-passed-later"}},
	} {
		var got []string
		for _, e := range ceiling(tc.a, tc.b, asOf, nil) {
			got = append(got, e.Kind)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestDeadlines(t *testing.T) {
	due := func(day, kind, key, what string) measure.Deadline {
		return measure.Deadline{Date: date.MustParse(day), Kind: measure.DeadlineKind(kind), Title: measure.Reason{Key: key, Args: map[string]any{"what": what}}}
	}
	plan, expiry := due("2026-12-31", "plan", "deadline.plan", "møte"), due("2027-04-30", "expiry", "deadline.expiry", "")
	later := due("2027-03-31", "plan", "deadline.plan", "møte")
	for _, tc := range []struct {
		a, b []measure.Deadline
		want string
	}{
		{[]measure.Deadline{plan, expiry}, []measure.Deadline{expiry, plan}, ""},
		{[]measure.Deadline{plan}, []measure.Deadline{later}, "deadline-moved"},
		{[]measure.Deadline{plan}, []measure.Deadline{plan, later}, "deadline-new"},
		{[]measure.Deadline{plan, expiry}, []measure.Deadline{expiry}, "deadline-gone"},
		{[]measure.Deadline{due("2027-01-31", "notice", "deadline.notice", "2027")}, []measure.Deadline{due("2028-01-31", "notice", "deadline.notice", "2028")}, "deadline-moved"},
	} {
		var got []string
		for _, e := range deadlines(tc.a, tc.b) {
			got = append(got, e.Kind)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%v, want %s", got, tc.want)
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
		want    []Verb
	}{
		{meetings("2", "3"), meetings("4", "5"), []Verb{Added, Added, Removed, Removed}},
		{meetings("2", "3"), meetings("2", "4"), []Verb{Changed}},
		{meetings("2", "3"), meetings("2", "4", "5"), []Verb{Added, Added, Removed}},
	} {
		var got []Verb
		for _, c := range changeOf(Compare(tc.was, tc.is), "contract", "vakt").Items {
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
	d := Compare(folder(t, was), folder(t, files))
	if got, want := lines(t, d), "Vakthold (vakthold-2025) har fått ny id, før vakt\n"; got != want+"form: agreements/renhold/contract.toml\n" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if c := changeOf(d, "contract", "vakthold-2025"); c == nil || c.Verb != Renamed || c.Was != "vakt" || len(c.Effects) != 0 {
		t.Errorf("%+v", c)
	}
	// Without id_was it is another contract.
	files["agreements/vakthold-2025/contract.toml"] = base[vakt]
	d = Compare(folder(t, was), folder(t, files))
	if a, b := changeOf(d, "contract", "vakthold-2025"), changeOf(d, "contract", "vakt"); a == nil || b == nil || a.Verb != Added || b.Verb != Removed {
		t.Errorf("%+v %+v", a, b)
	}
}

// A file that one side cannot read is named; its record has not gone.
func TestUnreadIsNotRemoved(t *testing.T) {
	was, is := folder(t, base), folder(t, edited(t, vakt+"||-", "agreements/renhold/contract.toml|\"ola-strand\"|\"kari-lie\""))
	is.Unread = []string{vakt}
	d := Compare(was, is)
	if changeOf(d, "contract", "vakt") != nil || !slices.Equal(d.Skipped, []string{vakt}) || changeOf(d, "contract", "renhold") == nil {
		t.Errorf("%+v", d)
	}
}

func TestSameIsEmpty(t *testing.T) {
	p := sample(t)
	f := figures.Of(p, asOf)
	if d := Compare(Side{Portfolio: p, Figures: f}, Side{Portfolio: p, Figures: f}); !d.Empty() || len(d.Totals) > 0 {
		t.Errorf("%+v", d)
	}
	q := sample(t)
	if d := Compare(Side{Portfolio: p, Figures: f}, Side{Portfolio: q, Figures: figures.Of(q, asOf)}); !d.Empty() {
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

// Every effect that can be found has its words, in all languages.
func TestEffectsHaveWords(t *testing.T) {
	src, err := os.ReadFile("effects.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"nb", "nn", "en"} {
		p, _ := speaker(t, lang)
		n := 0
		for _, part := range strings.Split(string(src), "\"")[1:] {
			if p.Has("changes.effect." + part) {
				n++
			}
		}
		if keys := p.Keys("changes.effect."); n < len(keys) {
			t.Errorf("%s: %d keys, %d used", lang, len(keys), n)
		}
	}
}

func TestTexts(t *testing.T) {
	long := strings.Repeat("ord ", 40)
	for _, tc := range []struct{ a, b, wantA, wantB string }{
		{"kort", "kortere", "kort", "kortere"},
		{long + "gammel " + long, long + "ny " + long, "… ord ord ord gammel ord ord ord …", "… ord ord ord ny ord ord ord …"},
		{"", long, "", clean(cut(strings.TrimSpace(long)))},
	} {
		a, b := excerpt(clean(tc.a), clean(tc.b))
		if a != tc.wantA || tc.a != "" && b != tc.wantB {
			t.Errorf("%q %q", a, b)
		}
	}
	if got := clean("a\x1b[31m\n\tb\u202Ec \u2066d"); got != "a\uFFFD[31m b\uFFFDc \uFFFDd" {
		t.Errorf("%q", got)
	}
	for in, want := range map[string]string{"Verdi": "verdi", "CPV": "CPV", "Øvre": "øvre", "": "", "A": "a"} {
		if got := lower(in); got != want {
			t.Errorf("lower(%q) = %q", in, got)
		}
	}
	for in, want := range map[string]string{"AppliedRequirement": "applied-requirement", "LogEntry": "log-entry", "CPVCode": "cpv-code", "ID": "id"} {
		if got := kebab(in); got != want {
			t.Errorf("kebab(%q) = %q", in, got)
		}
	}
}

// changeOf is the change of one record; nil where it has none.
func changeOf(d *Diff, kind, id string) *Change {
	for i := range d.Changes {
		if d.Changes[i].Type == kind && d.Changes[i].ID == id {
			return &d.Changes[i]
		}
	}
	return nil
}
