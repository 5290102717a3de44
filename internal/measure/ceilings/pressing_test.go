package ceilings

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestAtCeiling(t *testing.T) {
	of := func(id, status, spent, projected, ceiling, reached string) *measure.ContractFigures {
		m := measure.Money{Spent: measuretest.Rat(spent), Projected: measuretest.Rat(projected), Ceiling: measuretest.Rat(ceiling), Exhaustion: measuretest.Day(reached)}
		m.Use = measure.Ratio(m.Spent, m.Ceiling)
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id}, Status: contract.Status(status), Money: m}
	}
	got := ""
	for _, c := range Pressing([]*measure.ContractFigures{
		of("later", "active", "1", "3", "2", "2027-06-01"), of("sooner", "active", "1", "3", "2", "2027-01-01"), of("holds", "active", "1", "2", "2", ""), of("over", "active", "3", "", "2", ""),
		of("most", "active", "5", "", "2", ""), of("zero", "active", "1", "", "0", ""), of("ended", "ended", "5", "", "2", ""), of("unknown", "active", "5", "9", "", ""),
	}) {
		got += c.Contract.ID + " "
	}
	if got != "zero most over sooner later " {
		t.Error(got)
	}
}
