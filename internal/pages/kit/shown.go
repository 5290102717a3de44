package kit

import (
	"bytes"
	"strings"

	"github.com/forvalt/forvalt/internal/measure/definitions"
)

// Shown is a kind of page that shows a figure: its name, its address, and how many of its pages do.
type Shown struct {
	Name, Address string
	Pages         int
}

// ShownOn gives the kinds of pages that show a figure, in the order of the table of kinds. It is
// read from the pages as they are drawn, so it is asked by those that are drawn last.
func (s *Site) ShownOn(id definitions.ID) []Shown {
	s.seen.Lock()
	defer s.seen.Unlock()
	var out []Shown
	for i := range s.drawn {
		if k := &s.drawn[i]; s.shown[id][k.Key] > 0 {
			out = append(out, Shown{s.name(k), s.Address(k.Key), s.shown[id][k.Key]})
		}
	}
	return out
}

// noting is how a page is drawn with a look at the figures that it shows.
func (s *Site) noting(kind string, p Page) func(*bytes.Buffer) error {
	if !strings.HasSuffix(p.Path, ".html") {
		return p.Draw
	}
	return func(b *bytes.Buffer) error {
		if err := p.Draw(b); err != nil {
			return err
		}
		s.note(kind, b.Bytes())
		return nil
	}
}

// note counts a page of a kind for each figure that is marked on it.
func (s *Site) note(kind string, page []byte) {
	mark, found := []byte(`data-figure="`), map[definitions.ID]bool{}
	for {
		i := bytes.Index(page, mark)
		if i < 0 {
			break
		}
		page = page[i+len(mark):]
		if id := page[:bytes.IndexByte(page, '"')]; !found[definitions.ID(id)] { // asking makes no string, as most are known
			found[definitions.ID(id)] = true
		}
	}
	s.seen.Lock()
	defer s.seen.Unlock()
	for id := range found {
		if s.shown[id] == nil {
			s.shown[id] = map[string]int{}
		}
		s.shown[id][kind]++
	}
}
