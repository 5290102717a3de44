package render

import (
	"fmt"
	"strconv"
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

// ratKey is a plain decimal for sorting in the browser.
func ratKey(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

// upperFirst begins a heading with a capital.
func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
