package render

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) benefitRow(at string, c *measure.ContractFigures, b *measure.BenefitFigures, withContract bool) templates.BenefitRow {
	unit := func(r *big.Rat) string {
		switch {
		case r == nil:
			return "–"
		case measure.BenefitClass(b.Benefit) == "share":
			return s.Pr.Rat(r, 1) + " " + cmp.Or(b.Benefit.Unit, "%")
		case measure.BenefitClass(b.Benefit) == "co2e":
			return s.Pr.Rat(r, 0) + " " + cmp.Or(b.Benefit.Unit, "t CO2e")
		case b.Benefit.Unit == "" || b.Benefit.Unit == "NOK":
			return s.Pr.MoneyShort(r)
		}
		return s.Pr.Rat(r, 0) + " " + b.Benefit.Unit
	}
	row := templates.BenefitRow{Title: cmp.Or(b.Benefit.Title, s.Word("benefit-kind", b.Benefit.Kind)), Kind: s.Word("benefit-kind", b.Benefit.Kind), Class: s.Word("benefit-class", measure.BenefitClass(b.Benefit)),
		Planned: unit(b.PlannedToDate), Realised: unit(b.Realised), Confirmed: unit(b.Confirmed), Share: s.Pr.Percent(b.Realisation, 0)}
	if n := len(b.Benefit.Realised); n > 0 {
		row.Evidence = s.Word("evidence-class", b.Benefit.Realised[n-1].Evidence)
	}
	switch {
	case b.Realisation == nil:
	case b.Realisation.Cmp(big.NewRat(8, 10)) >= 0:
		row.State = templates.Badge{Text: s.T("benefit.on-track", nil), Tone: templates.OK}
	default:
		row.State = templates.Badge{Text: s.T("benefit.behind", nil), Tone: templates.Warning}
	}
	if withContract {
		row.Contract = s.ContractLink(at, c.Contract.ID)
	}
	return row
}

func (s *site) benefitPages() []kit.Page {
	at := s.Address("benefits")
	h := kit.Head{At: at, Title: s.T("menu.benefits", nil), Nav: "benefits", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Benefits{Lead: s.T("benefit.lead", nil), KPIs: []templates.KPI{s.benefitKPI(s.F.Contracts)},
			Classes: templates.Table{Caption: s.T("benefit.by-class", nil), Columns: s.Columns("class", "planned#", "realised#", "confirmed#")}}
		for _, t := range s.F.Totals.Benefits {
			v.Classes.Rows = append(v.Classes.Rows, []templates.Cell{{Text: s.Word("benefit-class", t.Class)}, {Text: s.classSum(t.Class, t.PlannedToDate)}, {Text: s.classSum(t.Class, t.Realised)}, {Text: s.classSum(t.Class, t.Confirmed)}})
		}
		for _, c := range s.F.Contracts {
			for i := range c.Benefits {
				v.Rows = append(v.Rows, s.benefitRow(at, c, &c.Benefits[i], true))
			}
		}
		v.Sections, v.Conclusion = s.benefitSections(f), s.T("benefit.conclusion", message.Args{"n": len(v.Rows)})
		v.Trends = s.benefitTrends()
		return templates.DrawBenefits(f, v)
	})}
}

func (s *site) classSum(class string, r *big.Rat) string {
	if class == "cash" || class == "non-cash" || class == "workers" {
		return s.Pr.MoneyShort(r)
	}
	return s.Pr.Rat(r, 0)
}
