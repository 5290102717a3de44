package benefits_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
)

func TestRealisation(t *testing.T) {
	for _, x := range []struct {
		name              string
		realised, planned *big.Rat
		want              string // "": unknown
		onTrack           measure.Tri
	}{
		{"half", big.NewRat(50, 1), big.NewRat(100, 1), "1/2", measure.No},
		{"just enough", big.NewRat(80, 1), big.NewRat(100, 1), "4/5", measure.Yes},
		{"more than planned", big.NewRat(3, 1), big.NewRat(2, 1), "3/2", measure.Yes},
		{"nothing came", new(big.Rat), big.NewRat(2, 1), "0", measure.No},
		{"nothing planned", big.NewRat(3, 1), new(big.Rat), "", measure.Unknown},
		{"no plan", big.NewRat(3, 1), nil, "", measure.Unknown},
		{"not known", nil, big.NewRat(3, 1), "", measure.Unknown},
	} {
		r := benefits.Realisation(x.realised, x.planned)
		got := ""
		if r != nil {
			got = r.RatString()
		}
		b := measure.BenefitFigures{Realisation: r}
		if got != x.want || benefits.OnTrack(&b) != x.onTrack {
			t.Errorf("%s: %q, on track %v; want %q, %v", x.name, got, benefits.OnTrack(&b), x.want, x.onTrack)
		}
	}
}

func TestInvoicedShare(t *testing.T) {
	for _, x := range []struct {
		name string
		by   map[contract.EvidenceClass]*big.Rat
		want string // "": unknown
	}{
		{"nothing", nil, ""},
		{"invoices alone", map[contract.EvidenceClass]*big.Rat{"A": big.NewRat(1, 1), "B": big.NewRat(2, 1), "C": big.NewRat(3, 1), "D": big.NewRat(4, 1), "": big.NewRat(2, 1)}, "1/6"},
		{"only estimates", map[contract.EvidenceClass]*big.Rat{"D": big.NewRat(4, 1)}, "0"},
		{"a sum of nothing", map[contract.EvidenceClass]*big.Rat{"A": new(big.Rat)}, ""},
	} {
		got := ""
		if r := benefits.InvoicedShare(x.by); r != nil {
			got = r.RatString()
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

func TestEvidenceSums(t *testing.T) {
	text := ""
	for _, r := range benefits.EvidenceSums(map[contract.EvidenceClass]*big.Rat{"B": big.NewRat(2, 1), "": big.NewRat(5, 1)}) {
		text += r.RatString() + " "
	}
	if text != "0 2 0 0 5 " {
		t.Error(text)
	}
}

func TestBenefitUnits(t *testing.T) {
	for class, want := range map[string]bool{"cash": true, "non-cash": true, "workers": true, "co2e": false, "share": false, "": false} {
		if got := benefits.InMoney(contract.BenefitClass(class)); got != want {
			t.Errorf("%q: %v", class, got)
		}
	}
	b := measure.BenefitFigures{Benefit: &contract.Benefit{}}
	if got := benefits.LatestEvidence(&b); got != "" {
		t.Errorf("nothing came: %q", got)
	}
	b.Benefit.Realised = []contract.RealisedBenefit{{Evidence: "A"}, {Evidence: "D"}}
	if got := benefits.LatestEvidence(&b); got != "D" {
		t.Errorf("the latest: %q", got)
	}
}
