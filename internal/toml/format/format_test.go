package format

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/toml"
)

// shape is one with everything that a layout may ask for.
func shape() *Shape {
	number := &Shape{Grouped: true}
	item := &Shape{ID: func(own, around Values) string { return "i" + own("date") + around("id") }, Keys: []string{"id", "amount", "more"}, By: [][]string{{"id"}, {"date"}},
		Of: map[string]*Shape{"amount": number, "more": {Lines: true, Sorted: true, Each: &Shape{By: [][]string{{"id"}}, Keys: []string{"id"}}}}}
	return &Shape{
		Keys: []string{"title", "note", "cpv", "done", "v", "options", "months"},
		Of: map[string]*Shape{
			"cpv":     {Lines: true},
			"done":    {Lines: true, Sorted: true},
			"v":       {Keys: []string{"estimated", "maximum"}, Of: map[string]*Shape{"estimated": number, "maximum": number}},
			"options": {Lines: true, Sorted: true, Each: item},
			"months":  {ByName: true, Each: &Shape{ByName: true, Grouped: true, Each: number}},
		},
	}
}

func TestLayout(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"keys in their order, with their comments": {"# of b\ncpv = []\n# of t\ntitle = \"a\" # why\n", "# of t\ntitle = \"a\" # why\n# of b\ncpv = []\n"},
		"a head stays":                           {"# head\n\n# of c\ncpv = []\ntitle = \"a\"\n", "# head\n\ntitle = \"a\"\n# of c\ncpv = []\n"},
		"unknown keys come last, as they stand":  {"z = 1\ny = 2\ntitle = \"a\"\n", "title = \"a\"\nz = 1\ny = 2\n"},
		"tables in their order":                  {"[[options]]\nid = \"a\"\n\n\n# of v\n[v] # v\nmaximum=1", "# of v\n[v] # v\nmaximum = 1\n\n[[options]]\nid = \"a\"\n"},
		"items by what identifies them":          {"[[options]]\nid = \"b\"\n# of a\n[[options]]\nid = \"a\"\n", "# of a\n[[options]]\nid = \"a\"\n\n[[options]]\nid = \"b\"\n"},
		"a table of an item goes with it":        {"[[options]]\nid = \"b\"\n[options.sub]\nx = 1\n[[options]]\nid = \"a\"\n", "[[options]]\nid = \"a\"\n\n[[options]]\nid = \"b\"\n\n[options.sub]\nx = 1\n"},
		"an item a line":                         {"cpv = [\"2\",\"1\"] # c\n", "cpv = [\n  \"2\",\n  \"1\",\n] # c\n"},
		"dates in their order":                   {"done = [2026-02-01, 2026-01-01]\n", "done = [\n  2026-01-01,\n  2026-02-01,\n]\n"},
		"a list's comments":                      {"done = [ # open\n # of 2\n 2026-02-01, # 2\n 2026-01-01 # 1\n # end\n]\n", "done = [ # open\n  2026-01-01, # 1\n  # of 2\n  2026-02-01, # 2\n  # end\n]\n"},
		"a comment before the comma":             {"cpv = [\"1\" # 1\n, \"2\" # 2\n]\n", "cpv = [\n  \"1\", # 1\n  \"2\", # 2\n]\n"},
		"a list that does not grow":              {"x = [1,2,]\ny = [\n1,\n2\n]\n", "x = [1, 2]\ny = [\n  1,\n  2,\n]\n"},
		"a list in an inline table":              {"[[options]]\nid = \"a\"\nmore = [{ x = [\n1,\n2 ], id = \"m\" }]\n", "[[options]]\nid = \"a\"\nmore = [\n  { id = \"m\", x = [1, 2] },\n]\n"},
		"an inline table over lines":             {"v = {\n maximum = 1000, # m\n # e\n estimated = 5,\n}\n", "# m\n# e\nv = { estimated = 5, maximum = 1_000 }\n"},
		"a comment in a list in an inline table": {"v = { x = [ 1, # one\n 2 ] }\n", "v = { x = [\n  1, # one\n  2,\n] }\n"},
		"months, and numbers in groups":          {"[months]\n2026-02 = 1234567.50\n2026-01 = { b = 12_34, a = -5000 }\n", "[months]\n2026-01 = { a = -5_000, b = 1_234 }\n2026-02 = 1_234_567.50\n"},
		"a text over lines":                      {"note = \"\"\"\n# none\n\n[v]\n\"quoted\"\"\"\"\ntitle = 'a'\n", "title = 'a'\nnote = \"\"\"\n# none\n\n[v]\n\"quoted\"\"\"\"\n"},
		"dotted keys":                            {"v . maximum = 1\ntitle = \"a\"\nv.estimated = 2\n", "title = \"a\"\nv.estimated = 2\nv.maximum = 1\n"},
		"a comment at the end of a table":        {"[v]\nmaximum = 1\n# was = 2\n\n# of w\n[w]\n# empty\n", "[v]\nmaximum = 1\n# was = 2\n\n# of w\n[w]\n# empty\n"},
		"comments alone":                         {"# a\n\n# b\n", "# a\n\n# b\n"},
		"blank lines in a table":                 {"\n\ntitle = \"a\"\n\n\nnote = \"b\"\n\n\n", "title = \"a\"\nnote = \"b\"\n"},
		"line ends of another system":            {"note = \"\"\"\r\nx\"\"\"\r\ntitle = \"a\" # c\r\n", "title = \"a\" # c\r\nnote = \"\"\"\r\nx\"\"\"\r\n"},
		"a byte-order mark":                      {"\uFEFFx=1", "\uFEFFx = 1\n"},
		"quoted keys":                            {"\"a.b\" = 1\n'title' = 2\n", "'title' = 2\n\"a.b\" = 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Bytes([]byte(tc.in), shape())
			if err != nil || string(got) != tc.want {
				t.Errorf("%v\n got %q\nwant %q", err, got, tc.want)
			}
		})
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{"1000": "1_000", "999": "999", "-1234567.5": "-1_234_567.5", "12_34": "1_234", "1e6": "1e6", "0x1F40": "0x1F40", "inf": "inf", `"1000"`: `"1000"`, "": ""} {
		if got := Grouped(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// Whatever a file says, with comments wherever they may stand: the layout says the same, has
// each comment once and beside the key it was beside, and is the layout of itself.
func TestLayoutKeepsAllThatIsSaid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := &writing{r: r, eol: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(r, "line end")}
		text := []byte(g.file())
		if _, err := toml.Decode(text); err != nil {
			r.Fatalf("not TOML: %v\n%s", err, text)
		}
		got, err := Bytes(text, shape())
		if err != nil {
			r.Fatalf("%v\n%s", err, text)
		}
		if again, err := Bytes(got, shape()); err != nil || !bytes.Equal(again, got) {
			r.Fatalf("%v: not its own layout:\n%s\n--\n%s\n--\n%s", err, text, got, again)
		}
		named, err := WithIDs(text, shape())
		if err != nil {
			r.Fatalf("ids: %v\n%s", err, text)
		}
		if again, err := WithIDs(named, shape()); err != nil || !bytes.Equal(again, named) {
			r.Fatalf("ids: %v: other ids the second time:\n%s\n--\n%s", err, named, again)
		}
		for c, key := range g.comments {
			if n := strings.Count(string(got), c); n != 1 {
				r.Fatalf("%q stands %d times:\n%s\n--\n%s", c, n, text, got)
			}
			if key != "" && !beside(string(got), c, key) {
				r.Fatalf("%q has left %s:\n%s\n--\n%s", c, key, text, got)
			}
		}
		if n := strings.Count(string(got), "\n") - strings.Count(string(got), "\r\n"); g.eol == "\r\n" && n > 0 {
			r.Fatalf("%d lines end otherwise:\n%q", n, got)
		}
	})
}

// beside reports whether the first line that is no comment after c, or c's own, begins with key.
func beside(text, c, key string) bool {
	rest := text[strings.Index(text, c):]
	if line := text[:strings.Index(text, c)]; strings.TrimSpace(line[strings.LastIndexByte(line, '\n')+1:]) != "" {
		rest = line[strings.LastIndexByte(line, '\n')+1:]
	}
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return strings.HasPrefix(line, key)
		}
	}
	return false
}

// writing writes a file as badly as TOML allows.
type writing struct {
	r        *rapid.T
	eol      string
	n        int
	comments map[string]string // → the beginning of the line that it belongs to
}

func (g *writing) maybe(what string) bool { return rapid.IntRange(0, 3).Draw(g.r, what) == 0 }

func (g *writing) comment(key string) string {
	if g.comments == nil {
		g.comments = map[string]string{}
	}
	g.n++
	c := fmt.Sprintf("# c%d, [x] = \"{\";", g.n)
	g.comments[c] = key
	return c
}

func (g *writing) above(key string) string {
	var b strings.Builder
	if g.maybe("blank") {
		b.WriteString(g.eol)
	}
	for g.maybe("above") {
		b.WriteString("  " + g.comment(key) + g.eol)
	}
	return b.String()
}

func (g *writing) behind(key string) string {
	if g.maybe("behind") {
		return "  " + g.comment(key)
	}
	return ""
}

func (g *writing) scalar() string {
	return rapid.SampledFrom([]string{"1", "-2500", "1_0.5", "true", "2026-01-01", "2026-01-01T10:00:00Z", `"a # b"`, `'c]'`, `"\"}"`, `""`, "''",
		"\"\"\"" + g.eol + "x # y" + g.eol + "[z]\"\"\"\"", "'''a'b'''", `"æøå"`, "0x1F"}).Draw(g.r, "scalar")
}

func (g *writing) value(depth int, key string) string {
	switch k := rapid.IntRange(0, 5).Draw(g.r, "kind"); {
	case k == 0 && depth < 3:
		var b strings.Builder
		b.WriteString("[" + g.gap("") + g.gap(""))
		n := rapid.IntRange(0, 3).Draw(g.r, "items")
		for i := range n {
			b.WriteString(g.value(depth+1, key) + g.gap("") + " ")
			if i < n-1 || g.maybe("comma") {
				b.WriteString("," + g.gap("") + g.gap(""))
			}
		}
		return b.String() + "]"
	case k == 1 && depth < 3:
		var parts []string
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"id", "x", "amount", `"q y"`, "date"}), 0, 4, rapid.ID).Draw(g.r, "keys") {
			parts = append(parts, " "+name+" = "+g.value(depth+1, key))
		}
		return "{" + strings.Join(parts, ",") + " }"
	}
	return g.scalar()
}

// gap is what may stand within a list: nothing, or a comment with its line's end.
func (g *writing) gap(key string) string {
	if g.maybe("gap") {
		return " " + g.comment(key) + g.eol
	}
	return ""
}

func (g *writing) entries(keys ...string) string {
	var b strings.Builder
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, len(keys), rapid.ID).Draw(g.r, "entries") {
		b.WriteString(g.above(k) + strings.Repeat(" ", rapid.IntRange(0, 2).Draw(g.r, "indent")) + k + "=" + g.value(0, k) + g.behind("") + g.eol)
	}
	return b.String()
}

func (g *writing) file() string {
	var b strings.Builder
	if g.maybe("head") {
		b.WriteString(g.comment("") + g.eol + g.eol)
	}
	b.WriteString(g.entries("title", "cpv", "note", "done", "zz", "'y y'", "d.b", "d.a.c"))
	n := 0
	for _, h := range slices.Concat(rapid.SliceOfDistinct(rapid.SampledFrom([]string{"[v]", "[months]", "[w.x]", "[w]", "[ u . v ]"}), rapid.ID).Draw(g.r, "tables"),
		rapid.SliceOfN(rapid.SampledFrom([]string{"[[options]]", "[[h.items]]"}), 0, 4).Draw(g.r, "lists")) {
		b.WriteString(g.above(strings.ReplaceAll(h, " ", "")) + h + g.behind(strings.ReplaceAll(h, " ", "")) + g.eol + g.entries("id", "amount", "maximum", "more", "2026-01", "x.y", "date"))
		if h == "[[options]]" && g.maybe("sub") {
			n++
			b.WriteString("[options.sub]" + g.eol + g.entries("b", "a"))
		}
	}
	return b.String() + g.above("")
}

// Any text: what is no TOML is refused, what is gets a layout that says the same.
func FuzzBytes(f *testing.F) {
	f.Add("# h\n\na.b = 1 # c\n[v]\nx = [1, # d\n 2]\n[[options]]\nid = \"b\"\n[[options]]\nid='a'\n")
	f.Add("v = { a = 1, # x\n b = [ { c = \"\"\"\n\"\"\"\" } ] }\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		said, err := toml.Decode(bytes.TrimPrefix([]byte(text), []byte(mark)))
		got, failed := Bytes([]byte(text), shape())
		if err != nil || !utf8.ValidString(text) {
			if failed == nil {
				t.Fatalf("%q became %q", text, got)
			}
			return
		}
		if strings.Contains(text, "nan") {
			return // it is not even the same as itself
		}
		if failed != nil {
			t.Fatalf("%q: %v", text, failed)
		}
		says, err := toml.Decode(bytes.TrimPrefix(got, []byte(mark)))
		if err != nil || !reflect.DeepEqual(sorted(said, shape()), sorted(says, shape())) {
			t.Fatalf("%q became %q", text, got)
		}
		if again, err := Bytes(got, shape()); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("%q became %q, then %q", text, got, again)
		}
	})
}
