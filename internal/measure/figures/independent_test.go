package figures_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"pgregory.net/rapid"
)

// A second calculation of the score, straight from the definitions, with other means:
// loops over days and months instead of formulas, package time instead of date, one
// function a factor. It shares nothing with the package but the model's types.

type second struct {
	p     *contract.Portfolio
	c     *contract.Contract
	a     time.Time
	start time.Time
}

func at(x date.Date) time.Time {
	if x.IsZero() {
		return time.Time{}
	}
	return x.Time()
}

func rat(n, m int64) *big.Rat { return big.NewRat(n, m) }

// late tells whether something is dated after the as-of date.
func (s *second) late(x date.Date) bool { return !x.IsZero() && at(x).After(s.a) }

func (s *second) optionIs(o contract.Option, want ...string) bool {
	state := o.Status
	if s.late(o.Decided) || state == "lapsed" && o.Decided.IsZero() && !at(o.DecideBy).Before(s.a) {
		state = "open"
	}
	for _, w := range want {
		if string(state) == w {
			return true
		}
	}
	return false
}

// plusMonths adds months to the first day after a period, clamping to the month's end.
func plusMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

func periodLast(first time.Time, months int) time.Time {
	to := plusMonths(first, months)
	if to.Day() < first.Day() {
		return to
	}
	return to.AddDate(0, 0, -1)
}

// ends gives the current and the last end, and whether the term is open.
func (s *second) ends() (current, last time.Time, rolling bool) {
	end := at(s.c.Period.End)
	for _, o := range s.c.Options {
		if s.optionIs(o, "exercised") && at(o.ExtendsTo).After(end) {
			end = at(o.ExtendsTo)
		}
	}
	if end.IsZero() {
		last = plusMonths(s.a, 48)
		for _, o := range s.c.Options {
			if s.optionIs(o, "open") && at(o.ExtendsTo).After(last) {
				last = at(o.ExtendsTo)
			}
		}
		return end, last, true
	}
	if s.c.Period.Renewal == "tacit" {
		base, k := end, 0
		for end.Before(s.a) {
			k++
			end = periodLast(base.AddDate(0, 0, 1), k*s.c.Period.Tacit.Months)
		}
		return end, periodLast(base.AddDate(0, 0, 1), (k+1)*s.c.Period.Tacit.Months), true
	}
	last = end
	for _, o := range s.c.Options {
		if s.optionIs(o, "open") && at(o.ExtendsTo).After(last) {
			last = at(o.ExtendsTo)
		}
	}
	return end, last, false
}

func (s *second) foreign() bool { return s.c.Value.Currency == "EUR" }

func (s *second) maximum() (v int64, ok bool) {
	v, ok = int64(s.c.Value.Maximum.V), s.c.Value.Maximum.Set
	var latest time.Time
	for _, a := range s.c.Amendments {
		if a.MaximumAfter.Set && !a.Signed.IsZero() && !s.late(a.Signed) && !at(a.Signed).Before(latest) {
			v, ok, latest = int64(a.MaximumAfter.V), true, at(a.Signed)
		}
	}
	return v, ok
}

// ceiling in øre.
func (s *second) ceiling() (v int64, ok bool) {
	if v, ok = s.maximum(); ok {
		return v, ok
	}
	if s.c.Kind == "framework" || s.c.Kind == "dps" || !s.c.Value.Estimated.Set {
		return 0, false
	}
	v = int64(s.c.Value.Estimated.V)
	for _, a := range s.c.Amendments {
		if !a.Signed.IsZero() && !s.late(a.Signed) {
			v += int64(a.Value.V)
		}
	}
	return v, true
}

// through is T: where projections start.
func (s *second) through() time.Time {
	if t := s.c.Turnover; t != nil && !t.Through.IsZero() {
		if s.late(t.Through) {
			return s.a
		}
		return at(t.Through)
	}
	for day := s.a; ; day = day.AddDate(0, 0, -1) {
		if day.AddDate(0, 0, 1).Day() == 1 {
			return day
		}
	}
}

func (s *second) spent() int64 {
	var sum int64
	for _, m := range s.c.Turnover.Months {
		if !at(m.Month.First()).After(s.a) {
			sum += int64(m.Total)
		}
	}
	return sum
}

// rate a day in øre, from day-by-day walks back over complete months.
func (s *second) rate() *big.Rat {
	month := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }
	last := month(s.through().AddDate(0, 0, 1)).AddDate(0, -1, 0) // first day of the last complete month
	first := month(s.start)
	best, complete := rat(0, 1), 0
	for m := first; !m.After(last); m = m.AddDate(0, 1, 0) {
		complete++
	}
	if complete < 3 {
		return nil
	}
	for _, n := range []int{12, 3} {
		var sum, days int64
		for m, i := last, 0; i < n && !m.Before(first); m, i = m.AddDate(0, -1, 0), i+1 {
			days += int64(m.AddDate(0, 1, -1).Day())
			for _, t := range s.c.Turnover.Months {
				if at(t.Month.First()).Equal(m) {
					sum += int64(t.Total)
				}
			}
		}
		if r := rat(sum, days); r.Cmp(best) > 0 {
			best = r
		}
	}
	return best
}

func days(from, to time.Time) int64 { return int64(to.Sub(from).Hours()) / 24 }

func (s *second) projectedUse() *big.Rat {
	c, ok := s.ceiling()
	if !ok || c <= 0 || s.c.Turnover == nil || s.foreign() {
		return nil
	}
	r := s.rate()
	if r == nil {
		return nil
	}
	_, last, rolling := s.ends()
	left := days(s.through(), last)
	if rolling {
		left = 365
	}
	p := new(big.Rat).Mul(r, rat(max(0, left), 1))
	p.Add(p, rat(s.spent(), 1))
	return p.Quo(p, rat(c, 1))
}

func (s *second) annualValue() *big.Rat {
	c, ok := s.ceiling()
	if !ok || s.foreign() {
		return nil
	}
	_, last, _ := s.ends()
	end := last.AddDate(0, 0, 1)
	years := int64(0)
	for !plusMonths(s.start, int(12*(years+1))).After(end) {
		years++
	}
	y := rat(1, 1)
	if years >= 1 {
		from, to := plusMonths(s.start, int(12*years)), plusMonths(s.start, int(12*(years+1)))
		y = new(big.Rat).Add(rat(years, 1), rat(days(from, end), days(from, to)))
	}
	return new(big.Rat).Quo(rat(c, 100), y)
}

// regulation in force on the publication.
func (s *second) payThreshold() *big.Rat {
	on := at(s.c.Procurement.Published)
	switch {
	case on.IsZero() || on.Year() < 2015:
		return nil
	case on.Year() < 2024:
		return rat(1_300_000, 1)
	}
	return rat(2_200_000, 1)
}

func (s *second) value() *big.Rat {
	if s.foreign() {
		return nil
	}
	if v, ok := s.maximum(); ok {
		return rat(v, 100)
	}
	if s.c.Value.Estimated.Set {
		return rat(int64(s.c.Value.Estimated.V), 100)
	}
	return nil
}

// score and confidence from the points.
func (s *second) score() (score, confidence *big.Rat) {
	weights := []int64{30, 30, 15, 25, 20, 10, 20, 15, 10, 10, 5, 5, 5}
	var k, l, known int64
	for i, p := range s.factorPoints() {
		if p < 0 {
			p = 2
		} else {
			known += weights[i]
		}
		if i < 4 {
			k += weights[i] * int64(p)
		} else {
			l += weights[i] * int64(p)
		}
	}
	return new(big.Rat).Mul(rat(k*l, 100*100*16), rat(100, 1)), rat(known, 200)
}

func (s *second) active() bool {
	current, _, _ := s.ends()
	if s.c.Status != "active" && s.c.Status != "ended" || s.start.After(s.a) {
		return false
	}
	if current.IsZero() {
		return s.c.Status == "active"
	}
	if !current.Before(s.a) {
		return true
	}
	if s.c.Turnover != nil && s.c.Status == "active" {
		for _, m := range s.c.Turnover.Months {
			if m.Total > 0 && at(m.Month.First()).After(current) && !at(m.Month.First()).After(s.a) {
				return true
			}
		}
	}
	return false
}

func TestScoreAgainstSecondCalculation(t *testing.T) {
	t.Parallel()
	drawn, scored := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		drawn++
		p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		f := figures.Of(p, measuretest.AsOf)
		for _, cf := range f.Contracts {
			s := &second{p: p, c: cf.Contract, a: measuretest.AsOf.Time(), start: at(cf.Contract.Period.Start)}
			if s.active() != (cf.Risk != nil) {
				rt.Fatalf("%s: active %t, status %s", cf.Contract.ID, s.active(), cf.Status)
			}
			if cf.Risk == nil {
				continue
			}
			scored++
			for i, want := range s.factorPoints() {
				got := cf.Risk.Factors[i]
				if got.Known != (want >= 0) || got.Known && got.Points != want {
					rt.Fatalf("%s: %s has %d points (known %t, input %s), want %d", cf.Contract.ID, got.Factor.ID, got.Points, got.Known, got.Input, want)
				}
			}
			score, confidence := s.score()
			if cf.Risk.Score.Cmp(score) != 0 || cf.Risk.Confidence.Cmp(confidence) != 0 {
				rt.Fatalf("%s: score %s, confidence %s; want %s, %s", cf.Contract.ID, cf.Risk.Score, cf.Risk.Confidence, score, confidence)
			}
		}
	})
	if scored < drawn { // -short draws fewer
		t.Errorf("only %d contracts of %d portfolios were scored", scored, drawn)
	}
}
