package figures_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

// A second calculation of the score, straight from the definitions, with other means:
// loops over days and months instead of formulas, package time instead of date, one
// function a factor. It shares nothing with the package but the model's types.

type second struct {
	p     *contract.Portfolio
	c     *contract.Contract
	a     time.Time
	start time.Time

	bound, final, next time.Time // of a contract that goes on by itself, as rolls found them
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
		return s.rolls(end)
	}
	last = end
	for _, o := range s.c.Options {
		if s.optionIs(o, "open") && at(o.ExtendsTo).After(last) {
			last = at(o.ExtendsTo)
		}
	}
	return end, last, false
}

// rolls walks a tacit contract on, term by term: the current end, and the end to which
// turnover is projected; rolling is false where nothing moves it further.
func (s *second) rolls(end time.Time) (current, last time.Time, rolling bool) {
	s.next = time.Time{}
	p := &s.c.Period
	base, times := end, 0
	step := func(k int) time.Time {
		if k == 0 {
			return base
		}
		return periodLast(base.AddDate(0, 0, 1), k*p.Tacit.Months)
	}
	left := func(k int) bool { return p.Tacit.Times == 0 || k < p.Tacit.Times }
	notice := func(k int) time.Time {
		return plusMonths(step(k).AddDate(0, 0, 1), -p.NoticeMonths.V).AddDate(0, 0, -1)
	}
	if given := at(p.NoticeGiven); !given.IsZero() && !given.After(s.a) {
		for left(times) && (step(times).Before(given) || notice(times).Before(given)) {
			times++
		}
		return step(times), step(times), false
	}
	for left(times) && step(times).Before(s.a) {
		times++
	}
	bound := times
	for left(bound) && notice(bound).Before(s.a) {
		bound++
	}
	s.bound = step(bound)
	s.final = time.Time{}
	if p.Tacit.Times > 0 {
		s.final = step(p.Tacit.Times)
	}
	s.next = step(times)
	if left(times) {
		s.next = step(max(times+1, bound))
	}
	return step(times), s.next, true
}

// kroner per unit of the contract's currency; nil for none.
func (s *second) kroner() *big.Rat {
	switch {
	case s.c.Value.Currency != "EUR":
		return rat(1, 1)
	case s.c.Value.Rate.Set && !s.c.Value.RateDate.IsZero():
		return s.c.Value.Rate.V.Rat()
	}
	return nil
}

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

// posted are the sums by first day of month, as far as the as-of month.
func (s *second) posted() map[time.Time]int64 {
	out := map[time.Time]int64{}
	if s.c.Turnover != nil {
		for _, m := range s.c.Turnover.Months {
			if t := at(m.Month.First()); !t.After(s.a) {
				out[t] += int64(m.Total)
			}
		}
	}
	return out
}

// through is T: the last day of the last posted month that has ended, or the day through
// which the file goes, if that is later; zero where neither is known.
func (s *second) through() (t time.Time) {
	for m := range s.posted() {
		if last := m.AddDate(0, 1, -1); !last.After(s.a) && last.After(t) {
			t = last
		}
	}
	if s.c.Turnover != nil && !s.c.Turnover.Through.IsZero() {
		given := at(s.c.Turnover.Through)
		if given.After(s.a) {
			given = s.a
		}
		if given.After(t) {
			t = given
		}
	}
	return t
}

func (s *second) spent() (sum int64) {
	for _, v := range s.posted() {
		sum += v
	}
	return sum
}

// rate a day in øre, month by month back from T: a month that is posted, or after the last
// posted one and covered, is known.
func (s *second) rate() *big.Rat {
	posted, t := s.posted(), s.through()
	lastPosted := time.Time{}
	for m := range posted {
		if m.After(lastPosted) {
			lastPosted = m
		}
	}
	month := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	if !month.AddDate(0, 1, -1).Equal(t) {
		month = month.AddDate(0, -1, 0)
	}
	began := time.Date(s.start.Year(), s.start.Month(), 1, 0, 0, 0, 0, time.UTC)
	best, known := rat(0, 1), 0
	for _, n := range []int{12, 3} {
		var sum, days int64
		for m, i := month, 0; i < n && !m.Before(began); m, i = m.AddDate(0, -1, 0), i+1 {
			v, is := posted[m]
			if !is && !m.After(lastPosted) {
				continue
			}
			sum, days = sum+v, days+int64(m.AddDate(0, 1, -1).Day())
			if n == 12 {
				known++
			}
		}
		if days == 0 {
			continue
		}
		if r := rat(sum, days); r.Cmp(best) > 0 {
			best = r
		}
	}
	if known < 3 {
		return nil
	}
	return best
}

// projectedUse goes day by day from the first posted month to the horizon: what is posted
// counts, a day of a month that nobody has posted, or after T, counts at the rate.
func (s *second) projectedUse() *big.Rat {
	c, ok := s.ceiling()
	t := s.through()
	if !ok || c <= 0 || t.IsZero() {
		return nil
	}
	spent, r := rat(s.spent(), 1), s.rate()
	if r == nil {
		if s.spent() >= c {
			return spent.Quo(spent, rat(c, 1))
		}
		return nil
	}
	posted, sum := s.posted(), rat(0, 1)
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	last := time.Time{}
	for m, v := range posted {
		if m.Before(first) {
			first = m
		}
		if m.After(last) {
			last = m
		}
		if !m.After(t) {
			sum.Add(sum, rat(v, 1))
		}
	}
	for m := first; m.Before(last) && !m.AddDate(0, 1, -1).After(t); m = m.AddDate(0, 1, 0) {
		if _, is := posted[m]; !is {
			sum.Add(sum, new(big.Rat).Mul(r, rat(int64(m.AddDate(0, 1, -1).Day()), 1)))
		}
	}
	sum.Add(sum, new(big.Rat).Mul(r, rat(max(0, days(t, s.horizon(t))), 1)))
	if sum.Cmp(spent) < 0 {
		sum = spent
	}
	return sum.Quo(sum, rat(c, 1))
}

func (s *second) horizon(t time.Time) time.Time {
	s.bound = time.Time{}
	_, last, rolling := s.ends()
	year := t.AddDate(0, 0, 365)
	switch {
	case !rolling:
		return last
	case s.bound.IsZero() || year.After(s.bound):
		s.bound = year
	}
	if !s.final.IsZero() && s.bound.After(s.final) {
		return s.final
	}
	return s.bound
}

func (s *second) annualValue() *big.Rat {
	c, ok := s.ceiling()
	if !ok || s.kroner() == nil {
		return nil
	}
	_, last, _ := s.ends()
	for _, o := range s.c.Options {
		if at(o.ExtendsTo).After(last) {
			last = at(o.ExtendsTo)
		}
	}
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
	value := new(big.Rat).Quo(rat(c, 100), y)
	return value.Mul(value, s.kroner())
}

func days(from, to time.Time) int64 { return int64(to.Sub(from).Hours()) / 24 }

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
	k := s.kroner()
	if k == nil {
		return nil
	}
	if v, ok := s.maximum(); ok {
		return new(big.Rat).Mul(rat(v, 100), k)
	}
	if s.c.Value.Estimated.Set {
		return new(big.Rat).Mul(rat(int64(s.c.Value.Estimated.V), 100), k)
	}
	return nil
}

// score and confidence from the points, by the version of the model.
func (s *second) score(version int) (score, confidence *big.Rat) {
	weights := []int64{30, 30, 15, 25, 20, 10, 20, 15, 10, 10, 5, 5, 5}
	var k, l, squares, known int64
	stays := rat(1, 1) // version 2: the chance that nothing goes wrong
	for i, p := range s.factorPoints() {
		if p < 0 {
			p = 2
		} else {
			known += weights[i]
		}
		if i < 4 {
			k += weights[i] * int64(p)
			squares += weights[i] * int64(p*p)
		} else {
			l += weights[i] * int64(p)
			comes := new(big.Rat).Mul(rat(8, 10), new(big.Rat).Mul(rat(weights[i], 20), rat(int64(p*p), 16)))
			stays.Mul(stays, comes.Sub(rat(1, 1), comes))
		}
	}
	confidence = rat(known, 200)
	if version == 1 {
		return new(big.Rat).Mul(rat(k*l, 100*100*16), rat(100, 1)), confidence
	}
	score = new(big.Rat).Mul(nineDecimalRoot(rat(squares, 16*100)), rat(100, 1))
	return score.Mul(score, stays.Sub(rat(1, 1), stays)), confidence
}

// nineDecimalRoot is the number of nine decimals that is nearest to the root: found by
// halving, not by a root.
func nineDecimalRoot(r *big.Rat) *big.Rat {
	low, high := int64(0), int64(2_000_000_000) // billionths: the last whose lower border is at most the root
	for low < high {
		middle := (low + high + 1) / 2
		border := rat(2*middle-1, 2_000_000_000)
		if border.Sign() > 0 && border.Mul(border, border).Cmp(r) > 0 {
			high = middle - 1
		} else {
			low = middle
		}
	}
	return rat(low, 1_000_000_000)
}

// followed: in force, or past its end without a decision, or bought on.
func (s *second) followed() bool {
	current, _, _ := s.ends()
	if s.c.Status != "active" && s.c.Status != "ended" || s.start.After(s.a) {
		return false
	}
	if current.IsZero() || s.c.Status == "ended" {
		return s.c.Status == "active" || !current.IsZero() && !current.Before(s.a)
	}
	if !current.Before(s.a) || !s.decided() {
		return true
	}
	for m, v := range s.posted() {
		if v > 0 && m.After(current) && !s.through().IsZero() {
			return true
		}
	}
	return false
}

// decided: notice was given, or the option that leads furthest was declined.
func (s *second) decided() bool {
	if given := s.c.Period.NoticeGiven; !given.IsZero() && !s.late(given) {
		return true
	}
	if n := len(s.c.Options); n > 0 { // in the order of their ends
		return s.optionIs(s.c.Options[n-1], "declined")
	}
	return false
}

func TestScoreAgainstSecondCalculation(t *testing.T) {
	t.Parallel()
	drawn, scored := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		drawn++
		p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		version := rapid.IntRange(1, 2).Draw(rt, "version")
		if version == 2 {
			p.Models = []*contract.RiskModel{measuretest.SecondModel()}
		}
		f := figures.Of(p, measuretest.AsOf)
		for _, cf := range f.Contracts {
			s := &second{p: p, c: cf.Contract, a: measuretest.AsOf.Time(), start: at(cf.Contract.Period.Start)}
			if s.followed() != (cf.Risk != nil) {
				rt.Fatalf("%s: followed up %t, status %s", cf.Contract.ID, s.followed(), cf.Status)
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
			score, confidence := s.score(version)
			if cf.Risk.Score.Cmp(score) != 0 || cf.Risk.Confidence.Cmp(confidence) != 0 {
				rt.Fatalf("%s: score %s, confidence %s; want %s, %s", cf.Contract.ID, cf.Risk.Score, cf.Risk.Confidence, score, confidence)
			}
		}
	})
	if scored < drawn { // -short draws fewer
		t.Errorf("only %d contracts of %d portfolios were scored", scored, drawn)
	}
}
