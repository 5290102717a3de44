package store

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/toml"
)

// People write dates with points, amounts with spaces and "kr", and text without quotes. The
// parser says what it expected instead; here the line is read again for what was meant, so
// that the finding can say how to write it.

// slip is what somebody wrote instead of TOML, as the variants of the catalogue's FV007 have it.
type slip string

const (
	slipQuoteOpen   slip = "quote-open"
	slipBackslash   slip = "backslash"
	slipControl     slip = "control"
	slipComma       slip = "comma"
	slipListOpen    slip = "list-open"
	slipRange       slip = "range"
	slipHeader      slip = "header"
	slipNoEquals    slip = "no-equals"
	slipKey         slip = "key"
	slipEmpty       slip = "empty"
	slipDate        slip = "date"
	slipNumber      slip = "number"
	slipYesNo       slip = "yes-no"
	slipQuoteInside slip = "quote-inside"
	slipText        slip = "text"
)

// syntax makes the finding of a line that is not TOML.
func (f *file) syntax(se *toml.SyntaxError) diag.Finding {
	place := f.src.LineCol(se.Line, se.Col)
	if se.Duplicate != "" {
		return f.duplicate(se, place)
	}
	for i, r := range []rune(place.Source) { // curly quotes come from word processors
		if strings.ContainsRune("“”„«»‘’", r) && !insideQuotes(place.Source, i) {
			place.Col, place.Width = i+1, 1
			return place.At("FV006", diag.Error, diag.Args{"char": string(r)})
		}
	}
	args := diag.Args{"detail": se.Detail}
	key, value, _ := keyAndValue(place.Source)
	underline := func() {
		_, value, at := keyAndValue(place.Source)
		place.Col, place.Width = utf8.RuneCountInString(place.Source[:at])+1, utf8.RuneCountInString(value)
	}
	meant := slipOf(se.Detail, place.Source, key, value)
	switch meant {
	case slipComma:
		if line := f.openList(se.Line); line > 0 && plainKey.MatchString(key) {
			place, meant = f.src.LineCol(line, 1), slipListOpen
			underline()
		}
	case slipDate:
		underline()
		return place.At("FV023", diag.Error, diag.Args{"value": value, "closest": isoDate(value)})
	case slipRange:
		underline()
		return place.At("FV025", diag.Error, diag.Args{"value": value})
	case slipNumber:
		underline()
		args["value"], args["closest"] = value, plainNumber(value)
	case slipYesNo, slipText:
		underline()
		args["value"] = value
	}
	args["variant"] = string(meant)
	return place.At("FV007", diag.Error, args)
}

// openList is the nearest line above one, 1-based, on which a list begins that the line
// does not end; 0 for none.
func (f *file) openList(below int) int {
	lines := strings.Split(string(f.src.Data), "\n")
	for i := min(below-1, len(lines)) - 1; i >= 0 && below-i < 100; i-- {
		if _, value, _ := keyAndValue(lines[i]); strings.Count(value, "[") > strings.Count(value, "]") {
			return i + 1
		}
	}
	return 0
}

// duplicate is the finding of a key or table that is given twice, at the second place.
func (f *file) duplicate(se *toml.SyntaxError, place diag.Place) diag.Finding {
	args := diag.Args{"key": se.Duplicate}
	first, again, ok := toml.Twice(f.src.Data)
	if !ok { // in an inline table: the line is right, its place in it is not known
		place.Col, place.Width = len(place.Source)-len(strings.TrimLeft(place.Source, " \t"))+1, 1
		return place.At("FV008", diag.Error, args)
	}
	fd := f.src.Offset(again.Start, utf8.RuneCount(f.src.Data[again.Start:again.End])).At("FV008", diag.Error, args)
	fd.Related = []diag.Related{f.src.Offset(first.Start, 1).Related()}
	return fd
}

// keyAndValue splits a line at its first "=", without a comment after the value; at is the
// byte where the value begins. Both are empty where there is no "=".
func keyAndValue(line string) (key, value string, at int) {
	i := strings.IndexByte(line, '=')
	if i < 0 {
		return "", "", 0
	}
	rest := line[i+1:]
	value = strings.TrimLeft(rest, " \t")
	at = i + 1 + len(rest) - len(value)
	if !strings.ContainsAny(value, `"'`) {
		value, _, _ = strings.Cut(value, "#")
	}
	return strings.TrimSpace(line[:i]), strings.TrimSpace(value), at
}

var yesOrNo = map[string]bool{"ja": true, "nei": true, "yes": true, "no": true, "true": true, "false": true, "sant": true, "usant": true}

// slipOf says what somebody meant with a line that the parser refuses: by the parser's
// complaint where that is clear, else by what stands in the line. "" where it is not known.
func slipOf(detail, line, key, value string) slip {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(detail, w) {
				return true
			}
		}
		return false
	}
	trimmed := strings.TrimSpace(line)
	switch {
	case has("cannot contain newlines"):
		return slipQuoteOpen
	case has("invalid escape"):
		return slipBackslash
	case has("control characters"):
		return slipControl
	case has("array terminator", "inline table terminator"):
		return slipComma
	case has("out of range"):
		return slipRange
	case strings.HasPrefix(trimmed, "["):
		return slipHeader
	case !strings.Contains(line, "="):
		return slipNoEquals
	case !plainKey.MatchString(key):
		return slipKey
	case value == "":
		return slipEmpty
	case dateLike.MatchString(value):
		return slipDate
	case numberLike.MatchString(value):
		return slipNumber
	case yesOrNo[strings.ToLower(value)]:
		return slipYesNo
	case value[0] == '"':
		return slipQuoteInside
	case bareText.MatchString(value):
		return slipText
	}
	return ""
}

const monthWord = `(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-zæøå]*\.?`

var (
	plainKey   = regexp.MustCompile(`^[A-Za-z0-9_."'-]+$`)
	bareText   = regexp.MustCompile(`^\pL`)
	numberLike = regexp.MustCompile(`(?i)^(?:kr\.?|nok)?\s*[-+]?\d[\d\s.,_]*(?:(?:kr\.?|nok|%|,-|mill\.?|millioner|mrd\.?)\s*)?-?$`)
	dateLike   = regexp.MustCompile(`(?i)^(?:\d{4,5}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?(?:\d{2}|\d{4})|\d{1,2}\.? ` + monthWord + ` \d{4})$`)
	isoParts   = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)
	dayParts   = regexp.MustCompile(`^(\d{1,2})[-.] ?(\d{1,2})[-.] ?(\d{4})$`)
	grouped    = regexp.MustCompile(`^[-+]?\d{1,3}(?:\.\d{3})+$`)
)

// isoDate writes a date as files have it; "" where it is none, or where it is not certain
// which part is what.
func isoDate(s string) string {
	s = strings.TrimSpace(s)
	for _, form := range []struct {
		re    *regexp.Regexp
		parts [3]int // year, month, day
	}{{isoParts, [3]int{1, 2, 3}}, {dayParts, [3]int{3, 2, 1}}} {
		if m := form.re.FindStringSubmatch(s); m != nil {
			t, err := time.Parse("2006-1-2", m[form.parts[0]]+"-"+m[form.parts[1]]+"-"+m[form.parts[2]])
			if err != nil || !plausible(date.FromTime(t)) {
				return ""
			}
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// plausible reports whether a date can belong to a contract: others are typing errors.
func plausible(d date.Date) bool { return d.Year() >= 1900 && d.Year() < 2200 }

// plainNumber writes a number as files have it, without spaces, points between thousands
// and "kr"; "" where it is not certain what was meant.
func plainNumber(s string) string {
	s = strings.ToLower(s)
	for _, unit := range []string{"kr.", "kr", "nok", ",-"} {
		s = strings.Trim(strings.ReplaceAll(s, unit, ""), " \u00a0\u202f\t")
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\t", "").Replace(s)
	whole, decimals, comma := strings.Cut(s, ",")
	if grouped.MatchString(whole) {
		whole = strings.ReplaceAll(whole, ".", "")
	}
	if s = whole; comma {
		s += "." + decimals
	}
	if _, err := money.Parse(s); err != nil || comma && len(decimals) > 2 {
		return ""
	}
	return s
}
