package render

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// site draws pages.
type site struct{ *base }

// base is what every page is drawn from.
type base struct {
	p        *contract.Portfolio
	f        *measure.Figures
	findings []diag.Finding
	opt      Options
	pr       *message.Printer
	slugs    map[string]string
	md       *prose.Markdown
	public   bool

	bySupplier map[string][]*measure.ContractFigures
	byManager  map[string][]*measure.ContractFigures
	bySubject  map[string][]diag.Finding // by contract
	due        map[string][]int          // places in Figures.Deadlines by whose they are: see dueOf
	byRule     map[string][]diag.Finding
	byCommit   map[string][]contract.Signed // by contract
}

// sections of the site, in the order of its menu. A new kind of page is one file and
// one row here.
var sections = []func(*site) []page{
	overviewPages, contractListPages, contractPages, changePages, supplierPages, personPages, departmentPages, categoryPages,
	riskPages, economyPages, leakagePages, calendarPages, requirementPages, inspectionPages, inspectionRecords, deviationPages, deviationRecords, benefitPages,
	guidancePages, rulePages, articlePages, dataPages, searchPages, feedPages, reportPages,
}

func newBase(p *contract.Portfolio, f *measure.Figures, findings []diag.Finding, opt Options) *base {
	s := &base{p: p, f: f, findings: findings, opt: opt, pr: opt.Printer, slugs: slugs(p), public: opt.Profile == contract.Public,
		bySupplier: map[string][]*measure.ContractFigures{}, byManager: map[string][]*measure.ContractFigures{},
		bySubject: map[string][]diag.Finding{}, byRule: map[string][]diag.Finding{}, byCommit: map[string][]contract.Signed{}}
	s.md = prose.New(s.markdownLink)
	for _, c := range f.Contracts {
		for _, id := range c.Contract.Suppliers {
			s.bySupplier[id] = append(s.bySupplier[id], c)
		}
		s.byManager[c.Contract.Manager] = append(s.byManager[c.Contract.Manager], c)
	}
	s.due = map[string][]int{}
	for i, d := range f.Deadlines {
		for _, whose := range []string{"manager/" + d.Manager, "department/" + d.Contract.Department, "category/" + d.Contract.Category} {
			s.due[whose] = append(s.due[whose], i)
		}
	}
	for _, x := range opt.Signed {
		s.byCommit[x.Contract] = append(s.byCommit[x.Contract], x)
	}
	for _, fd := range findings {
		s.byRule[fd.Code] = append(s.byRule[fd.Code], fd)
		if id := contractOf(fd.File); id != "" {
			s.bySubject[id] = append(s.bySubject[id], fd)
		}
	}
	return s
}

// dueOf gives the deadlines of "manager/<id>", "department/<id>", "category/<id>", or all for "".
func (s *base) dueOf(whose string) iter.Seq[measure.Deadline] {
	return func(yield func(measure.Deadline) bool) {
		if whose == "" {
			for _, d := range s.f.Deadlines {
				if !yield(d) {
					return
				}
			}
			return
		}
		for _, i := range s.due[whose] {
			if !yield(s.f.Deadlines[i]) {
				return
			}
		}
	}
}

// contractOf gives the contract in whose folder a file lies.
func contractOf(file string) string {
	_, rest, ok := strings.Cut("/"+file, "/agreements/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// t is a sentence of render's own area of the catalogue.
func (s *base) t(key string, args message.Args) string { return s.pr.Text("site."+key, args) }

// word is a word of the area "common"; "" for no key.
func (s *base) word(kind, key string) string {
	if key == "" {
		return ""
	}
	if full := "common." + kind + "." + key; s.pr.Has(full) {
		return s.pr.Text(full, nil)
	}
	return key
}

// reason makes the sentence of a figure's reason.
func (s *base) reason(r measure.Reason) string {
	return measure.Sentence(s.pr, r)
}

// head is what a page tells of itself.
type head struct {
	at          string // its address, a folder below the root
	title       string
	description string
	nav         string // key of the menu entry it belongs to
	crumbs      []templates.Link
	source      contract.Origin // the record behind it
	feeds       []templates.Feed
}

// menu is the main menu; entries that only the internal profile has are marked.
var menu = []struct {
	key      string
	internal bool
}{
	{"overview", false}, {"contracts", false}, {"suppliers", false}, {"risk", true}, {"economy", false}, {"calendar", false},
	{"requirements", false}, {"inspections", false}, {"deviations", true}, {"benefits", false}, {"guidance", false},
}

func (s *base) frame(h head) templates.Frame {
	settings := s.p.Settings
	f := templates.Frame{
		T:           func(key string, args map[string]any) string { return s.pr.Text(key, args) },
		Lang:        s.pr.Lang(),
		Title:       h.title,
		Description: cmp.Or(h.description, s.t("describe", message.Args{"title": h.title, "owner": settings.Organisation.Name, "date": s.f.AsOf})),
		SiteName:    cmp.Or(settings.Site.Title, s.t("name", nil)),
		Owner:       settings.Organisation.Name,
		Assets:      s.asset(h.at, ""),
		Home:        s.href(h.at, ""),
		Crumbs:      h.crumbs,
		Feeds:       append(h.feeds, s.siteFeeds(h.at)...),
		Sample:      settings.Organisation.Sample,
		Public:      s.public,
		Search: templates.SearchBox{Action: s.href(h.at, s.address("search")), Index: s.asset(h.at, "search-index.js"),
			Root: strings.Repeat("../", strings.Count(h.at, "/")), File: s.opt.FileLinks},
		FootData: []templates.Link{
			{Text: s.t("foot.csv", nil), Href: s.file(h.at, s.address("data")+"contracts.csv")},
			{Text: s.t("foot.json", nil), Href: s.file(h.at, s.address("data")+"portfolio.json")},
			{Text: s.t("foot.fields", nil), Href: s.href(h.at, s.address("data"))},
		},
		FootHelp: []templates.Link{
			{Text: s.t("foot.about", nil), Href: s.href(h.at, s.address("about"))},
			{Text: s.t("foot.accessibility", nil), Href: s.href(h.at, s.address("accessibility"))},
			{Text: s.t("foot.rules", nil), Href: s.href(h.at, s.address("rules"))},
		},
		Provenance: s.provenance(h),
	}
	for _, key := range []string{"departments", "categories"} {
		f.FootPages = append(f.FootPages, templates.Link{Text: s.t("menu."+key, nil), Href: s.href(h.at, s.address(key))})
	}
	if !s.public {
		f.FootPages = append(f.FootPages, templates.Link{Text: s.t("menu.people", nil), Href: s.href(h.at, s.address("people"))},
			templates.Link{Text: s.say("leakage.title", nil), Href: s.href(h.at, s.address("leakage"))})
	}
	if s.opt.Workbook != nil {
		f.FootData = slices.Insert(f.FootData, 1, templates.Link{Text: s.say("feeds.xlsx", nil), Href: s.file(h.at, s.address("data")+"contracts.xlsx")})
	}
	if len(s.opt.Reports) > 0 {
		f.FootHelp = append(f.FootHelp, templates.Link{Text: s.pr.Text("report.page.index", nil), Href: s.href(h.at, s.address("reports"))})
	}
	if s.opt.BaseURL != "" {
		f.Canonical = strings.TrimSuffix(s.opt.BaseURL, "/") + "/" + h.at
	}
	for _, m := range menu {
		if m.internal && s.public {
			continue
		}
		f.Nav = append(f.Nav, templates.NavItem{Text: s.t("menu."+m.key, nil), Href: s.href(h.at, s.address(m.key)),
			Current: m.key == h.nav, Exact: m.key == h.nav && s.address(m.key) == h.at})
	}
	return f
}

// asset is the relative address of a file that comes with the product, or of its folder.
func (s *base) asset(from, name string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + "assets/" + name
}

// file is the relative link to a file, not a folder.
func (s *base) file(from, to string) string {
	dir, base := path.Split(to)
	h := strings.TrimSuffix(s.href(from, dir), "index.html")
	if h == "./" {
		h = ""
	}
	return h + base
}

// provenance tells where a page's data come from.
func (s *base) provenance(h head) templates.Provenance {
	p := templates.Provenance{DataDate: s.dateLong(s.f.AsOf), Version: s.opt.Version}
	if head := s.opt.Log.Head; head.Hash != "" {
		p.Commit = templates.Link{Text: head.Hash[:min(7, len(head.Hash))], Href: s.forge("commit", head.Hash)}
		p.Dirty = len(s.opt.Log.Dirty) > 0
	}
	if file := h.source.File(); file != "" && !s.public {
		p.Source = templates.Link{Text: file, Href: s.forge("file", file)}
		p.Edit = s.forge("edit", file)
		p.Report = s.forge("report", h.title)
		if c, ok := s.opt.Log.Last[file]; ok {
			if d, err := date.Parse(c.Day); err == nil {
				p.Changed = s.dateLong(d)
			}
		}
	}
	return p
}

// component is what templates give.
type component interface {
	Render(ctx context.Context, w io.Writer) error
}

// html is a page drawn by a component, at the index of its folder.
func (s *base) html(h head, c func(templates.Frame) component) page {
	return page{h.at + "index.html", func(b *bytes.Buffer) error {
		return c(s.frame(h)).Render(context.Background(), b)
	}}
}

// crumbs are the links from the front page to a page's parent.
func (s *base) crumbs(at string, keys ...string) []templates.Link {
	out := []templates.Link{{Text: s.t("menu.overview", nil), Href: s.href(at, "")}}
	for _, k := range keys {
		out = append(out, templates.Link{Text: s.t("menu."+k, nil), Href: s.href(at, s.address(k))})
	}
	return out
}

// markdownLink points a link between Markdown files to the pages made of them, and lets
// others be.
func (s *base) markdownLink(from, target string) string {
	file, fragment, _ := strings.Cut(target, "#")
	if !strings.HasSuffix(file, ".md") || strings.Contains(file, "://") {
		return target
	}
	base := strings.TrimPrefix(from, s.address("guidance"))
	id := strings.TrimSuffix(path.Join(path.Dir(strings.TrimSuffix(base, "/")), file), ".md")
	if strings.HasPrefix(file, "/") {
		id = strings.TrimSuffix(strings.TrimPrefix(file, "/"), ".md")
	}
	href := s.href(from, s.address("guidance", strings.Split(id, "/")...))
	if fragment != "" {
		href += "#" + fragment
	}
	return href
}
