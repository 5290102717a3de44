package format

import (
	"bytes"
	"strings"

	"github.com/forvalt/forvalt/internal/toml"
)

// file is a TOML file as it is written: its values before the first header, then its tables.
type file struct {
	head []string // comments at the very beginning, set apart by a blank line
	root table
}

// table is a header with what stands below it.
type table struct {
	above  []string // comment lines; "" is a blank line between two of them
	path   []string // of the header below that of the table around it; nil for the file itself
	header string
	list   bool // [[…]]
	behind string
	values []*entry
	tables []*table
	below  []string // comments of a table without values
}

// entry is a key with its value.
type entry struct {
	above  []string
	path   []string // of a dotted key, several
	key    string
	value  value
	behind string   // the comment on the last line, with the space before it
	below  []string // comments at the end of the table
}

type kind uint8

const (
	scalar kind = iota
	list
	inline
)

// value is one value; what it holds depends on its kind.
type value struct {
	kind   kind
	raw    string // of a scalar
	items  []*item
	keys   []*entry
	open   string   // comment behind the bracket that opens a list
	end    []string // comments above the bracket that closes it
	spread bool     // a list written over lines
}

type item struct {
	above  []string
	value  value
	behind string
}

// parser takes apart a file that the decoder accepts; it finds no faults.
type parser struct {
	data  []byte
	at    int
	loose []string // comments within inline tables, which have no line of their own: they go above
}

func (p *parser) peek() byte {
	if p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

// space goes past spaces and tabs and gives them.
func (p *parser) space() string {
	from := p.at
	for p.peek() == ' ' || p.peek() == '\t' || p.peek() == '\r' {
		p.at++
	}
	return strings.TrimRight(string(p.data[from:p.at]), "\r")
}

// comment takes the comment that begins here, to the end of its line.
func (p *parser) comment() string {
	line, _, _ := bytes.Cut(p.data[p.at:], []byte("\n"))
	p.at += len(line)
	return string(bytes.TrimRight(line, " \t\r"))
}

// behind takes a comment on the rest of the line, with the space before it.
func (p *parser) behind() string {
	gap := p.space()
	if p.peek() != '#' {
		return ""
	}
	if gap == "" {
		gap = " "
	}
	return gap + p.comment()
}

// comments takes the comment lines before what comes next, with a "" for each blank line or
// several of them.
func (p *parser) comments() []string {
	var out []string
	for {
		p.space()
		switch p.peek() {
		case '\n':
			p.at++
			if line := p.blank(); line && (len(out) == 0 || out[len(out)-1] != "") {
				out = append(out, "")
			}
		case '#':
			out = append(out, p.comment())
		default:
			return out
		}
	}
}

// blank reports whether the line end just passed was that of a blank line.
func (p *parser) blank() bool {
	before := bytes.TrimRight(p.data[:p.at-1], " \t\r")
	return len(before) == 0 || before[len(before)-1] == '\n'
}

func (p *parser) file() *file {
	f := &file{}
	latest := map[string]*table{} // by path: of a list, its newest item
	at, whole := &f.root, []string(nil)
	first := true
	for {
		lines := p.comments()
		if first {
			f.head, lines = head(lines)
			first = false
		}
		c := p.peek()
		if c == '[' || c == 0 {
			lines = at.keep(lines)
		}
		switch c {
		case 0:
			at.finish(unbroken(lines))
			return f
		case '[':
			t := &table{above: tidy(lines)}
			whole = p.header(t)
			around := &f.root
			for n := len(whole) - 1; n > 0; n-- {
				if outer := latest[join(whole[:n])]; outer != nil {
					around, t.path = outer, whole[n:]
					break
				}
			}
			if t.path == nil {
				t.path = whole
			}
			around.tables = append(around.tables, t)
			if t.list { // what was below the item before is not below this one
				for k := range latest {
					if strings.HasPrefix(k, join(whole)) {
						delete(latest, k)
					}
				}
			}
			latest[join(whole)] = t
			at = t
		default:
			e := p.entry()
			e.above = append(tidy(lines), e.above...)
			e.behind = p.behind()
			at.values = append(at.values, e)
		}
	}
}

// head parts comments at the beginning of a file from those of what follows: they are set apart
// by a blank line.
func head(lines []string) (of, rest []string) {
	for i := len(lines) - 1; i > 0; i-- {
		if lines[i] == "" {
			return tidy(lines[:i]), lines[i:]
		}
	}
	return nil, lines
}

// keep takes the comments that follow a table's last line without a blank line, and have one
// behind them, into the table, and gives the others.
func (t *table) keep(lines []string) []string {
	end := 0
	for end < len(lines) && lines[end] != "" {
		end++
	}
	if end == 0 || end == len(lines) {
		return lines
	}
	t.finish(lines[:end])
	return lines[end:]
}

// finish puts comments at the end of a table.
func (t *table) finish(lines []string) {
	if n := len(t.values); n > 0 {
		t.values[n-1].below = append(t.values[n-1].below, lines...)
	} else {
		t.below = append(t.below, lines...)
	}
}

// tidy leaves out blank lines before and after comments.
func tidy(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// join makes one text of a path, in which no key is the beginning of another.
func join(path []string) string { return strings.Join(path, "\x00") + "\x00" }

func (p *parser) header(t *table) []string {
	p.at++
	open, shut := "[", "]"
	if p.peek() == '[' {
		t.list, open, shut = true, "[[", "]]"
		p.at++
	}
	key, path := p.key()
	p.at += len(shut)
	t.header = open + key + shut
	t.behind = p.behind()
	return path
}

// key takes a key, plain or dotted, up to what follows it.
func (p *parser) key() (written string, path []string) {
	for {
		p.space()
		from := p.at
		if c := p.peek(); c == '"' || c == '\'' {
			p.at = toml.SkipString(p.data, p.at) + 1
		} else {
			for p.at < len(p.data) && strings.IndexByte(" \t.=]\r\n", p.data[p.at]) < 0 {
				p.at++
			}
		}
		part := string(p.data[from:p.at])
		written += part
		path = append(path, name(part))
		p.space()
		if p.peek() != '.' {
			return written, path
		}
		p.at++
		written += "."
	}
}

// name is what a written key or text says.
func name(s string) string {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return s
	}
	if s[0] == s[len(s)-1] && !strings.ContainsAny(s, "\\\n") && !strings.HasPrefix(s, s[:1]+s[:1]+s[:1]) {
		return s[1 : len(s)-1]
	}
	m, _ := toml.Decode([]byte("v = " + s))
	v, _ := m["v"].(string)
	return v
}

func (p *parser) entry() *entry {
	e := &entry{}
	e.key, e.path = p.key()
	p.at++ // =
	p.space()
	e.value = p.value()
	e.above, p.loose = p.loose, nil
	return e
}

func (p *parser) value() value {
	from := p.at
	switch p.peek() {
	case '[':
		return p.list()
	case '{':
		return p.inline()
	case '"', '\'':
		p.at = p.text()
	default:
		for p.at < len(p.data) && strings.IndexByte(",]}#\n", p.data[p.at]) < 0 {
			p.at++
		}
	}
	raw := strings.TrimRight(string(p.data[from:p.at]), " \t\r")
	p.at = from + len(raw)
	return value{raw: raw}
}

// text is the end of the text that begins here; a long one may end in one or two quotes of its
// own.
func (p *parser) text() int {
	q := p.data[p.at]
	long := bytes.HasPrefix(p.data[p.at:], []byte{q, q, q})
	if !long {
		return toml.SkipString(p.data, p.at) + 1
	}
	end := toml.SkipString(p.data, p.at) + 1
	for n := 0; n < 2 && end < len(p.data) && p.data[end] == q; n++ {
		end++
	}
	return end
}

func (p *parser) list() value {
	v := value{kind: list}
	outer := p.loose
	p.at++
	v.open = p.behind()
	for {
		from := p.at
		above := p.comments()
		v.spread = v.spread || bytes.IndexByte(p.data[from:p.at], '\n') >= 0
		above = unbroken(above)
		switch p.peek() {
		case ']':
			p.at++
			v.end, p.loose = above, outer
			return v
		case ',':
			p.at++
			last := v.items[len(v.items)-1]
			if behind := p.behind(); last.behind == "" && len(above) == 0 {
				last.behind = behind
			} else if behind != "" {
				above = append(above, strings.TrimSpace(behind))
			}
			last.above = append(last.above, above...)
			continue
		}
		it := &item{}
		p.loose = nil
		it.value = p.value()
		it.above = append(above, p.loose...)
		it.behind = p.behind()
		v.items = append(v.items, it)
	}
}

// unbroken leaves out the blank lines between comments.
func unbroken(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}

func (p *parser) inline() value {
	v := value{kind: inline}
	p.at++
	for {
		p.loose = append(p.loose, unbroken(p.comments())...)
		switch p.peek() {
		case '}':
			p.at++
			return v
		case ',':
			p.at++
			continue
		}
		outer := p.loose
		p.loose = nil
		e := p.entry()
		p.loose = append(outer, e.above...)
		e.above = nil
		v.keys = append(v.keys, e)
	}
}
