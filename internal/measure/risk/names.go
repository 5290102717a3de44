package risk

import (
	"slices"

	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Floors is the language of floors: yes or no, over the facts of a contract and the figures
// below. Factors is that of factors, which may be numbers or words, too.
var (
	Floors  = expr.Language{Names: names, YesNo: true}
	Factors = expr.Language{Names: names}

	names = slices.Concat(expr.Names, figures)
)

// figures are the names that a requirement's condition may not use, for some of them rest
// on which requirements apply.
var figures = []expr.Name{
	figure("exposure", "number", "requirements of society and environment that apply", func(f *expr.Facts) expr.Value { return expr.Int(exposure(f)) }),
	figure("projected_ceiling_use", "share", "projected turnover by ceiling", func(f *expr.Facts) expr.Value { return f.NOK(f.Money.ProjectedUse) }),
	figure("ceiling_use", "share", "turnover by ceiling", func(f *expr.Facts) expr.Value { return f.NOK(f.Money.Use) }),
	figure("requirement_debt", "share", "weight of requirements in debt by weight of all that apply", func(f *expr.Facts) expr.Value { return expr.Number(f.Debt) }),
	figure("labour_crime", "number", "exposure to labour crime, 0–4", func(f *expr.Facts) expr.Value { return labourCrime(f) }),
	figure("supplier_signs", "number", "the most signs that one of the suppliers has", func(f *expr.Facts) expr.Value { return supplierSigns(f) }),
	figure("followup_debt", "days", "since the oldest plan item that is due and not done", func(f *expr.Facts) expr.Value { return expr.Int(f.FollowUpDebt) }),
	figure("data_quality", "number", "mandatory fields that are missing", func(f *expr.Facts) expr.Value { return expr.Int(len(missingFields(f))) }),
	figure("spend_after_end", "yes/no", "something was bought in a month after the current end", func(f *expr.Facts) expr.Value { return expr.Answer(f.SpendAfterEnd) }),
	figure("forecast_breach", "yes/no", "projected turnover is above the ceiling", func(f *expr.Facts) expr.Value { return expr.Answer(forecastBreach(f)) }),
	figure("major_social_breach", "yes/no", "an open major or critical breach on pay or human rights", func(f *expr.Facts) expr.Value { return expr.Bool(socialBreach(f)) }),
	figure("tiers_over_limit", "yes/no", "more tiers than the regulation figure tier-limit allows", func(f *expr.Facts) expr.Value { return expr.Answer(tiersOverLimit(f)) }),
	figure("amendments_over_limit", "yes/no", "an amendment or their sum is over its limit in § 28-1", func(f *expr.Facts) expr.Value {
		return expr.Answer(turnover.AmendmentsOverLimit(f.Contract, &f.Money, f.AsOf))
	}),
	figure("no_manager", "yes/no", "nobody, or one who has left", func(f *expr.Facts) expr.Value { return expr.Bool(f.Manager == nil) }),
}

func figure(name, typ, meaning string, get func(*expr.Facts) expr.Value) expr.Name {
	return expr.Name{Name: name, Type: typ, Meaning: meaning, Get: get}
}
