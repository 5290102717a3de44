package changes

import (
	"bytes"
	"encoding/json"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
)

func printer(t *testing.T) *message.Printer {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	return cat.Printer("nb")
}

// hostile are words that would do something in Markdown.
var hostile = []string{"<script>alert(1)</script>", "@octocat see #1", "[x](javascript:alert(1))", "![i](http://e.example/i.png)", "`code` ``x``", "a\n\n# b", "<!-- comment"}

// bigComparison is with nothing at all: every contract of a demo, twisted, is new.
func bigComparison(t *testing.T, contracts int, twist func(i int, c *contract.Contract)) *Comparison {
	t.Helper()
	asOf := date.MustParse("2026-11-01")
	p := demo.Generate(demo.Options{Contracts: contracts, Seed: 1, AsOf: asOf})
	for i, c := range p.Contracts {
		if twist != nil {
			twist(i, c)
		}
	}
	none := (&contract.Portfolio{Settings: p.Settings}).Index()
	return &Comparison{
		Diff: compare.Portfolios(compare.Side{Portfolio: none, Figures: figures.Of(none, asOf)}, compare.Side{Portfolio: p, Figures: figures.Of(p, asOf)}),
		Base: Revision{"main`<b>@x", history.Commit{Hash: strings.Repeat("a", 40)}}, AsOf: asOf, Printer: printer(t),
	}
}

// A comment is never too long, whatever the change; what has no room is counted.
func TestMarkdownIsBounded(t *testing.T) {
	long := strings.Repeat("<b>@x|", 4000)
	for name, d := range map[string]*Comparison{
		"many":    bigComparison(t, 852, nil),
		"few":     bigComparison(t, 3, nil),
		"hostile": bigComparison(t, 120, func(i int, c *contract.Contract) { c.Title, c.Description = hostile[i%len(hostile)]+long, long }),
	} {
		for i := range 3000 {
			d.Formatting = append(d.Formatting, "contracts/"+strings.Repeat("x", 300)+strconv.Itoa(i))
		}
		var b bytes.Buffer
		if err := d.Markdown(&b, MaxMarkdown); err != nil {
			t.Fatal(err)
		}
		if b.Len() > MaxMarkdown || b.Len() < 5000 {
			t.Errorf("%s: %d bytes", name, b.Len())
		}
		if name == "many" && !regexp.MustCompile(`\d+ endringer til er ikke vist her`).MatchString(b.String()) {
			t.Errorf("%s: nothing is said of the rest", name)
		}
		var out bytes.Buffer
		if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(b.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`</?([a-z0-9]+)[^>]*>`).FindAllStringSubmatch(out.String(), -1) {
			if !slices.Contains([]string{"p", "ul", "li", "h2", "h3", "strong"}, m[1]) {
				t.Fatalf("%s: %s in the comment", name, m[0])
			}
		}
		if strings.Contains(out.String(), "@x") {
			t.Errorf("%s: somebody is mentioned", name)
		}
	}
}

// The numbers of the JSON are exact.
func TestDiffJSONIsExact(t *testing.T) {
	d := bigComparison(t, 20, nil)
	data, err := json.Marshal(d.JSON())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Changes []struct {
			Kind, Change string
			Fields       []struct {
				Path string
				New  json.Number
			}
		}
	}
	dec := json.NewDecoder(bytes.NewReader(regexp.MustCompile(`"new":(null|true|false|"[^"]*"|\[[^\]]*\])`).ReplaceAll(data, []byte(`"new":0`))))
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	sum := new(big.Rat)
	n := 0
	for _, c := range got.Changes {
		for _, f := range c.Fields {
			if c.Kind == "contract" && f.Path == "value.maximum" {
				v, ok := new(big.Rat).SetString(f.New.String())
				if !ok {
					t.Fatalf("%s", f.New)
				}
				sum.Add(sum, v)
				n++
			}
		}
	}
	want := new(big.Rat)
	for _, c := range demo.Generate(demo.Options{Contracts: 20, Seed: 1, AsOf: d.AsOf}).Contracts {
		if c.Value.Maximum.Set {
			want.Add(want, c.Value.Maximum.V.Rat())
		}
	}
	if n == 0 || sum.Cmp(want) != 0 {
		t.Errorf("%s of %d contracts, want %s", sum.FloatString(2), n, want.FloatString(2))
	}
}
