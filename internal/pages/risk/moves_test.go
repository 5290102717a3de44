package risk

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// Where another model made levels others, the front page says so beside the number of them, and a
// level that moved says what raised it, now and before.
func TestMovesOfAnotherModel(t *testing.T) {
	p, _ := store.Load(context.Background(), os.DirFS("../../../contracts"), store.Options{})
	f := figures.Of(p, date.Of(2026, 11, 1))
	before, now := trend.Of(figures.Of(p, date.Of(2026, 9, 30)), true), trend.Of(f, true)
	if before.Model == now.Model {
		t.Fatal("the sample has one model for both days")
	}
	s := kit.New(p, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Internal, Trend: shown.Trend{Points: []trend.Point{before, now}}}, nil)
	summary := Summary(s, "", kit.Portfolio, measure.Followed(f.Contracts), "")
	if summary == nil || !strings.Contains(summary.Moved, "en annen risikomodell, 2026-10-01") {
		t.Errorf("the front page says %+v", summary.Moved)
	}
	moves, _, _ := movements(s, "risiko/")
	raised := map[bool]int{}
	for _, m := range moves {
		at := slices.IndexFunc(f.Contracts, func(c *measure.ContractFigures) bool { return c.Contract.Title == m.Contract.Text })
		r := f.Contracts[at].Risk
		if (m.To.Raised != "") != r.Raised() {
			t.Errorf("%s: %q, where raised is %v", m.Contract.Text, m.To.Raised, r.Raised())
		}
		raised[r.Raised()]++
	}
	if raised[true] == 0 || raised[false] == 0 {
		t.Errorf("of the movements raised or not: %v", raised)
	}
}
