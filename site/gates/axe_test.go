package gates_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeRun tests the page as it stands, with all that is folded opened. Given true it asks only
// what depends on colour, for the same page in its other colours.
const axeRun = `(async colours => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  const what = colours ? ['color-contrast', 'link-in-text-block'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const r = await axe.run(document, {runOnly: what, resultTypes: ['violations']});
  return r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 240)));
})`

func axeSource(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.FromSlash("../node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Skip("axe-core is missing: run make site")
	}
	return string(axe)
}

// TestAxe runs axe-core on one page of each kind, light and dark, wide and narrow, and holds
// every page to its policy, its origin and a silent console.
func TestAxe(t *testing.T) {
	axe := axeSource(t)
	for _, name := range []string{"internal", "public"} {
		t.Run(name, func(t *testing.T) {
			s := theSite(t, name)
			eachPage(t, s, s.largest(), func(t *testing.T, tab *tab, p string) {
				tab.size(t, 1280, 900)
				tab.media(t, "", "prefers-color-scheme", "light")
				tab.open(t, s.at(p))
				if _, err := chromedp.Run(tab.ctx, chromedp.Evaluate[chromedp.Void](axe)); err != nil {
					t.Fatal(err)
				}
				for _, scheme := range []string{"light", "dark"} {
					tab.media(t, "", "prefers-color-scheme", scheme)
					for _, width := range []int64{1280, 390} {
						if name == "public" && (scheme == "light") != (width == 1280) {
							continue // what is public is drawn as what is internal: half is enough
						}
						tab.size(t, width, 900)
						tab.settle(t)
						for _, v := range await[[]string](t, tab, fmt.Sprintf("%s(%t)", axeRun, scheme == "dark" && name == "internal")) {
							t.Errorf("%s %s %d: %s", p, scheme, width, v)
						}
					}
				}
				for _, c := range tab.complaints(t, s) {
					t.Errorf("%s: %s", p, c)
				}
			})
		})
	}
}

// TestFromDisk opens a page of each kind as a file: nothing is refused and nothing complains.
func TestFromDisk(t *testing.T) {
	s := theSite(t, "file")
	disk := &built{dir: s.dir, kinds: s.kinds}
	eachPage(t, disk, disk.largest(), func(t *testing.T, tab *tab, p string) {
		tab.size(t, 1280, 900)
		tab.open(t, disk.at(p))
		for _, c := range tab.complaints(t, disk) {
			t.Errorf("%s: %s", p, c)
		}
		if dead := await[[]string](t, tab, `[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')).filter(h => !/^[a-z]+:/.test(h) && /(^|\/)([?#]|$)/.test(h) && !h.startsWith('#'))`); len(dead) > 0 {
			t.Errorf("%s: links to folders do not open from a disk: %v", p, dead)
		}
	})
}
