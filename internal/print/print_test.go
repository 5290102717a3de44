package print

import (
	"math/big"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/plain"
)

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, []Number{Rounded(big.NewRat(2, 3), 2), Rounded(nil, 2)}); err != nil || b.String() != "[\n  0.67,\n  null\n]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestColumns(t *testing.T) {
	var b strings.Builder
	if err := Columns(&b, "  ", [][]string{{"Høy", "1"}, {"Kritisk", "22"}}); err != nil || b.String() != "  Høy      1\n  Kritisk  22\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// Whatever a title holds, its row is one line of bounded width, its id whole.
func TestColumnsOfHostileTitles(t *testing.T) {
	for _, title := range []string{strings.Repeat("a", 1<<20), strings.Repeat("漢字 ", 1<<10), "a\n::error::b", "a\x1b[31m\t\rb\u202E"} {
		var b strings.Builder
		if err := Columns(&b, "  ", [][]string{{Named(title, "id-1"), title, title}, {"x", "y", "z"}}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(b.String(), "\n")
		if len(lines) != 3 || !strings.Contains(lines[0], "(id-1)") || plain.Width(lines[0]) > 2+80+2+80+2+200 || strings.ContainsAny(b.String(), "\x1b\t\r\u202E") {
			t.Errorf("%q", b.String())
		}
	}
}
