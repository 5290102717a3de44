package shown_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

func known(t *testing.T, a *past.Archive) shown.Past {
	t.Helper()
	k, err := shown.Of(t.Context(), a, figures.Of(a.Today.Portfolio, a.Today.AsOf))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The oracle of a point: what is measured on the quarter's last day of the commit that git
// finds for the day on which its books closed, unpacked by git.
func TestPointsAreWhatTheTreesSay(t *testing.T) {
	t.Parallel()
	pasttest.NeedGit(t)
	dir := pasttest.Demo(t, 30, 5, "2026-10-31")
	data := filepath.Join(dir, "contracts")
	first := pasttest.Open(t, data, "2026-11-05", "")
	points := known(t, first).Trend.Points
	if len(points) != 7 || !points[6].Now { // none of the quarters whose books closed before the first commit
		t.Fatalf("%d points", len(points))
	}
	points = points[:6]
	for _, p := range points {
		next := measure.BooksClose(p.Quarter).AddDays(1).String()
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
	known(t, pasttest.Open(t, data, "2026-11-05", "this"))
	fresh := pasttest.Open(t, data, "2026-11-05", "this")
	parsed := fresh.Today.Cache.Parsed()
	again := known(t, fresh).Trend.Points[:6]
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
	if want := trend.Movements(&points[5], &now, contracts); len(want) == 0 || !reflect.DeepEqual(trend.Movements(&again[5], &now, contracts), want) {
		t.Errorf("movements from a kept point differ from %d", len(want))
	}
	other := pasttest.Open(t, data, "2026-11-05", "another program")
	parsed = other.Today.Cache.Parsed()
	if known(t, other); other.Today.Cache.Parsed() == parsed {
		t.Error("another program's points were taken")
	}

	// The day before, the books of the last quarter are open: it is measured from today's data.
	open := known(t, pasttest.Open(t, data, "2026-10-31", "this")).Trend.Points
	if last := open[5]; len(open) != 7 || !last.Preliminary || last.Revision != "" || last.Quarter != points[5].Quarter || open[4].Preliminary {
		t.Errorf("preliminary: %d points; %s %v %q", len(open), last.Quarter, last.Preliminary, last.Revision)
	}
}

// What is kept in .git changes nothing but work: not there, there, damaged or of another
// commit, what is known is the same.
func TestKeptResultsChangeNothing(t *testing.T) {
	t.Parallel()
	pasttest.NeedGit(t)
	dir := pasttest.Demo(t, 20, 4, "2026-10-31")
	read := func(stamp string) string {
		t.Helper()
		k := known(t, pasttest.Open(t, filepath.Join(dir, "contracts"), "2026-10-31", stamp))
		out, err := json.Marshal(k)
		if err != nil || k.Fault != nil {
			t.Fatal(err, k.Fault)
		}
		return string(out)
	}
	pasttest.Run(t, dir, "git reset -q --hard; git checkout -q HEAD~3")
	read("this") // what it keeps is of use for what comes after
	pasttest.Run(t, dir, "git checkout -q main")
	want := read("")
	same := func(when string) {
		t.Helper()
		if read("this") != want {
			t.Errorf("%s: what is known differs", when)
		}
	}
	same("of older commits")
	same("kept")
	keptIn := filepath.Join(dir, ".git", "forvalt")
	files, err := os.ReadDir(keptIn)
	if err != nil || len(files) < 8 {
		t.Fatal(len(files), err)
	}
	for i, f := range files {
		name := filepath.Join(keptIn, f.Name())
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		switch i % 3 {
		case 0:
			data = data[:len(data)/2]
		case 1:
			data[len(data)/2] ^= 0x40
		case 2:
			data, err = os.ReadFile(filepath.Join(keptIn, files[0].Name()))
		}
		if err := errors.Join(err, os.WriteFile(name, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	same("damaged")
	if err := os.RemoveAll(keptIn); err != nil {
		t.Fatal(err)
	}
	same("deleted")
}
