package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/quarter"
	"github.com/forvalt/forvalt/internal/print/faults"
	"github.com/forvalt/forvalt/internal/store"
)

func validateCommand(a *app) *cobra.Command {
	var format, changed string
	var strict bool
	c := &cobra.Command{
		Use:     "validate [PATH…]",
		Example: "  forvalt validate\n  forvalt validate contracts/agreements/vektertjenester-2023\n  forvalt validate --format sarif > funn.sarif",
		RunE: func(c *cobra.Command, paths []string) error {
			if err := formats(diag.Formats()).check(format); err != nil {
				return err
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			archive := a.archive(l)
			defer archive.Close()
			git, err := signatures(c.Context(), archive, l.Printer)
			if err != nil {
				return err
			}
			findings := a.judge(l, figures.Of(l.Portfolio, l.AsOf), git)
			if findings, err = a.only(findings, paths, changed, archive); err != nil {
				return err
			}
			if err := a.print(findings, format, l); err != nil {
				return err
			}
			if diag.Count(findings, diag.Error) > 0 || strict && diag.Count(findings, diag.Warning) > 0 {
				return errFindings
			}
			return nil
		},
	}
	formats(diag.Formats()).flag(c, &format)
	c.Flags().StringVar(&changed, "changed", "", "")
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

// print writes findings to standard output in one of the formats of diag.
func (a *app) print(findings []diag.Finding, format string, l *loaded) error {
	if format == "text" { // what is gravest stands last, above the sum, where people look
		findings = slices.Clone(findings)
		slices.SortStableFunc(findings, func(a, b diag.Finding) int { return int(a.Severity) - int(b.Severity) })
	}
	return diag.Print(a.stdout, format, findings, l.Count, faults.Words{Printer: l.Printer},
		diag.Options{Color: a.color(a.stdout), Version: strings.TrimPrefix(version(), "forvalt "), Lang: l.Printer.Lang(), AsOf: l.AsOf.String()})
}

// only keeps findings below the given paths and in files that changed since a revision.
func (a *app) only(findings []diag.Finding, paths []string, changed string, archive *past.Archive) ([]diag.Finding, error) {
	prefix := filepath.ToSlash(filepath.Clean(a.data))
	var want []string
	for _, p := range paths {
		p = filepath.ToSlash(filepath.Clean(p))
		if p != prefix && !strings.HasPrefix(p, prefix+"/") {
			p = path.Join(prefix, p) // a path below the data folder
		}
		want = append(want, p)
	}
	var files []string
	if changed != "" {
		differing, err := archive.Differing(changed)
		if err != nil {
			return nil, gitFailure(err)
		}
		for _, p := range differing {
			files = append(files, path.Join(prefix, p))
		}
	}
	return slices.DeleteFunc(findings, func(f diag.Finding) bool {
		about := []string{f.File} // and the other places of the same fault
		for _, r := range f.Related {
			about = append(about, r.File)
		}
		wanted := func(p string) bool {
			return slices.ContainsFunc(about, func(file string) bool { return file == p || strings.HasPrefix(file, p+"/") })
		}
		differs := func(p string) bool { return slices.Contains(about, p) }
		return len(want) > 0 && !slices.ContainsFunc(want, wanted) || changed != "" && !slices.ContainsFunc(files, differs)
	}), nil
}
