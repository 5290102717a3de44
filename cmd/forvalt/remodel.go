package main

import (
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
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

// remodel tells what another risk model would change: how many contracts are in each
// band, and which of them change band or score, and why.
func (a *app) remodel(l *loaded, f *measure.Figures, file string, ids []string, format string) error {
	m, err := a.modelFrom(file, l)
	if err != nil {
		return err
	}
	other := *l.Portfolio
	other.Models = []*contract.RiskModel{m}
	g := figures.Of(&other, l.AsOf)
	d := change.Contracts(change.Side{Portfolio: l.Portfolio, Figures: f}, change.Side{Portfolio: &other, Figures: g})
	if len(ids) == 1 && f.Of(ids[0]) == nil {
		return misuse("no-contract", message.Args{"id": ids[0]})
	}
	var moved []*change.Change
	for i := range d.Changes {
		if c := &d.Changes[i]; len(ids) == 0 || c.ID == ids[0] {
			moved = append(moved, c)
		}
	}
	if format == "json" {
		return writeJSON(a.stdout, remodelJSON(f, g, m, moved))
	}
	return tellRemodel(a.stdout, f, g, m, moved, l.Printer)
}

func tellRemodel(w io.Writer, f, g *measure.Figures, m *contract.RiskModel, moved []*change.Change, p *message.Printer) error {
	fmt.Fprintln(w, p.Text("cli.remodel.head", message.Args{"model": modelName(m, p), "old": modelName(f.Model, p)}))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, b := range measure.Bands {
		fmt.Fprintf(t, "  %s\t%d\t→\t%d\n", p.Text("common.band."+b, nil), f.Totals.Bands[b], g.Totals.Bands[b])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	shift := 0
	say := change.In(p)
	for _, c := range moved {
		if bandOf(f, c.ID) == bandOf(g, c.ID) {
			continue
		}
		shift++
		fmt.Fprintf(w, "\n%s (%s)\n", f.Of(c.ID).Contract.Title, c.ID)
		for _, e := range say.Effects(c.Effects) {
			fmt.Fprintln(w, "  "+e.Text)
		}
		for _, s := range shifts(f.Of(c.ID).Risk, g.Of(c.ID).Risk) {
			fmt.Fprintln(w, "    "+s.say(p))
		}
	}
	_, err := fmt.Fprintln(w, "\n"+p.Text("cli.remodel.sum", message.Args{"n": shift, "scores": len(moved)}))
	return err
}

// factorShift is what one factor adds to its axis under two models.
type factorShift struct {
	old, new *measure.FactorScore // nil: the model has no such factor
	by       *big.Rat             // points on the axis of 0–4, without sign
}

const toldShifts = 3 // the weightiest are told

// shifts are the factors that move a score most from one model to another.
func shifts(a, b *measure.Risk) []factorShift {
	byID := map[string]*factorShift{}
	var ids []string
	of := func(id string) *factorShift {
		if byID[id] == nil {
			byID[id] = &factorShift{by: new(big.Rat)}
			ids = append(ids, id)
		}
		return byID[id]
	}
	for i := range b.Factors {
		s := of(b.Factors[i].Factor.ID)
		s.new = &b.Factors[i]
		s.by.Add(s.by, weighed(b, s.new))
	}
	for i := range a.Factors {
		s := of(a.Factors[i].Factor.ID)
		s.old = &a.Factors[i]
		s.by.Sub(s.by, weighed(a, s.old))
	}
	var out []factorShift
	for _, id := range ids {
		if s := byID[id]; s.by.Sign() != 0 {
			s.by.Abs(s.by)
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(x, y factorShift) int { return y.by.Cmp(x.by) })
	return out[:min(len(out), toldShifts)]
}

// weighed is a factor's share of its axis: weight × points ÷ all weight.
func weighed(r *measure.Risk, s *measure.FactorScore) *big.Rat {
	weight := 0
	for i := range r.Factors {
		if r.Factors[i].Factor.Axis == s.Factor.Axis {
			weight += r.Factors[i].Factor.Weight
		}
	}
	if weight == 0 {
		return new(big.Rat)
	}
	return big.NewRat(int64(s.Points*s.Factor.Weight), int64(weight))
}

func (s factorShift) say(p *message.Printer) string {
	side := func(f *measure.FactorScore) string {
		if f == nil {
			return p.Text("cli.remodel.absent", nil)
		}
		return p.Text("cli.remodel.side", message.Args{"points": f.Points, "weight": f.Factor.Weight})
	}
	title := s.new
	if title == nil {
		title = s.old
	}
	return title.Factor.Title.In(p.Lang()) + ": " + side(s.old) + " → " + side(s.new)
}

func bandOf(f *measure.Figures, id string) string {
	if c := f.Of(id); c != nil && c.Risk != nil {
		return c.Risk.Band
	}
	return ""
}

// moveOut is one contract of `risk --model --format json`.
type moveOut struct {
	ID       string     `json:"id"`
	Score    jsonNumber `json:"score"` // two decimals
	NewScore jsonNumber `json:"new_score"`
	Band     string     `json:"band"`
	NewBand  string     `json:"new_band"`
}

func remodelJSON(f, g *measure.Figures, m *contract.RiskModel, moved []*change.Change) any {
	out := []moveOut{}
	for _, c := range moved {
		a, b := f.Of(c.ID).Risk, g.Of(c.ID).Risk
		if a == nil || b == nil {
			continue
		}
		out = append(out, moveOut{c.ID, rounded(a.Score, 2), rounded(b.Score, 2), a.Band, b.Band})
	}
	return map[string]any{"as_of": f.AsOf, "model": m.ID, "bands": f.Totals.Bands, "new_bands": g.Totals.Bands, "contracts": out}
}
