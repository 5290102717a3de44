package scores

import (
	"os"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change/remodel"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

// Advice on a score says the level that it gives, and is left out where a floor holds the level;
// no parenthesis stands beside another.
func TestExplainSaysWhatChangesTheLevel(t *testing.T) {
	p, pr := sample(t)
	f := figures.Of(p, date.MustParse("2026-11-01"))
	held := map[bool]int{}
	for _, c := range measure.Scored(f.Contracts)[:12] {
		var b strings.Builder
		if err := Explain(&b, f, c, pr); err != nil {
			t.Fatal(err)
		}
		is := c.Risk.HeldBy() != nil
		held[is]++
		if strings.Contains(b.String(), pr.Text("cli.risk.relief", nil)) == is || strings.Contains(b.String(), ") (") {
			t.Errorf("%s, held by a floor: %v\n%s", c.Contract.ID, is, b.String())
		}
	}
	if held[true] == 0 || held[false] == 0 {
		t.Errorf("the sample has contracts held by a floor or not: %v", held)
	}
}

// Another model can be tried where none is in force.
func TestRemodelWithoutAModel(t *testing.T) {
	p, pr := sample(t)
	m := *p.Models[0]
	p.Models = nil
	day := date.MustParse("2026-11-01")
	m.From = day
	var b strings.Builder
	if err := Remodel(&b, remodel.Under(p, figures.Of(p, day), &m), &m, pr); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ingen risikomodell gjelder i dag", "I dag: uten vurdering. Med modellen: "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func sample(t *testing.T) (*contract.Portfolio, *message.Printer) {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := store.Load(t.Context(), os.DirFS("../../../contracts"), store.Options{})
	return p, cat.Printer("nb")
}
