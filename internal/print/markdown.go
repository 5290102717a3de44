package print

import (
	"strconv"
	"strings"
)

// Markdown writes text so that Markdown shows it and does nothing: no HTML, links,
// mentions, references, code or tables come of it, wherever it stands in a line.
func Markdown(s string) string {
	var b strings.Builder
	start := true // only digits so far: "1." would begin a list
	for i, r := range s {
		switch {
		case strconv.IsPrint(r) && strings.ContainsRune("\\`*_{}[]<>()|~&!$^=\"", r):
			b.WriteString("\\" + string(r))
		case r == '@' || r == '#': // mentions and references are found after Markdown is read
			b.WriteString("\\" + string(r) + "\u2060")
		case r == ':' && (strings.HasPrefix(s[i:], "://") || i >= 6 && strings.EqualFold(s[i-6:i], "mailto")):
			b.WriteString(":\u2060")
		case r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteString(".\u2060")
		case (r == '-' || r == '+') && (i == 0 || s[i-1] != ' ' && i+1 < len(s) && rune(s[i+1]) == r): // "--" and a bullet
			b.WriteString("\\" + string(r))
		case r == '.' && start && i > 0:
			b.WriteString("\\.")
		case r == '\u00A0' || strconv.IsPrint(r):
			b.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		default:
			b.WriteRune('\uFFFD')
		}
		start = start && r >= '0' && r <= '9'
	}
	return strings.TrimSpace(b.String())
}
