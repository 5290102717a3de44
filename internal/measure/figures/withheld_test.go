package figures_test

import (
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/money"
)

// To the public a requirement that rests on what is withheld may apply, and it is said why;
// inside the same requirement is settled.
func TestRequirementsThatRestOnWhatIsWithheld(t *testing.T) {
	for when, says := range map[string]string{
		"vulnerable_users":          "er ikke offentlig her.",
		"!vulnerable_users":         "er ikke offentlig her.",
		"criticality == 'critical'": "Følgen av svikt er ikke offentlig her.",
		"open_deviations > 3":       "er ikke offentlig her.",
		"tiers > 2":                 "er ikke offentlig her.",
		"custom('secret') == 'A'":   "er ikke offentlig her.",
		"custom('open') == 'A'":     "mangler.",
	} {
		p := &contract.Portfolio{
			Contracts: []*contract.Contract{{
				ID: "a", Status: "active", Kind: "contract", Visibility: contract.Public, VulnerableUse: true, Criticality: "critical",
				Period: contract.Period{Start: date.Of(2026, 1, 1)}, SupplyChain: &contract.SupplyChain{}, Custom: []contract.CustomValue{{Key: "secret", Value: "A"}},
			}},
			Requirements: []*contract.Requirement{{ID: "r", When: when, Every: "year"}},
		}
		p.Settings.Fields = []contract.Field{{Key: "secret"}, {Key: "open", Visibility: contract.Public}}
		on := date.Of(2027, 6, 1)
		whole := figures.Of(p.Index(), on).Contracts[0].Requirements[0]
		if open := strings.Contains(when, "'open'"); whole.Applies == measure.Unknown != open {
			t.Errorf("%s is not settled inside", when)
		}
		public := figures.Of(p.PublicPart(on), on).Contracts[0]
		r := public.Requirements[0]
		if r.Applies != measure.Unknown || r.State != contract.EvidenceWithheld || r.InDebt() != measure.Unknown || !r.Due.IsZero() || public.Debt != nil {
			t.Errorf("%s, to the public: %v %q, in debt %v, due %s, debt %v", when, r.Applies, r.State, r.InDebt(), r.Due, public.Debt)
		}
		var said []string
		for _, reason := range r.Why() {
			said = append(said, measure.Sentence(catalogue(t).Printer("nb"), reason))
		}
		if text := strings.Join(said, " "); !strings.Contains(text, says) {
			t.Errorf("%s: %s", when, text)
		}
	}
}

// What was bought on a framework some of whose call-offs are withheld is not known, nor what
// follows from it; what is known of it stands in sums, and is counted as a part.
func TestTurnoverWithoutItsCallOffs(t *testing.T) {
	period := contract.Period{Start: date.Of(2024, 1, 1), End: date.Of(2027, 12, 31)}
	of := func(id, parent string, v contract.Visibility, kroner int64) *contract.Contract {
		return &contract.Contract{ID: id, Parent: parent, Visibility: v, Status: contract.Active, Kind: "call-off", Period: period,
			Turnover: &contract.Turnover{Months: measuretest.Months("2024-01", "2026-10", kroner)}}
	}
	for name, x := range map[string]struct {
		callOffs []*contract.Contract
		withheld bool
		year     int64 // of the public sum
	}{
		"one of each":               {[]*contract.Contract{of("a", "f", contract.Public, 2_000), of("b", "f", contract.Internal, 30_000)}, true, 12 * 3_000},
		"only public ones":          {[]*contract.Contract{of("a", "f", contract.Public, 2_000), of("b", "f", contract.Public, 30_000)}, false, 12 * 33_000},
		"none":                      {nil, false, 12 * 1_000},
		"one under a public one":    {[]*contract.Contract{of("a", "f", contract.Public, 2_000), of("b", "a", contract.Internal, 30_000)}, true, 12 * 3_000},
		"a public one under it":     {[]*contract.Contract{of("a", "f", contract.Internal, 2_000), of("b", "a", contract.Public, 30_000)}, true, 12 * 31_000},
		"one that knows no parent":  {[]*contract.Contract{of("a", "g", contract.Internal, 2_000)}, false, 12 * 1_000},
		"one that is not bought on": {[]*contract.Contract{{ID: "a", Parent: "f", Visibility: contract.Internal}}, true, 12 * 1_000},
	} {
		t.Run(name, func(t *testing.T) {
			f := of("f", "", contract.Public, 1_000)
			f.Kind, f.Value.Maximum = contract.KindFramework, contract.Some(money.NOK(900_000))
			p := &contract.Portfolio{Contracts: append([]*contract.Contract{f}, x.callOffs...), Requirements: []*contract.Requirement{{ID: "r", When: "spent > 1000000"}}}
			inside, public := figures.Of(p.Index(), date.Of(2026, 11, 1)), figures.Of(p.PublicPart(date.Of(2026, 11, 1)), date.Of(2026, 11, 1))
			c, whole := public.Of("f"), inside.Of("f")
			m, w := c.Money, whole.Money
			m.Part, w.Part = nil, nil
			if !x.withheld {
				if c.Money.Part != nil || !reflect.DeepEqual(m, w) {
					t.Errorf("nothing is withheld: %+v, inside %+v", m, w)
				}
			} else if known := (measure.Money{Currency: w.Currency, Exchange: w.Exchange, Maximum: w.Maximum, Ceiling: w.Ceiling, CeilingFrom: w.CeilingFrom, AnnualValue: w.AnnualValue, AmendmentsSum: w.AmendmentsSum, AmendShare: w.AmendShare}); !reflect.DeepEqual(m, known) {
				t.Errorf("known to the public: %+v", m)
			}
			if withheld := c.SpendAfterEnd == measure.Unknown; withheld != x.withheld {
				t.Errorf("bought on after the end: %v", c.SpendAfterEnd)
			}
			if withheld := c.Requirements[0].Applies == measure.Unknown; withheld != x.withheld {
				t.Errorf("more than a million is bought: %v", c.Requirements[0].Applies)
			} else if withheld {
				if says := measure.Sentence(catalogue(t).Printer("nb"), c.Requirements[0].Why()[0]); says != "Omsetningen så langt er ikke offentlig her." {
					t.Error(says)
				}
			}
			if says := ceilings.LackOf(c); (says == ceilings.LackCallOffs) != x.withheld {
				t.Errorf("lacking: %q", says)
			}
			if missing := forecast.Of(public, c).Missing; (missing == "withheld") != x.withheld {
				t.Errorf("forecast: %q", missing)
			}
			if got := public.Totals.LastYear; got.Cmp(big.NewRat(x.year, 1)) != 0 || turnover.Parts(public.Contracts) != map[bool]int{true: 1}[x.withheld] || public.Totals.NoTurnover != 0 {
				t.Errorf("sum of the year: %s, of %d a part, of %d missing", got, turnover.Parts(public.Contracts), public.Totals.NoTurnover)
			}
		})
	}
}
