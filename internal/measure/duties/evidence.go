package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// stateRank orders states from good to bad: of several suppliers the worst counts.
var stateRank = map[contract.EvidenceState]int{contract.EvidenceNotApplicable: 0, contract.EvidenceApproved: 1, contract.EvidenceReceived: 2, contract.EvidenceMissing: 3, contract.EvidenceExpired: 4, contract.EvidenceRejected: 5}

// standing is how the evidence of one supplier for one requirement stands.
type standing struct {
	state   contract.EvidenceState
	last    date.Date // last approval
	due     date.Date // next evidence
	overdue bool
}

// evidence fills in how a requirement stands: the worst of its suppliers, the earliest date
// due, and the oldest of their last approvals.
func (k *Catalogue) evidence(cf *measure.ContractFigures, rf *measure.RequirementFigures) {
	if p := k.w.Portfolio; p.Withholds(contract.RequirementEvidence) || p.Withholds(contract.SupplierEvidence) {
		rf.State, rf.Overdue = Withheld, measure.Unknown
		return
	}
	suppliers := cf.Contract.Suppliers
	if len(suppliers) == 0 {
		suppliers = []string{""}
	}
	for i, s := range suppliers {
		st := k.standing(cf, rf, s)
		if i == 0 {
			rf.State, rf.Last, rf.Due, rf.Overdue = st.state, st.last, st.due, measure.TriOf(st.overdue)
			continue
		}
		if stateRank[st.state] > stateRank[rf.State] {
			rf.State = st.state
		}
		rf.Last = date.Min(rf.Last, st.last)
		if rf.Due.IsZero() || !st.due.IsZero() && st.due.Before(rf.Due) {
			rf.Due = st.due
		}
		if st.overdue {
			rf.Overdue = measure.Yes
		}
	}
}

// standing goes through what was handed in for the contract, and what the supplier
// has handed in for all of its contracts.
func (k *Catalogue) standing(cf *measure.ContractFigures, rf *measure.RequirementFigures, supplier string) standing {
	var st standing
	var newest date.Date
	var valid, lapsedAt date.Date // until when approved evidence holds, or held
	take := func(e *contract.Evidence) {
		state, on, ok := stateOn(e, k.w.AsOf)
		if !ok {
			return
		}
		if st.state == "" || on.After(newest) || on == newest && stateRank[state] < stateRank[st.state] {
			st.state, newest = state, on
		}
		if state == contract.EvidenceApproved {
			st.last = date.Max(st.last, on)
			if e.Expires.IsZero() || !e.Expires.Before(k.w.AsOf) {
				valid = date.Max(valid, orEver(e.Expires))
			} else {
				lapsedAt = date.Max(lapsedAt, e.Expires)
			}
		}
	}
	if rf.Applied != nil {
		for i := range rf.Applied.Evidence {
			if e := &rf.Applied.Evidence[i]; e.Supplier == "" || e.Supplier == supplier {
				take(e)
			}
		}
	}
	for _, e := range k.shared[supplier+" "+rf.Requirement.ID] {
		take(e)
	}
	st.settle(valid, lapsedAt)
	st.setDue(cf.Terms.Start, k.w.AsOf, rf.Requirement.Every, valid, lapsedAt)
	return st
}

// ever is the expiry of what does not expire.
var ever = date.Of(9999, 12, 31)

func orEver(d date.Date) date.Date {
	if d.IsZero() {
		return ever
	}
	return d
}

// settle weighs the newest piece against earlier approvals: a new one that is only
// received, or announced as missing, does not undo an approval that still holds; an
// approval that has expired leaves the requirement expired, until a new one is in.
func (st *standing) settle(valid, lapsedAt date.Date) {
	switch {
	case st.state == "":
		st.state = contract.EvidenceMissing
	case st.state == contract.EvidenceApproved && valid.IsZero():
		st.state = contract.EvidenceExpired
	case (st.state == contract.EvidenceReceived || st.state == contract.EvidenceMissing) && !valid.IsZero():
		st.state = contract.EvidenceApproved
	case st.state == contract.EvidenceMissing && !lapsedAt.IsZero():
		st.state = contract.EvidenceExpired
	}
}

// setDue sets when the next evidence is due: (last approval, else start) + every; earlier
// where the approved one expires before that.
func (st *standing) setDue(start, asOf date.Date, every contract.Every, valid, lapsedAt date.Date) {
	if st.state == contract.EvidenceNotApplicable {
		return
	}
	from := st.last
	if from.IsZero() {
		from = start
	}
	switch months := everyMonths[every]; {
	case from.IsZero():
	case months > 0:
		st.due = from.AddMonths(months)
	case every == contract.Once && st.last.IsZero():
		st.due = from
	}
	st.overdue = !st.due.IsZero() && st.due.Before(asOf)
	expires := valid
	if valid.IsZero() {
		expires = lapsedAt
	}
	if !expires.IsZero() && expires != ever && (st.due.IsZero() || expires.Before(st.due)) {
		st.due = expires
	}
}

// everyMonths is the length of a frequency.
var everyMonths = map[contract.Every]int{contract.EveryMonth: 1, contract.EveryQuarter: 3, contract.EveryHalfYear: 6, contract.EveryYear: 12}

// stateOn is the state of one piece of evidence as known on a date, and the day on
// which it took that state; ok is false for what came later.
func stateOn(e *contract.Evidence, asOf date.Date) (state contract.EvidenceState, on date.Date, ok bool) {
	if e.Received.After(asOf) {
		return "", date.Date{}, false
	}
	state, on = e.State, e.Received
	if state == "" {
		state = contract.EvidenceMissing
	}
	if state == contract.EvidenceApproved && !e.Approved.IsZero() {
		on = e.Approved
		if on.After(asOf) {
			state, on = contract.EvidenceReceived, e.Received
			if on.IsZero() {
				return "", date.Date{}, false
			}
		}
	}
	return state, on, true
}
