package main

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/plain"
)

// gitReasons are the keys of why there is no history; the first that fits.
var gitReasons = []struct {
	err error
	key string
}{
	{history.ErrNone, "no-git"}, {history.ErrNoCommit, "no-commit"}, {history.ErrBroken, "git-broken"}, {history.ErrSHA256, "git-sha256"},
	{history.ErrCut, "no-revision-cut"}, {history.ErrManyRevs, "many-revisions"}, {history.ErrNoSuchRev, "no-revision"},
}

// gitFailure puts why history cannot be read into words.
func gitFailure(err error) error {
	rev := "HEAD"
	var at *past.RevisionError
	if errors.As(err, &at) {
		rev, err = at.Revision, at.Err
	}
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

// warn says what is missing of the past, so that nobody takes what is there for all of it. It
// reports whether there was something to say: a folder outside Git has no past to miss.
func (a *app) warn(p *message.Printer, fault error) bool {
	if fault == nil || errors.Is(fault, history.ErrNone) || errors.Is(fault, history.ErrNoCommit) {
		return false
	}
	fmt.Fprintln(a.stderr, why(p, fault))
	return true
}

// why is a sentence for pages and reports about history that cannot be read.
func why(p *message.Printer, err error) string {
	switch {
	case errors.Is(err, history.ErrNone):
		return p.Text("cli.build.no-git", nil)
	case errors.Is(err, history.ErrNoCommit):
		return p.Text("cli.build.no-commit", nil)
	}
	return p.Text("cli.build.no-history", message.Args{"reason": words(p, gitFailure(err))})
}

// words of a failure, where it stands in a sentence or on a page: its arguments each on one line,
// since people type them and files have them, and then the word that was perhaps meant.
func words(p *message.Printer, err error) string {
	var f *failure
	if !errors.As(err, &f) {
		return plain.Line(err.Error())
	}
	args := maps.Clone(f.args)
	for name, v := range args {
		switch v := v.(type) {
		case string:
			args[name] = plain.Cut(plain.Line(v), shownOfArgument)
		case []string:
			args[name] = plain.Cut(plain.Line(p.List(v)), shownOfArgument)
		}
	}
	text := p.Text("cli.errors."+f.key, args)
	if near, _ := args["closest"].(string); near != "" {
		text += " " + p.Text("cli.errors.closest", args)
	}
	return text
}

// shownOfArgument is how much is told of an argument, in columns of a terminal.
const shownOfArgument = 200
