package gates_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeRun tests the page as it stands, with all that is folded opened. Of what depends on colour
// it asks everywhere if whole is true, and otherwise only where text looks otherwise than at the
// run before, or lies over what may have moved; the rest it asks unless colours is true.
const axeRun = `(async (colours, whole) => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  const ask = async (where, options) => (await axe.run(where, {resultTypes: ['violations'], ...options})).violations
    .flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 240)));
  const ofColour = ['color-contrast', 'link-in-text-block'];
  const off = Object.fromEntries(ofColour.map(rule => [rule, {enabled: false}]));
  const faults = colours ? [] : await ask(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: off});
  const grounds = new Map([[null, '']]);
  const ground = e => {
    if (!grounds.has(e)) {
      const s = getComputedStyle(e);
      grounds.set(e, [ground(e.parentElement), s.backgroundColor, s.backgroundImage, s.opacity, s.filter, /absolute|fixed|sticky/.test(s.position) ? innerWidth : ''].join());
    }
    return grounds.get(e);
  };
  const look = e => { const s = getComputedStyle(e); return [ground(e), s.color, s.fontSize, s.fontWeight, s.textShadow, s.textDecorationLine, e.localName === 'a' && s.display, e.checkVisibility({visibilityProperty: true})].join(); };
  const before = window.looks;
  window.looks = new Map([...document.body.querySelectorAll('*')].filter(e => e.matches('input, select, textarea') || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => [e, look(e)]));
  const include = whole ? document : [...looks].filter(([e, now]) => before.get(e) !== now).map(([e]) => e);
  if (whole || include.length > 0) faults.push(...await ask(whole ? document : {include}, {runOnly: ofColour}));
  return faults;
})`

func axeSource(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile(filepath.FromSlash("../node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Skip("axe-core is missing: run make site")
	}
	return string(axe)
}

// TestAxe runs axe-core on the chosen pages, light and dark, wide and narrow, and holds
// every page to its policy, its origin and a silent console.
func TestAxe(t *testing.T) {
	axe := axeSource(t)
	for _, name := range []string{"internal", "public", "invented"} {
		t.Run(name, func(t *testing.T) {
			s := theSite(t, name)
			eachPage(t, chosenPages(t, name), func(t *testing.T, tab *tab, p string) {
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
						for _, v := range await[[]string](t, tab, fmt.Sprintf("%s(%t, %t)", axeRun, scheme == "dark" && name != "public", width == 1280 || name == "public")) {
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

// TestPagesInBrowser opens a page of each kind as a file: nothing is refused by the policy and
// nothing complains. (From a server, TestAxe and TestChecks ask the same.)
func TestPagesInBrowser(t *testing.T) {
	s := theSite(t, "file")
	disk := &built{dir: s.dir, kinds: s.kinds}
	eachPage(t, disk.largest(), func(t *testing.T, tab *tab, p string) {
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
