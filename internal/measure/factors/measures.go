package factors

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/message"
)

// Sentence says what a measure found; none where Key is "".
type Sentence struct {
	Key  string // below figures.factor
	Args message.Args
}

// Measure is what a factor may be measured by. Get gives the value that the factor's
// thresholds judge; points where the measure itself gives them, or else −1; and its sentence.
// Sure, where there is one, gives the value without the requirements that apply only for want
// of an input: where that has other points, the factor is unknown (FIGURES.md D2).
type Measure struct {
	Name string
	Get  func(f *facts.Facts) (v facts.Value, points int, reason Sentence)
	Sure func(f *facts.Facts) facts.Value
}

// Measures names the measures of risk factors.
func Measures() []string {
	out := make([]string, len(measures))
	for i, m := range measures {
		out[i] = m.Name
	}
	return out
}

// Named gives a measure by its name; nil where there is none.
func Named(name string) *Measure {
	for i := range measures {
		if measures[i].Name == name {
			return &measures[i]
		}
	}
	return nil
}

var measures = []Measure{
	{"annual_value", func(f *facts.Facts) (facts.Value, int, Sentence) {
		v := f.NOK(f.Money.AnnualValue)
		return v, -1, Sentence{"annual_value", message.Args{"value": v.Number}}
	}, nil},
	{"criticality", func(f *facts.Facts) (facts.Value, int, Sentence) {
		return facts.Text(string(f.Contract.Criticality)), -1, Sentence{"criticality", message.Args{"value": measure.Reason{Key: "value." + string(f.Contract.Criticality)}}}
	}, nil},
	{"bids", func(f *facts.Facts) (facts.Value, int, Sentence) {
		b := f.Contract.Procurement.Bids
		if !b.Set {
			return facts.Value{}, -1, Sentence{}
		}
		return facts.Int(b.V), -1, Sentence{"bids", message.Args{"n": b.V}}
	}, nil},
	{"exposure", measureExposure, func(f *facts.Facts) facts.Value { return facts.Int(exposure(f, measure.Yes)) }},
	{"projected_ceiling_use", measureCeiling, nil},
	{"days_to_deadline", measureDeadline, nil},
	{"requirement_debt", measureDebt, func(f *facts.Facts) facts.Value { return facts.Number(f.SureDebt) }},
	{"open_deviations", func(f *facts.Facts) (facts.Value, int, Sentence) {
		n, sum := f.OpenMatters(), f.OpenSeverity
		switch {
		case !n.Set:
			return facts.Value{}, -1, Sentence{}
		case n.V == 0:
			return facts.Count(sum), -1, Sentence{"open_deviations-none", message.Args{"n": 0, "sum": 0}}
		}
		return facts.Count(sum), -1, Sentence{"open_deviations", message.Args{"n": n.V, "sum": sum.V}}
	}, nil},
	{"labour_crime", measureLabourCrime, nil},
	{"amendments_share", func(f *facts.Facts) (facts.Value, int, Sentence) {
		v := facts.Number(f.Money.AmendShare)
		key := "amendments_share"
		if v.Kind == facts.KindNumber && v.Number.Sign() == 0 {
			key = "amendments_share-none"
		}
		return v, -1, Sentence{key, message.Args{"share": message.Share{Rat: v.Number, Digits: 1}, "sum": f.Money.AmendmentsSum}}
	}, nil},
	{"supplier_signs", func(f *facts.Facts) (facts.Value, int, Sentence) {
		v := supplierSigns(f)
		if v.Kind == facts.KindUnknown {
			return v, -1, Sentence{}
		}
		n := int(v.Number.Num().Int64())
		key := "supplier_signs"
		if n == 0 {
			key = "supplier_signs-none"
		}
		return v, -1, Sentence{key, message.Args{"n": n}}
	}, nil},
	{"followup_debt", measureFollowUp, nil},
	{"data_quality", func(f *facts.Facts) (facts.Value, int, Sentence) {
		var fields []any
		for _, m := range missingFields(f) {
			fields = append(fields, measure.Reason{Key: "name." + m})
		}
		key := "data_quality"
		if len(fields) == 0 {
			key = "data_quality-none"
		}
		return facts.Int(len(fields)), -1, Sentence{key, message.Args{"n": len(fields), "fields": fields}}
	}, nil},
}

func measureExposure(f *facts.Facts) (facts.Value, int, Sentence) {
	n := exposure(f, measure.Yes, measure.Unknown)
	if f.Contract.VulnerableUse {
		return facts.Int(n), MaxPoints, Sentence{"exposure-vulnerable", message.Args{"n": n}}
	}
	return facts.Int(n), -1, Sentence{"exposure", message.Args{"n": n}}
}

func measureCeiling(f *facts.Facts) (facts.Value, int, Sentence) {
	m := &f.Money
	v := facts.Number(m.ProjectedUse)
	if v.Kind == facts.KindUnknown {
		return v, -1, Sentence{}
	}
	a := message.Args{"share": message.Share{Rat: v.Number, Digits: 0}, "use": message.Share{Rat: m.Use, Digits: 0}, "end": m.Horizon}
	if m.Done() {
		return v, -1, Sentence{"projected_ceiling_use-done", a}
	}
	if !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon) {
		a["exhaustion"] = m.Exhaustion
		if m.Use.Cmp(big.NewRat(1, 1)) >= 0 {
			return v, -1, Sentence{"projected_ceiling_use-over", a}
		}
		return v, -1, Sentence{"projected_ceiling_use-exhausted", a}
	}
	return v, -1, Sentence{"projected_ceiling_use", a}
}

func measureDeadline(f *facts.Facts) (facts.Value, int, Sentence) {
	n := nearestDeadline(f)
	if n.date.IsZero() {
		return facts.Text("none"), 0, Sentence{"days_to_deadline-none", nil}
	}
	days := n.date.Days(f.AsOf)
	a := message.Args{"what": measure.Reason{Key: "deadline-kind." + n.kind}, "date": n.date, "n": days}
	if days < 0 {
		a["n"] = -days
		return facts.Int(days), -1, Sentence{"days_to_deadline-passed", a}
	}
	return facts.Int(days), -1, Sentence{"days_to_deadline", a}
}

func measureDebt(f *facts.Facts) (facts.Value, int, Sentence) {
	var titles []any
	for i := range f.Requirements {
		if r := &f.Requirements[i]; r.InDebt() == measure.Yes {
			titles = append(titles, r.Requirement.Title)
		}
	}
	a := message.Args{"share": message.Share{Rat: f.Debt, Digits: 0}, "n": len(titles), "requirements": titles}
	switch {
	case f.Debt == nil:
		return facts.Value{}, -1, Sentence{}
	case len(titles) == 0:
		return facts.Number(f.Debt), -1, Sentence{"requirement_debt-none", nil}
	}
	return facts.Number(f.Debt), -1, Sentence{"requirement_debt", a}
}

func measureLabourCrime(f *facts.Facts) (facts.Value, int, Sentence) {
	v := labourCrime(f)
	if v.Kind == facts.KindUnknown {
		return v, -1, Sentence{}
	}
	if f.Contract.Nature == contract.Goods {
		return v, -1, Sentence{"labour_crime-goods", nil}
	}
	a := message.Args{"class": f.Portfolio.Category(f.Contract.Category).IndustryRisk.V}
	on, n := conformSince(f.Contract, f.AsOf), chain.Tiers(f.Contract, f.AsOf)
	a["n"], a["date"] = n, on
	switch {
	case n >= 2 && !on.IsZero():
		return v, -1, Sentence{"labour_crime-tiers-conform", a}
	case n >= 2:
		return v, -1, Sentence{"labour_crime-tiers", a}
	case !on.IsZero():
		return v, -1, Sentence{"labour_crime-conform", a}
	}
	return v, -1, Sentence{"labour_crime", a}
}

func measureFollowUp(f *facts.Facts) (facts.Value, int, Sentence) {
	days := f.FollowUpDebt
	switch {
	case f.Managed == measure.Unknown || !days.Set:
		return facts.Value{}, -1, Sentence{}
	case f.Manager == nil && f.Contract.Manager == "":
		return facts.Count(days), MaxPoints, Sentence{"followup_debt-vacant", nil}
	case f.Manager == nil:
		return facts.Count(days), MaxPoints, Sentence{"followup_debt-left", nil}
	case days.V == 0:
		return facts.Count(days), -1, Sentence{"followup_debt-none", nil}
	}
	return facts.Count(days), -1, Sentence{"followup_debt", message.Args{"n": days.V}}
}
