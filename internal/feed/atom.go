package feed

import (
	"bytes"
	"encoding/xml"
)

// Atom is a feed: the elements of RFC 4287 that are used.
type Atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"xml:lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"` // a time in UTC, as RFC 3339 has it
	Author  Author   `xml:"author"`
	Links   []Link   `xml:"link"`
	Entries []Entry  `xml:"entry"`
}

// Author is who made a feed or an entry of it.
type Author struct {
	Name string `xml:"name"`
}

// Link is an address with its relation to the feed or the entry.
type Link struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// Entry is one item of a feed.
type Entry struct {
	ID      string  `xml:"id"`
	Title   string  `xml:"title"`
	Updated string  `xml:"updated"`
	Author  *Author `xml:"author,omitempty"` // nil: that of the feed
	Links   []Link  `xml:"link"`
	Content string  `xml:"content,omitempty"` // plain text
}

// Write writes the feed.
func (a Atom) Write(b *bytes.Buffer) error { return write(b, a) }
