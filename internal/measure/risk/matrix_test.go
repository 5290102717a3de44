package risk_test

import (
	"maps"
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/money"
)

// ladder is a model with the bands of those that ship.
func ladder(t *testing.T) *contract.RiskModel {
	t.Helper()
	m := &contract.RiskModel{}
	for _, b := range []struct {
		id   string
		from string
	}{{"low", "0"}, {"moderate", "20"}, {"high", "40"}, {"critical", "60"}} {
		from, err := money.ParseDecimal(b.from)
		if err != nil {
			t.Fatal(err)
		}
		m.Bands = append(m.Bands, contract.Band{ID: contract.BandID(b.id), From: contract.Some(from)})
	}
	return m
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

// The border of two cells is in the upper, and the end of the axis in the last.
func TestCell(t *testing.T) {
	for _, tc := range []struct {
		value *big.Rat
		cell  int
	}{{rat(0, 1), 0}, {rat(79, 100), 0}, {rat(4, 5), 1}, {rat(2, 1), 2}, {rat(319, 100), 3}, {rat(16, 5), 4}, {rat(4, 1), 4}, {rat(9, 1), 4}, {rat(-1, 1), 0}} {
		r := measure.Risk{Likelihood: tc.value, Consequence: rat(2, 1)}
		if got := risk.CellOf(nil, &r); got != (risk.Cell{Likelihood: tc.cell, Consequence: 2}) {
			t.Errorf("%s: %+v", tc.value, got)
		}
	}
}

// What a floor has raised keeps its column and moves up to the first row of its band, or else
// to the top one; what is there already stays.
func TestCellOfWhatIsRaised(t *testing.T) {
	m := ladder(t)
	for _, tc := range []struct {
		likelihood, consequence int64 // quarters of a point
		score, band             contract.BandID
		want                    risk.Cell
	}{
		{4, 14, "low", "high", risk.Cell{Likelihood: 2, Consequence: 4}},
		{4, 14, "low", "critical", risk.Cell{Likelihood: 3, Consequence: 4}},
		{4, 9, "low", "moderate", risk.Cell{Likelihood: 2, Consequence: 2}},
		{4, 9, "low", "critical", risk.Cell{Likelihood: 4, Consequence: 2}}, // the column has no critical row
		{0, 0, "low", "high", risk.Cell{Likelihood: 4, Consequence: 0}},
		{10, 13, "moderate", "high", risk.Cell{Likelihood: 3, Consequence: 4}},
		{4, 14, "low", "low", risk.Cell{Likelihood: 1, Consequence: 4}},
	} {
		r := measure.Risk{Likelihood: rat(tc.likelihood, 4), Consequence: rat(tc.consequence, 4), ScoreBand: tc.score, Band: tc.band}
		if got := risk.CellOf(m, &r); got != tc.want {
			t.Errorf("%+v: %+v", tc, got)
		}
	}
}

// The middle of a cell decides its band: 0.4, 1.2 … 3.6 on each axis.
func TestCellBand(t *testing.T) {
	m := ladder(t)
	for _, tc := range []struct {
		cell risk.Cell
		band string
	}{{risk.Cell{Likelihood: 0, Consequence: 0}, "low"}, {risk.Cell{Likelihood: 2, Consequence: 2}, "moderate"}, {risk.Cell{Likelihood: 3, Consequence: 3}, "high"}, {risk.Cell{Likelihood: 4, Consequence: 3}, "critical"}} {
		if got := tc.cell.Band(m); string(got) != tc.band {
			t.Errorf("%+v: %s, want %s", tc.cell, got, tc.band)
		}
	}
	if got := (risk.Cell{}).Band(nil); got != "" {
		t.Errorf("without a model: %s", got)
	}
}

func TestMatrix(t *testing.T) {
	of := func(score, band string, likelihood, consequence int64) *measure.ContractFigures {
		return &measure.ContractFigures{Risk: &measure.Risk{ScoreBand: contract.BandID(score), Band: contract.BandID(band), Likelihood: rat(likelihood, 1), Consequence: rat(consequence, 1)}}
	}
	m := risk.MatrixOf(ladder(t), []*measure.ContractFigures{of("low", "low", 1, 1), of("low", "high", 1, 1), of("critical", "critical", 4, 4), {}})
	if m.Contracts != 3 || m.Raised != 1 || !maps.Equal(m.Bands, map[contract.BandID]int{"low": 1, "high": 1, "critical": 1}) ||
		!maps.Equal(m.Cells, map[risk.Cell]int{{Likelihood: 1, Consequence: 1}: 1, {Likelihood: 4, Consequence: 1}: 1, {Likelihood: 4, Consequence: 4}: 1}) {
		t.Errorf("%+v", m)
	}
}
