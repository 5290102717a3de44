package work

import (
	"fmt"
	"io"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/prose"
)

// Workload says who needs more hours than there are in the quarter, and what will not be
// done.
func Workload(w io.Writer, f *measure.Figures, people *contract.Portfolio, p *message.Printer) error {
	short := shortfalls(f)
	t := func(key string, args message.Args) string { return p.Text("workload."+key, args) }
	name := func(id string) string {
		if n := people.Person(id); n != nil {
			return n.Name
		}
		return t("nobody", nil)
	}
	fmt.Fprintln(w, t("head", message.Args{"quarter": f.AsOf.QuarterOf()}))
	rows := [][]string{{t("name", nil), t("contracts", nil), t("follow", nil), t("plan", nil), t("capacity", nil), ""}}
	for _, x := range f.Workload {
		if x.Contracts == 0 && x.Plan == 0 {
			continue
		}
		capacity, over := t("unknown", nil), ""
		switch {
		case x.Person == "":
			capacity = "–"
		case x.Capacity.Set:
			capacity = p.Number(int64(x.Capacity.V))
		}
		if x.Over {
			over = t("over", message.Args{"n": -x.Spare()})
		}
		rows = append(rows, []string{name(x.Person), p.Number(int64(x.Contracts)), p.Number(int64(x.Follow)), p.Number(int64(x.Plan)), capacity, over})
	}
	if len(rows) == 1 {
		_, err := fmt.Fprintln(w, t("none", nil))
		return err
	}
	if err := print.Columns(w, "  ", rows); err != nil {
		return err
	}
	if len(short) == 0 {
		fmt.Fprintf(w, "\n%s\n", t("all-done", nil))
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", t("outside", nil))
	for _, x := range f.Workload {
		s, ok := short[x.Person]
		if !ok {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", plain.Line(name(x.Person)))
		rows := [][]string{}
		for _, u := range s.Outside {
			level := "–"
			if r := u.Contract.Risk; r != nil {
				level = prose.UpperFirst(measure.Sentence(p, r.Level()))
			}
			key := "missing"
			if u.Missing < u.Hours {
				key = "missing-part"
			}
			rows = append(rows, []string{level, u.Contract.Contract.Title, u.Contract.Contract.ID, t(key, message.Args{"n": u.Missing, "all": u.Hours})})
		}
		if err := print.Columns(w, "  ", rows); err != nil {
			return err
		}
	}
	return nil
}

type workloadOut struct {
	Person    string      `json:"person"` // "": contracts without a manager
	Contracts int         `json:"contracts"`
	Follow    int         `json:"follow_up_hours"`
	Plan      int         `json:"planned_hours"`
	Capacity  *int        `json:"capacity"` // null: not known
	Over      bool        `json:"over"`
	Outside   []undoneOut `json:"outside"`
}

type undoneOut struct {
	ID      string       `json:"contract"`
	Score   print.Number `json:"score"`
	Band    string       `json:"band"`
	Hours   int          `json:"hours"`
	Missing int          `json:"missing"`
}

// WorkloadJSON is the same for programs.
func WorkloadJSON(f *measure.Figures) any {
	short := shortfalls(f)
	out := []workloadOut{}
	for _, w := range f.Workload {
		o := workloadOut{Person: w.Person, Contracts: w.Contracts, Follow: w.Follow, Plan: w.Plan, Over: w.Over, Outside: []undoneOut{}}
		if w.Capacity.Set {
			o.Capacity = &w.Capacity.V
		}
		for _, u := range short[w.Person].Outside {
			uo := undoneOut{ID: u.Contract.Contract.ID, Score: "null", Hours: u.Hours, Missing: u.Missing}
			if r := u.Contract.Risk; r != nil {
				uo.Score, uo.Band = print.Rounded(r.Score, 2), string(r.Band)
			}
			o.Outside = append(o.Outside, uo)
		}
		out = append(out, o)
	}
	return map[string]any{"as_of": f.AsOf, "quarter": f.AsOf.QuarterOf().String(), "people": out}
}

// shortfalls are those of the quarter, by person.
func shortfalls(f *measure.Figures) map[string]workload.Shortfall {
	short := map[string]workload.Shortfall{}
	for _, s := range workload.Shortfalls(f) {
		short[s.Person] = s
	}
	return short
}
