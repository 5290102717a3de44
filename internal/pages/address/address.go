// Package address knows where everything on a site lies: folders of pages, files, links between
// them, the words of addresses, and pages of the forge.
//
// In go the settings of a portfolio and the names of kinds of pages; out come addresses. It
// makes no page, and tells no words but those of addresses. What is published stays where it
// is: the names never change.
package address

import (
	"cmp"
	"path"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

// Book is the addresses of one site. The portfolio's language words them, never the printer's.
type Book struct {
	lang       string
	slugs      map[string]string // names of kinds and of their parts, by key
	base       string            // absolute address of the site, or ""
	fileLinks  bool              // links end in index.html
	forge      contract.Forge
	repository string // where the settings name no forge
}

// New gathers what addresses are made of; slugs are the names of kinds and of their parts.
func New(settings contract.Settings, slugs map[string]Slugs, base string, fileLinks bool) *Book {
	b := &Book{lang: string(settings.Site.Language), slugs: map[string]string{}, base: base, fileLinks: fileLinks, forge: settings.Forge, repository: settings.Site.Repository}
	for key, slug := range slugs {
		b.slugs[key] = slug.In(b.lang)
	}
	return b
}

// Slugs are a name in addresses, by language. They never change: what is published stays
// where it is.
type Slugs struct{ NB, NN, EN string }

// In is the name in a language; bokmål where there is no other.
func (s Slugs) In(lang string) string {
	switch lang {
	case "nn":
		return s.NN
	case "en":
		return s.EN
	}
	return s.NB
}

// Address is the folder of a page below the root: "kontrakter/vekter-2021/"; "" is the
// overview. Records keep their ids.
func (b *Book) Address(kind string, ids ...string) string {
	if kind == "overview" {
		return ""
	}
	out := b.Slug(kind) + "/"
	for _, id := range ids {
		out += id + "/"
	}
	return out
}

// Href is the relative link from a page to an address, both folders below the root.
func (b *Book) Href(from, to string) string {
	up := strings.Count(from, "/")
	here, there := strings.Split(from, "/"), strings.Split(to, "/")
	common := 0
	for common < len(here)-1 && common < len(there)-1 && here[common] == there[common] {
		common++
	}
	out := strings.Repeat("../", up-common) + strings.Join(there[common:], "/")
	if out == "" {
		out = "./"
	}
	if b.fileLinks && (strings.HasSuffix(out, "/") || out == ".") {
		out += "index.html"
	}
	return out
}

// Slug is the name of a kind, or of a part of one, in addresses.
func (b *Book) Slug(key string) string { return cmp.Or(b.slugs[key], key) }

// SafeURL lets only web addresses through.
func SafeURL(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}

// Absolute is a page's address on the web; "" where the site's is not known.
func (b *Book) Absolute(at string) string {
	if b.base == "" {
		return ""
	}
	return strings.TrimSuffix(b.base, "/") + "/" + at
}

// File is the relative link to a file, not a folder.
func (b *Book) File(from, to string) string {
	dir, base := path.Split(to)
	h := strings.TrimSuffix(b.Href(from, dir), "index.html")
	if h == "./" {
		h = ""
	}
	return h + base
}

// Markdown points a link between Markdown files to the pages made from them, and leaves
// others alone.
func (b *Book) Markdown(from, target string) string {
	file, fragment, _ := strings.Cut(target, "#")
	if !strings.HasSuffix(file, ".md") || strings.Contains(file, "://") {
		return target
	}
	here := strings.TrimPrefix(from, b.Address("guidance"))
	id := strings.TrimSuffix(path.Join(path.Dir(strings.TrimSuffix(here, "/")), file), ".md")
	if strings.HasPrefix(file, "/") {
		id = strings.TrimSuffix(strings.TrimPrefix(file, "/"), ".md")
	}
	href := b.Href(from, b.Address("guidance", strings.Split(id, "/")...))
	if fragment != "" {
		href += "#" + fragment
	}
	return href
}

// Asset is the relative address of a file that comes with the product, or of its folder.
func (b *Book) Asset(from, name string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + "assets/" + name
}
