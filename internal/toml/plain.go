package toml

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// plain reads files as people and programs commonly write them, which is most of what a build
// does with a file and several times as fast as the decoder of record: bare keys, tables of one
// name, strings on one line without escapes, numbers, dates, truth, lists and inline tables.
// Of everything else, also of every fault, it says that it is not for it (not ok), so that
// what it gives is what the decoder of record would give (FuzzPlain).
func plain(data []byte) (m map[string]any, ok bool) {
	r := &plainReader{text: string(data)}
	if !utf8.ValidString(r.text) || strings.ContainsFunc(r.text, control) {
		return nil, false
	}
	root := map[string]any{}
	r.table = root
	for r.space(true); r.at < len(r.text); r.space(true) {
		if r.text[r.at] == '[' {
			ok = r.header(root)
		} else {
			ok = r.pair(r.table)
		}
		if !ok || !r.lineEnd() {
			return nil, false
		}
	}
	return root, true
}

// control tells a character that may not stand in a file of TOML, or whose meaning depends on
// where it stands.
func control(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == '\uFEFF' }

// plainReader stands at a byte of a text.
type plainReader struct {
	text  string
	at    int
	table map[string]any // that the pairs of the next lines belong to
}

// is steps over a character, if it stands here.
func (r *plainReader) is(c byte) bool {
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

// space steps over blanks; with lines, over line ends and comments too.
func (r *plainReader) space(lines bool) {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == ' ' || c == '\t' || c == '\n' && lines:
			r.at++
		case c == '#' && lines:
			r.comment()
		default:
			return
		}
	}
}

// comment steps to the end of the line.
func (r *plainReader) comment() {
	if n := strings.IndexByte(r.text[r.at:], '\n'); n >= 0 {
		r.at += n
	} else {
		r.at = len(r.text)
	}
}

// lineEnd tells whether nothing but a comment follows on the line, and steps over it.
func (r *plainReader) lineEnd() bool {
	r.space(false)
	if r.at < len(r.text) && r.text[r.at] == '#' {
		r.comment()
	}
	return r.at == len(r.text) || r.is('\n')
}

// word steps over the characters of bare keys, numbers and dates.
func (r *plainReader) word(more string) string {
	from := r.at
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' && strings.IndexByte(more, c) < 0 {
			break
		}
	}
	return r.text[from:r.at]
}

// header begins a table that is new, or the next of an array of tables.
func (r *plainReader) header(root map[string]any) bool {
	r.at++
	array := r.is('[')
	name := r.word("")
	if name == "" || !r.is(']') || array && !r.is(']') {
		return false
	}
	before, known := root[name]
	r.table = map[string]any{}
	if !array {
		root[name] = r.table
		return !known
	}
	list, isArray := before.([]map[string]any) // only headers make those
	root[name] = append(list, r.table)
	return isArray || !known
}

// pair reads a key and its value into a table.
func (r *plainReader) pair(table map[string]any) bool {
	key := r.word("")
	r.space(false)
	if _, known := table[key]; key == "" || known || !r.is('=') {
		return false
	}
	r.space(false)
	v, ok := r.value()
	table[key] = v
	return ok
}

func (r *plainReader) value() (any, bool) {
	if r.at == len(r.text) {
		return nil, false
	}
	switch c := r.text[r.at]; c {
	case '"', '\'':
		return r.quoted(c)
	case '[':
		return r.list()
	case '{':
		return r.inline()
	}
	return simple(r.word("+."))
}

// quoted reads a string that ends on its line.
func (r *plainReader) quoted(quote byte) (any, bool) {
	text := r.text[r.at+1:]
	n := strings.IndexByte(text, quote)
	if n < 0 || strings.ContainsRune(text[:n], '\n') || quote == '"' && strings.ContainsRune(text[:n], '\\') || n == 0 && strings.HasPrefix(text[1:], string(quote)) {
		return nil, false
	}
	r.at += n + 2
	return text[:n], true
}

func (r *plainReader) list() (any, bool) {
	r.at++
	list := []any{}
	for {
		r.space(true)
		if r.is(']') {
			return list, true
		}
		v, ok := r.value()
		if !ok {
			return nil, false
		}
		list = append(list, v)
		r.space(true)
		if !r.is(',') {
			return list, r.is(']')
		}
	}
}

func (r *plainReader) inline() (any, bool) {
	r.at++
	table := map[string]any{}
	r.space(false)
	if r.is('}') {
		return table, true
	}
	for {
		if r.space(false); !r.pair(table) {
			return nil, false
		}
		if r.space(false); !r.is(',') {
			return table, r.is('}')
		}
	}
}

// dateLocal is the zone by which a decoded date is known to be one.
var dateLocal = time.FixedZone("date-local", 0)

// simple reads what is one word: truth, a day, or a number.
func simple(word string) (any, bool) {
	switch {
	case word == "true", word == "false":
		return word == "true", true
	case len(word) == len(time.DateOnly) && word[4] == '-':
		day, err := time.ParseInLocation(time.DateOnly, word, dateLocal)
		return day, err == nil
	}
	if strings.Contains(word, "_") { // groups of digits
		for _, bad := range []string{"__", "-_", "_.", "._"} {
			if strings.Contains(word, bad) || word[0] == '_' || word[len(word)-1] == '_' {
				return nil, false
			}
		}
		word = strings.ReplaceAll(word, "_", "")
	}
	whole, decimals, hasPoint := strings.Cut(word, ".")
	digits := strings.TrimPrefix(whole, "-")
	if !allDigits(digits) || len(digits) > 1 && digits[0] == '0' || hasPoint && !allDigits(decimals) {
		return nil, false
	}
	if hasPoint {
		n, err := strconv.ParseFloat(word, 64)
		return n, err == nil && !math.IsInf(n, 0)
	}
	n, err := strconv.ParseInt(word, 10, 64)
	return n, err == nil
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
