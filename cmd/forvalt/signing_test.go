package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/past/pasttest"
)

// The finding stands at the amendment's line, and stops validate and build.
func TestUnsignedAmendmentIsAnError(t *testing.T) {
	dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 "a1"`)
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
	pasttest.Run(t, dir, `export GIT_COMMITTER_DATE=2026-03-05T10:00:00Z; git commit -q --amend -S$PWD/key-kari -m "a1, signert"`)
	if code, out, errs := forvalt(t, "validate", "--data", data); code != exitOK || strings.Contains(out, "FV36") {
		t.Errorf("signed: exit %d\n%s%s", code, out, errs)
	}
}

// A demand outside Git, or in a clone that lacks history, is a warning: nothing can be
// proved there.
func TestSignaturesThatCannotBeSeen(t *testing.T) {
	for script, want := range map[string]string{
		"rm -rf .git": "ligger ikke i et Git-lager",
		"git clone -q --depth 1 file://$PWD one; rm -rf contracts .git; mv one/.git one/contracts .": "kopien mangler eldre historikk",
	} {
		dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 kari "a1"; `+script)
		code, out, errs := forvalt(t, "validate", "--data", filepath.Join(dir, "contracts"), "--format", "json")
		if code != exitOK || strings.Count(out, "FV368") == 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d\n%s%s", code, out, errs)
		}
	}
}

// The contract's page says in words who signed; the public edition says nothing of it.
func TestSignaturesOnThePage(t *testing.T) {
	needAssets(t)
	dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 kari "a1"; amend a2 6; decide; printf 'visibility = "public"\n' | cat - $f >x; mv x $f`)
	for profile, want := range map[string][]string{
		"internal": {"Signert i Git av kari Lie (bekreftet)", "Ikke bekreftet: ingen kunne signere da", "Ikke lagret i Git ennå"}, "public": nil,
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

func TestHistoryTellsWhoSigned(t *testing.T) {
	dir := pasttest.SignedRepository(t, `amend a1 5; on 2026-03-01 kari "a1"`)
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

// A raised maximum is a warning at its line, in words, and an error where whoever changes terms
// must sign.
func TestRewrittenTermIsFound(t *testing.T) {
	for script, want := range map[string]string{
		`: `: "warning FV369: maximum var 12 000 000 kr da kontrakten ble signert, og er 15 000 000 kr siden 01.03.2026 (versjon COMMIT): ingen signert endringsavtale og ingen rettelse sier det",
		`sed -i 's/^demand.*/demand = ["terms"]/; 0,/^may.*/s//may = ["terms"]/' contracts/portfolio.toml; on 2026-02-05 "krav"`: "error FV365: maximum var 12 000 000 kr da kontrakten ble signert, og er 15 000 000 kr siden 01.03.2026 uten gyldig signatur (versjon COMMIT): ",
	} {
		dir := pasttest.SignedRepository(t, script+`; sed -i 's/maximum = 12_000_000/maximum = 15_000_000/' $f; on 2026-03-01 "tak"`)
		_, out, _ := forvalt(t, "validate", "--data", filepath.Join(dir, "contracts"), "--as-of", "2026-11-01")
		out = strings.ReplaceAll(out, "\u00a0", " ")
		want = strings.ReplaceAll(want, "COMMIT", pasttest.Run(t, dir, "git rev-parse HEAD")[:7])
		if !strings.Contains(out, "contract.toml:6:11: "+want) || strings.Count(out, "FV36") != 1 {
			t.Errorf("want %s\n%s", want, out)
		}
	}
}
