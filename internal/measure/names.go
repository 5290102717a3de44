package measure

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Name is a word that expressions know.
type Name struct {
	Name    string
	Type    string // yes/no, number, NOK, share, days, text, date, list; of a function its arguments and result
	Meaning string // English; the method pages have the long form
	Figures bool   // a figure of the risk model: not in a requirement's expression
	Func    bool

	sort sort
	get  func(f *facts) value
	from []contract.ModelField // what it rests on and a portfolio may withhold
}

func (n Name) restsOn(fields ...contract.ModelField) Name {
	n.from = fields
	return n
}

// withheld tells whether the portfolio does not let the name be known.
func (n *Name) withheld(f *facts) bool { return slices.ContainsFunc(n.from, f.w.p.Withholds) }

func (n *Name) allowed(use Use) bool { return use != ForRequirement || !n.Figures }

// function is a name that is called with arguments.
type function struct {
	Name, Type, Meaning string
	types               []any
	call                func(f *facts, args []value) value
}

// Names lists what expressions may use: names first, then functions.
func Names() []Name {
	out := slices.Clone(names)
	for _, f := range functions {
		out = append(out, Name{Name: f.Name, Type: f.Type, Meaning: f.Meaning, Func: true})
	}
	return out
}

func nameOf(s string) *Name {
	if i := slices.IndexFunc(names, func(n Name) bool { return n.Name == s }); i >= 0 {
		return &names[i]
	}
	return nil
}

// names is the table; each row has its meaning and how it is found. A money name of
// a contract in another currency than the portfolio's is missing.
var names = []Name{
	fact("nature", "text", "goods, services or works", func(f *facts) value { return textValue(f.c.Nature) }),
	fact("kind", "text", "framework, contract, call-off or dps", func(f *facts) value { return textValue(f.c.Kind) }),
	fact("category", "text", "id of the category", func(f *facts) value { return textValue(f.c.Category) }),
	fact("department", "text", "id of the department", func(f *facts) value { return textValue(f.c.Department) }),
	fact("status", "text", "planned, active, ended or terminated on the day", func(f *facts) value { return textValue(f.cf.Status) }),
	fact("criticality", "text", "none, nuisance, delay, affects-users or critical", func(f *facts) value { return textValue(f.c.Criticality) }).restsOn(contract.ContractCriticality),
	fact("value", "NOK", "the maximum, or else the estimate", func(f *facts) value {
		if m := f.cf.Money.Maximum; m != nil {
			return f.nok(m)
		}
		return f.amount(f.c.Value.Estimated)
	}),
	fact("maximum", "NOK", "the stated ceiling, as amended", func(f *facts) value { return f.nok(f.cf.Money.Maximum) }),
	fact("estimated", "NOK", "the estimate at signature", func(f *facts) value { return f.amount(f.c.Value.Estimated) }),
	fact("ceiling", "NOK", "the maximum; without one, estimate and amendments", func(f *facts) value { return f.nok(f.cf.Money.Ceiling) }),
	fact("spent", "NOK", "turnover so far", func(f *facts) value { return f.nok(f.cf.Money.Spent) }),
	fact("projected", "NOK", "turnover at the last end, at the present rate", func(f *facts) value { return f.nok(f.cf.Money.Projected) }),
	fact("annual_value", "NOK", "ceiling by year of the term", func(f *facts) value { return f.nok(f.cf.Money.AnnualValue) }),
	fact("amendments_share", "share", "positive amendments by estimate", func(f *facts) value { return f.nok(f.cf.Money.AmendShare) }),
	fact("start", "date", "first day in force", func(f *facts) value { return dayValue(f.cf.Terms.Start) }),
	fact("end", "date", "current end: the last day in force as things stand", func(f *facts) value { return dayValue(f.cf.Terms.CurrentEnd) }),
	fact("last_end", "date", "last possible end", func(f *facts) value { return dayValue(f.cf.Terms.LastEnd) }),
	fact("procured", "date", "publication of the competition, else award, else signature", func(f *facts) value { return dayValue(procured(f.c)) }),
	fact("signed", "date", "signature of the contract", func(f *facts) value { return dayValue(f.c.Procurement.Signed) }),
	fact("today", "date", "the as-of date", func(f *facts) value { return dayValue(f.w.asOf) }),
	fact("suppliers", "list", "ids of the suppliers", func(f *facts) value { return listValue(f.c.Suppliers) }),
	fact("requirements", "list", "ids of the requirements: those that the contract lists; in factors and floors, those that apply", requirementIDs),
	fact("options", "number", "how many options there are", func(f *facts) value { return intValue(len(f.c.Options)) }),
	fact("open_options", "number", "how many options are not decided", func(f *facts) value { return intValue(openOptions(f.c, f.w.asOf)) }),
	fact("bids", "number", "bids received", func(f *facts) value {
		if b := f.c.Procurement.Bids; b.Set {
			return intValue(b.V)
		}
		return value{}
	}),
	fact("tiers", "number", "tiers of subcontractors", func(f *facts) value {
		if n := tiers(f.c, f.w.asOf); n >= 0 {
			return intValue(n)
		}
		return value{}
	}).restsOn(contract.ContractSupplyChain),
	fact("vulnerable_users", "yes/no", "its users are vulnerable", func(f *facts) value { return boolValue(f.c.VulnerableUse) }).restsOn(contract.ContractVulnerableUse),
	fact("open_deviations", "number", "sum of severity of what is open: minor 1, major 3, critical 9", func(f *facts) value { return countValue(f.cf.OpenSeverity) }).restsOn(contract.ContractDeviations, contract.InspectionFindings),

	figure("exposure", "number", "requirements of society and environment that apply", func(f *facts) value { return intValue(exposure(f)) }),
	figure("projected_ceiling_use", "share", "projected turnover by ceiling", func(f *facts) value { return f.nok(f.cf.Money.ProjectedUse) }),
	figure("ceiling_use", "share", "turnover by ceiling", func(f *facts) value { return f.nok(f.cf.Money.Use) }),
	figure("requirement_debt", "share", "weight of requirements in debt by weight of all that apply", func(f *facts) value { return numberValue(f.cf.Debt) }),
	figure("labour_crime", "number", "exposure to labour crime, 0–4", func(f *facts) value { return labourCrime(f) }),
	figure("supplier_signs", "number", "the most signs that one of the suppliers has", func(f *facts) value { return supplierSigns(f) }),
	figure("followup_debt", "days", "since the oldest plan item that is due and not done", func(f *facts) value { return countValue(f.cf.FollowUpDebt) }),
	figure("data_quality", "number", "mandatory fields that are missing", func(f *facts) value { return intValue(len(missingFields(f))) }),
	figure("spend_after_end", "yes/no", "something was bought in a month after the current end", func(f *facts) value { return triValue(f.cf.SpendAfterEnd) }),
	figure("forecast_breach", "yes/no", "projected turnover is above the ceiling", func(f *facts) value { return triValue(forecastBreach(f)) }),
	figure("major_social_breach", "yes/no", "an open major or critical breach on pay or human rights", func(f *facts) value { return boolValue(socialBreach(f)) }),
	figure("tiers_over_limit", "yes/no", "more tiers than the regulation figure tier-limit allows", func(f *facts) value { return triValue(tiersOverLimit(f)) }),
	figure("amendments_over_limit", "yes/no", "an amendment or their sum is over its limit in § 28-1", func(f *facts) value {
		return triValue(amendmentsOverLimit(f.c, &f.cf.Money, f.w.asOf))
	}),
	figure("no_manager", "yes/no", "nobody, or one who has left", func(f *facts) value { return triValue(not(f.cf.Managed)) }),
}

func fact(name, typ, meaning string, get func(*facts) value) Name {
	return Name{Name: name, Type: typ, Meaning: meaning, sort: sortOf(typ), get: get}
}

func figure(name, typ, meaning string, get func(*facts) value) Name {
	n := fact(name, typ, meaning, get)
	n.Figures = true
	return n
}

func sortOf(typ string) sort {
	switch typ {
	case "yes/no":
		return truth
	case "text":
		return text
	case "date":
		return day
	case "list":
		return list
	}
	return number
}

// nok gives an amount of a contract in the portfolio's currency; others are missing.
func (f *facts) nok(r *big.Rat) value {
	if f.cf.Money.Foreign {
		return value{}
	}
	return numberValue(r)
}

func (f *facts) amount(a contract.Maybe[money.Amount]) value {
	if !a.Set {
		return value{}
	}
	return f.nok(a.V.Rat())
}

func requirementIDs(f *facts) value {
	var ids []string
	if f.cf.Requirements == nil {
		for i := range f.c.Requirements {
			if r := &f.c.Requirements[i]; !r.Applies.Set || r.Applies.V {
				ids = append(ids, r.ID)
			}
		}
		return listValue(ids)
	}
	for i := range f.cf.Requirements {
		if r := &f.cf.Requirements[i]; r.Applies != No {
			ids = append(ids, r.Requirement.ID)
		}
	}
	return listValue(ids)
}

func openOptions(c *contract.Contract, asOf date.Date) (n int) {
	for i := range c.Options {
		if optionStatus(&c.Options[i], asOf) == open {
			n++
		}
	}
	return n
}

var functions = []function{
	{
		"regulation", "(text, date?) number", "a figure of regulations.toml, in force on the procurement date or the date given",
		[]any{new(func(string) float64), new(func(string, time.Time) float64)},
		func(f *facts, args []value) value {
			return numberValue(f.w.values[f.w.regulationOf(f, args)])
		},
	},
	{
		"months_between", "(date, date) number", "whole months from the first date to the second",
		[]any{new(func(time.Time, time.Time) float64)},
		func(_ *facts, args []value) value { return intValue(monthsBetween(args[0].d, args[1].d)) },
	},
	{
		"days_between", "(date, date) number", "days from the first date to the second",
		[]any{new(func(time.Time, time.Time) float64)},
		func(_ *facts, args []value) value { return intValue(args[1].d.Days(args[0].d)) },
	},
	{
		"date", "(text) date", "a date written as 2026-12-31",
		[]any{new(func(string) time.Time)},
		func(_ *facts, args []value) value {
			d, _ := date.Parse(args[0].s)
			return dayValue(d)
		},
	},
	{
		"has_requirement", "(text) yes/no", "the contract lists the requirement; in factors and floors: it applies",
		[]any{new(func(string) bool)},
		func(f *facts, args []value) value { return boolValue(slices.Contains(requirementIDs(f).l, args[0].s)) },
	},
	{
		"cpv_starts", "(text) yes/no", "one of the CPV codes starts with these digits",
		[]any{new(func(string) bool)},
		func(f *facts, args []value) value {
			if len(f.c.CPV) == 0 {
				return value{}
			}
			return boolValue(slices.ContainsFunc(f.c.CPV, func(s string) bool { return strings.HasPrefix(s, args[0].s) }))
		},
	},
	{
		"custom", "(text) any", "the value of one of the portfolio's own fields",
		[]any{new(func(string) any)},
		func(f *facts, args []value) value { return customValue(f.c, args[0].s) },
	},
	{
		"len", "(list) number", "how many there are in a list",
		[]any{new(func([]string) float64)},
		func(_ *facts, args []value) value { return intValue(len(args[0].l)) },
	},
}

func customValue(c *contract.Contract, key string) value {
	for i := range c.Custom {
		if c.Custom[i].Key != key {
			continue
		}
		switch v := c.Custom[i].Value.(type) {
		case string:
			return textValue(v)
		case int64:
			return numberValue(big.NewRat(v, 1))
		case money.Decimal:
			return numberValue(v.Rat())
		case date.Date:
			return dayValue(v)
		case bool:
			return boolValue(v)
		}
	}
	return value{}
}

// monthsBetween counts whole months from a to b; negative where b is before a.
func monthsBetween(a, b date.Date) int {
	n := b.MonthOf().Sub(a.MonthOf())
	switch {
	case n > 0 && a.AddMonths(n).After(b):
		return n - 1
	case n < 0 && a.AddMonths(n).Before(b):
		return n + 1
	}
	return n
}
