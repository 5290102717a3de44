package scores

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"github.com/forvalt/forvalt/internal/change/remodel"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
)

const shownShifts = 3 // of the factors that move a score, the weightiest

// Remodel writes what another risk model would change: how many contracts are in each band,
// and which of them change band, and why.
func Remodel(w io.Writer, r *remodel.Outcome, m *contract.RiskModel, p *message.Printer) error {
	old := r.Before.Model
	if old == nil {
		fmt.Fprintln(w, p.Text("cli.remodel.head-first", message.Args{"model": modelName(m, p)}))
	} else {
		fmt.Fprintln(w, p.Text("cli.remodel.head", message.Args{"model": modelName(m, p), "old": modelName(old, p)}))
	}
	var rows [][]string
	for _, b := range measure.Bands {
		rows = append(rows, []string{band(b, p), strconv.Itoa(r.Before.Totals.Bands[b]), "→", strconv.Itoa(r.After.Totals.Bands[b])})
	}
	if err := print.Columns(w, "  ", rows); err != nil {
		return err
	}
	for _, axis := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
		if old == nil {
			break
		}
		if was, is := combination(old, axis, p), combination(m, axis, p); was != is {
			fmt.Fprintln(w, p.Text("cli.remodel.combined", message.Args{"axis": p.Text("cli.risk."+string(axis), nil), "old": was, "new": is}))
		}
	}
	otherBand := 0
	for i := range r.Moves {
		c := &r.Moves[i]
		if was, is := c.Bands(); was == is {
			continue
		}
		otherBand++
		fmt.Fprintf(w, "\n%s\n  %s\n", print.Named(c.Contract.Title, c.ID), p.Text("cli.remodel.level", message.Args{"old": levelOf(c.Before, p), "new": levelOf(c.After, p)}))
		shifts := c.Shifts()
		for _, s := range shifts[:min(len(shifts), shownShifts)] {
			fmt.Fprintln(w, "    "+plain.Line(shiftText(&s, p)))
		}
	}
	_, err := fmt.Fprintln(w, "\n"+p.Text("cli.remodel.sum", message.Args{"n": otherBand, "scores": len(r.Moves)}))
	return err
}

// levelOf is a level inside a sentence; without a score it says so.
func levelOf(r *measure.Risk, p *message.Printer) string {
	if r == nil {
		return p.Text("cli.remodel.unscored", nil)
	}
	return measure.Sentence(p, r.Level())
}

// combination says how a model combines the factors of an axis.
func combination(m *contract.RiskModel, axis contract.Axis, p *message.Printer) string {
	c := m.Axes.Of(axis)
	text := p.Text("values.combine."+string(cmp.Or(c.Combine, contract.CombineMean)), nil)
	if c.Share.Set {
		text += " (" + p.Percent(c.Share.V.Rat(), 0) + ")"
	}
	return text
}

func shiftText(s *remodel.Shift, p *message.Printer) string {
	side := func(f *measure.FactorScore) string {
		if f == nil {
			return p.Text("cli.remodel.absent", nil)
		}
		return p.Text("cli.remodel.side", message.Args{"points": f.Points, "weight": f.Factor.Weight})
	}
	return s.Factor().Title.In(p.Lang()) + ": " + side(s.Before) + " → " + side(s.After)
}

// moveOut is one contract of `risk --model --format json`.
type moveOut struct {
	ID       string       `json:"id"`
	Score    print.Number `json:"score"` // two decimals
	NewScore print.Number `json:"new_score"`
	Band     string       `json:"band"`
	NewBand  string       `json:"new_band"`
}

// RemodelJSON is the same for programs, with every contract that has a score under both.
func RemodelJSON(r *remodel.Outcome, m *contract.RiskModel) any {
	out := []moveOut{}
	for _, c := range r.Moves {
		if a, b := c.Before, c.After; a != nil && b != nil {
			out = append(out, moveOut{c.ID, print.Rounded(a.Score, 2), print.Rounded(b.Score, 2), string(a.Band), string(b.Band)})
		}
	}
	return map[string]any{"as_of": r.Before.AsOf, "model": m.ID, "bands": r.Before.Totals.Bands, "new_bands": r.After.Totals.Bands, "contracts": out}
}
