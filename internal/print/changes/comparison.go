// Package changes writes what changed: between two revisions, and in the files of an import.
// In go the changes as change and admit found them; out comes text for a terminal, Markdown
// for a pull request that stays within a forge's limit, or JSON (docs/diff.md).
package changes

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
)

// Comparison is what changed between two revisions, on one date, or between two quarters.
type Comparison struct {
	*change.Diff
	Base, Head Revision
	AsOf       date.Date
	All        bool // text does not fold what is many of one sort
	Printer    *message.Printer
}

// Revision is one side; its commit is empty for the working tree, and its name too, unless it
// stands for a quarter.
type Revision struct {
	Name   string
	Commit history.Commit
}

func (d *Comparison) say() wording.Speaker { return wording.In(d.Printer) }

// t is a text about comparing.
func (d *Comparison) t(key string, args message.Args) string {
	return d.Printer.Text("changes."+key, args)
}

// name is a revision as people read it: its name, commit and day.
func (d *Comparison) name(r Revision) string {
	switch {
	case r.Commit.Hash == "" && r.Name == "":
		return d.t("diff.working-tree", nil)
	case r.Commit.Hash == "": // a quarter whose books are open
		return d.Printer.Text("trend.preliminary", message.Args{"quarter": message.Verbatim(r.Name)})
	}
	in := r.Commit.Short()
	if strings.HasPrefix(r.Commit.Hash, r.Name) {
		return in
	}
	return r.Name + " (" + in + ")"
}

func (d *Comparison) title() string {
	return d.t("diff.from-to", message.Args{"base": d.name(d.Base), "head": d.name(d.Head), "date": d.AsOf})
}

// summary counts what happened: "1 kontrakt lagt til, 3 kontrakter endret, 2 kontrakter påvirket".
func (d *Comparison) summary() string {
	n, others := d.Count()
	var parts []string
	for _, v := range []change.Verb{change.Added, change.Removed, change.Misnamed, change.Renamed, change.Changed, change.Affected} {
		if n[v] > 0 {
			parts = append(parts, d.t("diff.contracts-"+string(v), message.Args{"n": n[v]}))
		}
	}
	if others > 0 {
		parts = append(parts, d.t("diff.others-changed", message.Args{"n": others}))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

// group of changes that stand under one heading.
type group struct {
	key     string
	changes []*change.Change
}

func (d *Comparison) groups() []group {
	contracts, affected, others := d.Apart()
	return []group{{"contracts", contracts}, {"affected", affected}, {"others", others}}
}

// What text folds.
const (
	many        = 20 // changes, from which it folds
	shownOfSort = 3
	namedOfSort = 5
)

// fold parts changes in those that are shown, and those of each sort of which enough are shown,
// with the last shown before them. Of each sort the gravest are shown.
func (d *Comparison) fold(changes []*change.Change) (shown []*change.Change, folded [][]*change.Change) {
	if d.All || len(changes) <= many {
		return changes, nil
	}
	var sorts []string
	alike := map[string][]*change.Change{}
	for _, c := range byGravity(changes) {
		sort := c.Sort()
		if alike[sort] == nil {
			sorts = append(sorts, sort)
		}
		alike[sort] = append(alike[sort], c)
	}
	hidden := map[*change.Change]bool{}
	for _, sort := range sorts {
		if of := alike[sort]; len(of) > shownOfSort+1 { // one more is shown as shortly as it is named
			folded = append(folded, of[shownOfSort-1:])
			for _, c := range of[shownOfSort:] {
				hidden[c] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c *change.Change) bool { return hidden[c] }), folded
}

// byGravity are changes, the gravest first.
func byGravity(changes []*change.Change) []*change.Change {
	return slices.SortedStableFunc(slices.Values(changes), func(a, b *change.Change) int { return b.Gravity() - a.Gravity() })
}

// ids are those of the first of some changes.
func (d *Comparison) ids(changes []*change.Change) string {
	var names []string
	for _, c := range changes[:min(len(changes), namedOfSort)] {
		names = append(names, plain.Line(c.ID))
	}
	if more := len(changes) - len(names); more > 0 {
		names = append(names, d.t("more", message.Args{"n": more}))
	}
	return d.Printer.List(names)
}

// Text prints for a terminal.
func (d *Comparison) Text(w io.Writer, color bool) error {
	c := print.Colours(color)
	b := &strings.Builder{}
	b.WriteString(d.title() + "\n")
	if d.Empty() {
		b.WriteString(d.t("diff.none", nil) + "\n")
	}
	if s := d.summary(); s != "" {
		b.WriteString(s + "\n")
	}
	if len(d.Totals) > 0 {
		b.WriteString("\n" + c.Bold + d.t("diff.portfolio", nil) + c.Off + "\n")
		Lines(b, d.say().Effects(d.Totals), 1, c)
	}
	someFolded := false
	for _, g := range d.groups() {
		if len(g.changes) > 0 && g.key != "contracts" {
			b.WriteString("\n" + c.Dim + d.t("diff."+g.key, nil) + c.Off + "\n")
		}
		shown, folded := d.fold(g.changes)
		for _, ch := range shown {
			said := d.say().Change(ch)
			b.WriteString("\n" + c.Bold + said.Head + c.Off + "\n")
			Lines(b, said.Lines, 1, c)
			if len(said.Effects) > 0 {
				if len(said.Lines) > 0 {
					b.WriteString("  " + c.Dim + d.t("title.effects", nil) + c.Off + "\n")
				}
				Lines(b, said.Effects, 1+min(1, len(said.Lines)), c)
			}
		}
		someFolded = someFolded || len(folded) > 0
		for _, alike := range folded {
			b.WriteString("\n" + d.t("diff.folded", message.Args{"n": len(alike) - 1, "name": d.say().Name(alike[0]), "names": d.ids(alike[1:])}) + "\n")
		}
	}
	if someFolded {
		b.WriteString("\n" + d.t("diff.all", nil) + "\n")
	}
	for _, files := range []struct {
		key  string
		list []string
	}{{"formatting", d.Formatting}, {"skipped", d.Skipped}} {
		if n := len(files.list); n > 0 {
			fmt.Fprintf(b, "\n%s:\n", d.t("diff."+files.key, message.Args{"n": n}))
			for _, f := range files.list {
				b.WriteString("  " + plain.Line(f) + "\n")
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
