package figures_test

import (
	"math/big"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
)

// The factors of the second calculation.

// applies: everything that is not surely no; sure: surely yes.
func (s *second) applies(r *contract.Requirement) (applies, sure bool) {
	for _, a := range s.c.Requirements {
		if a.ID == r.ID && a.Applies.Set {
			return a.Applies.V, a.Applies.V
		}
	}
	v := s.value()
	switch base := r.ID[:min(len(r.ID), 4)]; base {
	case "pay", "pay-":
		t := s.payThreshold()
		if s.c.Nature == "goods" || v != nil && t != nil && v.Cmp(t) < 0 {
			return false, false
		}
		return true, s.c.Nature != "" && v != nil && t != nil
	case "pack":
		return s.c.Nature == "goods" || s.c.Nature == "", s.c.Nature == "goods"
	case "zero":
		for _, a := range s.c.Requirements {
			if a.ID == "zero-emission" && (!a.Applies.Set || a.Applies.V) {
				return true, true
			}
		}
		return false, false
	case "ceil":
		if s.c.Kind == "framework" || v != nil && v.Cmp(rat(100_000_000, 1)) > 0 {
			return true, true
		}
		return v == nil, false
	case "data":
		return s.c.VulnerableUse, s.c.VulnerableUse
	}
	return true, true
}

// inDebt: for any supplier, no approval in time, or the newest rejected or expired.
func (s *second) inDebt(r *contract.Requirement) bool {
	suppliers := s.c.Suppliers
	if len(suppliers) == 0 {
		suppliers = []string{""}
	}
	for _, id := range suppliers {
		var pieces []contract.Evidence
		for _, a := range s.c.Requirements {
			if a.ID == r.ID {
				for _, e := range a.Evidence {
					if e.Supplier == "" || e.Supplier == id {
						pieces = append(pieces, e)
					}
				}
			}
		}
		if sup := s.p.Supplier(id); sup != nil {
			for _, e := range sup.Evidence {
				if e.Requirement == r.ID {
					pieces = append(pieces, e)
				}
			}
		}
		if s.lacking(r, pieces) {
			return true
		}
	}
	return false
}

func (s *second) lacking(r *contract.Requirement, pieces []contract.Evidence) bool {
	var approvedAt, rejectedAt, otherAt, newest time.Time
	holds, expiredOnce, newestIs := false, false, ""
	order := "not-applicable approved received missing rejected"
	for _, e := range pieces {
		on := at(e.Received)
		if s.late(e.Received) {
			continue
		}
		if newestIs == "" || on.After(newest) || on.Equal(newest) && index(order, string(e.State)) < index(order, newestIs) {
			newest, newestIs = on, string(e.State)
		}
		switch e.State {
		case "approved":
			if on.Before(approvedAt) {
				continue
			}
			if on.After(approvedAt) {
				holds, expiredOnce = false, false
			}
			approvedAt = on
			if e.Expires.IsZero() || !at(e.Expires).Before(s.a) {
				holds = true
			} else {
				expiredOnce = true
			}
		case "rejected":
			rejectedAt = latest(rejectedAt, on)
		case "not-applicable":
			otherAt = latest(otherAt, on)
		}
	}
	switch {
	case newestIs == "not-applicable" && !rejectedAt.Equal(newest):
		return false
	case !rejectedAt.IsZero() && !rejectedAt.Before(approvedAt) && !rejectedAt.Before(otherAt):
		return true
	case !holds && expiredOnce:
		return true
	}
	from := approvedAt
	if from.IsZero() {
		from = s.start
	}
	switch r.Every {
	case "quarter":
		return plusMonths(from, 3).Before(s.a)
	case "half-year":
		return plusMonths(from, 6).Before(s.a)
	case "year":
		return plusMonths(from, 12).Before(s.a)
	case "once":
		return approvedAt.IsZero() && s.start.Before(s.a)
	}
	return false
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func index(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i:i+len(word)] == word {
			return i
		}
	}
	return -1
}

// steps counts how many limits a value is at or above.
func steps(v *big.Rat, limits ...*big.Rat) int {
	n := 0
	for _, l := range limits {
		if v.Cmp(l) >= 0 {
			n++
		}
	}
	return n
}

// factorPoints in the order of the default model; −1 unknown.
func (s *second) factorPoints() []int {
	out := make([]int, 13)
	for i := range out {
		out[i] = -1
	}
	if v := s.annualValue(); v != nil {
		out[0] = steps(v, rat(500_000, 1), rat(2_500_000, 1), rat(10_000_000, 1), rat(50_000_000, 1))
	}
	for i, w := range []string{"none", "nuisance", "delay", "affects-users", "critical"} {
		if string(s.c.Criticality) == w {
			out[1] = i
		}
	}
	if b := s.c.Procurement.Bids; b.Set {
		out[2] = []int{4, 4, 3, 2, 1, 1, 0, 0, 0}[b.V]
	}
	out[3] = s.exposurePoints()
	if u := s.projectedUse(); u != nil {
		out[4] = steps(u, rat(70, 100), rat(85, 100), rat(95, 100), rat(105, 100))
	}
	out[5] = s.deadlinePoints()
	out[6] = s.debtPoints()
	out[7] = steps(rat(s.openSum(), 1), rat(1, 1), rat(3, 1), rat(9, 1), rat(18, 1))
	out[8] = s.labourPoints()
	out[9] = s.amendmentPoints()
	out[10] = s.signPoints()
	out[11] = s.followUpPoints()
	out[12] = s.dataPoints()
	return out
}

func (s *second) exposurePoints() int {
	if s.c.VulnerableUse {
		return 4
	}
	var all, surely int64
	for _, r := range s.p.Requirements {
		if r.Group == "social" || r.Group == "environment" {
			applies, sure := s.applies(r)
			all, surely = all+int64(btoi(applies)), surely+int64(btoi(sure))
		}
	}
	points := func(n int64) int { return steps(rat(n, 1), rat(1, 1), rat(4, 1), rat(7, 1), rat(10, 1)) }
	if points(all) != points(surely) {
		return -1
	}
	return points(all)
}

func (s *second) deadlinePoints() int {
	found, nearest := false, int64(0)
	add := func(t time.Time) {
		if n := days(s.a, t); !found || n < nearest {
			found, nearest = true, n
		}
	}
	for _, o := range s.c.Options {
		if s.optionIs(o, "open") {
			add(at(o.DecideBy))
		}
	}
	current, _, _ := s.ends()
	if s.c.Period.Renewal == "tacit" && (s.c.Period.NoticeGiven.IsZero() || s.late(s.c.Period.NoticeGiven)) {
		base := at(s.c.Period.End)
		for k := 0; s.c.Period.Tacit.Times == 0 || k < s.c.Period.Tacit.Times; k++ {
			end := base
			if k > 0 {
				end = periodLast(base.AddDate(0, 0, 1), k*s.c.Period.Tacit.Months)
			}
			notice := plusMonths(end.AddDate(0, 0, 1), -s.c.Period.NoticeMonths.V).AddDate(0, 0, -1)
			if !end.Before(s.a) && !notice.Before(s.a) {
				add(notice)
				break
			}
		}
	}
	if s.c.Successor == "" && !current.IsZero() && (s.c.Period.Renewal != "tacit" || s.next.IsZero() || current.Equal(s.next)) {
		add(current)
	}
	switch {
	case !found || nearest > 365:
		return 0
	case nearest > 180:
		return 1
	case nearest > 90:
		return 2
	case nearest > 30:
		return 3
	}
	return 4
}

func (s *second) debtPoints() int {
	points := func(surely bool) int {
		var debt, all int64
		for _, r := range s.p.Requirements {
			if applies, sure := s.applies(r); applies && (sure || !surely) {
				all += int64(r.Weight)
				if s.inDebt(r) {
					debt += int64(r.Weight)
				}
			}
		}
		if debt == 0 {
			return 0
		}
		return 1 + steps(rat(debt, all), rat(1, 10), rat(1, 4), rat(1, 2))
	}
	if points(false) != points(true) {
		return -1
	}
	return points(false)
}

func (s *second) openSum() int64 {
	weight := map[string]int64{"minor": 1, "major": 3, "critical": 9, "": 3}
	sum := int64(0)
	for _, v := range s.c.Deviations {
		if !s.late(v.Reported) && (v.Closed.IsZero() || s.late(v.Closed)) {
			sum += weight[string(v.Severity)]
		}
	}
	for _, n := range s.c.Inspections {
		for _, v := range n.Findings {
			if !s.late(n.Date) && n.Status != "planned" && (v.Closed.IsZero() || s.late(v.Closed)) {
				sum += weight[string(v.Severity)]
			}
		}
	}
	return sum
}

func (s *second) labourPoints() int {
	if s.c.Nature == "goods" {
		return 0
	}
	for _, k := range s.p.Categories {
		if k.ID != s.c.Category || !k.IndustryRisk.Set {
			continue
		}
		n := k.IndustryRisk.V
		if ch := s.c.SupplyChain; ch != nil && (ch.Firms[1].Parent == "a" || ch.Firms[2].Parent == "b") {
			n++
		}
		for _, i := range s.c.Inspections {
			if i.Extensive && i.Result == "conform" && i.Status != "planned" && !s.late(i.Date) && !at(i.Date).Before(plusMonths(s.a, -12)) {
				n--
				break
			}
		}
		return max(0, min(4, n))
	}
	return -1
}

func (s *second) amendmentPoints() int {
	sum := int64(0)
	for _, a := range s.c.Amendments {
		if !a.Signed.IsZero() && !s.late(a.Signed) && a.Value.V > 0 {
			sum += int64(a.Value.V)
		}
	}
	if sum == 0 {
		return 0
	}
	if !s.c.Value.Estimated.Set {
		return -1
	}
	top := rat(10, 100)
	if s.c.Nature == "works" {
		top = rat(15, 100)
	}
	return 1 + steps(rat(sum, int64(s.c.Value.Estimated.V)), rat(3, 100), rat(7, 100), top)
}

func (s *second) signPoints() int {
	most := -1
	for _, id := range s.c.Suppliers {
		most = max(most, len(s.p.Supplier(id).Signs))
	}
	return min(most, 4)
}

func (s *second) followUpPoints() int {
	n := s.p.Person(s.c.Manager)
	if n == nil || !n.Left.IsZero() && at(n.Left).Before(s.a) {
		return 4
	}
	current, _, _ := s.ends()
	late := int64(0)
	for _, item := range s.c.Plan {
		size := map[string]int{"month": 1, "quarter": 3, "half-year": 6, "year": 12}[string(item.Every)]
		// Walk over the calendar periods; the first that is due after the last done counts.
		for p := time.Date(s.start.Year(), 1, 1, 0, 0, 0, 0, time.UTC); ; p = p.AddDate(0, size, 0) {
			due := p.AddDate(0, size, -1)
			if due.Before(s.start) {
				continue
			}
			if !due.Before(s.a) || !current.IsZero() && due.After(current) {
				break
			}
			settled := false
			for _, x := range item.Done {
				if !s.late(x) && !at(x).Before(p) && !at(x).Before(s.start) {
					settled = true
				}
			}
			if !settled {
				late = max(late, days(due, s.a))
				break
			}
		}
	}
	if late == 0 {
		return 0
	}
	return 1 + steps(rat(late, 1), rat(30, 1), rat(60, 1), rat(90, 1))
}

func (s *second) dataPoints() int {
	_, ceiling := s.ceiling()
	n := btoi(s.c.Category == "") + btoi(len(s.c.CPV) == 0) + btoi(s.c.Department == "") + btoi(s.c.Manager == "") + btoi(s.c.Criticality == "") +
		btoi(!s.c.Procurement.Bids.Set) + btoi(!s.c.Value.Estimated.Set) + btoi(!ceiling) + btoi(len(s.c.Plan) == 0) + btoi(len(s.c.Requirements) == 0)
	return min(n, 4)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
