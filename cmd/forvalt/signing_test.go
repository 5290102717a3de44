package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
)

// signedRepository has one contract, whose first amendment came before anybody could
// sign; Kari may sign all, Ola options only, Eve nothing. "on DAY [KEY] MESSAGE" commits.
const signedRepository = `
git init -q -b main; git config gpg.format ssh; git config commit.gpgsign false
for k in kari ola eve; do test -f key-$k || ssh-keygen -q -t ed25519 -N '' -C $k -f key-$k; done; echo 'key-*' >.gitignore
on() { day=$1; shift; sign=; if test -f "key-$1"; then sign="-S$PWD/key-$1"; shift; fi; git add .; GIT_COMMITTER_DATE=${day}T10:00:00Z git commit -q $sign -m "$1"; }
amend() { printf '[[amendments]]\nid = "%s"\ndate = 2026-03-01\ntitle = "Endring"\nvalue = %s\nsigned = 2026-03-01\nground = "foa-28-1-a"\n' "$1" "$2" >>$f; }
signer() { printf '[[signers]]\nperson = "%s"\nkey = "%s"\nmay = [%s]\n' "$1" "$(cat key-$1.pub)" "$2" >>contracts/portfolio.toml; }
f=contracts/agreements/vakt/contract.toml
mkdir -p contracts/agreements/vakt contracts/people
printf 'schema = 1\n[organisation]\nname = "Prøve kommune"\nsample = true\n[site]\nlanguage = "nb"\n[defaults]\ntimezone = "Europe/Oslo"\n' >contracts/portfolio.toml
for p in kari ola eve; do printf 'name = "%s Lie"\n' $p >contracts/people/$p.toml; done
printf 'title = "Vakthold"\nstatus = "active"\nkind = "contract"\n[value]\nestimated = 10_000_000\nmaximum = 12_000_000\n[period]\nstart = 2025-01-01\nend = 2028-12-31\nrenewal = "options"\n[[options]]\nid = "o1"\nextends_to = 2029-12-31\ndecide_by = 2026-06-30\nstatus = "open"\n' >$f
amend gammel 1; on 2026-01-10 "alt lagt inn"
printf '[signing]\ndemand = ["amendments", "options"]\nsince = 2026-02-02\n' >>contracts/portfolio.toml
signer kari '"amendments", "options"'; signer ola '"options"'; on 2026-02-01 "fullmakter"
decide() { sed -i 's/^status = "open"/status = "exercised"\ndecided = 2026-05-01/' $f; }
`

func signedIn(t *testing.T, script string) string {
	t.Helper()
	for _, p := range []string{"git", "ssh-keygen"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not here: nothing can be signed", p)
		}
	}
	return repository(t, signedRepository+script)
}

// states are what Git says of each item, by its id; those of changes of the signers are
// gathered under "signers", newest first.
func states(t *testing.T, data string) (map[string]contract.Signed, string) {
	t.Helper()
	a := &app{data: data, stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }}
	l, err := a.load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	git, err := a.fromGit(context.Background(), l, "")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]contract.Signed{}
	for _, s := range git.Signed {
		if s.Kind == contract.SignSigners {
			x := out["signers"]
			x.State = strings.TrimSpace(x.State + " " + s.State)
			if s.Fails() {
				x.State += "!"
			}
			out["signers"] = x
			continue
		}
		out[s.ID] = s
	}
	return out, git.Blind
}

func TestWhoSigned(t *testing.T) {
	for name, x := range map[string]struct {
		script string
		want   string // id=state, with ! where it is demanded and fails
	}{
		"before anybody could":         {"", "gammel=no-signers"},
		"by the right person":          {`amend a1 5; on 2026-03-01 kari "a1"`, "gammel=no-signers a1=verified"},
		"not at all":                   {`amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"by one who may sign others":   {`amend a1 5; on 2026-03-01 ola "a1"; decide; on 2026-05-01 ola "o1"`, "gammel=no-signers a1=not-authorised! o1=verified"},
		"by a stranger":                {`amend a1 5; on 2026-03-01 eve "a1"`, "gammel=no-signers a1=unknown-key!"},
		"not committed":                {`amend a1 5; on 2026-03-01 kari "a1"; amend a2 6`, "gammel=no-signers a1=verified a2=not-committed"},
		"changed afterwards, unsigned": {`amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/value = 5/value = 6/' $f; on 2026-03-02 "a1 dyrere"`, "gammel=no-signers a1=unsigned!"},
		"only the rest changed":        {`amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/Vakthold/Vakt/' $f; printf 'note = "ok"\n' >>$f; on 2026-03-02 "ny tittel"`, "gammel=no-signers a1=verified"},
		"taken away and put back":      {`amend a1 5; cp $f x; on 2026-03-01 kari "a1"; git show HEAD~1:$f >$f; on 2026-03-02 "bort"; cp x $f; on 2026-03-03 "tilbake"`, "gammel=no-signers a1=unsigned!"},
		"with a date of long ago":      {`printf 'note = "x"\n' >>contracts/people/eve.toml; on 2026-02-10 "annet"; amend a1 5; on 2025-12-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"in a renamed folder":          {`amend a1 5; on 2026-03-01 kari "a1"; git mv contracts/agreements/vakt contracts/agreements/vakthold; f=contracts/agreements/vakthold/contract.toml; printf 'id_was = ["vakt"]\n' | cat - $f >x; mv x $f; on 2026-03-02 "ny id"`, "gammel=no-signers a1=verified"},
		"after the key's last day":     {`printf 'until = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "til"; decide; on 2026-02-21 ola "o1"`, "gammel=no-signers o1=outside!"},
		"on the key's last day":        {`printf 'until = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "til"; decide; on 2026-02-20 ola "o1"`, "gammel=no-signers o1=verified"},
		"one who is no signer any more": {`decide; on 2026-03-01 ola "o1"; sed -i '/"ola"/,$d' contracts/portfolio.toml; sed -i '$d' contracts/portfolio.toml; on 2026-04-01 "ola slutter"`,
			"gammel=no-signers o1=verified"},

		// A pull request cannot add its own signer, nor take the demand away.
		"with a signer of its own":         {`signer eve '"amendments"'; amend a1 5; on 2026-03-01 eve "a1"`, "gammel=no-signers a1=unknown-key!"},
		"with a signer of the branch":      {`git checkout -qb pr; signer eve '"amendments"'; on 2026-03-01 eve "eve"; amend a1 5; on 2026-03-02 eve "a1"; git checkout -q main; GIT_COMMITTER_DATE=2026-03-03T10:00:00Z git merge -q --no-ff -m pr pr`, "gammel=no-signers a1=unknown-key!"},
		"with the demand taken away":       {`sed -i '/^.signing/,/^since/d' contracts/portfolio.toml; amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"with the day of the demand moved": {`sed -i 's/^since.*/since = 2027-01-01/' contracts/portfolio.toml; amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},

		// Merges.
		"in a branch, by the right person": {`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; on() { :; }; git checkout -q main; git merge -q --no-ff -m pr pr`, "gammel=no-signers a1=verified"},
		"in a branch, last by another":     {`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/value = 5/value = 6/' $f; on 2026-03-02 "dyrere"; git checkout -q main; git merge -q --no-ff -m pr pr`, "gammel=no-signers a1=unsigned!"},
		"in a merge by the right person":   {`git checkout -qb pr; amend a1 5; on 2026-03-01 "a1"; git checkout -q main; git merge -q --no-ff -S$PWD/key-kari -m pr pr`, "gammel=no-signers a1=verified"},
		"in a merge that changed it":       {`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; git checkout -q main; git merge -q --no-ff --no-commit pr; sed -i 's/value = 5/value = 6/' $f; git add .; git commit -qm pr`, "gammel=no-signers a1=unsigned!"},
		"in a merge that brings back what was signed": {`git checkout -qb old; amend a1 5; on 2026-03-01 kari "a1"; git checkout -q main; git merge -q --no-ff -m pr old
sed -i 's/value = 5/value = 6/' $f; on 2026-03-05 kari "dyrere"; git checkout -q --detach; git merge -q -s ours --no-ff -m "gammelt" old 2>/dev/null || true
t=$(git rev-parse old^{tree}); m=$(git commit-tree $t -p main -p old -m "gammelt"); git checkout -q main; git reset -q --hard $m`, "gammel=no-signers a1=unsigned!"},
		"squashed": {`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; git checkout -q main; git merge -q --squash pr; on 2026-03-02 "squash"`, "gammel=no-signers a1=unsigned!"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := signedIn(t, x.script)
			got, blind := states(t, filepath.Join(dir, "contracts"))
			n := 0
			for w := range strings.FieldsSeq(x.want) {
				w, fails := strings.CutSuffix(w, "!")
				id, state, _ := strings.Cut(w, "=")
				if s := got[id]; s.State != state || s.Fails() != fails {
					t.Errorf("%s: %+v, want %s, fails %v", id, s, state, fails)
				}
				n++
			}
			delete(got, "signers")
			if len(got) != n || blind != "" {
				t.Errorf("%v, blind %q", got, blind)
			}
		})
	}
}

// Where changes of the signers must be signed themselves, each of them counts: what a
// later, signed one builds on is shown.
func TestSignersMustBeSigned(t *testing.T) {
	const demand = `sed -i 's/^demand.*/demand = ["amendments", "signers"]/; 0,/^may.*/s//may = ["amendments", "signers"]/' contracts/portfolio.toml; on 2026-02-05 "krav"
`
	for name, x := range map[string]struct{ script, want string }{
		"the first ones":             {"", ""},
		"by one who may":             {`signer eve '"amendments"'; on 2026-03-01 kari "eve"`, "verified"},
		"unsigned":                   {`signer eve '"amendments"'; on 2026-03-01 "inn"`, "unsigned!"},
		"unsigned, then by one":      {`signer eve '"signers"'; on 2026-03-01 "inn"; signer eve '"amendments"'; on 2026-03-02 eve "eve"`, "verified unsigned!"},
		"something else in the file": {`sed -i 's/Prøve/Lita/' contracts/portfolio.toml; on 2026-03-01 "navn"`, ""},
		"the demand taken away":      {`sed -i 's/^demand.*/demand = []/' contracts/portfolio.toml; on 2026-03-01 "av"; echo >>$f; on 2026-03-02 "mer"; echo >>$f; on 2026-03-03 "enda mer"`, "unsigned!"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := signedIn(t, demand+x.script)
			got, _ := states(t, filepath.Join(dir, "contracts"))
			if got["signers"].State != x.want {
				t.Errorf("%q, want %q", got["signers"].State, x.want)
			}
		})
	}
}

// In a clone that lacks history, what is new is judged, the rest is not known: a warning.
func TestSignaturesInAShallowClone(t *testing.T) {
	dir := signedIn(t, `amend a1 5; on 2026-03-01 kari "a1"; amend a2 6; on 2026-03-02 "a2"
git clone -q --depth 2 file://$PWD two; git clone -q --depth 1 file://$PWD one`)
	got, _ := states(t, filepath.Join(dir, "two", "contracts"))
	if got["a1"].State != contract.SignedUnknown || got["a2"].State != contract.SignedNot || !got["a2"].Fails() || got["a1"].Fails() {
		t.Errorf("two commits: %+v", got)
	}
	got, _ = states(t, filepath.Join(dir, "one", "contracts"))
	if got["a1"].State != contract.SignedUnknown || got["a2"].State != contract.SignedUnknown {
		t.Errorf("one commit: %+v", got)
	}
	if code, out, _ := forvalt(t, "validate", "--data", filepath.Join(dir, "one", "contracts"), "--format", "json"); code != exitOK || !strings.Contains(out, "FV368") || !strings.Contains(out, "kopien mangler eldre historikk") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// The finding stands at the amendment's line, and stops validate and build.
func TestUnsignedAmendmentIsAnError(t *testing.T) {
	dir := signedIn(t, `amend a1 5; on 2026-03-01 "a1"`)
	data := filepath.Join(dir, "contracts")
	code, out, _ := forvalt(t, "validate", "--data", data, "--format", "json")
	var got struct {
		Findings []struct {
			Code, Severity, Path, Message string
			Line                          int
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code == exitOK {
		t.Fatalf("exit %d, %v\n%s", code, err, out)
	}
	var said []string
	for _, f := range got.Findings {
		if f.Code == "FV365" {
			said = append(said, f.Message)
			if f.Severity != "error" || f.Line != 23 || !strings.HasSuffix(f.Path, "agreements/vakt/contract.toml") {
				t.Errorf("%+v", f)
			}
		}
	}
	if len(said) != 1 || said[0] != "«a1» mangler gyldig signatur: lagringen er ikke signert" {
		t.Errorf("%q", said)
	}
	gitIn(t, dir, `export GIT_COMMITTER_DATE=2026-03-05T10:00:00Z; git commit -q --amend -S$PWD/key-kari -m "a1, signert"`)
	if code, out, errs := forvalt(t, "validate", "--data", data); code != exitOK || strings.Contains(out, "FV36") {
		t.Errorf("signed: exit %d\n%s%s", code, out, errs)
	}
}

// Nothing is asked of a portfolio that asks for nothing, in Git or out of it.
func TestSignaturesAreOffByDefault(t *testing.T) {
	dir := signedIn(t, `sed -i '/^.signing/,$d' contracts/portfolio.toml; on 2026-03-01 "av"; echo >>contracts/portfolio.toml; on 2026-03-03 "mer"`)
	got, blind := states(t, filepath.Join(dir, "contracts"))
	if len(got) != 0 || blind != "" {
		t.Errorf("%v %q", got, blind)
	}
	if err := exec.Command("rm", "-rf", filepath.Join(dir, ".git")).Run(); err != nil {
		t.Fatal(err)
	}
	if got, blind := states(t, filepath.Join(dir, "contracts")); len(got) != 0 || blind != "" {
		t.Errorf("without Git: %v %q", got, blind)
	}
}

// A demand outside Git is a warning: nothing can be proved there.
func TestSignaturesWithoutGit(t *testing.T) {
	dir := signedIn(t, "rm -rf .git")
	code, out, errs := forvalt(t, "validate", "--data", filepath.Join(dir, "contracts"), "--format", "json")
	if code != exitOK || strings.Count(out, "FV368") == 0 || !strings.Contains(out, "ligger ikke i et Git-lager") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
}

// The contract's page says in words who signed; the public edition says nothing of it.
func TestSignaturesOnThePage(t *testing.T) {
	needAssets(t)
	dir := signedIn(t, `amend a1 5; on 2026-03-01 kari "a1"; amend a2 6; decide; printf 'visibility = "public"\n' | cat - $f >x; mv x $f`)
	for profile, want := range map[string][]string{
		contract.Internal: {"Signert i Git av kari Lie (bekreftet)", "Ikke bekreftet: ingen kunne signere da", "Ikke lagret i Git ennå"}, contract.Public: nil,
	} {
		out := filepath.Join(t.TempDir(), profile)
		if code, o, errs := forvalt(t, "build", "--data", filepath.Join(dir, "contracts"), "--out", out, "--profile", profile); code != exitOK {
			t.Fatalf("%s: exit %d %s%s", profile, code, o, errs)
		}
		page, err := os.ReadFile(filepath.Join(out, "kontrakter", "vakt", "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(page), w) {
				t.Errorf("%s: the page does not say %q", profile, w)
			}
		}
		if n := strings.Count(string(page), "Ikke lagret i Git ennå"); want != nil && n != 2 {
			t.Errorf("%d items are not in Git yet, 2 are not", n)
		}
		if want == nil && (strings.Contains(string(page), "kari Lie") || strings.Contains(string(page), "bekreftet")) {
			t.Error("the public page tells who signed")
		}
	}
}

// A PGP key stands in the portfolio as gpg prints it.
func TestSignedWithPGP(t *testing.T) {
	for _, p := range []string{"gpg", "gpgconf"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not here", p)
		}
	}
	dir := signedIn(t, `export GNUPGHOME=$PWD/gpg; mkdir -m 700 gpg; echo gpg >>.gitignore; git config gpg.format openpgp
gpg -q --batch --passphrase '' --faked-system-time 20260101T000000 --quick-gen-key "Eve <eve@example.no>" ed25519 sign 20270101T000000 2>/dev/null
printf "[[signers]]\nname = \"Eve Holm\"\nmay = [\"amendments\"]\nkey = '''\n%s\n'''\n" "$(gpg -q --armor --export eve@example.no)" >>contracts/portfolio.toml; on 2026-02-03 "pgp"
printf '#!/bin/sh\nexec gpg --faked-system-time 20260301T100005 "$@"\n' >then; chmod +x then; git config gpg.program $PWD/then
git config user.signingkey eve@example.no; git config commit.gpgsign true; amend a1 5; on 2026-03-01 "a1"; gpgconf --kill all`)
	got, _ := states(t, filepath.Join(dir, "contracts"))
	if s := got["a1"]; s.State != contract.SignedVerified || s.By != "Eve Holm" || len(s.Key) != 40 {
		t.Errorf("%+v", s)
	}
	if code, out, errs := forvalt(t, "validate", "--data", filepath.Join(dir, "contracts")); code != exitOK || strings.Contains(out, "FV36") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
}

func TestHistoryTellsWhoSigned(t *testing.T) {
	dir := signedIn(t, `amend a1 5; on 2026-03-01 kari "a1"`)
	data := filepath.Join(dir, "contracts")
	if code, out, errs := forvalt(t, "history", "vakt", "--data", data); code != exitOK || !strings.Contains(out, "kr. Signert i Git av kari Lie (bekreftet)") ||
		!strings.Contains(out, "kr. Ikke bekreftet: ingen kunne signere da") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	_, out, _ := forvalt(t, "history", "vakt", "--data", data, "--format", "json")
	var got struct {
		Amendments []struct {
			Signed *struct {
				State, By, Key, Commit string
				Demanded               bool
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Amendments) != 2 {
		t.Fatalf("%v\n%s", err, out)
	}
	if s := got.Amendments[1].Signed; s == nil || s.State != "verified" || s.By != "kari Lie" || !s.Demanded || len(s.Commit) != 40 || !strings.HasPrefix(s.Key, "SHA256:") {
		t.Errorf("%+v", s)
	}
}

func TestWhoSignedInSHA256(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not here: nothing can be signed")
	}
	dir := repository(t, strings.Replace(signedRepository, "git init -q", "git init -q --object-format=sha256", 1)+
		`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; git checkout -q main; git merge -q --no-ff -m pr pr; amend a2 6; on 2026-03-02 eve "a2"`)
	got, blind := states(t, filepath.Join(dir, "contracts"))
	if got["a1"].State != contract.SignedVerified || got["a2"].State != contract.SignedUnknownKey || blind != "" || len(got["a1"].Commit) != 64 {
		t.Errorf("%+v, blind %q", got, blind)
	}
}
