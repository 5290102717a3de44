package main

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/report"
)

// A quarter has one figure wherever it is told: on the pages with their trends and graphs, in
// the report of the quarter in every form, in that of the next one, and on the command line;
// while its books are open, too.
func TestOneQuarterHasOneFigure(t *testing.T) {
	t.Parallel()
	needAssets(t)
	dir := demoFor(t, "2026-11-17")
	for _, profile := range []contract.Visibility{contract.Internal, contract.Public} {
		t.Run(string(profile), func(t *testing.T) { compareQuarter(t, dir, "2026-11-17", "3. kvartal 2026", profile) })
	}
	t.Run("diff", func(t *testing.T) { diffOfQuarters(t, dir) })
	t.Run("open books", func(t *testing.T) {
		compareQuarter(t, dir, "2026-10-20", "3. kvartal 2026 (foreløpig)", contract.Internal)
	})
}

// demoFor is a demo of 200 contracts with eight quarters of history.
func demoFor(t *testing.T, asOf string) (data string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if code, _, errs := forvalt(t, "init", "--as-of", asOf, "--demo", "200", "--seed", "7", "--history", "8", dir); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	return filepath.Join(dir, "contracts")
}

func compareQuarter(t *testing.T, data, asOf, name string, profile contract.Visibility) {
	t.Helper()
	const quarter, before = "2026-q3", "2026-q2"
	out := filepath.Join(t.TempDir(), "site")
	said := func(args ...string) string {
		t.Helper()
		code, text, errs := forvalt(t, append(args, "--data", data, "--as-of", asOf, "--profile", string(profile))...)
		if code != exitOK {
			t.Fatalf("%v: exit %d: %s", args, code, errs)
		}
		return text
	}
	file := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	said("build", "--out", out)
	in := "rapporter/" + quarter + "/"
	for _, ending := range []string{"json", "csv", "md"} {
		onSite := in + quarter + "." + ending
		if ending == "json" {
			onSite = in + "index.json"
		}
		if said("report", "--quarter", quarter, "--format", ending) != file(onSite) {
			t.Errorf("%s: the command says otherwise than the site", ending)
		}
	}
	var now, last report.Report
	for name, r := range map[string]*report.Report{quarter: &now, before: &last} {
		if err := json.Unmarshal([]byte(file("rapporter/"+name+"/index.json")), r); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := mustJSON(t, now.Before), mustJSON(t, &last.Status); a != b {
		t.Errorf("the quarter before is\n%s in one report, in its own\n%s", a, b)
	}
	if want := strings.HasSuffix(name, ")"); now.Source.Preliminary != want || strings.Contains(file(in+"index.html"), "Rapporten er foreløpig") != want {
		t.Errorf("preliminary: %v, want %v", now.Source.Preliminary, want)
	}

	// What the report says of the quarter, by the name of the figure, in words and as a number.
	words, values := map[string]string{}, map[string]*big.Rat{}
	rows, err := reportCSV(file(in + quarter + ".csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r[0] == "key" && r[3] == "value" {
			words[r[2]], values[r[2]] = r[5], report.Number(r[4]).Rat()
		}
		if r[0] == "purchases" && r[3] == "amount" && strings.EqualFold(r[2], "3. kvartal 2026") {
			words["bought"], values["bought"] = r[5], report.Number(r[4]).Rat()
		}
	}
	cash := now.Benefits[contract.ClassCash]
	for figure, n := range map[string]report.Number{"Kjøpt de siste tolv månedene": now.LastYear, "Brukt av øvre avtaleverdi": now.Use,
		"Gevinster med budsjettvirkning, netto": cash.Net, "Gevinster med budsjettvirkning, planlagt til kvartalets slutt": cash.Planned} {
		if values[figure] == nil || n.Rat() == nil || values[figure].Cmp(n.Rat()) != 0 {
			t.Errorf("%s: %v in the CSV, %s in the JSON", figure, values[figure], n)
		}
	}
	page := cellsOf(t, file(in+"index.html"))
	for figure, text := range words {
		if figure != "bought" && page(figure, "Nå") != text {
			t.Errorf("%s: %q on the page, %q in the CSV", figure, page(figure, "Nå"), text)
		}
	}

	compared, pages := 0, map[string]func(row, column string) string{}
	same := func(path, row, column, want string) {
		t.Helper()
		compared++
		if pages[path] == nil {
			pages[path] = cellsOf(t, file(path))
		}
		if got := pages[path](row, column); got != want || want == "" {
			t.Errorf("%s, %s, %s: %q, the report says %q", path, row, column, got, want)
		}
	}
	benefit := func(figure string) string { return words["Gevinster med budsjettvirkning, "+figure] }
	same("gevinster/index.html", name, "Planlagt til kvartalets slutt", benefit("planlagt til kvartalets slutt"))
	same("gevinster/index.html", name, "Realisert (brutto)", benefit("realisert (brutto)"))
	purchases := now.Purchases[len(now.Purchases)-1]
	if got := cellsOf(t, file("okonomi/index.html"))(name, "Omsetning"); digits(got) != digits(strings.Replace(string(purchases.Amount), ".00", "", 1)) {
		t.Errorf("bought: %q on the page of economy, %s in the report", got, purchases.Amount)
	}
	for i, p := range last.Purchases {
		if now.Purchases[i] != p {
			t.Errorf("bought in %s: %s in one report, %s in another", p.Quarter, p.Amount, now.Purchases[i].Amount)
		}
	}
	if first, latest := now.Purchases[0].Amount.Rat(), purchases.Amount.Rat(); new(big.Rat).Quo(latest, first).Cmp(big.NewRat(2, 1)) > 0 {
		t.Errorf("purchases rise from %s to %s: contracts that have ended are missing", now.Purchases[0].Amount, purchases.Amount)
	}
	if profile == contract.Public {
		return
	}
	high := big.NewRat(int64(now.Bands[contract.BandHigh]+now.Bands[contract.BandCritical]), 1).FloatString(0)
	for _, path := range []string{"index.html", "okonomi/index.html"} {
		same(path, name, "Omsetning siste tolv måneder", words["Kjøpt de siste tolv månedene"])
		same(path, name, "Brukt av øvre avtaleverdi", words["Brukt av øvre avtaleverdi"])
		same(path, name, "Avtalelojalitet", words["Avtalelojalitet"])
	}
	same("index.html", name, "Høy eller kritisk risiko", high)
	same("index.html", name, "Netto budsjettgevinst", benefit("netto"))
	same("gevinster/index.html", name, "Netto budsjettgevinst", benefit("netto"))
	same("gevinster/index.html", name, "Budsjettgevinst planlagt til da", benefit("planlagt til kvartalets slutt"))
	same("okonomi/index.html", name, "Samlet øvre avtaleverdi", words["Samlet øvre avtaleverdi"])
	same("okonomi/index.html", name, "Avtaledekning", words["Avtaledekning"])
	same("okonomi/index.html", name, "Kontrakter som ventes å gå over øvre avtaleverdi", words["Kontrakter som ventes å gå over øvre avtaleverdi"])
	same("risiko/index.html", name, "Høy risiko", words["Kontrakter med høy risiko"])
	same("risiko/index.html", name, "Kritisk risiko", words["Kontrakter med kritisk risiko"])
	same("lekkasje/index.html", "3. kvartal 2026", "Avtalelojalitet", words["Avtalelojalitet"])
	t.Logf("%d cells of pages are those of the report", compared)
}

// What diff says between two quarters is measured as in their reports: the scores of the later
// one's movements are the same.
func diffOfQuarters(t *testing.T, data string) {
	t.Helper()
	var diff struct {
		AsOf    string `json:"as_of"`
		Changes []struct {
			ID      string
			Effects []struct {
				Kind     change.EffectKind
				Old, New json.RawMessage
			}
		}
	}
	var told report.Report
	for v, args := range map[any][]string{&diff: {"diff", "2026-q2", "2026-q3"}, &told: {"report", "--quarter", "2026-q3"}} {
		code, out, errs := forvalt(t, append(args, "--format", "json", "--data", data, "--as-of", "2026-11-17")...)
		if code != exitOK || json.Unmarshal([]byte(out), v) != nil {
			t.Fatalf("%v: exit %d: %s", args, code, errs)
		}
	}
	moved := map[string][2]string{}
	for _, c := range diff.Changes {
		for _, e := range c.Effects {
			if e.Kind == change.RiskChanged || e.Kind == change.BandChanged {
				moved[c.ID] = [2]string{number(e.Old), number(e.New)}
			}
		}
	}
	if diff.AsOf != "2026-09-30" || len(told.Movements) < 5 || len(moved) != len(told.Movements) {
		t.Fatalf("as of %s, %d movements in the report, %d between the quarters", diff.AsOf, len(told.Movements), len(moved))
	}
	for _, m := range told.Movements {
		if want := [2]string{number([]byte(m.Before)), number([]byte(m.Score))}; moved[m.ID] != want {
			t.Errorf("%s: %v between the quarters, %v in the report", m.ID, moved[m.ID], want)
		}
	}
}

// number is one of JSON without zeros at its end.
func number(data []byte) string {
	if r := report.Number(data).Rat(); r != nil {
		return r.RatString()
	}
	return ""
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// digits are those of a number as it is printed.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// cellsOf gives the cells of a page's tables by what the row begins with and the head of the
// column: the first such.
func cellsOf(t *testing.T, page string) func(row, column string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var heads []string
	cells := map[[2]string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "tr" {
			continue
		}
		var row []string
		for c := range n.ChildNodes() {
			if c.Data == "td" || c.Data == "th" {
				row = append(row, textOf(c))
			}
		}
		if n.Parent.Data == "thead" {
			heads = row
		}
		if len(row) != len(heads) {
			continue
		}
		for i, cell := range row {
			at := [2]string{strings.ToLower(row[0]), heads[i]}
			if _, there := cells[at]; !there {
				cells[at] = cell
			}
		}
	}
	return func(row, column string) string { return cells[[2]string{strings.ToLower(row), column}] }
}

func textOf(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(out.String())
}
