// Package change holds how one portfolio became another: which records came, went, got
// another id or another value, and what that does to the figures, as typed values (an
// amount, a day, a person) without a word of any language.
//
// Its rooms make and use them: shape knows the structs of the model, effects compares
// figures, compare compares portfolios, remodel compares two risk models, wording makes the
// sentences. None reads a file or history, or judges.
package change

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// Diff is all that differs between two portfolios.
type Diff struct {
	Changes    []Change // contracts first, then the other kinds; each in the order of ids, what is gone last
	Formatting []string // files whose bytes differ although they say the same, or that came, went or were split without a change of what they say
	Skipped    []string // files that one side could not read: not compared
	Totals     []Effect // on the portfolio as a whole
}

// Verb is what happened to a record or an item.
type Verb string

// What can happen. Affected: nothing in the record itself changed, but its figures did.
// Moved: an item left one contract's folder for another's.
// Misnamed: a contract's folder now has a name that cannot be an id, so it is not read.
const (
	Added    Verb = "added"
	Removed  Verb = "removed"
	Changed  Verb = "changed"
	Renamed  Verb = "renamed"
	Misnamed Verb = "misnamed"
	Affected Verb = "affected"
	MovedIn  Verb = "moved-in"
	MovedOut Verb = "moved-out"
)

// Type of a record, or of an item in one: the model's name of its struct, in the manner of
// the catalogue. The model has more of them than are named here.
type Type string

// The types that are treated otherwise than all others, or that records refer to.
const (
	Buyer         Type = "buyer"
	Category      Type = "category"
	Contract      Type = "contract"
	Department    Type = "department"
	Deviation     Type = "deviation"
	Inspection    Type = "inspection"
	LogEntry      Type = "log-entry"
	MonthTurnover Type = "month-turnover"
	Person        Type = "person"
	Regulation    Type = "regulation"
	Requirement   Type = "requirement"
	RiskModel     Type = "risk-model"
	Settings      Type = "settings"
	Spend         Type = "spend"
	Supplier      Type = "supplier"
	Targets       Type = "targets"
)

// Change of a record, or of an item in one.
type Change struct {
	Verb    Verb
	Type    Type
	ID      string // its id, or what identifies it, as machines write it
	Was     string // id before, of a renamed record
	Folder  string // where a misnamed contract stands
	Other   Ref    // the other contract, of an item that moved
	Name    []any  // what people call it, most telling first
	Fields  []Field
	Items   []Change // of its lists
	Effects []Effect // of contracts
}

// Field that has another value, or of a list other values, than before.
type Field struct {
	Path     string // from the record: "period.end", "options[ett].status"
	Type     Type   // the struct of the model that has it: "period"
	Key      string // its key in the file: "end"
	Lang     string // of a text by language
	Label    contract.Text
	Old, New any   // nil: not there
	Out, In  []any // values that left and joined a list whose order does not matter
}

// Ref names another record.
type Ref struct {
	Kind Type
	ID   string
	Name contract.Text // nil where there is no such record
}

// Word is one of a closed set; Group is where the catalogue "values" has it, if it does.
type Word struct{ Group, Value string }

// BandGroup is the group of the bands of risk.
const BandGroup = "band"

// Money is an amount in a currency; "" is the portfolio's own.
type Money struct {
	Amount   money.Amount
	Currency string
}

// Quantity is a number with its unit.
type Quantity struct {
	Number money.Decimal
	Unit   string
}

// Empty tells whether nothing differs, not even in form.
func (d *Diff) Empty() bool { return len(d.Changes)+len(d.Formatting)+len(d.Skipped) == 0 }

// Count is how many changes there are: contracts by what happened to them, and records of
// other kinds.
func (d *Diff) Count() (contracts map[Verb]int, others int) {
	contracts = map[Verb]int{}
	for i := range d.Changes {
		if d.Changes[i].Type == Contract {
			contracts[d.Changes[i].Verb]++
		} else {
			others++
		}
	}
	return contracts, others
}

// Apart gives the changes of contracts, the contracts of which nothing but the figures
// changed, and the changes of other records, each in the order of the diff.
func (d *Diff) Apart() (contracts, affected, others []*Change) {
	for i := range d.Changes {
		switch c := &d.Changes[i]; {
		case c.Type != Contract:
			others = append(others, c)
		case c.Verb == Affected:
			affected = append(affected, c)
		default:
			contracts = append(contracts, c)
		}
	}
	return contracts, affected, others
}
