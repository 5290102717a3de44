package factors

import (
	"slices"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Floors is the language of floors: yes or no, over the facts of a contract and the figures
// below. Factors is that of factors, which may be numbers or words, too.
var (
	Floors  = expr.Language{Names: names, YesNo: true}
	Factors = expr.Language{Names: names}

	names = slices.Concat(facts.Names, figures)
)

// figures are the names that a requirement's condition may not use, for some of them rest
// on which requirements apply.
var figures = []facts.Name{
	figure("exposure", facts.KindNumber, "", func(f *facts.Facts) facts.Value { return facts.Int(exposure(f, measure.Yes, measure.Unknown)) }),     // requirements of society and environment that apply
	figure("projected_ceiling_use", facts.KindNumber, facts.Share, func(f *facts.Facts) facts.Value { return facts.Number(f.Money.ProjectedUse) }), // projected turnover by ceiling
	figure("ceiling_use", facts.KindNumber, facts.Share, func(f *facts.Facts) facts.Value { return facts.Number(f.Money.Use) }),                    // turnover by ceiling
	figure("requirement_debt", facts.KindNumber, facts.Share, func(f *facts.Facts) facts.Value { return facts.Number(f.Debt) }),                    // weight of requirements in debt by weight of all that apply
	figure("labour_crime", facts.KindNumber, "", func(f *facts.Facts) facts.Value { return labourCrime(f) }),                                       // exposure to labour crime, 0–4
	figure("supplier_signs", facts.KindNumber, "", func(f *facts.Facts) facts.Value { return supplierSigns(f) }),                                   // the most signs that one of the suppliers has
	figure("followup_debt", facts.KindNumber, "", func(f *facts.Facts) facts.Value { return facts.Count(f.FollowUpDebt) }),                         // since the oldest plan item that is due and not done
	figure("data_quality", facts.KindNumber, "", func(f *facts.Facts) facts.Value { return facts.Int(len(missingFields(f))) }),                     // mandatory fields that are missing
	figure("spend_after_end", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(f.SpendAfterEnd) }),                      // something was bought in a month after the current end
	figure("forecast_breach", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(forecastBreach(f)) }),                    // projected turnover is above the ceiling
	figure("over_maximum", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(overMaximum(f)) }),                          // posted turnover is above the stated maximum
	figure("no_turnover", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(noTurnover(f)) }),                            // a framework three months old or more of which no turnover is known
	figure("major_social_breach", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Bool(socialBreach(f)) }),                    // an open major or critical breach on pay or human rights
	figure("tiers_over_limit", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(tiersOverLimit(f)) }),                   // more tiers than the regulation figure tier-limit allows
	figure("amendments_over_limit", facts.KindTruth, "", func(f *facts.Facts) facts.Value { // an amendment or their sum is over its limit in § 28-1
		return facts.Answer(turnover.AmendmentsOverLimit(f.Contract, &f.Money, f.AsOf))
	}),
	figure("no_manager", facts.KindTruth, "", func(f *facts.Facts) facts.Value { return facts.Answer(f.Managed.Not()) }), // nobody, or one who has left
}

func figure(name string, kind facts.Kind, unit facts.Unit, get func(*facts.Facts) facts.Value) facts.Name {
	return facts.Name{Name: name, Kind: kind, Unit: unit, Get: get}
}
