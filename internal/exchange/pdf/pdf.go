// Package pdf makes the PDF that Chromium prints the same bytes for the same page.
//
// In go the bytes of the file, the date it speaks for, its title and its language; out
// come the bytes with a new document information dictionary (no clock, no program
// version) and a file identifier that is a hash of the content. On the way it holds the
// file to what a reader with a screen reader needs: tags, a language, bookmarks. It knows
// one layout, the plain cross-reference table of Skia (PDF 1.4), and refuses every other
// rather than guess. It neither draws nor reads pages, and starts no program.
//
// The same HTML gives the same bytes on one machine with one version of Chromium. Other
// fonts or another version lay out pages anew, which Stamp cannot undo.
package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/forvalt/forvalt/internal/date"
)

// What Stamp refuses.
var (
	ErrLayout    = errors.New("not a PDF with the layout that Chromium writes")
	ErrUntagged  = errors.New("the PDF is not tagged")
	ErrLanguage  = errors.New("the PDF is not in the language of the report")
	ErrNoOutline = errors.New("the PDF has no bookmarks")
	ErrLocalLink = errors.New("the PDF links to a file of the machine that printed it")
)

// program is the creator and the producer of every file. It has no version: a new
// release that prints the same page writes the same file.
const program = "forvalt"

// entry is the length of a line of the cross-reference table (ISO 32000-1, 7.5.4).
const entry = 20

var (
	tailForm    = regexp.MustCompile(`startxref\n([0-9]{1,10})\n%%EOF\n?$`)
	trailerForm = regexp.MustCompile(`^trailer\n<</Size ([0-9]{1,9})\n/Root ([0-9]{1,9}) 0 R\n/Info ([0-9]{1,9}) 0 R(?:\n/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\])?>>\n$`)
	entryForm   = regexp.MustCompile(`^([0-9]{10}) ([0-9]{5}) ([nf]) \n$`)
	langForm    = regexp.MustCompile(`/Lang \(([A-Za-z0-9-]*)\)`)
)

// document is a file of Skia, taken apart.
type document struct {
	data    []byte
	xref    int   // where the cross-reference table starts
	offsets []int // of each object; 0: a free entry
	root    int   // number of the catalogue
	info    int   // number of the information dictionary
}

// Stamp gives the PDF with CreationDate and ModDate at midnight UTC of day, the title,
// and a file identifier from the content. Stamping twice changes nothing.
//
// It fails with one of the errors above, wrapped with what was found: the layout is not
// known, there are no tags (StructTreeRoot, MarkInfo), Lang is not language, there are no
// bookmarks (Outlines), or a link leads to file:, which is both a leak and another path
// at every run.
func Stamp(pdf []byte, day date.Date, title, language string) ([]byte, error) {
	if day.IsZero() {
		return nil, errors.New("stamping the PDF: no date")
	}
	d, err := parse(renumbered(pdf))
	if err == nil {
		err = d.check(language)
	}
	if err != nil {
		return nil, fmt.Errorf("stamping the PDF: %w", err)
	}
	at := "(D:" + strings.ReplaceAll(day.String(), "-", "") + "000000+00'00')"
	info := fmt.Sprintf("%d 0 obj\n<</Title %s\n/Creator (%s)\n/Producer (%s)\n/CreationDate %s\n/ModDate %s>>\nendobj\n",
		d.info, text(title), program, program, at, at)
	return d.withInfo(info), nil
}

var nodeForm = regexp.MustCompile(`\(node[0-9]{8}\)`)

// renumbered counts the structure elements anew, from 1 and in their order. Chromium
// names them by its count of the page's nodes, which does not start at the same number
// in every run. All names keep their length, so that nothing moves.
func renumbered(pdf []byte) []byte {
	names := map[string]bool{}
	for _, name := range nodeForm.FindAll(pdf, -1) {
		names[string(name)] = true
	}
	place := make(map[string]int, len(names))
	for i, name := range slices.Sorted(maps.Keys(names)) { // of one length, so by number
		place[name] = i + 1
	}
	return nodeForm.ReplaceAllFunc(pdf, func(name []byte) []byte { return fmt.Appendf(nil, "(node%08d)", place[string(name)]) })
}

func parse(data []byte) (document, error) {
	d := document{data: data}
	if !bytes.HasPrefix(data, []byte("%PDF-1.")) {
		return d, fmt.Errorf("%w: it does not begin as a PDF", ErrLayout)
	}
	tail := max(len(data)-64, 0)
	m := tailForm.FindSubmatchIndex(data[tail:])
	if m == nil {
		return d, fmt.Errorf("%w: no startxref at the end", ErrLayout)
	}
	d.xref, _ = strconv.Atoi(string(data[tail+m[2] : tail+m[3]]))
	if d.xref >= tail+m[0] {
		return d, fmt.Errorf("%w: startxref points past the end", ErrLayout)
	}
	table := data[d.xref : tail+m[0]]
	rest, ok := bytes.CutPrefix(table, []byte("xref\n0 "))
	if !ok {
		return d, fmt.Errorf("%w: no plain cross-reference table", ErrLayout)
	}
	count, rest, _ := bytes.Cut(rest, []byte("\n"))
	n, err := strconv.Atoi(string(count))
	if err != nil || n < 1 || n > len(rest)/entry {
		return d, fmt.Errorf("%w: %.20q objects", ErrLayout, count)
	}
	trailer := trailerForm.FindSubmatch(rest[n*entry:])
	if trailer == nil || string(trailer[1]) != string(count) {
		return d, fmt.Errorf("%w: another trailer", ErrLayout)
	}
	d.root, _ = strconv.Atoi(string(trailer[2]))
	d.info, _ = strconv.Atoi(string(trailer[3]))
	d.offsets = make([]int, n)
	for i := range n {
		m := entryForm.FindSubmatch(rest[i*entry : (i+1)*entry])
		if m == nil {
			return d, fmt.Errorf("%w: line %d of the cross-reference table", ErrLayout, i)
		}
		if string(m[3]) == "f" {
			continue
		}
		at, _ := strconv.Atoi(string(m[1]))
		if at <= 0 || at >= d.xref || string(m[2]) != "00000" || !bytes.HasPrefix(data[at:], fmt.Appendf(nil, "%d 0 obj\n", i)) {
			return d, fmt.Errorf("%w: object %d is not where the table says", ErrLayout, i)
		}
		d.offsets[i] = at
	}
	for _, number := range []int{d.root, d.info} {
		if body, ok := d.object(number); !ok || !bytes.HasPrefix(body, fmt.Appendf(nil, "%d 0 obj\n<<", number)) || !bytes.HasSuffix(body, []byte(">>\nendobj\n")) {
			return d, fmt.Errorf("%w: object %d is not a dictionary", ErrLayout, number)
		}
	}
	if d.root == d.info {
		return d, fmt.Errorf("%w: one object is both catalogue and information", ErrLayout)
	}
	return d, nil
}

// object gives the bytes of an object: to where the next one, or the table, begins.
func (d document) object(number int) ([]byte, bool) {
	if number <= 0 || number >= len(d.offsets) || d.offsets[number] == 0 {
		return nil, false
	}
	from, to := d.offsets[number], d.xref
	for _, at := range d.offsets {
		if at > from && at < to {
			to = at
		}
	}
	return d.data[from:to], true
}

// check holds the catalogue to what the report promises.
func (d document) check(language string) error {
	catalogue, _ := d.object(d.root)
	has := func(s string) bool { return bytes.Contains(catalogue, []byte(s)) }
	switch {
	case !has("/Type /Catalog"):
		return fmt.Errorf("%w: no catalogue", ErrLayout)
	case !has("/StructTreeRoot "), !has("/Marked true"):
		return ErrUntagged
	case !has("/Outlines "):
		return ErrNoOutline
	case bytes.Contains(d.data, []byte("/URI (file:")):
		return ErrLocalLink
	}
	m := langForm.FindSubmatch(catalogue)
	if m == nil {
		return fmt.Errorf("%w: none is given, %q is wanted", ErrLanguage, language)
	}
	if string(m[1]) != language {
		return fmt.Errorf("%w: %q, not %q", ErrLanguage, m[1], language)
	}
	return nil
}

// withInfo puts the new information dictionary where the old one was, moves the
// cross-reference table along, and ends the file with its identifier.
func (d document) withInfo(info string) []byte {
	old, _ := d.object(d.info)
	at := d.offsets[d.info]
	shift := len(info) - len(old)
	out := slices.Concat(d.data[:at], []byte(info), d.data[at+len(old):d.xref])
	xref := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n", len(d.offsets))
	table := d.data[d.xref:]
	table = table[bytes.IndexByte(table[5:], '\n')+6:]
	for i, offset := range d.offsets {
		if offset == 0 {
			out = append(out, table[i*entry:(i+1)*entry]...)
			continue
		}
		if offset > at {
			offset += shift
		}
		out = fmt.Appendf(out, "%010d 00000 n \n", offset)
	}
	out = fmt.Appendf(out, "trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R", len(d.offsets), d.root, d.info)
	sum := sha256.Sum256(out)
	return fmt.Appendf(out, "\n/ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n", sum[:16], sum[:16], xref)
}

// text is a text string (ISO 32000-1, 7.9.2.2): UTF-16 with a byte order mark, in
// hexadecimal, so that nothing needs escaping.
func text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(strings.ToValidUTF8(s, "\uFFFD"))) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
