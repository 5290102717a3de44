package replay_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/replay"
)

// begin walks an archive, and gives replays of all contracts from the start.
func begin(t *testing.T, a *past.Archive) (*history.Log, func() *replay.Replay) {
	t.Helper()
	log, err := a.Log(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return log, func() *replay.Replay {
		return replay.New(a, log, replay.Options{Names: a.Today.Portfolio, Prefix: "contracts", Cache: a.Today.Cache, Zone: a.Today.Zone, Wanted: func(string) bool { return true }})
	}
}

// Reading only what changed ends where reading everything does, through files that could
// not be read, came, went and were split.
func TestStepsEndAtTheHead(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Storied+`
cd contracts/agreements/vakthold
printf 'title = 
' >>contract.toml; printf '[months]
2026-09 = 13_000
2026-10 = 14_000
' >turnover.toml; git commit -qam "ødelagt"
sed -i '/^title = $/d' contract.toml; git commit -qam "rettet"
mkdir deviations inspections turnover; printf 'title = "Uteble"
reported = 2026-09-01
' >deviations/a.toml; printf 'date = 2026-09-01
' >inspections/2026-09-01-pay.toml; git add .; git commit -qm "avvik"
printf 'title = "Uteble"
reported = 2026-09-01
closed = 2026-09-20
' >deviations/a.toml; git commit -qam "lukket"
git rm -q inspections/2026-09-01-pay.toml; mkdir -p inspections; printf 'status = "performed"
date = 2026-09-02
' >inspections/2026-09-02-pay.toml; git add .; git commit -qm "en annen kontroll"
git mv turnover.toml turnover/2026.toml; git commit -qm "delt"
printf '[months]
2025-12 = 1_000
' >turnover/2025.toml; git add .; git commit -qm "ett år til"
sed -i 's/14_000/15_000/' turnover/2026.toml; printf 'Husk vakten.
' >notes.md; git add .; git commit -qm "notat"
`)
	a := pasttest.Open(t, filepath.Join(dir, "contracts"), "2026-11-01", "")
	_, start := begin(t, a)
	steps, err := replay.Run(t.Context(), start(), 0, func(s *replay.Step) replay.Step { return *s })
	if err != nil {
		t.Fatal(err)
	}
	newest := steps["vakthold"]
	slices.Reverse(newest)
	var whats []string
	for _, s := range newest[:8] {
		whats = append(whats, string(s.What))
	}
	if want := []string{"changed", "changed", "formatting", "changed", "changed", "changed", "changed", "unreadable"}; !slices.Equal(whats, want) {
		t.Errorf("%v, want %v", whats, want)
	}
	now := (&contract.Portfolio{Settings: a.Today.Settings, Contracts: []*contract.Contract{a.Today.Contract("vakthold")}}).Index()
	then := (&contract.Portfolio{Settings: a.Today.Settings, Contracts: []*contract.Contract{newest[0].After}}).Index()
	if d := compare.Contracts(compare.Side{Portfolio: then}, compare.Side{Portfolio: now}); len(d.Changes) > 0 {
		t.Errorf("%+v", d.Changes)
	}
}

// Replayed at once, in two parts, or from any commit on when the steps before it are known
// from elsewhere: the steps are the same.
func TestReplayInParts(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Storied+`
cp -r contracts/agreements/vakthold contracts/agreements/brann; sed -i /id_was/d contracts/agreements/brann/contract.toml; git add .; git commit -qm "brann"
git rm -rq contracts/agreements/brann; git commit -qm "brann borte"
git mv contracts/agreements/renhold/contract.toml contracts/agreements/renhold/kontrakt.toml; git commit -qm "feil navn"
git mv contracts/agreements/renhold/kontrakt.toml contracts/agreements/renhold/contract.toml; git commit -qm "riktig navn"
printf 'title = ' >>contracts/agreements/renhold/contract.toml; git commit -qam "ødelagt"
printf 'x = ' >>contracts/agreements/renhold/contract.toml; git commit -qam "enda mer ødelagt"; git revert -n HEAD; git revert -n HEAD~1; git commit -qm "rettet"; ln -s ../vakthold/contract.toml contracts/agreements/renhold/log.toml; git add .; git commit -qm "en lenke"
`)
	a := pasttest.Open(t, filepath.Join(dir, "contracts"), "2026-11-01", "")
	log, start := begin(t, a)
	text := func(s *replay.Step) string {
		out := s.Hash + " " + string(s.What)
		if s.Change != nil {
			out += fmt.Sprintf(" %+v", *s.Change)
		}
		return out
	}
	from := func(skip int, cuts ...int) map[string][]string {
		r := start()
		r.Skip(len(log.Recent) - skip)
		out := map[string][]string{}
		for _, n := range cuts {
			part, err := replay.Run(t.Context(), r, n, text)
			if err != nil {
				t.Fatal(err)
			}
			for id, steps := range part {
				out[id] = append(out[id], steps...)
			}
		}
		return out
	}
	whole := from(0, 0)
	if got := strings.Join(whole["renhold"], "\n"); strings.Count(got, "deleted") != 1 || strings.Count(got, "created") != 2 || strings.Count(got, "unreadable") != 2 {
		t.Error(got)
	}
	if got := len(whole["brann"]); got != 2 || len(whole["vakthold"]) != 7 {
		t.Errorf("%d steps of a contract that is gone, %d of another", got, len(whole["vakthold"]))
	}
	for n := range log.Recent {
		if got := from(0, n, 0); !reflect.DeepEqual(got, whole) {
			t.Errorf("in two parts at %d: %v", n, got)
		}
		want := map[string][]string{}
		for id, steps := range whole {
			for _, s := range steps {
				if slices.ContainsFunc(log.Recent[:n], func(c history.Change) bool { return strings.HasPrefix(s, c.Hash) }) {
					want[id] = append(want[id], s)
				}
			}
		}
		if got := from(len(log.Recent)-n, 0); !reflect.DeepEqual(got, want) {
			t.Errorf("the last %d commits: %v, want %v", n, got, want)
		}
	}
}
