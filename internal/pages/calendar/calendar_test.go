package calendar

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/templates"
)

// What is overdue comes first, then decisions; what is settled is taken out, under the id that it had;
// evidence is one event a day; a deadline that moves keeps its id.
func TestEvents(t *testing.T) {
	day := date.MustParse
	option := func(status contract.OptionStatus, by, decided string) contract.Option {
		o := contract.Option{ID: "1", ExtendsTo: day("2028-12-31"), DecideBy: day(by), Status: status}
		if decided != "" {
			o.Decided = day(decided)
		}
		return o
	}
	of := func(o contract.Option) (*kit.Site, []kit.Event) {
		c := &contract.Contract{ID: "a", Title: "A", Status: contract.Active, Period: contract.Period{Start: day("2024-01-01"), End: day("2027-12-31")}, Options: []contract.Option{o},
			Deviations: []contract.Deviation{{ID: "d", Title: "D", Reported: day("2026-08-01"), Deadline: day("2026-09-01")}}}
		s := kittest.Site(t, contract.Internal, "2026-09-30", c)
		for _, d := range []string{"2026-12-01", "2026-12-01", "2026-12-02"} {
			s.F.Deadlines = append(s.F.Deadlines, measure.Deadline{Kind: measure.DeadlineEvidence, Date: day(d), Contract: c, Days: day(d).Days(s.F.AsOf)})
		}
		return s, events(s, "", deadlines.Settled(s.F.Of("a"), s.F.AsOf))
	}
	find := func(list []kit.Event, category string) (found []kit.Event) {
		for _, e := range list {
			if e.Category == category {
				found = append(found, e)
			}
		}
		return found
	}
	s, open := of(option(contract.OptionOpen, "2027-06-30", ""))
	if open[0].Priority != overdueFirst || open[0].Alarms != nil || open[0].Category != s.Word("deadline", "deviation") {
		t.Errorf("first: %+v", open[0])
	}
	options, evidence := s.Word("deadline", "option"), s.Word("deadline", "evidence")
	before := find(open, options)
	if len(before) != 1 || before[0].Cancelled || len(before[0].Alarms) != 2 || before[0].Priority != toDecide {
		t.Fatalf("the option: %+v", before)
	}
	if got := find(open, evidence); len(got) != 2 || len(got[0].Alarms) != 1 {
		t.Errorf("evidence: %+v", got)
	}
	_, moved := of(option(contract.OptionOpen, "2027-05-31", ""))
	if got := find(moved, options); len(got) != 1 || got[0].UID != before[0].UID {
		t.Errorf("moved: %+v", got)
	}
	_, decided := of(option(contract.OptionExercised, "2027-06-30", "2026-09-15"))
	if got := find(decided, options); len(got) != 1 || !got[0].Cancelled || got[0].UID != before[0].UID {
		t.Errorf("decided: %+v", got)
	}
	_, long := of(option(contract.OptionExercised, "2027-06-30", "2025-09-15"))
	if got := find(long, options); len(got) != 0 {
		t.Errorf("decided long since: %+v", got)
	}
}

// Forty rows of evidence stand in a month and the next is counted; what is no evidence stays.
func TestEvidenceShown(t *testing.T) {
	for n, want := range map[int]int{0: 0, evidenceShown: 0, evidenceShown + 1: 1, evidenceShown + 7: 7} {
		rows := []templates.Deadline{{Kind: "Opsjon"}}
		for range n {
			rows = append(rows, templates.Deadline{Kind: "Dokumentasjon"})
		}
		rows = append(rows, templates.Deadline{Kind: "Utløp"})
		out, left := fewer(rows, "Dokumentasjon")
		if left != want || len(out) != n+2-want || out[len(out)-1].Kind != "Utløp" {
			t.Errorf("%d rows of evidence: %d of %d shown, %d left", n, len(out), len(rows), left)
		}
	}
}
