package past_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

func known(t *testing.T, a *past.Archive) past.Known {
	t.Helper()
	k, err := a.Known(t.Context(), figures.Of(a.Today.Portfolio, a.Today.AsOf))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The oracle of a point: what is measured of the commit that git finds, unpacked by git, on
// the quarter's last day.
func TestPointsAreWhatTheTreesSay(t *testing.T) {
	t.Parallel()
	pasttest.NeedGit(t)
	dir := pasttest.Demo(t, 30, 5, "2026-10-31")
	data := filepath.Join(dir, "contracts")
	first := pasttest.Open(t, data, "2026-10-31", "")
	points := known(t, first).Trend.Points
	if len(points) != 6 || !points[5].Now { // none of the quarters from before the first commit
		t.Fatalf("%d points", len(points))
	}
	points = points[:5]
	for _, p := range points {
		next := p.Quarter.Last().AddDays(1).String()
		rev := pasttest.Run(t, dir, "git rev-list -1 --first-parent --before "+next+"T00:00:00+01:00 HEAD")
		if p.Revision != rev {
			t.Errorf("%s: commit %s, git says %s", p.Quarter, p.Revision, rev)
		}
		out := t.TempDir()
		pasttest.Run(t, dir, "git archive "+rev+" contracts | tar -x -C "+out)
		then, findings := store.Load(t.Context(), os.DirFS(filepath.Join(out, "contracts")), store.Options{})
		if said := figures.Of(then, p.AsOf).Totals.Bands; len(findings) > 0 || !reflect.DeepEqual(said, p.Totals.Bands) || len(said) != 4 || len(p.Skipped) != 0 {
			t.Errorf("%s: %v, the tree says %v; skipped %v", p.Quarter, p.Totals.Bands, said, p.Skipped)
		}
	}

	// Kept points are what they were, and nothing is parsed for them.
	known(t, pasttest.Open(t, data, "2026-10-31", "this"))
	fresh := pasttest.Open(t, data, "2026-10-31", "this")
	parsed := fresh.Today.Cache.Parsed()
	again := known(t, fresh).Trend.Points[:5]
	if n := fresh.Today.Cache.Parsed() - parsed; n != 0 {
		t.Errorf("%d files were parsed", n)
	}
	now := trend.Of(figures.Of(first.Today.Portfolio, first.Today.AsOf), true)
	for i := range again {
		want, err1 := json.Marshal(&points[i])
		got, err2 := json.Marshal(&again[i])
		if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: a kept point differs", points[i].Quarter)
		}
	}
	contracts := first.Today.Contracts
	if want := trend.Movements(&points[4], &now, contracts); len(want) == 0 || !reflect.DeepEqual(trend.Movements(&again[4], &now, contracts), want) {
		t.Errorf("movements from a kept point differ from %d", len(want))
	}
	other := pasttest.Open(t, data, "2026-10-31", "another program")
	parsed = other.Today.Cache.Parsed()
	if known(t, other); other.Today.Cache.Parsed() == parsed {
		t.Error("another program's points were taken")
	}
}
