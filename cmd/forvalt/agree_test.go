package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/store"
)

// One figure of one subject at one time has one value, wherever a profile shows it: on pages, in
// the data beside them, in reports, in what commands print and in what is exported. Of a contract
// the public is told the same as the house, or that it is unknown.
func TestOneFigureOneValue(t *testing.T) {
	needAssets(t)
	demo := filepath.Join(t.TempDir(), "demo")
	if code, _, errs := forvalt(t, "init", "--demo", "200", "--history", "2", "--as-of", "2026-11-01", demo); code != exitOK {
		t.Fatal(errs)
	}
	public := []string{"--profile", "public", "--base-url", basedAt}
	of := func(data string, options ...string) map[string]string {
		out := filepath.Join(t.TempDir(), "site")
		if code, _, errs := forvalt(t, append([]string{"build", "--data", data, "--out", out}, options...)...); code != exitOK {
			t.Fatal(errs)
		}
		return tree(t, out)
	}
	contracts := filepath.Join(demo, "contracts")
	withholdCallOffs(t, contracts)
	sites := map[string]told{}
	for _, x := range []struct {
		name, data, profile string
		files               map[string]string
	}{
		{"sample, internal", sample, "internal", buildSite(t)},
		{"sample, public", sample, "public", buildSite(t, public...)},
		{"demo, internal", contracts, "internal", of(contracts)},
		{"demo, public", contracts, "public", of(contracts, public...)},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := ledger{}
			l.pages(t, x.files)
			l.exports(t, x.files)
			l.reports(t, x.files)
			l.commands(t, x.data, x.profile)
			l.judge(t)
			sites[x.name] = told{l, x.files}
		})
	}
	for _, of := range []string{"sample", "demo"} {
		t.Run(of+", public as internal", func(t *testing.T) {
			public, inside := sites[of+", public"], sites[of+", internal"]
			public.as(t, inside.ledger)
			publicData(t, public.files, inside.files)
		})
	}
}

// told is a site that was built, and what it says.
type told struct {
	ledger
	files map[string]string
}

// withholdCallOffs gives every third framework of a folder an internal call-off.
func withholdCallOffs(t *testing.T, folder string) {
	p, _ := store.Load(t.Context(), os.DirFS(folder), store.Options{})
	for _, c := range withheldCallOffs(p) {
		dir := filepath.Join(folder, "agreements", c.ID)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{
			"contract.toml": fmt.Sprintf("title = %q\nstatus = \"active\"\nkind = \"call-off\"\nparent = %q\nvisibility = \"internal\"\n\n[period]\nstart = %s\nend = %s\n", c.Title, c.Parent, c.Period.Start, c.Period.End),
			"turnover.toml": "[months]\n2026-08 = 1_000_000\n2026-09 = 1_000_000\n2026-10 = 1_000_000\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// as holds that a figure of a contract that the public is told is that which the house is told.
func (l ledger) as(t *testing.T, inside ledger) {
	known := func(list []reading) []reading {
		return slices.DeleteFunc(slices.Clone(list), func(r reading) bool { return r.value == nil })
	}
	same, withheld, alone := 0, 0, 0
	for key, list := range l {
		if !strings.HasPrefix(key.of, "contract:") {
			continue
		}
		public, whole := known(list), known(inside[key])
		switch {
		case len(public) == 0 && len(whole) > 0:
			withheld++
		case len(public) > 0 && len(inside[key]) == 0: // the report of the house is longer, and a list in it is cut
			alone++
		case len(public) > 0 && len(whole) == 0:
			t.Errorf("%s of %s at %s is %s on %s, and inside it is unknown", key.figure, key.of, key.at, said(public[0]), public[0].place)
		case len(public) > 0:
			same++
			if a, b, ok := apart(append(public, whole...)); ok {
				t.Errorf("%s of %s at %s is %s on %s, and %s on %s", key.figure, key.of, key.at, said(a), a.place, said(b), b.place)
			}
		}
	}
	t.Logf("%d figures of contracts are the same to the public, %d are unknown to it, and %d only it is shown", same, withheld, alone)
	if same < 500 || withheld < 4 || alone*20 > same {
		t.Error("too little was compared")
	}
}

// publicData holds that a field of a contract in the public's open data is that of the house, or
// empty.
func publicData(t *testing.T, public, inside map[string]string) {
	read := func(files map[string]string) map[string]map[string]any {
		var all struct{ Contracts []map[string]any }
		if err := json.Unmarshal([]byte(files["data/portfolio.json"]), &all); err != nil {
			t.Fatal(err)
		}
		of := map[string]map[string]any{}
		for _, c := range all.Contracts {
			of[c["id"].(string)] = c
		}
		return of
	}
	whole := read(inside)
	for id, c := range read(public) {
		for name, value := range c {
			if name == "requirements" { // one that rests on what is withheld may apply
				continue
			}
			if value != nil && !reflect.DeepEqual(value, whole[id][name]) {
				t.Errorf("%s of %s is %v to the public, and %v inside", name, id, value, whole[id][name])
			}
		}
	}
}

// topic is what a figure is about: its id, its subject, and the day or quarter.
type topic struct{ figure, of, at string }

// reading is what a place says that a figure is, rounded to so many decimals; nil is unknown.
type reading struct {
	value    *big.Rat
	decimals int
	place    string
}

// ledger is what all places say.
type ledger map[topic][]reading

// add notes what a place says; "" and null are unknown.
func (l ledger) add(t *testing.T, place, figure, of, at, value string) {
	t.Helper()
	if definitions.Of(definitions.ID(figure)) == nil || at == "" || of == "" {
		t.Errorf("%s: the figure %q of %q at %q is not defined", place, figure, of, at)
	}
	r := reading{place: place}
	if value != "" && value != "null" {
		v, ok := new(big.Rat).SetString(value)
		if !ok {
			t.Errorf("%s: %s is %q, which is no number", place, figure, value)
			return
		}
		_, fraction, _ := strings.Cut(value, ".")
		r.value, r.decimals = v, len(fraction)
	}
	key := topic{figure, of, at}
	l[key] = append(l[key], r)
}

var marked = regexp.MustCompile(`data-figure="([^"]*)" data-of="([^"]*)" data-at="([^"]*)" data-value="([^"]*)"`)

// pages reads the marks of the pages, and holds that those of one figure are written alike.
func (l ledger) pages(t *testing.T, files map[string]string) {
	written := map[topic][2]string{} // the text of the first mark, and its page
	for p, content := range files {
		if strings.HasSuffix(p, ".html") {
			for _, m := range marked.FindAllStringSubmatch(content, -1) {
				l.add(t, p, m[1], m[2], m[3], m[4])
				key := topic{m[1], m[2], m[3]}
				if first, ok := written[key]; !ok {
					written[key] = [2]string{m[4], p}
				} else if first[0] != m[4] {
					t.Errorf("%s of %s at %s is written %q on %s, and %q on %s", key.figure, key.of, key.at, first[0], first[1], m[4], p)
				}
			}
		}
	}
}

// contractFields are the figures among the fields of a contract in open data.
var contractFields = map[string]definitions.ID{"ceiling": definitions.Ceiling, "spent": definitions.Spent, "projected": definitions.Projected, "risk_score": definitions.Score}

// contract is a contract in open data.
type contractOut struct {
	ID                        string
	Ceiling, Spent, Projected json.RawMessage
	Risk                      *struct{ Score json.RawMessage }
}

func (c *contractOut) read(t *testing.T, l ledger, place, at string) {
	of := "contract:" + c.ID
	l.add(t, place, string(definitions.Ceiling), of, at, string(c.Ceiling))
	l.add(t, place, string(definitions.Spent), of, at, string(c.Spent))
	l.add(t, place, string(definitions.Projected), of, at, string(c.Projected))
	if c.Risk != nil {
		l.add(t, place, string(definitions.Score), of, at, string(c.Risk.Score))
	}
}

// exports reads the twins of contracts, and the files of open data.
func (l ledger) exports(t *testing.T, files map[string]string) {
	var all struct {
		AsOf      string `json:"as_of"`
		Contracts []contractOut
	}
	if err := json.Unmarshal([]byte(files["data/portfolio.json"]), &all); err != nil {
		t.Fatal(err)
	}
	for i := range all.Contracts {
		all.Contracts[i].read(t, l, "data/portfolio.json", all.AsOf)
	}
	for p, content := range files {
		if ok, _ := path.Match("kontrakter/*/index.json", p); ok {
			var c contractOut
			if err := json.Unmarshal([]byte(content), &c); err != nil {
				t.Fatal(p, err)
			}
			c.read(t, l, p, all.AsOf)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(files["data/tables/contracts.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(strings.NewReader(files["data/contracts.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil || len(sheet) < len(rows) {
		t.Fatalf("%d rows in the workbook, %d in CSV (%v)", len(sheet), len(rows), err)
	}
	sheet = sheet[len(sheet)-len(rows):]
	for column, name := range rows[0] {
		id, ok := contractFields[name]
		for i := 1; ok && i < len(rows); i++ {
			of := "contract:" + rows[i][0]
			if id == definitions.Score && rows[i][column] == "" {
				continue // a contract that has no score
			}
			l.add(t, "data/tables/contracts.csv", string(id), of, all.AsOf, rows[i][column])
			value := ""
			if column < len(sheet[i]) {
				value = sheet[i][column]
			}
			l.add(t, "data/contracts.xlsx", string(id), "contract:"+sheet[i][0], all.AsOf, value)
		}
	}
}

// reports reads the reports' JSON and CSV; TestReportFormatsAgree and TestReportFilesAgree hold
// that their other formats say the same.
func (l ledger) reports(t *testing.T, files map[string]string) {
	for p, content := range files {
		if ok, _ := path.Match("rapporter/*/index.json", p); ok {
			l.report(t, p, []byte(content))
		}
	}
}

// report reads the JSON of a report.
func (l ledger) report(t *testing.T, place string, data []byte) {
	var r report.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(place, err)
	}
	l.status(t, place, r.AsOf.String(), &r.Status, r.Public)
	if r.Before != nil {
		l.status(t, place, r.Quarter.Add(-1).Last().String(), r.Before, r.Public)
	}
	for _, q := range r.Purchases {
		l.add(t, place, string(definitions.Quarter), "portfolio", q.Quarter.String(), string(q.Amount))
	}
	for _, c := range r.Ceilings {
		for id, n := range map[definitions.ID]report.Number{definitions.Spent: c.Spent, definitions.Ceiling: c.Ceiling, definitions.Use: c.Use, definitions.ProjectedUse: c.Projected} {
			l.add(t, place, string(id), "contract:"+c.ID, r.AsOf.String(), string(n))
		}
	}
	for _, m := range r.Movements {
		l.add(t, place, string(definitions.Score), "contract:"+m.ID, r.AsOf.String(), string(m.Score))
		l.add(t, place, string(definitions.Score), "contract:"+m.ID, r.Quarter.Add(-1).Last().String(), string(m.Before))
	}
}

// status reads the figures of a portfolio at a quarter's end; those that the public is not told
// are not there.
func (l ledger) status(t *testing.T, place, at string, s *report.Status, public bool) {
	add := func(id definitions.ID, at string, n report.Number) {
		l.add(t, place, string(id), "portfolio", at, string(n))
	}
	count := func(id definitions.ID, n int) { add(id, at, report.Number(fmt.Sprint(n))) }
	add(definitions.Ceilings, at, s.Maximum)
	add(definitions.Estimates, at, s.Committed)
	add(definitions.TotalSpent, at, s.Turnover)
	add(definitions.TotalUse, at, s.Use)
	add(definitions.Year, at, s.LastYear)
	count(definitions.Active, s.Contracts["active"])
	count(definitions.Passed, s.Passed)
	count(definitions.WillPass, s.WillPass)
	for class, b := range s.Benefits {
		for id, n := range map[definitions.ID]report.Number{definitions.Planned: b.Planned, definitions.Realised: b.Realised, definitions.Confirmed: b.Confirmed, definitions.Costs: b.Costs} {
			add(definitions.OfClass(id, class), at, n)
		}
		if b.Net != "" {
			add(definitions.OfClass(definitions.Net, class), at, b.Net)
		}
	}
	if public {
		return
	}
	count(definitions.Managers, s.Managers)
	count(definitions.Open, s.Open)
	count(definitions.Need, s.Hours)
	count(definitions.Overloaded, s.Overload)
	for b, n := range s.Bands {
		count(definitions.InBand(b), n)
	}
	if q := s.SpendOf.String(); !s.SpendOf.IsZero() {
		add(definitions.Loyalty, q, s.Loyalty)
		add(definitions.Coverage, q, s.Coverage)
		add(definitions.EOrdering, q, s.EHandel)
		add(definitions.Leakage, q, s.Leakage)
	}
}

// commands reads what is printed for programs: scores, work, deadlines and reports.
func (l ledger) commands(t *testing.T, data, profile string) {
	printed := func(v any, args ...string) {
		code, out, errs := forvalt(t, append(args, "--data", data, "--format", "json")...)
		if err := json.Unmarshal([]byte(out), v); err != nil || code != exitOK {
			t.Fatalf("%v: exit %d %s %v", args, code, errs, err)
		}
	}
	for _, quarter := range []string{"2026-q3", "2026-q2"} {
		var r json.RawMessage
		printed(&r, "report", "--quarter", quarter, "--profile", profile)
		l.report(t, "report "+quarter, r)
	}
	if profile == "public" {
		return // the other commands are for the house
	}
	var scores struct {
		AsOf      string `json:"as_of"`
		Contracts []struct {
			ID    string
			Score json.Number
		}
		Bands map[string]int
	}
	printed(&scores, "risk")
	for _, c := range scores.Contracts {
		l.add(t, "risk", string(definitions.Score), "contract:"+c.ID, scores.AsOf, c.Score.String())
	}
	for b, n := range scores.Bands {
		l.add(t, "risk", "level-"+b, "portfolio", scores.AsOf, fmt.Sprint(n))
	}
	var work struct {
		AsOf   string `json:"as_of"`
		People []struct {
			Person    string
			Contracts int
			Follow    int  `json:"follow_up_hours"`
			Plan      int  `json:"planned_hours"`
			Capacity  *int `json:"capacity"`
		}
	}
	printed(&work, "risk", "--workload")
	for _, p := range work.People {
		if p.Person == "" {
			continue
		}
		l.add(t, "risk --workload", string(definitions.Active), "person:"+p.Person, scores.AsOf, fmt.Sprint(p.Contracts))
		l.add(t, "risk --workload", string(definitions.Need), "person:"+p.Person, scores.AsOf, fmt.Sprint(p.Follow+p.Plan))
		if p.Capacity != nil {
			l.add(t, "risk --workload", string(definitions.Capacity), "person:"+p.Person, scores.AsOf, fmt.Sprint(*p.Capacity))
		}
	}
	var due struct {
		AsOf  string `json:"as_of"`
		Items []struct {
			Manager string
			Days    int
		}
	}
	printed(&due, "due")
	late := map[string]int{}
	for _, d := range due.Items {
		if d.Days < 0 && d.Manager != "" {
			late[d.Manager]++
		}
	}
	for who, n := range late {
		l.add(t, "due", string(definitions.Overdue), "person:"+who, due.AsOf, fmt.Sprint(n))
	}
}

// judge tells which figures have two values, and how much was compared.
func (l ledger) judge(t *testing.T) {
	figures, places := map[string]bool{}, map[string]bool{}
	several, values := 0, 0
	for key, list := range l {
		figures[key.figure] = true
		values += len(list)
		for _, r := range list {
			places[r.place] = true
		}
		if len(list) > 1 {
			several++
		}
		if a, b, ok := apart(list); ok {
			t.Errorf("%s of %s at %s is %s on %s, and %s on %s", key.figure, key.of, key.at, said(a), a.place, said(b), b.place)
		}
	}
	t.Logf("%d figures, %d of a subject at a time, %d of them in several places, %d values in %d places", len(figures), len(l), several, values, len(places))
	if len(figures) < 20 || several < 300 {
		t.Error("too little was compared")
	}
}

// apart gives two readings that no one number lies behind: one is unknown and one is not, or they
// are further apart than rounding makes them.
func apart(list []reading) (a, b reading, found bool) {
	bounds := func(r reading) (low, high *big.Rat) {
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.decimals)), nil)))
		return new(big.Rat).Sub(r.value, half), new(big.Rat).Add(r.value, half)
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b reading) int { return strings.Compare(a.place, b.place) })
	for _, r := range list {
		if (r.value == nil) != (list[0].value == nil) {
			return list[0], r, true
		}
	}
	if list[0].value == nil {
		return
	}
	highest, lowest := list[0], list[0] // of the lower and of the upper bounds
	for _, r := range list {
		low, high := bounds(r)
		if l, _ := bounds(highest); low.Cmp(l) > 0 {
			highest = r
		}
		if _, h := bounds(lowest); high.Cmp(h) < 0 {
			lowest = r
		}
	}
	l, _ := bounds(highest)
	_, h := bounds(lowest)
	return lowest, highest, l.Cmp(h) > 0
}

func said(r reading) string {
	if r.value == nil {
		return "unknown"
	}
	return r.value.FloatString(r.decimals)
}
