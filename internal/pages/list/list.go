// Package list draws lists that a reader searches, filters and sorts: of contracts, deviations,
// inspections, evidence and deadlines.
//
// In goes the description of a list: its rows, its facets, its sorts and what draws a row; out
// come its page, and where it is long the scripts and pages that hold its rows. The choosing is
// done in the reader's browser; without scripts all rows are there. It knows no subject: the
// package of a subject describes its list, and kit.Site.Count links to rows of any.
package list

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// List describes a list of T.
type List[T any] struct {
	Key      string // of its page in addresses; its pages by department are Key + "-parts"
	ID       string // fragment of the list on its page; "" where the page is the list
	Words    string // area of the catalogue: "count", "some", "search", "rows"
	Kind     string // class of its table; may be empty
	Items    []T    // by the first sort
	Contract func(T) *contract.Contract
	Facets   []Facet[T]
	Sorts    []Sort[T]
	Columns  func(templates.Frame) []templates.ListColumn // that the reader may put on or off; nil: all stand
	Heads    func(templates.Frame) templates.Block
	Cells    func(f templates.Frame, at string, item T) templates.Block
	Found    func(T) string // what else an item may be found by; nil: what its row shows
	File     *File[T]       // nil: the selection is no file
	Table    string         // of open data, that has all of it; "": none, or File says it
}

// Facet is one group of filters: a new one is a row in the description of its list.
type Facet[T any] struct {
	Key    string                // of its name in the address
	Label  string                // its key in the catalogue
	Rests  []contract.ModelField // it is there where those are shown
	Values func(T) []string      // of an item
	Word   func(value string) string
	Order  []string // of its values; nil: by word
	Open   bool
	Hidden bool // it is chosen by an address only: it has too many values to be shown
}

// Sort is a way to sort. Keys are plain decimals where it is numeric, else compared as text.
type Sort[T any] struct {
	Key, Label          string // as of a facet
	Rests               []contract.ModelField
	Numeric, Descending bool
	Of                  func(T) string
}

// One is the only value of an item; none for "".
func One(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// None is the value of a facet for what has none.
const None = "none"

// Distinct are some values, each once.
func Distinct(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}

// Texts are the values of a type of words.
func Texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Word words the values of a facet by keys of the catalogue that begin alike.
func Word(s *kit.Site, start string) func(string) string {
	return func(v string) string { return s.Say(start+v, nil) }
}

// TitleKeys number contracts by title in the language's alphabet, as fixed-width text by id.
func TitleKeys(s *kit.Site) map[string]string {
	sorted, sorter := slices.Clone(s.F.Contracts), s.Pr.Sorter()
	slices.SortStableFunc(sorted, func(a, b *measure.ContractFigures) int {
		return cmp.Or(sorter(a.Contract.Title, b.Contract.Title), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	out := make(map[string]string, len(sorted))
	for i, c := range sorted {
		out[c.Contract.ID] = fmt.Sprintf("%06d", i)
	}
	return out
}

// Decimal is a number as machines write it, without zeros at its end; "" where it is not known.
func Decimal(r *big.Rat, decimals int) string {
	if r == nil {
		return ""
	}
	n := money.Fixed(r, decimals)
	if strings.Contains(n, ".") {
		n = strings.TrimSuffix(strings.TrimRight(n, "0"), ".")
	}
	return n
}

// Department is the facet of departments, which every list has.
func Department[T any](s *kit.Site, of func(T) *contract.Contract) Facet[T] {
	return Facet[T]{Key: "department", Label: "selection.facet.department", Values: func(v T) []string { return One(cmp.Or(of(v).Department, None)) },
		Word: func(id string) string { return orNone(s, id, s.DepartmentLink("", id).Text, "selection.no-department") }}
}

// orNone is the word of a value, or what says that there is none.
func orNone(s *kit.Site, id, word, none string) string {
	if id == None {
		return s.Say(none, nil)
	}
	return word
}

// Category is the facet of categories.
func Category[T any](s *kit.Site, of func(T) *contract.Contract) Facet[T] {
	return Facet[T]{Key: "category", Label: "selection.facet.category", Values: func(v T) []string { return One(cmp.Or(of(v).Category, None)) },
		Word: func(id string) string { return orNone(s, id, s.CategoryLink("", id).Text, "selection.no-category") }}
}

// Manager is the facet of those who look after contracts, or of whom value names.
func Manager[T any](s *kit.Site, value func(T) *contract.Person) Facet[T] {
	return Facet[T]{Key: "manager", Label: "selection.facet.manager", Rests: []contract.ModelField{contract.ContractManager},
		Values: func(v T) []string {
			if p := value(v); p != nil {
				return []string{p.ID}
			}
			return []string{None}
		},
		Word: func(id string) string { return cmp.Or(s.Responsible(id), s.Say("selection.facet.no-manager", nil)) }}
}

// Status is the facet of the states of contracts.
func Status[T any](s *kit.Site, of func(T) contract.Status) Facet[T] {
	return Facet[T]{Key: "status", Label: "selection.facet.status", Values: func(v T) []string { return One(string(of(v))) },
		Word: func(v string) string { return s.Word("status", v) }, Order: Texts([]contract.Status{contract.Active, contract.Planned, contract.Ended, contract.Terminated})}
}

// Followed is the facet of contracts that are followed up, and of those that are not.
func Followed[T any](s *kit.Site, of func(T) *measure.ContractFigures) Facet[T] {
	return Facet[T]{Key: "followed", Label: "selection.facet.followed", Order: []string{"yes", "no"}, Word: Word(s, "selection.facet.followed-"),
		Values: func(v T) []string {
			if of(v).Followed() {
				return []string{"yes"}
			}
			return []string{"no"}
		}}
}

// shown are the list without what the profile does not show.
func (l List[T]) shown(s *kit.Site) List[T] {
	l.Facets = slices.DeleteFunc(slices.Clone(l.Facets), func(f Facet[T]) bool { return !s.Shows(f.Rests...) })
	l.Sorts = slices.DeleteFunc(slices.Clone(l.Sorts), func(o Sort[T]) bool { return !s.Shows(o.Rests...) })
	if l.File != nil {
		file := *l.File
		file.Columns = slices.DeleteFunc(slices.Clone(file.Columns), func(c Column[T]) bool { return !s.Shows(c.Rests...) })
		l.File = &file
	}
	return l
}

// view is the whole list, with what its script must know.
func (l List[T]) view(s *kit.Site, f templates.Frame, at string) templates.List {
	l = l.shown(s)
	v := templates.List{ID: l.ID, Words: l.Words, Kind: l.Kind, Heads: l.Heads(f)}
	if l.Columns != nil {
		v.Columns = l.Columns(f)
	}
	for _, o := range l.Sorts {
		v.Sorts = append(v.Sorts, templates.SortChoice{Name: s.Name(o.Key), Label: s.Say(o.Label, nil), Numeric: o.Numeric, Descending: o.Descending})
	}
	if l.File != nil {
		l.File.describe(s, at, &v)
	}
	if l.Table != "" {
		whole(s, at, l.Table, &v)
	}
	counts := make([]map[string]int, len(l.Facets))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, item := range l.Items {
		r := templates.ListRow{Cells: l.Cells(f, at, item)}
		for i, fc := range l.Facets {
			var words []string
			for _, value := range fc.Values(item) {
				words = append(words, s.Choice(fc.Key, value))
				counts[i][value]++
			}
			r.Facets = append(r.Facets, strings.Join(words, " "))
		}
		for _, o := range l.Sorts {
			r.Sort = append(r.Sort, o.Of(item))
		}
		if l.File != nil {
			r.Sheet = l.File.values(item)
		}
		if l.Found != nil {
			r.Text = l.Found(item)
		}
		v.Rows = append(v.Rows, r)
	}
	for i, fc := range l.Facets {
		v.Facets = append(v.Facets, fc.options(s, counts[i]))
	}
	return v
}

// options are a facet and its values, with how many items have each.
func (fc Facet[T]) options(s *kit.Site, counts map[string]int) templates.Facet {
	out := templates.Facet{Name: s.Name(fc.Key), Label: s.Say(fc.Label, nil), Open: fc.Open, Hidden: fc.Hidden}
	if fc.Hidden {
		return out
	}
	values := slices.Clone(fc.Order)
	if values == nil {
		sorter := s.Pr.Sorter()
		values = slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(sorter(fc.Word(a), fc.Word(b)), cmp.Compare(a, b)) })
	}
	for _, v := range values {
		out.Options = append(out.Options, templates.FacetOption{Value: s.Choice(fc.Key, v), Label: fc.Word(v), Count: counts[v]})
	}
	return out
}

// Cells draws an item of a list whose rows are general cells: the first is the head of its row.
func Cells[T any](columns []templates.Column, row func(at string, item T) []templates.Cell) func(templates.Frame, string, T) templates.Block {
	return func(f templates.Frame, at string, item T) templates.Block {
		return templates.ListCells(f, columns, row(at, item))
	}
}

// Heads draws the heads of such a list.
func Heads(columns []templates.Column) func(templates.Frame) templates.Block {
	return func(f templates.Frame) templates.Block { return templates.ListHeads(f, columns) }
}

// OfContract is the contract of figures.
func OfContract(c *measure.ContractFigures) *contract.Contract { return c.Contract }
