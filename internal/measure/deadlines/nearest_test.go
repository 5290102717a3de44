package deadlines_test

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
)

func TestNearestFirst(t *testing.T) {
	of := func(id, end string, due ...measure.Deadline) *measure.ContractFigures {
		c := &measure.ContractFigures{Contract: &contract.Contract{ID: id}, Deadlines: due}
		if end != "" {
			c.Terms.CurrentEnd = date.MustParse(end)
		}
		return c
	}
	at := func(kind measure.DeadlineKind, day string) measure.Deadline {
		return measure.Deadline{Kind: kind, Date: date.MustParse(day)}
	}
	list := []*measure.ContractFigures{
		of("endless", ""),
		of("evidence", "2029-12-31", at(measure.DeadlineEvidence, "2026-01-01")), // is to be done, not decided
		of("option", "2027-12-31", at(measure.DeadlineEvidence, "2026-01-01"), at(measure.DeadlineOption, "2026-12-01")),
		of("lapsed", "2026-09-30", at(measure.DeadlineLapsed, "2026-09-30")),
		of("end", "2027-03-31"),
	}
	if got := strings.Join(measure.IDs(deadlines.NearestFirst(list)), " "); got != "lapsed option end evidence endless" {
		t.Error(got)
	}
}
