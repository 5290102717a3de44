package main

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past/pasttest"
)

func TestHistory(t *testing.T) {
	dir := repository(t, pasttest.Storied)
	data := filepath.Join(dir, "contracts")
	for _, id := range []string{"vakthold", "vakt"} { // by its former id, too
		code, out, errs := forvalt(t, "history", id, "--data", data, "--as-of", "2026-11-01", "--format", "json")
		if code != exitOK {
			t.Fatal(errs)
		}
		var got struct {
			Commits []struct {
				Commit, Date, Author, What, Subject string
				Change                              *struct {
					Change, Was   string
					Fields, Items []any
				}
			}
			Managers []struct{ ID string }
			Values   []struct{ Maximum float64 }
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		var whats, subjects []string
		for _, c := range got.Commits {
			whats, subjects = append(whats, c.What), append(subjects, c.Subject)
			if c.Date != "2026-10-02" || c.Author != "Kari Lie" {
				t.Errorf("%+v", c)
			}
		}
		if !slices.Equal(whats, []string{"changed", "changed", "changed", "changed", "formatting", "changed", "created"}) ||
			!slices.Equal(subjects, []string{"høyere tak", "ny id", "rettet omsetning", "flettet inn omsetning", "bare form", "ny forvalter @kari", "alt lagt inn"}) {
			t.Errorf("%v %v", whats, subjects)
		}
		if c := got.Commits[1].Change; c == nil || c.Change != "renamed" || c.Was != "vakt" || len(c.Fields)+len(c.Items) != 0 {
			t.Errorf("the rename: %+v", c)
		}
		if c := got.Commits[2].Change; c == nil || len(c.Fields) != 0 || len(c.Items) != 1 { // contract.toml was not read again
			t.Errorf("the turnover: %+v", c)
		}
		if c := got.Commits[0].Change; c == nil || len(c.Fields) != 1 || len(c.Items) != 0 { // turnover.toml was not read again
			t.Errorf("the ceiling: %+v", c)
		}
		if len(got.Managers) != 2 || got.Managers[0].ID != "kari-lie" || got.Managers[1].ID != "ola-strand" {
			t.Errorf("%+v", got.Managers)
		}
		if len(got.Values) != 2 || got.Values[1].Maximum != 1_500_000 {
			t.Errorf("%+v", got.Values)
		}
		// The git program's own list of the commits that touched the folders.
		log, err := exec.Command("git", "-C", dir, "log", "-s", "--first-parent", "--diff-merges=first-parent", "--format=%H", "--", "contracts/agreements/vakt", "contracts/agreements/vakthold").Output()
		if err != nil {
			t.Fatal(err)
		}
		var hashes []string
		for _, c := range got.Commits {
			hashes = append(hashes, c.Commit)
		}
		if want := strings.Fields(string(log)); !slices.Equal(hashes, want) {
			t.Errorf("%v, git says %v", hashes, want)
		}
	}
	_, out, _ := forvalt(t, "history", "vakthold", "--data", data, "--as-of", "2026-11-01")
	for _, want := range []string{"7 endringer.", "Forvalter: Kari Lie → Ola Strand", "Øvre avtaleverdi: 1 000 000 kr → 1 500 000 kr", "Bare formen på filene er endret", "Kontrakten ble lagt inn",
		"Omsetning lagt til for september 2026: 10 000 kr", "Omsetning i september 2026: 10 000 kr → 12 000 kr", "Vakthold (vakthold) har fått ny id, før vakt"} {
		if !strings.Contains(strings.ReplaceAll(out, "\u00A0", " "), want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	_, out, _ = forvalt(t, "history", "vakthold", "--data", data, "--format", "md")
	if strings.Contains(out, "@kari") || !strings.Contains(out, "# Historikken til Vakthold") {
		t.Errorf("Markdown:\n%s", out)
	}
}

// A contract that both parents of a merge changed, one of them with another id: the story
// has the commits that git follows along first parents, and the merge brings what it brought.
func TestHistoryOfWhatBothParentsChanged(t *testing.T) {
	dir := repository(t, pasttest.Storied+`
cd contracts/agreements
git checkout -qb gren
git mv vakthold vektere; sed -i 's/^id_was.*/id_was = ["vakt", "vakthold"]/' vektere/contract.toml; git commit -qam "ny id på grenen"
sed -i 's/12_000/13_000/' vektere/turnover.toml; git commit -qam "omsetning på grenen"
mkdir vektere/deviations; printf 'title = "Uteble"\nreported = 2026-09-01\n' >vektere/deviations/a.toml; git add .; git commit -qm "avvik på grenen"
git checkout -q main
sed -i "s/2028-12-31/2029-12-31/" vakthold/contract.toml; git commit -qam "lenger på main"
printf '[[entries]]\ndate = 2026-09-02\ntitle = "Møte"\n' >vakthold/log.toml; git add .; git commit -qm "logg på main"
git -c merge.directoryRenames=true merge -q --no-ff -m "flettet inn grenen" gren
sed -i 's/13_000/14_000/' vektere/turnover.toml; git commit -qam "etter flettingen"
`)
	data := filepath.Join(dir, "contracts")
	code, out, errs := forvalt(t, "history", "vektere", "--data", data, "--format", "json")
	var got struct {
		Commits []struct {
			Commit, What string
			Change       *struct {
				Change, Was   string
				Fields, Items []any
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK {
		t.Fatal(err, errs)
	}
	var hashes []string
	for _, c := range got.Commits {
		hashes = append(hashes, c.Commit)
	}
	want := strings.Fields(gitIn(t, dir, "git log -s --first-parent --diff-merges=first-parent --format=%H -- contracts/agreements/vakt contracts/agreements/vakthold contracts/agreements/vektere"))
	if !slices.Equal(hashes, want) || len(want) != 11 {
		t.Errorf("%v, git says %v", hashes, want)
	}
	if c := got.Commits[1].Change; c == nil || c.Change != "renamed" || c.Was != "vakthold" || len(c.Items) != 2 || len(c.Fields) != 0 { // the month and the deviation; the end and the log were main's
		t.Errorf("the merge: %+v", c)
	}
	repo, err := history.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	log, err := repo.Walk(t.Context(), history.Questions{Last: true})
	if err != nil || len(log.Last) < 8 {
		t.Fatal(len(log.Last), err)
	}
	for p, c := range log.Last {
		if said := strings.TrimSpace(gitIn(t, dir, "git log -1 -s --first-parent --follow --diff-merges=first-parent --format=%H -- contracts/"+p)); c.Hash != said {
			t.Errorf("%s: %s, git says %s", p, c.Hash, said)
		}
	}
}

// What is kept in .git changes nothing but work: not there, there, damaged or of another
// commit, the site is the same.
func TestKeptFiguresChangeNothing(t *testing.T) {
	needAssets(t)
	dir := demoWithHistory(t, "20", "4")
	build := func() map[string]string {
		t.Helper()
		site := filepath.Join(t.TempDir(), "site")
		if code, _, errs := forvalt(t, "build", "--data", filepath.Join(dir, "contracts"), "--out", site, "--as-of", "2026-10-31"); code != exitOK {
			t.Fatal(errs)
		}
		return tree(t, site)
	}
	keptIn := filepath.Join(dir, ".git", "forvalt")
	gitIn(t, dir, "git checkout -q HEAD~3")
	build() // what it keeps is of use for what comes after
	gitIn(t, dir, "git checkout -q main")
	want := build()
	files, err := os.ReadDir(keptIn)
	if err != nil || len(files) < 8 {
		t.Fatal(len(files), err)
	}
	same := func(when string) {
		t.Helper()
		if got := build(); !maps.Equal(got, want) {
			t.Errorf("%s: the site differs", when)
		}
	}
	same("kept")
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

// A shallow clone tells what it knows, and that there was more.
func TestHistoryThatWasCut(t *testing.T) {
	dir := repository(t, pasttest.Storied)
	clone := filepath.Join(t.TempDir(), "clone")
	gitIn(t, dir, "git clone -q --depth 3 file://"+filepath.ToSlash(dir)+" "+clone)
	code, out, errs := forvalt(t, "history", "vakthold", "--data", filepath.Join(clone, "contracts"), "--as-of", "2026-11-01")
	if code != exitOK || !strings.Contains(out, "Eldre historikk finnes ikke her") || strings.Contains(out, "Kontrakten ble lagt inn") || !strings.Contains(out, "har fått ny id, før vakt") {
		t.Errorf("exit %d %s\n%s", code, errs, out)
	}
}

func TestChangePages(t *testing.T) {
	needAssets(t)
	dir := repository(t, pasttest.Storied)
	for _, tc := range []struct {
		profile string
		want    bool
	}{{"internal", true}, {"public", false}} {
		gitIn(t, dir, `sed -i 's/^kind/visibility = "public"\nkind/' contracts/agreements/*/contract.toml`)
		site := filepath.Join(t.TempDir(), "site")
		if code, _, errs := forvalt(t, "build", "--data", filepath.Join(dir, "contracts"), "--out", site, "--profile", tc.profile, "--as-of", "2026-11-01"); code != exitOK {
			t.Fatal(errs)
		}
		gitIn(t, dir, "git checkout -q .")
		files := tree(t, site)
		page, has := files["kontrakter/vakthold/endringer/index.html"]
		if has != tc.want {
			t.Errorf("%s: page is there: %v", tc.profile, has)
		}
		if !tc.want {
			for p, data := range files {
				if strings.Contains(p, "endringer") || strings.Contains(data, "ny forvalter @kari") || strings.Contains(data, "Ola Strand") {
					t.Errorf("%s shows history in %s", tc.profile, p)
				}
			}
			continue
		}
		for _, want := range []string{"ny forvalter @kari", "Kari Lie → ", "<strong>Ola Strand</strong>", "2. oktober", "har fått ny id"} {
			if !strings.Contains(strings.ReplaceAll(page, "\u00A0", " "), want) {
				t.Errorf("%q is missing", want)
			}
		}
		if !strings.Contains(files["kontrakter/vakthold/index.html"], `href="endringer/"`) {
			t.Error("the contract's page does not lead to its changes")
		}
		if !strings.Contains(strings.ReplaceAll(files["kontrakter/vakthold/index.html"], "\u00A0", " "), "Øvre avtaleverdi: 1 000 000 kr → 1 500 000 kr") {
			t.Error("the contract's page does not say what changed")
		}
	}
}
