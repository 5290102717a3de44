package feed

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
)

// What is written reads back as it was, whatever the texts hold.
func TestAtomReadsBack(t *testing.T) {
	in := Atom{Lang: "nb", ID: URN("a"), Title: "Endringer <&>", Updated: "2026-11-01T00:00:00Z", Author: Author{"Fjordvik"},
		Links:   []Link{{Rel: "self", Href: "https://example.no/atom.xml?a=1&b=2"}},
		Entries: []Entry{{ID: URN("b"), Title: "Én", Updated: "2026-10-01T00:00:00Z", Content: "to\nlinjer"}}}
	var b bytes.Buffer
	if err := in.Write(&b); err != nil {
		t.Fatal(err)
	}
	var out Atom
	if err := xml.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	if out.Title != in.Title || out.Links[0].Href != in.Links[0].Href || len(out.Entries) != 1 || out.Entries[0].Content != "to\nlinjer" || out.Entries[0].Author != nil {
		t.Errorf("%+v", out)
	}
}

func TestSitemaps(t *testing.T) {
	for want, write := range map[string]func(*bytes.Buffer) error{
		"<urlset ":       Sitemap{"https://example.no/a/"}.Write,
		"<sitemapindex ": SitemapIndex{"https://example.no/a/"}.Write,
		"<urlset":        Sitemap(nil).Write,
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v\n%s", want, err, b.String())
		}
	}
}

func TestSearchHasAShortName(t *testing.T) {
	var b bytes.Buffer
	if err := (Search{Name: "Kontraktsporteføljen", Template: "https://example.no/sok/?q={searchTerms}"}).Write(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "<ShortName>Kontraktsportefø</ShortName>") {
		t.Error(b.String())
	}
}

func TestURN(t *testing.T) {
	a := URN("changes", "ab")
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(a) {
		t.Error(a)
	}
	if a != URN("changes", "ab") || a == URN("changesa", "b") {
		t.Error("a name is neither permanent nor its own")
	}
}
