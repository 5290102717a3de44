// Package kit is what every page is drawn from: the site's frame and menu, links, tables and
// figures, with the addresses and the words of the site.
//
// In go a portfolio, its figures, findings and what Git knows, gathered in a Site; out come
// pieces that any page uses. It knows no subject: what is drawn of a contract, a deviation or
// a supplier is in the package of that subject, or in block where several share it.
package kit

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/prose"
)

// Site is what every page is drawn from.
type Site struct {
	*address.Book
	words.Words
	P        *contract.Portfolio
	F        *measure.Figures
	Findings []diag.Finding
	Opt      Options
	MD       *prose.Markdown

	// What pages look up, by id.
	BySupplier map[string][]*measure.ContractFigures
	ByManager  map[string][]*measure.ContractFigures
	BySubject  map[string][]diag.Finding    // of the contract in whose folder they are
	ByRule     map[string][]diag.Finding    // of the rule's code
	SignedOf   map[string][]contract.Signed // of the contract
	Due        map[string][]int             // indices in Figures.Deadlines by owner: see DueOf

	today  string // the as-of day, as marks have it
	kinds  []Kind
	drawn  []Kind          // those that have pages
	paths  map[string]bool // of pages and files
	public bool

	seen  sync.Mutex                        // of shown: pages are drawn on all cores
	shown map[definitions.ID]map[string]int // how many pages of each kind show a figure
}

// New gathers what pages are drawn from. Kinds are all that the site may have; which it has,
// Pages decides.
func New(p *contract.Portfolio, f *measure.Figures, findings []diag.Finding, opt Options, kinds []Kind) *Site {
	s := &Site{Book: address.New(p.Settings, slugs(kinds), opt.BaseURL, opt.FileLinks), Words: words.Words{Pr: opt.Printer}, P: p, F: f, Findings: findings, Opt: opt, kinds: kinds, today: f.AsOf.String(), paths: map[string]bool{}, shown: map[definitions.ID]map[string]int{}, public: opt.Profile == contract.Public,
		BySupplier: map[string][]*measure.ContractFigures{}, ByManager: map[string][]*measure.ContractFigures{},
		BySubject: map[string][]diag.Finding{}, ByRule: map[string][]diag.Finding{}, SignedOf: map[string][]contract.Signed{}}
	s.MD = prose.New(s.Markdown)
	for _, c := range f.Contracts {
		for _, id := range c.Contract.Suppliers {
			s.BySupplier[id] = append(s.BySupplier[id], c)
		}
		s.ByManager[c.Contract.Manager] = append(s.ByManager[c.Contract.Manager], c)
	}
	s.Due = map[string][]int{}
	for i := range f.Deadlines {
		for _, whose := range Whose(&f.Deadlines[i]) {
			s.Due[whose] = append(s.Due[whose], i)
		}
	}
	for _, x := range opt.Signed {
		s.SignedOf[x.Contract] = append(s.SignedOf[x.Contract], x)
	}
	for _, fd := range findings {
		s.ByRule[fd.Code] = append(s.ByRule[fd.Code], fd)
		if id := ContractOf(fd.File); id != "" {
			s.BySubject[id] = append(s.BySubject[id], fd)
		}
	}
	return s
}

// Shows tells whether the portfolio lets all of some fields be known. Where it does not,
// what is empty is not known to be empty, and nothing is said of it.
func (s *Site) Shows(fields ...contract.ModelField) bool {
	return !slices.ContainsFunc(fields, s.P.Withholds)
}

// ShowsFiles tells whether readers may see the files that the site is made of. Who may not
// is told neither what is wrong in them nor how to mend it.
func (s *Site) ShowsFiles() bool { return s.Shows(contract.SiteRepository) }

// Listed tells whether search engines are invited: to the public site only.
func (s *Site) Listed() bool { return s.public }

// Whose are those to whom a deadline belongs, as DueOf names them.
func Whose(d *measure.Deadline) []string {
	return []string{"manager/" + d.Manager, "department/" + d.Contract.Department, "category/" + d.Contract.Category}
}

// DueOf gives the deadlines of "manager/<id>", "department/<id>", "category/<id>", or all for "".
func (s *Site) DueOf(whose string) iter.Seq[measure.Deadline] {
	return func(yield func(measure.Deadline) bool) {
		if whose == "" {
			for _, d := range s.F.Deadlines {
				if !yield(d) {
					return
				}
			}
			return
		}
		for _, i := range s.Due[whose] {
			if !yield(s.F.Deadlines[i]) {
				return
			}
		}
	}
}

// ContractOf gives the contract in whose folder a file lies.
func ContractOf(file string) string {
	_, rest, ok := strings.Cut("/"+file, "/agreements/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// LongList is how many contracts a page can hold. Past it the list comes in parts, and the
// search in shards.
const LongList = 3000

// Quarters is how many quarters of spend facts are shown.
const Quarters = 12
