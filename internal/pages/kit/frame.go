package kit

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// Files at the site's root that pages name in their head.
const (
	ChangeFeedFile    = "atom.xml"
	SearchDescription = "opensearch.xml"
)

// siteFeeds are named in the head of every page.
func (s *Site) siteFeeds(at string) []templates.Feed {
	var out []templates.Feed
	if s.HasChangeFeed() {
		out = append(out, templates.Feed{Type: "application/atom+xml", Title: s.Pr.Text("feeds.changes", nil), Href: s.File(at, ChangeFeedFile)})
	}
	if s.Opt.BaseURL != "" {
		out = append(out, templates.Feed{Rel: "search", Type: "application/opensearchdescription+xml", Title: cmp.Or(s.P.Settings.Site.Title, s.Say("frame.name", nil)), Href: s.File(at, SearchDescription)})
	}
	return out
}

// HasChangeFeed tells whether there is history to make it of; the public site has only its
// head.
func (s *Site) HasChangeFeed() bool { return len(s.Opt.Log.Recent) > 0 }

// Page is one file of the site, drawn when its turn comes.
type Page struct {
	Path string
	Draw func(*bytes.Buffer) error
	Last bool // it says what the others show, and is drawn after them
}

// Head is what a page says about itself.
type Head struct {
	At          string // its address, a folder below the root
	Title       string
	Description string
	Nav         string // key of the menu entry it belongs to
	Crumbs      []templates.Link
	Source      contract.Origin // the record behind it
	Feeds       []templates.Feed
}

// Frame is what stands around the content of a page.
func (s *Site) Frame(h Head) templates.Frame {
	settings := s.P.Settings
	f := templates.Frame{
		T:           func(key string, args map[string]any) string { return s.Pr.Text(key, args) },
		Name:        s.Name,
		Lang:        s.Pr.Lang(),
		Title:       h.Title,
		Description: cmp.Or(h.Description, s.Say("frame.describe", message.Args{"title": h.Title, "owner": settings.Organisation.Name, "date": s.F.AsOf})),
		SiteName:    cmp.Or(settings.Site.Title, s.Say("frame.name", nil)),
		Owner:       settings.Organisation.Name,
		Assets:      s.Asset(h.At, ""),
		Home:        s.Href(h.At, ""),
		Crumbs:      h.Crumbs,
		Feeds:       append(h.Feeds, s.siteFeeds(h.At)...),
		Sample:      settings.Organisation.Sample,
		Search: templates.SearchBox{Action: s.Href(h.At, s.Address("search")), Index: s.Asset(h.At, "search-index.js"),
			Root: strings.Repeat("../", strings.Count(h.At, "/")), File: s.Opt.FileLinks},
		Provenance: s.provenance(h),
	}
	if lang := cmp.Or(string(settings.Site.Language), "nb"); lang != f.Lang {
		f.DataLang = lang
	}
	if s.Opt.BaseURL != "" {
		f.Canonical = strings.TrimSuffix(s.Opt.BaseURL, "/") + "/" + h.At
	}
	for i := range s.drawn {
		k := &s.drawn[i]
		at := s.Address(k.Key)
		link := templates.Link{Text: s.name(k), Href: s.Href(h.At, at)}
		if k.Menu {
			f.Nav = append(f.Nav, templates.NavItem{Text: link.Text, Href: link.Href, Current: k.Key == h.Nav, Exact: k.Key == h.Nav && at == h.At})
		}
		if k.Key == "definitions" {
			f.Definitions = link.Href
		}
		switch k.Foot {
		case FootPages:
			f.FootPages = append(f.FootPages, link)
		case FootHelp:
			f.FootHelp = append(f.FootHelp, link)
		case FootData:
			f.FootData = append(f.FootData, s.footFiles(h.At, k)...)
			f.FootData = append(f.FootData, link)
		}
	}
	return f
}

// footFiles are the files beside a kind's page that were drawn.
func (s *Site) footFiles(from string, k *Kind) []templates.Link {
	var out []templates.Link
	for _, file := range k.Files {
		if to := s.Address(k.Key) + file.File; s.paths[to] {
			out = append(out, templates.Link{Text: s.Say(file.Name, nil), Href: s.File(from, to)})
		}
	}
	return out
}

// provenance says where a page's data come from.
func (s *Site) provenance(h Head) templates.Provenance {
	p := templates.Provenance{DataDate: s.DateLong(s.F.AsOf), Version: s.Opt.Version}
	if head := s.Opt.Log.Head; head.Hash != "" {
		p.Commit = templates.Link{Text: head.Hash[:min(7, len(head.Hash))], Href: s.Forge("commit", head.Hash)}
		p.Dirty = len(s.Opt.Log.Dirty) > 0
	}
	if file := h.Source.File(); file != "" {
		p.Source = templates.Link{Text: file, Href: s.Forge("file", file)}
		p.Edit = s.Forge("edit", file)
		p.Report = s.Forge("report", h.Title)
		if c, ok := s.Opt.Log.Last[file]; ok {
			if d, err := date.Parse(c.Day); err == nil {
				p.Changed = s.DateLong(d)
			}
		}
	}
	return p
}

// Component is what templates give: something that can be drawn.
type Component interface {
	Render(ctx context.Context, w io.Writer) error
}

// HTML is a page drawn by a component, at the index of its folder.
func (s *Site) HTML(h Head, c func(templates.Frame) Component) Page {
	return Page{Path: h.At + "index.html", Draw: func(b *bytes.Buffer) error {
		return c(s.Frame(h)).Render(context.Background(), b)
	}}
}

// Crumbs are the links from the front page to a page's parent.
func (s *Site) Crumbs(at string, keys ...string) []templates.Link {
	out := []templates.Link{{Text: s.Say("frame.menu.overview", nil), Href: s.Href(at, "")}}
	for _, k := range keys {
		out = append(out, templates.Link{Text: s.Say("frame.menu."+k, nil), Href: s.Href(at, s.Address(k))})
	}
	return out
}

// Composed is an article about the site, of sections with links to them.
func (s *Site) Composed(key string, sections func(templates.Frame, string) []templates.Section) Page {
	at := s.Address(key)
	h := Head{At: at, Title: s.Say("about."+key+"-title", nil), Crumbs: s.Crumbs(at), Source: s.P.Settings.Origin, Description: s.Say("about."+key+"-lead", nil)}
	return s.HTML(h, func(f templates.Frame) Component {
		v := templates.Article{Title: h.Title, Lead: h.Description, Sections: sections(f, at)}
		for _, sec := range v.Sections {
			v.Headings = append(v.Headings, templates.Link{Text: sec.Title, Href: "#" + sec.ID})
		}
		return templates.DrawArticle(f, v)
	})
}
