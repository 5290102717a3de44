package pages

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/file"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// Every count that leads to a list says how many of its rows the filter in the address keeps.
func TestCountsLeadToAsManyRows(t *testing.T) {
	asOf := date.Of(2026, 11, 1)
	base, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
	for name, p := range map[string]*contract.Portfolio{
		"sample": base,
		"demo":   demo.Generate(demo.Options{Contracts: 200, Seed: 7, AsOf: asOf, Base: base}),
	} {
		for _, profile := range []contract.Visibility{contract.Internal, contract.Public} {
			t.Run(name+" "+string(profile), func(t *testing.T) {
				t.Parallel()
				part := p
				if profile == contract.Public {
					part = p.PublicPart(asOf)
				}
				f := figures.Of(part, asOf)
				now := trend.Of(f, false)
				now.Now = true
				links, lists := drawn(t, Site(context.Background(), part, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: profile,
					Trend: shown.Trend{Points: []trend.Point{trend.Of(figures.Of(part, asOf.AddMonths(-1)), false), now}}})) // a line over time needs two
				seen := map[string]bool{}
				for _, l := range links {
					n, err := lists.rows(l.to)
					if err != nil || l.rows != n && l.rows != notCounted {
						t.Errorf("%s: %d leads to %s, which has %d rows (%v)", l.from, l.rows, l.to, n, err)
					}
					seen[l.to] = true
				}
				t.Logf("%d counts lead to %d addresses of %d lists", len(links), len(seen), len(lists))
				if least := map[contract.Visibility]int{contract.Internal: 150, contract.Public: 60}[profile]; len(seen) < least {
					t.Errorf("only %d counts lead to rows", len(seen))
				}
			})
		}
	}
}

// leading is a link to rows of a list.
type leading struct {
	from, to string // a page; a page with what follows it in the address
	rows     int    // that it promises
}

// notCounted is a link to rows that promises no number.
const notCounted = -1

// aList is a list as its page has it.
type aList struct {
	facets []string // names, in the order of the values of a row
	sorts  []string
	values [][]string // by row and facet, several with spaces between
}

type lists map[string]*aList // by page

// drawn gathers the links and the lists of a site.
func drawn(t *testing.T, site iter.Seq2[file.File, error]) (links []leading, all lists) {
	all = lists{}
	for f, err := range site {
		if err != nil {
			t.Fatal(err)
		}
		if path.Base(f.Path) != "index.html" {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			a := attributes(n)
			switch {
			case n.Data == "a" && (a["data-counted"] != "" || strings.Contains(a["href"], "?")):
				rows := notCounted
				if a["data-counted"] != "" {
					rows, _ = strconv.Atoi(a["data-counted"])
				}
				target, rest, _ := strings.Cut(a["href"], "?")
				if u, err := url.Parse(target); err == nil && u.Host == "" {
					links = append(links, leading{f.Path, path.Join(path.Dir(f.Path), u.Path, "index.html") + "?" + rest, rows})
				}
			case has(n, "data-list"):
				all[f.Path] = read(n)
			}
		}
	}
	return slices.DeleteFunc(links, func(l leading) bool { // other pages may take a query too
		page, _, _ := strings.Cut(l.to, "?")
		return l.rows == notCounted && all[page] == nil
	}), all
}

func read(root *html.Node) *aList {
	l := &aList{}
	for n := range root.Descendants() {
		a := attributes(n)
		switch {
		case a["data-facet"] != "":
			l.facets = append(l.facets, a["data-facet"])
		case n.Data == "option":
			l.sorts = append(l.sorts, a["value"])
		case n.Data == "tr" && has(n, "data-v"):
			l.values = append(l.values, strings.Split(a["data-v"], "|"))
		}
	}
	return l
}

// rows counts the rows that an address keeps, and says what in it the list does not know.
func (all lists) rows(to string) (n int, err error) {
	page, query, _ := strings.Cut(to, "?")
	query, _, _ = strings.Cut(query, "#")
	l := all[page]
	if l == nil {
		return 0, fmt.Errorf("%s is no list", page)
	}
	params, err := url.ParseQuery(query)
	if err != nil {
		return 0, err
	}
	kept := slices.Clone(l.values)
	for name := range params {
		wanted := strings.Split(params.Get(name), ",")
		if name == "sort" {
			if !slices.Contains(l.sorts, params.Get(name)) {
				err = fmt.Errorf("there is no sort %s", params.Get(name))
			}
			continue
		}
		at := slices.Index(l.facets, name)
		if at < 0 {
			return 0, fmt.Errorf("there is no filter %s", name)
		}
		kept = slices.DeleteFunc(kept, func(row []string) bool {
			return !slices.ContainsFunc(strings.Fields(row[at]), func(v string) bool { return slices.Contains(wanted, v) })
		})
	}
	return len(kept), err
}

func attributes(n *html.Node) map[string]string {
	out := map[string]string{}
	for _, a := range n.Attr {
		out[a.Key] = a.Val
	}
	return out
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}
