package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past/quarter"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print/faults"
	"github.com/forvalt/forvalt/internal/store"
)

func validateCommand(a *app) *cobra.Command {
	var format string
	var o only
	var strict, all bool
	c := &cobra.Command{
		Use:     "validate [PATH…]",
		Example: "  forvalt validate\n  forvalt validate vektertjenester-2023\n  forvalt validate contracts/suppliers --severity warning\n  forvalt validate --manager kari-lie\n  forvalt validate --format sarif > funn.sarif",
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			if err := formats(diag.Formats()).check(format); err != nil {
				return err
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			archive := a.archive(l)
			defer archive.Close()
			pt, err := a.part(o, l, archive)
			if err != nil {
				return err
			}
			git, err := signatures(c.Context(), archive, l.Printer)
			if err != nil {
				return err
			}
			findings := pt.keep(a.judge(l, figures.Of(l.Portfolio, l.AsOf), git), l)
			if pt.files == 0 {
				fmt.Fprintln(a.stderr, l.Printer.Text("cli.validate.unchanged", message.Args{"revision": plain.Line(o.changed)}))
			}
			l.Count = pt.files
			shown := pt.show(findings)
			if err := a.print(shown, format, l, all); err != nil {
				return err
			}
			if n := len(findings) - len(shown); n > 0 {
				fmt.Fprintln(a.stderr, l.Printer.Text("cli.validate.milder", message.Args{"n": n}))
			}
			if diag.Count(findings, diag.Error) > 0 || strict && diag.Count(findings, diag.Warning) > 0 {
				return errFindings
			}
			return nil
		},
	}
	formats(diag.Formats()).flag(c, &format)
	c.Flags().StringVar(&o.changed, "changed", "", "")
	c.Flags().StringVar(&o.manager, "manager", "", "")
	c.Flags().StringVar(&o.department, "department", "", "")
	c.Flags().StringVar(&o.severity, "severity", "", "")
	c.Flags().BoolVar(&all, "all", false, "")
	c.Flags().BoolVar(&strict, "strict", false, "")
	return c
}

// judge adds what the rules find, and frozen reports that cannot be read, to what loading found.
func (a *app) judge(l *loaded, f *measure.Figures, git check.Git) []diag.Finding {
	if slices.ContainsFunc(l.Findings, func(f diag.Finding) bool { return f.Code == "FV012" }) {
		return l.Findings // written for a newer program: whatever else is said of it would be guesswork
	}
	lacking := map[string]bool{} // files with values that could not be read
	for _, f := range l.Findings {
		lacking[f.File] = lacking[f.File] || store.Lossy(f)
	}
	judged := slices.DeleteFunc(check.With(l.Portfolio, f, git), func(f diag.Finding) bool {
		return f.Severity < diag.Error && lacking[f.File] // what it misses may be what could not be read
	})
	return diag.Sort(slices.Concat(l.Findings, quarter.Findings(&l.Folder), judged))
}

// manyOfAKind is how many findings of one rule people are shown of many, unless they ask for all.
const manyOfAKind = 3

// print writes findings to standard output in one of the formats of diag.
func (a *app) print(findings []diag.Finding, format string, l *loaded, all bool) error {
	opt := diag.Options{Color: a.color(a.colours), Version: strings.TrimPrefix(version(), "forvalt "), Lang: l.Printer.Lang(), AsOf: l.AsOf.String()}
	if !all {
		opt.Fold = manyOfAKind
	}
	if format == "text" { // what is gravest stands last, above the sum, where people look
		findings = slices.Clone(findings)
		slices.SortStableFunc(findings, func(a, b diag.Finding) int { return int(a.Severity) - int(b.Severity) })
		findings = a.reachable(findings)
	}
	out := a.stdout
	if format == "github" { // commands are what it is made of
		out = a.document
	}
	return diag.Print(out, format, findings, l.Count, faults.Words{Printer: l.Printer}, opt)
}
