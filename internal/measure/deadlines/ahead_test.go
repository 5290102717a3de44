package deadlines

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestDeadlinesAhead(t *testing.T) {
	for _, x := range []struct {
		days             int
		late, soon, year bool
	}{{-1, true, true, true}, {0, false, true, true}, {90, false, true, true}, {91, false, false, true}, {365, false, false, true}, {366, false, false, false}} {
		line := measure.Deadline{Days: x.days}
		if line.Late() != x.late || line.Soon() != x.soon || line.WithinYear() != x.year {
			t.Errorf("%+v", x)
		}
	}
	for _, x := range []struct{ days, late []int }{{nil, nil}, {[]int{-3, -1}, []int{-3, -1}}, {[]int{-3, 0, 4}, []int{-3}}, {[]int{0}, nil}} {
		var list []measure.Deadline
		for _, n := range x.days {
			list = append(list, measure.Deadline{Days: n})
		}
		if late, ahead := SplitLate(list); len(late) != len(x.late) || len(late)+len(ahead) != len(list) {
			t.Errorf("%v: %v, %v", x.days, late, ahead)
		}
	}
}

func TestDeadlinesByMonth(t *testing.T) {
	of := func(kind, day string) measure.Deadline {
		return measure.Deadline{Kind: measure.DeadlineKind(kind), Date: measuretest.Day(day)}
	}
	list := []*measure.ContractFigures{
		{Deadlines: []measure.Deadline{of("expiry", "2026-10-31"), of("expiry", "2026-11-30"), of("evidence", "2026-11-30"), of("notice", "2027-01-01")}},
		{Deadlines: []measure.Deadline{of("option", "2027-01-31"), of("expiry", "2027-02-01")}},
	}
	months := ByMonth(list, measuretest.Day("2026-11-01"), 3)
	for i, want := range []Month{{Ends: 1}, {}, {Decisions: 2}} {
		want.Month = measuretest.Day("2026-11-01").MonthOf().Add(i)
		if months[i] != want {
			t.Errorf("%+v, want %+v", months[i], want)
		}
	}
	if fullest, all := FullestMonth(months); fullest != months[2] || all != 3 {
		t.Errorf("%+v of %d", fullest, all)
	}
	if fullest, all := FullestMonth(months[1:2]); !fullest.Month.IsZero() || all != 0 {
		t.Errorf("none: %+v of %d", fullest, all)
	}
}

func TestTermAhead(t *testing.T) {
	k := &contract.Contract{ID: "a"}
	f := measure.NewFigures(&measure.World{}, nil, []*measure.ContractFigures{{Contract: k}})
	for _, x := range []struct {
		kind string
		of   *contract.Contract
		days int
		want bool
	}{
		{"option", k, 1, true}, {"option", k, 0, false}, {"option", k, 30, true}, {"option", k, 31, false}, {"option", k, -1, false},
		{"evidence", k, 1, false}, {"tender-start", k, 1, true},
	} {
		f.Deadlines = []measure.Deadline{{Kind: measure.DeadlineKind(x.kind), Contract: x.of, Days: x.days}}
		if got := len(TermAhead(f, 30)) == 1; got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

func TestGroupDue(t *testing.T) {
	var list []measure.Deadline
	for _, days := range []int{-400, -1, 0, 90, 91, 365, 366} {
		list = append(list, measure.Deadline{Days: days})
	}
	days := func(list []measure.Deadline) (out []int) {
		for _, d := range list {
			out = append(out, d.Days)
		}
		return out
	}
	g := GroupDue(slices.Values(list))
	if !slices.Equal(days(g.Late), []int{-400, -1}) || !slices.Equal(days(g.Soon), []int{0, 90}) || !slices.Equal(days(g.Later), []int{91, 365}) {
		t.Errorf("late %v, soon %v, later %v", days(g.Late), days(g.Soon), days(g.Later))
	}
}
