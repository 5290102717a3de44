package facts

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// FunctionName is a name that is called with arguments.
type FunctionName string

// The functions of the language.
const (
	Regulation     FunctionName = "regulation"      // a figure of regulations.toml, in force on the procurement date or the date given
	MonthsBetween  FunctionName = "months_between"  // whole months from the first date to the second
	DaysBetween    FunctionName = "days_between"    // days from the first date to the second
	Date           FunctionName = "date"            // a date written as 2026-12-31
	HasRequirement FunctionName = "has_requirement" // the contract lists the requirement; in factors and floors: it applies
	CPVStarts      FunctionName = "cpv_starts"      // one of the CPV codes starts with these digits
	Custom         FunctionName = "custom"          // the value of one of the portfolio's own fields
	Len            FunctionName = "len"             // how many there are in a list
)

// Function says how a call is checked and evaluated.
type Function struct {
	Name  FunctionName
	Types []any // of its arguments and result, for the type checker
	Call  func(f *Facts, args []Value) Value
}

// Functions is the table of the language's functions.
var Functions = []Function{
	{
		Regulation,
		[]any{new(func(string) float64), new(func(string, time.Time) float64)},
		func(f *Facts, args []Value) Value {
			return Number(f.Value(RegulationOf(f, args)))
		},
	},
	{
		MonthsBetween,
		[]any{new(func(time.Time, time.Time) float64)},
		func(_ *Facts, args []Value) Value { return Int(monthsBetween(args[0].Day, args[1].Day)) },
	},
	{
		DaysBetween,
		[]any{new(func(time.Time, time.Time) float64)},
		func(_ *Facts, args []Value) Value { return Int(args[1].Day.Days(args[0].Day)) },
	},
	{
		Date,
		[]any{new(func(string) time.Time)},
		func(_ *Facts, args []Value) Value {
			d, _ := date.Parse(args[0].Text)
			return Day(d)
		},
	},
	{
		HasRequirement,
		[]any{new(func(string) bool)},
		func(f *Facts, args []Value) Value { return Bool(slices.Contains(requirementIDs(f).List, args[0].Text)) },
	},
	{
		CPVStarts,
		[]any{new(func(string) bool)},
		func(f *Facts, args []Value) Value {
			if len(f.Contract.CPV) == 0 {
				return Value{}
			}
			return Bool(slices.ContainsFunc(f.Contract.CPV, func(s string) bool { return strings.HasPrefix(s, args[0].Text) }))
		},
	},
	{
		Custom,
		[]any{new(func(string) any)},
		func(f *Facts, args []Value) Value { return customValue(f.Contract, args[0].Text) },
	},
	{
		Len,
		[]any{new(func([]string) float64)},
		func(_ *Facts, args []Value) Value { return Int(len(args[0].List)) },
	},
}

// RegulationOf is the figure that arguments of regulation ask for; nil where there is none.
func RegulationOf(f *Facts, args []Value) *contract.Regulation {
	on := measure.Procured(f.Contract)
	if len(args) > 1 {
		on = args[1].Day
	}
	return f.Regulation(args[0].Text, on)
}

func customValue(c *contract.Contract, key string) Value {
	for i := range c.Custom {
		if c.Custom[i].Key != key {
			continue
		}
		switch v := c.Custom[i].Value.(type) {
		case string:
			return Text(v)
		case int64:
			return Number(big.NewRat(v, 1))
		case money.Decimal:
			return Number(v.Rat())
		case date.Date:
			return Day(v)
		case bool:
			return Bool(v)
		}
	}
	return Value{}
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
