package main

import (
	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/scores"
	"github.com/forvalt/forvalt/internal/print/work"
)

func riskCommand(a *app) *cobra.Command {
	var format, model, out string
	var back, learn, force, workload bool
	c := &cobra.Command{
		Use:     "risk [ID]",
		Args:    arguments(0, 1),
		Example: "  forvalt risk\n  forvalt risk vektertjenester-2023\n  forvalt risk --format json\n  forvalt risk --model ny-modell.toml\n  forvalt risk --backtest\n  forvalt risk --fit --out forslag.toml\n  forvalt risk --workload",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textOrJSON.check(format); err != nil {
				return err
			}
			for flag, on := range map[string]bool{"backtest": back, "fit": learn, "workload": workload} {
				if on && len(args) == 1 {
					return misuse("of-all-contracts", message.Args{"flag": flag, "id": args[0]})
				}
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			a.tellLacking(l)
			if back {
				return a.backTest(c.Context(), l, model, format)
			}
			if learn {
				return a.fit(c.Context(), l, fitOptions{model, format, out, force})
			}
			if len(args) == 1 {
				if args[0], err = l.contract(args[0]); err != nil {
					return err
				}
			}
			f := figures.Of(l.Portfolio, l.AsOf)
			switch {
			case workload && format == "json":
				return print.JSON(a.stdout, work.WorkloadJSON(f))
			case workload:
				return work.Workload(a.stdout, f, l.Portfolio, l.Printer)
			case model != "":
				return a.remodel(l, f, model, args, format)
			case len(args) == 1:
				return a.riskOf(l, f, args[0], format)
			case format == "json":
				return print.JSON(a.stdout, scores.JSON(f, f.Contracts, l.Printer))
			}
			return scores.List(a.stdout, f, l.Printer)
		},
	}
	textOrJSON.flag(c, &format)
	c.Flags().StringVar(&model, "model", "", "")
	c.Flags().BoolVar(&workload, "workload", false, "")
	c.Flags().BoolVar(&back, "backtest", false, "")
	c.Flags().BoolVar(&learn, "fit", false, "")
	c.Flags().StringVar(&out, "out", "", "")
	c.Flags().BoolVar(&force, "force", false, "")
	return c
}

// riskOf explains the score of one contract.
func (a *app) riskOf(l *loaded, f *measure.Figures, id, format string) error {
	one := f.Of(id)
	switch {
	case !one.Followed():
		return refuse("not-scored", message.Args{"id": id, "status": l.Printer.Text("figures.value."+string(one.Status), nil)})
	case one.Risk == nil:
		return refuse("not-scored-model", message.Args{"id": id, "date": l.AsOf})
	case format == "json":
		return print.JSON(a.stdout, scores.JSON(f, []*measure.ContractFigures{one}, l.Printer))
	}
	return scores.Explain(a.stdout, f, one, l.Printer)
}
