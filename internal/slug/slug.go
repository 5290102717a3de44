// Package slug makes of a text what can be an id, the name of a folder and a word in an
// address: ASCII letters in lower case and digits, with single hyphens between. The letters
// that Norwegian names have are written out (æ ø å become ae o a); others separate words.
package slug

import "strings"

var letters = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "ö", "o", "ä", "a", "é", "e", "ü", "u")

// Of is the slug of a text; "" where nothing of it can be kept.
func Of(text string) string {
	words := strings.FieldsFunc(letters.Replace(strings.ToLower(text)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}

// Cut is the start of a slug, at most n bytes.
func Cut(s string, n int) string { return strings.Trim(s[:min(n, len(s))], "-") }
