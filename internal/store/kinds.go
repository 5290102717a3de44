package store

import (
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
)

// kind is one sort of file: its place in the data folder and what it becomes. A new
// sort of file is one row in kinds.
type kind struct {
	pattern string        // "*" stands for one id
	model   reflect.Type  // the struct that has its keys; nil where it has none
	read    func(f *file) // fills f.put
}

// file is one data file on its way into the portfolio.
type file struct {
	binder
	path   string   // below the data folder
	ids    []string // what the pattern's stars matched, without extension
	table  map[string]any
	faults []*toml.SyntaxError // what in it is not TOML
	body   string              // of a Markdown file, after its front matter
	line   int                 // at which body begins
	put    func(*parts)        // may run for several portfolios: it gives each its own of what is changed later

	content    string // Git's name of the bytes, where the file system knows it
	data       []byte // fetched before reading, to be named
	err        error
	fetched    bool
	unreadable bool
}

// parts gather what the files of one contract hold, until all are read.
type parts struct {
	portfolio *contract.Portfolio
	contracts map[string]*contract.Contract
}

var kinds = []kind{
	{"portfolio.toml", of[contract.Settings](), func(f *file) {
		v := bind(f, &contract.Settings{})
		f.put = func(p *parts) { p.portfolio.Settings = *v }
	}},
	{"regulations.toml", of[contract.Regulations](), func(f *file) {
		v := bind(f, &contract.Regulations{})
		f.put = func(p *parts) { p.portfolio.Regulations = slices.Clone(v.Figures) }
	}},
	{"agreements/*/contract.toml", of[contract.Contract](), func(f *file) {
		v := bind(f, &contract.Contract{ID: f.ids[0]})
		f.put = func(p *parts) { // the other files of the folder may have come first
			c, whole := p.contract(f.ids[0]), *v
			whole.Turnover, whole.Inspections, whole.Deviations = c.Turnover, c.Inspections, c.Deviations
			whole.SupplyChain, whole.Log, whole.Notes = c.SupplyChain, c.Log, c.Notes
			*c = whole
		}
	}},
	{"agreements/*/turnover.toml", of[contract.Turnover](), readTurnover},
	{"agreements/*/turnover/*.toml", of[contract.Turnover](), readTurnover},
	{"agreements/*/inspections/*.toml", of[contract.Inspection](), func(f *file) {
		v := bind(f, &contract.Inspection{ID: f.ids[1]})
		f.put = func(p *parts) { c := p.contract(f.ids[0]); c.Inspections = append(c.Inspections, *v) }
	}},
	{"agreements/*/deviations/*.toml", of[contract.Deviation](), func(f *file) {
		v := bind(f, &contract.Deviation{ID: f.ids[1]})
		f.put = func(p *parts) { c := p.contract(f.ids[0]); c.Deviations = append(c.Deviations, *v) }
	}},
	{"agreements/*/supply-chain.toml", of[contract.SupplyChain](), func(f *file) {
		v := bind(f, &contract.SupplyChain{})
		f.put = func(p *parts) { p.contract(f.ids[0]).SupplyChain = v }
	}},
	{"agreements/*/log.toml", of[contract.Log](), func(f *file) {
		v := bind(f, &contract.Log{})
		f.put = func(p *parts) { c := p.contract(f.ids[0]); c.Log = append(c.Log, v.Entries...) }
	}},
	{"agreements/*/log/*.toml", of[contract.LogEntry](), func(f *file) {
		v := bind(f, &contract.LogEntry{})
		if _, own := f.table["id"]; own { // its name is its id
			f.findings = append(f.findings, f.src.Key("id").At("FV020", diag.Error, diag.Args{"key": "id", "closest": ""}))
		}
		v.ID = f.ids[1]
		f.put = func(p *parts) { c := p.contract(f.ids[0]); c.Log = append(c.Log, *v) }
	}},
	{"agreements/*/notes.md", nil, func(f *file) {
		f.put = func(p *parts) { p.contract(f.ids[0]).Notes = f.body }
	}},
	{"suppliers/*.toml", of[contract.Supplier](), func(f *file) {
		v := bind(f, &contract.Supplier{ID: f.ids[0]})
		f.put = func(p *parts) { p.portfolio.Suppliers = append(p.portfolio.Suppliers, v) }
	}},
	{"people/*.toml", of[contract.Person](), func(f *file) {
		v := bind(f, &contract.Person{ID: f.ids[0]})
		f.put = func(p *parts) { p.portfolio.People = append(p.portfolio.People, v) }
	}},
	{"categories/*.toml", of[contract.Category](), func(f *file) {
		v := bind(f, &contract.Category{ID: f.ids[0]})
		f.put = func(p *parts) { p.portfolio.Categories = append(p.portfolio.Categories, v) }
	}},
	{"requirements/*.toml", of[contract.Requirement](), func(f *file) {
		v := bind(f, &contract.Requirement{ID: f.ids[0]})
		f.put = func(p *parts) { p.portfolio.Requirements = append(p.portfolio.Requirements, v) }
	}},
	{"risk/*.toml", of[contract.RiskModel](), func(f *file) {
		from, err := date.Parse(f.ids[0])
		if err != nil {
			f.findings = append(f.findings, f.src.Offset(0, 1).At("FV023", diag.Error, diag.Args{"value": f.ids[0]}))
			return
		}
		v := bind(f, &contract.RiskModel{From: from})
		f.put = func(p *parts) { p.portfolio.Models = append(p.portfolio.Models, v) }
	}},
	{"catalogues/*.toml", of[contract.Catalogue](), func(f *file) {
		v := bind(f, &contract.Catalogue{ID: f.ids[0]})
		f.put = func(p *parts) { p.portfolio.Catalogues = append(p.portfolio.Catalogues, v) }
	}},
	{"spend/*.toml", of[contract.Spend](), func(f *file) {
		v := bind(f, &contract.Spend{})
		f.put = func(p *parts) { p.portfolio.Spend = append(p.portfolio.Spend, v) }
	}},
	{"reports/*.toml", of[contract.ReportFreeze](), func(f *file) {
		v := bind(f, &contract.ReportFreeze{})
		if v.Quarter, _ = date.ParseQuarter(f.ids[0]); v.Quarter.IsZero() {
			f.findings = append(f.findings, f.src.Offset(0, 1).At("FV028", diag.Error, diag.Args{"value": f.ids[0]}))
		}
		f.put = func(p *parts) { p.portfolio.Reports = append(p.portfolio.Reports, v) }
	}},
	{"reports/*.md", of[contract.Page](), func(f *file) {
		v := readPage(f)
		f.put = func(p *parts) { p.portfolio.Commentary = append(p.portfolio.Commentary, v) }
	}},
	{"reports/*.json", nil, func(*file) {}}, // a frozen quarter's figures: read by report
	{"guidance/**.md", of[contract.Page](), func(f *file) {
		v := readPage(f)
		f.put = func(p *parts) { p.portfolio.Guidance = append(p.portfolio.Guidance, v) }
	}},
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// ModelOf is the struct that has the keys of the files at a pattern, nil where they have none.
func ModelOf(pattern string) reflect.Type {
	for _, k := range kinds {
		if k.pattern == pattern {
			return k.model
		}
	}
	return nil
}

// Patterns are the places of all sorts of files; "*" stands for one id.
func Patterns() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.pattern)
	}
	return out
}

func (p *parts) contract(id string) *contract.Contract {
	c := p.contracts[id]
	if c == nil {
		c = &contract.Contract{}
		p.contracts[id] = c
	}
	return c
}

func bind[T any](f *file, v *T) *T {
	f.root = layoutFor[T]()
	f.record(reflect.ValueOf(v).Elem(), f.table, "")
	return v
}

// readTurnover reads the months of one file; several files of a contract add up.
func readTurnover(f *file) {
	v := bind(f, &contract.Turnover{})
	f.put = func(p *parts) {
		c := p.contract(f.ids[0])
		if c.Turnover == nil {
			own := *v
			own.Months = slices.Clone(v.Months)
			c.Turnover = &own
			return
		}
		c.Turnover.Months = append(c.Turnover.Months, v.Months...)
		c.Turnover.Through = date.Max(c.Turnover.Through, v.Through)
	}
}

func readPage(f *file) *contract.Page {
	v := bind(f, &contract.Page{ID: strings.Join(f.ids, "/"), Body: f.body, BodyLine: f.line})
	if v.Title == "" {
		v.Title, v.Body = headingOf(v.Body)
	}
	return v
}

// headingOf takes a leading "# Title" off a Markdown text.
func headingOf(body string) (title, rest string) {
	if line, after, _ := strings.Cut(strings.TrimLeft(body, "\n"), "\n"); strings.HasPrefix(line, "# ") {
		return strings.TrimSpace(line[2:]), after
	}
	return "", body
}

var wellFormedID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxID = 100 // bytes

// reserved are the names that Windows keeps for devices: a repository with a folder of such
// a name cannot be fetched there.
var reserved = regexp.MustCompile(`^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// validID reports whether a name can be the id of a record: an address, a folder and a word in
// files, everywhere.
func validID(id string) bool {
	return len(id) <= maxID && wellFormedID.MatchString(id) && !reserved.MatchString(id)
}

// classify finds the kind of a path and the ids in it. Without a kind, ids is nil.
func classify(p string) (*kind, []string) {
	for i := range kinds {
		if ids, ok := matches(kinds[i].pattern, p); ok {
			return &kinds[i], ids
		}
	}
	return nil, nil
}

func matches(pattern, p string) (ids []string, ok bool) {
	if dir, ext, deep := strings.Cut(pattern, "**"); deep {
		rest, in := strings.CutPrefix(p, dir)
		name, is := strings.CutSuffix(rest, ext)
		return strings.Split(name, "/"), in && is
	}
	want, got := strings.Split(pattern, "/"), strings.Split(p, "/")
	if len(want) != len(got) {
		return nil, false
	}
	for i, w := range want {
		before, after, star := strings.Cut(w, "*")
		switch {
		case !star && w != got[i]:
			return nil, false
		case star && (!strings.HasPrefix(got[i], before) || !strings.HasSuffix(got[i], after)):
			return nil, false
		case star:
			ids = append(ids, strings.TrimSuffix(got[i], after))
		}
	}
	return ids, true
}

// ignored reports whether a file is not data: dot files, Go's embed file, a README, and what
// desktops and word processors leave beside the files that they show.
func ignored(p string) bool {
	base := path.Base(p)
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, ".go") || strings.EqualFold(base, "README.md") ||
		strings.HasPrefix(base, "~$") || strings.HasSuffix(base, "~") || slices.Contains(clutter, strings.ToLower(base))
}

var clutter = []string{"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"}
