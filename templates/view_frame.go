package templates

// Frame is what every page has around its content.
type Frame struct {
	// T gives a text of the catalogue in the page's language; args may be nil.
	T func(key string, args map[string]any) string

	Lang        string // nb, nn or en; the html element's lang
	Title       string // of the page, without the site's name; also the last breadcrumb
	Description string // one sentence for search engines; may be empty
	SiteName    string // "Kontraktsporteføljen"
	Owner       string // the organisation: "Fjordvik kommune"; may be empty
	Assets      string // relative prefix of the asset folder, with a slash: "../../assets/"
	Home        string // Href of the front page
	Canonical   string // absolute address of the page; empty without a base URL
	Nav         []NavItem
	Crumbs      []Link // from the front page to the parent; the page itself is added
	Feeds       []Feed // alternates in the head
	Search      SearchBox
	Provenance  Provenance
	FootData    []Link // open data: CSV, JSON, description of the fields
	FootPages   []Link // pages that are not in the menu
	FootHelp    []Link // about, accessibility statement, report a deviation
	Sample      bool   // says that all names and figures are invented
	Live        string // Href of the live-reload script under "serve"; empty otherwise
}

// NavItem is one entry of the main menu.
type NavItem struct {
	Text    string
	Href    string
	Current bool // the page itself, or the section it is in
	Exact   bool // with Current: it is this very page
}

// Feed is an alternate form of the page.
type Feed struct {
	Rel   string // "alternate" where empty
	Type  string // media type: "text/calendar", "application/json", "application/atom+xml"
	Title string
	Href  string
}

// SearchBox is the search field in the header.
type SearchBox struct {
	Action string // Href of the search results page (GET, parameter q)
	Index  string // Href of search-index.js; empty: no suggestions
	Root   string // relative prefix of the site's root: "../../", "" on the front page; hits' hrefs are root-relative
	File   bool   // links end in index.html
}

// Provenance tells where the page's data come from; shown at its end.
type Provenance struct {
	DataDate Date   // the as-of date
	Through  Date   // last day that turnover covers; may be missing
	Commit   Link   // short hash and, if there is a forge, its Href
	Source   Link   // path of the source file and, if there is a forge, its Href
	Changed  Date   // last change of the source file
	Dirty    bool   // built with uncommitted files
	Version  string // of the program
	Edit     string // Href of "suggest a change"; may be empty
	Report   string // Href of "report a deviation"; may be empty
}
