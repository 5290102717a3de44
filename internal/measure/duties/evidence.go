package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
)

// standing is how the evidence of one supplier for one requirement stands.
type standing struct {
	state contract.EvidenceState
	last  date.Date // last approval
	due   date.Date // next evidence
}

// evidence fills in how a requirement stands: the worst of its suppliers, the earliest date
// due, and the oldest of their last approvals; then what is open against it.
func (k *Catalogue) evidence(cf *measure.ContractFigures, rf *measure.RequirementFigures) {
	if p := k.w.Portfolio; p.Withholds(contract.RequirementEvidence) || p.Withholds(contract.SupplierEvidence) {
		rf.State, rf.Evidence = contract.EvidenceWithheld, contract.EvidenceWithheld
		return
	}
	suppliers := cf.Contract.Suppliers
	if len(suppliers) == 0 {
		suppliers = []string{""}
	}
	for i, s := range suppliers {
		st := k.standing(cf, rf, s)
		rf.Evidence = Worse(rf.Evidence, st.state)
		if i == 0 || st.last.Before(rf.Last) {
			rf.Last = st.last
		}
		if rf.Due.IsZero() || !st.due.IsZero() && st.due.Before(rf.Due) {
			rf.Due = st.due
		}
	}
	if !askedFor(cf, rf.Due) {
		rf.Due = date.Date{}
	}
	rf.State = rf.Evidence
	if deviates(cf.Contract, rf.Requirement.ID, k.w.AsOf) {
		rf.State = contract.EvidenceDeviation
	}
}

// askedFor reports whether evidence that is due on a day is asked for: within the term; and once
// that is over, whenever it is due, for as long as the contract is followed up.
func askedFor(cf *measure.ContractFigures, due date.Date) bool {
	end := cf.Terms.LastEnd
	switch {
	case cf.Over():
		return cf.Followed()
	case end.IsZero():
		return true
	}
	return !due.After(end)
}

// deviates reports whether something major or critical is open against a requirement.
func deviates(c *contract.Contract, requirement string, asOf date.Date) bool {
	for m := range matters.Of(c, asOf) {
		if m.Open && m.Requirement == requirement && m.Gravity() != contract.SeverityMinor {
			return true
		}
	}
	return false
}

// pieces are what is known of the evidence of one supplier for one requirement.
type pieces struct {
	newest    contract.EvidenceState // of the piece that came last
	newestOn  date.Date
	decision  contract.EvidenceState // approved, rejected or not applicable, whichever was decided last
	decidedOn date.Date
	approved  date.Date // the last approval
	valid     date.Date // until when an approval holds; zero: none does
	expired   date.Date // when the last approval that no longer holds ended
}

// standing goes through what was handed in for the contract, and what the supplier
// has handed in for all of its contracts. On a contract that is over and not followed up,
// approvals had to hold until it ended, and nothing is due or late any more.
func (k *Catalogue) standing(cf *measure.ContractFigures, rf *measure.RequirementFigures, supplier string) standing {
	until := k.w.AsOf
	if end := cf.Terms.CurrentEnd; cf.Closed() && !end.IsZero() {
		until = date.Min(until, end)
	}
	var p pieces
	if rf.Applied != nil {
		for i := range rf.Applied.Evidence {
			if e := &rf.Applied.Evidence[i]; e.Supplier == "" || e.Supplier == supplier {
				p.take(e, k.w.AsOf, until)
			}
		}
	}
	for _, e := range k.shared[supplier+" "+rf.Requirement.ID] {
		p.take(e, k.w.AsOf, until)
	}
	st := standing{state: p.state(), last: p.approved}
	if cf.Closed() {
		return st
	}
	st.due = p.due(st.state, cf.Terms.Start, rf.Requirement.Every)
	if !st.due.IsZero() && st.due.Before(k.w.AsOf) {
		st.state = Worse(st.state, contract.EvidenceOverdue)
	}
	return st
}

// take adds a piece, as it was known on a date; an approval must hold until a day. Of two that came on one day the better counts,
// but a rejection stands against an approval of the same day.
func (p *pieces) take(e *contract.Evidence, asOf, until date.Date) {
	state, on, ok := stateOn(e, asOf)
	if !ok {
		return
	}
	if state == contract.EvidenceRejected && on.IsZero() {
		on = asOf // nobody knows that anything came after it
	}
	if p.newest == "" || on.After(p.newestOn) || on == p.newestOn && Worse(state, p.newest) == p.newest {
		p.newest, p.newestOn = state, on
	}
	switch state {
	case contract.EvidenceApproved, contract.EvidenceRejected, contract.EvidenceNotApplicable:
		if p.decision == "" || on.After(p.decidedOn) || on == p.decidedOn && Worse(state, p.decision) == state {
			p.decision, p.decidedOn = state, on
		}
	}
	if state != contract.EvidenceApproved {
		return
	}
	if on.Before(p.approved) {
		return // a newer approval has taken its place
	}
	if on.After(p.approved) {
		p.approved, p.valid, p.expired = on, date.Date{}, date.Date{}
	}
	if e.Expires.IsZero() || !e.Expires.Before(until) {
		p.valid = date.Max(p.valid, orEver(e.Expires))
	} else {
		p.expired = date.Max(p.expired, e.Expires)
	}
}

// state weighs them: a rejection, or an approval that has expired, stands until a newer one
// is approved; what is only received does not undo an approval that holds.
func (p *pieces) state() contract.EvidenceState {
	switch {
	case p.newest == "":
		return contract.EvidenceMissing
	case p.newest == contract.EvidenceNotApplicable, p.decision == contract.EvidenceRejected:
		return p.decision
	case !p.valid.IsZero():
		return contract.EvidenceApproved
	case !p.expired.IsZero():
		return contract.EvidenceExpired
	}
	return p.newest
}

// due is when the next evidence is due: (last approval, else start) + every; earlier where
// the approval expires, or what came was rejected, before that.
func (p *pieces) due(state contract.EvidenceState, start date.Date, every contract.Every) (due date.Date) {
	if state == contract.EvidenceNotApplicable {
		return due
	}
	from := p.approved
	if from.IsZero() {
		from = start
	}
	switch months := everyMonths[every]; {
	case from.IsZero():
	case months > 0:
		due = from.AddMonths(months)
	case every == contract.Once && p.approved.IsZero():
		due = from
	}
	sooner := p.valid
	switch state {
	case contract.EvidenceExpired:
		sooner = p.expired
	case contract.EvidenceRejected:
		sooner = p.decidedOn
	}
	if !sooner.IsZero() && sooner != ever && (due.IsZero() || sooner.Before(due)) {
		due = sooner
	}
	return due
}

// ever is the expiry of what does not expire.
var ever = date.Of(9999, 12, 31)

func orEver(d date.Date) date.Date {
	if d.IsZero() {
		return ever
	}
	return d
}

// everyMonths is the length of a frequency.
var everyMonths = map[contract.Every]int{contract.EveryMonth: 1, contract.EveryQuarter: 3, contract.EveryHalfYear: 6, contract.EveryYear: 12}

// Decisive says how the pieces of evidence of one supplier for one requirement stand together,
// and gives the one that says so: the last that is in that state. Nil where none had come by
// a day.
func Decisive(list []*contract.Evidence, asOf date.Date) (state contract.EvidenceState, piece *contract.Evidence) {
	var p pieces
	for _, e := range list {
		p.take(e, asOf, asOf)
	}
	state = p.state()
	var latest date.Date
	for _, e := range list {
		own, on, ok := stateOn(e, asOf)
		if own == contract.EvidenceApproved && !e.Expires.IsZero() && e.Expires.Before(asOf) {
			own = contract.EvidenceExpired
		}
		if ok && own == state && (piece == nil || on.After(latest)) {
			piece, latest = e, on
		}
	}
	return state, piece
}

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
