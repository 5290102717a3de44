package check

import (
	"bytes"
	"path"
	"regexp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// The rules on personal data read every file as text, notes and comments too: what
// comes into Git stays in its history.

func identityNumbers(r *run) { r.scan(birthNumber) }
func siteCards(r *run)       { r.scan(siteCard) }
func bankAccounts(r *run)    { r.scan(bankAccount) }

// scan reports each place that a pattern finds in the portfolio's files.
func (r *run) scan(find func(text []byte) [][]int) {
	for _, t := range r.texts() {
		for _, span := range find(t.src.Data) {
			r.report(t.src.Offset(span[0], span[1]-span[0]), t.subject, diag.Args{})
		}
	}
}

// prose is the text of one file and the contract that it belongs to.
type prose struct {
	src     *diag.Source
	subject string
}

// texts are gathered by the first rule that asks.
func (r *run) texts() []prose {
	if *r.prose != nil {
		return *r.prose
	}
	var out []prose
	seen := map[*diag.Source]bool{nil: true}
	add := func(o contract.Origin, subject string) {
		if !seen[o.Src] {
			seen[o.Src] = true
			out = append(out, prose{o.Src, subject})
		}
	}
	p := r.p
	add(p.Settings.Origin, "")
	for _, c := range p.Contracts {
		add(c.Origin, c.ID)
		if c.Turnover != nil {
			add(c.Turnover.Origin, c.ID)
		}
		for _, v := range c.Inspections {
			add(v.Origin, c.ID)
		}
		for _, d := range c.Deviations {
			add(d.Origin, c.ID)
		}
		if c.SupplyChain != nil {
			add(c.SupplyChain.Origin, c.ID)
		}
		for _, e := range c.Log {
			add(e.Origin, c.ID)
		}
		if c.Notes != "" {
			out = append(out, prose{&diag.Source{Path: path.Join(path.Dir(c.File()), "notes.md"), Data: []byte(c.Notes)}, c.ID})
		}
	}
	origins(p, func(o contract.Origin) { add(o, "") })
	*r.prose = out
	return out
}

// origins visits the records that are not contracts.
func origins(p *contract.Portfolio, visit func(contract.Origin)) {
	for _, s := range p.Suppliers {
		visit(s.Origin)
	}
	for _, n := range p.People {
		visit(n.Origin)
	}
	for _, c := range p.Categories {
		visit(c.Origin)
	}
	for _, q := range p.Requirements {
		visit(q.Origin)
	}
	for _, g := range p.Regulations {
		visit(g.Origin)
	}
	for _, m := range p.Models {
		visit(m.Origin)
	}
	for _, c := range p.Catalogues {
		visit(c.Origin)
	}
	for _, s := range p.Spend {
		visit(s.Origin)
	}
	for _, g := range append(p.Guidance, p.Commentary...) {
		visit(g.Origin)
	}
}

// digits finds runs of digits that stand alone, of a shape that is given by the lengths
// of its groups and the bytes that may part them.
func digits(text []byte, seps string, groups ...int) (spans [][]int) {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		end := i
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		if alone(text, i-1) && end-i == groups[0] {
			if to, ok := group(text, end, seps, groups[1:]); ok && alone(text, to) {
				spans = append(spans, []int{i, to})
				end = to
			}
		}
		i = end
	}
	return spans
}

func group(text []byte, at int, seps string, rest []int) (end int, ok bool) {
	for _, n := range rest {
		if at >= len(text) || bytes.IndexByte([]byte(seps), text[at]) < 0 {
			return at, false
		}
		at++
		for range n {
			if at >= len(text) || !isDigit(text[at]) {
				return at, false
			}
			at++
		}
	}
	return at, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// alone tells whether a byte does not go on a number, word, path or amount.
func alone(text []byte, at int) bool {
	if at < 0 || at >= len(text) {
		return true
	}
	c := text[at]
	return !isDigit(c) && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && c != '_' && c != '-' && c != '/'
}

// birthNumber finds Norwegian national identity numbers and D-numbers: a date of birth
// and two check digits, modulus 11 (Skatteetaten).
func birthNumber(text []byte) (out [][]int) {
	for _, span := range append(digits(text, "", 11), digits(text, " ", 6, 5)...) {
		if n := bare(text[span[0]:span[1]]); validBirthNumber(n) {
			out = append(out, span)
		}
	}
	return out
}

func bare(text []byte) (n []int) {
	for _, c := range text {
		if isDigit(c) {
			n = append(n, int(c-'0'))
		}
	}
	return n
}

func validBirthNumber(n []int) bool {
	day, month := n[0]*10+n[1], n[2]*10+n[3]
	day -= day / 41 * 40                                                      // D-numbers add 40 to the day
	if month = month % 40; month == 0 || month > 12 || day == 0 || day > 31 { // test numbers add 40 or 80 to the month
		return false
	}
	return mod11(n[:10], 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) && mod11(n, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
}

// mod11 tells whether the weighted sum of digits leaves nothing.
func mod11(n []int, weights ...int) bool {
	sum := 0
	for i, w := range weights {
		sum += n[i] * w
	}
	return sum%11 == 0
}

// bankAccount finds Norwegian account numbers, written 1234.56.78901 or with spaces, by
// their check digit.
func bankAccount(text []byte) (out [][]int) {
	for _, span := range digits(text, ". ", 4, 2, 5) {
		if mod11(bare(text[span[0]:span[1]]), 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) {
			out = append(out, span)
		}
	}
	return out
}

// siteCard finds what is called the number of an HMS card.
var siteCardPattern = regexp.MustCompile(`(?i)\bhms[- ]?kort[^\n\d]{0,24}(\d{5,9})\b`)

func siteCard(text []byte) (out [][]int) {
	if !bytes.Contains(bytes.ToLower(text), []byte("hms")) { // spares the pattern nearly every file
		return nil
	}
	for _, m := range siteCardPattern.FindAllSubmatchIndex(text, -1) {
		out = append(out, m[2:4])
	}
	return out
}
