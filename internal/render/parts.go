package render

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/templates"
)

func (s *base) date(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: s.pr.Date(d)}
}

func (s *base) dateLong(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: s.pr.DateLong(d)}
}

// money is an amount of a contract in short, in its own currency.
func (s *base) money(c *measure.ContractFigures, r *big.Rat) string {
	if c.Money.Foreign {
		return s.pr.InCurrency(r, c.Money.Currency)
	}
	return s.pr.MoneyShort(r)
}

func float(r *big.Rat) float64 {
	if r == nil {
		return 0
	}
	f, _ := r.Float64()
	return f
}

var one = big.NewRat(1, 1)

func over(r *big.Rat) bool { return r != nil && r.Cmp(one) > 0 }

// usage is a contract's use against its ceiling.
func (s *site) usage(c *measure.ContractFigures) templates.Usage {
	m := c.Money
	if m.Use == nil {
		return templates.Usage{Text: s.t("usage.unknown", nil)}
	}
	u := templates.Usage{Known: true, Used: float(m.Use),
		Text: s.t("usage.of", message.Args{"share": s.pr.Percent(m.Use, 0), "ceiling": s.money(c, m.Ceiling)})}
	if m.ProjectedUse != nil {
		u.HasProjected, u.Projected = true, float(m.ProjectedUse)
	}
	switch beyond := new(big.Rat); {
	case over(m.Use):
		u.Verdict, u.Tone = s.t("usage.over", message.Args{"share": s.pr.Percent(beyond.Sub(m.Use, one), 0)}), templates.Danger
	case over(m.ProjectedUse) && c.Status == "active":
		u.Verdict, u.Tone = s.t("usage.will-pass", message.Args{"share": s.pr.Percent(beyond.Sub(m.ProjectedUse, one), 0)}), templates.Danger
	}
	return u
}

func (s *site) riskBadge(r *measure.Risk) *templates.RiskBadge {
	if r == nil || s.public {
		return nil
	}
	return &templates.RiskBadge{Band: r.Band, Label: s.word("band", r.Band), Score: s.pr.Rat(r.Score, 1)}
}

func (s *site) statusBadge(status string) templates.Badge {
	tone := map[string]templates.Tone{"active": templates.OK, "planned": templates.Accent}[status]
	return templates.Badge{Text: s.word("status", status), Tone: tone}
}

// contractLink links to a contract's page, or shows the id where there is none.
func (s *base) contractLink(from, id string) templates.Link {
	if c := s.p.Contract(id); c != nil {
		return templates.Link{Text: c.Title, Href: s.href(from, s.address("contracts", id))}
	}
	return templates.Link{Text: id}
}

func (s *base) supplierLink(from, id string) templates.Link {
	if v := s.p.Supplier(id); v != nil {
		return templates.Link{Text: v.Name, Href: s.href(from, s.address("suppliers", id))}
	}
	return templates.Link{Text: id}
}

func (s *base) personLink(from, id string) templates.Link {
	v := s.p.Person(id)
	if v == nil || s.public {
		return templates.Link{}
	}
	return templates.Link{Text: v.Name, Href: s.href(from, s.address("people", id))}
}

func (s *base) departmentLink(from, id string) templates.Link {
	if v := s.p.Department(id); v != nil {
		return templates.Link{Text: v.Name, Href: s.href(from, s.address("departments", id))}
	}
	return templates.Link{Text: id}
}

func (s *base) categoryLink(from, id string) templates.Link {
	if v := s.p.Category(id); v != nil {
		return templates.Link{Text: v.Title, Href: s.href(from, s.address("categories", id))}
	}
	return templates.Link{Text: id}
}

func (s *base) requirementLink(from, id string) templates.Link {
	if v := s.p.Requirement(id); v != nil {
		return templates.Link{Text: v.Title.In(s.pr.Lang()), Href: s.href(from, s.address("requirements", id))}
	}
	return templates.Link{Text: id}
}

func (s *base) personName(id string) string {
	if v := s.p.Person(id); v != nil && !s.public {
		return v.Name
	}
	return ""
}

// supplierNames is the first supplier, and how many more.
func (s *base) supplierNames(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	first := s.supplierLink("", ids[0]).Text
	if len(ids) == 1 {
		return first
	}
	return s.t("suppliers-more", message.Args{"first": first, "n": len(ids) - 1})
}

// contractRow is a contract in a table.
func (s *site) contractRow(from string, c *measure.ContractFigures) templates.ContractRow {
	k := c.Contract
	r := templates.ContractRow{
		Title:     k.Title,
		Href:      s.href(from, s.address("contracts", k.ID)),
		Suppliers: s.supplierNames(k.Suppliers),
		Reference: k.Procurement.Reference,
		Category:  s.categoryLink("", k.Category).Text,
		Usage:     s.usage(c),
		End:       s.date(c.Terms.CurrentEnd),
		EndBadge:  s.endBadge(c),
		Risk:      s.riskBadge(c.Risk),
	}
	if c.Manager != nil && !s.public {
		r.Manager = c.Manager.Name
	}
	if c.Status != "active" {
		r.Status = s.statusBadge(c.Status)
	}
	if n := c.OpenDevs + c.OpenFindings; n > 0 && !s.public {
		r.Alerts = append(r.Alerts, templates.Badge{Text: s.t("open-deviations", message.Args{"n": n}), Tone: templates.Danger})
	}
	return r
}

// endBadge says what may come after the current end.
func (s *site) endBadge(c *measure.ContractFigures) templates.Badge {
	if c.Status != "active" {
		return templates.Badge{}
	}
	open := 0
	for _, o := range c.Contract.Options {
		if o.Status == "open" {
			open++
		}
	}
	switch d := c.Terms.NextDecision; {
	case open > 0 && !d.IsZero() && d.Days(s.f.AsOf) <= 183:
		return templates.Badge{Text: s.t("option-by", message.Args{"date": d}), Tone: templates.Warning}
	case open > 0:
		return templates.Badge{Text: s.t("options", message.Args{"n": open})}
	case c.Contract.Period.Renewal == "tacit":
		return templates.Badge{Text: s.t("tacit", nil)}
	}
	return templates.Badge{}
}

func (s *site) contractTable(from, caption string, list []*measure.ContractFigures) templates.ContractTable {
	t := templates.ContractTable{Caption: caption, HideManager: s.public, HideRisk: s.public, Empty: s.t("no-contracts", nil)}
	for _, c := range list {
		t.Rows = append(t.Rows, s.contractRow(from, c))
	}
	return t
}

// deadline is a row of what must be decided or done.
func (s *site) deadline(from string, d measure.Deadline, withContract bool) templates.Deadline {
	out := templates.Deadline{
		Date:   s.date(d.Date),
		Days:   s.pr.RelativeDays(d.Days),
		Kind:   s.word("deadline", d.Kind),
		Title:  s.reason(d.Title),
		Person: s.personName(d.Manager),
	}
	if d.Days <= 90 {
		out.Tone = templates.Warning
	}
	if d.Days < 0 {
		out.Badge = templates.Badge{Text: s.t("overdue", nil), Tone: templates.Warning}
	}
	if withContract {
		out.Contract = s.contractLink(from, d.Contract.ID)
	}
	return out
}

// change is a commit as an entry of the log.
func (s *site) change(from string, c past.Change) templates.Change {
	out := templates.Change{Text: c.Subject, Who: c.Author, Commit: templates.Link{Text: c.Hash[:min(7, len(c.Hash))], Href: s.forge("commit", c.Hash)}}
	if d, err := date.Parse(c.Day); err == nil {
		out.Date = s.dateLong(d)
	}
	var ids []string
	for _, p := range c.Paths {
		if id := contractOf(p); id != "" && (len(ids) == 0 || ids[len(ids)-1] != id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		out.On = s.contractLink(from, ids[0])
	}
	if len(ids) > 1 {
		out.Detail = s.t("more-contracts", message.Args{"n": len(ids) - 1})
	}
	return out
}

// evidenceBadge is a requirement's state.
func (s *site) evidenceBadge(state string, overdue bool) templates.Badge {
	if state == "" {
		return templates.Badge{}
	}
	tone := map[string]templates.Tone{"approved": templates.OK, "rejected": templates.Warning, "expired": templates.Warning}[state]
	switch {
	case overdue && state == "missing":
		tone = templates.Warning
	case overdue && state == "approved": // what was approved no longer covers
		state, tone = "due-again", templates.Warning
	}
	return templates.Badge{Text: s.word("evidence-state", state), Tone: tone}
}

// severityTone is the colour of a deviation: red while it is open and grave.
func severityBadge(s *site, severity string) templates.Badge {
	tone := map[string]templates.Tone{"critical": templates.Danger, "major": templates.Warning}[severity]
	return templates.Badge{Text: s.word("finding-severity", severity), Tone: tone}
}

func (s *site) resultBadge(i contract.Inspection) templates.Badge {
	switch {
	case i.Status == "planned" || i.Result == "":
		return templates.Badge{Text: s.word("inspection-status", cmp.Or(i.Status, "planned"))}
	case i.Result == "conform":
		return templates.Badge{Text: s.word("inspection-result", i.Result), Tone: templates.OK}
	case i.Result == "major" && i.Status != "closed":
		return templates.Badge{Text: s.word("inspection-result", i.Result), Tone: templates.Danger}
	}
	return templates.Badge{Text: s.word("inspection-result", i.Result), Tone: templates.Warning}
}

// themes names the themes of an inspection: requirements by their title, others by their word.
func (s *base) themes(ids []string) string {
	var out []string
	for _, id := range ids {
		if r := s.p.Requirement(id); r != nil {
			out = append(out, r.Title.In(s.pr.Lang()))
		} else {
			out = append(out, s.word("group", id))
		}
	}
	return strings.Join(out, ", ")
}

func (s *site) inspectionRow(from string, c *contract.Contract, i contract.Inspection, withContract bool) templates.InspectionRow {
	r := templates.InspectionRow{Date: s.date(i.Date), Area: i.Area, Theme: s.themes(i.Themes), Kind: s.t("inspection."+ordinary(&i), nil),
		Result: s.resultBadge(i), Note: i.Summary}
	if withContract {
		r.Contract = s.contractLink(from, c.ID)
	}
	if i.ID != "" {
		r.Href = s.href(from, s.inspectionAddress(c, &i))
	}
	open := 0
	for _, f := range i.Findings {
		if f.Closed.IsZero() || f.Closed.After(s.f.AsOf) {
			open++
		}
	}
	if n := len(i.Findings); n > 0 {
		if r.Findings = s.t("inspection.findings", message.Args{"n": n, "open": open}); open == 0 {
			r.Findings = s.t("inspection.findings-closed", message.Args{"n": n})
		}
	}
	return r
}

// shorter cuts a list of rows to what a page shows first.
func shorter[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// orgNumber groups an organisation number: 313 000 028.
func orgNumber(id string) string {
	if len(id) == 9 && strings.Trim(id, "0123456789") == "" {
		return id[:3] + "\u00A0" + id[3:6] + "\u00A0" + id[6:]
	}
	return id
}
