package render

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
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
	m := templates.Matrix{Caption: s.t("risk.matrix", nil)}
	for i := range cells {
		m.Columns = append(m.Columns, templates.MatrixHead{Number: itoa(i + 1), Name: s.t("risk.consequence."+itoa(i+1), nil)})
	}
	for l := cells - 1; l >= 0; l-- {
		row := templates.MatrixRow{Head: templates.MatrixHead{Number: itoa(l + 1), Name: s.t("risk.likelihood."+itoa(l+1), nil)}}
		for k := range cells {
			cell := templates.MatrixCell{Band: s.cellBand(l, k)}
			if here == nil {
				cell.Count = s.pr.Number(int64(count[l][k]))
				cell.Label = s.t("risk.cell", message.Args{"n": count[l][k], "likelihood": row.Head.Name, "consequence": m.Columns[k].Name})
				if count[l][k] > 0 {
					cell.Href = s.href(at, s.address("contracts")) + "?matrise=" + scoped(matrixCell(l, k), scope)
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
			m.Legend = append(m.Legend, templates.LegendItem{Band: b, Text: s.t("risk.legend", message.Args{"band": s.word("band", b), "n": bands[b]})})
		}
	}
	return m
}

// cellBand is the band of the score in the middle of a cell.
func (s *site) cellBand(likelihood, consequence int) string {
	mid := func(i int) *big.Rat { return big.NewRat(int64(2*i+1)*4, 2*cells) }
	score := new(big.Rat).Mul(mid(likelihood), mid(consequence))
	return bandOf(s.f.Model, score.Mul(score, big.NewRat(100, 16)))
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
	return itoa(likelihood+1) + "-" + itoa(consequence+1)
}

func scoredOnly(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range list {
		if c.Risk != nil {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *measure.ContractFigures) int {
		return cmp.Or(measure.BandRank(b.Risk.Band)-measure.BandRank(a.Risk.Band), b.Risk.Score.Cmp(a.Risk.Score), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

func (s *site) riskSummary(at string, active []*measure.ContractFigures, scope string) *templates.RiskSummary {
	scored := scoredOnly(active)
	if len(scored) == 0 {
		return nil
	}
	r := &templates.RiskSummary{
		More:       templates.Link{Text: s.t("risk.how", nil), Href: s.href(at, s.address("risk"))},
		Conclusion: s.riskConclusion(scored),
		Matrix:     s.matrix(at, scored, nil, scope),
	}
	if len(active) == s.f.Totals.Status["active"] {
		r.Moved = s.moved()
	}
	for _, c := range shorter(scored, 3) {
		r.Highest = append(r.Highest, templates.RiskItem{Contract: s.contractLink(at, c.Contract.ID), Risk: *s.riskBadge(c.Risk)})
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
	return join([]string{s.t("risk.conclusion", message.Args{"n": critical, "total": len(scored)}), s.counted("site.risk.raised", raised)})
}

func riskPages(s *site) []page {
	if s.public {
		return nil
	}
	at := s.address("risk")
	h := head{at: at, title: s.t("menu.risk", nil), nav: "risk", crumbs: s.crumbs(at)}
	if s.f.Model != nil {
		h.source = s.f.Model.Origin
	}
	return []page{s.html(h, func(f templates.Frame) component {
		scored := scoredOnly(s.f.Contracts)
		v := templates.RiskPage{
			Lead:       s.t("risk.lead", nil),
			Conclusion: s.riskConclusion(scored),
			Matrix:     s.matrix(at, scored, nil, ""),
			Highest:    s.contractTable(at, s.t("risk.highest", nil), shorter(scored, 25)),
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
	m := s.f.Model
	if m == nil {
		return templates.RiskModel{Words: s.t("risk.no-model", nil)}
	}
	out := templates.RiskModel{Name: s.t("risk.model", message.Args{"title": m.Title.In(s.pr.Lang()), "date": m.From}), Words: s.t("risk.words", message.Args{"unknown": m.Unknown}),
		Source: templates.Link{Text: m.File(), Href: s.forge("file", m.File())}}
	for _, f := range m.Factors {
		mf := templates.ModelFactor{Name: f.Title.In(s.pr.Lang()), Weight: itoa(f.Weight), Steps: s.steps(f)}
		if f.Axis == "consequence" {
			out.Consequence = append(out.Consequence, mf)
		} else {
			out.Likelihood = append(out.Likelihood, mf)
		}
	}
	for i, b := range m.Bands {
		to := "100"
		if i+1 < len(m.Bands) {
			to = s.t("risk.below", message.Args{"score": m.Bands[i+1].From.V})
		}
		out.Bands = append(out.Bands, templates.ModelBand{Risk: templates.RiskBadge{Band: b.ID, Label: s.word("band", b.ID)},
			Range: s.t("risk.range", message.Args{"from": b.From.V, "to": to}), FollowUp: s.followUp(b), Hours: s.pr.Text("common.unit.hours", message.Args{"n": b.Hours})})
	}
	for _, fl := range m.Floors {
		out.Floors = append(out.Floors, templates.ModelFloor{When: fl.Title.In(s.pr.Lang()), Band: templates.RiskBadge{Band: fl.Band, Label: s.word("band", fl.Band)}})
	}
	return out
}

func (s *site) followUp(b contract.Band) string {
	var out []string
	for _, f := range b.FollowUp {
		if key := "site.follow-up." + f; s.pr.Has(key) {
			f = s.pr.Text(key, nil)
		}
		out = append(out, f)
	}
	return s.pr.List(out)
}

// steps tells in words what gives 0 to 4 points.
func (s *site) steps(f contract.Factor) [5]string {
	var out [5]string
	for i, c := range f.Choices {
		if i < len(out) {
			out[i] = s.word("criticality", c)
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
			out[i+1] = s.t("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.t("risk.at-least", message.Args{"value": text(2)})
	case n == 4 && f.Descending:
		for i := range 4 {
			out[i] = s.t("risk.at-least", message.Args{"value": text(i)})
		}
		out[4] = s.t("risk.under", message.Args{"value": text(3)})
	case n == 4:
		for i := range 4 {
			out[i] = s.t("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.t("risk.at-least", message.Args{"value": text(3)})
	}
	return out
}

// threshold writes a threshold as its measure is read: a share as percent, kroner in short.
func (s *site) threshold(f contract.Factor, i int) string {
	r := f.Thresholds[i].Rat()
	switch f.Measure {
	case "projected_ceiling_use", "requirement_debt", "amendments_share":
		return s.pr.Percent(r, 0)
	case "annual_value":
		return s.pr.MoneyShort(r)
	}
	return s.pr.Decimal(f.Thresholds[i])
}
