package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/diag"
)

// Word processors put other signs than those of the keyboard into what is copied from them:
// spaces that do not break, dashes, a minus of its own, quotation marks in pairs.

// foreign is what a sign of a word processor is, as the variants of the catalogue's FV007 have it;
// "" for the keyboard's signs and for letters.
func foreign(r rune) string {
	switch {
	case r < 0x80:
		return ""
	case r == '\u00a0' || r == '\u202f' || r == '\u2007':
		return "no-break-space"
	case unicode.Is(unicode.Zs, r):
		return "odd-space"
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
		return "invisible"
	case r == '\u2212' || unicode.Is(unicode.Pd, r):
		return "dash"
	case strings.ContainsRune("“”„‟«»‹›‘’‚‛", r):
		return "quote"
	}
	return ""
}

// plainSigns writes text with the signs of the keyboard.
func plainSigns(s string) string {
	return strings.Map(func(r rune) rune {
		switch foreign(r) {
		case "no-break-space", "odd-space":
			return ' '
		case "invisible":
			return -1
		case "dash":
			return '-'
		}
		return r
	}, s)
}

// seen is a value as a sentence shows it: what nobody would see in it is seen.
func seen(s string) string {
	inner := strings.Trim(s, " ")
	if inner == "" {
		return strings.Repeat("␣", len(s))
	}
	before, after, _ := strings.Cut(s, inner)
	return strings.Repeat("␣", len(before)) + diag.Shown(inner) + strings.Repeat("␣", len(after))
}

// maxShown is how much of a value a sentence shows, in runes.
const maxShown = 80

// clip cuts a long value.
func clip(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown]) + "…"
}

// pasted makes the finding of a sign that came from a word processor, if that is what does
// not fit.
func (m *misfit) pasted() (diag.Finding, bool) {
	if strings.Contains(m.se.Detail, "cannot contain newlines") {
		return m.closingQuote()
	}
	data := m.f.src.Data
	at := m.at
	r, _ := utf8.DecodeRune(data[at:])
	value := m.text()
	plain := strings.TrimSpace(plainSigns(value))
	meant := ""
	if plain != value && (dateLike.MatchString(plain) || numberLike.MatchString(plain)) {
		for i, other := range value {
			if foreign(other) != "" {
				at, r = m.value.Start+i, other
				break
			}
		}
		if meant = isoDate(plain); meant == "" && !dateLike.MatchString(plain) {
			meant = plainNumber(plain)
		}
	}
	switch kind := foreign(r); kind {
	case "":
		return diag.Finding{}, false
	case "quote":
		return m.f.src.Offset(at, 1).At("FV006", diag.Error, diag.Args{"char": string(r)}), true
	default:
		return m.f.src.Offset(at, 1).At("FV007", diag.Error, diag.Args{"variant": kind, "sign": diag.Shown(string(r)), "closest": meant}), true
	}
}

// closingQuote finds a quotation mark of a word processor at the end of a text that a straight
// one begins.
func (m *misfit) closingQuote() (diag.Finding, bool) {
	text := strings.TrimRight(m.line, " \t,")
	r, size := utf8.DecodeLastRuneInString(text)
	if foreign(r) != "quote" {
		return diag.Finding{}, false
	}
	return m.f.src.Offset(m.from+len(text)-size, 1).At("FV006", diag.Error, diag.Args{"char": string(r)}), true
}
