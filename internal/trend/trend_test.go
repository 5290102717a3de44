package trend

import (
	"math/big"
	"reflect"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/money"
)

func some(n int64) contract.Maybe[money.Decimal] { return contract.Some(money.NewDecimal(n, 0)) }

// portfolio with a model of two factors: bids (weight 1) and open deviations (weight 3),
// and a floor for open deviations of contracts that are critical.
func portfolio(bids, deviations int) *contract.Portfolio {
	c := &contract.Contract{ID: "vekter", Title: "Vekter", Status: "active", Kind: "contract", Period: contract.Period{Start: date.MustParse("2025-01-01"), End: date.MustParse("2028-12-31")},
		Value: contract.Value{Estimated: contract.Some(money.NOK(1000)), Maximum: contract.Some(money.NOK(1000))}, Procurement: contract.Procurement{Bids: contract.Some(bids)},
		Turnover: &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2025, 5), Total: money.NOK(250)}}}}
	for i := range deviations {
		c.Deviations = append(c.Deviations, contract.Deviation{ID: string(rune('a' + i)), Severity: "critical", Reported: date.MustParse("2025-02-01")})
	}
	thresholds := func(n ...int64) (out []money.Decimal) {
		for _, v := range n {
			out = append(out, money.NewDecimal(v, 0))
		}
		return out
	}
	model := &contract.RiskModel{ID: "m", From: date.MustParse("2020-01-01"), Bands: []contract.Band{{ID: "low", From: some(0)}, {ID: "moderate", From: some(20)}, {ID: "high", From: some(40)}, {ID: "critical", From: some(60)}},
		Factors: []contract.Factor{
			{ID: "size", Axis: "consequence", Weight: 1, Expression: "4"},
			{ID: "bids", Axis: "likelihood", Weight: 1, Measure: "bids", Descending: true, Thresholds: thresholds(5, 4, 3, 2)},
			{ID: "deviations", Axis: "likelihood", Weight: 3, Measure: "open_deviations", Zero: true, Thresholds: thresholds(2, 5, 10)},
		}}
	p := &contract.Portfolio{Contracts: []*contract.Contract{c}, Models: []*contract.RiskModel{model},
		People: []*contract.Person{{ID: "kari", Capacity: contract.Some(50)}}}
	return p.Index()
}

func TestMovementsAndTheirCauses(t *testing.T) {
	day := date.MustParse("2025-06-30")
	point := func(p *contract.Portfolio) Point { return Of(figures.Of(p, day), true) }
	calm, trouble := portfolio(5, 0), portfolio(2, 1)
	before, after := point(calm), point(trouble)
	if before.Contracts["vekter"].Band == after.Contracts["vekter"].Band {
		t.Fatalf("the band must move: %+v, %+v", before.Contracts["vekter"], after.Contracts["vekter"])
	}
	up := Movements(&before, &after, trouble.Contracts)
	if len(up) != 1 || !up[0].Up || up[0].Model || len(up[0].Causes) != 2 {
		t.Fatalf("%+v", up)
	}
	data, err := before.Encode()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := Decode(data)
	if err != nil || !reflect.DeepEqual(Movements(&kept, &after, trouble.Contracts), up) {
		t.Errorf("movements from a kept point differ: %v", err)
	}
	if c := up[0].Causes; c[0].Factor.ID != "deviations" || c[1].Factor.ID != "bids" || c[0].Points <= c[0].Was {
		t.Errorf("the weightiest cause first: %+v", c)
	}
	down := Movements(&after, &before, calm.Contracts)
	if len(down) != 1 || down[0].Up || len(down[0].Causes) != 2 || down[0].Causes[0].Points >= down[0].Causes[0].Was {
		t.Errorf("%+v", down)
	}
	if still := Movements(&before, &before, calm.Contracts); len(still) != 0 {
		t.Errorf("nothing moved: %+v", still)
	}
	renamed := *trouble.Contracts[0]
	renamed.ID, renamed.IDWas = "vakthold", []string{"vekter"}
	trouble2 := &contract.Portfolio{Contracts: []*contract.Contract{&renamed}, Models: trouble.Models}
	moved := point(trouble2.Index())
	if up := Movements(&before, &moved, trouble2.Contracts); len(up) != 1 {
		t.Errorf("id_was is not followed: %+v", up)
	}
	if path := Path([]Point{before, moved, {}}, &renamed); path[0] == nil || path[1] == nil || path[2] != nil {
		t.Errorf("path %v", path)
	}
}

// The quarter before must be there: a gap is not bridged.
func TestLastTwo(t *testing.T) {
	at := func(days ...string) (out []Point) {
		for _, d := range days {
			out = append(out, Point{Quarter: date.MustParse(d).QuarterOf()})
		}
		return out
	}
	for _, tc := range []struct {
		points []Point
		ok     bool
	}{{nil, false}, {at("2026-09-30"), false}, {at("2026-06-30", "2026-09-30"), true}, {at("2025-12-31", "2026-03-31"), true}, {at("2026-03-31", "2026-09-30"), false}, {at("2026-06-30", "2026-06-30"), false}} {
		before, after, ok := LastTwo(tc.points)
		if ok != tc.ok || ok && (before != &tc.points[len(tc.points)-2] || after != &tc.points[len(tc.points)-1]) {
			t.Errorf("%+v: %v", tc.points, ok)
		}
	}
}

func TestPoint(t *testing.T) {
	p := Of(figures.Of(portfolio(3, 0), date.MustParse("2025-06-30")), false)
	if p.Quarter.String() != "2025-q2" || p.Model != "m" || p.Contracts["vekter"].Points != nil || p.Contracts["vekter"].Score == nil {
		t.Errorf("%+v", p)
	}
	if got := p.CeilingUse(); got == nil || got.Cmp(big.NewRat(1, 4)) != 0 { // 250 of 1000
		t.Errorf("use of ceilings %v", got)
	}
	data, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("decoded\n%+v\n%+v, %v", back, p, err)
	}
	if _, err := Decode(data[:len(data)/2]); err == nil {
		t.Error("half a point was read")
	}
	if p.Capacity != 50 || p.Workload() == nil {
		t.Errorf("workload %d of %d", p.Hours, p.Capacity)
	}
	var none Point
	if none.CeilingUse() != nil || none.Workload() != nil {
		t.Error("what is not known is not zero")
	}
}
