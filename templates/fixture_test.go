package templates_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/site"
	. "github.com/forvalt/forvalt/templates"

	"io/fs"
)

// The pages below are invented: they only show that every view draws.

func catalogue(t testing.TB) *message.Catalogue {
	t.Helper()
	messages, err := fs.Sub(site.FS, "messages")
	if err != nil {
		t.Fatal(err)
	}
	cat, err := message.Load(messages)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// addressNames are words of addresses, as a site in bokmål has them.
var addressNames = map[string]string{"category": "kategori", "ceiling": "tak", "department": "avdeling", "end": "utloper", "last-end": "lengst", "manager": "forvalter", "risk": "risiko", "use": "forbruk"}

// frame is around a page at depth folders below the root.
func frame(cat *message.Catalogue, lang, title string, depth int, nav string) Frame {
	up := strings.Repeat("../", depth)
	p := cat.Printer(lang)
	f := Frame{
		T:    func(k string, a map[string]any) string { return p.Text(k, a) },
		Name: func(key string) string { return cmp.Or(addressNames[key], key) },
		Lang: lang, Title: title, SiteName: "Kontraktsporteføljen", Owner: "Fjordvik kommune",
		Description: "Status for kommunens kontrakter.",
		Assets:      up + "assets/", Home: up + "index.html", Sample: true,
		Search: SearchBox{Action: up + "sok/index.html", Index: up + "assets/search-index.js", Root: up, File: true},
		Provenance: Provenance{
			DataDate: Date{"2026-10-31", "31. oktober 2026"}, Through: Date{"2026-09-30", "30. september 2026"},
			Commit: Link{"a3f91c2", "https://git.example.no/fjordvik/kontrakter/commit/a3f91c2"}, Version: "0.1.0",
			Source:  Link{"contracts/agreements/vekter-2023/contract.toml", "https://git.example.no/f/k/blob/main/x.toml"},
			Changed: Date{"2026-10-28", "28. oktober 2026"}, Edit: "https://git.example.no/edit", Report: "https://git.example.no/issues/new",
		},
		FootData: []Link{{"Alle kontrakter (CSV)", up + "data/contracts.csv"}, {"Hele porteføljen (JSON)", up + "data/portfolio.json"}, {"Beskrivelse av feltene", up + "data/index.html"}},
		FootHelp: []Link{{"Om tallene og metoden", up + "om/index.html"}, {"Tilgjengelighetserklæring", up + "tilgjengelighet/index.html"}},
		Feeds:    []Feed{{Type: "application/json", Title: "Data", Href: "index.json"}},
	}
	for _, n := range [][2]string{{"Oversikt", ""}, {"Kontrakter", "kontrakter"}, {"Leverandører", "leverandorer"}, {"Risiko", "risiko"}, {"Økonomi", "okonomi"}, {"Kalender", "kalender"}, {"Krav", "krav"}, {"Kontroller", "kontroller"}, {"Avvik", "avvik"}, {"Gevinster", "gevinster"}, {"Veiledning", "veiledning"}} {
		href := up + n[1] + "/index.html"
		if n[1] == "" {
			href = up + "index.html"
		}
		f.Nav = append(f.Nav, NavItem{Text: n[0], Href: href, Current: n[1] == nav, Exact: n[1] == nav && depth < 2})
	}
	if depth > 0 {
		f.Crumbs = []Link{{"Oversikt", up + "index.html"}}
	}
	if depth > 1 {
		f.Crumbs = append(f.Crumbs, Link{strings.ToUpper(nav[:1]) + nav[1:], "../index.html"})
	}
	return f
}

var bands = map[string]string{"low": "Lav", "moderate": "Moderat", "high": "Høy", "critical": "Kritisk"}

func band(name, score string) *RiskBadge {
	return &RiskBadge{Band: name, Label: bands[name], Score: Value{Text: score}}
}

func use(used, projected float64, of string) Usage {
	u := Usage{Known: true, Used: used, HasProjected: true, Projected: projected, Text: Value{Text: fmt.Sprintf("%.0f %% av %s", used*100, of)}}
	switch {
	case used > 1:
		u.Verdict, u.Tone = fmt.Sprintf("%.0f %% over taket", used*100-100), Danger
	case projected > 1:
		u.Verdict, u.Tone = fmt.Sprintf("prognose %.0f %% over taket", projected*100-100), Danger
	}
	return u
}

func listed(n int) []listedRow {
	base := []listedRow{
		{ContractRow{Title: "Vektertjenester og alarmutrykning", Suppliers: "Nordvakt AS", Reference: "2023/10482", Category: "Sikkerhet", Manager: "Kari Nordmann", Usage: use(.58, 1.06, "64,0 mill."), End: Date{"2027-04-30", "30.04.2027"}, EndBadge: Badge{"Opsjon 31.12.", Warning}, Risk: band("critical", "62,5"), Alerts: []Badge{{"1 avvik", Danger}}}, ListRow{Facets: []string{"kritisk", "6", "over"}, Sort: []string{"2027-04-30", "62.5", "64000000"}}},
		{ContractRow{Title: "Brukerstyrt personlig assistanse, delområde 3", Suppliers: "Kystomsorg SA", Reference: "2023/10246", Category: "Bo- og omsorgstjenester", Manager: "Trygve Sæther", Usage: use(.78, .98, "14,5 mill."), End: Date{"2026-11-30", "30.11.2026"}, EndBadge: Badge{"Én opsjon", Neutral}, Risk: band("high", "43,8")}, ListRow{Facets: []string{"hoy", "6", "under"}, Sort: []string{"2026-11-30", "43.8", "14500000"}}},
		{ContractRow{Title: "Renhold i skoler", Suppliers: "Blankt og rent AS og to til", Reference: "2022/15445", Category: "Bygg og eiendom", Usage: use(1.12, 1.3, "12,4 mill."), End: Date{"2027-06-30", "30.06.2027"}, Risk: band("moderate", "31,3")}, ListRow{Facets: []string{"moderat", "12", "over"}, Sort: []string{"2027-06-30", "31.3", "12400000"}}},
		{ContractRow{Title: "Kontorrekvisita", Suppliers: "Havnepapir AS", Reference: "2021/12763", Category: "Kontor og inventar", Manager: "Astrid Haugland", Usage: Usage{Text: Value{Text: "Omsetning mangler"}}, End: Date{"2026-12-01", "01.12.2026"}, Risk: band("low", "4,2")}, ListRow{Facets: []string{"lav", "6", "mangler"}, Sort: []string{"2026-12-01", "4.2", ""}}},
		{ContractRow{Title: "Snøbrøyting, nord", Suppliers: "Fjellvei AS", Reference: "2024/00902", Category: "Anlegg, vei og park", Manager: "Farid Dahl", Usage: use(.22, .7, "31,0 mill."), End: Date{"2029-04-30", "30.04.2029"}, EndBadge: Badge{"To opsjoner", Neutral}, Risk: band("low", "12,5")}, ListRow{Facets: []string{"lav", "mer", "under"}, Sort: []string{"2029-04-30", "12.5", "31000000"}}},
	}
	var out []listedRow
	for i := range n {
		r := base[i%len(base)]
		if i >= len(base) {
			r.Title += fmt.Sprintf(" (%d)", i/len(base)+1)
		}
		r.Href, r.Text = "../kontrakter/vekter-2023/index.html", "313000028 79713000"
		r.Sheet = []string{r.Title, r.Suppliers, r.Category, r.Manager, r.End.ISO}
		if i == 7 {
			r.Sheet[1] = "=SUM(A1:A9) & <fjord>; \"æøå\""
		}
		out = append(out, r)
	}
	return out
}

// listedRow is a contract with what the list has of it.
type listedRow struct {
	ContractRow
	ListRow
}

func rows(n int) (out []ContractRow) {
	for _, r := range listed(n) {
		out = append(out, r.ContractRow)
	}
	return out
}

// draw makes a figure of a chart, as the pages do.
func draw(id, title, conclusion string, c chart.Chart, t Table) Figure {
	options, err := c.Options()
	if err != nil {
		panic(err)
	}
	v := Figure{ID: id, Title: title, Conclusion: conclusion, Drawing: SVG(c.SVG()), Options: string(options), Table: t}
	for _, k := range c.Legend() {
		v.Legend = append(v.Legend, KeyItem(k))
	}
	return v
}

func values(format string, ns ...float64) []chart.Value {
	var out []chart.Value
	for _, n := range ns {
		out = append(out, chart.Value{Number: n, Text: strings.Replace(fmt.Sprintf(format, n), ".", ",", 1)})
	}
	return out
}

func months() Figure {
	c := chart.Chart{Title: "Frister de neste tolv månedene, måned for måned", Desc: "Flest i september 2027, 36."}
	for i, m := range []string{"nov", "des", "jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sep", "okt"} {
		l := chart.Label{Text: m}
		if i == 0 {
			l.Group = "2026"
		} else if i == 2 {
			l.Group = "2027"
		}
		c.Labels = append(c.Labels, l)
	}
	ends := []float64{3, 14, 8, 18, 14, 16, 20, 14, 16, 20, 19, 15}
	options := []float64{13, 11, 7, 16, 15, 10, 10, 12, 13, 15, 17, 14}
	c.Series = []chart.Series{{Name: "Kontrakter som utløper", Values: values("%.0f", ends...)}, {Name: "Opsjoner som må avgjøres", Tone: chart.ToneSecond, Values: values("%.0f", options...)}}
	t := Table{Caption: "Frister etter måned", Columns: []Column{{Key: "month"}, {Key: "end", Numeric: true}, {Head: "Opsjoner", Numeric: true}}}
	for i := range ends {
		c.Totals = append(c.Totals, fmt.Sprint(ends[i]+options[i]))
		t.Rows = append(t.Rows, []Cell{{Text: c.Labels[i].Text}, {Text: fmt.Sprint(ends[i])}, {Text: fmt.Sprint(options[i])}})
	}
	return draw("months", "", "I september 2027 må det avgjøres flest saker: 36.", c, t)
}

func quarters() Figure {
	c := chart.Chart{Title: "Omsetning etter kvartal, mill. kr", Narrow: true}
	for i, q := range []string{"4. kv.", "1. kv.", "2. kv.", "3. kv.", "4. kv.", "1. kv.", "2. kv.", "3. kv."} {
		l := chart.Label{Text: q}
		if y := map[int]string{0: "2024", 1: "2025", 5: "2026"}[i]; y != "" {
			l.Group = y
		}
		c.Labels = append(c.Labels, l)
	}
	c.Series = []chart.Series{{Name: "Omsetning", Values: values("%.1f", 2.6, 2.5, 2.8, 2.7, 2.9, 2.8, 3.1, 3.3)}}
	t := Table{Caption: "Omsetning etter kvartal", Columns: []Column{{Key: "quarter"}, {Key: "turnover", Numeric: true}}}
	for i, v := range c.Series[0].Values {
		t.Rows = append(t.Rows, []Cell{{Text: c.Labels[i].Text}, {Text: v.Text + " mill. kr"}})
	}
	t.Foot = []Cell{{Text: "Sum"}, {Text: "22,7 mill. kr"}}
	return draw("quarters", "Omsetning per kvartal", "", c, t)
}

func riskMatrix(here bool) Matrix {
	m := Matrix{Caption: "Antall kontrakter etter sannsynlighet og konsekvens"}
	for i, n := range []string{"Svært liten", "Liten", "Middels", "Stor"} {
		m.Columns = append(m.Columns, MatrixHead{fmt.Sprintf("%d–%d", i, i+1), n})
	}
	for i := 3; i >= 0; i-- {
		r := MatrixRow{Head: MatrixHead{fmt.Sprintf("%d–%d", i, i+1), []string{"Lite sannsynlig", "Mulig", "Sannsynlig", "Svært sannsynlig"}[i]}}
		for j := range 4 {
			s := (float64(i) + .5) * (float64(j) + .5) / 16 * 100
			b := "low"
			switch {
			case s >= 60:
				b = "critical"
			case s >= 40:
				b = "high"
			case s >= 20:
				b = "moderate"
			}
			c := MatrixCell{Band: b, Count: Count{Text: fmt.Sprint((4-i)*(4-j)*3 - 2), Href: "kontrakter/index.html?s=3&k=2"}, Label: fmt.Sprintf("%d kontrakter, sannsynlighet %d, konsekvens %d", (4-i)*(4-j)*3-2, i, j)}
			if here {
				c.Count = Count{}
				c.Here = i == 2 && j == 3
			}
			r.Cells = append(r.Cells, c)
		}
		m.Rows = append(m.Rows, r)
	}
	if !here {
		m.Legend = []LegendItem{{"low", Count{Text: "Lav (556)"}}, {"moderate", Count{Text: "Moderat (179)"}}, {"high", Count{Text: "Høy (50)"}}, {"critical", Count{Text: "Kritisk (67)"}}}
	}
	return m
}

func deadlineList() []Deadline {
	return []Deadline{
		{Date: Date{"2026-10-12", "12.10.2026"}, Days: "19 dager på overtid", Tone: Warning, Kind: "Dokumentasjon", Title: "Skatteattest mangler", Contract: Link{"Vektertjenester og alarmutrykning", "../kontrakter/vekter-2023/index.html"}, Person: "Kari Nordmann"},
		{Date: Date{"2026-11-20", "20.11.2026"}, Days: "om 20 dager", Kind: "Oppfølging", Title: "Statusmøte med leverandør", Contract: Link{"Renhold i skoler", "../kontrakter/renhold/index.html"}},
		{Date: Date{"2026-12-31", "31.12.2026"}, Days: "om 61 dager", Kind: "Opsjon", Title: "Avgjøre opsjon 1", Contract: Link{"Vektertjenester og alarmutrykning", "../kontrakter/vekter-2023/index.html"}, Badge: Badge{"Beslutning kreves", Warning}},
	}
}
