// Package scores writes scores of risk: a list, how one came about, what another model would
// change, and how well scores have foretold what happened. In go figures, a remodel or a
// back-test as measure, change and trend made them; out comes text or JSON.
package scores

import (
	"fmt"
	"io"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/prose"
)

// riskOut is one contract of `risk --format json`. Numbers are exact decimals where they
// end, otherwise rounded half up to the digits named.
type riskOut struct {
	ID          string       `json:"id"`
	Score       print.Number `json:"score"`       // two decimals
	Band        string       `json:"band"`        // after floors
	Consequence print.Number `json:"consequence"` // four decimals
	Likelihood  print.Number `json:"likelihood"`
	Confidence  print.Number `json:"confidence"`
	Factors     []factorOut  `json:"factors"`
	Floors      []string     `json:"floors"`
}

type factorOut struct {
	ID     string  `json:"id"`
	Points int     `json:"points"`
	Weight int     `json:"weight"`
	Input  *string `json:"input"` // null: missing
	Reason string  `json:"reason"`
}

// JSON is those of some contracts that have a score, in their order, for programs.
func JSON(f *measure.Figures, list []*measure.ContractFigures, p *message.Printer) any {
	out := []riskOut{}
	bands := map[string]int{"low": 0, "moderate": 0, "high": 0, "critical": 0}
	for _, c := range list {
		r := c.Risk
		if r == nil {
			continue
		}
		o := riskOut{ID: c.Contract.ID, Score: print.Rounded(r.Score, 2), Band: string(r.Band), Consequence: print.Rounded(r.Consequence, 4),
			Likelihood: print.Rounded(r.Likelihood, 4), Confidence: print.Rounded(r.Confidence, 4), Floors: []string{}}
		for _, s := range r.Factors {
			fo := factorOut{ID: s.Factor.ID, Points: s.Points, Weight: s.Factor.Weight, Reason: measure.Sentence(p, s.Reason)}
			if s.Known {
				fo.Input = &s.Input
			}
			o.Factors = append(o.Factors, fo)
		}
		for _, h := range r.Floors {
			o.Floors = append(o.Floors, h.Floor.ID)
		}
		out = append(out, o)
		bands[string(r.Band)]++
	}
	model := ""
	if f.Model != nil {
		model = f.Model.ID
	}
	return map[string]any{"as_of": f.AsOf, "model": model, "contracts": out, "bands": bands}
}

// List writes how many contracts are of each level, and then each with its score, the gravest
// first.
func List(w io.Writer, f *measure.Figures, p *message.Printer) error {
	var rows [][]string
	for _, c := range measure.Scored(f.Contracts) {
		rows = append(rows, []string{level(c.Risk, p), print.Named(c.Contract.Title, c.Contract.ID)})
	}
	if len(rows) == 0 {
		key := "none"
		if f.Model == nil {
			key = "none-model"
		}
		_, err := fmt.Fprintln(w, p.Text("cli.risk."+key, message.Args{"date": f.AsOf}))
		return err
	}
	fmt.Fprintln(w, plain.Line(p.Text("cli.risk.head", message.Args{"date": f.AsOf, "n": len(rows), "model": f.Model.ID})))
	var counts [][]string
	for _, b := range slices.Backward(measure.Bands) {
		counts = append(counts, []string{band(b, p), p.Number(int64(f.Totals.Bands[b]))})
	}
	if err := print.Columns(w, "  ", counts); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return print.Columns(w, "", rows)
}

// level is a contract's band and its score, as a line begins with them.
func level(r *measure.Risk, p *message.Printer) string {
	return prose.UpperFirst(measure.Sentence(p, r.Level()))
}

func band(b contract.BandID, p *message.Printer) string { return p.Text("values.band."+string(b), nil) }

// Explain says in words how a score came about, and what the contract's turnover may come to.
func Explain(w io.Writer, f *measure.Figures, c *measure.ContractFigures, p *message.Printer) error {
	r := c.Risk
	say := func(indent, key string, args message.Args) { fmt.Fprintln(w, indent+plain.Line(p.Text(key, args))) }
	fmt.Fprintln(w, print.Named(c.Contract.Title, c.Contract.ID))
	say("", "cli.risk.conclusion", message.Args{"level": measure.Sentence(p, r.Level()),
		"consequence": p.Rat(r.Consequence, 2), "likelihood": p.Rat(r.Likelihood, 2), "confidence": p.Percent(r.Confidence, 0), "model": r.Model})
	for _, axis := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
		fmt.Fprintf(w, "\n%s\n", p.Text("cli.risk."+string(axis), nil))
		var rows [][]string
		for _, s := range r.Factors {
			if s.Factor.Axis == axis {
				rows = append(rows, []string{p.Text("cli.risk.points", message.Args{"points": s.Points, "weight": s.Factor.Weight}), s.Factor.Title.In(p.Lang()), measure.Sentence(p, s.Reason)})
			}
		}
		if err := print.Columns(w, "  ", rows); err != nil {
			return err
		}
	}
	for _, h := range r.Floors {
		key := "floor"
		if h.Raised {
			key = "floor-raised"
		}
		say("\n", "cli.risk."+key, message.Args{"floor": h.Floor.Title.In(p.Lang()), "band": band(h.Floor.Band, p)})
	}
	for _, h := range r.Unsure {
		say("\n", "cli.risk.floor-unsure", message.Args{"floor": h.Floor.Title.In(p.Lang())})
	}
	if held := r.HeldBy(); held != nil {
		say("\n", "cli.risk.held", message.Args{"floor": measure.InSentence(held).In(p.Lang())})
	} else if best := risk.Reliefs(f.Model, r); len(best) > 0 {
		fmt.Fprintf(w, "\n%s\n", p.Text("cli.risk.relief", nil))
		for _, b := range best[:min(len(best), 3)] {
			key := "relief-known"
			if !b.Factor.Known {
				key = "relief-unknown"
			}
			say("  ", "cli.risk."+key, message.Args{"factor": b.Factor.Factor.Title.In(p.Lang()), "points": b.To, "level": measure.Sentence(p, b.Level)})
		}
	}
	forecastText(w, f, c, p)
	return nil
}

// forecastText says what a contract's turnover may come to, as its page does.
func forecastText(w io.Writer, f *measure.Figures, c *measure.ContractFigures, p *message.Printer) {
	lines := forecast.Of(f, c).Lines(p, &c.Money)
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", p.Text("forecast.title", nil))
	for _, l := range lines {
		fmt.Fprintln(w, "  "+plain.Line(l.Label+": "+l.Value+"."))
		if l.Note != "" {
			fmt.Fprintln(w, "  "+plain.Line(l.Note))
		}
	}
}
