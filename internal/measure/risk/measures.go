package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/why"
	"github.com/forvalt/forvalt/internal/message"
)

// factorReason makes the sentence of a factor.
type factorReason struct {
	key  string // below figures.factor
	args message.Args
}

// what names the factor: by its measure, or by its title in the model.
func (sc *scale) what() any {
	switch {
	case sc.measure != nil:
		return measure.Reason{Key: "measure." + sc.Measure}
	case len(sc.Title) > 0:
		return sc.Title
	}
	return sc.ID
}

// reason is the measure's own sentence, or else what was measured and its value.
func (sc *scale) reason(r factorReason, f *expr.Facts, v expr.Value) measure.Reason {
	if r.key != "" {
		return measure.Reason{Key: "factor." + r.key, Args: r.args}
	}
	unit := ""
	if sc.name != nil {
		unit = sc.name.Type
	}
	return measure.Reason{Key: "factor.value", Args: message.Args{"what": sc.what(), "value": why.Shown(f, v, unit)}}
}

// measureOf a factor: the value that its thresholds judge; points where the measure
// itself gives them, or else −1.
type measureOf struct {
	name string
	get  func(f *expr.Facts) (expr.Value, int, factorReason)
}

// measured gives a factor's value, from its measure or expression; points where the
// measure gives them, or else −1.
func (sc *scale) measured(f *expr.Facts) (expr.Value, int, factorReason) {
	switch {
	case sc.expression != nil:
		return sc.expression.Eval(f), -1, factorReason{}
	case sc.measure != nil:
		v, points, reason := sc.measure.get(f)
		if points < 0 && sc.Measure == "days_to_deadline" {
			// The scale of days is strict ("more than 365"), and days are whole.
			points = sc.points(expr.Number(new(big.Rat).Sub(v.Number, big.NewRat(1, 1))), false)
		}
		return v, points, reason
	case sc.name != nil:
		return sc.name.Get(f), -1, factorReason{}
	}
	return expr.Value{}, -1, factorReason{}
}

// Measures names the measures of risk factors.
func Measures() []string {
	out := make([]string, len(measures))
	for i, m := range measures {
		out[i] = m.name
	}
	return out
}

func measureNamed(name string) *measureOf {
	for i := range measures {
		if measures[i].name == name {
			return &measures[i]
		}
	}
	return nil
}

var measures = []measureOf{
	{"annual_value", func(f *expr.Facts) (expr.Value, int, factorReason) {
		v := f.NOK(f.Money.AnnualValue)
		return v, -1, factorReason{"annual_value", message.Args{"value": v.Number}}
	}},
	{"criticality", func(f *expr.Facts) (expr.Value, int, factorReason) {
		return expr.Text(string(f.Contract.Criticality)), -1, factorReason{"criticality", message.Args{"value": measure.Reason{Key: "value." + string(f.Contract.Criticality)}}}
	}},
	{"bids", func(f *expr.Facts) (expr.Value, int, factorReason) {
		b := f.Contract.Procurement.Bids
		if !b.Set {
			return expr.Value{}, -1, factorReason{}
		}
		return expr.Int(b.V), -1, factorReason{"bids", message.Args{"n": b.V}}
	}},
	{"exposure", measureExposure},
	{"projected_ceiling_use", measureCeiling},
	{"days_to_deadline", measureDeadline},
	{"requirement_debt", measureDebt},
	{"open_deviations", func(f *expr.Facts) (expr.Value, int, factorReason) {
		n, sum := f.OpenMatters(), f.OpenSeverity
		switch {
		case !n.Set:
			return expr.Value{}, -1, factorReason{}
		case n.V == 0:
			return expr.Count(sum), -1, factorReason{"open_deviations-none", message.Args{"n": 0, "sum": 0}}
		}
		return expr.Count(sum), -1, factorReason{"open_deviations", message.Args{"n": n.V, "sum": sum.V}}
	}},
	{"labour_crime", measureLabourCrime},
	{"amendments_share", func(f *expr.Facts) (expr.Value, int, factorReason) {
		v := expr.Number(f.Money.AmendShare)
		key := "amendments_share"
		if v.Kind == expr.KindNumber && v.Number.Sign() == 0 {
			key = "amendments_share-none"
		}
		return v, -1, factorReason{key, message.Args{"share": message.Share{Rat: v.Number, Digits: 1}, "sum": f.Money.AmendmentsSum}}
	}},
	{"supplier_signs", func(f *expr.Facts) (expr.Value, int, factorReason) {
		v := supplierSigns(f)
		if v.Kind == expr.KindUnknown {
			return v, -1, factorReason{}
		}
		n := int(v.Number.Num().Int64())
		key := "supplier_signs"
		if n == 0 {
			key = "supplier_signs-none"
		}
		return v, -1, factorReason{key, message.Args{"n": n}}
	}},
	{"followup_debt", measureFollowUp},
	{"data_quality", func(f *expr.Facts) (expr.Value, int, factorReason) {
		var fields []any
		for _, m := range missingFields(f) {
			fields = append(fields, measure.Reason{Key: "name." + m})
		}
		key := "data_quality"
		if len(fields) == 0 {
			key = "data_quality-none"
		}
		return expr.Int(len(fields)), -1, factorReason{key, message.Args{"n": len(fields), "fields": fields}}
	}},
}

func measureExposure(f *expr.Facts) (expr.Value, int, factorReason) {
	n := exposure(f)
	if f.Contract.VulnerableUse {
		return expr.Int(n), maxPoints, factorReason{"exposure-vulnerable", message.Args{"n": n}}
	}
	return expr.Int(n), -1, factorReason{"exposure", message.Args{"n": n}}
}

func measureCeiling(f *expr.Facts) (expr.Value, int, factorReason) {
	m := &f.Money
	v := expr.Number(m.ProjectedUse)
	if v.Kind == expr.KindUnknown {
		return v, -1, factorReason{}
	}
	a := message.Args{"share": message.Share{Rat: v.Number, Digits: 0}, "use": message.Share{Rat: m.Use, Digits: 0}, "end": m.Horizon}
	if !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon) {
		a["exhaustion"] = m.Exhaustion
		if m.Use.Cmp(big.NewRat(1, 1)) >= 0 {
			return v, -1, factorReason{"projected_ceiling_use-over", a}
		}
		return v, -1, factorReason{"projected_ceiling_use-exhausted", a}
	}
	return v, -1, factorReason{"projected_ceiling_use", a}
}

func measureDeadline(f *expr.Facts) (expr.Value, int, factorReason) {
	n := nearestDeadline(f)
	if n.date.IsZero() {
		return expr.Text("none"), 0, factorReason{"days_to_deadline-none", nil}
	}
	days := n.date.Days(f.AsOf)
	a := message.Args{"what": measure.Reason{Key: "deadline-kind." + n.kind}, "date": n.date, "n": days}
	if days < 0 {
		a["n"] = -days
		return expr.Int(days), -1, factorReason{"days_to_deadline-passed", a}
	}
	return expr.Int(days), -1, factorReason{"days_to_deadline", a}
}

func measureDebt(f *expr.Facts) (expr.Value, int, factorReason) {
	var titles []any
	for i := range f.Requirements {
		if r := &f.Requirements[i]; r.InDebt() == measure.Yes {
			titles = append(titles, r.Requirement.Title)
		}
	}
	a := message.Args{"share": message.Share{Rat: f.Debt, Digits: 0}, "n": len(titles), "requirements": titles}
	switch {
	case f.Debt == nil:
		return expr.Value{}, -1, factorReason{}
	case len(titles) == 0:
		return expr.Number(f.Debt), -1, factorReason{"requirement_debt-none", nil}
	}
	return expr.Number(f.Debt), -1, factorReason{"requirement_debt", a}
}

func measureLabourCrime(f *expr.Facts) (expr.Value, int, factorReason) {
	v := labourCrime(f)
	if v.Kind == expr.KindUnknown {
		return v, -1, factorReason{}
	}
	if f.Contract.Nature == contract.Goods {
		return v, -1, factorReason{"labour_crime-goods", nil}
	}
	a := message.Args{"class": f.Portfolio.Category(f.Contract.Category).IndustryRisk.V}
	on, n := conformSince(f.Contract, f.AsOf), measure.Tiers(f.Contract, f.AsOf)
	a["n"], a["date"] = n, on
	switch {
	case n >= 2 && !on.IsZero():
		return v, -1, factorReason{"labour_crime-tiers-conform", a}
	case n >= 2:
		return v, -1, factorReason{"labour_crime-tiers", a}
	case !on.IsZero():
		return v, -1, factorReason{"labour_crime-conform", a}
	}
	return v, -1, factorReason{"labour_crime", a}
}

func measureFollowUp(f *expr.Facts) (expr.Value, int, factorReason) {
	days := f.FollowUpDebt
	switch {
	case f.Managed == measure.Unknown || !days.Set:
		return expr.Value{}, -1, factorReason{}
	case f.Manager == nil && f.Contract.Manager == "":
		return expr.Count(days), maxPoints, factorReason{"followup_debt-vacant", nil}
	case f.Manager == nil:
		return expr.Count(days), maxPoints, factorReason{"followup_debt-left", nil}
	case days.V == 0:
		return expr.Count(days), -1, factorReason{"followup_debt-none", nil}
	}
	return expr.Count(days), -1, factorReason{"followup_debt", message.Args{"n": days.V}}
}
