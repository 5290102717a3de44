package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

// modelFrom reads and judges a risk model outside the portfolio.
func (a *app) modelFrom(file string, l *loaded) (*contract.RiskModel, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, misuse("no-model", message.Args{"path": file})
	}
	m, findings := store.Model(filepath.ToSlash(file), data)
	if m != nil {
		m.From = l.AsOf
		findings = append(findings, check.Model(m, l.Portfolio)...)
	}
	if diag.Count(findings, diag.Error) > 0 {
		if err := a.print(diag.Sort(findings), "text", l); err != nil {
			return nil, err
		}
		return nil, errFindings
	}
	return m, nil
}

// remodel says what another risk model would change: how many contracts are in each band,
// and which of them change band or score, and why.
func (a *app) remodel(l *loaded, f *measure.Figures, file string, ids []string, format string) error {
	m, err := a.modelFrom(file, l)
	if err != nil {
		return err
	}
	if len(ids) == 1 && f.Of(ids[0]) == nil {
		return misuse("no-contract", message.Args{"id": ids[0]})
	}
	r := change.UnderModel(l.Portfolio, f, m)
	r.Moves = slices.DeleteFunc(r.Moves, func(m change.Move) bool { return len(ids) > 0 && m.ID != ids[0] })
	if format == "json" {
		return writeJSON(a.stdout, remodelJSON(r, m))
	}
	return remodelText(a.stdout, r, m, l.Printer)
}

const shownShifts = 3 // of the factors that move a score, the weightiest

func remodelText(w io.Writer, r *change.Remodel, m *contract.RiskModel, p *message.Printer) error {
	fmt.Fprintln(w, p.Text("cli.remodel.head", message.Args{"model": modelName(m, p), "old": modelName(r.Before.Model, p)}))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, b := range measure.Bands {
		fmt.Fprintf(t, "  %s\t%d\t→\t%d\n", p.Text("values.band."+string(b), nil), r.Before.Totals.Bands[b], r.After.Totals.Bands[b])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	otherBand := 0
	say := change.In(p)
	for i := range r.Moves {
		c := &r.Moves[i]
		if was, is := c.Bands(); was == is {
			continue
		}
		otherBand++
		fmt.Fprintf(w, "\n%s (%s)\n", c.Contract.Title, c.ID)
		for _, e := range say.Effects(c.Effects) {
			fmt.Fprintln(w, "  "+e.Text)
		}
		shifts := c.Shifts()
		for _, s := range shifts[:min(len(shifts), shownShifts)] {
			fmt.Fprintln(w, "    "+shiftText(&s, p))
		}
	}
	_, err := fmt.Fprintln(w, "\n"+p.Text("cli.remodel.sum", message.Args{"n": otherBand, "scores": len(r.Moves)}))
	return err
}

func shiftText(s *change.Shift, p *message.Printer) string {
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
	ID       string     `json:"id"`
	Score    jsonNumber `json:"score"` // two decimals
	NewScore jsonNumber `json:"new_score"`
	Band     string     `json:"band"`
	NewBand  string     `json:"new_band"`
}

func remodelJSON(r *change.Remodel, m *contract.RiskModel) any {
	out := []moveOut{}
	for _, c := range r.Moves {
		if a, b := c.Before, c.After; a != nil && b != nil {
			out = append(out, moveOut{c.ID, rounded(a.Score, 2), rounded(b.Score, 2), string(a.Band), string(b.Band)})
		}
	}
	return map[string]any{"as_of": r.Before.AsOf, "model": m.ID, "bands": r.Before.Totals.Bands, "new_bands": r.After.Totals.Bands, "contracts": out}
}
