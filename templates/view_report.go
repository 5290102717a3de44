package templates

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
)

// Report is a quarterly report, as a page of the site or a file of its own.
type Report struct {
	Title string
	Owner string
	Lead  []string
	Parts []ReportPart
	Files []Link // other forms of it; none in a file
	Brief bool   // one page
}

// headline is the title with whose report it is.
func (r Report) headline() string {
	if r.Owner == "" {
		return r.Title
	}
	return r.Title + " – " + r.Owner
}

// ReportPart is a section.
type ReportPart struct {
	ID     string // fragment
	Title  string
	Text   []string
	Body   HTML // what people wrote
	Figure Figure
	Tables []ReportTable
}

// ReportTable is a table with its caption shown, and what is said of rows left out.
type ReportTable struct {
	Table
	Heading string // "" where the part has one table
	Rest    string
}

// ReportIndex lists the reports.
type ReportIndex struct {
	Title string
	Lead  string
	Table Table
	Notes []string
}

// ReportStyle is the style sheet of a report that is a file of its own: site's, and what
// stands at the foot of each printed page.
func ReportStyle(css, foot string) string {
	for _, page := range []string{"report", "brief"} {
		css += "\n@page " + page + " { @bottom-left { content: \"" + cssText(foot) + "\"; } }"
	}
	return css + "\n"
}

// cssText is a text as it may stand between quotation marks in CSS inside HTML.
func cssText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || unicode.IsControl(r) {
			fmt.Fprintf(&b, "\\%06x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// reportPolicy lets a report that is a file of its own use its style sheet, and nothing else.
func reportPolicy(css string) string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
}
