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
	figure("exposure", "number", func(f *expr.Facts) expr.Value { return expr.Int(exposure(f)) }),                         // requirements of society and environment that apply
	figure("projected_ceiling_use", "share", func(f *expr.Facts) expr.Value { return expr.Number(f.Money.ProjectedUse) }), // projected turnover by ceiling
	figure("ceiling_use", "share", func(f *expr.Facts) expr.Value { return expr.Number(f.Money.Use) }),                    // turnover by ceiling
	figure("requirement_debt", "share", func(f *expr.Facts) expr.Value { return expr.Number(f.Debt) }),                    // weight of requirements in debt by weight of all that apply
	figure("labour_crime", "number", func(f *expr.Facts) expr.Value { return labourCrime(f) }),                            // exposure to labour crime, 0–4
	figure("supplier_signs", "number", func(f *expr.Facts) expr.Value { return supplierSigns(f) }),                        // the most signs that one of the suppliers has
	figure("followup_debt", "days", func(f *expr.Facts) expr.Value { return expr.Count(f.FollowUpDebt) }),                 // since the oldest plan item that is due and not done
	figure("data_quality", "number", func(f *expr.Facts) expr.Value { return expr.Int(len(missingFields(f))) }),           // mandatory fields that are missing
	figure("spend_after_end", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(f.SpendAfterEnd) }),           // something was bought in a month after the current end
	figure("forecast_breach", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(forecastBreach(f)) }),         // projected turnover is above the ceiling
	figure("over_maximum", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(overMaximum(f)) }),               // posted turnover is above the stated maximum
	figure("no_turnover", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(noTurnover(f)) }),                 // a framework three months old or more of which no turnover is known
	figure("major_social_breach", "yes/no", func(f *expr.Facts) expr.Value { return expr.Bool(socialBreach(f)) }),         // an open major or critical breach on pay or human rights
	figure("tiers_over_limit", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(tiersOverLimit(f)) }),        // more tiers than the regulation figure tier-limit allows
	figure("amendments_over_limit", "yes/no", func(f *expr.Facts) expr.Value { // an amendment or their sum is over its limit in § 28-1
		return expr.Answer(turnover.AmendmentsOverLimit(f.Contract, &f.Money, f.AsOf))
	}),
	figure("no_manager", "yes/no", func(f *expr.Facts) expr.Value { return expr.Answer(f.Managed.Not()) }), // nobody, or one who has left
}

func figure(name, typ string, get func(*expr.Facts) expr.Value) expr.Name {
	return expr.Name{Name: name, Type: typ, Get: get}
}
