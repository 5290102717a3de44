package main

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/forvalt/forvalt/internal/change/remodel"
	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/scores"
	"github.com/forvalt/forvalt/internal/store"
)

// modelFrom gives the portfolio's model of an id, as if it were in force; or else reads and
// judges one outside the portfolio.
func (a *app) modelFrom(file string, l *loaded) (*contract.RiskModel, error) {
	if i := slices.IndexFunc(l.Portfolio.Models, func(m *contract.RiskModel) bool { return m.ID == file }); i >= 0 {
		m := *l.Portfolio.Models[i]
		m.From = l.AsOf
		return &m, nil
	}
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
		if err := a.print(diag.Sort(findings), "text", l, false); err != nil {
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
	r := remodel.Under(l.Portfolio, f, m)
	r.Moves = slices.DeleteFunc(r.Moves, func(m remodel.Move) bool { return len(ids) > 0 && m.ID != ids[0] })
	if format == "json" {
		return print.JSON(a.stdout, scores.RemodelJSON(r, m))
	}
	return scores.Remodel(a.stdout, r, m, l.Printer)
}
