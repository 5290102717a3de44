package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// feedPages are the calendars, the feed of changes and the description of the search.
func (s *site) feedPages() []kit.Page {
	var out []kit.Page
	if s.Opt.Calendar != nil {
		out = append(out, s.calendarFile(s.Address("calendar"), s.Pr.Text("feeds.all", nil), ""))
		for _, d := range s.P.Settings.Departments {
			out = append(out, s.calendarFile(s.Address("departments", d.ID), d.Name, "department/"+d.ID))
		}
		for _, k := range s.P.Categories {
			out = append(out, s.calendarFile(s.Address("categories", k.ID), k.Title, "category/"+k.ID))
		}
		if !s.Public {
			for _, n := range s.P.People {
				out = append(out, s.calendarFile(s.Address("people", n.ID), n.Name, "manager/"+n.ID))
			}
		}
	}
	if s.HasChangeFeed() {
		out = append(out, kit.Page{Path: kit.ChangeFeedFile, Draw: s.changeFeed})
	}
	if s.Opt.BaseURL != "" {
		out = append(out, kit.Page{Path: kit.SearchDescription, Draw: s.openSearch}, kit.Page{Path: "robots.txt", Draw: s.robots})
	}
	return out
}

// calendarName is the file of the calendar beside a page.
func (s *site) calendarName() string { return s.Slugs["calendar"] + ".ics" }

func (s *site) calendarFile(at, what, whose string) kit.Page {
	return kit.Page{Path: at + s.calendarName(), Draw: func(b *bytes.Buffer) error {
		c := kit.Calendar{Name: s.Pr.Text("feeds.calendar", message.Args{"what": what, "owner": s.P.Settings.Organisation.Name}),
			Description: s.Pr.Text("feeds.calendar-description", message.Args{"date": s.F.AsOf}), AsOf: s.F.AsOf}
		seen := map[string]int{}
		for d := range s.DueOf(whose) {
			if !s.shows(d) {
				continue
			}
			e := s.event(d)
			seen[e.UID]++
			if n := seen[e.UID]; n > 1 { // two deadlines with the same words
				e.UID = strconv.Itoa(n) + "-" + e.UID
			}
			c.Events = append(c.Events, e)
		}
		b.Write(s.Opt.Calendar(c))
		return nil
	}}
}

// shows tells whether a deadline is of a kind that the profile has.
func (s *site) shows(d measure.Deadline) bool {
	return !s.Public || slices.Contains([]string{"option", "notice", "expiry"}, d.Kind)
}

// event is a deadline in a calendar. Its UID comes from what it is about, never from its
// date or its words in a language, so that a deadline that moves is moved in the reader's
// calendar too.
func (s *site) event(d measure.Deadline) kit.Event {
	about := []string{s.Reason(d.Title)}
	lines := []string{s.Word("deadline", d.Kind), d.Contract.Title, s.SupplierNames(d.Contract.Suppliers), d.Contract.Procurement.Reference, s.PersonName(d.Manager)}
	return kit.Event{
		UID:         fmt.Sprintf("%x@%s.forvalt", sha256.Sum256(fmt.Append(nil, d.Contract.ID, "\x00", d.Kind, "\x00", d.Title.Key, "\x00", d.Title.Args)), cmp.Or(s.P.Settings.Organisation.ID, "0"))[24:],
		Date:        d.Date,
		Summary:     strings.Join(append(about, d.Contract.Title), ": "),
		Description: strings.Join(kit.Present(lines), "\n"),
		Category:    s.Word("deadline", d.Kind),
		URL:         s.Absolute(s.Address("contracts", d.Contract.ID)),
	}
}

// subscribe is the link to the calendar beside a page: programs that keep calendars take
// webcal addresses, which must be absolute.
func (s *site) subscribe(at, dir string) templates.Link {
	if s.Opt.Calendar == nil {
		return templates.Link{}
	}
	l := templates.Link{Text: s.Pr.Text("feeds.subscribe", nil), Href: s.File(at, dir+s.calendarName())}
	if _, rest, ok := strings.Cut(s.Absolute(dir+s.calendarName()), "://"); ok {
		l.Href = "webcal://" + rest
	}
	return l
}

// calendarFeed names the calendar beside a page in the page's head.
func (s *site) calendarFeed(at string) []templates.Feed {
	if s.Opt.Calendar == nil {
		return nil
	}
	return []templates.Feed{{Type: "text/calendar", Title: s.Pr.Text("feeds.subscribe", nil), Href: s.calendarName()}}
}

// The elements of Atom (RFC 4287) that are used.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  *atomAuthor `xml:"author,omitempty"`
	Links   []atomLink  `xml:"link"`
	Content string      `xml:"content,omitempty"` // plain text
}

// changeFeed is the latest changes. Addresses are relative where the site's is not known;
// ids come from what they name, so that they stay.
func (s *site) changeFeed(b *bytes.Buffer) error {
	log := s.Opt.Log
	title := s.Pr.Text("feeds.changes-of", message.Args{"site": cmp.Or(s.P.Settings.Site.Title, s.T("name", nil)), "owner": s.P.Settings.Organisation.Name})
	feed := atomFeed{Lang: s.Pr.Lang(), ID: urn("changes", s.P.Settings.Organisation.ID, s.P.Settings.Organisation.Name), Title: title,
		Updated: log.Recent[0].Day + "T00:00:00Z", Author: atomAuthor{cmp.Or(s.P.Settings.Organisation.Name, title)},
		Links: []atomLink{{Type: "text/html", Href: cmp.Or(s.Absolute(""), s.Href("", ""))}, {Rel: "self", Type: "application/atom+xml", Href: cmp.Or(s.Absolute(kit.ChangeFeedFile), kit.ChangeFeedFile)}}}
	for _, c := range log.Recent {
		e := atomEntry{ID: urn("commit", c.Hash), Title: cmp.Or(c.Subject, c.Hash), Updated: c.Day + "T00:00:00Z"}
		if c.Author != "" {
			e.Author = &atomAuthor{c.Author}
		}
		var titles []string
		for _, p := range c.Paths {
			k := s.P.Contract(kit.ContractOf(p))
			if k == nil || slices.Contains(titles, k.Title) {
				continue
			}
			titles = append(titles, k.Title)
			at := s.Address("contracts", k.ID)
			e.Links = append(e.Links, atomLink{Rel: "related", Type: "text/html", Href: cmp.Or(s.Absolute(at), s.Href("", at))})
		}
		e.Content = strings.Join(titles, "\n")
		alternate := atomLink{Rel: "alternate", Type: "text/html", Href: cmp.Or(s.Forge("commit", c.Hash), s.Absolute(""), s.Href("", ""))}
		e.Links = append([]atomLink{alternate}, e.Links...)
		feed.Entries = append(feed.Entries, e)
	}
	return writeXML(b, feed)
}

// urn names something for ever by what it is: a UUID of version 8 (RFC 9562), of a hash.
func urn(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// openSearch describes the search, so that browsers can offer it.
func (s *site) openSearch(b *bytes.Buffer) error {
	type url struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	name := []rune(cmp.Or(s.P.Settings.Site.Title, s.T("name", nil)))
	return writeXML(b, struct {
		XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName   string
		Description string
		Encoding    string `xml:"InputEncoding"`
		Language    string
		URL         url `xml:"Url"`
	}{ShortName: string(name[:min(16, len(name))]), Description: s.Pr.Text("feeds.search", message.Args{"owner": s.P.Settings.Organisation.Name}), Encoding: "UTF-8",
		Language: s.Pr.Lang(), URL: url{"text/html", s.Absolute(s.Address("search")) + "?q={searchTerms}"}})
}

// robots invites to the public site, and keeps machines out of the internal one.
func (s *site) robots(b *bytes.Buffer) error {
	if !s.Public {
		b.WriteString("User-agent: *\nDisallow: /\n")
		return nil
	}
	b.WriteString("User-agent: *\nAllow: /\nSitemap: " + s.Absolute(sitemapFile) + "\n")
	return nil
}

const (
	sitemapFile  = "sitemap.xml"
	sitemapLimit = 50_000 // of the protocol, for one file
)

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// sitemaps list every page but those that nobody should come to from outside: one file, or an
// index of several.
func (s *site) sitemaps(pages []kit.Page) []kit.Page {
	if s.Opt.BaseURL == "" {
		return nil
	}
	var urls []sitemapURL
	for _, p := range pages {
		if at, ok := strings.CutSuffix(p.Path, "index.html"); ok && at != s.Address("search") {
			urls = append(urls, sitemapURL{s.Absolute(at)})
		}
	}
	slices.SortFunc(urls, func(a, b sitemapURL) int { return strings.Compare(a.Loc, b.Loc) })
	file := func(name string, list []sitemapURL) kit.Page {
		return kit.Page{Path: name, Draw: func(b *bytes.Buffer) error {
			return writeXML(b, struct {
				XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
				URLs    []sitemapURL `xml:"url"`
			}{URLs: list})
		}}
	}
	if len(urls) <= sitemapLimit {
		return []kit.Page{file(sitemapFile, urls)}
	}
	var out []kit.Page
	var index []sitemapURL
	for part := range slices.Chunk(urls, sitemapLimit) {
		name := "sitemap-" + strconv.Itoa(len(out)+1) + ".xml"
		out, index = append(out, file(name, part)), append(index, sitemapURL{s.Absolute(name)})
	}
	return append(out, kit.Page{Path: sitemapFile, Draw: func(b *bytes.Buffer) error {
		return writeXML(b, struct {
			XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
			Maps    []sitemapURL `xml:"sitemap"`
		}{Maps: index})
	}})
}

func writeXML(b *bytes.Buffer, v any) error {
	b.WriteString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	b.WriteString("\n")
	return e.Close()
}
