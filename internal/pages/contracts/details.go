package contracts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

func demands(s *kit.Site, at string, c *measure.ContractFigures) []templates.DemandRow {
	var out []templates.DemandRow
	list := slices.Clone(c.Requirements)
	slices.SortStableFunc(list, func(a, b measure.RequirementFigures) int { return duties.ByState(&a, &b) }) // the worst first
	for _, r := range list {
		row := templates.DemandRow{Name: s.RequirementLink(at, r.Requirement.ID), Applies: r.Applies != measure.No, Why: requirements.Why(s, r.Why())}
		if r.Applies != measure.No && r.State != contract.EvidenceWithheld {
			row.State, row.Last, row.Due, row.Overdue = requirements.EvidenceBadge(s, r.State), s.Date(r.Last), s.Date(r.Due), r.InDebt() == measure.Yes && !r.Due.IsZero()
			if r.InDebt() == measure.Yes && r.State != r.Evidence {
				row.Evidence = s.Word("evidence-state", string(r.Evidence))
			}
		}
		out = append(out, row)
	}
	return out
}

// demandText says how many requirements apply, or applied, and how many stand as each badge
// of their table says.
func demandText(s *kit.Site, c *measure.ContractFigures) string {
	n := duties.StandingsOn(c)
	key := "contracts.demands"
	if c.Closed() {
		key = "contracts.demands-closed"
	}
	said := []string{s.Say(key, message.Args{"n": n.Applies})}
	if !requirements.Shown(s) {
		return words.Join(append(said, s.Say("contracts.demands-public", nil)))
	}
	stand := func(state contract.EvidenceState, n int) {
		if n > 0 {
			said = append(said, s.Say("contracts.demands-standing", message.Args{"state": s.Word("evidence-state", string(state)), "count": n}))
		}
	}
	for _, state := range duties.AskedStandings {
		stand(state, n.By[state])
	}
	stand(contract.EvidenceNotApplicable, n.Not)
	return words.Join(said)
}

func riskWhy(s *kit.Site, at string, c *measure.ContractFigures) *templates.RiskWhy {
	r := c.Risk
	if r == nil {
		return nil
	}
	w := &templates.RiskWhy{
		Conclusion: s.Say("contracts.risk", message.Args{"level": prose.UpperFirst(s.Reason(r.Level()))}),
		Detail: s.Say("contracts.risk-detail", message.Args{"consequence": s.Pr.Rat(r.Consequence, 2), "likelihood": s.Pr.Rat(r.Likelihood, 2),
			"confidence": s.Pr.Percent(r.Confidence, 0)}),
		Matrix: risk.PlaceMatrix(s, r),
		Model:  templates.Link{Text: s.Say("risk.how", nil), Href: s.Href(at, s.Address("risk"))},
	}
	for _, f := range r.Factors {
		row := templates.FactorRow{Name: f.Factor.Title.In(s.Pr.Lang()), Points: f.Points, Weight: strconv.Itoa(f.Factor.Weight), Reason: s.Reason(f.Reason), Known: f.Known}
		if f.Factor.Axis == contract.AxisConsequence {
			w.Consequence = append(w.Consequence, row)
		} else {
			w.Likelihood = append(w.Likelihood, row)
		}
	}
	for _, h := range r.Floors {
		key := "contracts.floor"
		if h.Raised {
			key = "contracts.floor-raised"
		}
		w.Floors = append(w.Floors, s.Say(key, message.Args{"floor": h.Floor.Title.In(s.Pr.Lang()), "band": s.Word("band", string(h.Floor.Band))}))
	}
	for _, b := range s.F.Model.Bands {
		if b.ID == r.Band {
			w.FollowUp = s.Say("contracts.follow-up", message.Args{"band": s.Word("band", string(b.ID)), "what": risk.FollowUp(s, b), "n": b.Hours})
		}
	}
	return w
}

func documents(s *kit.Site, k *contract.Contract) []templates.Document {
	var out []templates.Document
	for _, d := range measure.ByDay(k.Documents, func(d *contract.Document) date.Date { return d.Date }) {
		doc := templates.Document{Title: templates.Link{Text: d.Title, Href: address.SafeURL(d.URL)}, Type: s.Word("document-type", d.Type), Date: s.Date(d.Date), Hash: d.SHA256[:min(12, len(d.SHA256))]}
		if d.Archive != "" {
			doc.Note = s.Say("contracts.archive", message.Args{"case": d.Archive})
		}
		if d.Reason != "" {
			doc.Note = strings.TrimPrefix(doc.Note+". "+d.Reason, ". ")
		}
		out = append(out, doc)
	}
	return out
}

// noDocuments says that there are no documents, or none for the public.
func noDocuments(s *kit.Site) string {
	if !s.Shows(contract.ContractDocuments) {
		return s.Say("contracts.no-documents-public", nil)
	}
	return s.Say("contracts.no-documents", nil)
}

func details(s *kit.Site, at string, c *measure.ContractFigures) []templates.Fact {
	k := c.Contract
	var out []templates.Fact
	add := func(key, value, href string) {
		if value != "" {
			out = append(out, templates.Fact{Label: s.Say("facts."+key, nil), Value: value, Href: href})
		}
	}
	link := func(key string, l templates.Link) { add(key, l.Text, l.Href) }
	link("department", s.DepartmentLink(at, k.Department))
	link("category", s.CategoryLink(at, k.Category))
	add("nature", s.Word("nature", string(k.Nature)), "")
	add("cpv", strings.Join(k.CPV, ", "), "")
	add("procedure", s.Word("procedure", string(k.Procurement.Procedure)), "")
	if k.Procurement.Bids.Set {
		add("bids", strconv.Itoa(k.Procurement.Bids.V), "")
	}
	add("reference", k.Procurement.Reference, "")
	add("number", k.Procurement.Number, "")
	add("doffin", k.Procurement.Doffin, "")
	add("notice", k.Notice.Notice, "")
	if k.Procurement.Archive != k.Procurement.Reference {
		add("archive", k.Procurement.Archive, "")
	}
	for _, d := range []struct {
		key string
		day date.Date
	}{{"published", k.Procurement.Published}, {"awarded", k.Procurement.Awarded}, {"signed", k.Procurement.Signed}} {
		if !d.day.IsZero() {
			add(d.key, s.Pr.Date(d.day), "")
		}
	}
	if k.Value.Estimated.Set {
		out = append(out, templates.Fact{Label: s.Say("facts.estimated", nil), Figure: s.Amount(definitions.Estimated, c, k.Value.Estimated.V.Rat())})
	}
	if k.Parent != "" {
		link("parent", s.ContractLink(at, k.Parent))
	}
	if k.Predecessor != "" {
		link("predecessor", s.ContractLink(at, k.Predecessor))
	}
	if k.Successor != "" {
		link("successor", s.ContractLink(at, k.Successor))
	}
	for _, id := range k.Suppliers[min(1, len(k.Suppliers)):] {
		link("supplier-also", s.SupplierLink(at, id))
	}
	for _, id := range k.Buyers {
		add("buyer", buyerName(s, id), "")
	}
	if k.Criticality != "" {
		add("criticality", s.Word("criticality", string(k.Criticality)), "")
	}
	return out
}

func buyerName(s *kit.Site, id string) string {
	for _, b := range append([]contract.Organisation{s.P.Settings.Organisation}, s.P.Settings.Buyers...) {
		if b.ID == id {
			return b.Name + " (" + words.OrgNumber(id) + ")"
		}
	}
	return words.OrgNumber(id)
}

func custom(s *kit.Site, k *contract.Contract) []templates.Fact {
	var out []templates.Fact
	for _, v := range k.Custom {
		label := v.Key
		for _, f := range s.P.Settings.Fields {
			if f.Key == v.Key {
				label = cmp.Or(f.Label.In(s.Pr.Lang()), v.Key)
			}
		}
		text := ""
		switch x := v.Value.(type) {
		case string:
			text = x
		case int64:
			text = s.Pr.Number(x)
		case money.Decimal:
			text = s.Pr.Decimal(x)
		case date.Date:
			text = s.Pr.Date(x)
		case bool:
			text = s.Pr.Text(map[bool]string{true: "values.yes", false: "values.no"}[x], nil)
		}
		out = append(out, templates.Fact{Label: label, Value: text})
	}
	return out
}

// changed are the latest commits that touched the contract's folder.
func changed(s *kit.Site, at, id string) []templates.Change {
	if told := changes.Latest(s, id); told != nil {
		return told
	}
	var out []templates.Change
	for _, c := range s.Opt.Log.Recent {
		for _, p := range c.Paths {
			if kit.ContractOf(p) == id {
				ch := changes.Row(s, at, c)
				ch.On, ch.Detail = templates.Link{}, ""
				out = append(out, ch)
				break
			}
		}
		if len(out) == 5 {
			break
		}
	}
	return out
}

// promise says what was promised, by when, and whether it was kept.
func promise(s *kit.Site, p contract.Promise) string {
	state := string(duties.StateOfPromise(p, s.F.AsOf))
	return s.Say("contracts.promise", message.Args{"what": p.What, "by": p.By}) + " " + s.Say("contracts.promise-"+state, message.Args{"done": p.Done})
}
