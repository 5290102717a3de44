package main

import (
	"context"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/scores"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/internal/trend/fit"
)

// fitOptions are the flags of risk --fit.
type fitOptions struct {
	model, format, out string
	force              bool
}

// fit learns weights for the model in force, or the one in a file, from the portfolio's own
// past, and writes the model as it would be with them.
func (a *app) fit(ctx context.Context, l *loaded, opt fitOptions) error {
	base := measure.ModelOn(l.Portfolio, l.AsOf)
	if opt.model != "" {
		m, err := a.modelFrom(opt.model, l)
		if err != nil {
			return err
		}
		base = m
	}
	if base == nil {
		return refuse("backtest-no-model", message.Args{"date": l.AsOf})
	}
	archive := a.archive(l)
	defer archive.Close()
	recorded, fault := archive.Recorded(ctx)
	f := fit.Of(base, trend.Observe(l.Portfolio, l.AsOf, recorded, base))
	if err := ctx.Err(); err != nil {
		return err
	}
	a.warn(l.Printer, fault())
	var err error
	if opt.format == "json" {
		err = print.JSON(a.stdout, scores.FitJSON(l.AsOf, f))
	} else {
		err = scores.Fit(a.stdout, f, l.Printer)
	}
	switch {
	case err != nil || opt.out == "":
		return err
	case f.Proposal == nil:
		return refuse("fit-nothing", message.Args{"path": opt.out})
	}
	return a.save(l.Printer, opt.out, proposal(f, l), opt.force)
}

// proposal is the file of the model with the learnt weights.
func proposal(f *fit.Fit, l *loaded) []byte {
	m := *f.Proposal
	m.ID, m.Title = f.Base.ID+"-fit", contract.Text{}
	for _, lang := range message.Languages {
		m.Title[lang] = catalogue().Printer(lang).Text("fit.title", message.Args{"model": f.Base.ID})
	}
	m.Note = l.Printer.Text("fit.note", message.Args{"model": f.Base.ID, "date": l.AsOf, "n": f.Events})
	return store.Encode(&m)
}
