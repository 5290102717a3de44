package diag

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/plain"
)

// column is where a terminal with tab stops of 8 draws what follows the text.
func column(text string) int {
	n := 0
	for _, r := range text {
		if r == '\t' {
			n += 8 - n%8
		} else {
			n += plain.Width(string(r))
		}
	}
	return n
}

// The first caret is under the first rune of the place, whatever comes before it.
func TestCaretLinesUp(t *testing.T) {
	for _, source := range []string{
		"plain #", "\t#", "\ta\tb #", "漢字 #", "e\u0301e\u0301 #", "\u202e\u200b\u00a0#", "👍🏽 #", "\x1b[0m#", "#",
		strings.Repeat("a", 300) + "#" + strings.Repeat("b", 300),
		"\t" + strings.Repeat("å", 90) + "#",
		strings.Repeat("漢", 70) + "#" + strings.Repeat("字", 70),
	} {
		col := len([]rune(source[:strings.Index(source, "#")])) + 1
		line, pad, carets := excerpt(source, col, 1, 60)
		before, _, found := strings.Cut(line, "#")
		if !found || column("    "+before) != column("    "+pad) || carets != "^" {
			t.Errorf("\n%s\n%s%s", line, pad, carets)
		}
		if len([]rune(source)) > 60 && plain.Width(strings.ReplaceAll(line, "\t", "        ")) > 60 {
			t.Errorf("%d cells: %s", plain.Width(line), line)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		source     string
		col, width int
		want       string // line|pad and carets
	}{
		{"abc", 2, 1, "abc| ^"},
		{"abc", 2, 9, "abc| ^^"},
		{"abc", 4, 1, "abc|   ^"},
		{"abc", 99, 1, "abc|   ^"},
		{"abc", 0, 0, "abc|^"},
		{"0123456789abcdefghij", 1, 1, "0123456789abcdefghij|^"},
		{"0123456789abcdefghijklmno", 20, 2, "…789abcdefghijklmno|             ^^"},
		{"0123456789abcdefghijklmno", 2, 1, "0123456789abcdefgh…| ^"},
		{"0123456789abcdefghijklmnopqrstuvwxyz", 18, 1, "…bcdefghijklmnopqrs…|       ^"},
		{"0123456789abcdefghijklmno", 25, 1, "…789abcdefghijklmno|                  ^"},
	} {
		line, pad, carets := excerpt(c.source, c.col, c.width, 20)
		if got := line + "|" + pad + carets; got != c.want {
			t.Errorf("%q at %d:\n got %s\nwant %s", c.source, c.col, got, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"Sørlandet 40\u00a0000": "Sørlandet 40\u00a0000",
		"a\nb\tc\x1b\x7f":       "a␊b␉c␛␡",
		"\u202eabc\u2069":       "<U+202E>abc<U+2069>",
		"\u0085\u2028\ufeff":    "<U+0085><U+2028><U+FEFF>",
		"a\xffb":                "a\ufffdb",
		"漢 é e\u0301":           "漢 é e\u0301",
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}
