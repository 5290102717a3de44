package deviations

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// records are a page for each deviation that is known on the day: what happened, what was done
// about it and what came of it.
func records(s *kit.Site) []kit.Page {
	var out []kit.Page
	for m := range matters.OfAll(s.F) {
		if c, d := m.Contract, m.Deviation; d != nil && d.ID != "" {
			out = append(out, record(s, c, d), s.Twin(s.Address("deviations", c.ID, d.ID), func() any { return data(c, d) }))
		}
	}
	return out
}

func record(s *kit.Site, c *contract.Contract, d *contract.Deviation) kit.Page {
	at := s.Address("deviations", c.ID, d.ID)
	title := cmp.Or(d.Title, d.ID)
	h := kit.Head{At: at, Title: title, Nav: "deviations", Crumbs: s.Crumbs(at, "deviations"), Source: d.Origin,
		Feeds: []templates.Feed{{Type: "application/json", Title: title, Href: "index.json"}}}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Page{Kicker: s.Say("deviations.kicker", nil), Title: title, Lead: d.Description, Facts: facts(s, at, c, d)}
		t := templates.Table{Caption: s.Say("deviations.actions", nil), Cards: true, Columns: s.Heads("deviations", "date", "what", "sanction", "amount#"), Empty: s.Say("deviations.no-actions", nil)}
		t.Columns[1].Wide = true
		for i := range d.Actions {
			a := &d.Actions[i]
			amount := ""
			if a.Amount.Set {
				amount = s.Pr.Money(a.Amount.V)
			}
			t.Rows = append(t.Rows, []templates.Cell{{Text: s.Date(a.Date).Text, ISO: s.Date(a.Date).ISO}, {Text: a.What}, {Text: s.Word("sanction", string(a.Sanction))}, {Text: amount}})
		}
		v.Sections = []templates.Section{{ID: s.Name("actions"), Title: t.Caption, Blocks: []templates.Block{templates.TableBlock(f, t)}}}
		if d.Note != "" {
			html, _ := s.MD.HTML(d.Note, at)
			v.Sections = append(v.Sections, templates.Section{ID: s.Name("note"), Title: s.Say("inspections.note", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(html))}})
		}
		return templates.DrawPage(f, v)
	})
}

// facts are those about a deviation; what is not recorded is left out.
func facts(s *kit.Site, at string, c *contract.Contract, d *contract.Deviation) []templates.Fact {
	link := s.ContractLink(at, c.ID)
	out := []templates.Fact{{Label: s.Say("inspections.contract", nil), Value: link.Text, Href: link.Href}}
	add := func(key, value, href string) {
		if value != "" {
			out = append(out, templates.Fact{Label: s.Say(key, nil), Value: value, Href: href})
		}
	}
	m := matters.OfDeviation(c, d, s.F.AsOf)
	add("deviations.supplier", whose(s, at, &m).Text, whose(s, at, &m).Href)
	status, gravity := block.MatterBadges(s, d.Severity, d.Closed)
	add("inspections.column.state", status.Text, "")
	add("inspections.column.severity", gravity.Text, "")
	add("deviations.reported", s.DateLong(d.Reported).Text, "")
	add("deviations.reporter", d.Reporter, "")
	if !d.Deadline.IsZero() {
		out = append(out, templates.Fact{Label: s.Say("inspections.column.deadline", nil), Value: s.DateLong(d.Deadline).Text, Badge: templates.Badge{Text: lateBy(s, &m), Tone: templates.Danger}})
	}
	add("deviations.owner", cmp.Or(s.Responsible(d.Owner), d.Owner), s.PersonLink(at, d.Owner).Href)
	if d.Requirement != "" {
		r := s.RequirementLink(at, d.Requirement)
		add("inspections.column.requirement", r.Text, r.Href)
	}
	return out
}

// whose is the supplier that a matter is about, or those of whom it may be one.
func whose(s *kit.Site, at string, m *matters.Matter) templates.Link {
	if m.Supplier != "" || len(m.Contract.Suppliers) == 0 {
		return s.SupplierLink(at, m.Supplier)
	}
	var names []string
	for _, id := range m.Contract.Suppliers {
		names = append(names, s.SupplierLink("", id).Text)
	}
	return templates.Link{Text: s.Say("deviations.shared", message.Args{"suppliers": s.Pr.List(names)})}
}

// out is the JSON twin of a deviation's page.
type out struct {
	ID          string      `json:"id"`
	Contract    string      `json:"contract"`
	Title       string      `json:"title"`
	Severity    string      `json:"severity"`  // "": not stated
	CountsAs    string      `json:"counts_as"` // of the severities
	Requirement string      `json:"requirement,omitempty"`
	Supplier    string      `json:"supplier,omitempty"`
	Description string      `json:"description"`
	Reported    date.Date   `json:"reported"`
	Deadline    date.Date   `json:"deadline"`
	Closed      date.Date   `json:"closed"`
	Actions     []actionOut `json:"actions"`
}

type actionOut struct {
	Date     date.Date   `json:"date"`
	What     string      `json:"what"`
	Sanction string      `json:"sanction,omitempty"`
	Amount   kit.Numeral `json:"amount"`
}

func data(c *contract.Contract, d *contract.Deviation) out {
	gravity, _ := matters.GravityOf(d.Severity)
	out := out{d.ID, c.ID, d.Title, string(d.Severity), string(gravity), d.Requirement, d.Supplier, d.Description, d.Reported, d.Deadline, d.Closed, []actionOut{}}
	for i := range d.Actions {
		a := actionOut{d.Actions[i].Date, d.Actions[i].What, string(d.Actions[i].Sanction), "null"}
		if m := d.Actions[i].Amount; m.Set {
			a.Amount = kit.Number(m.V.Rat())
		}
		out.Actions = append(out.Actions, a)
	}
	return out
}
