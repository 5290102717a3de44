package print

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

var hostile = []string{
	"<script>alert(1)</script>", "@octocat see #1 and GH-2", "a | b | c", "`code` ``x``", "[x](javascript:alert(1))", "![i](http://e.example/i.png)",
	"http://e.example www.e.example mailto:a@b.no a@b.no", "**b** _i_ ~~s~~ ***", "1. one", "- two", "+ three", "# h", "> q", "---", "===", "a\n\n# b", "\x1b[31mred\u202E",
	"&lt;b&gt; &amp; &#64;", "\\<b>", "$x$", "2024. året", "    indented", "<!-- comment", "]]>", "{{x}}", ":+1: <https://e.example>", "ftp://e.example https://e.example/?a=@b",
}

// forge draws Markdown as a forge does.
var forge = goldmark.New(goldmark.WithExtensions(extension.GFM))

// inertIn fails where a text does anything in Markdown but show itself.
func inertIn(t *testing.T, s string) {
	md := Markdown(s)
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
