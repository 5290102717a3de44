package gates_test

import (
	"encoding/json"
	"html"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

var countedLink = regexp.MustCompile(`href="([^"]+)" data-counted="(\d+)"`)

// withoutLooks keeps out what only looks: there are hundreds of addresses to open.
var withoutLooks = network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*.css", Block: true}, {URLPattern: "*://*:*/*/charts.js", Block: true}, {URLPattern: "*://*:*/*/search.js", Block: true}}}

// opened gives, for each of some addresses of the page that is open, the number that its list shows
// and how many rows are there. Each is opened as the browser opens it, but for the frame around the
// list: the page's main part is put in anew as the server has it, with the address in place the
// site's script starts, reads it, and chooses. Nothing is drawn, for a number needs no looks. To load
// a page for each of hundreds of addresses takes minutes.
const opened = `
const script = document.querySelector('script[src$="/app.js"]').src;
const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
document.body.style.display = 'none';
const out = [];
for (const query of addresses) {
  history.replaceState(null, '', '?' + query);
  document.querySelector('main').replaceWith(document.importNode(page.querySelector('main'), true));
  document.head.append(Object.assign(document.createElement('script'), { src: script }));
  while (!document.querySelector('[data-rows].ready')) await new Promise(done => setTimeout(done));
  await new Promise(done => setTimeout(done));
  out.push([parseInt(document.querySelector('[data-count]').textContent.replace(/[^\d ]/g, '')), all('[data-rows] tr').length]);
}
return out;`

// together is how many addresses are opened in one page.
const together = 25

// TestCounts opens each address that a count of the sample leads to, once, and compares the
// number that the list shows there with the one that led to it.
func TestCounts(t *testing.T) {
	s := theSite(t, "internal")
	promised := map[string]map[string]int{} // page → query → rows
	addresses := 0
	for _, pages := range s.kinds {
		for _, p := range pages {
			data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(p)))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range countedLink.FindAllSubmatch(data, -1) {
				target, query, _ := strings.Cut(html.UnescapeString(string(m[1])), "?")
				to := path.Join(path.Dir(p), target) + "/"
				if promised[to] == nil {
					promised[to] = map[string]int{}
				}
				if _, met := promised[to][query]; !met {
					addresses++
				}
				promised[to][query], _ = strconv.Atoi(string(m[2]))
			}
		}
	}
	if addresses < 150 {
		t.Errorf("counts lead to %d addresses", addresses)
	}
	t.Logf("%d addresses of %d pages", addresses, len(promised))
	parts := map[string][]string{} // the page and its queries, by the first address
	for to, queries := range promised {
		for some := range slices.Chunk(slices.Sorted(maps.Keys(queries)), together) {
			parts[to+"?"+some[0]] = some
		}
	}
	eachPage(t, slices.Sorted(maps.Keys(parts)), func(t *testing.T, tab *tab, first string) {
		if _, err := chromedp.Call(tab.ctx, network.SetBlockedURLs, withoutLooks); err != nil { // a number needs none
			t.Fatal(err)
		}
		if err := chromedp.Do(tab.ctx, chromedp.Navigate(s.url+"/"+first)); err != nil {
			t.Fatal(err)
		}
		to, _, _ := strings.Cut(first, "?")
		queries, _ := json.Marshal(parts[first]) // texts: it cannot fail
		for i, got := range await[[][2]int](t, tab, in("const addresses = "+string(queries)+";"+opened)) {
			query := parts[first][i]
			if n := promised[to][query]; got != [2]int{n, min(n, 50)} {
				t.Errorf("%s?%s: %d lead there, it says %d and shows %d rows", to, query, n, got[0], got[1])
			}
		}
	})
}
