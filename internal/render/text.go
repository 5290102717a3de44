package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// join puts the words that there are between spaces.
func join(words []string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func pad(n int) string { return fmt.Sprintf("%06d", n) }

// upperFirst begins a heading with a capital.
func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
