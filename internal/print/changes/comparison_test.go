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

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
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
		if name == "many" && !regexp.MustCompile(`\d+ endringer til er det ikke plass til her`).MatchString(b.String()) {
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

// When everything changes, text shows some of each sort and counts the others, and Markdown has a
// line on each change that is grave: neither leaves one out in silence.
func TestManyChangesAreFolded(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	generate := func(twist func(*contract.Contract)) compare.Side {
		p := demo.Generate(demo.Options{Contracts: 300, Seed: 1, AsOf: asOf})
		for _, c := range p.Contracts {
			twist(c)
		}
		return compare.Side{Portfolio: p, Figures: figures.Of(p, asOf)}
	}
	d := &Comparison{Base: Revision{Name: "main"}, AsOf: asOf, Printer: printer(t)}
	d.Diff = compare.Portfolios(generate(func(*contract.Contract) {}), generate(func(c *contract.Contract) {
		if c.Turnover != nil {
			for i := range c.Turnover.Months {
				c.Turnover.Months[i] = contract.MonthTurnover{Month: c.Turnover.Months[i].Month, Total: 3 * c.Turnover.Months[i].Total}
			}
		}
	}))
	said := func(all bool) string {
		var b strings.Builder
		d.All = all
		if err := d.Text(&b, false); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	whole, some := said(true), said(false)
	if strings.Count(some, "\n")*4 > strings.Count(whole, "\n") {
		t.Errorf("%d lines of %d", strings.Count(some, "\n"), strings.Count(whole, "\n"))
	}
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^Og (\d+) til på samme måte som`).FindAllStringSubmatch(some, -1) {
		of, _ := strconv.Atoi(m[1])
		n += of
	}
	head := regexp.MustCompile(`(?m)^\S.* \(\S+\)$`)
	if shown := len(head.FindAllString(some, -1)); shown+n != len(head.FindAllString(whole, -1)) {
		t.Errorf("%d shown and %d folded of %d", shown, n, len(head.FindAllString(whole, -1)))
	}
	var b strings.Builder
	if err := d.Markdown(&b, MaxMarkdown); err != nil {
		t.Fatal(err)
	}
	grave := 0
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Gravity() >= change.Grave {
			grave++
			if !strings.Contains(b.String(), " "+print.Markdown(d.say().Name(c))) {
				t.Errorf("%s is left out", c.ID)
			}
		}
	}
	if grave < 10 || b.Len() > MaxMarkdown {
		t.Errorf("%d grave changes, %d bytes", grave, b.Len())
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
