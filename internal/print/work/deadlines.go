// Package work writes what people have to do: deadlines, and the hours of a quarter against
// those there are. In go deadlines and figures as measure made them; out comes text or JSON.
package work

import (
	"fmt"
	"io"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
)

// deadlineOut is one row of `due --format json`.
type deadlineOut struct {
	Date     date.Date `json:"date"`
	Contract string    `json:"contract"`
	Kind     string    `json:"kind"`
	About    string    `json:"about"` // id of the option, requirement, item of the plan or deviation; inspection/finding; "" the contract itself
	Title    string    `json:"title"`
	Manager  string    `json:"manager"` // id; "" nobody, or one who has left
	Days     int       `json:"days"`
}

// DeadlinesJSON is deadlines for programs.
func DeadlinesJSON(w *measure.World, list []measure.Deadline, p *message.Printer) any {
	items := []deadlineOut{}
	for _, d := range list {
		o := deadlineOut{Date: d.Date, Contract: d.Contract.ID, Kind: string(d.Kind), About: d.About, Title: measure.Sentence(p, d.Title), Days: d.Days}
		if n := w.Person(d.Manager); n != nil {
			o.Manager = n.ID
		}
		items = append(items, o)
	}
	return map[string]any{"as_of": w.AsOf, "items": items}
}

// Asked is what deadlines were asked for.
type Asked struct {
	Manager string // id; "": everybody's
	Days    int    // ahead
	All     bool   // every line, not a screen of them
}

// screen is how many deadlines are shown where not all are asked for.
const screen = 20

// Deadlines writes how many there are, and a line for each below how near they are, what is to be
// decided before what is to be done. Where there are many, each heading has the first of its own.
func Deadlines(out io.Writer, w *measure.World, list []measure.Deadline, asked Asked, p *message.Printer) error {
	t := func(key string, args message.Args) string { return plain.Line(p.Text("cli.due."+key, args)) }
	if asked.Manager != "" {
		fmt.Fprintln(out, t("of", message.Args{"name": measure.Sentence(p, w.Responsible(asked.Manager))}))
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, t("none", nil))
		return err
	}
	late, ahead := deadlines.SplitLate(list)
	fmt.Fprintln(out, t("head", message.Args{"date": w.AsOf, "late": len(late), "ahead": len(ahead), "days": asked.Days}))
	near := map[deadlines.Nearness][]measure.Deadline{}
	for i := range list {
		n := deadlines.NearnessOf(&list[i])
		near[n] = append(near[n], list[i])
	}
	spare := len(list)
	if !asked.All {
		spare = screen
	}
	share := spare / len(near) // of each heading; what one leaves over is for the first that need it
	for _, of := range near {
		spare -= min(share, len(of))
	}
	for _, n := range deadlines.Nearnesses {
		of := near[n]
		if len(of) == 0 {
			continue
		}
		show := min(share+spare, len(of))
		spare -= max(0, show-share)
		fmt.Fprintf(out, "\n%s\n", t("near-"+string(n), message.Args{"n": len(of)}))
		decide, do := deadlines.ToDecide(of)
		if err := print.Columns(out, "  ", rowsOf(w, slices.Concat(decide, do)[:show], p)); err != nil {
			return err
		}
		if rest := len(of) - show; rest > 0 {
			fmt.Fprintln(out, "  "+t("more", message.Args{"n": rest}))
		}
	}
	return nil
}

// rowsOf has a row for each deadline, with who is responsible for it. The title says of what kind
// it is.
func rowsOf(w *measure.World, list []measure.Deadline, p *message.Printer) [][]string {
	var rows [][]string
	for _, d := range list {
		rows = append(rows, []string{d.Date.String(), p.RelativeDays(d.Days), measure.Sentence(p, d.Title),
			print.Named(d.Contract.Title, d.Contract.ID), measure.Sentence(p, w.Responsible(d.Manager))})
	}
	return rows
}
