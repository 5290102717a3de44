package check

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// Git is what Git says of the portfolio: facts that stand in none of its files.
type Git struct {
	BadKeys map[int]contract.KeyFault // signers whose key cannot be used, by their place in the list
	Signed  []contract.Signed
	Blind   string // why signatures that are demanded cannot be looked for: no-git, or a sentence; "" they can
}

func signerKey(r *run) {
	for i, s := range r.p.Settings.Signers {
		if why := r.git.BadKeys[i]; why != "" {
			r.report(s.At("key"), "", diag.Args{"name": r.p.Signatory(s), "reason": "key-" + string(why)})
		}
	}
}

// signerIncomplete: a signer is somebody, and may sign something.
func signerIncomplete(r *run) {
	for _, s := range r.p.Settings.Signers {
		if s.Person == "" && s.Name == "" {
			r.report(s.At("key"), "", diag.Args{})
		} else if len(s.May) == 0 {
			r.report(s.At("key"), "", diag.Args{})
		}
	}
}

func signerPeriod(r *run) {
	for _, s := range r.p.Settings.Signers {
		if !s.Until.IsZero() && s.Until.Before(s.From) {
			r.report(s.At("until"), "", diag.Args{"name": r.p.Signatory(s), "from": s.From, "until": s.Until})
		}
	}
}

// demandUnmet: somebody may sign what must be signed.
func demandUnmet(r *run) {
	set := r.p.Settings
	for _, kind := range set.Signing.Demand {
		if !slices.ContainsFunc(set.Signers, func(s contract.Signer) bool { return slices.Contains(s.May, kind) }) {
			r.report(set.Signing.At("demand"), "", diag.Args{"kind": kind})
		}
	}
}

// signatureMissing: amendments, decided options and changes of terms that the portfolio wants
// signed came in by a commit whose signer may sign them.
func signatureMissing(r *run) {
	for _, s := range r.git.Signed {
		if s.Fails() && s.Kind != contract.SignSigners {
			args := diag.Args{"id": s.ID, "reason": signedReason(s), "by": s.By, "commit": short(s.Commit)}
			if s.Kind == contract.SignTerms {
				args["variant"], args["was"], args["now"], args["date"] = "term", s.Was, s.Now, s.On
			}
			r.report(s.At(""), s.Contract, args)
		}
	}
}

func signersUnsigned(r *run) {
	for _, s := range r.git.Signed {
		if s.Fails() && s.Kind == contract.SignSigners {
			r.report(s.At(""), "", diag.Args{"reason": signedReason(s), "commit": short(s.Commit)})
		}
	}
}

// termsRewritten: what was signed changes by an amendment, and that it was signed is not taken
// back. Where the portfolio demands that
// who changes it signs, signatureMissing tells of it instead.
func termsRewritten(r *run) {
	for _, s := range r.git.Signed {
		if s.Kind != contract.SignTerms || s.Demanded || s.Explained || s.State == contract.SignedVerified || s.State == contract.SignedUnknown {
			continue
		}
		args := diag.Args{"key": s.ID, "was": s.Was, "now": s.Now, "date": s.On, "commit": short(s.Commit), "reason": "term-rewritten"}
		if slices.Contains(contract.Marks, contract.Term(s.ID)) {
			args["reason"], args["variant"] = "term-taken-back", "mark"
		}
		if s.Commit == "" {
			args["variant"] = "uncommitted"
		}
		r.report(s.At(""), s.Contract, args)
	}
}

func signedReason(s contract.Signed) string { return "signed-" + string(s.State) }

func signatureToCome(r *run) {
	for _, s := range r.git.Signed {
		if s.Demanded && s.State == contract.SignedNotCommitted {
			r.report(s.At(""), s.Contract, diag.Args{})
		}
	}
}

// signaturesUnseen is one finding, however many items it concerns.
func signaturesUnseen(r *run) {
	n := 0
	for _, s := range r.git.Signed {
		if s.Demanded && s.State == contract.SignedUnknown {
			n++
		}
	}
	set := r.p.Settings
	at := set.At("schema")
	if len(set.Signing.Demand) > 0 {
		at = set.Signing.At("demand")
	}
	switch {
	case r.git.Blind != "":
		r.report(at, "", diag.Args{"reason": r.git.Blind})
	case n > 0:
		r.report(at, "", diag.Args{"reason": "shallow"})
	}
}

// short is a hash as people quote it.
func short(hash string) string { return hash[:min(7, len(hash))] }
