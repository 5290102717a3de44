package main

import (
	"fmt"
	"io"
	"math"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/place"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print/faults"
	"github.com/forvalt/forvalt/internal/print/layout"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/toml"
)

// formatting is what fmt is asked to do.
type formatting struct{ check, dry, ids bool }

func fmtCommand(a *app) *cobra.Command {
	var do formatting
	c := &cobra.Command{
		Use:     "fmt [PATH|ID…]",
		Args:    arguments(0, math.MaxInt),
		Example: "  forvalt fmt\n  forvalt fmt vektertjenester-2023\n  forvalt fmt --check\n  forvalt fmt - agreements/vektertjenester-2023/contract.toml < contract.toml",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] == "-" {
				return a.formatInput(args[1:], do)
			}
			return a.format(c, args, do)
		},
	}
	c.Flags().BoolVar(&do.check, "check", false, "")
	c.Flags().BoolVar(&do.dry, "dry-run", false, "")
	c.Flags().BoolVar(&do.ids, "ids", false, "")
	return c
}

// format gives files their layout, or tells which have another.
func (a *app) format(c *cobra.Command, args []string, do formatting) error {
	root, err := a.folder()
	if err != nil {
		return err
	}
	defer root.Close()
	dir := filepath.ToSlash(filepath.Clean(a.data)) // files are named as they are reached
	opt := store.Options{Prefix: dir}
	portfolio, newer := store.Settings(root.FS(), opt)
	p := a.printer(portfolio)
	if len(newer) > 0 {
		return a.refuseFiles(newer, 1, p)
	}
	names := store.FormatNames(root.FS())
	among, err := a.among(args, names, portfolio)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		names = slices.DeleteFunc(names, func(name string) bool { return !reaches(among, name) })
	}
	files, err := store.FormatFiles(c.Context(), root.FS(), names, do.ids, opt)
	if err != nil {
		return err
	}
	var findings []diag.Finding
	differ := 0
	for i := range files {
		f := &files[i]
		findings = append(findings, f.Findings...)
		if !f.Differs() {
			continue
		}
		differ++
		switch {
		case do.dry:
			layout.Diff(a.stdout, dir, f)
		case do.check:
			layout.First(a.stdout, dir, f)
		default:
			if err := place.In(root, f.Name, f.After); err != nil {
				return cannotWrite(path.Join(dir, f.Name), err)
			}
			fmt.Fprintln(a.stdout, plain.Line(path.Join(dir, f.Name)))
		}
	}
	told := "cli.fmt.written"
	if do.check || do.dry {
		told = "cli.fmt.differ"
	}
	fmt.Fprintln(a.stdout, p.Text(told, message.Args{"n": differ, "all": len(files)}))
	switch {
	case len(findings) > 0:
		return a.refuseFiles(findings, len(files), p)
	case do.check && differ > 0:
		return errFindings
	}
	return nil
}

// refuseFiles tells why files are left alone.
func (a *app) refuseFiles(findings []diag.Finding, files int, p *message.Printer) error {
	if err := diag.Print(a.stderr, "text", findings, files, faults.Words{Printer: p}, diag.Options{Color: a.color(a.errColours)}); err != nil {
		return err
	}
	return errFindings
}

// formatInput writes the layout of what comes in to standard output.
func (a *app) formatInput(args []string, do formatting) error {
	if len(args) != 1 {
		return misuse("input-without-path", nil)
	}
	data, err := io.ReadAll(io.LimitReader(a.stdin, toml.MaxSize+1))
	if err != nil {
		return misuse("unreadable", message.Args{"path": "-", "reason": err.Error()})
	}
	dir := filepath.ToSlash(filepath.Clean(a.data))
	f := store.FormatOne(below(filepath.ToSlash(filepath.Clean(args[0])), dir), data, do.ids, dir)
	if len(f.Findings) > 0 {
		return a.refuseFiles(f.Findings, 1, a.printer(nil))
	}
	switch {
	case !do.check && !do.dry:
		_, err = a.document.Write(f.After)
	case f.Differs() && do.dry:
		layout.Diff(a.stdout, dir, &f)
	case f.Differs():
		layout.First(a.stdout, dir, &f)
	}
	if err == nil && do.check && f.Differs() {
		return errFindings
	}
	return err
}
