package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Harmless keeps a spreadsheet from taking a text for a formula. Numbers are not texts.
func Harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && strings.Trim(s, "-0123456789.,") != "" {
		return "'" + s
	}
	return s
}

// Escaped escapes what Markdown or HTML would read in a text.
func Escaped(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", "&", "&amp;", "*", "\\*", "_", "\\_", "[", "\\[", "`", "\\`", "#", "\\#", "\n", " ", "\r", " ", "@", "@\u200b").Replace(s)
}

// UpperFirst begins a heading with a capital.
func UpperFirst(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
