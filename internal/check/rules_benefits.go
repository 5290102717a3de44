package check

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
)

// baselineLate: what a benefit is measured against is fixed, with its source, before the
// start. Credit notes (recovery) are measured against nothing.
func baselineLate(r *run, f *measure.ContractFigures) {
	for _, b := range f.Contract.Benefits {
		base := b.Baseline
		late := !f.Terms.Start.IsZero() && base.Date.After(f.Terms.Start)
		if benefits.ClassOf(&b) == contract.ClassCash && b.Kind != contract.Recovery && (!base.Value.Set || base.Source == "" || base.Date.IsZero() || late) {
			at := b.At("id")
			if late {
				at = base.At("date")
			}
			r.report(at, f.Contract.ID, diag.Args{"title": named(b)})
		}
	}
}

func named(b contract.Benefit) string {
	if b.Title != "" {
		return b.Title
	}
	return b.ID
}

// classDisagrees: what is not cash is never added to cash, so the class follows the kind.
func classDisagrees(r *run, f *measure.ContractFigures) {
	for _, b := range f.Contract.Benefits {
		if want := benefits.ClassOf(&contract.Benefit{Kind: b.Kind}); b.Class != "" && want != "" && b.Class != want {
			r.report(b.At("class"), f.Contract.ID, diag.Args{"kind": b.Kind, "class": b.Class, "want": want})
		}
	}
}

func came(e contract.RealisedBenefit) bool {
	return e.State == contract.BenefitRealised || e.State == contract.BenefitConfirmed
}

// evidenceClass: what is realised says how it is known; confirmed means by finance (A).
func evidenceClass(r *run, f *measure.ContractFigures) {
	for _, b := range f.Contract.Benefits {
		for _, e := range b.Realised {
			if came(e) && e.Evidence == "" || e.State == contract.BenefitConfirmed && e.Evidence != "" && e.Evidence != contract.EvidenceA {
				r.report(e.At("state"), f.Contract.ID, diag.Args{"title": named(b), "period": e.Period})
			}
		}
	}
}

func realisedTooEarly(r *run, f *measure.ContractFigures) {
	for _, b := range f.Contract.Benefits {
		for _, e := range b.Realised {
			if came(e) && e.Period.Last().After(r.f.AsOf) {
				r.report(e.At("period"), f.Contract.ID, diag.Args{"title": named(b), "period": e.Period})
			}
		}
	}
}

// realisedAfterEnd: nothing after the contract's end without a new baseline.
func realisedAfterEnd(r *run, f *measure.ContractFigures) {
	end := f.Terms.LastEnd
	if end.IsZero() || f.Terms.Tacit || backwards(f) {
		return
	}
	for _, b := range f.Contract.Benefits {
		for _, e := range b.Realised {
			if e.Period.First().After(end) {
				r.report(e.At("period"), f.Contract.ID, diag.Args{"title": named(b), "period": e.Period, "end": end})
			}
		}
	}
}

func quarterTwice(r *run, f *measure.ContractFigures) {
	for _, b := range f.Contract.Benefits {
		seen := map[date.Quarter]contract.RealisedBenefit{}
		for _, e := range b.Realised {
			if first, twice := seen[e.Period]; twice && came(first) && came(e) {
				r.report(e.At("period"), f.Contract.ID, diag.Args{"title": named(b), "period": e.Period}).Related = []diag.Related{first.At("period").Related()}
			}
			seen[e.Period] = e
		}
	}
}

// countedTwice: one contract owns each benefit, so a call-off does not count what its
// framework counts.
func countedTwice(r *run, f *measure.ContractFigures) {
	p := r.p.Contract(f.Contract.Parent)
	if p == nil || p == f.Contract {
		return
	}
	for _, b := range f.Contract.Benefits {
		for _, o := range p.Benefits {
			if b.Kind == o.Kind && b.ID == o.ID {
				r.report(b.At("id"), f.Contract.ID, diag.Args{"title": named(b), "parent": p.Title}).Related = []diag.Related{o.At("id").Related()}
			}
		}
	}
}
