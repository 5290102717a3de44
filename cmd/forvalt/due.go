package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
)

func dueCommand(a *app) *cobra.Command {
	var manager, within, format string
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
			if manager != "" && l.Person(manager) == nil {
				return misuse("no-person", message.Args{"id": manager})
			}
			items := dueItems(figures.Of(l.Portfolio, l.AsOf), manager, days, l.Printer)
			if format == "json" {
				return writeJSON(a.stdout, map[string]any{"as_of": l.AsOf, "items": items})
			}
			return dueText(a.stdout, items, l)
		},
	}
	c.Flags().StringVar(&manager, "manager", "", "")
	c.Flags().StringVar(&within, "within", "90d", "")
	textOrJSON.flag(c, &format)
	return c
}

// dueItem is one row of `due --format json`.
type dueItem struct {
	Date     date.Date `json:"date"`
	Contract string    `json:"contract"`
	Kind     string    `json:"kind"`
	Title    string    `json:"title"`
	Manager  string    `json:"manager"`
	Days     int       `json:"days"`

	name string // of the contract
}

func dueItems(f *measure.Figures, manager string, within int, p *message.Printer) []dueItem {
	items := []dueItem{}
	for _, d := range f.Deadlines {
		if d.Days > within || manager != "" && d.Manager != manager {
			continue
		}
		items = append(items, dueItem{d.Date, d.Contract.ID, string(d.Kind), measure.Sentence(p, d.Title), d.Manager, d.Days, d.Contract.Title})
	}
	return items
}

// parseWithin reads 30d, 8w or 6m as days.
func parseWithin(s string) (int, error) {
	units := map[byte]int{'d': 1, 'w': 7, 'm': 30}
	if s != "" {
		if unit, ok := units[s[len(s)-1]]; ok {
			if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n >= 0 && n < 100_000 {
				return n * unit, nil
			}
		}
	}
	return 0, misuse("bad-within", message.Args{"value": s})
}

func dueText(w io.Writer, items []dueItem, l *loaded) error {
	p := l.Printer
	if len(items) == 0 {
		_, err := fmt.Fprintln(w, p.Text("cli.due.none", nil))
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, i := range items {
		manager := i.Manager
		if m := l.Person(i.Manager); m != nil {
			manager = m.Name
		}
		fmt.Fprintln(t, strings.Join([]string{i.Date.String(), p.RelativeDays(i.Days), p.Text("values.deadline."+i.Kind, nil), i.name + " (" + i.Contract + ")", i.Title, manager}, "\t"))
	}
	return t.Flush()
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
