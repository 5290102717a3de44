package print

import (
	"math/big"
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, []Number{Rounded(big.NewRat(2, 3), 2), Rounded(nil, 2)}); err != nil || b.String() != "[\n  0.67,\n  null\n]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// What a stranger wrote neither moves the cursor nor breaks the line.
func TestWordsForATerminal(t *testing.T) {
	for in, want := range map[string][2]string{ // Printable, OneLine
		"Renhold":                {"Renhold", "Renhold"},
		"\x1b[31mrød":            {"\uFFFD[31mrød", "\uFFFD[31mrød"},
		"a\nb\tc":                {"a\uFFFDb\uFFFDc", "a b c"},
		"\u202Eabc":              {"\uFFFDabc", "\uFFFDabc"},
		strings.Repeat("x", 200): {strings.Repeat("x", 200), strings.Repeat("x", 159) + "…"},
	} {
		if got := [2]string{Printable(in), OneLine(in)}; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	var b strings.Builder
	if err := Columns(&b, "  ", [][]string{{"Høy", "1"}, {"Kritisk", "22"}}); err != nil || b.String() != "  Høy      1\n  Kritisk  22\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
