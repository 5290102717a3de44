package measure

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestDeadlinesAhead(t *testing.T) {
	for _, x := range []struct {
		days             int
		late, soon, year bool
	}{{-1, true, true, true}, {0, false, true, true}, {90, false, true, true}, {91, false, false, true}, {365, false, false, true}, {366, false, false, false}} {
		line := Deadline{Days: x.days}
		if line.Late() != x.late || line.Soon() != x.soon || line.WithinYear() != x.year {
			t.Errorf("%+v", x)
		}
	}
	for _, x := range []struct{ days, late []int }{{nil, nil}, {[]int{-3, -1}, []int{-3, -1}}, {[]int{-3, 0, 4}, []int{-3}}, {[]int{0}, nil}} {
		var list []Deadline
		for _, n := range x.days {
			list = append(list, Deadline{Days: n})
		}
		if late, ahead := SplitLate(list); len(late) != len(x.late) || len(late)+len(ahead) != len(list) {
			t.Errorf("%v: %v, %v", x.days, late, ahead)
		}
	}
}

func TestDeadlinesByMonth(t *testing.T) {
	of := func(kind, day string) Deadline { return Deadline{Kind: DeadlineKind(kind), Date: measuretest.Day(day)} }
	list := []*ContractFigures{
		{Deadlines: []Deadline{of("expiry", "2026-10-31"), of("expiry", "2026-11-30"), of("evidence", "2026-11-30"), of("notice", "2027-01-01")}},
		{Deadlines: []Deadline{of("option", "2027-01-31"), of("expiry", "2027-02-01")}},
	}
	months := DeadlinesByMonth(list, measuretest.Day(asOfNow), 3)
	for i, want := range []MonthDeadlines{{Ends: 1}, {}, {Decisions: 2}} {
		want.Month = measuretest.Day(asOfNow).MonthOf().Add(i)
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
	k, stopped := &contract.Contract{ID: "a"}, &contract.Contract{ID: "b"}
	f := &Figures{byID: map[string]*ContractFigures{"a": {Contract: k}, "b": {Contract: stopped, Terms: Terms{Stopped: true}}}}
	for _, x := range []struct {
		kind string
		of   *contract.Contract
		days int
		want bool
	}{
		{"option", k, 1, true}, {"option", k, 0, false}, {"option", k, 30, true}, {"option", k, 31, false}, {"option", k, -1, false},
		{"option", stopped, 1, false}, {"expiry", stopped, 1, true}, {"evidence", k, 1, false}, {"tender-start", k, 1, true},
	} {
		f.Deadlines = []Deadline{{Kind: DeadlineKind(x.kind), Contract: x.of, Days: x.days}}
		if got := len(f.TermAhead(30)) == 1; got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

func TestDays(t *testing.T) {
	if Late(measuretest.Day(""), measuretest.Day(asOfNow)) || Late(measuretest.Day(asOfNow), measuretest.Day(asOfNow)) || !Late(measuretest.Day("2026-10-31"), measuretest.Day(asOfNow)) {
		t.Error("Late")
	}
	for _, x := range []struct {
		from, to string
		want     bool
	}{{"", "", true}, {asOfNow, "", true}, {"2026-11-02", "", false}, {"", asOfNow, true}, {"", "2026-10-31", false}} {
		if got := InForce(measuretest.Day(x.from), measuretest.Day(x.to), measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

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

func TestCountGaps(t *testing.T) {
	whole := func() *ContractFigures {
		return &ContractFigures{Status: "active", Manager: &contract.Person{}, FollowUpDebt: contract.Some(0), Contract: &contract.Contract{Category: "x", Plan: []contract.PlanItem{{}}},
			Money: Money{Ceiling: fraction("1"), Spent: fraction("1")}, Terms: Terms{CurrentEnd: measuretest.Day(asOfNow)}, Risk: &Risk{Confidence: fraction("3/4")}}
	}
	for _, x := range []struct {
		gap    Gap
		change func(*ContractFigures)
	}{
		{"", func(*ContractFigures) {}},
		{"", func(c *ContractFigures) { *c = ContractFigures{Contract: &contract.Contract{}, Status: "ended"} }},
		{"", func(c *ContractFigures) { c.Terms = Terms{Indefinite: true} }},
		{"", func(c *ContractFigures) { c.Money.Spent, c.Contract.Parent = nil, "framework" }},
		{"", func(c *ContractFigures) { c.Risk = nil }},
		{GapManager, func(c *ContractFigures) { c.Manager = nil }},
		{GapCeiling, func(c *ContractFigures) { c.Money.Ceiling = nil }},
		{GapTurnover, func(c *ContractFigures) { c.Money.Spent = nil }},
		{GapEnd, func(c *ContractFigures) { c.Terms = Terms{} }},
		{GapCategory, func(c *ContractFigures) { c.Contract.Category = "" }},
		{GapPlan, func(c *ContractFigures) { c.Contract.Plan = nil }},
		{GapConfidence, func(c *ContractFigures) { c.Risk.Confidence = fraction("74/100") }},
		{GapEvidence, func(c *ContractFigures) {
			c.Requirements = []RequirementFigures{{Applies: Yes, State: "overdue", Evidence: "overdue"}, {Applies: No}}
		}},
	} {
		c := whole()
		x.change(c)
		for _, g := range CountGaps([]*ContractFigures{c}) {
			if (g.N == 1) != (g.Gap == x.gap) {
				t.Errorf("%q: %+v", x.gap, g)
			}
		}
	}
	c := whole()
	c.Requirements = []RequirementFigures{{Applies: Yes, State: "approved"}, {Applies: Unknown, State: "deviation", Evidence: "overdue"}, {Applies: Yes, State: "missing"}, {Applies: No, State: ""}}
	if got := c.CountStandings(); got.Applies != 3 || got.By["approved"] != 1 || got.By["deviation"] != 1 || got.Debt != 1 {
		t.Errorf("%+v", got)
	}
}

func TestAtCeiling(t *testing.T) {
	of := func(id, status, spent, projected, ceiling, reached string) *ContractFigures {
		m := Money{Spent: fraction(spent), Projected: fraction(projected), Ceiling: fraction(ceiling), Exhaustion: measuretest.Day(reached)}
		m.Use = Ratio(m.Spent, m.Ceiling)
		return &ContractFigures{Contract: &contract.Contract{ID: id}, Status: contract.Status(status), Money: m}
	}
	got := ""
	for _, c := range AtCeiling([]*ContractFigures{
		of("later", "active", "1", "3", "2", "2027-06-01"), of("sooner", "active", "1", "3", "2", "2027-01-01"), of("holds", "active", "1", "2", "2", ""), of("over", "active", "3", "", "2", ""),
		of("most", "active", "5", "", "2", ""), of("zero", "active", "1", "", "0", ""), of("ended", "ended", "5", "", "2", ""), of("unknown", "active", "5", "9", "", ""),
	}) {
		got += c.Contract.ID + " "
	}
	if got != "zero most over sooner later " {
		t.Error(got)
	}
}

func TestGroupDue(t *testing.T) {
	var list []Deadline
	for _, days := range []int{-400, -1, 0, 90, 91, 365, 366} {
		list = append(list, Deadline{Days: days})
	}
	days := func(list []Deadline) (out []int) {
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
