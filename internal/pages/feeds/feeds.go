// Package feeds says what machines get to know of a site: what the feed of changes, the
// sitemap, the description of the search and robots.txt hold.
//
// In go a kit.Site and, for the sitemap, its pages; out come files, which package feed writes.
// What needs the address of the site is made only where that is known. Calendars are in
// package calendar, open data in package data.
package feeds

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/feed"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past/shown"
)

// Pages are the feed of changes and what robots and browsers ask for.
func Pages(s *kit.Site) []kit.Page {
	var out []kit.Page
	if s.HasChangeFeed() {
		out = append(out, kit.Page{Path: kit.ChangeFeedFile, Draw: func(b *bytes.Buffer) error { return changes(s).Write(b) }})
	}
	if s.Opt.BaseURL != "" {
		out = append(out, kit.Page{Path: kit.SearchDescription, Draw: func(b *bytes.Buffer) error { return search(s).Write(b) }}, kit.Page{Path: "robots.txt", Draw: func(b *bytes.Buffer) error { return robots(s, b) }})
	}
	return out
}

// changes is the latest changes. Addresses are relative where the site's is not known; ids
// come from what they name, so that they stay.
func changes(s *kit.Site) feed.Atom {
	owner := s.P.Settings.Organisation
	title := s.Pr.Text("feeds.changes-of", message.Args{"site": cmp.Or(s.P.Settings.Site.Title, s.Say("frame.name", nil)), "owner": owner.Name})
	out := feed.Atom{Lang: s.Pr.Lang(), ID: feed.URN("changes", owner.ID, owner.Name), Title: title, Updated: midnight(s.Opt.Log.Recent[0].Commit), Author: feed.Author{Name: cmp.Or(owner.Name, title)},
		Links: []feed.Link{html("", cmp.Or(s.Absolute(""), s.Href("", ""))), {Rel: "self", Type: "application/atom+xml", Href: cmp.Or(s.Absolute(kit.ChangeFeedFile), kit.ChangeFeedFile)}}}
	for _, c := range s.Opt.Log.Recent {
		out.Entries = append(out.Entries, entry(s, c))
	}
	return out
}

// entry is a commit, with the contracts that it touched.
func entry(s *kit.Site, c shown.Change) feed.Entry {
	e := feed.Entry{ID: feed.URN("commit", c.Hash), Title: cmp.Or(c.Subject, c.Hash), Updated: midnight(c.Commit),
		Links: []feed.Link{html("alternate", cmp.Or(s.Forge("commit", c.Hash), s.Absolute(""), s.Href("", "")))}}
	if c.Author != "" {
		e.Author = &feed.Author{Name: c.Author}
	}
	var titles []string
	for _, p := range c.Paths {
		k := s.P.Contract(kit.ContractOf(p))
		if k == nil || slices.Contains(titles, k.Title) {
			continue
		}
		titles = append(titles, k.Title)
		at := s.Address("contracts", k.ID)
		e.Links = append(e.Links, html("related", cmp.Or(s.Absolute(at), s.Href("", at))))
	}
	e.Content = strings.Join(titles, "\n")
	return e
}

// midnight is the time of a commit, of which the day is known.
func midnight(c shown.Commit) string { return c.Day + "T00:00:00Z" }

func html(rel, href string) feed.Link { return feed.Link{Rel: rel, Type: "text/html", Href: href} }

// search describes the search page.
func search(s *kit.Site) feed.Search {
	return feed.Search{Name: cmp.Or(s.P.Settings.Site.Title, s.Say("frame.name", nil)), Description: s.Pr.Text("feeds.search", message.Args{"owner": s.P.Settings.Organisation.Name}),
		Lang: s.Pr.Lang(), Template: s.Absolute(s.Address("search")) + "?q={searchTerms}"}
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

// Sitemaps list every page except those that nobody should reach from outside: one file, or
// an index of several.
func Sitemaps(s *kit.Site, pages []kit.Page) []kit.Page {
	if s.Opt.BaseURL == "" {
		return nil
	}
	var addresses []string
	for _, p := range pages {
		if at, ok := strings.CutSuffix(p.Path, "index.html"); ok && at != s.Address("search") {
			addresses = append(addresses, s.Absolute(at))
		}
	}
	slices.Sort(addresses)
	if len(addresses) <= feed.SitemapLimit {
		return []kit.Page{{Path: SitemapFile, Draw: feed.Sitemap(addresses).Write}}
	}
	var out []kit.Page
	var index feed.SitemapIndex
	for part := range slices.Chunk(addresses, feed.SitemapLimit) {
		name := "sitemap-" + strconv.Itoa(len(out)+1) + ".xml"
		out, index = append(out, kit.Page{Path: name, Draw: feed.Sitemap(part).Write}), append(index, s.Absolute(name))
	}
	return append(out, kit.Page{Path: SitemapFile, Draw: index.Write})
}
