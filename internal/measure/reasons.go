package measure

import (
	"math/big"

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
		return Reason{Key: "measure." + sc.Measure}
	case len(sc.Title) > 0:
		return sc.Title
	}
	return sc.ID
}

// reason is the measure's own sentence, or else what was measured and its value.
func (sc *scale) reason(r factorReason, f *facts, v value) Reason {
	if r.key != "" {
		return Reason{"factor." + r.key, r.args}
	}
	unit := ""
	if sc.name != nil {
		unit = sc.name.Type
	}
	ex := explainer{f: f}
	return Reason{"factor.value", message.Args{"what": sc.what(), "value": ex.shown(v, unit)}}
}

// measureOf a factor: the value that its thresholds judge; points where the measure
// itself gives them, or else −1.
type measureOf struct {
	name string
	get  func(f *facts) (value, int, factorReason)
}

// measured gives a factor's value, from its measure or expression; points where the
// measure gives them, or else −1.
func (sc *scale) measured(f *facts) (value, int, factorReason) {
	switch {
	case sc.expression != nil:
		return sc.expression.root.eval(f), -1, factorReason{}
	case sc.measure != nil:
		v, points, reason := sc.measure.get(f)
		if points < 0 && sc.Measure == "days_to_deadline" {
			// The scale of days is strict ("more than 365"), and days are whole.
			points = sc.points(numberValue(new(big.Rat).Sub(v.r, big.NewRat(1, 1))), false)
		}
		return v, points, reason
	case sc.name != nil:
		return sc.name.get(f), -1, factorReason{}
	}
	return value{}, -1, factorReason{}
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
	{"annual_value", func(f *facts) (value, int, factorReason) {
		v := f.nok(f.cf.Money.AnnualValue)
		return v, -1, factorReason{"annual_value", message.Args{"value": v.r}}
	}},
	{"criticality", func(f *facts) (value, int, factorReason) {
		return textValue(f.c.Criticality), -1, factorReason{"criticality", message.Args{"value": Reason{Key: "value." + f.c.Criticality}}}
	}},
	{"bids", func(f *facts) (value, int, factorReason) {
		b := f.c.Procurement.Bids
		if !b.Set {
			return value{}, -1, factorReason{}
		}
		return intValue(b.V), -1, factorReason{"bids", message.Args{"n": b.V}}
	}},
	{"exposure", measureExposure},
	{"projected_ceiling_use", measureCeiling},
	{"days_to_deadline", measureDeadline},
	{"requirement_debt", measureDebt},
	{"open_deviations", func(f *facts) (value, int, factorReason) {
		n, sum := f.cf.Open(), f.cf.OpenSeverity
		switch {
		case !n.Set:
			return value{}, -1, factorReason{}
		case n.V == 0:
			return countValue(sum), -1, factorReason{"open_deviations-none", message.Args{"n": 0, "sum": 0}}
		}
		return countValue(sum), -1, factorReason{"open_deviations", message.Args{"n": n.V, "sum": sum.V}}
	}},
	{"labour_crime", measureLabourCrime},
	{"amendments_share", func(f *facts) (value, int, factorReason) {
		v := f.nok(f.cf.Money.AmendShare)
		key := "amendments_share"
		if v.sort == number && v.r.Sign() == 0 {
			key = "amendments_share-none"
		}
		return v, -1, factorReason{key, message.Args{"share": message.Share{Rat: v.r, Digits: 1}, "sum": f.cf.Money.AmendmentsSum}}
	}},
	{"supplier_signs", func(f *facts) (value, int, factorReason) {
		v := supplierSigns(f)
		if v.sort == unknown {
			return v, -1, factorReason{}
		}
		n := int(v.r.Num().Int64())
		key := "supplier_signs"
		if n == 0 {
			key = "supplier_signs-none"
		}
		return v, -1, factorReason{key, message.Args{"n": n}}
	}},
	{"followup_debt", measureFollowUp},
	{"data_quality", func(f *facts) (value, int, factorReason) {
		var fields []any
		for _, m := range missingFields(f) {
			fields = append(fields, Reason{Key: "name." + m})
		}
		key := "data_quality"
		if len(fields) == 0 {
			key = "data_quality-none"
		}
		return intValue(len(fields)), -1, factorReason{key, message.Args{"n": len(fields), "fields": fields}}
	}},
}

func measureExposure(f *facts) (value, int, factorReason) {
	n := exposure(f)
	if f.c.VulnerableUse {
		return intValue(n), maxPoints, factorReason{"exposure-vulnerable", message.Args{"n": n}}
	}
	return intValue(n), -1, factorReason{"exposure", message.Args{"n": n}}
}

func measureCeiling(f *facts) (value, int, factorReason) {
	m := &f.cf.Money
	v := f.nok(m.ProjectedUse)
	if v.sort == unknown {
		return v, -1, factorReason{}
	}
	a := message.Args{"share": message.Share{Rat: v.r, Digits: 0}, "use": message.Share{Rat: m.Use, Digits: 0}, "end": m.Horizon}
	if !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon) {
		a["exhaustion"] = m.Exhaustion
		if m.Use.Cmp(big.NewRat(1, 1)) >= 0 {
			return v, -1, factorReason{"projected_ceiling_use-over", a}
		}
		return v, -1, factorReason{"projected_ceiling_use-exhausted", a}
	}
	return v, -1, factorReason{"projected_ceiling_use", a}
}

func measureDeadline(f *facts) (value, int, factorReason) {
	n := nearestDeadline(f)
	if n.date.IsZero() {
		return textValue("none"), 0, factorReason{"days_to_deadline-none", nil}
	}
	days := n.date.Days(f.w.asOf)
	a := message.Args{"what": Reason{Key: "deadline-kind." + n.kind}, "date": n.date, "n": days}
	if days < 0 {
		a["n"] = -days
		return intValue(days), -1, factorReason{"days_to_deadline-passed", a}
	}
	return intValue(days), -1, factorReason{"days_to_deadline", a}
}

func measureDebt(f *facts) (value, int, factorReason) {
	var titles []any
	for i := range f.cf.Requirements {
		if r := &f.cf.Requirements[i]; r.InDebt() == Yes {
			titles = append(titles, r.Requirement.Title)
		}
	}
	a := message.Args{"share": message.Share{Rat: f.cf.Debt, Digits: 0}, "n": len(titles), "requirements": titles}
	switch {
	case f.cf.Debt == nil:
		return value{}, -1, factorReason{}
	case len(titles) == 0:
		return numberValue(f.cf.Debt), -1, factorReason{"requirement_debt-none", nil}
	}
	return numberValue(f.cf.Debt), -1, factorReason{"requirement_debt", a}
}

func measureLabourCrime(f *facts) (value, int, factorReason) {
	v := labourCrime(f)
	if v.sort == unknown {
		return v, -1, factorReason{}
	}
	if f.c.Nature == "goods" {
		return v, -1, factorReason{"labour_crime-goods", nil}
	}
	a := message.Args{"class": f.w.p.Category(f.c.Category).IndustryRisk.V}
	on, n := conformSince(f.c, f.w.asOf), tiers(f.c, f.w.asOf)
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

func measureFollowUp(f *facts) (value, int, factorReason) {
	days := f.cf.FollowUpDebt
	switch {
	case f.cf.Managed == Unknown || !days.Set:
		return value{}, -1, factorReason{}
	case f.cf.Manager == nil && f.c.Manager == "":
		return countValue(days), maxPoints, factorReason{"followup_debt-vacant", nil}
	case f.cf.Manager == nil:
		return countValue(days), maxPoints, factorReason{"followup_debt-left", nil}
	case days.V == 0:
		return countValue(days), -1, factorReason{"followup_debt-none", nil}
	}
	return countValue(days), -1, factorReason{"followup_debt", message.Args{"n": days.V}}
}
