package measure

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// RequirementFigures say whether a requirement applies to a contract, why, and how it
// stands.
type RequirementFigures struct {
	Requirement *contract.Requirement
	Applied     *contract.AppliedRequirement // what the contract says of it; nil for nothing
	Applies     Tri
	State       contract.EvidenceState // one of Standings: the worst of its evidence and of what is open against it; "" does not apply
	Evidence    contract.EvidenceState // the worst of its evidence alone
	Due         date.Date              // when evidence is due, or was; zero: none is asked for, or not known
	Last        date.Date              // last approval
	Grounds     Grounds                // gives the reasons for Applies
}

// Grounds give the reasons why requirements apply to a contract or do not. Those of 10,000
// contracts would fill the memory, so they are made on demand.
type Grounds interface {
	Why(*RequirementFigures) []Reason
}

// Why gives the reasons why the requirement applies or does not.
func (r *RequirementFigures) Why() []Reason { return r.Grounds.Why(r) }

// Asked tells whether evidence is asked for: the requirement applies, or may, and nobody has
// judged that it does not concern the contract.
func (r *RequirementFigures) Asked() bool {
	return r.Applies != No && r.State != contract.EvidenceNotApplicable
}

// InDebt tells whether a requirement that applies lacks its evidence: none was approved in
// time, or the approval has expired, or what came was rejected. Unknown where it is withheld.
func (r *RequirementFigures) InDebt() Tri {
	switch r.Evidence {
	case contract.EvidenceOverdue, contract.EvidenceExpired, contract.EvidenceRejected:
		return Yes
	case contract.EvidenceWithheld:
		return Unknown
	}
	return No
}

// PlanFigures say how one item of the follow-up plan stands.
type PlanFigures struct {
	Item *contract.PlanItem
	Last date.Date // last time done
	Next date.Date // the oldest date due that is not done, in the past or to come; zero: none
}

// DeadlineKind is what there is a deadline for.
type DeadlineKind string

// The kinds of deadlines.
const (
	DeadlineOption      DeadlineKind = "option"
	DeadlineNotice      DeadlineKind = "notice"
	DeadlineLapsed      DeadlineKind = "lapsed" // past its end, and nobody has decided what becomes of it
	DeadlineExpiry      DeadlineKind = "expiry"
	DeadlineTenderStart DeadlineKind = "tender-start"
	DeadlineEvidence    DeadlineKind = "evidence"
	DeadlinePlan        DeadlineKind = "plan"
	DeadlineFinding     DeadlineKind = "inspection-finding"
	DeadlineDeviation   DeadlineKind = "deviation"
)

// Deadline is something to decide or do.
type Deadline struct {
	Date     date.Date
	Contract *contract.Contract
	Kind     DeadlineKind
	About    string // id of the option, requirement, item of the plan or deviation, or of an inspection and its finding; "" the contract itself
	Title    Reason
	Manager  string // id, may be empty
	Days     int    // from as-of; negative when overdue
}

// Decision reports whether it is to be decided rather than done: an option, a notice, what
// becomes of a contract, when a competition begins.
func (d *Deadline) Decision() bool {
	switch d.Kind {
	case DeadlineOption, DeadlineNotice, DeadlineLapsed, DeadlineExpiry, DeadlineTenderStart:
		return true
	}
	return false
}

// Late reports whether the day has passed.
func (d *Deadline) Late() bool { return d.Days < 0 }

// Soon reports whether the day is within 90 days, or has passed.
func (d *Deadline) Soon() bool { return d.Days <= 90 }

// WithinYear reports whether the day is at most a year ahead, or has passed.
func (d *Deadline) WithinYear() bool { return d.Days <= 365 }
