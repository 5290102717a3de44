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

// A rewritten term is told of with what it was, what it is and the version that changed it; one
// that nobody has committed, and a mark of signature that was taken back, in words of their own.
func TestRewrittenTerms(t *testing.T) {
	files := base(t)
	p, _ := store.Load(context.Background(), files, store.Options{})
	c := p.Contract("prove")
	for _, x := range []struct {
		term            contract.Term
		commit          string
		explained       bool
		reason, variant any // nil and nil: nothing is told
	}{
		{contract.TermMaximum, "0123456789", false, "term-rewritten", nil},
		{contract.TermMaximum, "", false, "term-rewritten", "uncommitted"},
		{contract.TermStatus, "0123456789", false, "term-taken-back", "mark"},
		{contract.TermMaximum, "0123456789", true, nil, nil},
	} {
		s := contract.Signed{Origin: contract.Origin{Src: c.Src, Path: "value.maximum"}, Kind: contract.SignTerms, Contract: "prove", ID: string(x.term), State: contract.SignedNot,
			Commit: x.commit, Was: 1, Now: 2, Explained: x.explained}
		found := With(p, figures.Of(p, asOf), Git{Signed: []contract.Signed{s}})
		if x.reason == nil {
			if len(found) > 0 {
				t.Errorf("%s is explained: %v", x.term, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Code != "FV369" || found[0].Line == 0 {
			t.Fatalf("%s: %v", x.term, found)
		}
		if a := found[0].Args; a["reason"] != x.reason || a["variant"] != x.variant || a["was"] != 1 || a["now"] != 2 || a["commit"] != short(x.commit) {
			t.Errorf("%s: %v", x.term, a)
		}
	}
}
