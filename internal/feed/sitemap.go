package feed

import (
	"bytes"
	"encoding/xml"
)

// SitemapLimit is how many addresses the protocol allows in one file.
const SitemapLimit = 50_000

// Sitemap is the addresses of pages, at most SitemapLimit.
type Sitemap []string

// Write writes the list.
func (m Sitemap) Write(b *bytes.Buffer) error {
	return write(b, struct {
		XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []location `xml:"url"`
	}{URLs: locations(m)})
}

// SitemapIndex is the addresses of sitemaps, where one file cannot hold all pages.
type SitemapIndex []string

// Write writes the list.
func (m SitemapIndex) Write(b *bytes.Buffer) error {
	return write(b, struct {
		XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []location `xml:"sitemap"`
	}{Maps: locations(m)})
}

type location struct {
	Loc string `xml:"loc"`
}

func locations(addresses []string) []location {
	out := make([]location, len(addresses))
	for i, a := range addresses {
		out[i].Loc = a
	}
	return out
}
