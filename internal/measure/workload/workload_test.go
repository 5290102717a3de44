package workload_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestWorkload(t *testing.T) {
	t.Parallel()
	p := measuretest.Portfolio()
	c := measuretest.Contract(p)
	c.Plan = []contract.PlanItem{{What: "Møte", Every: "month", Hours: contract.Some(2)}, {What: "Kontroll", Every: "quarter", Hours: contract.Some(5), Responsible: "person-0"}, {What: "Uten timer", Every: "month"}}
	vacant := *c
	vacant.ID, vacant.Manager, vacant.Plan = "b", "person-4", nil // has left
	p.Contracts = append(p.Contracts, &vacant)
	w := figures.Of(p.Index(), measuretest.AsOf).Workload
	if len(w) != 6 {
		t.Fatalf("%d rows for five people", len(w))
	}
	if w[1].Contracts != 1 || w[1].Plan != 6 || w[1].Follow == 0 || w[1].Over {
		t.Errorf("the manager: %+v", w[1])
	}
	if w[0].Contracts != 0 || w[0].Plan != 5 || !w[0].Over { // capacity 0
		t.Errorf("the one responsible: %+v", w[0])
	}
	if w[5].Person != "" || w[5].Contracts != 1 || w[4].Contracts != 0 {
		t.Errorf("nobody: %+v", w[5])
	}
}
