package shown

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/replay"
)

// stories gathers the stories that the site shows: those of today's contracts. What an
// earlier run of the same program wrote of the same commits is taken from the repository.
type stories struct {
	*replay.Replay
	a     *past.Archive
	words string // a digest of what the words depend on, besides the commits
	of    map[string][]Story
	err   error // an object that is damaged or missing: what came after it is not known either
}

func storiesOf(a *past.Archive, walked *history.Log) *stories {
	return &stories{Replay: a.Replay(walked, func(id string) bool { return a.Today.Contract(id) != nil }), a: a,
		words: a.Today.Prefix + " " + namesIn(a) + fmt.Sprint(walked.Cut), of: map[string][]Story{}}
}

// namesIn is a digest of what the words take from today's portfolio.
func namesIn(a *past.Archive) string {
	h := sha256.New()
	p := a.Today.Portfolio
	fmt.Fprintf(h, "%q ", a.Printer.Lang())
	if src := p.Settings.Src; src != nil {
		fmt.Fprintf(h, "%q\n", src.Data)
	}
	for _, c := range p.Contracts {
		fmt.Fprintf(h, "contract %q %q %q\n", c.ID, c.Title, c.IDWas)
	}
	for _, v := range p.Suppliers {
		fmt.Fprintf(h, "supplier %q %q\n", v.ID, v.Name)
	}
	for _, v := range p.People {
		fmt.Fprintf(h, "person %q %q\n", v.ID, v.Name)
	}
	for _, v := range p.Categories {
		fmt.Fprintf(h, "category %q %q\n", v.ID, v.Title)
	}
	for _, v := range p.Requirements {
		fmt.Fprintf(h, "requirement %q %q\n", v.ID, v.Title)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// upTo adds what all commits but the newest n did.
func (s *stories) upTo(ctx context.Context, n int) error {
	commits := s.Left(n)
	if s.err != nil || len(commits) == 0 {
		return s.err
	}
	name := s.a.KeptName("story", s.words, commits[0].Hash, commits[len(commits)-1].Hash)
	var part map[string][]Story
	if data, ok := s.a.Kept(name); ok && json.Unmarshal(data, &part) == nil {
		s.Skip(n)
	} else {
		if part, s.err = replay.Run(ctx, s.Replay, n, s.story); s.err != nil {
			return s.err
		}
		if data, err := json.Marshal(part); err == nil {
			s.a.Keep(name, data)
		}
	}
	for id, more := range part {
		s.of[id] = append(s.of[id], more...)
	}
	return nil
}

// story puts a step into words. Only the words are kept, because the values of the stories
// of 852 contracts would fill the memory.
func (s *stories) story(step *replay.Step) Story {
	out := Story{Commit: commitOf(*step.Commit), What: step.What}
	out.Day = step.Day.String()
	if step.Change != nil {
		said := wording.In(s.a.Printer).Change(step.Change)
		out.Said, out.Renamed = &said, step.Change.Verb == change.Renamed
	}
	return out
}

// newestFirst gives the finished stories.
func (s *stories) newestFirst(cut bool) Stories {
	for _, of := range s.of {
		slices.Reverse(of)
	}
	return Stories{Of: s.of, Cut: cut}
}
