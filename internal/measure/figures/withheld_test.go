package figures_test

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
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
		public := figures.Of(p.PublicPart(), on).Contracts[0]
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
