package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// risen is a repository in which a ceiling rises from 1.0 to 1.4 million in four commits.
const risen = `
git init -q -b main
mkdir -p contracts/agreements/vakt contracts/people
printf 'schema = 1\n[site]\nlanguage = "nb"\n' >contracts/portfolio.toml
printf 'name = "Kari Lie"\n' >contracts/people/kari-lie.toml
F=contracts/agreements/vakt/contract.toml
printf 'title = "Vakthold"\nstatus = "active"\nkind = "contract"\nmanager = "kari-lie"\n[value]\nmaximum = 1_000_000\n[period]\nstart = 2025-01-01\nend = 2028-12-31\n' >$F
save() { git add -A; GIT_COMMITTER_DATE=$1T10:00:00Z git commit -qm "$2"; }
loose() { chmod -R +w .git/objects; echo .git/objects/$(git rev-parse $1 | sed 's#^..#&/#'); }
save 2026-01-05 lagt-inn
sed -i 's/1_000_000/1_200_000/' $F; save 2026-04-05 hoyere
sed -i 's/1_200_000/1_300_000/' $F; save 2026-08-05 enda-hoyere
sed -i 's/1_300_000/1_400_000/' $F; save 2026-11-10 hoyest
`

// Whatever is wrong with a repository, commands that need it say what and what to do, and
// the site is built of what there is and says the same. Nothing comes out as if the past
// had been otherwise.
func TestRepositoriesWithFaults(t *testing.T) {
	needAssets(t)
	const (
		lacking = "Git-lageret mangler "
		damaged = " i Git-lageret er skadet. "
		fine    = "" // the command must succeed, with these words in what it writes
	)
	clone := func(how string) string {
		return "git config uploadpack.allowfilter true; git clone -q " + how + ` "file://$PWD" copy`
	}
	for _, tc := range []struct {
		name, script, data    string
		build, diff, hist, q3 string // words of the failure; of build, words on stderr
	}{
		{"blob damaged", `echo x >$(loose HEAD~1:$F)`, "contracts", "agreements/vakt/contract.toml)" + damaged, "agreements/vakt/contract.toml)" + damaged, damaged, "agreements/vakt/contract.toml)" + damaged},
		{"old blob damaged", `echo x >$(loose HEAD~2:$F)`, "contracts", damaged, fine, damaged, damaged},
		{"blob lacking", `rm -f $(loose HEAD~1:$F)`, "contracts", "(agreements/vakt/contract.toml). Det er trolig en delvis kopi", lacking + "blob", lacking + "blob", lacking + "blob"},
		{"blob of another content", `cp $(loose HEAD:$F) $(loose HEAD~1:$F)`, "contracts", damaged, damaged, damaged, damaged},
		{"folder damaged", `echo x >$(loose HEAD~1:contracts/agreements)`, "contracts", "tree ", damaged, damaged, damaged},
		{"commit damaged", `echo x >$(loose HEAD~1)`, "contracts", "commit ", damaged, damaged, damaged},
		{"commit cut short", `f=$(loose HEAD~1); head -c 20 $f >x; mv x $f`, "contracts", "commit ", damaged, damaged, damaged},
		{"head damaged", `echo x >$(loose HEAD)`, "contracts", "commit ", damaged, damaged, damaged},
		{"old commit damaged", `echo x >$(loose HEAD~3)`, "contracts", "commit ", fine, damaged, fine},
		{"pack damaged", `git repack -qad; chmod +w .git/objects/pack/*; for p in .git/objects/pack/*.pack; do n=$(wc -c <$p); head -c 200 /dev/zero | dd of=$p bs=1 seek=40 conv=notrunc status=none; done`, "contracts", damaged, damaged, damaged, damaged},
		{"partial clone", clone("--filter=blob:none"), "copy/contracts", lacking + "blob", lacking + "blob", lacking + "blob", lacking + "blob"},
		{"treeless clone", clone("--filter=tree:0"), "copy/contracts", lacking + "tree", lacking + "tree", lacking + "tree", lacking + "tree"},
		{"shallow clone", clone("--depth 1"), "copy/contracts", fine, "grunn kopi, og historikken er kuttet", fine, fine},
		{"bare", `git clone -q --bare . x; rm -rf .git; mv x/* .`, "contracts", fine, "ikke i et Git-lager", "den har ingen historikk", fine},
		{"work tree", `git worktree add -q wt -b side`, "wt/contracts", fine, fine, fine, fine},
		{"work tree that was moved away", `git worktree add -q wt -b side; rm -rf .git/worktrees`, "wt/contracts", fine, "ikke i et Git-lager", "den har ingen historikk", fine},
		{"submodule", `D=$PWD; git init -q super; cd super; git -c protocol.file.allow=always submodule --quiet add "file://$D" sub`, "super/sub/contracts", fine, fine, fine, fine},
		{"unborn branch", `git checkout -q --orphan new`, "contracts", fine, "ingen innsjekking", "ingen innsjekking", fine},
		{"conflict that was committed", `printf '<<<<<<< a\n' | cat - $F >x; git stash -q; git reset -q --soft HEAD~1; cat x >$F; rm x; save 2026-11-09 konflikt; sed -i 1d $F; save 2026-11-10 rettet`, "contracts", fine, "i revisjonen HEAD~1 ble en flettekonflikt sjekket inn", fine, fine},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := repository(t, risen+tc.script)
			data := filepath.Join(dir, filepath.FromSlash(tc.data))
			site := filepath.Join(t.TempDir(), "site")
			code, _, errs := forvalt(t, "build", "--data", data, "--as-of", "2026-11-20", "--out", site)
			if code != exitOK || !strings.Contains(errs, tc.build) || tc.build == fine && strings.Contains(errs, "historikk") {
				t.Errorf("build: exit %d: %s", code, errs)
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
	for i, script := range []string{risen, strings.Replace(risen, "git init -q", "git init -q --object-format=sha256", 1)} {
		dir := repository(t, script)
		data := filepath.Join(dir, "contracts")
		hashes := strings.Fields(gitIn(t, dir, "git log --format=%H"))
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

// What names no commit is refused by its name.
func TestRevisionsThatAreNone(t *testing.T) {
	dir := repository(t, risen+`git tag -a -m merke v1; git tag baum HEAD:contracts; git tag -a -m blob fil HEAD:$F`)
	says := func(rev string) string {
		out, err := exec.Command("git", "-C", dir, "rev-parse", rev).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	data := filepath.Join(dir, "contracts")
	for _, rev := range []string{"nope", "", "~", "-1", "HEAD~9", "HEAD^2", "HEAD^{tree}", "HEAD:contracts", "main..HEAD", "main@{1}", "v2", "baum", "fil", "deadbeef",
		strings.Repeat("0", 40), says("HEAD^{tree}"), says("HEAD:contracts"), says("HEAD:contracts/portfolio.toml"), says("HEAD:contracts/portfolio.toml")[:10], "refs/heads/", "../HEAD"} {
		if code, out, errs := forvalt(t, "diff", "--data", data, "--", rev); code != exitFindings || !strings.Contains(errs, "revisjonen "+rev+" finnes ikke i Git-lageret") || out != "" {
			t.Errorf("%q: exit %d: %s%s", rev, code, errs, out)
		}
	}
	for _, rev := range []string{"HEAD", "@", "main", "v1", "v1^0", "refs/tags/v1", says("v1"), says("v1")[:8], says("HEAD")[:6], "HEAD~3", "HEAD^^^"} {
		if code, _, errs := forvalt(t, "diff", "--data", data, rev); code != exitOK {
			t.Errorf("%q: exit %d: %s", rev, code, errs)
		}
	}
}
