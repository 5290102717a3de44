package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/work"
)

func dueCommand(a *app) *cobra.Command {
	var manager, within, format string
	var all bool
	c := &cobra.Command{
		Use:     "due",
		Args:    arguments(0, 0),
		Example: "  forvalt due\n  forvalt due --manager kari-lie --within 30d\n  forvalt due --format json",
		RunE: func(c *cobra.Command, _ []string) error {
			if err := textOrJSON.check(format); err != nil {
				return err
			}
			days, err := parseWithin(within)
			if err != nil {
				return err
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			a.tellLacking(l)
			if manager, err = l.person(manager); err != nil {
				return err
			}
			f := figures.Of(l.Portfolio, l.AsOf)
			due := deadlines.Due(f, manager, days)
			if format == "json" {
				return print.JSON(a.stdout, work.DeadlinesJSON(f.World, due, l.Printer))
			}
			return work.Deadlines(a.stdout, f.World, due, work.Asked{Manager: manager, Days: days, All: all}, l.Printer)
		},
	}
	c.Flags().StringVar(&manager, "manager", "", "")
	c.Flags().StringVar(&within, "within", "90d", "")
	c.Flags().BoolVar(&all, "all", false, "")
	textOrJSON.flag(c, &format)
	return c
}

// parseWithin reads 30d, 8w or 6m, or a plain number of days, as days.
func parseWithin(s string) (int, error) {
	units := map[byte]int{'d': 1, 'w': 7, 'm': 30}
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n < 100_000 {
		return n, nil
	}
	if s != "" {
		if unit, ok := units[s[len(s)-1]]; ok {
			if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n >= 0 && n < 100_000 {
				return n * unit, nil
			}
		}
	}
	return 0, misuse("bad-within", message.Args{"value": s})
}
