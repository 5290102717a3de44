package workload_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/workload"
)

func TestCapacity(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	of := func(person string, follow, plan, capacity int) measure.Workload {
		return measure.Workload{Person: person, Follow: follow, Plan: plan, Capacity: contract.Some(capacity), Over: follow+plan > capacity}
	}
	list := []measure.Workload{of("kari", 30, 20, 40), of("ola", 10, 0, 40), of("per", 5, 5, 7), {Person: "unknown", Follow: 12}, of("gone", 9, 0, 1), of("stranger", 1, 0, 0), {Follow: 3}}
	people := []*contract.Person{{ID: "kari"}, {ID: "ola", Left: asOf}, {ID: "per"}, {ID: "unknown"}, {ID: "gone", Left: asOf.AddDays(-1)}, {ID: "idle"}}

	if got := list[0].Need(); got != 50 {
		t.Errorf("need: %d", got)
	}
	if got := list[0].Spare(); got != -10 {
		t.Errorf("who lacks hours: %d", got)
	}
	if got := list[1].Spare(); got != 30 {
		t.Errorf("who has hours: %d", got)
	}
	f := measure.NewFigures(measure.NewWorld(&contract.Portfolio{People: people}, asOf), nil, nil)
	f.Workload = list
	if got, want := workload.SumAll(f), (workload.CapacitySum{Short: 2, Need: 85, Capacity: 87, Unknown: 1, UnknownHours: 12, Nobody: 3}); got != want {
		t.Errorf("all: %+v, want %+v", got, want)
	}
	if got, want := workload.SumCapacity(list, people, asOf), (workload.CapacitySum{Short: 2, Need: 82, Capacity: 87, Unknown: 1, UnknownHours: 12}); got != want {
		t.Errorf("sum: %+v, want %+v", got, want)
	}
	if got := workload.SumCapacity(list, nil, asOf); got != (workload.CapacitySum{}) {
		t.Errorf("nobody: %+v", got)
	}
	short := ""
	for _, w := range workload.ShortOfHours(list) {
		short += w.Person + " "
	}
	if short != "kari gone per stranger " {
		t.Errorf("short of hours: %s", short)
	}
}
