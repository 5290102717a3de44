package check

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// saidTwice: no list has the same item twice. Two merged changes can leave one so, and in these
// lists nothing else tells.
func saidTwice(r *run, f *measure.ContractFigures) {
	c := f.Contract
	twice(r, c, "suppliers", c.Suppliers, func(i int, id string) (diag.Place, string) { return item(c.Origin, "suppliers", i), id })
	twice(r, c, "cpv", c.CPV, func(i int, code string) (diag.Place, string) { return item(c.Origin, "cpv", i), code })
	for _, x := range c.Plan {
		twice(r, c, "done", x.Done, func(i int, on date.Date) (diag.Place, string) { return item(x.Origin, "done", i), on.String() })
	}
	for _, x := range c.Benefits {
		twice(r, c, "planned", years(x.Planned), func(i, year int) (diag.Place, string) { return x.Planned[i].At("year"), strconv.Itoa(year) })
	}
	for _, x := range c.Deviations {
		twice(r, c, "actions", taken(x.Actions), func(i int, a action) (diag.Place, string) {
			return x.Actions[i].At("date"), a.date.String() + " " + a.what
		})
	}
	if s := c.SupplyChain; s != nil {
		twice(r, c, "hours", worked(s.Hours), func(i int, w quarterOf) (diag.Place, string) {
			return s.Hours[i].At("period"), w.period.String() + " " + w.firm
		})
	}
}

// twice reports the items of a list that an earlier one is equal to; place tells where one stands
// and what people call it.
func twice[T comparable](r *run, c *contract.Contract, list string, items []T, place func(i int, item T) (diag.Place, string)) {
	first := map[T]int{}
	for i, x := range items {
		at, seen := first[x]
		if !seen {
			first[x] = i
			continue
		}
		again, name := place(i, x)
		before, _ := place(at, x)
		r.report(again, c.ID, diag.Args{"list": list, "value": name}).Related = []diag.Related{before.Related()}
	}
}

// item is the place of element i of a record's list.
func item(o contract.Origin, list string, i int) diag.Place {
	return o.At(list + "[" + strconv.Itoa(i) + "]")
}

func years(planned []contract.PlannedBenefit) []int {
	out := make([]int, len(planned))
	for i, p := range planned {
		out[i] = p.Year
	}
	return out
}

// action is what makes two actions the same: all that they say.
type action struct {
	date     date.Date
	what     string
	sanction contract.Sanction
	amount   contract.Maybe[money.Amount]
}

func taken(actions []contract.Action) []action {
	out := make([]action, len(actions))
	for i, a := range actions {
		out[i] = action{a.Date, a.What, a.Sanction, a.Amount}
	}
	return out
}

// quarterOf is the work of one firm in one quarter.
type quarterOf struct {
	period date.Quarter
	firm   string
}

func worked(hours []contract.FirmHours) []quarterOf {
	out := make([]quarterOf, len(hours))
	for i, h := range hours {
		out[i] = quarterOf{h.Period, h.Firm}
	}
	return out
}
