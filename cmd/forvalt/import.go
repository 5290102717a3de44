package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/exchange/admit"
	"github.com/forvalt/forvalt/internal/exchange/eforms"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/place"
	"github.com/forvalt/forvalt/internal/print/changes"
	"github.com/forvalt/forvalt/internal/print/faults"
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
	findings = diag.Sort(append(findings, found...)) // a notice that is named twice is told of once
	if len(findings) > 0 {
		if err := diag.Print(a.stderr, "text", findings, len(files), faults.Words{Printer: l.Printer}, diag.Options{Color: a.color(a.errColours)}); err != nil {
			return err
		}
	}
	admitted, err := admit.Of(l.Files, plan)
	var unread *admit.FileError
	switch {
	case errors.As(err, &unread):
		return refuse("unreadable", message.Args{"path": unread.Name, "reason": unread.Err.Error()})
	case err != nil:
		return err
	}
	p := l.Printer
	changes.Files(a.stdout, filepath.ToSlash(a.data), admitted, update, p)
	if !dry {
		if err := a.put(admitted, update); err != nil {
			return err
		}
	}
	n := admit.Count(admitted)
	kept := n[admit.ByHand] + n[admit.Unreadable]
	updated, left := n[admit.Differs], kept
	if !update {
		updated, left = 0, kept+n[admit.Differs]
	}
	fmt.Fprintln(a.stdout, p.Text("cli.import.summary", message.Args{"n": len(files), "created": n[admit.Created], "updated": updated, "unchanged": n[admit.Unchanged], "kept": left}))
	if dry {
		fmt.Fprintln(a.stdout, p.Text("cli.import.dry-run", nil))
	}
	if diag.Count(findings, diag.Error) > 0 || kept > 0 {
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

// put writes what is new, and what differs where that is asked for.
func (a *app) put(files []admit.File, update bool) error {
	root, err := os.OpenRoot(a.data) // links out of the folder are not written through
	if err != nil {
		return misuse("no-data", message.Args{"path": a.data})
	}
	defer root.Close()
	for _, f := range files {
		if f.Data == nil || f.Fate == admit.Differs && !update {
			continue
		}
		if err := place.In(root, f.Name, f.Data); err != nil {
			return cannotWrite(path.Join(filepath.ToSlash(a.data), f.Name), err)
		}
	}
	return nil
}
