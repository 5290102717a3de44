// Package feeds makes what machines ask a site for: the feed of changes (Atom), the sitemap,
// the description of the search (OpenSearch) and robots.txt.
//
// In go a kit.Site and, for the sitemap, its pages; out come files. What needs the address of
// the site is made only where that is known. Calendars are in package calendar, open data in
// package data.
package feeds

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
)

// Pages are the feed of changes and what robots and browsers ask for.
func Pages(s *kit.Site) []kit.Page {
	var out []kit.Page
	if s.HasChangeFeed() {
		out = append(out, kit.Page{Path: kit.ChangeFeedFile, Draw: func(b *bytes.Buffer) error { return changeFeed(s, b) }})
	}
	if s.Opt.BaseURL != "" {
		out = append(out, kit.Page{Path: kit.SearchDescription, Draw: func(b *bytes.Buffer) error { return openSearch(s, b) }}, kit.Page{Path: "robots.txt", Draw: func(b *bytes.Buffer) error { return robots(s, b) }})
	}
	return out
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
func changeFeed(s *kit.Site, b *bytes.Buffer) error {
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

// urn is a permanent name for something, derived from what it is: a UUID of version 8 (RFC
// 9562), from a hash.
func urn(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// openSearch describes the search, so that browsers can offer it.
func openSearch(s *kit.Site, b *bytes.Buffer) error {
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
func robots(s *kit.Site, b *bytes.Buffer) error {
	if !s.Listed() {
		b.WriteString("User-agent: *\nDisallow: /\n")
		return nil
	}
	b.WriteString("User-agent: *\nAllow: /\nSitemap: " + s.Absolute(SitemapFile) + "\n")
	return nil
}

// SitemapFile lists the pages, or the files that do.
const SitemapFile = "sitemap.xml"

// sitemapLimit is how many addresses the protocol allows in one file.
const sitemapLimit = 50_000

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// Sitemaps list every page except those that nobody should reach from outside: one file, or
// an index of several.
func Sitemaps(s *kit.Site, pages []kit.Page) []kit.Page {
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
		return []kit.Page{file(SitemapFile, urls)}
	}
	var out []kit.Page
	var index []sitemapURL
	for part := range slices.Chunk(urls, sitemapLimit) {
		name := "sitemap-" + strconv.Itoa(len(out)+1) + ".xml"
		out, index = append(out, file(name, part)), append(index, sitemapURL{s.Absolute(name)})
	}
	return append(out, kit.Page{Path: SitemapFile, Draw: func(b *bytes.Buffer) error {
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
