// Package work writes what people have to do: deadlines, and the hours of a quarter against
// those there are. In go deadlines and figures as measure made them; out comes text or JSON.
package work

import (
	"fmt"
	"io"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
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

// Deadlines writes a line for each, with who is responsible for it. The title says of what kind
// it is.
func Deadlines(out io.Writer, w *measure.World, list []measure.Deadline, p *message.Printer) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, p.Text("cli.due.none", nil))
		return err
	}
	var rows [][]string
	for _, d := range list {
		rows = append(rows, []string{d.Date.String(), p.RelativeDays(d.Days), measure.Sentence(p, d.Title),
			d.Contract.Title + " (" + d.Contract.ID + ")", measure.Sentence(p, w.Responsible(d.Manager))})
	}
	return print.Columns(out, "", rows)
}
