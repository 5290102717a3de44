// Package templates draws the pages: view structs go in, HTML comes out.
//
// A view struct holds one page or one part of it. Its texts are already
// formatted and in the reader's language; every Href is already relative to the page
// (or absolute where it leaves the site). The fixed words of a page (headings, column
// heads, labels) come from the catalogue through Frame.T.
//
// A subject is one file, of the name that its package below internal/pages and its
// messages have: its view structs, then the component of its page, then what others
// show of it. What all subjects are drawn with has files by what it is: frame, section,
// table, figure, facts, badge, link. Nothing here computes a figure, sorts, filters, or
// knows the model; an empty field leaves its part of the page out, or shows what is
// missing. Everything is escaped; only the types HTML and SVG pass as they are.
package templates

//go:generate go tool templ generate
