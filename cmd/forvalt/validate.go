package main

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
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
			git, err := a.fromGit(c.Context(), l, "")
			if err != nil {
				return err
			}
			findings := a.judge(l, figures.Of(l.Portfolio, l.AsOf), git)
			if findings, err = a.only(findings, paths, changed, l); err != nil {
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

// unusable are the faults by which a value is lost.
var unusable = []string{"FV020", "FV021", "FV022", "FV023", "FV024", "FV025", "FV026", "FV028", "FV029"}

// judge adds what the rules find, and frozen reports that cannot be read, to what loading found.
func (a *app) judge(l *loaded, f *measure.Figures, git check.Git) []diag.Finding {
	if slices.ContainsFunc(l.Findings, func(f diag.Finding) bool { return f.Code == "FV012" }) {
		return l.Findings // written for a newer program: whatever else is said of it would be guesswork
	}
	lacking := map[string]bool{} // files with values that could not be read
	for _, f := range l.Findings {
		lacking[f.File] = lacking[f.File] || slices.Contains(unusable, f.Code)
	}
	judged := slices.DeleteFunc(check.With(l.Portfolio, f, git), func(f diag.Finding) bool {
		return f.Severity < diag.Error && lacking[f.File] // what it misses may be what could not be read
	})
	return diag.Sort(slices.Concat(l.Findings, a.badFrozen(l), judged))
}

// print writes findings to standard output in one of the formats of diag.
func (a *app) print(findings []diag.Finding, format string, l *loaded) error {
	if format == "text" { // what is gravest stands last, above the sum, where people look
		findings = slices.Clone(findings)
		slices.SortStableFunc(findings, func(a, b diag.Finding) int { return int(a.Severity) - int(b.Severity) })
	}
	return diag.Print(a.stdout, format, findings, l.Count, describer{l.Printer},
		diag.Options{Color: a.color(a.stdout), Version: strings.TrimPrefix(version(), "forvalt "), Lang: l.Printer.Lang(), AsOf: l.AsOf.String()})
}

// only keeps findings below the given paths and in files that changed since a revision.
func (a *app) only(findings []diag.Finding, paths []string, changed string, l *loaded) ([]diag.Finding, error) {
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
		differing, err := changedSince(a.data, changed, l)
		if err != nil {
			return nil, err
		}
		for _, p := range differing {
			files = append(files, path.Join(prefix, p))
		}
	}
	return slices.DeleteFunc(findings, func(f diag.Finding) bool {
		below := func(p string) bool { return f.File == p || strings.HasPrefix(f.File, p+"/") }
		return len(want) > 0 && !slices.ContainsFunc(want, below) || changed != "" && !slices.Contains(files, f.File)
	}), nil
}

func changedSince(dir, rev string, l *loaded) ([]string, error) {
	repo, err := history.Open(dir)
	if err != nil {
		return nil, gitFailure(err, rev)
	}
	defer repo.Close()
	files, err := repo.Differing(rev, l.Files)
	if err != nil {
		return nil, gitFailure(err, rev)
	}
	return files, nil
}

// gitReasons are the keys of why there is no history; the first that fits.
var gitReasons = []struct {
	err error
	key string
}{
	{history.ErrNone, "no-git"}, {history.ErrNoCommit, "no-commit"}, {history.ErrSHA256, "git-sha256"},
	{history.ErrCut, "no-revision-cut"}, {history.ErrManyRevs, "many-revisions"}, {history.ErrNoSuchRev, "no-revision"},
}

// gitFailure puts why history cannot be read into words.
func gitFailure(err error, rev string) error {
	for _, r := range gitReasons {
		if errors.Is(err, r.err) {
			return refuse(r.key, message.Args{"revision": rev})
		}
	}
	var damaged *history.ObjectError
	if errors.As(err, &damaged) {
		key := "git-damaged"
		if damaged.Missing() {
			key = "git-lacking"
		}
		return refuse(key, message.Args{"object": damaged.Object()})
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return refuse("git", message.Args{"reason": err.Error()})
}
