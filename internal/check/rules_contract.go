package check

import (
	"regexp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/slug"
)

// noManager: an active contract has a contract manager who has not left.
func noManager(r *run, f *measure.ContractFigures) {
	if !f.Followed() || f.Manager != nil {
		return
	}
	c := f.Contract
	args := diag.Args{"name": ""}
	switch p := r.p.Person(c.Manager); {
	case p != nil:
		args["name"] = "(" + p.Name + ")"
	case c.Manager != "":
		return // an unknown person, which the loader reports
	}
	r.report(c.At("manager"), c.ID, args)
}

// missingData lists in one finding what the risk score and the follow-up lack.
func missingData(r *run, f *measure.ContractFigures) {
	c := f.Contract
	if !f.Followed() {
		return
	}
	var missing []string
	for _, m := range []struct {
		key     string
		missing bool
	}{
		{"category", c.Category == ""}, {"cpv", len(c.CPV) == 0}, {"department", c.Department == ""},
		{"criticality", c.Criticality == ""}, {"procurement.bids", !c.Procurement.Bids.Set},
		{"value.estimated", !c.Value.Estimated.Set}, {"period.end", c.Kind == contract.KindFramework && f.Terms.Indefinite && !f.Terms.Tacit}, {"[[plan]]", len(c.Plan) == 0}, {"[[requirements]]", len(c.Requirements) == 0},
	} {
		if m.missing {
			missing = append(missing, m.key)
		}
	}
	if len(missing) > 0 {
		r.report(c.At(""), c.ID, diag.Args{"keys": missing, "n": len(missing)})
	}
}

func openHandover(r *run, f *measure.ContractFigures) {
	if !f.Followed() {
		return
	}
	for _, i := range f.Contract.Handover.Items {
		if i.Done.IsZero() && i.AcceptedBy == "" {
			r.report(i.At("what"), f.Contract.ID, diag.Args{"what": i.What})
		}
	}
}

func maximumBelowEstimate(r *run, f *measure.ContractFigures) {
	v := f.Contract.Value
	if v.Maximum.Set && v.Estimated.Set && v.Maximum.V > 0 && v.Maximum.V < v.Estimated.V {
		fd := r.report(v.At("maximum"), f.Contract.ID, diag.Args{"maximum": v.Maximum.V, "estimated": v.Estimated.V})
		fd.Related = []diag.Related{v.At("estimated").Related()}
	}
}

// noMaximum: a framework's notice must state its maximum (CJEU C-23/20).
func noMaximum(r *run, f *measure.ContractFigures) {
	c := f.Contract
	if (c.Kind == contract.KindFramework || c.Kind == contract.KindDPS) && f.Status != contract.Ended && f.Money.Maximum == nil {
		r.report(c.At("kind"), c.ID, diag.Args{})
	}
}

// overMaximum: beyond its maximum a framework has no further effect (CJEU C-23/20).
func overMaximum(r *run, f *measure.ContractFigures) {
	m := f.Money
	if m.Spent != nil && m.Maximum != nil && m.Maximum.Sign() > 0 && m.Spent.Cmp(m.Maximum) > 0 {
		r.report(f.Contract.Value.At("maximum"), f.Contract.ID, diag.Args{"spent": m.Spent, "maximum": m.Maximum})
	}
}

// longFramework: normally four years at most, options included (FOA § 26-1).
func longFramework(r *run, f *measure.ContractFigures) {
	c, t := f.Contract, f.Terms
	if c.Kind == contract.KindFramework && !t.Start.IsZero() && !t.LastEnd.IsZero() && !t.Tacit && !t.Indefinite && !t.LastEnd.Before(t.Start.AddYears(4)) {
		r.report(c.Period.At("end"), c.ID, diag.Args{"start": t.Start, "end": t.LastEnd})
	}
}

// itemIDs: what has an id keeps its history and its address when it is moved or edited. One
// finding tells of all in a contract.
func itemIDs(r *run, f *measure.ContractFigures) {
	var first contract.Origin
	var value string
	n := 0
	see := func(o contract.Origin, id string) {
		if id != "" && id == slug.Of(id) {
			return
		}
		if n++; n == 1 {
			first, value = o, id
		}
	}
	c := f.Contract
	for _, x := range c.Options {
		see(x.Origin, x.ID)
	}
	for _, x := range c.Amendments {
		see(x.Origin, x.ID)
	}
	for _, x := range c.Requirements {
		for _, e := range x.Evidence {
			see(e.Origin, e.ID)
		}
	}
	for _, x := range c.Benefits {
		see(x.Origin, x.ID)
	}
	for _, x := range c.Plan {
		see(x.Origin, x.ID)
	}
	for _, x := range c.Documents {
		see(x.Origin, x.ID)
	}
	for _, v := range c.Inspections {
		for _, x := range v.Findings {
			see(x.Origin, x.ID)
		}
	}
	if n > 0 {
		r.report(first.At("id"), c.ID, diag.Args{"id": value, "n": n})
	}
}

func notApplyingWithoutReason(r *run, f *measure.ContractFigures) {
	for _, q := range f.Contract.Requirements {
		if q.Applies.Set && !q.Applies.V && q.Reason == "" {
			r.report(q.At("applies"), f.Contract.ID, diag.Args{"id": q.ID})
		}
	}
}

// cpvShape: eight digits; a check digit after a hyphen is kept, not checked.
var cpvPattern = regexp.MustCompile(`^\d{8}(-\d)?$`)

func cpvShape(r *run, f *measure.ContractFigures) {
	for i, code := range f.Contract.CPV {
		if code != "" && !cpvPattern.MatchString(code) { // empty: the loader reports what could not be read
			r.report(f.Contract.At(index("cpv", i)), f.Contract.ID, diag.Args{"value": code})
		}
	}
}
