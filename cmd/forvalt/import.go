package main

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/exchange/eforms"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/store"
)

func importCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "import", Args: subcommand, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var update, dry bool
	e := &cobra.Command{
		Use:     "eforms FILE…",
		Args:    arguments(1, math.MaxInt),
		Example: "  forvalt import eforms --dry-run kunngjøring.xml\n  forvalt import eforms kunngjøringer/*.xml",
		RunE: func(c *cobra.Command, files []string) error {
			return a.importNotices(c, files, update, dry)
		},
	}
	e.Flags().BoolVar(&update, "update", false, "")
	e.Flags().BoolVar(&dry, "dry-run", false, "")
	c.AddCommand(e)
	return c
}

// importNotices reads all notices before it writes anything.
func (a *app) importNotices(c *cobra.Command, files []string, update, dry bool) error {
	l, err := a.load(c.Context())
	if err != nil {
		return err
	}
	var results []eforms.Result
	var findings []diag.Finding
	for _, name := range files {
		data, err := readNotice(name)
		if err != nil {
			return misuse("unreadable", message.Args{"path": name, "reason": err.Error()})
		}
		res, found := eforms.Read(filepath.ToSlash(name), data)
		results = append(results, res)
		findings = append(findings, found...)
	}
	plan, found := eforms.Join(l.Portfolio, results)
	findings = append(findings, found...)
	if len(findings) > 0 {
		if err := diag.Print(a.stderr, "text", findings, len(files), describer{l.Printer}, diag.Options{Color: a.color(a.stderr)}); err != nil {
			return err
		}
	}
	root, err := os.OpenRoot(a.data) // links out of the folder are not written through
	if err != nil {
		return misuse("no-data", message.Args{"path": a.data})
	}
	defer root.Close()
	w := &importer{app: a, printer: l.Printer, root: root, update: update, dry: dry, count: map[string]int{}}
	if err := w.plan(plan); err != nil {
		return err
	}
	p := l.Printer
	fmt.Fprintln(a.stdout, p.Text("cli.import.summary", message.Args{"n": len(files), "created": w.count["created"], "updated": w.count["updated"], "unchanged": w.count["unchanged"], "kept": w.count["would-change"] + w.count["kept"]}))
	if dry {
		fmt.Fprintln(a.stdout, p.Text("cli.import.dry-run", nil))
	}
	if diag.Count(findings, diag.Error) > 0 || w.count["kept"] > 0 {
		return errFindings
	}
	return nil
}

// readNotice reads a file, and at most one byte past the limit, which shows that it is too
// large.
func readNotice(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, eforms.MaxSize+1))
}

// importer writes what is new, reports what is unchanged, and edits what is there only when
// asked to, and then only the values that the notices give.
type importer struct {
	*app
	printer     *message.Printer
	root        *os.Root
	update, dry bool
	count       map[string]int
}

func (w *importer) plan(plan eforms.Plan) error {
	for _, k := range plan.New {
		if err := w.create("agreements/"+k.ID+"/contract.toml", store.Encode(k)); err != nil {
			return err
		}
	}
	for _, n := range plan.News {
		if err := w.edit("agreements/"+n.Known.ID+"/contract.toml", n); err != nil {
			return err
		}
	}
	for _, s := range plan.Suppliers {
		if err := w.create("suppliers/"+s.ID+".toml", store.Encode(s)); err != nil {
			return err
		}
	}
	if len(plan.Buyers) > 0 {
		return w.buyers(plan.Buyers)
	}
	return nil
}

// tell prints what is, or would be, done with a file.
func (w *importer) tell(what, name string) {
	w.count[what]++
	if what != "unchanged" {
		fmt.Fprintf(w.stdout, "%s: %s\n", w.printer.Text("cli.import."+what, nil), path.Join(filepath.ToSlash(w.data), name))
	}
}

// create writes a file that is not there. One that is there and could not be read as what it
// should be is left alone.
func (w *importer) create(name string, content []byte) error {
	if _, err := w.root.Lstat(name); err == nil {
		w.count["kept"]++
		fmt.Fprintf(w.stdout, "%s: %s\n", w.printer.Text("import.unreadable", nil), path.Join(filepath.ToSlash(w.data), name))
		return nil
	}
	w.tell("created", name)
	if w.dry {
		return nil
	}
	if err := w.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return refuse("cannot-write", message.Args{"path": name, "reason": err.Error()})
	}
	return w.write(name, content)
}

// edit reports the values in which a notice differs from a file, and writes them there when
// asked to. What a person has noted or decided is never replaced.
func (w *importer) edit(name string, n eforms.News) error {
	edits := store.Diff(n.Known, n.Says, "note", "status", "date") // an amendment's date: ours is only the notice's
	if len(edits) == 0 {
		w.tell("unchanged", name)
		return nil
	}
	old, err := w.root.ReadFile(name)
	if err != nil {
		return refuse("unreadable", message.Args{"path": name, "reason": err.Error()})
	}
	changed, err := store.Apply(old, edits)
	switch {
	case err != nil:
		w.count["kept"]++
		fmt.Fprintf(w.stdout, "%s: %s\n", w.printer.Text("import.by-hand", nil), path.Join(filepath.ToSlash(w.data), name))
	case w.update:
		w.tell("updated", name)
	default:
		w.tell("would-change", name)
	}
	for _, e := range edits {
		key := "import.changed"
		if e.Old == "" {
			key = "import.added"
		}
		fmt.Fprintln(w.stdout, "  "+w.printer.Text(key, message.Args{"field": e.Path, "old": oneLine(e.Old), "new": oneLine(e.New)}))
	}
	if w.dry || !w.update || err != nil {
		return nil
	}
	return w.write(name, changed)
}

// oneLine shows a value that a stranger may have written on one line of the terminal.
func oneLine(s string) string {
	return plain.Cut(plain.Line(s), 160)
}

// write puts a whole file in its place, or leaves the old one: it is written beside it and
// then renamed. A link within the folder stays a link.
func (w *importer) write(name string, content []byte) error {
	err := func() error {
		mode := fs.FileMode(0o644)
		if info, err := w.root.Lstat(name); err == nil {
			if !info.Mode().IsRegular() {
				return w.root.WriteFile(name, content, mode)
			}
			mode = info.Mode().Perm()
		}
		beside := path.Join(path.Dir(name), ".forvalt-"+path.Base(name)) // the loader skips it
		if err := w.root.WriteFile(beside, content, mode); err != nil {
			_ = w.root.Remove(beside)
			return err
		}
		return w.root.Rename(beside, name)
	}()
	if err != nil {
		return refuse("cannot-write", message.Args{"path": path.Join(filepath.ToSlash(w.data), name), "reason": err.Error()})
	}
	return nil
}

// buyers adds buyers at the end of portfolio.toml; every byte that was there stays.
func (w *importer) buyers(buyers []contract.Organisation) error {
	const name = "portfolio.toml"
	old, err := w.root.ReadFile(name)
	if err != nil {
		return refuse("unreadable", message.Args{"path": name, "reason": err.Error()})
	}
	var none contract.Settings
	changed, err := store.Apply(old, store.Diff(&none, &contract.Settings{Buyers: buyers}))
	if err != nil {
		return refuse("unreadable", message.Args{"path": name, "reason": err.Error()})
	}
	for _, b := range buyers {
		fmt.Fprintln(w.stdout, w.printer.Text("import.buyer", message.Args{"name": oneLine(b.Name), "id": b.ID}))
	}
	if w.dry {
		return nil
	}
	return w.write(name, changed)
}
