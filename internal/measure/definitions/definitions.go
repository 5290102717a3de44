// Package definitions says what each figure is: its formula, unit, population, source, and the
// rule behind it.
//
// It is one table. A page marks a figure with the figure's id here, and the page of definitions is
// made of the rows that pages show; the words of both are in the area "definitions" of the
// catalogue. It reckons nothing: the formulas themselves are in the packages beside it.
package definitions

import (
	"fmt"
	"math/big"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// ID names a figure for programs and in addresses. It does not change.
type ID string

// The figures.
const (
	Ceiling       ID = "ceiling"
	Estimated     ID = "estimated"
	Spent         ID = "spent"
	Use           ID = "use"
	Projected     ID = "projected"
	ProjectedUse  ID = "projected-use"
	OverCeiling   ID = "over-ceiling"
	Headroom      ID = "headroom"
	Quarter       ID = "turnover-quarter"
	Year          ID = "turnover-year"
	PrecedingYear ID = "turnover-preceding-year"
	YearShare     ID = "turnover-share"

	Score    ID = "risk-score"
	HighRisk ID = "high-risk"

	Contracts  ID = "contracts"
	Active     ID = "active-contracts"
	Following  ID = "followed-contracts"
	Managers   ID = "managers"
	Ceilings   ID = "ceilings"
	Estimates  ID = "estimates"
	TotalSpent ID = "spent-total"
	TotalUse   ID = "use-total"
	Passed     ID = "ceilings-passed"
	WillPass   ID = "ceilings-forecast"
	Passing    ID = "ceilings-passing"
	Options    ID = "options-soon"
	Ending     ID = "ending-soon"
	WithOpen   ID = "with-open-matters"
	Open       ID = "open-matters"
	Unmanaged  ID = "unmanaged"
	Overdue    ID = "overdue"

	OnContract    ID = "on-contract"
	OffContract   ID = "off-contract"
	Uncovered     ID = "uncovered"
	Loyalty       ID = "loyalty"
	Coverage      ID = "coverage"
	EOrdering     ID = "e-ordering"
	Leakage       ID = "leakage"
	UncoveredYear ID = "uncovered-year"
	OnYear        ID = "on-contract-year"
	LoyaltyYear   ID = "loyalty-year"
	CoverageYear  ID = "coverage-year"
	EOrderingYear ID = "e-ordering-year"

	Inspections    ID = "inspections-year"
	ToInspect      ID = "inspections-due"
	Inspected      ID = "inspected"
	InspectedShare ID = "inspected-share"

	Applies  ID = "requirement-applies"
	Approved ID = "requirement-approved"
	InDebt   ID = "requirement-debt"

	Need       ID = "hours-needed"
	Capacity   ID = "hours-capacity"
	Load       ID = "workload"
	Overloaded ID = "overloaded"
)

// The figures of which there is one for each level of risk or class of benefits: see InBand and
// OfClass.
const (
	band         ID = "level"
	Planned      ID = "planned"
	Realised     ID = "realised"
	Confirmed    ID = "confirmed"
	Costs        ID = "costs"
	Realisation  ID = "realisation"
	Net          ID = "net"
	FromSpending ID = "estimated-from-spend"
)

// InBand is the figure that counts the contracts of a level of risk.
func InBand(b contract.BandID) ID { return band + "-" + ID(b) }

// OfClass is a figure about benefits for a class of them.
func OfClass(id ID, class contract.BenefitClass) ID { return id + "-" + ID(class) }

// Unit is what a figure counts.
type Unit string

// The units. A share is a part of 1, and points are those of risk.
const (
	Money  Unit = "money"  // of a contract in its own currency; sums in the portfolio's
	Kroner Unit = "kroner" // of what is only summed
	Share  Unit = "share"
	Count  Unit = "count"
	Points Unit = "points"
	Hours  Unit = "hours"
	Own    Unit = "own" // that of the class of benefits
)

// Population is what a figure is made from.
type Population string

// The populations.
const (
	OneContract    Population = "contract"      // the contract, its call-offs with it
	AllContracts   Population = "all"           // those that are planned or have ended too
	ActiveOnly     Population = "active"        // begun, not ended
	Followed       Population = "followed"      // active, past the end without a decision, or bought on after it
	Independent    Population = "independent"   // those whose amounts stand in sums; ended too
	ActiveFree     Population = "active-free"   // the active ones of those
	Scored         Population = "scored"        // followed up, with a risk model in force
	Purchases      Population = "purchases"     // what is bought in the portfolio or the category, by invoices and ledgers
	AllBenefits    Population = "benefits"      // of contracts that have ended too
	AllInspections Population = "inspections"   // those of contracts that have ended too
	ActiveManagers Population = "with-capacity" // people with contracts to follow up
	Deadlines      Population = "deadlines"     // of contracts that are followed up, and of planned ones
)

// Source is where the facts behind a figure are written.
type Source string

// The sources.
const (
	FromContract    Source = "contract"
	FromTurnover    Source = "turnover"
	FromModel       Source = "model"
	FromSpend       Source = "spend"
	FromBenefits    Source = "benefits"
	FromInspections Source = "inspections"
	FromMatters     Source = "matters"
	FromEvidence    Source = "evidence"
	FromPeople      Source = "people"
	FromPlan        Source = "plan"
)

// Law is a rule outside the portfolio that a figure rests on.
type Law string

// The laws.
const (
	NoLaw      Law = ""
	Simonsen   Law = "simonsen"   // C-23/20: a framework has no effect past its maximum
	Minor      Law = "minor"      // FOA § 28-1: amendments within the limits
	FollowUp   Law = "follow-up"  // LOA § 5 and the rules on pay and working conditions
	LocalRules Law = "settings"   // targets and capacities that the portfolio states itself
	ModelFile  Law = "risk-model" // the portfolio's risk model
)

// Definition is what a figure is. Its name and its formula in words are texts of the catalogue,
// named by Words.
type Definition struct {
	ID         ID
	Words      ID     // of its texts: ID, or that of the figure which this is a variant of
	Group      string // in the catalogue: whose word tells variants apart; "" none
	Variant    string // its key in Group
	Symbols    string // the formula in symbols, or the letter of the figure, in letters that its words explain
	Unit       Unit
	Population Population
	Sources    []Source
	Law        Law
}

// Letter reports whether the symbols are no formula, but only the letter that stands for the figure
// in formulas.
func (d *Definition) Letter() bool { return utf8.RuneCountInString(d.Symbols) == 1 }

// All are the definitions in the order of the page about them: a contract, its risk, the
// portfolio, purchases, benefits, inspections, people.
var All = table()

var byID = index(All)

// Of gives the definition of a figure; nil where there is none.
func Of(id ID) *Definition { return byID[id] }

func index(list []Definition) map[ID]*Definition {
	out := make(map[ID]*Definition, len(list))
	for i := range list {
		d := &list[i]
		if out[d.ID] != nil {
			panic(fmt.Sprintf("two figures are called %s", d.ID))
		}
		out[d.ID] = d
	}
	return out
}

func table() []Definition {
	row := func(id ID, symbols string, unit Unit, of Population, law Law, from ...Source) Definition {
		return Definition{ID: id, Words: id, Symbols: symbols, Unit: unit, Population: of, Law: law, Sources: from}
	}
	out := []Definition{
		row(Ceiling, "V", Money, OneContract, Simonsen, FromContract),
		row(Estimated, "E", Money, OneContract, NoLaw, FromContract),
		row(Spent, "B = Σ m", Money, OneContract, NoLaw, FromTurnover),
		row(Use, "B ÷ V", Share, OneContract, Simonsen, FromTurnover, FromContract),
		row(Projected, "P = max(B, Bₜ + r × (H − T))", Money, OneContract, Simonsen, FromTurnover, FromContract),
		row(ProjectedUse, "P ÷ V", Share, OneContract, Simonsen, FromTurnover, FromContract),
		row(OverCeiling, "max(B, P) − V", Money, OneContract, Simonsen, FromTurnover, FromContract),
		row(Headroom, "min(p × E, G) − max(0, Σ a)", Money, OneContract, Minor, FromContract),
		row(Quarter, "Σ m", Money, Independent, NoLaw, FromTurnover),
		row(Year, "Σ m", Money, Independent, NoLaw, FromTurnover),
		row(PrecedingYear, "Σ m", Money, Independent, NoLaw, FromTurnover),
		row(YearShare, "Å ÷ Σ Å", Share, Independent, NoLaw, FromTurnover),

		row(Score, "R = K × S ÷ 16 × 100", Points, Scored, ModelFile, FromModel, FromContract, FromTurnover, FromMatters, FromPlan),
		row(HighRisk, "n", Count, Scored, ModelFile, FromModel),
	}
	for _, b := range []contract.BandID{contract.BandLow, contract.BandModerate, contract.BandHigh, contract.BandCritical} {
		d := row(InBand(b), "n", Count, Scored, ModelFile, FromModel)
		d.Words, d.Group, d.Variant = band, "band", string(b)
		out = append(out, d)
	}
	out = append(out,
		row(Contracts, "n", Count, AllContracts, NoLaw, FromContract),
		row(Active, "n", Count, ActiveOnly, NoLaw, FromContract),
		row(Following, "n", Count, Followed, NoLaw, FromContract, FromTurnover),
		row(Managers, "n", Count, Followed, NoLaw, FromContract, FromPeople),
		row(Ceilings, "Σ V", Kroner, ActiveFree, NoLaw, FromContract),
		row(Estimates, "Σ E", Kroner, ActiveFree, NoLaw, FromContract),
		row(TotalSpent, "Σ B", Kroner, ActiveFree, NoLaw, FromTurnover),
		row(TotalUse, "Σ B ÷ Σ V", Share, ActiveFree, NoLaw, FromTurnover, FromContract),
		row(Passed, "n(B > V)", Count, Followed, Simonsen, FromTurnover, FromContract),
		row(WillPass, "n(P > V ≥ B)", Count, Followed, Simonsen, FromTurnover, FromContract),
		row(Passing, "n(max(B, P) > V)", Count, Followed, Simonsen, FromTurnover, FromContract),
		row(Options, "n(d ≤ 90)", Count, Followed, NoLaw, FromContract),
		row(Ending, "n(d ≤ 183)", Count, Followed, NoLaw, FromContract),
		row(WithOpen, "n", Count, Followed, FollowUp, FromMatters, FromInspections),
		row(Open, "n", Count, AllContracts, FollowUp, FromMatters, FromInspections),
		row(Unmanaged, "n", Count, Followed, NoLaw, FromContract, FromPeople),
		row(Overdue, "n(d < 0)", Count, Deadlines, NoLaw, FromContract, FromPlan),

		row(OnContract, "A", Kroner, Purchases, NoLaw, FromSpend),
		row(OffContract, "L", Kroner, Purchases, NoLaw, FromSpend),
		row(Uncovered, "U", Kroner, Purchases, NoLaw, FromSpend),
		row(Loyalty, "A ÷ (A + L)", Share, Purchases, LocalRules, FromSpend),
		row(Coverage, "(A + L) ÷ (A + L + U)", Share, Purchases, LocalRules, FromSpend),
		row(EOrdering, "e ÷ A", Share, Purchases, LocalRules, FromSpend),
		row(Leakage, "Σ L", Kroner, Purchases, NoLaw, FromSpend),
		row(OnYear, "Σ A", Kroner, Purchases, NoLaw, FromSpend),
		row(UncoveredYear, "Σ U", Kroner, Purchases, NoLaw, FromSpend),
		row(LoyaltyYear, "Σ A ÷ Σ (A + L)", Share, Purchases, LocalRules, FromSpend),
		row(CoverageYear, "Σ (A + L) ÷ Σ (A + L + U)", Share, Purchases, LocalRules, FromSpend),
		row(EOrderingYear, "Σ e ÷ Σ A", Share, Purchases, LocalRules, FromSpend),
	)
	for _, x := range []struct {
		id      ID
		symbols string
	}{{Planned, "Σ p"}, {Realised, "Σ g"}, {Confirmed, "Σ g(A)"}, {Costs, "Σ k"}, {Realisation, "Σ g ÷ Σ p"}, {Net, "Σ g − Σ k"}, {FromSpending, "Σ c"}} {
		for _, class := range []contract.BenefitClass{contract.ClassCash, contract.ClassNonCash, contract.ClassCO2e, contract.ClassShare, contract.ClassWorkers} {
			unit := Kroner
			switch {
			case x.id == Realisation:
				unit = Share
			case class == contract.ClassCO2e || class == contract.ClassShare:
				unit = Own
			}
			d := row(OfClass(x.id, class), x.symbols, unit, AllBenefits, NoLaw, FromBenefits)
			d.Words, d.Group, d.Variant = x.id, "benefit-class", string(class)
			out = append(out, d)
		}
	}
	return append(out,
		row(Inspections, "n", Count, AllInspections, FollowUp, FromInspections),
		row(ToInspect, "n", Count, Followed, FollowUp, FromContract),
		row(Inspected, "k", Count, Followed, FollowUp, FromInspections),
		row(InspectedShare, "k ÷ n", Share, Followed, FollowUp, FromInspections),
		row(Applies, "n", Count, Followed, NoLaw, FromContract),
		row(Approved, "n", Count, Followed, NoLaw, FromEvidence),
		row(InDebt, "n", Count, Followed, NoLaw, FromEvidence),
		row(Need, "Σ h + Σ t", Hours, ActiveManagers, ModelFile, FromModel, FromPlan),
		row(Capacity, "C", Hours, ActiveManagers, LocalRules, FromPeople),
		row(Load, "(Σ h + Σ t) ÷ Σ C", Share, ActiveManagers, LocalRules, FromModel, FromPlan, FromPeople),
		row(Overloaded, "n(h + t > C)", Count, ActiveManagers, LocalRules, FromModel, FromPlan, FromPeople),
	)
}

// Exact writes a value of the figure with four decimals, of what reports keep of it (money to the
// øre, shares with six): the page of a report writes the same as one that has the whole fraction.
func (d *Definition) Exact(r *big.Rat) string {
	switch {
	case d == nil:
	case d.Unit == Money || d.Unit == Kroner:
		return money.Fixed(r, 2) + "00"
	case d.Unit == Share:
		if kept, ok := new(big.Rat).SetString(money.Fixed(r, 6)); ok {
			r = kept
		}
	}
	return money.Fixed(r, 4)
}
