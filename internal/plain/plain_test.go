package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestForms(t *testing.T) {
	for _, tc := range []struct{ in, text, line string }{
		{"", "", ""},
		{"Drift og vakthold", "Drift og vakthold", "Drift og vakthold"},
		{"a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne", "a b c d e"},
		{" a\t  b ", " a\t  b ", "a b"},
		{"10\u00A0000", "10\u00A0000", "10\u00A0000"},
		{"a\x1b[31m\n\tb\u202Ec \u2066d", "a\uFFFD[31m\n\tb\u202Ec \u2066d", "a\uFFFD[31m b\uFFFDc \uFFFDd"},
		{"a\xff\uFFFEb\x00", "a\uFFFD\uFFFDb\uFFFD", "a\uFFFD\uFFFEb\uFFFD"},
	} {
		if got := Text(tc.in); got != tc.text {
			t.Errorf("Text(%q) = %q, want %q", tc.in, got, tc.text)
		}
		if got := Line(tc.in); got != tc.line {
			t.Errorf("Line(%q) = %q, want %q", tc.in, got, tc.line)
		}
	}
}

// Whatever comes in, each form is its own form, is valid, and holds no control character.
func TestWhateverComesIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		text, line := Text(in), Line(in)
		if Text(text) != text || Line(line) != line || !utf8.ValidString(text) || !utf8.ValidString(line) {
			t.Fatalf("%q, %q", text, line)
		}
		if strings.ContainsFunc(line, unicode.IsControl) || strings.ContainsFunc(strings.NewReplacer("\n", "", "\t", "").Replace(text), unicode.IsControl) {
			t.Fatalf("%q, %q", text, line)
		}
	})
}
