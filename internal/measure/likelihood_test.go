package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestLikelihoodOf(t *testing.T) {
	for p, want := range map[string]Likelihood{"0": VeryUnlikely, "9/100": VeryUnlikely, "1/10": Unlikely, "39/100": Unlikely, "4/10": EvenChance, "59/100": EvenChance, "6/10": Likely, "89/100": Likely, "9/10": VeryLikely, "1": VeryLikely} {
		if got := LikelihoodOf(measuretest.Rat(p)); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}
