// Package pasttest makes small repositories, and archives of them, for tests of the past.
//
// In go a script for the shell, or the size of a demo; out come folders and archives that
// are always the same. Only tests import it.
package pasttest

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/site"
)

// Storied is the script of a repository with a manager changed, a merge, a rename and a change of form.
const Storied = `
git init -q -b main
mkdir -p contracts/agreements/vakt contracts/agreements/renhold contracts/people
printf 'schema = 1\n[site]\nlanguage = "nb"\n[defaults]\ntimezone = "Europe/Oslo"\n' >contracts/portfolio.toml
printf 'name = "Kari Lie"\n' >contracts/people/kari-lie.toml
printf 'name = "Ola Strand"\n' >contracts/people/ola-strand.toml
printf 'title = "Vakthold"\nstatus = "active"\nkind = "contract"\nmanager = "kari-lie"\n[value]\nmaximum = 1_000_000\n[period]\nstart = 2025-01-01\nend = 2028-12-31\n' >contracts/agreements/vakt/contract.toml
printf 'title = "Renhold"\nstatus = "active"\nkind = "contract"\n' >contracts/agreements/renhold/contract.toml
git add .; git commit -qm "alt lagt inn"
sed -i 's/kari-lie/ola-strand/' contracts/agreements/vakt/contract.toml; git commit -qam "ny forvalter @kari"
git checkout -qb side; printf '[months]\n2026-09 = 10_000\n' >contracts/agreements/vakt/turnover.toml; git add .; git commit -qm "på en gren"
git checkout -q main; printf '# form\n' >>contracts/agreements/vakt/contract.toml; git commit -qam "bare form"
git merge -q --no-ff -m "flettet inn omsetning" side
sed -i 's/Renhold/Rent/' contracts/agreements/renhold/contract.toml; git commit -qam "en annen kontrakt"
sed -i 's/10_000/12_000/' contracts/agreements/vakt/turnover.toml; git commit -qam "rettet omsetning"
git mv contracts/agreements/vakt contracts/agreements/vakthold
printf 'id_was = ["vakt"]\n' | cat - contracts/agreements/vakthold/contract.toml >x; mv x contracts/agreements/vakthold/contract.toml
git commit -qam "ny id"
sed -i 's/maximum = 1_000_000/maximum = 1_500_000/' contracts/agreements/vakthold/contract.toml; git commit -qam "høyere tak"
`

// Risen is the script of a repository in which a ceiling rises from 1.0 to 1.4 million in four commits.
const Risen = `
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

// Signed is the script of a repository that has one contract, whose first amendment came before anybody could
// sign; Kari may sign all, Ola options only, Eve nothing. "on DAY [KEY] MESSAGE" commits.
const Signed = `
git init -q -b main; git config gpg.format ssh; git config commit.gpgsign false
for k in kari ola eve; do test -f key-$k || ssh-keygen -q -t ed25519 -N '' -C $k -f key-$k; done; echo 'key-*' >.gitignore
on() { day=$1; shift; sign=; if test -f "key-$1"; then sign="-S$PWD/key-$1"; shift; fi; git add .; GIT_COMMITTER_DATE=${day}T10:00:00Z git commit -q $sign -m "$1"; }
amend() { printf '[[amendments]]\nid = "%s"\ndate = 2026-03-01\ntitle = "Endring"\nvalue = %s\nsigned = 2026-03-01\nground = "foa-28-1-a"\n' "$1" "$2" >>$f; }
signer() { printf '[[signers]]\nperson = "%s"\nkey = "%s"\nmay = [%s]\n' "$1" "$(cat key-$1.pub)" "$2" >>contracts/portfolio.toml; }
f=contracts/agreements/vakt/contract.toml
mkdir -p contracts/agreements/vakt contracts/people
printf 'schema = 1\n[organisation]\nname = "Prøve kommune"\n[site]\nlanguage = "nb"\n[defaults]\ntimezone = "Europe/Oslo"\n' >contracts/portfolio.toml
for p in kari ola eve; do printf 'name = "%s Lie"\n' $p >contracts/people/$p.toml; done
printf 'title = "Vakthold"\nstatus = "active"\nkind = "contract"\n[value]\nestimated = 10_000_000\nmaximum = 12_000_000\n[period]\nstart = 2025-01-01\nend = 2028-12-31\nrenewal = "options"\n[[options]]\nid = "o1"\nextends_to = 2029-12-31\ndecide_by = 2026-06-30\nstatus = "open"\n' >$f
amend gammel 1; on 2026-01-10 "alt lagt inn"
printf '[signing]\ndemand = ["amendments", "options"]\nsince = 2026-02-02\n' >>contracts/portfolio.toml
signer kari '"amendments", "options"'; signer ola '"options"'; on 2026-02-01 "fullmakter"
decide() { sed -i 's/^status = "open"/status = "exercised"\ndecided = 2026-05-01/' $f; }
`

// SignedRepository runs Signed and what follows. Without the program that signs, the test
// is skipped.
func SignedRepository(t testing.TB, script string) (dir string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not here: nothing can be signed")
	}
	return Repository(t, Signed+script)
}

// Repository makes a folder and runs a script in it with the git program, whose commits
// are always the same to the byte. Without the program the test is skipped.
func Repository(t testing.TB, script string) (dir string) {
	t.Helper()
	NeedGit(t)
	dir = t.TempDir()
	Run(t, dir, script)
	return dir
}

// NeedGit skips a test if there is no git program.
func NeedGit(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program is not here")
	}
}

// Run runs a script in a folder, and gives what it writes.
func Run(t testing.TB, dir, script string) string {
	t.Helper()
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Kari Lie", "GIT_AUTHOR_EMAIL=k@example.no",
		"GIT_COMMITTER_NAME=Kari Lie", "GIT_COMMITTER_EMAIL=k@example.no", "GIT_AUTHOR_DATE=2026-10-02T10:00:00Z", "GIT_COMMITTER_DATE=2026-10-02T10:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// Demo makes a repository of a demo with so many quarters of history. The data folder is
// contracts, in the files of the last commit.
func Demo(t testing.TB, size, quarters int, asOf string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	opt := demo.Options{Contracts: size, Seed: 1, AsOf: date.MustParse(asOf)}
	opt.Base, _ = store.Load(t.Context(), contracts.FS, store.Options{})
	p := demo.Generate(opt)
	w, err := history.Create(dir, "main")
	must(t, err)
	files := demo.FilesIn(w, "contracts")
	for s := range demo.History(p, opt, quarters) {
		must(t, files.Lay(&s))
		_, err := w.Commit(history.Person{Name: s.Author, Email: s.Email}, s.When, s.Subject)
		must(t, err)
	}
	must(t, w.Close())
	for name, data := range store.Files(p) {
		file := filepath.Join(dir, "contracts", filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, data, 0o644))
	}
	return dir
}

// Open loads a data folder as of a day, and opens its archive, which is closed after the
// test. Its words are Norwegian bokmål, except that errors of history stay as they are.
func Open(t testing.TB, data, asOf, stamp string) *past.Archive {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Oslo")
	must(t, err)
	root, err := os.OpenRoot(data)
	must(t, err)
	t.Cleanup(func() { _ = root.Close() })
	f := past.Folder{Dir: data, Files: root.FS(), Prefix: "contracts", AsOf: date.MustParse(asOf), Zone: zone, Cache: &store.Cache{}}
	f.Portfolio, f.Findings = store.Load(t.Context(), f.Files, store.Options{Prefix: f.Prefix, Cache: f.Cache})
	a := past.Open(f, past.Options{Printer: printer(t), Stamp: stamp, Why: error.Error})
	t.Cleanup(a.Close)
	return a
}

func printer(t testing.TB) *message.Printer {
	t.Helper()
	messages, err := fs.Sub(site.FS, "messages")
	must(t, err)
	catalogue, err := message.Load(messages)
	must(t, err)
	return catalogue.Printer("nb")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
