// Package about draws what the site says of itself: the method behind the figures, the
// statement of accessibility, and the page for addresses that are not there.
//
// In go a kit.Site and the words of the catalogue; out come pages. It claims no test that is
// not run (see Gates) and computes no figure.
package about

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the pages about the site itself.
func Pages(s *kit.Site) []kit.Page {
	h := kit.Head{At: "", Title: s.Say("about.missing-title", nil)}
	missing := s.HTML(h, func(f templates.Frame) kit.Component {
		return templates.DrawArticle(f, templates.Article{Title: h.Title, Lead: s.Say("about.missing-lead", nil)})
	})
	missing.Path = "404.html"
	about := s.Composed("about", func(f templates.Frame, at string) []templates.Section { return sections(s, f, at) })
	return []kit.Page{about, missing}
}

// AccessibilityPages are the statement of accessibility.
func AccessibilityPages(s *kit.Site) []kit.Page {
	return []kit.Page{s.Composed("accessibility", func(f templates.Frame, at string) []templates.Section { return accessibility(s, f, at) })}
}

// Gate is a test that the site must pass before a change is taken in. The accessibility
// statement is made of them, so that it claims nothing that is not tested: a test holds
// that the test named here is there.
type Gate struct {
	Key   string // of its words, below about.gate
	Tool  string
	Level string // "" or the criteria of WCAG 2.2 that it looks at
	Test  string // the function of the test, or the target of the Makefile
}

// Gates is the list; a new gate is a row here and its words.
var Gates = []Gate{
	{"axe", "axe-core", "WCAG 2.2 A, AA", "TestAxe"},
	{"html", "html-validate", "4.1.2", "make check"},
	{"checks", "Chromium", "1.4.10, 1.4.12, 2.3.3, 2.4.3, 2.4.7, 2.5.8", "TestChecks"},
	{"no-script", "Chromium", "", "TestWithoutScripts"},
	{"tasks", "Chromium", "2.1.1", "TestTasks"},
	{"print", "Chromium", "", "TestPrint"},
	{"policy", "Chromium", "", "TestPagesInBrowser"},
	{"keyboard", "Chromium", "2.1.1", "TestScripts"},
	{"links", "Go", "2.4.4", "TestLinksResolve"},
	{"languages", "Go", "3.1.1", "TestLanguagesHaveTheSameTexts"},
}

// accessibility are the statement: how it is tested, what is known to be lacking, and where
// to report faults.
func accessibility(s *kit.Site, f templates.Frame, at string) []templates.Section {
	tests := templates.Table{Caption: s.Say("about.gates", nil), Cards: true, Columns: s.Heads("about", "gate", "tool", "criteria", "test")}
	for _, g := range Gates {
		tests.Rows = append(tests.Rows, []templates.Cell{{Text: s.Say("about.gate."+g.Key, nil)}, {Text: g.Tool}, {Text: cmp.Or(g.Level, "–")}, {Text: g.Test, Code: true}})
	}
	lacks, _ := s.MD.HTML(s.Say("about.lacks-body", nil), at)
	works, _ := s.MD.HTML(s.Say("about.works-body", nil), at)
	contact := templates.EmptyBlock(s.Say("about.no-contact", nil))
	if c := s.P.Settings.Site.Contact; c != "" {
		contact = templates.ParagraphsBlock(s.Say("about.contact-at", message.Args{"contact": c}))
	}
	complaint, _ := s.MD.HTML(s.Say("about.complaint", nil), at)
	return []templates.Section{
		{ID: "status", Title: s.Say("about.status", nil), Conclusion: s.Say("about.status-conclusion", message.Args{"n": len(Gates)}), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(works))}},
		{ID: s.Name("tests"), Title: s.Say("about.gates", nil), Conclusion: s.Say("about.gates-conclusion", nil), Blocks: []templates.Block{templates.TableBlock(f, tests)}},
		{ID: s.Name("missing"), Title: s.Say("about.lacks", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(lacks))}},
		{ID: s.Name("contact"), Title: s.Say("about.contact", nil), Blocks: []templates.Block{contact, templates.ProseBlock(templates.HTML(complaint))}},
		{ID: s.Name("date"), Title: s.Say("about.updated", nil), Blocks: []templates.Block{templates.ParagraphsBlock(s.Say("about.updated-at", message.Args{"date": s.Pr.DateLong(s.F.AsOf), "version": message.Verbatim(s.Opt.Version)}))}},
	}
}

// sections are the method: sources, the risk model, requirements, rules and limits, as
// they are in use here.
func sections(s *kit.Site, f templates.Frame, at string) []templates.Section {
	out := []templates.Section{source(s, f, at)}
	if s.Shows(contract.PortfolioModels) {
		out = append(out, model(s, f, at))
	}
	out = append(out, requirementMethod(s, f, at), rules(s, f, at))
	if s.ShowsFiles() {
		out = append(out, templates.Section{ID: s.Name("files"), Title: s.Say("keys.title", nil), More: templates.Link{Text: s.Say("keys.title", nil), Href: s.Href(at, s.Address("keys"))}, Conclusion: s.Say("keys.lead", nil)})
	}
	if len(s.P.Settings.LeadTimes) > 0 {
		out = append(out, leadTimes(s, f))
	}
	limits, _ := s.MD.HTML(s.Say("about.limits-body", nil), at)
	return append(out,
		templates.Section{ID: s.Name("forecast"), Title: s.Say("economy.method", nil), More: templates.Link{Text: s.Say("frame.menu.economy", nil), Href: s.Href(at, s.Address("economy")) + "#" + s.Name("method")}, Conclusion: s.Say("about.forecast", nil)},
		templates.Section{ID: s.Name("limits"), Title: s.Say("about.limits", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(limits))}})
}

func source(s *kit.Site, f templates.Frame, at string) templates.Section {
	facts := []templates.Fact{{Label: s.Say("about.as-of", nil), Value: s.Pr.DateLong(s.F.AsOf)},
		{Label: s.Say("about.counted", nil), Value: s.Say("about.counts", message.Args{"n": len(s.P.Contracts), "suppliers": len(s.P.Suppliers), "requirements": len(s.P.Requirements)})}}
	if head := s.Opt.Log.Head; head.Hash != "" {
		facts = append(facts, templates.Fact{Label: s.Say("about.commit", nil), Value: head.Hash[:min(12, len(head.Hash))], Href: s.Forge("commit", head.Hash), Note: dayText(s, head.Day)})
	} else {
		facts = append(facts, templates.Fact{Label: s.Say("about.commit", nil), Value: cmp.Or(s.Opt.Log.Missing, s.Say("values.unknown", nil)), Missing: true})
	}
	more := "about.sources-files"
	if !s.ShowsFiles() {
		more = "about.sources-public"
	}
	body, _ := s.MD.HTML(s.Say("about.sources-body", nil)+" "+s.Say(more, nil), at)
	return templates.Section{ID: s.Name("sources"), Title: s.Say("about.sources", nil), Blocks: []templates.Block{templates.FactsBlock(f, facts), templates.ProseBlock(templates.HTML(body))}}
}

// model is the model in force, factor by factor.
func model(s *kit.Site, f templates.Frame, at string) templates.Section {
	m := risk.Model(s)
	sec := templates.Section{ID: s.Name("risk-model"), Title: s.Say("about.model", nil), More: templates.Link{Text: s.Say("frame.menu.risk", nil), Href: s.Href(at, s.Address("risk")) + "#" + s.Name("model")}, Conclusion: m.Words}
	if s.F.Model == nil {
		return sec
	}
	table := templates.Table{Caption: s.Say("about.model", nil), Cards: true, Columns: s.Heads("about", "factor", "axis", "weight#", "points")}
	table.Columns[3].Wide = true
	sum := map[contract.Axis]int{}
	for _, x := range s.F.Model.Factors {
		sum[x.Axis] += x.Weight
	}
	for _, x := range s.F.Model.Factors {
		var steps []string
		for i, text := range risk.Steps(s, x) {
			if text != "" {
				steps = append(steps, text+" ("+strconv.Itoa(i)+")")
			}
		}
		weight := strconv.Itoa(x.Weight)
		if sum[x.Axis] > 0 {
			weight = s.Say("about.weight-of", message.Args{"weight": x.Weight, "sum": sum[x.Axis]})
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: x.Title.In(s.Pr.Lang())}, {Text: s.Say("about.axis-"+string(x.Axis), nil)}, {Text: weight}, {Text: cmp.Or(strings.Join(steps, ", "), s.Say("about.by-expression", nil))}})
	}
	sec.Blocks = []templates.Block{templates.ParagraphsBlock(append([]string{m.Name}, m.Method...)...), templates.TableBlock(f, table), templates.ParagraphsBlock(m.Example...)}
	return sec
}

// requirementMethod says how it is decided which requirements apply, with the dated figures
// in use.
func requirementMethod(s *kit.Site, f templates.Frame, at string) templates.Section {
	table := templates.Table{Caption: s.Say("about.figures", nil), Cards: true, Empty: s.Say("about.no-figures", nil), Columns: s.Heads("about", "figure", "value#", "from", "source", "sure")}
	unsure := 0
	for _, g := range s.P.Regulations {
		if !measure.InForce(g.From, g.To, s.F.AsOf) {
			continue
		}
		if g.Confidence != "" && g.Confidence != contract.ConfidenceVerified {
			unsure++
		}
		row := requirements.Regulation(s, g)
		cell := templates.Cell{Text: "–"}
		if row.Sure.Text != "" {
			cell = templates.Cell{Badge: []templates.Badge{row.Sure}}
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: row.Name}, {Text: row.Value}, {Text: row.From.Text, ISO: row.From.ISO}, {Text: row.Source.Text, Href: row.Source.Href}, cell})
	}
	return templates.Section{ID: s.Name("requirement-method"), Title: s.Say("about.requirements", nil), More: templates.Link{Text: s.Say("frame.menu.requirements", nil), Href: s.Href(at, s.Address("requirements"))},
		Conclusion: s.Say("about.requirements-conclusion", message.Args{"n": len(s.P.Requirements), "figures": len(table.Rows), "unsure": unsure}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// rules counts the rules of the check by group.
func rules(s *kit.Site, f templates.Frame, at string) templates.Section {
	type count struct{ errors, others, found int }
	by := map[string]*count{}
	var order []string
	for _, r := range s.Opt.Rules {
		c := by[r.Group]
		if c == nil {
			c = &count{}
			by[r.Group], order = c, append(order, r.Group)
		}
		if r.Severity == diag.Error {
			c.errors++
		} else {
			c.others++
		}
		c.found += len(s.ByRule[r.Code])
	}
	keys := []string{"group", "errors#", "warnings#"}
	if s.ShowsFiles() {
		keys = append(keys, "found#")
	}
	table := templates.Table{Caption: s.Say("frame.menu.rules", nil), Cards: true, Columns: s.Heads("about", keys...)}
	for _, g := range order {
		row := []templates.Cell{{Text: s.Say("rules.group-"+g, nil)}, {Text: strconv.Itoa(by[g].errors)}, {Text: strconv.Itoa(by[g].others)}}
		if s.ShowsFiles() {
			row = append(row, templates.Cell{Text: strconv.Itoa(by[g].found)})
		}
		table.Rows = append(table.Rows, row)
	}
	sec := templates.Section{ID: s.Name("data-rules"), Title: s.Say("about.rules", nil), More: templates.Link{Text: s.Say("frame.foot.rules", nil), Href: s.Href(at, s.Address("rules"))},
		Conclusion: s.Say("rules.lead", message.Args{"n": len(s.Opt.Rules)}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if n := len(s.P.Settings.Severity); n > 0 {
		sec.Blocks = append(sec.Blocks, templates.ParagraphsBlock(s.Say("about.severity", message.Args{"n": n})))
	}
	return sec
}

func leadTimes(s *kit.Site, f templates.Frame) templates.Section {
	table := templates.Table{Caption: s.Say("about.lead-times", nil), Cards: true, Columns: s.Heads("about", "procedure", "preparation#", "tender#", "evaluation#", "standstill#")}
	for _, l := range s.P.Settings.LeadTimes {
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Word("procedure", string(l.Procedure))}, {Text: strconv.Itoa(l.Preparation)}, {Text: strconv.Itoa(l.Tender)}, {Text: strconv.Itoa(l.Evaluation)}, {Text: strconv.Itoa(l.Standstill)}})
	}
	return templates.Section{ID: s.Name("lead-times"), Title: s.Say("about.lead-times", nil), Conclusion: s.Say("about.lead-times-conclusion", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// dayText writes the day of a commit as people do.
func dayText(s *kit.Site, day string) string {
	if d, err := date.Parse(day); err == nil {
		return s.Pr.DateLong(d)
	}
	return day
}
