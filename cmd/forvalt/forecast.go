package main

import (
	"fmt"
	"io"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/message"
)

// forecastText says what a contract's turnover may come to, as its page does.
func forecastText(w io.Writer, f *measure.Figures, c *measure.ContractFigures, p *message.Printer) error {
	lines := forecast.Of(f, c).Lines(p, &c.Money)
	if len(lines) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", p.Text("forecast.title", nil))
	for _, l := range lines {
		fmt.Fprintf(w, "  %s: %s.\n", l.Label, l.Value)
		if l.Note != "" {
			fmt.Fprintf(w, "  %s\n", l.Note)
		}
	}
	return nil
}
