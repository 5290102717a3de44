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

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// Calendar is deadlines to subscribe to; Options.Calendar writes it as a file.
type Calendar struct {
	Name, Description string
	AsOf              date.Date
	Events            []Event
}

// Event is one deadline of a calendar; URL is absolute or "".
type Event struct {
	UID, Summary, Description, Category, URL string
	Date                                     date.Date
}

// feedPages are the calendars, the feed of changes and the description of the search.
func feedPages(s *site) []page {
	var out []page
	if s.opt.Calendar != nil {
		out = append(out, s.calendarFile(s.address("calendar"), s.pr.Text("feeds.all", nil), ""))
		for _, d := range s.p.Settings.Departments {
			out = append(out, s.calendarFile(s.address("departments", d.ID), d.Name, "department/"+d.ID))
		}
		for _, k := range s.p.Categories {
			out = append(out, s.calendarFile(s.address("categories", k.ID), k.Title, "category/"+k.ID))
		}
		if !s.public {
			for _, n := range s.p.People {
				out = append(out, s.calendarFile(s.address("people", n.ID), n.Name, "manager/"+n.ID))
			}
		}
	}
	if s.hasChangeFeed() {
		out = append(out, page{changeFeedFile, s.changeFeed})
	}
	if s.opt.BaseURL != "" {
		out = append(out, page{searchDescription, s.openSearch}, page{"robots.txt", s.robots})
	}
	return out
}

const (
	changeFeedFile    = "atom.xml"
	searchDescription = "opensearch.xml"
)

// calendarName is the file of the calendar beside a page.
func (s *site) calendarName() string { return s.slugs["calendar"] + ".ics" }

func (s *site) calendarFile(at, what, whose string) page {
	return page{at + s.calendarName(), func(b *bytes.Buffer) error {
		c := Calendar{Name: s.pr.Text("feeds.calendar", message.Args{"what": what, "owner": s.p.Settings.Organisation.Name}),
			Description: s.pr.Text("feeds.calendar-description", message.Args{"date": s.f.AsOf}), AsOf: s.f.AsOf}
		seen := map[string]int{}
		for d := range s.dueOf(whose) {
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
		b.Write(s.opt.Calendar(c))
		return nil
	}}
}

// shows tells whether a deadline is of a kind that the profile has.
func (s *site) shows(d measure.Deadline) bool {
	return !s.public || slices.Contains([]string{"option", "notice", "expiry"}, d.Kind)
}

// event is a deadline in a calendar. Its UID comes from what it is about, never from its
// date or its words in a language, so that a deadline that moves is moved in the reader's
// calendar too.
func (s *site) event(d measure.Deadline) Event {
	about := []string{s.reason(d.Title)}
	lines := []string{s.word("deadline", d.Kind), d.Contract.Title, s.supplierNames(d.Contract.Suppliers), d.Contract.Procurement.Reference, s.personName(d.Manager)}
	return Event{
		UID:         fmt.Sprintf("%x@%s.forvalt", sha256.Sum256(fmt.Append(nil, d.Contract.ID, "\x00", d.Kind, "\x00", d.Title.Key, "\x00", d.Title.Args)), cmp.Or(s.p.Settings.Organisation.ID, "0"))[24:],
		Date:        d.Date,
		Summary:     strings.Join(append(about, d.Contract.Title), ": "),
		Description: strings.Join(present(lines), "\n"),
		Category:    s.word("deadline", d.Kind),
		URL:         s.absolute(s.address("contracts", d.Contract.ID)),
	}
}

// absolute is a page's address on the web; "" where the site's is not known.
func (s *base) absolute(at string) string {
	if s.opt.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.opt.BaseURL, "/") + "/" + at
}

// subscribe is the link to the calendar beside a page: programs that keep calendars take
// webcal addresses, which must be absolute.
func (s *site) subscribe(at, dir string) templates.Link {
	if s.opt.Calendar == nil {
		return templates.Link{}
	}
	l := templates.Link{Text: s.pr.Text("feeds.subscribe", nil), Href: s.file(at, dir+s.calendarName())}
	if _, rest, ok := strings.Cut(s.absolute(dir+s.calendarName()), "://"); ok {
		l.Href = "webcal://" + rest
	}
	return l
}

// calendarFeed names the calendar beside a page in the page's head.
func (s *site) calendarFeed(at string) []templates.Feed {
	if s.opt.Calendar == nil {
		return nil
	}
	return []templates.Feed{{Type: "text/calendar", Title: s.pr.Text("feeds.subscribe", nil), Href: s.calendarName()}}
}

// siteFeeds are named in the head of every page.
func (s *base) siteFeeds(at string) []templates.Feed {
	var out []templates.Feed
	if s.hasChangeFeed() {
		out = append(out, templates.Feed{Type: "application/atom+xml", Title: s.pr.Text("feeds.changes", nil), Href: s.file(at, changeFeedFile)})
	}
	if s.opt.BaseURL != "" {
		out = append(out, templates.Feed{Rel: "search", Type: "application/opensearchdescription+xml", Title: cmp.Or(s.p.Settings.Site.Title, s.t("name", nil)), Href: s.file(at, searchDescription)})
	}
	return out
}

// hasChangeFeed: who changed what is for the internal profile, and needs history.
func (s *base) hasChangeFeed() bool { return !s.public && len(s.opt.Log.Recent) > 0 }

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
	log := s.opt.Log
	title := s.pr.Text("feeds.changes-of", message.Args{"site": cmp.Or(s.p.Settings.Site.Title, s.t("name", nil)), "owner": s.p.Settings.Organisation.Name})
	feed := atomFeed{Lang: s.pr.Lang(), ID: urn("changes", s.p.Settings.Organisation.ID, s.p.Settings.Organisation.Name), Title: title,
		Updated: log.Recent[0].Day + "T00:00:00Z", Author: atomAuthor{cmp.Or(s.p.Settings.Organisation.Name, title)},
		Links: []atomLink{{Type: "text/html", Href: cmp.Or(s.absolute(""), s.href("", ""))}, {Rel: "self", Type: "application/atom+xml", Href: cmp.Or(s.absolute(changeFeedFile), changeFeedFile)}}}
	for _, c := range log.Recent {
		e := atomEntry{ID: urn("commit", c.Hash), Title: cmp.Or(c.Subject, c.Hash), Updated: c.Day + "T00:00:00Z"}
		if c.Author != "" {
			e.Author = &atomAuthor{c.Author}
		}
		var titles []string
		for _, p := range c.Paths {
			k := s.p.Contract(contractOf(p))
			if k == nil || slices.Contains(titles, k.Title) {
				continue
			}
			titles = append(titles, k.Title)
			at := s.address("contracts", k.ID)
			e.Links = append(e.Links, atomLink{Rel: "related", Type: "text/html", Href: cmp.Or(s.absolute(at), s.href("", at))})
		}
		e.Content = strings.Join(titles, "\n")
		alternate := atomLink{Rel: "alternate", Type: "text/html", Href: cmp.Or(s.forge("commit", c.Hash), s.absolute(""), s.href("", ""))}
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
	name := []rune(cmp.Or(s.p.Settings.Site.Title, s.t("name", nil)))
	return writeXML(b, struct {
		XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName   string
		Description string
		Encoding    string `xml:"InputEncoding"`
		Language    string
		URL         url `xml:"Url"`
	}{ShortName: string(name[:min(16, len(name))]), Description: s.pr.Text("feeds.search", message.Args{"owner": s.p.Settings.Organisation.Name}), Encoding: "UTF-8",
		Language: s.pr.Lang(), URL: url{"text/html", s.absolute(s.address("search")) + "?q={searchTerms}"}})
}

// robots invites to the public site, and keeps machines out of the internal one.
func (s *site) robots(b *bytes.Buffer) error {
	if !s.public {
		b.WriteString("User-agent: *\nDisallow: /\n")
		return nil
	}
	b.WriteString("User-agent: *\nAllow: /\nSitemap: " + s.absolute(sitemapFile) + "\n")
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
func (s *site) sitemaps(pages []page) []page {
	if s.opt.BaseURL == "" {
		return nil
	}
	var urls []sitemapURL
	for _, p := range pages {
		if at, ok := strings.CutSuffix(p.path, "index.html"); ok && at != s.address("search") {
			urls = append(urls, sitemapURL{s.absolute(at)})
		}
	}
	slices.SortFunc(urls, func(a, b sitemapURL) int { return strings.Compare(a.Loc, b.Loc) })
	file := func(name string, list []sitemapURL) page {
		return page{name, func(b *bytes.Buffer) error {
			return writeXML(b, struct {
				XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
				URLs    []sitemapURL `xml:"url"`
			}{URLs: list})
		}}
	}
	if len(urls) <= sitemapLimit {
		return []page{file(sitemapFile, urls)}
	}
	var out []page
	var index []sitemapURL
	for part := range slices.Chunk(urls, sitemapLimit) {
		name := "sitemap-" + strconv.Itoa(len(out)+1) + ".xml"
		out, index = append(out, file(name, part)), append(index, sitemapURL{s.absolute(name)})
	}
	return append(out, page{sitemapFile, func(b *bytes.Buffer) error {
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
