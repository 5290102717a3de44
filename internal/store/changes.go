package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
)

// ErrProtected says that a change touches what no edit of records may: who signs, what must be signed,
// and how grave the rules' findings are.
var ErrProtected = errors.New("only a person may change this, in the file")

// Pair is a record as it was read and the copy that was edited: pointers to one type of the model.
// Old is nil for a new record, New for one that goes.
type Pair struct{ Old, New any }

// Change is what becomes of a file. The order of changes counts: what lies in a folder that is
// moved has its new path in those that follow.
type Change struct {
	Path   string // below the data folder
	From   string // where it was, if elsewhere; with neither Before nor After, a folder with all that lies in it
	Before []byte // nil where there was none
	After  []byte // nil where it goes; with Before nil too, and no From, a folder goes with all that lies in it
}

// Changes gives the files in which the copies say other than the records that were read. prefix is that of
// Load. It is ErrEdit where a file cannot be made to say exactly what its copy does.
func Changes(pairs []Pair, prefix string) ([]Change, error) {
	c := changes{prefix: prefix}
	for _, p := range pairs {
		if err := c.pair(p); err != nil {
			return nil, err
		}
	}
	seen := map[string]bool{}
	for _, made := range c.made {
		if seen[made.Path] {
			return nil, fmt.Errorf("%s: %w", made.Path, ErrEdit)
		}
		seen[made.Path] = made.Before != nil || made.After != nil
	}
	return c.made, nil
}

type changes struct {
	prefix string
	moved  [2]string // the folder of a contract that got another id, before and after
	made   []Change
}

func (c *changes) pair(p Pair) error {
	old, _ := p.Old.(*contract.Contract)
	news, _ := p.New.(*contract.Contract)
	if old != nil || news != nil {
		return c.contract(old, news)
	}
	was, is := partOf(p.Old), partOf(p.New)
	if was.record == nil && is.record == nil {
		return ErrEdit
	}
	if o, edited := p.Old.(*contract.Settings); edited && !sameProtected(o, p.New) {
		return ErrProtected
	}
	return c.file(was, is)
}

// sameProtected reports whether the settings that no edit may touch are the same.
func sameProtected(old *contract.Settings, news any) bool {
	n, is := news.(*contract.Settings)
	if !is {
		return false
	}
	only := func(s *contract.Settings) reflect.Value {
		return reflect.ValueOf(&contract.Settings{Signing: s.Signing, Signers: s.Signers, Severity: s.Severity}).Elem()
	}
	return sameRecord(only(old), only(n))
}

// part is what one file holds.
type part struct {
	record any          // a pointer to a struct of the model; nil for no file
	src    *diag.Source // of one that was read
	name   string       // that it should have, below the data folder
}

// partOf is the file of a record that has one alone.
func partOf(record any) part {
	v := reflect.ValueOf(record)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return part{}
	}
	name := ""
	switch r := record.(type) {
	case *contract.Settings:
		name = "portfolio"
	case *contract.Supplier:
		name = "suppliers/" + r.ID
	case *contract.Person:
		name = "people/" + r.ID
	case *contract.Category:
		name = "categories/" + r.ID
	case *contract.Requirement:
		name = "requirements/" + r.ID
	case *contract.RiskModel:
		name = "risk/" + r.From.String()
	case *contract.Catalogue:
		name = "catalogues/" + r.ID
	case *contract.Spend:
		name = "spend/" + r.Quarter.String()
	default:
		return part{}
	}
	return part{record, origin(v.Elem()).Src, name + ".toml"}
}

// file makes the change of one file; was has been read, is is to be written.
func (c *changes) file(was, is part) error {
	made := Change{Path: is.name}
	if was.record != nil {
		if was.src == nil {
			return fmt.Errorf("%s: %w", was.name, ErrEdit)
		}
		at := c.nameOf(was.src)
		made.Before = was.src.Data
		if is.record == nil {
			made.Path = at
		} else if at != is.name {
			made.From = at
		}
	}
	if is.record != nil {
		k, ids := classify(is.name)
		if k == nil || slices.ContainsFunc(ids, func(id string) bool { return !validID(id) }) {
			return fmt.Errorf("%s: %w", is.name, ErrEdit)
		}
		var err error
		if was.record != nil {
			made.After, err = Rewrite(was.src.Data, is.name, was.record, is.record)
		} else {
			made.After, err = fresh(is)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", is.name, err)
		}
	}
	if made.From != "" || !bytes.Equal(made.Before, made.After) {
		c.made = append(c.made, made)
	}
	return nil
}

// fresh is a new file.
func fresh(p part) ([]byte, error) {
	v := reflect.ValueOf(p.record).Elem()
	if !says(p.name, unlaid(v), v) {
		return nil, ErrEdit
	}
	return Encode(p.record), nil
}

// nameOf is where a file that was read lies, once the folders before it are moved.
func (c *changes) nameOf(src *diag.Source) string {
	name := strings.TrimPrefix(strings.TrimPrefix(src.Path, c.prefix), "/")
	if rest, in := strings.CutPrefix(name, c.moved[0]); in && c.moved[0] != "" {
		return c.moved[1] + rest
	}
	return name
}

// contract makes the changes in the folder of one contract.
func (c *changes) contract(old, news *contract.Contract) error {
	switch {
	case news == nil:
		c.made = append(c.made, Change{Path: "agreements/" + old.ID})
		return nil
	case !validID(news.ID):
		return fmt.Errorf("agreements/%s: %w", news.ID, ErrEdit)
	}
	dir := "agreements/" + news.ID + "/"
	c.moved = [2]string{}
	if old != nil && old.ID != news.ID {
		c.moved = [2]string{"agreements/" + old.ID + "/", dir}
		c.made = append(c.made, Change{Path: "agreements/" + news.ID, From: "agreements/" + old.ID})
	}
	was := part{}
	if old == nil {
		old = &contract.Contract{}
	} else {
		was = part{old, old.Src, dir + "contract.toml"}
	}
	if err := c.notes(old, news, dir); err != nil {
		return err
	}
	if err := c.file(was, part{news, news.Src, dir + "contract.toml"}); err != nil {
		return err
	}
	for _, both := range [][2][]part{
		turnoverParts(old.Turnover, news.Turnover, dir),
		{inspections(old, dir), inspections(news, dir)},
		{deviations(old, dir), deviations(news, dir)},
		{chain(old, dir), chain(news, dir)},
		logParts(old.Log, news.Log, dir),
	} {
		if err := c.files(both[0], both[1]); err != nil {
			return err
		}
	}
	return nil
}

// files makes the changes of files that hold records of one sort. The source tells which is which.
func (c *changes) files(was, is []part) error {
	var gone []part
	left := slices.Clone(is)
	for _, w := range was {
		i := slices.IndexFunc(left, func(p part) bool { return p.src != nil && p.src == w.src })
		if i < 0 {
			gone = append(gone, w)
			continue
		}
		if err := c.file(w, left[i]); err != nil {
			return err
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, w := range gone {
		if err := c.file(w, part{}); err != nil {
			return err
		}
	}
	for _, n := range left {
		if err := c.file(part{}, n); err != nil {
			return err
		}
	}
	return nil
}

// notes are written with a new contract; those that were read are edited as the text that they are.
func (c *changes) notes(old, news *contract.Contract, dir string) error {
	switch {
	case old.Notes == news.Notes:
		return nil
	case old.Src != nil:
		return fmt.Errorf("%snotes.md: %w", dir, ErrEdit)
	}
	c.made = append(c.made, Change{Path: dir + "notes.md", After: []byte(news.Notes)})
	return nil
}

func inspections(c *contract.Contract, dir string) []part {
	var out []part
	for i := range c.Inspections {
		r := &c.Inspections[i]
		out = append(out, part{r, r.Src, dir + "inspections/" + r.ID + ".toml"})
	}
	return out
}

func deviations(c *contract.Contract, dir string) []part {
	var out []part
	for i := range c.Deviations {
		r := &c.Deviations[i]
		out = append(out, part{r, r.Src, dir + "deviations/" + r.ID + ".toml"})
	}
	return out
}

func chain(c *contract.Contract, dir string) []part {
	if c.SupplyChain == nil {
		return nil
	}
	return []part{{c.SupplyChain, c.SupplyChain.Src, dir + "supply-chain.toml"}}
}

// logParts are the files of a log: log.toml, and one for each entry with its own. A new entry has its own:
// two people who add one do not meet.
func logParts(old, news []contract.LogEntry, dir string) [2][]part {
	of := func(log []contract.LogEntry) []part {
		var out []part
		together := &contract.Log{}
		var src *diag.Source
		for _, e := range log {
			if e.Src != nil && e.Path != "" {
				together.Entries, src = append(together.Entries, e), e.Src
				continue
			}
			name := dir + "log/" + e.ID + ".toml"
			e.ID = "" // its name says it
			out = append(out, part{&e, e.Src, name})
		}
		if src != nil {
			out = append(out, part{together, src, dir + "log.toml"})
		}
		return out
	}
	return [2][]part{of(old), of(news)}
}

// turnoverParts are the files of a contract's turnover: of each, the months that stand in it. A new month
// goes to the file of its year, or else to the one file that there is.
func turnoverParts(old, news *contract.Turnover, dir string) [2][]part {
	var was, is []part
	if old == nil {
		if news != nil {
			is = []part{{news, nil, dir + "turnover.toml"}}
		}
		return [2][]part{nil, is}
	}
	for _, src := range turnoverFiles(old) {
		t := reflect.New(reflect.TypeFor[contract.Turnover]())
		f := &file{path: src.Path}
		f.src, f.root = src, layoutOf(t.Type().Elem())
		if f.decode(src.Data) {
			f.record(t.Elem(), f.table, "")
		}
		name := dir + "turnover.toml"
		if base := path.Base(src.Path); base != "turnover.toml" {
			name = dir + "turnover/" + base
		}
		was = append(was, part{t.Interface(), src, name})
	}
	if news == nil {
		return [2][]part{was, nil}
	}
	for _, w := range was {
		t := *w.record.(*contract.Turnover)
		t.Months = nil
		if w.src == old.Src {
			t.Currency, t.Source, t.Note = news.Currency, news.Source, news.Note
		}
		t.Through = throughOf(t.Through, old.Through, news.Through, w.src == old.Src)
		is = append(is, part{&t, w.src, w.name})
	}
	for _, m := range news.Months {
		t := fileOfMonth(&is, m, dir)
		t.Months = append(t.Months, m)
	}
	return [2][]part{was, is}
}

// turnoverFiles are the files that hold a contract's turnover.
func turnoverFiles(t *contract.Turnover) []*diag.Source {
	var out []*diag.Source
	add := func(src *diag.Source) {
		if src != nil && !slices.Contains(out, src) {
			out = append(out, src)
		}
	}
	add(t.Src)
	for _, m := range t.Months {
		add(m.Src)
	}
	slices.SortFunc(out, func(a, b *diag.Source) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// throughOf is the last day covered that a file is to tell, where the latest of all files counts.
func throughOf(own, old, news date.Date, first bool) date.Date {
	switch {
	case old == news:
		return own
	case own.IsZero():
		if first && old.IsZero() {
			return news
		}
		return own
	case own == old, news.IsZero(), news.Before(own):
		return news
	}
	return own
}

// fileOfMonth is the turnover of the file in which a month stands, or a new one should.
func fileOfMonth(files *[]part, m contract.MonthTurnover, dir string) *contract.Turnover {
	own := fmt.Sprintf("%sturnover/%s.toml", dir, m.Month.String()[:4])
	at := slices.IndexFunc(*files, func(p part) bool { return m.Src != nil && p.src == m.Src })
	if at < 0 {
		at = slices.IndexFunc(*files, func(p part) bool { return p.name == own })
	}
	if at < 0 {
		at = slices.IndexFunc(*files, func(p part) bool { return p.name == dir+"turnover.toml" })
	}
	if at < 0 {
		*files, at = append(*files, part{&contract.Turnover{}, nil, own}), len(*files)
	}
	return (*files)[at].record.(*contract.Turnover)
}
