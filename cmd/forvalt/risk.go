package main

import (
	"cmp"
	"fmt"
	"io"
	"math/big"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/message"
)

func riskCommand(a *app) *cobra.Command {
	var format, model string
	var back, workload bool
	c := &cobra.Command{
		Use:     "risk [ID]",
		Args:    arguments(0, 1),
		Example: "  forvalt risk\n  forvalt risk vektertjenester-2023\n  forvalt risk --format json\n  forvalt risk --model ny-modell.toml\n  forvalt risk --backtest\n  forvalt risk --workload",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textOrJSON.check(format); err != nil {
				return err
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			switch {
			case back:
				return a.backTest(c.Context(), l, model, format)
			case workload:
				return a.workload(l, format)
			}
			f := figures.Of(l.Portfolio, l.AsOf)
			if model != "" {
				return a.remodel(l, f, model, args, format)
			}
			scored := slices.DeleteFunc(slices.Clone(f.Contracts), func(c *measure.ContractFigures) bool { return c.Risk == nil })
			if len(args) == 1 {
				one := f.Of(args[0])
				switch {
				case one == nil:
					return misuse("no-contract", message.Args{"id": args[0]})
				case one.Risk == nil:
					return refuse("not-scored", message.Args{"id": args[0], "status": l.Printer.Text("values.status."+string(one.Status), nil)})
				}
				scored = []*measure.ContractFigures{one}
			}
			switch {
			case format == "json":
				return writeJSON(a.stdout, riskJSON(f, scored, l.Printer))
			case len(args) == 1:
				if err := explainRisk(a.stdout, scored[0], l.Printer); err != nil {
					return err
				}
				return forecastText(a.stdout, f, scored[0], l.Printer)
			}
			return riskList(a.stdout, scored, l.Printer)
		},
	}
	textOrJSON.flag(c, &format)
	c.Flags().StringVar(&model, "model", "", "")
	c.Flags().BoolVar(&workload, "workload", false, "")
	c.Flags().BoolVar(&back, "backtest", false, "")
	return c
}

// riskOut is one contract of `risk --format json`. Numbers are exact decimals where they
// end, otherwise rounded half up to the digits named.
type riskOut struct {
	ID          string      `json:"id"`
	Score       jsonNumber  `json:"score"`       // two decimals
	Band        string      `json:"band"`        // after floors
	Consequence jsonNumber  `json:"consequence"` // four decimals
	Likelihood  jsonNumber  `json:"likelihood"`
	Confidence  jsonNumber  `json:"confidence"`
	Factors     []factorOut `json:"factors"`
	Floors      []string    `json:"floors"`
}

type factorOut struct {
	ID     string  `json:"id"`
	Points int     `json:"points"`
	Weight int     `json:"weight"`
	Input  *string `json:"input"` // null: missing
	Reason string  `json:"reason"`
}

// jsonNumber is a number that is already written.
type jsonNumber string

func (n jsonNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }

func rounded(r *big.Rat, digits int) jsonNumber {
	if r == nil {
		return "null"
	}
	return jsonNumber(r.FloatString(digits))
}

func riskJSON(f *measure.Figures, scored []*measure.ContractFigures, p *message.Printer) any {
	out := []riskOut{}
	bands := map[string]int{"low": 0, "moderate": 0, "high": 0, "critical": 0}
	for _, c := range scored {
		r := c.Risk
		o := riskOut{ID: c.Contract.ID, Score: rounded(r.Score, 2), Band: string(r.Band), Consequence: rounded(r.Consequence, 4),
			Likelihood: rounded(r.Likelihood, 4), Confidence: rounded(r.Confidence, 4), Floors: []string{}}
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

func riskList(w io.Writer, scored []*measure.ContractFigures, p *message.Printer) error {
	slices.SortStableFunc(scored, func(a, b *measure.ContractFigures) int {
		return cmp.Or(b.Risk.Score.Cmp(a.Risk.Score), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range scored {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", p.Rat(c.Risk.Score, 2), p.Text("values.band."+string(c.Risk.Band), nil), c.Contract.Title, c.Contract.ID)
	}
	return t.Flush()
}

// explainRisk explains in words how a score came about.
func explainRisk(w io.Writer, c *measure.ContractFigures, p *message.Printer) error {
	r := c.Risk
	fmt.Fprintf(w, "%s (%s)\n", c.Contract.Title, c.Contract.ID)
	fmt.Fprintln(w, p.Text("cli.risk.conclusion", message.Args{"score": p.Rat(r.Score, 2), "band": p.Text("values.band."+string(r.Band), nil),
		"consequence": p.Rat(r.Consequence, 2), "likelihood": p.Rat(r.Likelihood, 2), "confidence": p.Percent(r.Confidence, 0), "model": r.Model}))
	for _, axis := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
		fmt.Fprintf(w, "\n%s\n", p.Text("cli.risk."+string(axis), nil))
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, s := range r.Factors {
			if s.Factor.Axis == axis {
				fmt.Fprintf(t, "  %s\t%s\t%s\n", p.Text("cli.risk.points", message.Args{"points": s.Points, "weight": s.Factor.Weight}), s.Factor.Title.In(p.Lang()), measure.Sentence(p, s.Reason))
			}
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	for _, h := range r.Floors {
		key := "floor"
		if h.Raised {
			key = "floor-raised"
		}
		fmt.Fprintln(w, "\n"+p.Text("cli.risk."+key, message.Args{"floor": h.Floor.Title.In(p.Lang()), "band": p.Text("values.band."+string(h.Floor.Band), nil)}))
	}
	for _, h := range r.Unsure {
		fmt.Fprintln(w, "\n"+p.Text("cli.risk.floor-unsure", message.Args{"floor": h.Floor.Title.In(p.Lang())}))
	}
	if best := risk.Reliefs(r); len(best) > 0 {
		fmt.Fprintf(w, "\n%s\n", p.Text("cli.risk.relief", nil))
		for _, b := range best[:min(len(best), 3)] {
			key := "relief-known"
			if !b.Factor.Known {
				key = "relief-unknown"
			}
			fmt.Fprintln(w, "  "+p.Text("cli.risk."+key, message.Args{"factor": b.Factor.Factor.Title.In(p.Lang()), "points": b.To, "score": p.Rat(b.Score, 2)}))
		}
	}
	return nil
}
