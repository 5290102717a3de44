package gates_test

import (
	"html"
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

// shownRows is the number that a list shows once it has chosen, and how many rows are there.
const shownRows = `
for (let i = 0; i < 300 && !document.querySelector('[data-rows].ready'); i++) await new Promise(done => setTimeout(done, 5));
return [parseInt(document.querySelector('[data-count]').textContent.replace(/[^\d ]/g, '')), all('[data-rows] tr').length];`

// TestCounts opens each address that a count of the sample leads to, once, and compares the
// number that the list shows there with the one that led to it.
func TestCounts(t *testing.T) {
	s := theSite(t, "internal")
	promised := map[string]int{}
	var addresses []string
	for _, pages := range s.kinds {
		for _, p := range pages {
			data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(p)))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range countedLink.FindAllSubmatch(data, -1) {
				target, query, _ := strings.Cut(html.UnescapeString(string(m[1])), "?")
				to := path.Join(path.Dir(p), target) + "/?" + query
				n, _ := strconv.Atoi(string(m[2]))
				if _, met := promised[to]; !met {
					addresses = append(addresses, to)
				}
				promised[to] = n
			}
		}
	}
	slices.Sort(addresses)
	if len(addresses) < 150 {
		t.Errorf("counts lead to %d addresses", len(addresses))
	}
	t.Logf("%d addresses", len(addresses))
	eachPage(t, addresses, func(t *testing.T, tab *tab, to string) {
		if _, err := chromedp.Call(tab.ctx, network.SetBlockedURLs, withoutLooks); err != nil { // a number needs none
			t.Fatal(err)
		}
		if err := chromedp.Do(tab.ctx, chromedp.Navigate(s.url+"/"+to)); err != nil {
			t.Fatal(err)
		}
		n := promised[to]
		if got := await[[2]int](t, tab, in(shownRows)); got != [2]int{n, min(n, 50)} {
			t.Errorf("%s: %d lead there, it says %d and shows %d rows", to, n, got[0], got[1])
		}
	})
}
