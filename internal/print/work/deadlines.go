// Package work writes what people have to do: deadlines, and the hours of a quarter against
// those there are. In go deadlines and figures as measure made them; out comes text or JSON.
package work

import (
	"fmt"
	"io"

	"github.com/forvalt/forvalt/internal/contract"
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
	Title    string    `json:"title"`
	Manager  string    `json:"manager"`
	Days     int       `json:"days"`
}

// DeadlinesJSON is deadlines for programs.
func DeadlinesJSON(asOf date.Date, list []measure.Deadline, p *message.Printer) any {
	items := []deadlineOut{}
	for _, d := range list {
		items = append(items, deadlineOut{d.Date, d.Contract.ID, string(d.Kind), measure.Sentence(p, d.Title), d.Manager, d.Days})
	}
	return map[string]any{"as_of": asOf, "items": items}
}

// Deadlines writes a line for each, with its manager by name.
func Deadlines(w io.Writer, list []measure.Deadline, people *contract.Portfolio, p *message.Printer) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, p.Text("cli.due.none", nil))
		return err
	}
	var rows [][]string
	for _, d := range list {
		manager := d.Manager
		if m := people.Person(d.Manager); m != nil {
			manager = m.Name
		}
		rows = append(rows, []string{d.Date.String(), p.RelativeDays(d.Days), p.Text("values.deadline."+string(d.Kind), nil),
			d.Contract.Title + " (" + d.Contract.ID + ")", measure.Sentence(p, d.Title), manager})
	}
	return print.Columns(w, "", rows)
}
