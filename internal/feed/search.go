package feed

import (
	"bytes"
	"encoding/xml"
)

// Search describes a site's search, so that browsers can offer it.
type Search struct {
	Name        string // cut to the 16 characters that OpenSearch allows
	Description string
	Lang        string
	Template    string // the address of its results, with {searchTerms}
}

// Write writes the description.
func (s Search) Write(b *bytes.Buffer) error {
	type url struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	name := []rune(s.Name)
	return write(b, struct {
		XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName   string
		Description string
		Encoding    string `xml:"InputEncoding"`
		Language    string
		URL         url `xml:"Url"`
	}{ShortName: string(name[:min(16, len(name))]), Description: s.Description, Encoding: "UTF-8", Language: s.Lang, URL: url{"text/html", s.Template}})
}
