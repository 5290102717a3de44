package history

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// StepKind is what a commit did to a file.
type StepKind string

// The kinds of steps.
const (
	Added   StepKind = "added"
	Changed StepKind = "changed"
	Renamed StepKind = "renamed"
	Removed StepKind = "removed"
)

// Files are those whose stories are asked for.
type Files struct {
	Want    func(p string) bool     // by their path at the head, or the last that they had
	Was     func(p string) []string // all earlier paths of a story's file, as the data says (id_was); nil: none
	Renames bool                    // a story also continues from a file with the same content that vanished in the same commit
}

// Step is one commit's change of one file.
type Step struct {
	Commit
	Kind StepKind
	Path string // of the file after the commit; of a removed one, before it
	From string // where it was renamed, its path before
	File *FileChange
}

// Stories gives every change of the files that are asked for, newest first, by their path at
// the head, or the last that they had. The walk must have been asked for all changes.
func (l *Log) Stories(of Files) map[string][]Step {
	t := &teller{of: of, stories: map[string][]Step{}, now: map[string]string{}}
	for i := range l.Recent {
		t.add(l.Recent[i].Commit, l.Recent[i].Files)
	}
	return t.stories
}

// teller goes back through changes and finds the stories that they belong to.
type teller struct {
	of      Files
	stories map[string][]Step
	now     map[string]string // path in the trees that a change stands between → path of its story; "" for none
}

// add adds a commit's changes to the stories that they belong to.
func (t *teller) add(c Commit, all []FileChange) {
	var from map[string]string // new path of a renamed file → its path before
	gone := map[string]plumbing.Hash{}
	for _, f := range all {
		if f.Removed {
			gone[f.Path] = f.was
		}
	}
	from = t.renamed(all, gone)
	type move struct{ from, story string }
	var moves []move
	for i := range all {
		f := &all[i]
		story := t.storyOf(f.Path)
		step := Step{Commit: c, Kind: Changed, Path: f.Path, File: f}
		switch {
		case f.Removed:
			if slices.ContainsFunc(all, func(o FileChange) bool { return from[o.Path] == f.Path && t.storyOf(o.Path) != "" }) {
				continue // it was renamed, and its story goes on there
			}
			step.Kind = Removed
		case f.was.IsZero():
			step.Kind = Added
			if old, ok := from[f.Path]; ok {
				step.Kind, step.From = Renamed, old
			}
		}
		if story == "" {
			continue
		}
		t.stories[story] = append(t.stories[story], step)
		if step.Kind == Added && t.of.Was != nil { // it may have been removed under its old path long before
			for _, old := range t.of.Was(story) {
				if _, known := t.now[old]; !known && old != f.Path {
					t.now[old], t.now[f.Path] = story, ""
					break
				}
			}
		}
		if step.Kind == Renamed {
			moves = append(moves, move{step.From, story})
			t.now[f.Path] = "" // the path belonged to another file before
		}
	}
	for _, m := range moves {
		t.now[m.from] = m.story
	}
}

// storyOf finds the story of a path; "" where nobody asks.
func (t *teller) storyOf(p string) string {
	story, known := t.now[p]
	if !known {
		if t.of.Want(p) {
			story = p
		}
		t.now[p] = story
	}
	return story
}

// renamed pairs the files that a commit added with the vanished files that they were: first
// those that the data names, then, if asked, those with the same content, preferably with
// the same name too.
func (t *teller) renamed(all []FileChange, gone map[string]plumbing.Hash) map[string]string {
	from := map[string]string{}
	if len(gone) == 0 {
		return from
	}
	taken := map[string]bool{}
	if t.of.Was != nil {
		for _, f := range all {
			if !f.was.IsZero() {
				continue
			}
			for _, old := range t.of.Was(t.storyOf(f.Path)) {
				if _, is := gone[old]; is && !taken[old] {
					from[f.Path], taken[old] = old, true
					break
				}
			}
		}
	}
	if !t.of.Renames {
		return from
	}
	same := map[plumbing.Hash][]string{}
	for _, f := range all {
		if f.Removed && !taken[f.Path] {
			same[f.was] = append(same[f.was], f.Path)
		}
	}
	for _, sameName := range []bool{true, false} {
		for _, f := range all {
			if _, done := from[f.Path]; done || !f.was.IsZero() {
				continue
			}
			for _, old := range same[f.blob.hash] {
				if !taken[old] && (!sameName || base(old) == base(f.Path)) {
					from[f.Path], taken[old] = old, true
					break
				}
			}
		}
	}
	return from
}

func base(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }
