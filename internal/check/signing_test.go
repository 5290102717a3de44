package check

import (
	"context"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

// What Git says becomes findings only where a signature is demanded; nothing in the
// portfolio softens them.
func TestSignatures(t *testing.T) {
	files := base(t)
	lay(files, "[[waivers]]\ncode = \"FV365\"\nreason = \"Haster\"\nby = \"kari-lie\"\nuntil = 2027-06-30\n# portfolio.toml\n[severity]\nFV365 = \"off\"\nFV366 = \"note\"\n")
	p, _ := store.Load(context.Background(), files, store.Options{})
	c := p.Contract("prove")
	judge := func(g Git) map[string]diag.Finding {
		out := map[string]diag.Finding{}
		for _, f := range With(p, figures.Of(p, asOf), g) {
			out[f.Code] = f
		}
		return out
	}
	for _, x := range []struct {
		state    contract.SignedState
		code     string
		severity diag.Severity
	}{
		{contract.SignedVerified, "", 0}, {contract.SignedNot, "FV365", diag.Error}, {contract.SignedBad, "FV365", diag.Error},
		{contract.SignedUnknownKey, "FV365", diag.Error}, {contract.SignedNotAuthorised, "FV365", diag.Error}, {contract.SignedOutside, "FV365", diag.Error},
		{contract.SignedNoSigners, "FV365", diag.Error}, {contract.SignedUnreadable, "FV365", diag.Error}, {contract.SignedNotCommitted, "FV367", diag.Note}, {contract.SignedUnknown, "FV368", diag.Warning},
	} {
		s := contract.Signed{Origin: c.Options[0].Origin, Kind: contract.SignOptions, Contract: "prove", ID: "ett", State: x.state, Demanded: true}
		got := judge(Git{Signed: []contract.Signed{s}})
		if f, ok := got[x.code]; x.code != "" && (!ok || f.Severity != x.severity) || len(got) > 1 || x.code == "" && len(got) > 0 {
			t.Errorf("%s: %v", x.state, got)
		}
		if f := got["FV365"]; x.code == "FV365" && (f.File != "agreements/prove/contract.toml" || f.Line == 0 || f.Subject != "prove") {
			t.Errorf("%s is shown at %s:%d", x.state, f.File, f.Line)
		}
		s.Demanded = false
		if got := judge(Git{Signed: []contract.Signed{s}}); len(got) > 0 {
			t.Errorf("%s, which nobody demands: %v", x.state, got)
		}
	}
	if f := judge(Git{Signed: []contract.Signed{{Kind: contract.SignSigners, Origin: p.Settings.Origin, State: contract.SignedNot, Demanded: true}}})["FV366"]; f.Severity != diag.Error {
		t.Errorf("signers changed unsigned: %+v", f)
	}
	if f, ok := judge(Git{Blind: "no-git"})["FV368"]; !ok || f.Args["reason"] != "no-git" {
		t.Errorf("no Git: %+v", f)
	}
}
