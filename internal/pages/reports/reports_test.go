package reports

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/report/wording"
)

var quarter3 = date.Quarter{Year: 2026, Q: 3}

// counted is a report in which every count is n and every amount is known or not.
func counted(n int, amount report.Number) *report.Report {
	day := quarter3.Last()
	r := &report.Report{Quarter: quarter3, AsOf: day, Organisation: "Fjordvik", Currency: "NOK", Model: "m", Planned: &n,
		Source: report.Source{Kind: "today", Revision: "abc", Program: "1"},
		Status: report.Status{Contracts: map[contract.Status]int{contract.Active: n}, Bands: map[contract.BandID]int{"low": n, "high": n, "critical": n}, LastYear: amount, Use: amount, Passed: n, WillPass: n,
			Loyalty: amount, Coverage: amount, EHandel: amount, Leakage: amount, SpendOf: quarter3.Add(-1), Open: n, Hours: n, Capacity: n,
			Benefits: map[contract.BenefitClass]report.Benefit{"cash": {Planned: "0.00", Realised: amount}, "co2e": {Planned: amount, Realised: amount}}}}
	before := r.Status
	r.Before = &before
	for range n {
		r.Started = append(r.Started, report.Contract{ID: "a", Title: "A", Date: day})
		r.Ended = append(r.Ended, report.Contract{ID: "b"})
		r.Movements = append(r.Movements, report.Movement{ID: "a", Title: "A", From: "low", To: "high", Up: true, Score: "50.00"}, report.Movement{ID: "b", Title: "B", From: "high", To: "low"})
		r.Ceilings = append(r.Ceilings, report.Ceiling{ID: "a", Title: "A", Currency: "EUR", Spent: "20.00", Ceiling: "10.00", Passed: true}, report.Ceiling{})
		r.Deadlines = append(r.Deadlines, report.Deadline{Kind: "option", Date: day}, report.Deadline{Kind: "notice"}, report.Deadline{Kind: "expiry"}, report.Deadline{Kind: "tender-start"})
		for _, kind := range deadlines.DecisionKinds {
			r.Decisions = append(r.Decisions, report.Decision{Kind: kind, ID: "a", Title: "A"}, report.Decision{Kind: kind, ID: "a", Title: "A", By: day, Note: day.AddDays(9)})
		}
		r.Areas = []report.Inspected{{Held: n, Extensive: n, WithFindings: n, Findings: n, Open: n}}
		r.Workload = append(r.Workload, report.Workload{Name: "Kari", Contracts: n, Hours: n, Capacity: n})
		r.Source.Unread = append(r.Source.Unread, "a.toml")
		r.Spend = append(r.Spend, report.Spend{Name: "IT", On: "1.00", Off: "1.00", Uncovered: "1.00"})
	}
	r.Deviations = report.Deviations{Opened: n, Closed: n, Late: n}
	for _, s := range matters.Severities {
		r.Deviations.Open = append(r.Deviations.Open, report.OpenAge{Severity: s, To30: n})
	}
	for _, k := range totals.Gaps {
		r.Quality = append(r.Quality, report.Quality{Kind: k, N: n, Of: n})
	}
	return r
}

// Every sentence and heading has words, for none, one and several, in each language.
func TestReportHasWords(t *testing.T) {
	for _, lang := range []string{"nb", "nn", "en"} {
		pr := kittest.Printer(t, lang)
		for _, n := range []int{0, 1, 2, 30} {
			for _, amount := range []report.Number{"", "1234567.89"} {
				for _, kind := range []report.SourceKind{report.SourceToday, report.SourceCommit, report.SourceNamed} {
					r := counted(n, amount)
					r.Source.Kind = kind
					r.Public = kind == "named"
					for _, d := range []document.Document{wording.Of(pr, r, "# Vi sier", n > 0), wording.Brief(pr, r, n > 0)} {
						text := d.Markdown()
						for _, bad := range []string{"⟦", "{", "}", "%!", " .", ". .", "ukjent av", "ukjend av", "unknown of"} {
							if at := strings.Index(text, bad); at >= 0 {
								t.Errorf("%s %d %s %q: %q in …%.120s", lang, n, kind, amount, bad, text[max(0, at-60):])
							}
						}
						for _, l := range append(d.Lead, d.Parts[0].Text...) {
							if l == "" || prose.UpperFirst(l) != l {
								t.Errorf("%s %d: %q does not begin a sentence", lang, n, l)
							}
						}
					}
				}
			}
		}
	}
}

// What data say is shown as it stands, in every format, and never read as HTML, CSS,
// Markdown or a formula.
func TestReportEscapes(t *testing.T) {
	pr := kittest.Printer(t, "nb")
	hostile := "=1+1</style></td><script>alert(1)</script>|`x`\r\n# y *z* [u](v) \"; } body { content: \"\\"
	r := counted(1, "1.00")
	r.Organisation = hostile
	r.Started[0].Title, r.Started[0].Department = hostile, hostile
	r.Decisions[0].Title, r.Movements[0].Title, r.Workload[0].Name, r.Spend[0].Name, r.Areas[0].Name = hostile, hostile, hostile, hostile, hostile
	r.Movements[0].Reasons = []string{hostile}
	r.Source.Revision, r.Source.Why, r.Model = hostile, hostile, hostile
	d := wording.Of(pr, r, "", false)
	page, err := File(pr, r, &d, "p { color: red }")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "</td></td>", "</style></td>", "\"; } body"} {
		if strings.Contains(string(page), bad) {
			t.Errorf("%s is in the HTML", bad)
		}
	}
	if n := strings.Count(string(page), "</style>"); n != 1 {
		t.Errorf("the style sheet ends %d times", n)
	}
	md := d.Markdown()
	for _, bad := range []string{"<script", " `x`", "|`x`", " [u](v)", "\r", " # y"} {
		if strings.Contains(md, bad) {
			t.Errorf("%q is in the Markdown", bad)
		}
	}
	for _, l := range strings.Split(md, "\n") {
		if n := strings.Count(strings.ReplaceAll(l, "\\|", ""), "|"); strings.HasPrefix(l, "| ") && strings.Contains(l, "=1+1") && n > 7 {
			t.Errorf("%d columns: %s", n-1, l)
		}
	}
	table := string(d.CSV())
	for _, bad := range []string{",=1", ",\"=1", ";=1", ";\"=1", "\n=1"} {
		if strings.Contains(table, bad) {
			t.Errorf("%q is in the CSV", bad)
		}
	}
}

// The report as a file is read by a screen reader as a page is: one first heading, no
// level left out, tables with captions and heads, in its language.
func TestReportOutline(t *testing.T) {
	pr := kittest.Printer(t, "nn")
	r := counted(30, "1.00")
	d := wording.Of(pr, r, "# Fyrst\n\n```\n# ikkje\n```\n\n## Så\n\n### Djupare", false)
	page, err := File(pr, r, &d, "")
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	level, first := 0, 0
	for i := range len(text) - 3 {
		if text[i] != '<' || text[i+1] != 'h' || text[i+2] < '1' || text[i+2] > '6' {
			continue
		}
		l := int(text[i+2] - '0')
		if l == 1 {
			first++
		}
		if l > level+1 {
			t.Errorf("level %d after %d: %.80s", l, level, text[i:])
		}
		level = l
	}
	if first != 1 || !strings.Contains(text, `<html lang="nn"`) || strings.Count(text, "<table") != strings.Count(text, "<caption") || strings.Count(text, "<main") != 1 {
		t.Errorf("%d first headings, %d tables, %d captions", first, strings.Count(text, "<table"), strings.Count(text, "<caption"))
	}
	if !strings.Contains(d.Markdown(), "\n### Fyrst\n\n```\n# ikkje\n```\n\n### Så\n\n### Djupare\n") {
		t.Errorf("the commentary's headings are not under its part:\n%.3000s", d.Markdown())
	}
	if strings.Contains(text, "<h2>") || strings.Contains(text, `<h2 id="fyrst"`) {
		t.Error("a heading of the commentary stands beside the parts'")
	}
}

// Long names do not make one page two.
func TestBriefIsShort(t *testing.T) {
	pr := kittest.Printer(t, "nb")
	r := counted(30, "1.00")
	long := strings.Repeat("Drift, vedlikehold og øvrige tjenester ", 5)
	for i := range r.Decisions {
		r.Decisions[i].Title = long
	}
	for i := range r.Ceilings {
		r.Ceilings[i].ID, r.Ceilings[i].Title = "a", long
	}
	d := wording.Brief(pr, r, false)
	for _, p := range d.Parts {
		for _, table := range p.Tables {
			rows, _ := table.Visible()
			for _, row := range rows {
				for _, c := range row {
					if n := len([]rune(c.Text)); n > 4*40 {
						t.Errorf("%s: %d characters: %s", table.ID, n, c.Text)
					}
				}
			}
		}
	}
	if text := wording.Of(pr, r, "", false); !strings.Contains(text.Markdown(), strings.TrimSpace(long)) {
		t.Error("the whole report cuts names")
	}
}

// Amounts of another currency are in no column of kroner.
func TestForeignCeiling(t *testing.T) {
	pr := kittest.Printer(t, "nb")
	d := wording.Of(pr, counted(1, ""), "", false)
	for _, p := range d.Parts {
		for _, table := range p.Tables {
			if table.ID != "ceilings" {
				continue
			}
			if c := table.Rows[0][1]; c.Value != "" || !strings.Contains(c.Text, "EUR") {
				t.Errorf("spent %+v", c)
			}
			if c := table.Rows[1][0]; c.Link != "" || c.Text != "Kontrakt som ikke lenger er offentlig" {
				t.Errorf("withheld %+v", c)
			}
			return
		}
	}
	t.Error("no table of ceilings")
}

// Inspections of several themes are in each, and the report then says how many there were.
func TestThemesSayTheirTotal(t *testing.T) {
	pr := kittest.Printer(t, "nb")
	r := counted(1, "")
	r.Areas = []report.Inspected{{Held: 3, WithFindings: 2, Findings: 4}}
	for _, x := range []struct {
		themes []report.Inspected
		want   bool
	}{
		{nil, false},
		{[]report.Inspected{{Name: "Lønn", Held: 2, WithFindings: 1, Findings: 3}, {Name: "HMS", Held: 1, WithFindings: 1, Findings: 1}}, false},
		{[]report.Inspected{{Name: "Lønn", Held: 3, WithFindings: 2, Findings: 4}, {Name: "HMS", Held: 3, WithFindings: 2, Findings: 4}}, true},
	} {
		r.Themes = x.themes
		d := wording.Of(pr, r, "", false)
		if text := d.Markdown(); strings.Contains(text, "I alt: kontroller 3, funn 4.") != x.want {
			t.Errorf("%+v: says its total is %v\n%s", x.themes, !x.want, text)
		}
	}
}
