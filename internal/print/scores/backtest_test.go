package scores

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// heavier is a model in which the projected use of the ceiling weighs nearly all.
func heavier(m *contract.RiskModel) *contract.RiskModel {
	changed := *m
	changed.ID, changed.Factors = "changed", slices.Clone(m.Factors)
	for i := range changed.Factors {
		if f := &changed.Factors[i]; f.Axis == contract.AxisLikelihood {
			if f.Weight = 1; f.Measure == "projected_ceiling_use" {
				f.Weight = 92
			}
		}
	}
	return &changed
}

// What is written of two models agrees with the back-test, and has words for all.
func TestBackTestOfTwoModels(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	printer := cat.Printer("nb")
	base, _ := store.Load(t.Context(), os.DirFS("../../../contracts"), store.Options{})
	asOf := date.MustParse("2026-11-01")
	p := demo.Generate(demo.Options{Contracts: 500, Seed: 3, AsOf: asOf, Base: base})
	now := measure.ModelOn(p, asOf)
	changed := heavier(now)
	b := trend.Test(p, asOf, nil, now, changed)
	got := BackTestJSON(asOf, b)
	if len(got.Quarters) != 12 || len(got.Models) != 2 || got.Models[1].Model != "changed" || len(got.Differences) != 4 {
		t.Fatalf("%+v", got)
	}
	numbers := 0
	for i, m := range b.Models {
		inBands := 0
		for _, x := range m.Bands {
			inBands += x.Observations
		}
		if inBands != b.Observations || m.Outcomes[0].Events+m.Outcomes[0].NonEvents != b.Observations {
			t.Errorf("model %d: %d in bands, %d and %d by the first outcome, of %d", i, inBands, m.Outcomes[0].Events, m.Outcomes[0].NonEvents, b.Observations)
		}
		for k, o := range m.Outcomes {
			t.Logf("%s: %s %s (%s–%s)", modelName(m.Model, printer), o.Outcome, got.Models[i].Outcomes[k].AUC, got.Models[i].Outcomes[k].Low, got.Models[i].Outcomes[k].High)
			if o.TooFew != (got.Models[i].Outcomes[k].AUC == "null") {
				t.Errorf("model %d, %s: too few %v, and yet %v", i, o.Outcome, o.TooFew, o.Area)
			}
			if o.Area != nil {
				numbers++
				if o.Low == nil || o.Low.Cmp(o.Area) > 0 || o.High.Cmp(o.Area) < 0 || o.Low.Sign() < 0 {
					t.Errorf("model %d, %s: %v in %v to %v", i, o.Outcome, o.Area, o.Low, o.High)
				}
			}
		}
	}
	if numbers == 0 {
		t.Error("no outcome of the demo has events enough")
	}
	var text bytes.Buffer
	if err := BackTest(&text, b, printer); err != nil || strings.Contains(text.String(), "⟦") || !strings.Contains(text.String(), "95 % sikkerhet") {
		t.Errorf("%v\n%s", err, text.String())
	}
}
