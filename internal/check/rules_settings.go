package check

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/money"
)

// neighbours visits each two figures of one id and scope that follow each other.
func neighbours(r *run, visit func(a, b *contract.Regulation)) {
	last := map[[2]string]*contract.Regulation{}
	for i := range r.p.Regulations { // sorted by id and date
		g := &r.p.Regulations[i]
		key := [2]string{g.ID, string(g.Scope)}
		if a := last[key]; a != nil {
			visit(a, g)
		}
		last[key] = g
	}
}

func regulationGap(r *run) {
	neighbours(r, func(a, b *contract.Regulation) {
		if !a.To.IsZero() && b.From.After(a.To.AddDays(1)) {
			r.report(b.At("from"), "", diag.Args{"id": b.ID, "from": a.To.AddDays(1), "to": b.From.AddDays(-1)}).Related = []diag.Related{a.At("to").Related()}
		}
	})
}

func regulationOverlap(r *run) {
	neighbours(r, func(a, b *contract.Regulation) {
		if a.To.IsZero() || !b.From.After(a.To) {
			r.report(b.At("from"), "", diag.Args{"id": b.ID, "date": b.From}).Related = []diag.Related{a.At("from").Related()}
		}
	})
}

func unsureRegulation(r *run) {
	for _, g := range r.p.Regulations {
		if g.Confidence == contract.ConfidenceUnsure && (g.To.IsZero() || !g.To.Before(r.f.AsOf)) {
			r.report(g.At("confidence"), "", diag.Args{"id": g.ID})
		}
	}
}

// unknownRegulation: an expression asks for figures that exist.
func unknownRegulation(r *run) {
	var known []string
	for _, g := range r.p.Regulations {
		known = append(known, g.ID)
	}
	see := func(o contract.Origin, key, src string, l *expr.Language) {
		for _, id := range expr.Regulations(src, l) {
			if !slices.Contains(known, id) {
				r.report(o.At(key), "", diag.Args{"id": id, "closest": diag.Closest(id, known)})
			}
		}
	}
	for _, q := range r.p.Requirements {
		see(q.Origin, "when", q.When, &duties.Conditions)
	}
	for _, m := range r.p.Models {
		for _, f := range m.Factors {
			see(f.Origin, "expression", f.Expression, &factors.Factors)
		}
		for _, f := range m.Floors {
			see(f.Origin, "when", f.When, &factors.Floors)
		}
	}
}

// bandLadder: the four bands each begin above the one before, the first at 0.
func bandLadder(r *run) {
	for _, m := range r.p.Models {
		var ids []contract.BandID
		ordered := true
		for i, b := range m.Bands {
			ids = append(ids, b.ID)
			switch {
			case i == 0:
				ordered = b.From.Set && b.From.V.Cmp(money.Decimal{}) == 0
			default:
				ordered = ordered && b.From.Set && b.From.V.Cmp(m.Bands[i-1].From.V) > 0
			}
		}
		if !ordered || !slices.Equal(ids, measure.Bands) {
			r.report(m.AtKey("bands[0]"), "", diag.Args{})
		}
	}
}

// shareOfAny: an axis that is the chance of anything says how likely the weightiest is, above
// 0 and at most 1; another axis has no use for it.
func shareOfAny(r *run) {
	one := money.NewDecimal(1, 0)
	for _, m := range r.p.Models {
		for _, axis := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
			c, key := m.Axes.Of(axis), "combine"
			fits := !c.Share.Set
			if c.Combine == contract.CombineAny {
				fits = c.Share.Set && c.Share.V.Cmp(money.Decimal{}) > 0 && c.Share.V.Cmp(one) <= 0
			}
			if c.Share.Set {
				key = "share"
			}
			if !fits {
				r.report(c.At(key), "", diag.Args{"axis": axis})
			}
		}
	}
}

// unknownPoints: what is not known gives as many points as a factor can have.
func unknownPoints(r *run) {
	for _, m := range r.p.Models {
		if m.Unknown < 0 || m.Unknown > factors.MaxPoints {
			r.report(m.At("unknown"), "", diag.Args{"n": m.Unknown, "most": factors.MaxPoints})
		}
	}
}

// schemaTooOld: a portfolio that has keys of a newer layout says so, so that an older program
// does not misread it.
func schemaTooOld(r *run) {
	const axesSince = 2
	for _, m := range r.p.Models {
		if s := r.p.Settings; m.Axes != (contract.Axes{}) && s.Schema < axesSince {
			r.report(s.At("schema"), "", diag.Args{"schema": s.Schema, "want": axesSince, "path": m.File()})
			return
		}
	}
}

func unknownMeasure(r *run) {
	known := append(factors.Measures(), factors.Factors.Words()...)
	for _, m := range r.p.Models {
		for _, f := range m.Factors {
			switch {
			case f.Measure == "" && f.Expression == "":
				r.report(f.At("id"), "", diag.Args{"id": f.ID, "measure": ""})
			case f.Measure != "" && !slices.Contains(known, f.Measure):
				r.report(f.At("measure"), "", diag.Args{"id": f.ID, "measure": f.Measure, "closest": diag.Closest(f.Measure, known)})
			}
		}
	}
}

// thresholdCount: four thresholds part the points 0–4; three where exactly 0 scores 0.
func thresholdCount(r *run) {
	for _, m := range r.p.Models {
		for _, f := range m.Factors {
			want := 4
			if f.Zero {
				want = 3
			}
			for _, l := range []struct {
				key string
				n   int
			}{{"thresholds", len(f.Thresholds)}, {"thresholds_works", len(f.ThresholdsWorks)}} {
				if l.n != 0 && l.n != want {
					r.report(f.At(l.key), "", diag.Args{"id": f.ID, "n": l.n, "want": want})
				}
			}
		}
	}
}

// waivers visits every waiver with the contract that it concerns.
func waivers(r *run, visit func(w contract.Waiver, subject string)) {
	for _, w := range r.p.Settings.Waivers {
		visit(w, w.Contract)
	}
	for _, c := range r.p.Contracts {
		for _, w := range c.Waivers {
			visit(w, c.ID)
		}
	}
}

func waiverIncomplete(r *run) {
	waivers(r, func(w contract.Waiver, subject string) {
		if w.Reason == "" || w.By == "" || w.Until.IsZero() {
			r.report(w.At(""), subject, diag.Args{"code": w.Code + w.Rule})
		}
	})
}

func waiverExpired(r *run) {
	waivers(r, func(w contract.Waiver, subject string) {
		if !w.Until.IsZero() && w.Until.Before(r.f.AsOf) {
			r.report(w.At("until"), subject, diag.Args{"code": w.Code + w.Rule, "date": w.Until})
		}
	})
}

// unknownCode: waivers and severities name rules that exist.
func unknownCode(r *run) {
	var known []string
	for i := range r.rules {
		known = append(known, r.rules[i].Code)
	}
	waivers(r, func(w contract.Waiver, subject string) {
		key := "code"
		if w.Rule != "" {
			key = "rule"
		}
		if code := w.Code + w.Rule; !slices.Contains(known, code) {
			r.report(w.At(key), subject, diag.Args{"code": code, "closest": diag.Closest(code, known)})
		}
	})
	for _, s := range r.p.Settings.Severity {
		if !slices.Contains(known, s.Code) {
			r.report(s.AtKey(""), "", diag.Args{"code": s.Code, "closest": diag.Closest(s.Code, known)})
		}
	}
}

// datedAsError: a portfolio cannot make an error of what only time decides; the level is
// kept at warning.
func datedAsError(r *run) {
	for _, s := range r.p.Settings.Severity {
		i := slices.IndexFunc(r.rules, func(x Rule) bool { return x.Code == s.Code })
		if i >= 0 && r.rules[i].Dated && s.Level == contract.LevelError {
			r.report(s.At(""), "", diag.Args{"code": s.Code})
		}
	}
}

func requiredField(r *run, f *measure.ContractFigures) {
	for _, d := range r.p.Settings.Fields {
		has := slices.ContainsFunc(f.Contract.Custom, func(v contract.CustomValue) bool { return v.Key == d.Key })
		if d.Required && !has && f.Followed() {
			r.report(f.Contract.At("title"), f.Contract.ID, diag.Args{"key": d.Key})
		}
	}
}
