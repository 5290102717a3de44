package plain

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWriter(t *testing.T) {
	for _, tc := range []struct {
		in, want string
		colours  bool
	}{
		{"Høy  12,50\tKjøp\n", "Høy  12,50\tKjøp\n", false},
		{"::error::x\n  ::warning::y\na::b: c", "\u2060::error::x\n  \u2060::warning::y\na::b: c", false},
		{"## [a] b##[error]x ##vso[x]", "## [a] b##\u2060[error]x ##vso\u2060[x]", false},
		{"a\x1b[31mb\r\u202Ec\u0085d\u2028", "a\uFFFD[31mb\uFFFD\uFFFDc\uFFFDd\uFFFD", false},
		{"a\x1b[1;31mb\x1b[0mc\x1b[2Jd\x1b]0;t\a", "a\x1b[1;31mb\x1b[0mc\uFFFD[2Jd\uFFFD]0;t\uFFFD", true},
	} {
		for _, size := range []int{1, 2, 100} { // whatever is written at once
			var b strings.Builder
			w := NewWriter(&b, tc.colours)
			for in := []byte(tc.in); len(in) > 0; {
				n := min(size, len(in))
				if k, err := w.Write(in[:n]); k != n || err != nil {
					t.Fatal(k, err)
				}
				in = in[n:]
			}
			if b.String() != tc.want {
				t.Errorf("%q becomes %q, want %q", tc.in, b.String(), tc.want)
			}
		}
	}
}

// What is read from cleaned JSON is what was written.
func TestJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"##[error]x", "a\u009b31m", "\u202e\U000E0041", "####"})).Draw(t, "text")
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		clean := JSON(data)
		if err := json.Unmarshal(clean, &got); err != nil || got != text {
			t.Fatalf("%q: %q, %v", text, got, err)
		}
		var b strings.Builder
		if _, err := NewWriter(&b, false).Write(clean); err != nil || b.String() != string(clean) {
			t.Fatalf("%q is not clean", clean)
		}
	})
}

func TestCut(t *testing.T) {
	for _, tc := range []struct {
		in   string
		n    int
		want string
	}{{"æøå", 3, "æøå"}, {"æøåæ", 3, "æø…"}, {"æ ø å", 3, "æ…"}, {"漢字", 4, "漢字"}, {"漢字漢", 4, "漢…"}, {"漢字漢", 5, "漢字…"}, {"e\u0301a", 2, "e\u0301a"}, {"", 3, ""}} {
		if got := Cut(tc.in, tc.n); got != tc.want || Width(got) > tc.n {
			t.Errorf("Cut(%q, %d) = %q, want %q", tc.in, tc.n, got, tc.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		line, n := rapid.String().Draw(t, "line"), rapid.IntRange(1, 20).Draw(t, "n")
		if got := Cut(line, n); Width(got) > n || !utf8.ValidString(got) || Width(line) <= n && got != line {
			t.Fatalf("Cut(%q, %d) = %q", line, n, got)
		}
	})
}
