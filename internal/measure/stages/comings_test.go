package stages

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
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
		c := measure.ContractFigures{Status: contract.Status(x.status), Terms: measure.Terms{Start: measuretest.Day(x.start), CurrentEnd: measuretest.Day(x.end)}}
		if BeganIn(&c, q) != x.began || EndedIn(&c, q) != x.ended {
			t.Errorf("%s: began %v, ended %v", name, BeganIn(&c, q), EndedIn(&c, q))
		}
	}
}

func TestGoneSince(t *testing.T) {
	of := func(id, status, end string, was ...string) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id, IDWas: was}, Status: contract.Status(status), Terms: measure.Terms{CurrentEnd: measuretest.Day(end)}}
	}
	before := &measure.Figures{Contracts: []*measure.ContractFigures{of("stays", "active", ""), of("renamed", "active", ""), of("terminated", "active", ""), of("removed", "active", ""), of("ended", "active", "2026-08-31"), of("planned", "planned", "")}}
	now := &measure.Figures{Contracts: []*measure.ContractFigures{of("stays", "active", ""), of("new", "planned", "", "renamed"), of("terminated", "terminated", ""), of("ended", "ended", "2026-08-31")}}
	var got string
	for _, c := range GoneSince(now, before, measuretest.Day("2026-09-30").QuarterOf()) {
		got += c.Contract.ID + " "
	}
	if got != "terminated removed " {
		t.Error(got)
	}
	if AnyBegun(&measure.Figures{AsOf: measuretest.Day("2026-11-01")}) || !AnyBegun(&measure.Figures{AsOf: measuretest.Day("2026-11-01"), Contracts: before.Contracts}) || AnyBegun(&measure.Figures{AsOf: measuretest.Day("2026-11-01"), Contracts: before.Contracts[5:]}) {
		t.Error("AnyBegun")
	}
}
