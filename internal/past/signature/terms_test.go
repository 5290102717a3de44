package signature_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/signature"
)

// rewritten tells of the terms that Git has otherwise: the key, what it was, the day, the state
// of the signature where it matters, and whether somebody said why.
func rewritten(t *testing.T, data string) string {
	t.Helper()
	found, err := signature.Find(t.Context(), pasttest.Open(t, data, "2026-11-01", ""), signature.Asked{})
	if err != nil || found.Blind != nil {
		t.Fatal(err, found.Blind)
	}
	var out []string
	for _, s := range found.Signed {
		if s.Kind != contract.SignTerms {
			continue
		}
		say := fmt.Sprintf("%s was %v, %s %s", s.ID, s.Was, s.On, s.State)
		if s.Explained {
			say += " explained"
		}
		if s.Fails() {
			say += "!"
		}
		out = append(out, say)
	}
	return strings.Join(out, "; ")
}

// A term that is not what it was when the contract was signed is told of, unless it is as it
// was again, or an amendment or a correction says why.
func TestTermsRewritten(t *testing.T) {
	t.Parallel()
	const raise = `sed -i 's/maximum = 12_000_000/maximum = 15_000_000/' $f; `
	const fresh = `rm -rf .git; git init -q -b main; git config commit.gpgsign false; `
	const supplied = `printf 'suppliers = ["313000028"]\n' | cat - $f >x; mv x $f; on 2026-03-01 "leverandør"; `
	correct := func(field, by string) string {
		return fmt.Sprintf(`printf '[[corrections]]\nfield = "%s"\nreason = "Tastefeil"\nby = "%s"\ndate = 2026-03-05\n' >>$f; `, field, by)
	}
	for name, x := range map[string]struct{ script, want string }{
		"nothing":                          {"", ""},
		"only the form":                    {`sed -i 's/12_000_000/12000000/' $f; on 2026-03-01 "form"`, ""},
		"a higher maximum":                 {raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"all four":                         {`sed -i 's/10_000_000/11_000_000/; s/end = 2028-12-31/end = 2029-06-30/; s/12_000_000/13_000_000/' $f; on 2026-03-01 "mye"`, "estimated was 10000000, 2026-03-01 no-signers; maximum was 12000000, 2026-03-01 no-signers; end was 2028-12-31, 2026-03-01 no-signers"},
		"another supplier":                 {`printf 'suppliers = ["313000028"]\n' | cat - $f >x; mv x $f; on 2026-03-01 "leverandør"; sed -i 's/313000028/313000036/' $f; on 2026-04-01 "ny"`, "suppliers was 313000028, 2026-04-01 no-signers"},
		"filled in":                        {`printf 'suppliers = ["313000028"]\n' | cat - $f >x; mv x $f; on 2026-03-01 "leverandør"`, ""},
		"taken out":                        {`sed -i '/maximum/d' $f; on 2026-03-01 "bort"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"there and back":                   {raise + `on 2026-03-01 "tak"; sed -i 's/15_000_000/12_000_000/' $f; on 2026-03-02 "tilbake"`, ""},
		"in two steps":                     {raise + `on 2026-03-01 "tak"; sed -i 's/15_000_000/20_000_000/' $f; on 2026-03-02 "mer"; echo >>$f; on 2026-03-09 "annet"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"not in Git yet":                   {raise, "maximum was 12000000, 2026-11-01 not-committed"},
		"before the signature":             {fresh + `sed -i 's/^start = 2025-01-01/start = 2026-06-01/' $f; on 2026-02-01 "inn"; ` + raise + `on 2026-03-01 "tak"`, ""},
		"of a plan":                        {fresh + `sed -i 's/"active"/"planned"/' $f; on 2026-02-01 "inn"; ` + raise + `on 2026-03-01 "tak"`, ""},
		"of what was a plan":               {fresh + `sed -i 's/"active"/"planned"/' $f; on 2026-02-01 "inn"; sed -i 's/"planned"/"active"/' $f; on 2026-02-02 "i kraft"; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with a later start":               {`sed -i 's/^start = 2025-01-01/start = 2026-06-01/' $f; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers; start was 2025-01-01, 2026-03-01 no-signers"},
		"with a status of before":          {`sed -i 's/"active"/"planned"/' $f; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers; status was active, 2026-03-01 no-signers"},
		"without its signature":            {`sed -i 's/^.value/[procurement]\nsigned = 2024-12-01\n&/' $f; on 2026-02-05 "signert"; sed -i '/^signed = 2024/d; s/12_000_000/15_000_000/; /^start/d' $f; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers; signed was 2024-12-01, 2026-03-01 no-signers; start was 2025-01-01, 2026-03-01 no-signers"},
		"with a start that was wrong":      {`sed -i 's/^start = 2025-01-01/start = 2025-01-02/' $f; ` + correct("start", "kari") + `on 2026-03-01 "rettet"`, "start was 2025-01-01, 2026-03-01 no-signers explained"},
		"with an amendment":                {raise + `amend a1 3_000_000; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with an amendment of before":      {`amend a1 3_000_000; on 2026-02-10 "endring"; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with some amendments":             {`amend a1 1_000_000; amend a2 500_000; amend a3 2_000_000; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with an amendment of something":   {raise + `amend a1 5; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with an amendment to come":        {raise + `amend a1 3_000_000; sed -i 's/^signed = 2026-03-01/signed = 2026-12-01/' $f; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with an unsigned amendment":       {raise + `amend a1 3_000_000; sed -i '/^signed = 2026-03-01/d' $f; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with an old amendment once more":  {raise + `sed -i 's/"gammel"/"ny"/; s/value = 1$/value = 3_000_000/' $f; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with another value of an old one": {raise + `sed -i 's/value = 1$/value = 3_000_000/' $f; on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with an amendment taken out":      {raise + `cp $f x; amend a1 3_000_000; on 2026-03-01 "tak"; cp x $f; on 2026-03-02 "ut"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"another supplier steps in":        {supplied + `sed -i 's/313000028/313000036/' $f; amend a1 0; sed -i '$s/1-a/1-e/' $f; on 2026-04-01 "ny"`, "suppliers was 313000028, 2026-04-01 no-signers explained"},
		"and another, of whom none knows":  {supplied + `sed -i 's/313000028/313000036/' $f; amend a1 0; sed -i '$s/1-a/1-e/' $f; on 2026-04-01 "ny"; sed -i 's/313000036/313000044/' $f; on 2026-04-02 "og ny"`, "suppliers was 313000028, 2026-04-02 no-signers"},
		"as an amendment of before says":   {`amend a1 3_000_000; printf 'maximum_after = 15_000_000\n' >>$f; on 2026-02-10 "endring"; ` + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with a correction":                {raise + correct("maximum", "kari") + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with a correction afterwards":     {raise + `on 2026-03-01 "tak"; ` + correct("maximum", "kari") + `on 2026-03-05 "rettet"`, "maximum was 12000000, 2026-03-01 no-signers explained"},
		"with a correction of another":     {raise + correct("end", "kari") + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"with a correction by nobody":      {raise + correct("maximum", "") + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"once more after the correction":   {raise + correct("maximum", "kari") + `on 2026-03-01 "tak"; sed -i 's/15_000_000/20_000_000/' $f; on 2026-03-02 "mer"`, "maximum was 15000000, 2026-03-02 no-signers"},
		"in a renamed folder":              {`git mv contracts/agreements/vakt contracts/agreements/vakthold; f=contracts/agreements/vakthold/contract.toml; printf 'id_was = ["vakt"]\n' | cat - $f >x; mv x $f; ` + raise + `on 2026-03-02 "ny id"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"in a folder that names none":      {`git mv contracts/agreements/vakt contracts/agreements/ny; f=contracts/agreements/ny/contract.toml; ` + raise + `on 2026-03-02 "ny"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"in a folder of a day later":       {`cp $f x; git rm -q $f; on 2026-03-01 "bort"; mkdir -p contracts/agreements/ny; f=contracts/agreements/ny/contract.toml; cp x $f; ` + raise + `on 2026-03-02 "ny"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"in a copy whose original goes":    {`mkdir contracts/agreements/ny; cp $f contracts/agreements/ny; git add .; g=$f; f=contracts/agreements/ny/contract.toml; ` + raise + `on 2026-03-01 "ny"; git rm -q $g; on 2026-03-02 "bort"`, "maximum was 12000000, 2026-03-01 no-signers"},
		"in a copy":                        {`mkdir contracts/agreements/ny; cp $f contracts/agreements/ny; git add .; f=contracts/agreements/ny/contract.toml; ` + raise + `on 2026-03-01 "ny"`, ""},
		"in the next contract":             {`mkdir contracts/agreements/ny; sed 's/2028/2032/; s/^start = 2025-01-01/start = 2029-01-01/' $f >contracts/agreements/ny/contract.toml; g=$f; f=contracts/agreements/ny/contract.toml; ` + raise + `on 2026-03-01 "ny"; git rm -q $g; on 2026-03-02 "bort"`, ""},
		"removed and put back":             {`cp $f x; git rm -q $f; on 2026-03-01 "bort"; mkdir -p contracts/agreements/vakt; cp x $f; ` + raise + `on 2026-03-02 "tilbake"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"over a version with a fault":      {`cp $f x; echo 'x = ' >>$f; on 2026-03-01 "feil"; cp x $f; ` + raise + `on 2026-03-02 "tak"`, "maximum was 12000000, 2026-03-02 no-signers"},
		"in a clone that has the change":   {raise + `on 2026-03-01 "tak"; echo >>$f; on 2026-03-02 "annet"; git clone -q --depth 3 file://$PWD one; rm -rf contracts .git; mv one/.git one/contracts .`, "maximum was 12000000, 2026-03-01 no-signers"},
		"in a clone that lacks the past":   {raise + `on 2026-03-01 "tak"; git clone -q --depth 1 file://$PWD one; rm -rf contracts .git; mv one/.git one/contracts .`, ""},
		"where it is demanded, unsigned":   {demandTerms + raise + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 unsigned!"},
		"where it is demanded, signed":     {demandTerms + raise + `on 2026-03-01 kari "tak"`, "maximum was 12000000, 2026-03-01 verified"},
		"signed by one who may not":        {demandTerms + raise + `on 2026-03-01 ola "tak"`, "maximum was 12000000, 2026-03-01 not-authorised!"},
		"demanded, a correction unsigned":  {demandTerms + raise + correct("maximum", "kari") + `on 2026-03-01 "tak"`, "maximum was 12000000, 2026-03-01 unsigned explained!"},
		"demanded, in a signed branch":     {demandTerms + `git checkout -qb pr; ` + raise + `on 2026-03-01 kari "tak"; git checkout -q main; GIT_COMMITTER_DATE=2026-03-03T10:00:00Z git merge -q --no-ff -m pr pr`, "maximum was 12000000, 2026-03-03 verified"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script := x.script
			if !strings.HasPrefix(script, demandTerms) {
				script = `sed -i '/^.signing/,$d' contracts/portfolio.toml; on 2026-02-02 "av"; ` + script
			}
			if got := rewritten(t, filepath.Join(pasttest.SignedRepository(t, script), "contracts")); got != x.want {
				t.Errorf("%s, want %s", got, x.want)
			}
		})
	}
}

// demandTerms demands that Kari signs new terms.
const demandTerms = `sed -i 's/^demand.*/demand = ["terms"]/; 0,/^may.*/s//may = ["terms"]/' contracts/portfolio.toml; on 2026-02-05 "krav"; `

// Where a signature of terms is demanded, a clone that lacks the past says so.
func TestTermsInAShallowClone(t *testing.T) {
	t.Parallel()
	dir := pasttest.SignedRepository(t, demandTerms+`git clone -q --depth 1 file://$PWD one`)
	want := "estimated was <nil>, 2026-11-01 unknown; maximum was <nil>, 2026-11-01 unknown; end was <nil>, 2026-11-01 unknown; suppliers was <nil>, 2026-11-01 unknown"
	if got := rewritten(t, filepath.Join(dir, "one", "contracts")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
