package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/past/pasttest"
)

// What is wrong with a repository (package past tries more of it) the commands that need it
// say, and what to do, and the site is built of what there is and says the same.
func TestRepositoriesWithFaults(t *testing.T) {
	needAssets(t)
	const (
		lacking = "Git-lageret mangler "
		damaged = " i Git-lageret er skadet. "
		fine    = "" // the command must succeed, with these words in what it writes
	)
	for _, tc := range []struct {
		name, script, data    string
		build, diff, hist, q3 string // words of the failure; of build, words on stderr
	}{
		{"blob damaged", `echo x >$(loose HEAD~1:$F)`, "contracts", "agreements/vakt/contract.toml)" + damaged, "agreements/vakt/contract.toml)" + damaged, damaged, "agreements/vakt/contract.toml)" + damaged},
		{"blob lacking", `rm -f $(loose HEAD~1:$F)`, "contracts", "(agreements/vakt/contract.toml). Det er trolig en delvis kopi", lacking + "blob", lacking + "blob", lacking + "blob"},
		{"head damaged", `echo x >$(loose HEAD)`, "contracts", "commit ", damaged, damaged, damaged},
		{"branch file that was emptied", `git pack-refs --all; git reset -q --hard HEAD~1; : >.git/refs/heads/main`, "contracts", "HEAD eller grenen", "HEAD eller grenen", "HEAD eller grenen", "HEAD eller grenen"},
		{"shallow clone", `git clone -q --depth 1 "file://$PWD" copy`, "copy/contracts", fine, "grunn kopi, og historikken er kuttet", fine, fine},
		{"bare", `git clone -q --bare . x; rm -rf .git; mv x/* .`, "contracts", fine, "ikke i et Git-lager", "den har ingen historikk", fine},
		{"unborn branch", `git checkout -q --orphan new`, "contracts", fine, "ingen innsjekking", "ingen innsjekking", fine},
		{"conflict that was committed", `printf '<<<<<<< a\n' | cat - $F >x; git stash -q; git reset -q --soft HEAD~1; cat x >$F; rm x; save 2026-11-09 konflikt; sed -i 1d $F; save 2026-11-10 rettet`, "contracts", fine, "i revisjonen HEAD~1 ble en flettekonflikt sjekket inn", fine, fine},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := pasttest.Repository(t, pasttest.Risen+tc.script)
			data := filepath.Join(dir, filepath.FromSlash(tc.data))
			site := filepath.Join(t.TempDir(), "site")
			code, _, errs := forvalt(t, "build", "--data", data, "--as-of", "2026-11-20", "--out", site)
			if code != exitOK || !strings.Contains(errs, tc.build) || tc.build == fine && strings.Contains(errs, "historikk") {
				t.Errorf("build: exit %d: %s", code, errs)
			}
			if again := site + "-strict"; tc.build != fine {
				if code, _, _ := forvalt(t, "build", "--strict", "--data", data, "--as-of", "2026-11-20", "--out", again); code != exitFindings {
					t.Errorf("a strict build: exit %d", code)
				}
				if _, err := os.Stat(again); err == nil {
					t.Error("a strict build that failed has written a site")
				}
			}
			if files := tree(t, site); tc.build != fine && !strings.Contains(files["index.html"]+files["risiko/index.html"], "Uten historikk: ") {
				t.Error("no page says what is wrong")
			} else if page, is := files["kontrakter/vakt/endringer/index.html"]; tc.build != fine && is && !strings.Contains(page, "Eldre historikk finnes ikke her") {
				t.Errorf("part of a story is told as if it were all: %s", page)
			}
			for _, c := range []struct {
				words string
				args  []string
			}{{tc.diff, []string{"diff", "HEAD~1"}}, {tc.hist, []string{"history", "vakt"}}, {tc.q3, []string{"report", "--quarter", "2026-q3", "--format", "md"}}} {
				code, out, errs := forvalt(t, append(c.args, "--data", data, "--as-of", "2026-11-20")...)
				switch {
				case c.words == fine && (code != exitOK || errs != ""):
					t.Errorf("%v: exit %d: %s", c.args, code, errs)
				case c.words != fine && (code != exitFindings || out != "" || !strings.Contains(errs, c.words)):
					t.Errorf("%v: exit %d, want %q: %s%s", c.args, code, c.words, errs, out)
				}
			}
		})
	}
}

// A repository with SHA-256 names tells the same, with those names.
func TestRepositoryWithSHA256(t *testing.T) {
	needAssets(t)
	var outs [2]string
	for i, script := range []string{pasttest.Risen, strings.Replace(pasttest.Risen, "git init -q", "git init -q --object-format=sha256", 1)} {
		dir := pasttest.Repository(t, script)
		data := filepath.Join(dir, "contracts")
		hashes := strings.Fields(pasttest.Run(t, dir, "git log --format=%H"))
		for _, args := range [][]string{{"diff", "HEAD~1", "--format", "json"}, {"history", "vakt", "--format", "json"}, {"report", "--quarter", "2026-q3", "--format", "json"}} {
			code, out, errs := forvalt(t, append(args, "--data", data, "--as-of", "2026-11-20")...)
			if code != exitOK || !strings.Contains(out, hashes[1]) {
				t.Errorf("%v: exit %d: %s", args, code, errs)
			}
			outs[i] += out
		}
		site := filepath.Join(t.TempDir(), "site")
		for range 2 { // with what the first kept, too
			if code, _, errs := forvalt(t, "build", "--data", data, "--as-of", "2026-11-20", "--out", site); code != exitOK || strings.Contains(errs, "istorikk") {
				t.Fatal(errs)
			}
			if page := tree(t, site)["kontrakter/vakt/endringer/index.html"]; !strings.Contains(page, hashes[3][:7]) || !strings.Contains(page, "enda-hoyere") {
				t.Error("the page of changes lacks commits")
			}
		}
		for j, h := range hashes {
			outs[i] = strings.NewReplacer(h, fmt.Sprint("commit", j), h[:12], fmt.Sprint("commit", j), h[:7], fmt.Sprint("commit", j)).Replace(outs[i])
		}
	}
	if outs[0] != outs[1] {
		t.Errorf("%s\n\n%s", outs[0], outs[1])
	}
}

// What Git keeps off the disk is said, and what is only written otherwise there is no change.
func TestWhatGitChangesOnTheWayToTheDisk(t *testing.T) {
	for _, tc := range []struct{ script, data, says string }{
		{`git update-index -q --refresh; git sparse-checkout set --no-cone '/*' '!/contracts/people'`, "contracts", "1 av filene som er sjekket inn, er ikke på disken"},
		{`git clone -q -c core.autocrlf=true . windows`, "windows/contracts", ""},
	} {
		data := filepath.Join(pasttest.Repository(t, pasttest.Risen+tc.script), filepath.FromSlash(tc.data))
		code, out, errs := forvalt(t, "diff", "HEAD", "--data", data, "--as-of", "2026-11-20")
		if code != exitOK || !strings.Contains(errs, tc.says) || tc.says == "" && (errs != "" || !strings.Contains(out, "Ingen endringer")) {
			t.Errorf("%s: exit %d: %s%s", tc.script, code, errs, out)
		}
	}
}
