package signature_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/signature"
)

// states are what Git says of each item, by its id; those of changes of the signers are
// gathered under "signers", newest first.
func states(t *testing.T, data string) (map[string]contract.Signed, error) {
	t.Helper()
	found, err := signature.Find(t.Context(), pasttest.Open(t, data, "2026-11-01", ""), signature.Asked{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]contract.Signed{}
	for _, s := range found.Signed {
		if s.Kind == contract.SignSigners {
			x := out["signers"]
			x.State = contract.SignedState(strings.TrimSpace(string(x.State + " " + s.State)))
			if s.Fails() {
				x.State += "!"
			}
			out["signers"] = x
			continue
		}
		out[s.ID] = s
	}
	return out, found.Blind
}

func TestWhoSigned(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		script string
		want   string // id=state, with ! where it is demanded and fails
	}{
		"before anybody could":          {"", "gammel=no-signers"},
		"by the right person":           {`amend a1 5; on 2026-03-01 kari "a1"`, "gammel=no-signers a1=verified"},
		"not at all":                    {`amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"by one who may sign others":    {`amend a1 5; on 2026-03-01 ola "a1"; decide; on 2026-05-01 ola "o1"`, "gammel=no-signers a1=not-authorised! o1=verified"},
		"by a stranger":                 {`amend a1 5; on 2026-03-01 eve "a1"`, "gammel=no-signers a1=unknown-key!"},
		"not committed":                 {`amend a1 5; on 2026-03-01 kari "a1"; amend a2 6`, "gammel=no-signers a1=verified a2=not-committed"},
		"changed afterwards, unsigned":  {`amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/value = 5/value = 6/' $f; on 2026-03-02 "a1 dyrere"`, "gammel=no-signers a1=unsigned!"},
		"only the rest changed":         {`amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/Vakthold/Vakt/' $f; printf 'note = "ok"\n' >>$f; on 2026-03-02 "ny tittel"`, "gammel=no-signers a1=verified"},
		"taken away and put back":       {`amend a1 5; cp $f x; on 2026-03-01 kari "a1"; git show HEAD~1:$f >$f; on 2026-03-02 "bort"; cp x $f; on 2026-03-03 "tilbake"`, "gammel=no-signers a1=unsigned!"},
		"with a date of long ago":       {`printf 'note = "x"\n' >>contracts/people/eve.toml; on 2026-02-10 "annet"; amend a1 5; on 2025-12-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"in a renamed folder":           {`amend a1 5; on 2026-03-01 kari "a1"; git mv contracts/agreements/vakt contracts/agreements/vakthold; f=contracts/agreements/vakthold/contract.toml; printf 'id_was = ["vakt"]\n' | cat - $f >x; mv x $f; on 2026-03-02 "ny id"`, "gammel=no-signers a1=verified"},
		"before the demand's first day": {`amend a1 5; on 2026-02-01 "a1"`, "gammel=no-signers a1=unsigned"},
		"on the demand's first day":     {`amend a1 5; on 2026-02-02 "a1"`, "gammel=no-signers a1=unsigned!"},
		"before the key's first day":    {`printf 'from = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "fra"; decide; on 2026-02-19 ola "o1"`, "gammel=no-signers o1=outside!"},
		"on the key's first day":        {`printf 'from = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "fra"; decide; on 2026-02-20 ola "o1"`, "gammel=no-signers o1=verified"},
		"after the key's last day":      {`printf 'until = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "til"; decide; on 2026-02-21 ola "o1"`, "gammel=no-signers o1=outside!"},
		"on the key's last day":         {`printf 'until = 2026-02-20\n' >>contracts/portfolio.toml; on 2026-02-03 "til"; decide; on 2026-02-20 ola "o1"`, "gammel=no-signers o1=verified"},
		"one who is no signer any more": {`decide; on 2026-03-01 ola "o1"; sed -i '/"ola"/,$d' contracts/portfolio.toml; sed -i '$d' contracts/portfolio.toml; on 2026-04-01 "ola slutter"`,
			"gammel=no-signers o1=verified"},

		// A pull request cannot add its own signer, nor take the demand away.
		"with a signer of its own":         {`signer eve '"amendments"'; amend a1 5; on 2026-03-01 eve "a1"`, "gammel=no-signers a1=unknown-key!"},
		"with a signer of the branch":      {`git checkout -qb pr; signer eve '"amendments"'; on 2026-03-01 eve "eve"; amend a1 5; on 2026-03-02 eve "a1"; git checkout -q main; GIT_COMMITTER_DATE=2026-03-03T10:00:00Z git merge -q --no-ff -m pr pr`, "gammel=no-signers a1=unknown-key!"},
		"with the demand taken away":       {`sed -i '/^.signing/,/^since/d' contracts/portfolio.toml; amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},
		"with the day of the demand moved": {`sed -i 's/^since.*/since = 2027-01-01/' contracts/portfolio.toml; amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unsigned!"},

		// A list that cannot be read names nobody, and takes no demand away.
		"after a list that cannot be read":                  {`echo 'x = ' >>contracts/portfolio.toml; on 2026-02-10 kari "ødelagt"; sed -i '$d' contracts/portfolio.toml; amend a1 5; on 2026-03-01 kari "a1"`, "gammel=no-signers a1=unreadable!"},
		"after a list with a day that is none":              {`echo 'until = "snart"' >>contracts/portfolio.toml; on 2026-02-10 kari "ødelagt"; sed -i '$d' contracts/portfolio.toml; decide; on 2026-03-01 ola "o1"`, "gammel=no-signers o1=unreadable!"},
		"after a fault elsewhere in the file":               {`sed -i 's/"nb"/"xx"/' contracts/portfolio.toml; on 2026-02-10 kari "ødelagt"; sed -i 's/"xx"/"nb"/' contracts/portfolio.toml; amend a1 5; on 2026-03-01 kari "a1"`, "gammel=no-signers a1=verified"},
		"with the demand taken away under cover of a fault": {`cp contracts/portfolio.toml x; echo 'x = ' >>contracts/portfolio.toml; on 2026-02-10 "ødelagt"; sed '/^.signing/,/^since/d' x >contracts/portfolio.toml; amend a1 5; on 2026-03-01 "a1"`, "gammel=no-signers a1=unreadable!"},

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
			t.Parallel()
			dir := pasttest.SignedRepository(t, x.script)
			got, blind := states(t, filepath.Join(dir, "contracts"))
			n := 0
			for w := range strings.FieldsSeq(x.want) {
				w, fails := strings.CutSuffix(w, "!")
				id, state, _ := strings.Cut(w, "=")
				if s := got[id]; string(s.State) != state || s.Fails() != fails {
					t.Errorf("%s: %+v, want %s, fails %v", id, s, state, fails)
				}
				n++
			}
			delete(got, "signers")
			if len(got) != n || blind != nil {
				t.Errorf("%v, blind %v", got, blind)
			}
		})
	}
}

// Where changes of the signers must be signed themselves, each of them counts: what a
// later, signed one builds on is shown.
func TestSignersMustBeSigned(t *testing.T) {
	t.Parallel()
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
			t.Parallel()
			dir := pasttest.SignedRepository(t, demand+x.script)
			got, _ := states(t, filepath.Join(dir, "contracts"))
			if string(got["signers"].State) != x.want {
				t.Errorf("%q, want %q", got["signers"].State, x.want)
			}
		})
	}
}

// A version of portfolio.toml that is damaged or lacking in the repository blinds, whether
// or not today's asks for signatures: nobody knows what it demanded, and who might sign.
func TestDamagedSigners(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"damaged":                    `chmod +w $o; echo x >$o`,
		"lacking":                    `rm -f $o`,
		"damaged, and no demand now": `chmod +w $o; echo x >$o; sed -i '/^.signing/,/^since/d' contracts/portfolio.toml; git commit -qa --amend -m "av"`,
		"damaged, and no signer now": `chmod +w $o; echo x >$o; sed -i '/^.signing/,$d' contracts/portfolio.toml; git commit -qa --amend -m "av"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 kari "a1"; sed -i 's/Prøve/Lita/' contracts/portfolio.toml; on 2026-03-02 kari "navn"
o=.git/objects/$(git rev-parse HEAD~1:contracts/portfolio.toml | sed 's#^..#&/#'); `+damage)
			got, blind := states(t, filepath.Join(dir, "contracts"))
			var object *history.ObjectError
			if !errors.As(blind, &object) || object.Path != "portfolio.toml" {
				t.Errorf("blind %v, %v", blind, got)
			}
		})
	}
}

// In a clone that lacks history, what is new is judged, the rest is not known.
func TestSignaturesInAShallowClone(t *testing.T) {
	t.Parallel()
	dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 kari "a1"; amend a2 6; on 2026-03-02 "a2"
git clone -q --depth 2 file://$PWD two; git clone -q --depth 1 file://$PWD one`)
	got, _ := states(t, filepath.Join(dir, "two", "contracts"))
	if got["a1"].State != contract.SignedUnknown || got["a2"].State != contract.SignedNot || !got["a2"].Fails() || got["a1"].Fails() {
		t.Errorf("two commits: %+v", got)
	}
	got, _ = states(t, filepath.Join(dir, "one", "contracts"))
	if got["a1"].State != contract.SignedUnknown || got["a2"].State != contract.SignedUnknown {
		t.Errorf("one commit: %+v", got)
	}
}

// Nothing is asked of a portfolio that asks for nothing, in Git or out of it.
func TestSignaturesAreOffByDefault(t *testing.T) {
	t.Parallel()
	dir := pasttest.SignedRepository(t, `sed -i '/^.signing/,$d' contracts/portfolio.toml; on 2026-03-01 "av"; echo >>contracts/portfolio.toml; on 2026-03-03 "mer"`)
	got, blind := states(t, filepath.Join(dir, "contracts"))
	if len(got) != 0 || blind != nil {
		t.Errorf("%v %v", got, blind)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	if got, blind := states(t, filepath.Join(dir, "contracts")); len(got) != 0 || blind != nil {
		t.Errorf("without Git: %v %v", got, blind)
	}
}

// A PGP key stands in the portfolio as gpg prints it.
func TestSignedWithPGP(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"gpg", "gpgconf"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not here", p)
		}
	}
	dir := pasttest.SignedRepository(t, `export GNUPGHOME=$PWD/gpg; mkdir -m 700 gpg; echo gpg >>.gitignore; git config gpg.format openpgp
gpg -q --batch --passphrase '' --faked-system-time 20260101T000000 --quick-gen-key "Eve <eve@example.no>" ed25519 sign 20270101T000000 2>/dev/null
printf "[[signers]]\nname = \"Eve Holm\"\nmay = [\"amendments\"]\nkey = '''\n%s\n'''\n" "$(gpg -q --armor --export eve@example.no)" >>contracts/portfolio.toml; on 2026-02-03 "pgp"
printf '#!/bin/sh\nexec gpg --faked-system-time 20260301T100005 "$@"\n' >then; chmod +x then; git config gpg.program $PWD/then
git config user.signingkey eve@example.no; git config commit.gpgsign true; amend a1 5; on 2026-03-01 "a1"; gpgconf --kill all`)
	got, _ := states(t, filepath.Join(dir, "contracts"))
	if s := got["a1"]; s.State != contract.SignedVerified || s.By != "Eve Holm" || len(s.Key) != 40 {
		t.Errorf("%+v", s)
	}
}

func TestWhoSignedInSHA256(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not here: nothing can be signed")
	}
	dir := pasttest.Repository(t, strings.Replace(pasttest.Signed, "git init -q", "git init -q --object-format=sha256", 1)+
		`git checkout -qb pr; amend a1 5; on 2026-03-01 kari "a1"; git checkout -q main; git merge -q --no-ff -m pr pr; amend a2 6; on 2026-03-02 eve "a2"`)
	got, blind := states(t, filepath.Join(dir, "contracts"))
	if got["a1"].State != contract.SignedVerified || got["a2"].State != contract.SignedUnknownKey || blind != nil || len(got["a1"].Commit) != 64 {
		t.Errorf("%+v, blind %v", got, blind)
	}
}
