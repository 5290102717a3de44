package pages

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/store"
)

var (
	figureMark  = regexp.MustCompile(`data-figure="([^"]+)"`)
	definedLink = regexp.MustCompile(`href="[^"]*definisjoner/#([^"]+)"`)
	oneFigure   = regexp.MustCompile(`(?s)<section[^>]* id="([a-z0-9-]+)".*?</section>`)
	pageLink    = regexp.MustCompile(`href="\.\./([a-z]*)/?"[^>]*>[^<(]*(?:\((\d+) sider\))?<`)
)

// The page of definitions names for each figure the kinds of pages that show it, and how many,
// and the others lead to no figure that it lacks.
func TestDefinitionsNameWhereTheyAreShown(t *testing.T) {
	p, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
	f := figures.Of(p, date.Of(2026, 11, 1))
	shown, led, heads := map[string]map[string]int{}, map[string]string{}, map[string]bool{}
	page, shard := "", ""
	for file := range Site(context.Background(), p, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Internal}) {
		switch {
		case file.Path == "definisjoner/index.html":
			page = string(file.Data)
			continue
		case file.Path == "assets/search-index.js":
			shard = string(file.Data)
		case path.Ext(file.Path) != ".html":
			continue
		}
		kind, _, below := strings.Cut(file.Path, "/")
		if !below {
			kind = ""
		}
		found := map[string]bool{}
		for _, m := range figureMark.FindAllStringSubmatch(string(file.Data), -1) {
			found[m[1]] = true
		}
		for id := range found {
			if shown[id] == nil {
				shown[id] = map[string]int{}
			}
			shown[id][kind]++
		}
		for _, m := range definedLink.FindAllStringSubmatch(string(file.Data), -1) {
			led[m[1]] = file.Path
			heads[m[1]] = heads[m[1]] || file.Path == "kontrakter/index.html"
		}
	}
	said := map[string]map[string]int{}
	for _, m := range oneFigure.FindAllStringSubmatch(page, -1) {
		kinds := map[string]int{}
		for _, l := range pageLink.FindAllStringSubmatch(m[0], -1) {
			n := 1
			if l[2] != "" {
				fmt.Sscan(l[2], &n)
			}
			kinds[l[1]] = n
		}
		said[m[1]] = kinds
	}
	for id, kinds := range shown {
		if !maps.Equal(said[id], kinds) {
			t.Errorf("%s is shown on %v, and said to be on %v", id, kinds, said[id])
		}
		if !strings.Contains(shard, "#"+id+`"`) {
			t.Errorf("%s is not found by the search", id)
		}
	}
	for id, from := range led {
		if said[id] == nil {
			t.Errorf("%s leads to %s, which is not defined", from, id)
		}
	}
	for _, id := range []string{"ceiling", "use", "risk-score"} {
		if !heads[id] {
			t.Errorf("no head of the list of contracts leads to %s", id)
		}
	}
}
