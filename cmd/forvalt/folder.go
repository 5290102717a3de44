package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
)

// A folder is a portfolio if it has portfolioFile. No other is read: whoever names the wrong
// folder is told so at once, and no disk is walked.
const (
	portfolioFile = "portfolio.toml"
	usualFolder   = "contracts" // of a portfolio in its repository
)

// locate finds the folder of the portfolio. It is the one that is named (without --data:
// contracts, or where the program runs), the only one right below it, or one above it, as Git
// looks for a repository. Whoever named another is told.
func (a *app) locate() error {
	if isPortfolio(a.data) {
		return nil
	}
	from := a.data
	if !a.named() {
		from = "."
	} else if info, err := os.Stat(from); err != nil || !info.IsDir() {
		closest := diag.Closest(filepath.Base(from), foldersOf(filepath.Dir(from)))
		if closest != "" {
			closest = filepath.Join(filepath.Dir(from), closest)
		}
		return misuse("no-data", message.Args{"path": from, "closest": closest})
	}
	found := []string{from}
	if !isPortfolio(from) {
		found = portfoliosBelow(from)
	}
	if len(found) == 0 {
		found = portfolioAbove(from)
	}
	switch len(found) {
	case 0:
		return misuse("no-portfolio", message.Args{"path": from})
	case 1:
	default:
		return misuse("many-portfolios", message.Args{"path": from, "found": found})
	}
	if a.named() {
		fmt.Fprintln(a.stderr, a.printer(nil).Text("cli.data.found", message.Args{"path": plain.Line(found[0]), "named": plain.Line(a.data)}))
	}
	a.data = found[0]
	return nil
}

// isPortfolio reports whether a folder has the file that makes it one, if perhaps under a name
// that an editor made longer: reading then tells what is wrong with that.
func isPortfolio(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, portfolioFile)); err == nil {
		return true
	}
	_, err := os.Lstat(filepath.Join(dir, portfolioFile+".txt"))
	return err == nil
}

// foldersOf are the names of the folders in a folder, without hidden ones.
func foldersOf(dir string) []string {
	entries, _ := os.ReadDir(dir) // what cannot be read has no portfolio to offer
	var out []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out
}

// portfoliosBelow are those that lie right in a folder.
func portfoliosBelow(dir string) []string {
	var out []string
	for _, name := range foldersOf(dir) {
		if below := filepath.Join(dir, name); isPortfolio(below) {
			out = append(out, below)
		}
	}
	return out
}

// portfolioAbove is the nearest one that a folder lies in, or that the repository of it has in
// the usual place; none outside the repository.
func portfolioAbove(dir string) []string {
	abs, err := filepath.Abs(dir)
	for up := dir; err == nil && !hasGit(abs); {
		if filepath.Dir(abs) == abs {
			break
		}
		abs, up = filepath.Dir(abs), filepath.Join(up, "..")
		for _, at := range []string{up, filepath.Join(up, usualFolder)} {
			if isPortfolio(at) {
				return []string{at}
			}
		}
	}
	return nil
}

func hasGit(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// prefix is the data folder as pages and machines name it, wherever the program runs: from the
// top of the repository or, without one, from the folder's parent.
func (a *app) prefix() string {
	abs, err := filepath.Abs(a.data)
	if err != nil {
		return usualFolder
	}
	for top := abs; ; top = filepath.Dir(top) {
		if hasGit(top) {
			if rel, err := filepath.Rel(top, abs); err == nil {
				return filepath.ToSlash(rel)
			}
		}
		if filepath.Dir(top) == top {
			return filepath.Base(abs)
		}
	}
}

// here names files of the data, which are named from the top of the repository, as they are
// reached from the folder where the program runs: so that they can be opened from a terminal.
func (a *app) here() func(file string) string {
	prefix, dir := a.prefix(), filepath.ToSlash(a.data)
	return func(file string) string {
		below, ok := strings.CutPrefix(file, prefix+"/")
		if !ok && prefix != "." {
			return file
		}
		return path.Join(dir, below)
	}
}

// reachable are findings whose files are named as they are reached from where the program runs.
func (a *app) reachable(findings []diag.Finding) []diag.Finding {
	here := a.here()
	out := slices.Clone(findings)
	for i := range out {
		f := &out[i]
		f.File = here(f.File)
		f.Related = slices.Clone(f.Related)
		for j := range f.Related {
			f.Related[j].File = here(f.Related[j].File)
		}
	}
	return out
}
