package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestComings(t *testing.T) {
	q := measuretest.Day("2026-09-30").QuarterOf()
	for name, x := range map[string]struct {
		status, start, end string
		began, ended       bool
	}{
		"began on the first day":            {"active", "2026-07-01", "2028-06-30", true, false},
		"began before":                      {"active", "2026-06-30", "2028-06-30", false, false},
		"planned":                           {"planned", "2026-09-30", "", false, false},
		"no start":                          {"active", "", "", false, false},
		"ended with the quarter before":     {"ended", "2020-01-01", "2026-06-30", false, true},
		"ends with the quarter":             {"active", "2020-01-01", "2026-09-30", false, false},
		"ended with it, known in the next":  {"ended", "2020-01-01", "2026-09-30", false, false},
		"began and ended":                   {"ended", "2026-07-01", "2026-08-31", true, true},
		"ended, but bought on, so active":   {"active", "2020-01-01", "2026-08-31", false, false},
		"terminated without a day":          {"terminated", "2020-01-01", "", false, false},
		"terminated the day before the end": {"terminated", "2020-01-01", "2026-09-29", false, true},
	} {
		c := ContractFigures{Status: contract.Status(x.status), Terms: Terms{Start: measuretest.Day(x.start), CurrentEnd: measuretest.Day(x.end)}}
		if c.BeganIn(q) != x.began || c.EndedIn(q) != x.ended {
			t.Errorf("%s: began %v, ended %v", name, c.BeganIn(q), c.EndedIn(q))
		}
	}
}

func TestGoneSince(t *testing.T) {
	of := func(id, status, end string, was ...string) *ContractFigures {
		return &ContractFigures{Contract: &contract.Contract{ID: id, IDWas: was}, Status: contract.Status(status), Terms: Terms{CurrentEnd: measuretest.Day(end)}}
	}
	before := &Figures{Contracts: []*ContractFigures{of("stays", "active", ""), of("renamed", "active", ""), of("terminated", "active", ""), of("removed", "active", ""), of("ended", "active", "2026-08-31"), of("planned", "planned", "")}}
	now := &Figures{Contracts: []*ContractFigures{of("stays", "active", ""), of("new", "planned", "", "renamed"), of("terminated", "terminated", ""), of("ended", "ended", "2026-08-31")}}
	var got string
	for _, c := range now.GoneSince(before, measuretest.Day("2026-09-30").QuarterOf()) {
		got += c.Contract.ID + " "
	}
	if got != "terminated removed " {
		t.Error(got)
	}
	if (&Figures{AsOf: measuretest.Day(asOfNow)}).AnyBegun() || !(&Figures{AsOf: measuretest.Day(asOfNow), Contracts: before.Contracts}).AnyBegun() || (&Figures{AsOf: measuretest.Day(asOfNow), Contracts: before.Contracts[5:]}).AnyBegun() {
		t.Error("AnyBegun")
	}
}
