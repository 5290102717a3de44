package date

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2024-01-31", 1, "2024-02-29"},
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-03-31", -1, "2024-02-29"},
		{"2024-12-31", 2, "2025-02-28"},
		{"2026-05-01", -6, "2025-11-01"},
	} {
		if got := MustParse(c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestAgreesWithPackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(10, 9999).Draw(t, "year") // 3000 days from the bounds
		m := time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		d := rapid.IntRange(1, 31).Draw(t, "day")
		n := rapid.IntRange(-3000, 3000).Draw(t, "n")
		want := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		got := Of(y, m, d)
		if !got.Time().Equal(want) || got.String() != want.Format(time.DateOnly) {
			t.Fatalf("Of = %s, want %s", got, want)
		}
		if later := want.AddDate(0, 0, n); !got.AddDays(n).Time().Equal(later) || got.AddDays(n).Days(got) != n {
			t.Fatalf("AddDays(%d) = %s, want %s", n, got.AddDays(n), later)
		}
		if back, err := Parse(got.String()); err == nil && back != got {
			t.Fatalf("Parse(%s) = %s", got, back)
		}
	})
}

func TestLastQuarter(t *testing.T) {
	for day, want := range map[string]string{"2026-09-29": "2026-q2", "2026-09-30": "2026-q3", "2026-12-31": "2026-q4", "2027-01-01": "2026-q4"} {
		if got := MustParse(day).LastQuarter().String(); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestQuarter(t *testing.T) {
	q, err := ParseQuarter("2026-q3")
	if err != nil || q.First().String() != "2026-07-01" || q.Last().String() != "2026-09-30" || q.Add(-3).String() != "2025-q4" {
		t.Errorf("2026-q3: %v %v %v %v %v", q, err, q.First(), q.Last(), q.Add(-3))
	}
	for _, bad := range []string{"2026-q5", "2026q3", "26-q3", "2026-q0", "2026-Q3", "-026-q1"} {
		if _, err := ParseQuarter(bad); err == nil {
			t.Errorf("ParseQuarter(%q) was accepted", bad)
		}
	}
}

func TestZeroIsAbsent(t *testing.T) {
	if !(Date{}).IsZero() || (Date{}).String() != "" || Of(1970, 1, 1).IsZero() || !(Month{}).IsZero() {
		t.Error("zero values must be absent, and real dates present")
	}
}

type both struct {
	D Date
	Q Quarter
}

// What is written as JSON is read back.
func TestJSON(t *testing.T) {
	for _, v := range []both{{}, {MustParse("2026-02-28"), Quarter{2026, 3}}} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var got both
		if err := json.Unmarshal(data, &got); err != nil || got != v {
			t.Errorf("%s: %v (%v)", data, got, err)
		}
	}
	for _, bad := range []string{`{"D":"2026-02-30"}`, `{"D":7}`, `{"Q":"2026-q5"}`, `{"Q":{}}`} {
		var got both
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("%s was read as %v", bad, got)
		}
	}
}

// What would leave the calendar stays at its bounds, and no date stays none.
func TestArithmeticIsTotal(t *testing.T) {
	d := MustParse("2026-11-01")
	for _, n := range []int{1 << 31, 1e9, 1 << 40, math.MaxInt64 / 24} {
		first, last := Of(0, 1, 1), Of(19999, 12, 31)
		if got := d.AddDays(n); got != last || got.Year() != 19999 {
			t.Errorf("%d days on: %s", n, got)
		}
		if got := d.AddDays(-n); got != first {
			t.Errorf("%d days back: %s", n, got)
		}
		if got := d.AddMonths(n); got != Of(19999, 12, 1) {
			t.Errorf("%d months on: %s", n, got)
		}
		if got := d.AddMonths(-n); got != Of(0, 1, 1) {
			t.Errorf("%d months back: %s", n, got)
		}
		var none Date
		if !none.AddDays(n).IsZero() || !none.AddMonths(-n).IsZero() || !none.AddYears(1).IsZero() {
			t.Error("no date became one")
		}
	}
	if got := Of(19999, 12, 31).MonthOf().Days(); got < 30 {
		t.Errorf("the last month has %d days", got)
	}
}

func TestQuartersEndInAZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip(err)
	}
	quarters := MustParse("2026-10-31").QuartersBefore(2)
	for i, want := range []string{"2026-06-30T21:59:59.999999999Z", "2026-09-30T21:59:59.999999999Z"} {
		if got := quarters[i].Last().EndIn(zone).UTC().Format(time.RFC3339Nano); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
