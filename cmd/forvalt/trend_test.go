package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
	has(page(dir, "internal", "gevinster/index.html"), `id="utvikling"`, "Netto budsjettgevinst", "3. kvartal 2026 (foreløpig)", "er foreløpige til 31.10.2026")
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
export GIT_AUTHOR_DATE=2026-07-01T10:00:00Z GIT_COMMITTER_DATE=2026-07-01T10:00:00Z; git add contracts; git commit -qm broken
mv good "$f"; export GIT_COMMITTER_DATE=2026-08-02T10:00:00Z; git commit -qam mended`, dir, broken).CombinedOutput(); err != nil {
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
