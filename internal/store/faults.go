package store

import (
	"bytes"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
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
	slipLongOpen    slip = "long-open"
	slipBackslash   slip = "backslash"
	slipControl     slip = "control"
	slipReturn      slip = "return" // a line end of old
	slipComma       slip = "comma"
	slipListOpen    slip = "list-open"
	slipTableOpen   slip = "table-open"
	slipRange       slip = "range"
	slipHeader      slip = "header"
	slipComment     slip = "comment"
	slipNoEquals    slip = "no-equals"
	slipKey         slip = "key"
	slipEmpty       slip = "empty"
	slipDate        slip = "date"
	slipNumber      slip = "number"
	slipYesNo       slip = "yes-no"
	slipQuoteInside slip = "quote-inside"
	slipText        slip = "text"
	slipAfter       slip = "after"
	slipUnexpected  slip = "unexpected"
)

// misfit is a place that is not TOML, with what stands there.
type misfit struct {
	f      *file
	se     *toml.SyntaxError
	at     int       // the first byte that does not fit
	line   string    // on which it stands
	from   int       // where that line begins
	inside bool      // whether the line goes on with a list or table begun above it
	key    string    // before the line's "="
	value  diag.Span // the value, or the item of a list, that the byte stands in
}

func (f *file) misfitOf(se *toml.SyntaxError) *misfit {
	data := f.src.Data
	m := &misfit{f: f, se: se, at: se.Offset}
	for m.at < len(data) && (data[m.at] == ' ' || data[m.at] == '\t') {
		m.at++
	}
	m.from = bytes.LastIndexByte(data[:m.at], '\n') + 1
	line, _, _ := bytes.Cut(data[m.from:], []byte("\n"))
	m.line = strings.TrimRight(string(line), "\r")
	m.inside = se.Lost.Start < m.from
	if m.inside {
		m.item(m.from)
		return m
	}
	key, value, at := keyAndValue(m.line)
	m.key, m.value = key, diag.Span{Start: m.from + at, End: m.from + at + len(value)}
	if strings.HasPrefix(value, "[") && m.at > m.value.Start {
		m.item(m.value.Start)
	}
	return m
}

// item takes the item of a list in which the byte stands as the value; from is where to look.
func (m *misfit) item(from int) {
	data, end := m.f.src.Data, m.from+len(m.line)
	start := max(from, bytes.LastIndexAny(data[:m.at], ",[{=\n")+1)
	if i := bytes.IndexAny(data[m.at:end], ",]}#"); i >= 0 {
		end = m.at + i
	}
	text := data[start:max(start, end)]
	start += len(text) - len(bytes.TrimLeft(text, " \t"))
	m.value = diag.Span{Start: start, End: start + len(bytes.TrimSpace(text))}
}

func (m *misfit) text() string { return string(m.f.src.Data[m.value.Start:m.value.End]) }

// place of a stretch of the file.
func (f *file) stretch(s diag.Span) diag.Place {
	return f.src.Offset(s.Start, utf8.RuneCount(f.src.Data[s.Start:s.End]))
}

// syntax makes the finding of a line that is not TOML.
func (f *file) syntax(se *toml.SyntaxError) diag.Finding {
	if se.Duplicate != "" {
		return f.duplicate(se)
	}
	m := f.misfitOf(se)
	if fd, pasted := m.pasted(); pasted && !noValue[m.text()] {
		return fd
	}
	meant := m.slip()
	place, value := f.src.Offset(m.at, 1), m.text()
	args := diag.Args{}
	switch meant {
	case slipQuoteOpen:
		args["mark"] = string(m.mark())
	case slipLongOpen:
		place = f.src.Offset(se.Lost.Start+strings.Index(string(f.src.Data[se.Lost.Start:]), m.long()), 3)
		args["mark"] = m.long()
	case slipBackslash:
		return m.backslash()
	case slipListOpen, slipTableOpen:
		if meant == slipTableOpen {
			args["mark"] = "}"
		}
		line, _, _ := bytes.Cut(f.src.Data[se.Lost.Start:], []byte("\n"))
		_, value, at := keyAndValue(string(line))
		place = f.stretch(diag.Span{Start: se.Lost.Start + at, End: se.Lost.Start + at + len(value)})
	case slipDate:
		return f.stretch(m.value).At("FV023", diag.Error, dateFault(value))
	case slipRange:
		return f.stretch(m.value).At("FV025", diag.Error, diag.Args{"value": value})
	case slipNumber:
		place = f.stretch(m.value)
		args["value"], args["closest"] = value, plainNumber(value)
	case slipYesNo, slipText:
		place = f.stretch(m.value)
		args["value"] = value
	case slipEmpty:
		if value != "" { // a sign for nothing
			place = f.stretch(m.value)
		}
	case slipHeader:
		args["closest"] = plainHeader(m.line)
	case slipComment:
		args["closest"] = "# " + strings.TrimLeft(strings.TrimSpace(m.line), "/-;* ")
	case slipAfter, slipUnexpected:
		rest := strings.TrimSpace(m.line[min(m.at-m.from, len(m.line)):])
		args["rest"], place.Width = clip(rest), max(utf8.RuneCountInString(rest), 1)
	}
	args["variant"] = string(meant)
	return place.At("FV007", diag.Error, args)
}

// mark is the quotation mark of the text that the byte ends or stands in: of the last that
// begins before it on the line.
func (m *misfit) mark() byte {
	data, mark := m.f.src.Data, byte('"')
	for i := m.from; i < m.at; i++ {
		if c := data[i]; c == '"' || c == '\'' {
			mark = c
			i = toml.SkipString(data, i)
		}
	}
	return mark
}

// long are the three marks of a text of several lines that is not ended.
func (m *misfit) long() string {
	if strings.Contains(m.se.Detail, "'''") {
		return "'''"
	}
	return `"""`
}

var wrongEscape = regexp.MustCompile(`\\(?:[btnfre"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(.?))`)

// backslash is the finding of a backslash that TOML reads as the beginning of another sign:
// at the backslash, with the whole text as it may stand between marks that keep it as it is.
func (m *misfit) backslash() diag.Finding {
	data := m.f.src.Data
	for i := m.from; i < m.from+len(m.line); i++ {
		if c := data[i]; c != '"' && c != '\'' {
			continue
		}
		end := min(toml.SkipString(data, i)+1, len(data))
		if end > m.at {
			text := data[i:end]
			args := diag.Args{"variant": string(slipBackslash), "closest": literal(string(bytes.Trim(text, `"`)))}
			for _, esc := range wrongEscape.FindAllSubmatchIndex(text, -1) {
				if esc[2] >= 0 {
					return m.f.src.Offset(i+esc[0], 1).At("FV007", diag.Error, args)
				}
			}
			return m.f.src.Offset(m.at, 1).At("FV007", diag.Error, args)
		}
		i = end - 1
	}
	return m.f.src.Offset(m.at, 1).At("FV007", diag.Error, diag.Args{"variant": string(slipBackslash)})
}

// literal is text between the marks that keep backslashes; "" where it cannot stand there.
func literal(text string) string {
	if strings.ContainsAny(text, "'\n") {
		return ""
	}
	return "'" + text + "'"
}

// duplicate is the finding of a key or table that is given twice, at the second place.
func (f *file) duplicate(se *toml.SyntaxError) diag.Finding {
	args := diag.Args{"key": se.Duplicate}
	if f.root.list(se.Duplicate) {
		args["variant"] = "list"
	}
	if se.First == (diag.Span{}) { // in an inline table: the line is right, its place in it is not known
		line, _, _ := bytes.Cut(f.src.Data[se.Lost.Start:], []byte("\n"))
		return f.src.Offset(se.Lost.Start+len(line)-len(bytes.TrimLeft(line, " \t")), 1).At("FV008", diag.Error, args)
	}
	again := f.stretch(se.Again)
	if args["variant"] == nil && strings.HasPrefix(strings.TrimSpace(again.Source), "[") {
		args["variant"] = "table"
	}
	fd := again.At("FV008", diag.Error, args)
	fd.Related = []diag.Related{f.src.Offset(se.First.Start, 1).Related()}
	return fd
}

// list reports whether the key, with points between its parts, is a list of tables.
func (l *layout) list(key string) bool {
	first, rest, deeper := strings.Cut(key, ".")
	if l == nil {
		return false
	}
	f, known := l.byKey[first]
	switch {
	case !known || f.table() == nil:
		return false
	case deeper:
		return f.table().list(rest)
	}
	return f.typ.Kind() == reflect.Slice
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
	return strings.TrimSpace(line[:i]), strings.Trim(value, " \t\r"), at
}

// noValue are the signs by which tables say that there is none.
var noValue = map[string]bool{"-": true, "–": true, "—": true, "…": true, "...": true, "?": true}

var yesOrNo = map[string]bool{"ja": true, "nei": true, "yes": true, "no": true, "true": true, "false": true, "sant": true, "usant": true}

// slip says what somebody meant with a line that the parser refuses: by the parser's
// complaint where that is clear, else by what stands in the line.
func (m *misfit) slip() slip {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(m.se.Detail, w) {
				return true
			}
		}
		return false
	}
	trimmed, value := strings.TrimSpace(m.line), m.text()
	switch {
	case has("cannot contain newlines"):
		return slipQuoteOpen
	case has("expected '\"\"\"'", `expected "'''"`):
		return slipLongOpen
	case has("invalid escape", "hexadecimal digits"):
		return slipBackslash
	case has("control characters"):
		if i := strings.IndexFunc(m.line[m.at-m.from:], unicode.IsControl); i >= 0 {
			m.at += i
		}
		if m.f.src.Data[m.at] == '\r' {
			return slipReturn
		}
		return slipControl
	case has("out of range"):
		return slipRange
	case dateLike.MatchString(value):
		return slipDate
	case has("inline table terminator"):
		if m.goesOn() {
			return slipTableOpen
		}
		return slipComma
	case has("array terminator"):
		if m.goesOn() {
			return slipListOpen
		}
		return slipComma
	case m.inside && headingLike.MatchString(m.line): // read as a list within the list
		return slipListOpen
	case m.inside:
		return valueSlip(value)
	case strings.HasPrefix(trimmed, "["):
		return slipHeader
	case commentLike.MatchString(trimmed):
		return slipComment
	case !strings.Contains(m.line, "="):
		return slipNoEquals
	case !plainKey.MatchString(m.key):
		return slipKey
	case value == "" || noValue[value]:
		return slipEmpty
	}
	return valueSlip(value)
}

// goesOn reports whether a list or table that a line has begun is not ended before the
// next statement, or on the one line that it stands on.
func (m *misfit) goesOn() bool {
	if !m.inside {
		return m.at >= m.from+len(m.line)
	}
	return statementLike.MatchString(m.line) || m.at >= len(m.f.src.Data)
}

// valueSlip says what somebody meant with a value.
func valueSlip(value string) slip {
	switch {
	case value == "":
		return slipUnexpected
	case numberLike.MatchString(value):
		return slipNumber
	case yesOrNo[strings.ToLower(value)]:
		return slipYesNo
	case value[0] == '"' || value[0] == '\'':
		if end := toml.SkipString([]byte(value), 0) + 1; end < len(value) && !strings.ContainsAny(value[end:], `"`) {
			return slipAfter
		}
		return slipQuoteInside
	case bareText.MatchString(value):
		return slipText
	}
	return slipUnexpected
}

const monthWord = `(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-zæøå]*\.?`

var (
	plainKey      = regexp.MustCompile(`^[A-Za-z0-9_."'-]+$`)
	bareText      = regexp.MustCompile(`^\pL`)
	commentLike   = regexp.MustCompile(`^(?://|--|;|\*)`)
	headingLike   = regexp.MustCompile(`^\s*\[\[?[\pL_][\pL\pN_.-]*\]\]?\s*(?:#.*)?$`)
	statementLike = regexp.MustCompile(`^\s*(?:["']?[\pL\pN_.-]+["']?[ \t]*=|\[\[?[\pL\pN_."' -]+\]\]?\s*(?:#.*)?$)`)
	numberLike    = regexp.MustCompile(`(?i)^(?:kr\.?|nok)?\s*[-+]?\d[\d\s.,_]*(?:(?:kr\.?|nok|%|,-|mill\.?|millioner|mrd\.?)\s*)?-?$`)
	dateLike      = regexp.MustCompile(`(?i)^(?:\d{4,5}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?(?:\d{2}|\d{4})|\d{1,2}\.? ` + monthWord + ` \d{4})$`)
	isoParts      = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$`)
	dayParts      = regexp.MustCompile(`^(\d{1,2})[-.] ?(\d{1,2})[-.] ?(\d{4})$`)
	grouped       = regexp.MustCompile(`^[-+]?\d{1,3}(?:[. ]\d{3})+$`)
	leadingZeros  = regexp.MustCompile(`^([-+]?)0[0_]*(\d)`)
	headerName    = regexp.MustCompile(`^(\[\[?)\s*([A-Za-z0-9_.-]+)`)
)

// plainHeader writes the heading of a table as files have it; "" where its name cannot stand so.
func plainHeader(line string) string {
	switch m := headerName.FindStringSubmatch(strings.TrimSpace(line)); {
	case m == nil:
		return ""
	case m[1] == "[[":
		return "[[" + m[2] + "]]"
	default:
		return "[" + m[2] + "]"
	}
}

// dateFault are the facts of a text that is no date: which it may be, or why there is none such.
func dateFault(s string) diag.Args {
	args := diag.Args{"value": clip(seen(s)), "closest": isoDate(s)}
	if args["closest"] != "" {
		if plainSigns(s) != s {
			args["variant"] = "signs"
		}
		return args
	}
	year, month, day, ok := dateParts(s)
	switch {
	case !ok:
	case month < 1 || month > 12:
		args["variant"], args["month"] = "month", strconv.Itoa(month)
	case day < 1 || day > date.NewMonth(year, time.Month(month)).Days():
		m := date.NewMonth(year, time.Month(month))
		args["variant"], args["month"], args["days"] = "day", m, m.Days()
	}
	return args
}

// dateParts reads the numbers of a date where it is certain which part is what.
func dateParts(s string) (year, month, day int, ok bool) {
	s = strings.TrimSpace(plainSigns(s))
	m := isoParts.FindStringSubmatch(s)
	if m == nil {
		if m = dayParts.FindStringSubmatch(s); m == nil {
			return 0, 0, 0, false
		}
		m[1], m[3] = m[3], m[1]
	}
	year, _ = strconv.Atoi(m[1])
	month, _ = strconv.Atoi(m[2])
	day, _ = strconv.Atoi(m[3])
	return year, month, day, true
}

// isoDate writes a date as files have it; "" where it is none, or where it is not certain
// which part is what.
func isoDate(s string) string {
	year, month, day, ok := dateParts(s)
	if !ok || month < 1 || month > 12 || day < 1 || day > date.NewMonth(year, time.Month(month)).Days() {
		return ""
	}
	if d := date.Of(year, time.Month(month), day); plausible(d) {
		return d.String()
	}
	return ""
}

// plausible reports whether a date can belong to a contract: others are typing errors.
func plausible(d date.Date) bool { return d.Year() >= 1900 && d.Year() < 2200 }

// plainNumber writes a number as files have it: with _ for spaces and points between thousands,
// without zeros before it and "kr"; "" where it is not certain what was meant.
func plainNumber(s string) string {
	s = strings.ToLower(strings.TrimSpace(plainSigns(s)))
	for _, unit := range []string{"kr.", "kr", "nok", ",-"} {
		s = strings.TrimSpace(strings.ReplaceAll(s, unit, ""))
	}
	whole, decimals, comma := strings.Cut(strings.Join(strings.Fields(s), " "), ",")
	if grouped.MatchString(whole) {
		whole = strings.NewReplacer(" ", "_", ".", "_").Replace(whole)
	}
	s = strings.ReplaceAll(whole, " ", "")
	if comma {
		s += "." + decimals
	}
	s = leadingZeros.ReplaceAllString(s, "$1$2")
	if _, err := money.Parse(s); err != nil || comma && len(decimals) > 2 {
		return ""
	}
	return s
}
