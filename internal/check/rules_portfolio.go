package check

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/money"
)

func index(key string, i int) string { return key + "[" + strconv.Itoa(i) + "]" }

var foreignID = regexp.MustCompile(`^[a-z]{2}-[a-z0-9-]+$`)

// organisationNumbers: a Norwegian number ends in a check digit (modulus 11).
func organisationNumbers(r *run) {
	for _, s := range r.p.Suppliers {
		if !contract.ValidOrganisation(s.ID) && !foreignID.MatchString(s.ID) && !strings.HasPrefix(s.ID, "x-") {
			r.report(s.At("name"), "", diag.Args{"id": s.ID})
		}
	}
	orgs := append([]contract.Organisation{r.p.Settings.Organisation}, r.p.Settings.Buyers...)
	for _, o := range orgs {
		if o.ID != "" && !contract.ValidOrganisation(o.ID) {
			r.report(o.At("id"), "", diag.Args{"id": o.ID})
		}
	}
}

// expressions of requirements, floors and factors use names that exist, with their types.
func expressions(r *run) {
	try := func(o contract.Origin, key, src string, l *expr.Language) {
		if src == "" {
			return
		}
		var bad *expr.Error
		if _, err := expr.Compile(src, l); errors.As(err, &bad) {
			place := o.At(key)
			place.Col += bad.Offset + 1 // past the quotation mark
			place.Width = max(bad.Width, 1)
			r.report(place, "", diag.Args{"name": bad.Name, "detail": bad.Detail, "closest": closestName(bad.Name)})
		}
	}
	for _, q := range r.p.Requirements {
		try(q.Origin, "when", q.When, &duties.Conditions)
	}
	for _, m := range r.p.Models {
		for _, f := range m.Factors {
			try(f.Origin, "expression", f.Expression, &factors.Factors)
		}
		for _, f := range m.Floors {
			try(f.Origin, "when", f.When, &factors.Floors)
		}
	}
}

func closestName(name string) string {
	return diag.Closest(name, factors.Factors.Words())
}

// weights: those of an axis add up to 100.
func weights(r *run) {
	for _, m := range r.p.Models {
		sum := map[contract.Axis]int{}
		for _, f := range m.Factors {
			sum[f.Axis] += f.Weight
		}
		for _, axis := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
			if sum[axis] != 100 && len(m.Factors) > 0 {
				r.report(m.At(""), "", diag.Args{"axis": axis, "sum": sum[axis]})
			}
		}
	}
}

// thresholds rise, or fall where more is safer.
func thresholds(r *run) {
	for _, m := range r.p.Models {
		for _, f := range m.Factors {
			inOrder := money.Decimal.Cmp
			if f.Descending {
				inOrder = func(a, b money.Decimal) int { return b.Cmp(a) }
			}
			if !slices.IsSortedFunc(f.Thresholds, inOrder) {
				r.report(f.At("thresholds"), "", diag.Args{"id": f.ID})
			}
			if !slices.IsSortedFunc(f.ThresholdsWorks, inOrder) {
				r.report(f.At("thresholds_works"), "", diag.Args{"id": f.ID})
			}
		}
	}
}

// customFields have the declared key, type and choice.
func customFields(r *run, f *measure.ContractFigures) {
	for _, v := range f.Contract.Custom {
		i := slices.IndexFunc(r.p.Settings.Fields, func(d contract.Field) bool { return d.Key == v.Key })
		if i < 0 || !fits(r.p.Settings.Fields[i], v.Value) {
			r.report(v.At(""), f.Contract.ID, diag.Args{"key": v.Key})
		}
	}
}

func fits(d contract.Field, v any) bool {
	switch v := v.(type) {
	case string:
		return d.Type == contract.FieldText || d.Type == contract.FieldChoice && slices.Contains(d.Choices, v)
	case int64, money.Decimal:
		return d.Type == contract.FieldNumber || d.Type == contract.FieldMoney
	case date.Date:
		return d.Type == contract.FieldDate
	case bool:
		return d.Type == contract.FieldBool
	}
	return false
}
