package risk

import (
	"math/big"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// cells of the risk matrix on each axis: 0–0.8, 0.8–1.6, … up to 4.
const cells = 5

// CellOf is the place of an axis value, 0–4, in the matrix.
func CellOf(r *big.Rat) int {
	i := new(big.Rat).Quo(r, big.NewRat(4, cells))
	n := int(new(big.Int).Quo(i.Num(), i.Denom()).Int64())
	return min(max(n, 0), cells-1)
}

// Matrix counts contracts by consequence and likelihood. here marks a contract's cell.
func Matrix(s *kit.Site, at string, scored []*measure.ContractFigures, here *measure.Risk, scope string) templates.Matrix {
	var count [cells][cells]int
	bands := map[string]int{}
	for _, c := range scored {
		count[CellOf(c.Risk.Likelihood)][CellOf(c.Risk.Consequence)]++
		bands[c.Risk.Band]++
	}
	m := templates.Matrix{Caption: s.T("risk.matrix", nil)}
	for i := range cells {
		m.Columns = append(m.Columns, templates.MatrixHead{Number: strconv.Itoa(i + 1), Name: s.T("risk.consequence."+strconv.Itoa(i+1), nil)})
	}
	for l := cells - 1; l >= 0; l-- {
		row := templates.MatrixRow{Head: templates.MatrixHead{Number: strconv.Itoa(l + 1), Name: s.T("risk.likelihood."+strconv.Itoa(l+1), nil)}}
		for k := range cells {
			cell := templates.MatrixCell{Band: cellBand(s, l, k)}
			if here == nil {
				cell.Count = s.Pr.Number(int64(count[l][k]))
				cell.Label = s.T("risk.cell", message.Args{"n": count[l][k], "likelihood": row.Head.Name, "consequence": m.Columns[k].Name})
				if count[l][k] > 0 {
					cell.Href = s.Href(at, s.Address("contracts")) + "?matrise=" + kit.Scoped(Cell(l, k), scope)
				}
			} else {
				cell.Here = CellOf(here.Likelihood) == l && CellOf(here.Consequence) == k
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
func cellBand(s *kit.Site, likelihood, consequence int) string {
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

// Cell names a cell in addresses: likelihood and consequence, 1–5.
func Cell(likelihood, consequence int) string {
	return strconv.Itoa(likelihood+1) + "-" + strconv.Itoa(consequence+1)
}
