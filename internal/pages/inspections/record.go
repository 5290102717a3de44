package inspections

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// records are a page for each inspection: what was inspected, what was found, and what has
// been done about it.
func records(s *kit.Site) []kit.Page {
	var out []kit.Page
	for _, c := range s.P.Contracts {
		for n := range c.Inspections {
			i := &c.Inspections[n]
			if i.ID != "" {
				out = append(out, record(s, c, i), s.Twin(block.InspectionAddress(s, c, i), func() any { return data(s, c, i) }))
			}
		}
	}
	return out
}

func record(s *kit.Site, c *contract.Contract, i *contract.Inspection) kit.Page {
	at := block.InspectionAddress(s, c, i)
	title := cmp.Or(i.Title, s.Themes(i.Themes), i.ID)
	full := title + ", " + c.Title // inspections of several contracts may have one title
	if !i.Date.IsZero() {
		full += ", " + s.Pr.Date(i.Date)
	}
	h := kit.Head{At: at, Title: full, Nav: "inspections", Crumbs: s.Crumbs(at, "inspections"), Source: i.Origin,
		Feeds: []templates.Feed{{Type: "application/json", Title: title, Href: "index.json"}}}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Page{Kicker: s.Say("inspections."+extent(i), nil), Title: title, Lead: i.Summary, Facts: facts(s, at, c, i)}
		v.Sections = append(v.Sections, findings(s, f, at, i))
		if i.Note != "" {
			html, _ := s.MD.HTML(i.Note, at)
			v.Sections = append(v.Sections, templates.Section{ID: s.Name("note"), Title: s.Say("inspections.note", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(html))}})
		}
		return templates.DrawPage(f, v)
	})
}

// extent is the key of the word for how far an inspection goes: ordinary follow-up, or the
// extensive sort, of suppliers' social responsibility.
func extent(i *contract.Inspection) string {
	if i.Extensive {
		return "extensive"
	}
	return "ordinary"
}

// facts are those about an inspection, without what is not recorded, or not for the public.
func facts(s *kit.Site, at string, c *contract.Contract, i *contract.Inspection) []templates.Fact {
	say := func(key string) string { return s.Say("inspections."+key, nil) }
	var out []templates.Fact
	add := func(key, value, href string) {
		if value != "" {
			out = append(out, templates.Fact{Label: say(key), Value: value, Href: href})
		}
	}
	contractLink := s.ContractLink(at, c.ID)
	add("contract", contractLink.Text, contractLink.Href)
	if i.Supplier != "" {
		l := s.SupplierLink(at, i.Supplier)
		add("supplier", l.Text, l.Href)
	}
	add("date", s.DateLong(i.Date).Text, "")
	out = append(out, templates.Fact{Label: say("result"), Value: resultBadge(s, i).Text})
	add("kind", s.Word("inspection-kind", string(i.Kind)), "")
	add("area", prose.UpperFirst(i.Area), "")
	add("themes", s.Themes(i.Themes), "")
	add("place", prose.UpperFirst(i.Place), "")
	var people []string
	for _, id := range i.Inspectors {
		people = append(people, cmp.Or(s.PersonName(id), id))
	}
	add("inspectors", s.Pr.List(people), "")
	if i.Hours.Set {
		add("hours", s.Pr.Number(int64(i.Hours.V)), "")
	}
	if i.Scope.Workers.Set {
		add("workers", s.Pr.Number(int64(i.Scope.Workers.V)), "")
	}
	if i.Scope.DocumentsRequested.Set {
		add("documents", s.Say("inspections.received", message.Args{"requested": i.Scope.DocumentsRequested.V, "received": i.Scope.DocumentsReceived.V}), "")
	}
	add("document", i.Document, "")
	return out
}

// findings are those of an inspection, and what was done about each. The public site says that they
// are not published; an inspection that has not been held has none yet.
func findings(s *kit.Site, f templates.Frame, at string, i *contract.Inspection) templates.Section {
	sec := templates.Section{ID: s.Name("findings"), Title: s.Say("inspections.findings", nil)}
	switch {
	case !s.Shows(contract.InspectionFindings):
		sec.Conclusion = s.Say("inspections.not-public", nil)
		return sec
	case !inspections.Held(i, s.F.AsOf):
		sec.Conclusion = s.Say("inspections.to-come", nil)
		return sec
	case len(i.Findings) == 0:
		sec.Conclusion = s.Say("inspections.unrecorded", nil)
		if i.Result == contract.ResultConform {
			sec.Conclusion = s.Say("inspections.none", nil)
		}
		return sec
	}
	t := templates.Table{Caption: sec.Title, Cards: true, Columns: s.Heads("inspections", "finding", "requirement", "severity", "action", "deadline", "state")}
	t.Columns[0].Wide, t.Columns[3].Wide = true, true
	for _, x := range byDeadline(i.Findings) {
		state, severity := block.MatterBadges(s, x.Severity, x.Closed)
		action := x.Action
		if x.BackPay.Set {
			if action = strings.TrimRight(action, ". "); action != "" {
				action += ". "
			}
			action += s.Say("inspections.back-pay", message.Args{"amount": s.Pr.Money(x.BackPay.V)})
		}
		requirement := s.RequirementLink(at, x.Requirement)
		t.Rows = append(t.Rows, []templates.Cell{{Text: x.Description, Note: verified(s, x)}, {Text: requirement.Text, Href: requirement.Href}, {Badge: []templates.Badge{severity}},
			{Text: action}, {Text: s.Date(x.Deadline).Text, ISO: s.Date(x.Deadline).ISO}, {Badge: []templates.Badge{state}}})
	}
	sec.Conclusion = s.Say("inspections.findings-open", message.Args{"n": len(i.Findings), "open": inspections.OpenFindings(i, s.F.AsOf)})
	sec.Blocks = []templates.Block{templates.TableBlock(f, t)}
	return sec
}

// verified says who confirmed that a finding was put right.
func verified(s *kit.Site, x *contract.Finding) string {
	if name := s.PersonName(x.VerifiedBy); name != "" && !x.Closed.IsZero() {
		return s.Say("inspections.verified", message.Args{"name": name})
	}
	return ""
}

// out is the JSON twin of an inspection's page.
type out struct {
	ID        string       `json:"id"`
	Contract  string       `json:"contract"`
	Supplier  string       `json:"supplier,omitempty"`
	Date      date.Date    `json:"date"`
	Title     string       `json:"title"`
	Kind      string       `json:"kind"`
	Extensive bool         `json:"extensive"`
	Area      string       `json:"area"`
	Themes    []string     `json:"themes"`
	Status    string       `json:"status"`
	Result    string       `json:"result"`
	Findings  []findingOut `json:"findings,omitempty"` // not for the public
}

type findingOut struct {
	ID          string    `json:"id"`
	Requirement string    `json:"requirement"`
	Severity    string    `json:"severity"`  // "": not stated
	CountsAs    string    `json:"counts_as"` // of the severities
	Description string    `json:"description"`
	Action      string    `json:"action"`
	Deadline    date.Date `json:"deadline"`
	Closed      date.Date `json:"closed"`
}

func data(s *kit.Site, c *contract.Contract, i *contract.Inspection) out {
	out := out{ID: i.ID, Contract: c.ID, Supplier: i.Supplier, Date: i.Date, Title: i.Title, Kind: string(i.Kind), Extensive: i.Extensive, Area: i.Area,
		Themes: append([]string{}, i.Themes...), Status: string(i.Status), Result: string(i.Result)}
	if !inspections.Held(i, s.F.AsOf) {
		return out
	}
	for _, x := range byDeadline(i.Findings) {
		gravity, _ := matters.GravityOf(x.Severity)
		out.Findings = append(out.Findings, findingOut{x.ID, x.Requirement, string(x.Severity), string(gravity), x.Description, x.Action, x.Deadline, x.Closed})
	}
	return out
}

func byDeadline(list []contract.Finding) []*contract.Finding {
	return measure.ByDay(list, func(x *contract.Finding) date.Date { return x.Deadline })
}
