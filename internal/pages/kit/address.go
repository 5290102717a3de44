package kit

import (
	"cmp"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

// Address is the folder of a page below the root: "kontrakter/vekter-2021/"; "" is the
// overview. Records keep their ids.
func (s *Site) Address(kind string, ids ...string) string {
	if kind == "overview" {
		return ""
	}
	a := s.Slug(kind) + "/"
	for _, id := range ids {
		a += id + "/"
	}
	return a
}

// Href is the relative link from a page to an address, both folders below the root.
func (s *Site) Href(from, to string) string {
	up := strings.Count(from, "/")
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	common := 0
	for common < len(a)-1 && common < len(b)-1 && a[common] == b[common] {
		common++
	}
	out := strings.Repeat("../", up-common) + strings.Join(b[common:], "/")
	if out == "" {
		out = "./"
	}
	if s.Opt.FileLinks && (strings.HasSuffix(out, "/") || out == ".") {
		out += "index.html"
	}
	return out
}

// slugs are the names of kinds in addresses. The portfolio's language decides, never the
// printer's.
func slugs(kinds []Kind, lang string) map[string]string {
	out := map[string]string{}
	for _, k := range kinds {
		out[k.Key] = k.Slugs.In(lang)
		for key, sub := range k.Sub {
			out[key] = sub.In(lang)
		}
	}
	return out
}

// Slug is the name of a kind, or of a part of one, in addresses.
func (s *Site) Slug(key string) string { return cmp.Or(s.slugs[key], key) }

// SafeURL lets only web addresses through.
func SafeURL(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}

// Absolute is a page's address on the web; "" where the site's is not known.
func (s *Site) Absolute(at string) string {
	if s.Opt.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(s.Opt.BaseURL, "/") + "/" + at
}

// forgeAddresses are the addresses of each kind of forge below the repository's own: of a
// commit, a file, a line of it, its editor, and a new case. {branch}, {path}, {hash}, {line}
// and {title} stand for what is named, escaped; "" is what the forge does not have.
var forgeAddresses = map[contract.ForgeKind]map[string]string{
	"github":    {"commit": "/commit/{hash}", "file": "/blob/{branch}/{path}", "line": "#L{line}", "edit": "/edit/{branch}/{path}", "report": "/issues/new?title={title}"},
	"gitlab":    {"commit": "/-/commit/{hash}", "file": "/-/blob/{branch}/{path}", "line": "#L{line}", "edit": "/-/edit/{branch}/{path}", "report": "/-/issues/new?issue[title]={title}"},
	"gitea":     {"commit": "/commit/{hash}", "file": "/src/branch/{branch}/{path}", "line": "#L{line}", "edit": "/_edit/{branch}/{path}", "report": "/issues/new?title={title}"},
	"bitbucket": {"commit": "/commits/{hash}", "file": "/src/{branch}/{path}", "line": "#lines-{line}", "edit": "/src/{branch}/{path}?mode=edit", "report": "/issues/new?title={title}"},
	"azure":     {"commit": "/commit/{hash}", "file": "?path=/{path}&version=GB{branch}", "line": "&line={line}", "edit": "?path=/{path}&version=GB{branch}", "report": ""},
}

// Forge is an address at the portfolio's forge, for a commit's hash, a file's path or the
// title of a new case; "" where none is configured, or shown.
func (s *Site) Forge(what, arg string) string {
	base := SafeURL(strings.TrimSuffix(cmp.Or(s.P.Settings.Forge.URL, s.P.Settings.Site.Repository), "/"))
	addresses, ok := forgeAddresses[cmp.Or(s.P.Settings.Forge.Kind, "github")]
	if base == "" || !ok || addresses[what] == "" {
		return ""
	}
	parts := strings.Split(arg, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return base + strings.NewReplacer("{branch}", url.PathEscape(cmp.Or(s.P.Settings.Forge.Branch, "main")), "{path}", strings.Join(parts, "/"),
		"{hash}", url.PathEscape(arg), "{title}", url.QueryEscape(arg)).Replace(addresses[what])
}

// ForgeLine is the address of a line of a file.
func (s *Site) ForgeLine(file string, line int) string {
	h := s.Forge("file", file)
	if h == "" || line <= 0 {
		return h
	}
	return h + strings.ReplaceAll(forgeAddresses[cmp.Or(s.P.Settings.Forge.Kind, "github")]["line"], "{line}", strconv.Itoa(line))
}

// File is the relative link to a file, not a folder.
func (s *Site) File(from, to string) string {
	dir, base := path.Split(to)
	h := strings.TrimSuffix(s.Href(from, dir), "index.html")
	if h == "./" {
		h = ""
	}
	return h + base
}

// markdownLink points a link between Markdown files to the pages made from them, and leaves
// others alone.
func (s *Site) markdownLink(from, target string) string {
	file, fragment, _ := strings.Cut(target, "#")
	if !strings.HasSuffix(file, ".md") || strings.Contains(file, "://") {
		return target
	}
	base := strings.TrimPrefix(from, s.Address("guidance"))
	id := strings.TrimSuffix(path.Join(path.Dir(strings.TrimSuffix(base, "/")), file), ".md")
	if strings.HasPrefix(file, "/") {
		id = strings.TrimSuffix(strings.TrimPrefix(file, "/"), ".md")
	}
	href := s.Href(from, s.Address("guidance", strings.Split(id, "/")...))
	if fragment != "" {
		href += "#" + fragment
	}
	return href
}

// Sizes of a long list. Past LongList its page has the first rows; all rows come as scripts,
// each row the same HTML that a page has, so that no row is drawn a second time in
// JavaScript. The sizes let a script be read, and a page be opened, without holding up the
// reader.
const (
	LongList = 3000 // contracts that a page can hold
	AtFirst  = 50   // rows of a long list that its page has
	PerPart  = 500  // rows in a script, and on a page for those without scripts
)

// Scoped adds a filter to an address of the list.
func Scoped(href, scope string) string {
	if scope == "" {
		return href
	}
	return href + "&" + scope
}
