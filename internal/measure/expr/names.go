package expr

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// Facts are what expressions look at: one contract in the world.
type Facts struct {
	*measure.World
	*measure.ContractFigures
}

// Name is a word that expressions know.
type Name struct {
	Name    string
	Type    string // yes/no, number, NOK, share, days, text, date, list
	Meaning string // English; the method pages have the long form
	Get     func(f *Facts) Value
}

// Names of the facts of a contract; each row has its meaning and how it is found. A money
// name of a contract in another currency than the portfolio's is missing.
var Names = []Name{
	{"nature", "text", "goods, services or works", func(f *Facts) Value { return Text(f.Contract.Nature) }},
	{"kind", "text", "framework, contract, call-off or dps", func(f *Facts) Value { return Text(f.Contract.Kind) }},
	{"category", "text", "id of the category", func(f *Facts) Value { return Text(f.Contract.Category) }},
	{"department", "text", "id of the department", func(f *Facts) Value { return Text(f.Contract.Department) }},
	{"status", "text", "planned, active, ended or terminated on the day", func(f *Facts) Value { return Text(f.Status) }},
	{"criticality", "text", "none, nuisance, delay, affects-users or critical", func(f *Facts) Value { return Text(f.Contract.Criticality) }},
	{"value", "NOK", "the maximum, or else the estimate", func(f *Facts) Value {
		if m := f.Money.Maximum; m != nil {
			return f.NOK(m)
		}
		return f.amount(f.Contract.Value.Estimated)
	}},
	{"maximum", "NOK", "the stated ceiling, as amended", func(f *Facts) Value { return f.NOK(f.Money.Maximum) }},
	{"estimated", "NOK", "the estimate at signature", func(f *Facts) Value { return f.amount(f.Contract.Value.Estimated) }},
	{"ceiling", "NOK", "the maximum; without one, estimate and amendments", func(f *Facts) Value { return f.NOK(f.Money.Ceiling) }},
	{"spent", "NOK", "turnover so far", func(f *Facts) Value { return f.NOK(f.Money.Spent) }},
	{"projected", "NOK", "turnover at the last end, at the present rate", func(f *Facts) Value { return f.NOK(f.Money.Projected) }},
	{"annual_value", "NOK", "ceiling by year of the term", func(f *Facts) Value { return f.NOK(f.Money.AnnualValue) }},
	{"amendments_share", "share", "positive amendments by estimate", func(f *Facts) Value { return f.NOK(f.Money.AmendShare) }},
	{"start", "date", "first day in force", func(f *Facts) Value { return Day(f.Terms.Start) }},
	{"end", "date", "current end: the last day in force as things stand", func(f *Facts) Value { return Day(f.Terms.CurrentEnd) }},
	{"last_end", "date", "last possible end", func(f *Facts) Value { return Day(f.Terms.LastEnd) }},
	{"procured", "date", "publication of the competition, else award, else signature", func(f *Facts) Value { return Day(measure.Procured(f.Contract)) }},
	{"signed", "date", "signature of the contract", func(f *Facts) Value { return Day(f.Contract.Procurement.Signed) }},
	{"today", "date", "the as-of date", func(f *Facts) Value { return Day(f.AsOf) }},
	{"suppliers", "list", "ids of the suppliers", func(f *Facts) Value { return List(f.Contract.Suppliers) }},
	{"requirements", "list", "ids of the requirements: those that the contract lists; in factors and floors, those that apply", requirementIDs},
	{"options", "number", "how many options there are", func(f *Facts) Value { return Int(len(f.Contract.Options)) }},
	{"open_options", "number", "how many options are not decided", func(f *Facts) Value { return Int(terms.OpenOptions(f.Contract, f.AsOf)) }},
	{"bids", "number", "bids received", func(f *Facts) Value {
		if b := f.Contract.Procurement.Bids; b.Set {
			return Int(b.V)
		}
		return Value{}
	}},
	{"tiers", "number", "tiers of subcontractors", func(f *Facts) Value {
		if n := measure.Tiers(f.Contract, f.AsOf); n >= 0 {
			return Int(n)
		}
		return Value{}
	}},
	{"vulnerable_users", "yes/no", "its users are vulnerable", func(f *Facts) Value { return Bool(f.Contract.VulnerableUse) }},
	{"open_deviations", "number", "sum of severity of what is open: minor 1, major 3, critical 9", func(f *Facts) Value { return Int(f.OpenSeverity) }},
}

// kind of the values of a name.
func (n *Name) kind() Kind {
	switch n.Type {
	case "yes/no":
		return KindTruth
	case "text":
		return KindText
	case "date":
		return KindDay
	case "list":
		return KindList
	}
	return KindNumber
}

// NOK gives an amount of a contract in the portfolio's currency; others are missing.
func (f *Facts) NOK(r *big.Rat) Value {
	if f.Money.Foreign {
		return Value{}
	}
	return Number(r)
}

func (f *Facts) amount(a contract.Maybe[money.Amount]) Value {
	if !a.Set {
		return Value{}
	}
	return f.NOK(a.V.Rat())
}

func requirementIDs(f *Facts) Value {
	var ids []string
	if f.Requirements == nil {
		for i := range f.Contract.Requirements {
			if r := &f.Contract.Requirements[i]; !r.Applies.Set || r.Applies.V {
				ids = append(ids, r.ID)
			}
		}
		return List(ids)
	}
	for i := range f.Requirements {
		if r := &f.Requirements[i]; r.Applies != measure.No {
			ids = append(ids, r.Requirement.ID)
		}
	}
	return List(ids)
}
