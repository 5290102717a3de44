package gates_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// choose picks, from each site, the pages that axe-core and the checks look at: the fullest of
// each kind, and then pages that show what no page chosen before shows, until nothing is left.
// Of the invented pages only such are taken.
func (s *shared) choose() (map[string][]string, error) {
	chosen := map[string][]string{}
	seen := map[string]bool{}
	for _, name := range []string{"internal", "public", "invented"} {
		b, err := s.sites[name]()
		if err != nil {
			return nil, err
		}
		shows := map[string]map[string]bool{}
		for _, pages := range b.kinds {
			for _, p := range pages {
				data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(p)))
				if err != nil {
					return nil, err
				}
				if shows[p], err = shown(data); err != nil {
					return nil, err
				}
			}
		}
		take := func(p string) {
			chosen[name] = append(chosen[name], p)
			for what := range shows[p] {
				seen[what] = true
			}
			delete(shows, p)
		}
		if name != "invented" {
			for _, p := range b.largest() {
				take(p)
			}
		}
		for {
			most, best := 0, ""
			for p, what := range shows {
				n := 0
				for w := range what {
					if !seen[w] {
						n++
					}
				}
				if n > most || n == most && n > 0 && p < best {
					most, best = n, p
				}
			}
			if most == 0 {
				break
			}
			take(best)
		}
	}
	return chosen, nil
}

// shown is what a page shows, as a style sheet sees it: each element with its classes, in the
// one around it with its own.
func shown(page []byte) (map[string]bool, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	dressed := func(n *html.Node) string {
		for _, a := range n.Attr {
			if a.Key == "class" {
				classes := strings.Fields(a.Val)
				slices.Sort(classes)
				return n.Data + "." + strings.Join(classes, ".")
			}
		}
		return n.Data
	}
	out := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out[dressed(n.Parent)+" > "+dressed(n)] = true
		}
	}
	return out, nil
}

// chosenPages are the pages of a site to look at.
func chosenPages(t *testing.T, name string) []string {
	t.Helper()
	needs(t)
	chosen, err := all.chosen()
	if err != nil {
		t.Fatal(err)
	}
	return chosen[name]
}
