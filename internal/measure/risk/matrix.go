package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// MatrixCells is how many cells the risk matrix has on each axis: 0–0.8, 0.8–1.6 … up to 4.
const MatrixCells = 5

// axisEnd is the highest value of an axis.
const axisEnd = 4

// Cell is a place in the risk matrix: on each axis from 0, the lowest, to MatrixCells − 1.
type Cell struct{ Likelihood, Consequence int }

// CellOf is the cell of a contract: that of its axes, or, where a floor has raised it, the
// first above in its column that has its band, or else the top one (FIGURES.md H7).
func CellOf(m *contract.RiskModel, r *measure.Risk) Cell {
	c := Cell{cellAt(r.Likelihood), cellAt(r.Consequence)}
	if r.Raised() {
		for c.Likelihood < MatrixCells-1 && measure.BandRank(c.Band(m)) < measure.BandRank(r.Band) {
			c.Likelihood++
		}
	}
	return c
}

// cellAt is the cell of a value of an axis; a value on the border of two is in the upper.
func cellAt(value *big.Rat) int {
	i := new(big.Rat).Mul(value, big.NewRat(MatrixCells, axisEnd))
	n := int(new(big.Int).Quo(i.Num(), i.Denom()).Int64())
	return min(max(n, 0), MatrixCells-1)
}

// Band of the score in the middle of a cell, consequence × likelihood ÷ 16 × 100; "" without
// a model.
func (c Cell) Band(m *contract.RiskModel) contract.BandID {
	middle := func(i int) *big.Rat { return big.NewRat(int64(2*i+1)*axisEnd, 2*MatrixCells) }
	score := new(big.Rat).Mul(middle(c.Likelihood), middle(c.Consequence))
	score.Mul(score, big.NewRat(100, axisEnd*axisEnd))
	var band contract.BandID
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

// Matrix counts contracts that have a score.
type Matrix struct {
	Contracts int
	Cells     map[Cell]int
	Bands     map[contract.BandID]int // after floors
	Raised    int                     // by floors, to a graver band than that of their score
}

// MatrixOf counts those of some contracts that have a score.
func MatrixOf(model *contract.RiskModel, list []*measure.ContractFigures) Matrix {
	m := Matrix{Cells: map[Cell]int{}, Bands: map[contract.BandID]int{}}
	for _, c := range list {
		if c.Risk == nil {
			continue
		}
		m.Contracts++
		m.Cells[CellOf(model, c.Risk)]++
		m.Bands[c.Risk.Band]++
		if c.Risk.Raised() {
			m.Raised++
		}
	}
	return m
}
