package main

import (
	"context"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/scores"
	"github.com/forvalt/forvalt/internal/trend"
)

// backTest says how well the model in force, and the one in a file if there is one,
// foretold what happened.
func (a *app) backTest(ctx context.Context, l *loaded, file, format string) error {
	now := measure.ModelOn(l.Portfolio, l.AsOf)
	if now == nil {
		return refuse("backtest-no-model", message.Args{"date": l.AsOf})
	}
	models := []*contract.RiskModel{now}
	if file != "" {
		m, err := a.modelFrom(file, l)
		if err != nil {
			return err
		}
		models = append(models, m)
	}
	archive := a.archive(l)
	defer archive.Close()
	recorded, fault := archive.Recorded(ctx)
	b := trend.Test(l.Portfolio, l.AsOf, recorded, models...)
	if err := ctx.Err(); err != nil {
		return err
	}
	a.warn(l.Printer, fault())
	if format == "json" {
		return print.JSON(a.stdout, scores.BackTestJSON(l.AsOf, b))
	}
	return scores.BackTest(a.stdout, b, l.Printer)
}
