package suppliers

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// What is not known is not zero: a shared contract says with how many, another currency is
// told in itself, and a firm without contracts has a dash.
func TestBought(t *testing.T) {
	month := []contract.MonthTurnover{{Month: date.MustParse("2026-09-01").MonthOf(), Total: money.NOK(2_000_000)}}
	of := func(id, currency string, suppliers ...string) *contract.Contract {
		return &contract.Contract{ID: id, Status: contract.Active, Visibility: contract.Public, Suppliers: suppliers, Value: contract.Value{Currency: currency}, Turnover: &contract.Turnover{Months: month}}
	}
	s := kittest.Site(t, contract.Internal, "2026-11-01", of("shared", "", "a", "b", "c"), of("euro", "EUR", "d"), of("alone", "", "e"))
	for _, id := range []string{"a", "d", "e", "f"} {
		s.P.Suppliers = append(s.P.Suppliers, &contract.Supplier{ID: id, Name: id})
	}
	s.P.Index()
	want := map[string]string{"a": "ikke kjent|deler 2,0 mill. kr med 2 andre", "d": "2,0 mill. EUR|ikke omregnet: kursen mangler", "e": "2,0 mill. kr|", "f": "–|"}
	all := gather(s, suppliers.Divide(s.F))
	for _, v := range all {
		c := bought(s, v)
		if got := strings.ReplaceAll(c.Text+c.Value.Text+"|"+c.Note, "\u00A0", " "); got != want[v.ID] {
			t.Errorf("%s: %q, want %q", v.ID, got, want[v.ID])
		}
	}
	if order := sorted(s, all); order[0].ID != "e" {
		t.Errorf("%s comes first", order[0].ID)
	}
}
