package contracts

import (
	"context"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/store"
)

var standing = regexp.MustCompile(`([^.:]+): (\d+)\.`)

// What a contract's page says of its requirements is what the badges of the table say: as many of
// each, together as many as apply, and nothing late where nobody follows the contract up.
func TestDemandsSayWhatTheirTableShows(t *testing.T) {
	asOf := date.Of(2026, 11, 15)
	base, _ := store.Load(context.Background(), os.DirFS("../../../contracts"), store.Options{})
	closed := 0
	for _, p := range []*contract.Portfolio{base, demo.Generate(demo.Options{Contracts: 100, Seed: 7, AsOf: asOf, Base: base})} {
		f := figures.Of(p, asOf)
		s := kit.New(p, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Internal}, nil)
		not, late := s.Word("evidence-state", "not-applicable"), s.Word("evidence-state", "overdue")
		for _, c := range f.Contracts {
			text, badges, applies := demandText(s, c), map[string]int{}, 0
			for _, r := range demands(s, "x", c) {
				if r.State.Text == "" {
					continue
				}
				badges[r.State.Text]++
				if r.State.Text != not {
					applies++
				}
			}
			if c.Closed() {
				closed++
				if badges[late] > 0 || strings.Contains(text, "gjelder") {
					t.Errorf("%s is over: %q, %v", c.Contract.ID, text, badges)
				}
			}
			if !strings.HasPrefix(text, strconv.Itoa(applies)+" krav gj") {
				t.Errorf("%s: %q; %d rows apply", c.Contract.ID, text, applies)
			}
			for _, m := range standing.FindAllStringSubmatch(text, -1) {
				if name := strings.TrimSpace(m[1]); strconv.Itoa(badges[name]) != m[2] {
					t.Errorf("%s: %q; %d rows are %q", c.Contract.ID, text, badges[name], name)
				} else {
					delete(badges, name)
				}
			}
			if len(badges) > 0 {
				t.Errorf("%s: %q leaves out %v", c.Contract.ID, text, badges)
			}
		}
	}
	if closed == 0 {
		t.Error("no contract is over")
	}
}
