// Package facts holds what expressions know of a contract: its facts under their names, the
// functions over them, and the values that these come to, of which one is unknown.
//
// In go a world and a contract's figures; out come values. The language in which they are
// put together is package expr's; names that only risk models know are package factors'.
package facts

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// Facts are what expressions look at: one contract in the world.
type Facts struct {
	*measure.World
	*measure.ContractFigures
}

// Unit that numbers are written in. A figure of the regulations brings its own word for it.
type Unit string

// The units of names.
const (
	Kroner Unit = "NOK"
	Share  Unit = "share" // of one: 0.25 is 25 %
)

// Name is a word that expressions know.
type Name struct {
	Name string
	Kind Kind // of its values
	Unit Unit // of its numbers; "" where they are just counted
	Get  func(f *Facts) Value
	From []contract.ModelField // what it rests on and a portfolio may withhold
}

// Withheld tells whether the portfolio does not let the name be known.
func (n *Name) Withheld(f *Facts) bool { return slices.ContainsFunc(n.From, f.withholds) }

// withholds tells whether the portfolio lacks a field of the contract. Its turnover is that of
// its call-offs too.
func (f *Facts) withholds(field contract.ModelField) bool {
	return f.Portfolio.Withholds(field) || field == contract.ContractTurnover && f.Money.Part != nil
}

// Eval gives the fact itself; unknown where it is withheld.
func (n *Name) Eval(f *Facts) Value {
	if n.Withheld(f) {
		return Value{}
	}
	return n.Get(f)
}

// Names of the facts of a contract, each with its meaning and how it is found. Amounts are in
// the portfolio's currency: those of a contract in another are missing where it has no rate.
var Names = []Name{
	{"nature", KindText, "", func(f *Facts) Value { return Text(string(f.Contract.Nature)) }, nil},                                             // goods, services or works
	{"kind", KindText, "", func(f *Facts) Value { return Text(string(f.Contract.Kind)) }, nil},                                                 // framework, contract, call-off or dps
	{"category", KindText, "", func(f *Facts) Value { return Text(f.Contract.Category) }, nil},                                                 // id of the category
	{"department", KindText, "", func(f *Facts) Value { return Text(f.Contract.Department) }, nil},                                             // id of the department
	{"status", KindText, "", func(f *Facts) Value { return Text(string(f.Status)) }, nil},                                                      // planned, active, ended or terminated on the day
	{"criticality", KindText, "", func(f *Facts) Value { return Text(string(f.Contract.Criticality)) }, restsOn(contract.ContractCriticality)}, // none, nuisance, delay, affects-users or critical
	{"value", KindNumber, Kroner, func(f *Facts) Value { // the maximum, or else the estimate
		if m := f.Money.Maximum; m != nil {
			return f.NOK(m)
		}
		return f.amount(f.Contract.Value.Estimated)
	}, nil},
	{"maximum", KindNumber, Kroner, func(f *Facts) Value { return f.NOK(f.Money.Maximum) }, nil},                                    // the stated ceiling, as amended
	{"estimated", KindNumber, Kroner, func(f *Facts) Value { return f.amount(f.Contract.Value.Estimated) }, nil},                    // the estimate at signature
	{"ceiling", KindNumber, Kroner, func(f *Facts) Value { return f.NOK(f.Money.Ceiling) }, nil},                                    // the maximum; without one, estimate and amendments
	{"spent", KindNumber, Kroner, func(f *Facts) Value { return f.NOK(f.Money.Spent) }, restsOn(contract.ContractTurnover)},         // turnover so far
	{"projected", KindNumber, Kroner, func(f *Facts) Value { return f.NOK(f.Money.Projected) }, restsOn(contract.ContractTurnover)}, // turnover at the last end, at the present rate
	{"annual_value", KindNumber, Kroner, func(f *Facts) Value { return f.NOK(f.Money.AnnualValue) }, nil},                           // ceiling by year of the term
	{"amendments_share", KindNumber, Share, func(f *Facts) Value { return Number(f.Money.AmendShare) }, nil},                        // positive amendments by estimate
	{"start", KindDay, "", func(f *Facts) Value { return Day(f.Terms.Start) }, nil},                                                 // first day in force
	{"end", KindDay, "", func(f *Facts) Value { return Day(f.Terms.CurrentEnd) }, nil},                                              // current end: the last day in force as things stand
	{"last_end", KindDay, "", func(f *Facts) Value { return Day(f.Terms.LastEnd) }, nil},                                            // last possible end
	{"procured", KindDay, "", func(f *Facts) Value { return Day(measure.Procured(f.Contract)) }, nil},                               // publication of the competition, else award, else signature
	{"signed", KindDay, "", func(f *Facts) Value { return Day(f.Contract.Procurement.Signed) }, nil},                                // signature of the contract
	{"today", KindDay, "", func(f *Facts) Value { return Day(f.AsOf) }, nil},                                                        // the as-of date
	{"suppliers", KindList, "", func(f *Facts) Value { return List(f.Contract.Suppliers) }, nil},                                    // ids of the suppliers
	{"requirements", KindList, "", requirementIDs, nil},                                                                             // ids of the requirements: those that the contract lists; in factors and floors, those that apply
	{"options", KindNumber, "", func(f *Facts) Value { return Int(len(f.Contract.Options)) }, nil},                                  // how many options there are
	{"open_options", KindNumber, "", func(f *Facts) Value { return Int(terms.OpenOptions(f.Contract, f.AsOf)) }, nil},               // how many options are not decided
	{"bids", KindNumber, "", func(f *Facts) Value { // bids received
		if b := f.Contract.Procurement.Bids; b.Set {
			return Int(b.V)
		}
		return Value{}
	}, nil},
	{"tiers", KindNumber, "", func(f *Facts) Value { // tiers of subcontractors
		if n := chain.Tiers(f.Contract, f.AsOf); n >= 0 {
			return Int(n)
		}
		return Value{}
	}, restsOn(contract.ContractSupplyChain)},
	{"vulnerable_users", KindTruth, "", func(f *Facts) Value { return Bool(f.Contract.VulnerableUse) }, restsOn(contract.ContractVulnerableUse)},                  // its users are vulnerable
	{"open_deviations", KindNumber, "", func(f *Facts) Value { return Count(f.OpenSeverity) }, restsOn(contract.ContractDeviations, contract.InspectionFindings)}, // sum of severity of what is open: minor 1, major 3, critical 9
}

func restsOn(fields ...contract.ModelField) []contract.ModelField { return fields }

// NOK gives an amount of a contract in the portfolio's currency.
func (f *Facts) NOK(r *big.Rat) Value { return Number(f.Money.Home(r)) }

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
