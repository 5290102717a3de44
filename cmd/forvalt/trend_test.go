package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

func demoWithHistory(t *testing.T, n, quarters string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program is not here")
	}
	dir := filepath.Join(t.TempDir(), "demo")
	if code, _, errs := forvalt(t, "init", "--as-of", "2026-10-31", "--demo", n, "--history", quarters, dir); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	return dir
}

// The oracle of a point: what the program says of the commit that git finds, unpacked by
// git, on the quarter's last day.
func TestPointsAreWhatTheTreesSay(t *testing.T) {
	dir := demoWithHistory(t, "60", "5")
	ctx := context.Background()
	a := &app{data: filepath.Join(dir, "contracts"), asOf: "2026-10-31", stderr: os.Stderr, now: time.Now}
	l, err := a.load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := history.Open(a.data)
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	quarters := quartersBefore(l.AsOf, 7) // two from before the first commit
	log, err := repo.Walk(ctx, history.Questions{AsOf: endsOf(quarters, zoneOf(l.Portfolio))})
	if err != nil {
		t.Fatal(err)
	}
	points, err := a.points(ctx, repo, l, quarters, log.AsOf, "", func(int) error { return nil })
	if err != nil || len(points) != 5 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for _, p := range points {
		next := p.Quarter.Last().AddDays(1).String()
		rev := says(t, dir, "rev-list", "-1", "--first-parent", "--before", next+"T00:00:00+01:00", "HEAD")
		if p.Revision != rev {
			t.Errorf("%s: commit %s, git says %s", p.Quarter, p.Revision, rev)
		}
		out := t.TempDir()
		if msg, err := exec.Command("sh", "-c", `git -C "$0" archive "$1" contracts | tar -x -C "$2"`, dir, rev, out).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, msg)
		}
		_, stdout, errs := forvalt(t, "risk", "--data", filepath.Join(out, "contracts"), "--as-of", p.AsOf.String(), "--format", "json")
		var said struct{ Bands map[string]int }
		if err := json.Unmarshal([]byte(stdout), &said); err != nil {
			t.Fatalf("%v: %s", err, errs)
		}
		if !reflect.DeepEqual(said.Bands, p.Totals.Bands) || len(said.Bands) != 4 || len(p.Skipped) != 0 {
			t.Errorf("%s: %v, the program says %v; skipped %v", p.Quarter, p.Totals.Bands, said.Bands, p.Skipped)
		}
	}
	// Kept points are what they were, and nothing is parsed for them.
	if _, err := a.points(ctx, repo, l, quarters, log.AsOf, "this", func(int) error { return nil }); err != nil {
		t.Fatal(err)
	}
	fresh := &loaded{Portfolio: l.Portfolio, AsOf: l.AsOf, Cache: &store.Cache{}}
	again, err := a.points(ctx, repo, fresh, quarters, log.AsOf, "this", func(int) error { return nil })
	if err != nil || fresh.Cache.Parsed() != 0 || len(again) != len(points) {
		t.Fatalf("%d points, %d files parsed, %v", len(again), fresh.Cache.Parsed(), err)
	}
	now := trend.Of(figures.Of(l.Portfolio, l.AsOf), true)
	for i := range again {
		want, err1 := json.Marshal(&points[i])
		got, err2 := json.Marshal(&again[i])
		if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: a kept point differs", points[i].Quarter)
		}
	}
	n := len(points) - 1
	if want := trend.Movements(&points[n], &now, l.Contracts); len(want) == 0 || !reflect.DeepEqual(trend.Movements(&again[n], &now, l.Contracts), want) {
		t.Errorf("movements from a kept point differ from %d", len(want))
	}
	if _, err := a.points(ctx, repo, fresh, quarters, log.AsOf, "another program", func(int) error { return nil }); err != nil || fresh.Cache.Parsed() == 0 {
		t.Error("another program's points were taken")
	}
}

func TestEndOfQuarterIsInThePortfoliosZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip(err)
	}
	ends := endsOf(quartersBefore(date.MustParse("2026-10-31"), 2), zone)
	for i, want := range []string{"2026-06-30T21:59:59.999999999Z", "2026-09-30T21:59:59.999999999Z"} {
		if got := ends[i].UTC().Format(time.RFC3339Nano); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What pages say of the past: figures, movements, and what is lacking.
func TestTrendsOnPages(t *testing.T) {
	needAssets(t)
	dir := demoWithHistory(t, "60", "5")
	page := func(data, profile, name string) string {
		t.Helper()
		out := filepath.Join(t.TempDir(), "public")
		if code, _, errs := forvalt(t, "build", "--data", filepath.Join(data, "contracts"), "--as-of", "2026-10-31", "--out", out, "--profile", profile); code != exitOK {
			t.Fatalf("exit %d: %s", code, errs)
		}
		html, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(html)
	}
	has := func(html string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(html, w) {
				t.Errorf("the page lacks %q", w)
			}
		}
		if strings.Contains(html, "⟦") {
			t.Error("a text is missing")
		}
	}
	front := page(dir, "internal", "index.html")
	has(front, `id="utvikling"`, "3. kvartal 2025", "Nå (31.10.2026)", "Historikken begynner 2025-07-", "ved utgangen av 3. kvartal 2026")
	if strings.Contains(front, "2. kvartal 2025</") {
		t.Error("a quarter from before the first commit has figures")
	}
	if page(dir, "internal", "index.html") != front {
		t.Error("a second build differs")
	}
	has(page(dir, "internal", "okonomi/index.html"), `id="utvikling"`, "Avtaledekning")
	has(page(dir, "internal", "gevinster/index.html"), `id="utvikling"`, "Realisert gevinst")
	has(page(dir, "internal", "risiko/index.html"), `id="utvikling"`, `class="moves"`, "poeng: ")

	if html := page(dir, "public", "index.html"); strings.Contains(html, "utvikling") || strings.Contains(html, "Historikken begynner") {
		t.Error("the public site shows trends")
	}

	clone := filepath.Join(t.TempDir(), "clone")
	if msg, err := exec.Command("git", "clone", "-q", "--depth", "3", "file://"+dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	for _, name := range []string{"index.html", "risiko/index.html"} {
		has(page(clone, "internal", name), "Historikken er kuttet ved ", "git fetch --unshallow")
	}

	// A quarter whose tree has a file that cannot be read.
	broken := filepath.Join(t.TempDir(), "broken")
	if msg, err := exec.Command("sh", "-ec", `
cp -r "$0" "$1"; cd "$1"; rm -rf .git; git init -q -b main; git config user.name Kari; git config user.email k@example.no
f=$(ls contracts/suppliers/*.toml | head -1); cp "$f" good; echo 'name = ' >"$f"
export GIT_AUTHOR_DATE=2026-09-01T10:00:00Z GIT_COMMITTER_DATE=2026-09-01T10:00:00Z; git add contracts; git commit -qm broken
mv good "$f"; export GIT_COMMITTER_DATE=2026-10-02T10:00:00Z; git commit -qam mended`, dir, broken).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	has(page(broken, "internal", "index.html"), "mangler én fil som ikke kunne leses den gangen", "contracts/suppliers/")

	if err := os.RemoveAll(filepath.Join(broken, ".git")); err != nil {
		t.Fatal(err)
	}
	if html := page(broken, "internal", "index.html"); strings.Contains(html, `id="utvikling"`) {
		t.Error("trends without a repository")
	}
}
