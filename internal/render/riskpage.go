package render

import (
	"math/big"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// cells of the risk matrix on each axis: 0–0.8, 0.8–1.6, … up to 4.
const cells = 5

// cellOf is the place of an axis value, 0–4, in the matrix.
func cellOf(r *big.Rat) int {
	i := new(big.Rat).Quo(r, big.NewRat(4, cells))
	n := int(new(big.Int).Quo(i.Num(), i.Denom()).Int64())
	return min(max(n, 0), cells-1)
}

// matrix counts contracts by consequence and likelihood. here marks a contract's cell.
func (s *site) matrix(at string, scored []*measure.ContractFigures, here *measure.Risk, scope string) templates.Matrix {
	var count [cells][cells]int
	bands := map[string]int{}
	for _, c := range scored {
		count[cellOf(c.Risk.Likelihood)][cellOf(c.Risk.Consequence)]++
		bands[c.Risk.Band]++
	}
	m := templates.Matrix{Caption: s.T("risk.matrix", nil)}
	for i := range cells {
		m.Columns = append(m.Columns, templates.MatrixHead{Number: strconv.Itoa(i + 1), Name: s.T("risk.consequence."+strconv.Itoa(i+1), nil)})
	}
	for l := cells - 1; l >= 0; l-- {
		row := templates.MatrixRow{Head: templates.MatrixHead{Number: strconv.Itoa(l + 1), Name: s.T("risk.likelihood."+strconv.Itoa(l+1), nil)}}
		for k := range cells {
			cell := templates.MatrixCell{Band: s.cellBand(l, k)}
			if here == nil {
				cell.Count = s.Pr.Number(int64(count[l][k]))
				cell.Label = s.T("risk.cell", message.Args{"n": count[l][k], "likelihood": row.Head.Name, "consequence": m.Columns[k].Name})
				if count[l][k] > 0 {
					cell.Href = s.Href(at, s.Address("contracts")) + "?matrise=" + kit.Scoped(matrixCell(l, k), scope)
				}
			} else {
				cell.Here = cellOf(here.Likelihood) == l && cellOf(here.Consequence) == k
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	if here == nil {
		for _, b := range measure.Bands {
			m.Legend = append(m.Legend, templates.LegendItem{Band: b, Text: s.T("risk.legend", message.Args{"band": s.Word("band", b), "n": bands[b]})})
		}
	}
	return m
}

// cellBand is the band of the score in the middle of a cell.
func (s *site) cellBand(likelihood, consequence int) string {
	mid := func(i int) *big.Rat { return big.NewRat(int64(2*i+1)*4, 2*cells) }
	score := new(big.Rat).Mul(mid(likelihood), mid(consequence))
	return bandOf(s.F.Model, score.Mul(score, big.NewRat(100, 16)))
}

func bandOf(m *contract.RiskModel, score *big.Rat) string {
	band := ""
	if m == nil {
		return band
	}
	for _, b := range m.Bands {
		if b.From.Set && score.Cmp(b.From.V.Rat()) >= 0 {
			band = b.ID
		}
	}
	return band
}

// matrixCell names a cell in addresses: likelihood and consequence, 1–5.
func matrixCell(likelihood, consequence int) string {
	return strconv.Itoa(likelihood+1) + "-" + strconv.Itoa(consequence+1)
}

func (s *site) riskSummary(at string, active []*measure.ContractFigures, scope string) *templates.RiskSummary {
	scored := measure.Scored(active)
	if len(scored) == 0 {
		return nil
	}
	r := &templates.RiskSummary{
		More:       templates.Link{Text: s.T("risk.how", nil), Href: s.Href(at, s.Address("risk"))},
		Conclusion: s.riskConclusion(scored),
		Matrix:     s.matrix(at, scored, nil, scope),
	}
	if len(active) == s.F.Totals.Status["active"] {
		r.Moved = s.moved()
	}
	for _, c := range kit.Shorter(scored, 3) {
		r.Highest = append(r.Highest, templates.RiskItem{Contract: s.ContractLink(at, c.Contract.ID), Risk: *block.RiskBadge(s.Site, c.Risk)})
	}
	return r
}

func (s *site) riskConclusion(scored []*measure.ContractFigures) string {
	critical, raised := 0, 0
	for _, c := range scored {
		if measure.BandRank(c.Risk.Band) > measure.BandRank(c.Risk.ScoreBand) {
			raised++
		}
		if c.Risk.Band == "critical" {
			critical++
		}
	}
	return kit.Join([]string{s.T("risk.conclusion", message.Args{"n": critical, "total": len(scored)}), s.Counted("site.risk.raised", raised)})
}

func (s *site) riskPages() []kit.Page {
	if s.Public {
		return nil
	}
	at := s.Address("risk")
	h := kit.Head{At: at, Title: s.T("menu.risk", nil), Nav: "risk", Crumbs: s.Crumbs(at)}
	if s.F.Model != nil {
		h.Source = s.F.Model.Origin
	}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		scored := measure.Scored(s.F.Contracts)
		v := templates.RiskPage{
			Lead:       s.T("risk.lead", nil),
			Conclusion: s.riskConclusion(scored),
			Matrix:     s.matrix(at, scored, nil, ""),
			Highest:    block.ContractTable(s.Site, at, s.T("risk.highest", nil), kit.Shorter(scored, 25)),
			Trends:     s.riskTrends(),
			Model:      s.model(),
		}
		v.Moved = s.moved()
		v.Movements, v.MovesMore, v.MovesEmpty = s.movements(at)
		return templates.DrawRisk(f, v)
	})}
}

// model puts the risk model into words.
func (s *site) model() templates.RiskModel {
	m := s.F.Model
	if m == nil {
		return templates.RiskModel{Words: s.T("risk.no-model", nil)}
	}
	out := templates.RiskModel{Name: s.T("risk.model", message.Args{"title": m.Title.In(s.Pr.Lang()), "date": m.From}), Words: s.T("risk.words", message.Args{"unknown": m.Unknown}),
		Source: templates.Link{Text: m.File(), Href: s.Forge("file", m.File())}}
	for _, f := range m.Factors {
		mf := templates.ModelFactor{Name: f.Title.In(s.Pr.Lang()), Weight: strconv.Itoa(f.Weight), Steps: s.steps(f)}
		if f.Axis == "consequence" {
			out.Consequence = append(out.Consequence, mf)
		} else {
			out.Likelihood = append(out.Likelihood, mf)
		}
	}
	for i, b := range m.Bands {
		to := "100"
		if i+1 < len(m.Bands) {
			to = s.T("risk.below", message.Args{"score": m.Bands[i+1].From.V})
		}
		out.Bands = append(out.Bands, templates.ModelBand{Risk: templates.RiskBadge{Band: b.ID, Label: s.Word("band", b.ID)},
			Range: s.T("risk.range", message.Args{"from": b.From.V, "to": to}), FollowUp: s.followUp(b), Hours: s.Pr.Text("common.unit.hours", message.Args{"n": b.Hours})})
	}
	for _, fl := range m.Floors {
		out.Floors = append(out.Floors, templates.ModelFloor{When: fl.Title.In(s.Pr.Lang()), Band: templates.RiskBadge{Band: fl.Band, Label: s.Word("band", fl.Band)}})
	}
	return out
}

func (s *site) followUp(b contract.Band) string {
	var out []string
	for _, f := range b.FollowUp {
		if key := "site.follow-up." + f; s.Pr.Has(key) {
			f = s.Pr.Text(key, nil)
		}
		out = append(out, f)
	}
	return s.Pr.List(out)
}

// steps tells in words what gives 0 to 4 points.
func (s *site) steps(f contract.Factor) [5]string {
	var out [5]string
	for i, c := range f.Choices {
		if i < len(out) {
			out[i] = s.Word("criticality", c)
		}
	}
	if len(f.Choices) > 0 {
		return out
	}
	text := func(i int) string { return s.threshold(f, i) }
	n := len(f.Thresholds)
	switch {
	case f.Zero && n == 3:
		out[0] = "0"
		for i := range 3 {
			out[i+1] = s.T("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.T("risk.at-least", message.Args{"value": text(2)})
	case n == 4 && f.Descending:
		for i := range 4 {
			out[i] = s.T("risk.at-least", message.Args{"value": text(i)})
		}
		out[4] = s.T("risk.under", message.Args{"value": text(3)})
	case n == 4:
		for i := range 4 {
			out[i] = s.T("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.T("risk.at-least", message.Args{"value": text(3)})
	}
	return out
}

// threshold writes a threshold as its measure is read: a share as percent, kroner in short.
func (s *site) threshold(f contract.Factor, i int) string {
	r := f.Thresholds[i].Rat()
	switch f.Measure {
	case "projected_ceiling_use", "requirement_debt", "amendments_share":
		return s.Pr.Percent(r, 0)
	case "annual_value":
		return s.Pr.MoneyShort(r)
	}
	return s.Pr.Decimal(f.Thresholds[i])
}
