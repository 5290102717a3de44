package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"html"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past/pasttest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// archive reads files between lines "-- name --".
func archive(t *testing.T, name string) (names []string, files map[string]string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	marks := regexp.MustCompile(`(?m)^-- (\S+) --\n`).FindAllSubmatchIndex(data, -1)
	for i, m := range marks {
		end := len(data)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		n := string(data[m[2]:m[3]])
		names = append(names, n)
		files[n] = string(data[m[1]:end])
	}
	return names, files
}

// The archive holds the files of two commits, below base/ and head/, and what diff says.
func TestDiffGolden(t *testing.T) {
	const golden = "testdata/diff.txtar"
	names, files := archive(t, golden)
	dir := pasttest.Repository(t, "git init -q -b main")
	for _, side := range []string{"base", "head"} {
		if err := os.RemoveAll(filepath.Join(dir, "contracts")); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			if rest, ok := strings.CutPrefix(name, side+"/"); ok {
				p := filepath.Join(dir, "contracts", rest)
				if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		pasttest.Run(t, dir, "git add -A; git commit -qm "+side)
	}
	data := filepath.Join(dir, "contracts")
	changed := false
	for _, tc := range []struct {
		file string
		args []string
	}{
		{"out.text", []string{"HEAD~1", "HEAD"}}, {"out.nn", []string{"HEAD~1", "--lang", "nn"}}, {"out.en", []string{"HEAD~1", "--lang", "en"}},
		{"out.md", []string{"HEAD~1", "--format", "md"}}, {"out.json", []string{"HEAD~1", "HEAD", "--format", "json"}},
	} {
		code, out, errs := forvalt(t, append([]string{"diff", "--data", data, "--as-of", "2026-11-01"}, tc.args...)...)
		if code != exitOK || errs != "" {
			t.Fatalf("%s: exit %d %s", tc.file, code, errs)
		}
		out = strings.ReplaceAll(out, filepath.ToSlash(dir)+"/", "")
		if strings.Contains(out, "⟦") || strings.Contains(out, "\x1b") {
			t.Errorf("%s lacks words, or has colours in a pipe", tc.file)
		}
		if out != files[tc.file] {
			if files[tc.file], changed = out, true; !*update {
				t.Errorf("%s:\n%s", tc.file, out)
			}
		}
		if !slices.Contains(names, tc.file) {
			names = append(names, tc.file)
		}
	}
	if changed && *update {
		var b strings.Builder
		for _, n := range names {
			b.WriteString("-- " + n + " --\n" + files[n])
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDiffRefuses(t *testing.T) {
	work := func(dir string) string { return filepath.Join(dir, "contracts") }
	const some = "mkdir -p contracts; printf 'schema = 1\\n' >contracts/portfolio.toml\n"
	none := t.TempDir()
	if err := os.Mkdir(work(none), 0o777); err != nil {
		t.Fatal(err)
	}
	unborn := pasttest.Repository(t, "git init -q -b main\n"+some)
	plain := pasttest.Repository(t, "git init -q -b main\n"+some+"git add .; git commit -qm one")
	conflict := pasttest.Repository(t, "git init -q -b main\n"+some+"git add .; git commit -qm one; printf '<<<<<<< HEAD\\nschema = 1\\n=======\\nschema = 2\\n>>>>>>> x\\n' >contracts/portfolio.toml")
	sha256 := pasttest.Repository(t, "git init -q -b main --object-format=sha256\n"+some+"git add .; git commit -qm one")
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no repository", []string{"diff", "HEAD", "--data", work(none)}, exitFindings, "ikke i et Git-lager"},
		{"unborn branch", []string{"diff", "HEAD", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
		{"unborn branch, another name", []string{"diff", "main", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
		{"unknown revision", []string{"diff", "nowhere", "--data", work(plain)}, exitFindings, "nowhere finnes ikke"},
		{"unknown second revision", []string{"diff", "HEAD", "HEAD~9", "--data", work(plain)}, exitFindings, "HEAD~9 finnes ikke"},
		{"conflict", []string{"diff", "HEAD", "--data", work(conflict)}, exitFindings, "portfolio.toml, linje 1: en flettekonflikt"},
		{"sha256, read through git", []string{"diff", "HEAD", "--data", work(sha256)}, exitOK, ""},
		{"format", []string{"diff", "HEAD", "--format", "html", "--data", work(plain)}, exitUsage, "text, md, json"},
		{"no revision", []string{"diff", "--data", work(plain)}, exitUsage, "arg"},
		{"nothing changed", []string{"diff", "HEAD", "--data", work(plain)}, exitOK, ""},
		{"history of nothing", []string{"history", "vakt", "--data", work(plain)}, exitUsage, "vakt finnes verken"},
		{"history without a commit", []string{"history", "vakt", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
	} {
		if tc.name == "sha256" {
			t.Setenv("PATH", t.TempDir()) // with the git program it is read
		}
		code, out, errs := forvalt(t, append(tc.args, "--lang", "nb")...)
		if code != tc.code || !strings.Contains(errs, tc.want) || strings.Contains(errs, "⟦") {
			t.Errorf("%s: exit %d %q", tc.name, code, errs)
		}
		if tc.name == "nothing changed" && !strings.Contains(out, "Ingen endringer.") {
			t.Errorf("%s: %q", tc.name, out)
		}
	}
}

var hostile = []string{
	"<script>alert(1)</script>", "@octocat see #1 and GH-2", "a | b | c", "`code` ``x``", "[x](javascript:alert(1))", "![i](http://e.example/i.png)",
	"http://e.example www.e.example mailto:a@b.no a@b.no", "**b** _i_ ~~s~~ ***", "1. one", "- two", "+ three", "# h", "> q", "---", "===", "a\n\n# b", "\x1b[31mred\u202E",
	"&lt;b&gt; &amp; &#64;", "\\<b>", "$x$", "2024. året", "    indented", "<!-- comment", "]]>", "{{x}}", ":+1: <https://e.example>", "ftp://e.example https://e.example/?a=@b",
}

// markdownOf draws Markdown as a forge does.
var forge = goldmark.New(goldmark.WithExtensions(extension.GFM))

// inertIn fails where a text does anything in Markdown but show itself.
func inertIn(t *testing.T, s string) {
	md := mdText(s)
	for _, around := range []struct{ before, open, close string }{
		{"- ", "<ul>\n<li>", "</li>\n</ul>\n"},
		{"### ", "<h3>", "</h3>\n"},
		{"- x: ", "<ul>\n<li>x:", "</li>\n</ul>\n"},
	} {
		var b bytes.Buffer
		if err := forge.Convert([]byte(around.before+md+"\n"), &b); err != nil {
			t.Fatal(err)
		}
		got, ok1 := strings.CutPrefix(b.String(), around.open)
		got, ok2 := strings.CutSuffix(got, around.close)
		if !ok1 && md == "" {
			continue
		}
		if !ok1 || !ok2 || strings.Contains(got, "<") {
			t.Fatalf("%q becomes %q", s, b.String())
		}
		text := html.UnescapeString(got)
		if regexp.MustCompile(`@[\pL\pN_-]|(^|[^\pL\pN&])#[0-9]|(?i)(https?|ftp)://|www\.[a-z]|mailto:[a-z]`).MatchString(text) {
			t.Fatalf("%q mentions or links: %q", s, text)
		}
		plain := func(s string) string {
			s = regexp.MustCompile(`[\x{2060}\x{FFFD}\s]|\pC`).ReplaceAllString(s, "")
			return s
		}
		if a, b := plain(text), plain(strings.ToValidUTF8(s, "")); a != b && !strings.ContainsAny(s, "\x00") {
			t.Fatalf("%q reads %q", b, a)
		}
	}
}

func TestMarkdownIsInert(t *testing.T) {
	for _, s := range hostile {
		inertIn(t, s)
	}
	for _, a := range hostile {
		for _, b := range hostile {
			inertIn(t, a+b)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// Words come to Markdown cleaned: on one line, without control characters.
		inertIn(t, strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if !strconv.IsPrint(r) {
				return ' '
			}
			return r
		}, s)), " "))
	})
}

// hostilePortfolio is the demo's with titles that try everything.
func bigComparison(t *testing.T, contracts int, twist func(i int, c *contract.Contract)) *comparison {
	t.Helper()
	asOf := date.MustParse("2026-11-01")
	p := demo.Generate(demo.Options{Contracts: contracts, Seed: 1, AsOf: asOf})
	for i, c := range p.Contracts {
		if twist != nil {
			twist(i, c)
		}
	}
	none := (&contract.Portfolio{Settings: p.Settings}).Index()
	pr := catalogue().Printer("nb")
	return &comparison{
		Diff: compare.Portfolios(compare.Side{Portfolio: none, Figures: figures.Of(none, asOf)}, compare.Side{Portfolio: p, Figures: figures.Of(p, asOf)}),
		Base: revision{"main`<b>@x", history.Commit{Hash: strings.Repeat("a", 40)}}, AsOf: asOf, p: pr, say: wording.In(pr),
	}
}

// A comment is never too long, whatever the change; what has no room is counted.
func TestMarkdownIsBounded(t *testing.T) {
	long := strings.Repeat("<b>@x|", 4000)
	for name, d := range map[string]*comparison{
		"many":    bigComparison(t, 852, nil),
		"few":     bigComparison(t, 3, nil),
		"hostile": bigComparison(t, 120, func(i int, c *contract.Contract) { c.Title, c.Description = hostile[i%len(hostile)]+long, long }),
	} {
		for i := range 3000 {
			d.Formatting = append(d.Formatting, "contracts/"+strings.Repeat("x", 300)+strconv.Itoa(i))
		}
		var b bytes.Buffer
		if err := d.markdown(&b, maxMarkdown); err != nil {
			t.Fatal(err)
		}
		if b.Len() > maxMarkdown || b.Len() < 5000 {
			t.Errorf("%s: %d bytes", name, b.Len())
		}
		if name == "many" && !regexp.MustCompile(`\d+ endringer til er ikke vist her`).MatchString(b.String()) {
			t.Errorf("%s: nothing is said of the rest", name)
		}
		var out bytes.Buffer
		if err := forge.Convert(b.Bytes(), &out); err != nil {
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
	data, err := json.Marshal(d.json())
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
