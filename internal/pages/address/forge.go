package address

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

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
func (b *Book) Forge(what, arg string) string {
	base := SafeURL(strings.TrimSuffix(cmp.Or(b.forge.URL, b.repository), "/"))
	addresses, ok := forgeAddresses[cmp.Or(b.forge.Kind, "github")]
	if base == "" || !ok || addresses[what] == "" {
		return ""
	}
	parts := strings.Split(arg, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return base + strings.NewReplacer("{branch}", url.PathEscape(cmp.Or(b.forge.Branch, "main")), "{path}", strings.Join(parts, "/"),
		"{hash}", url.PathEscape(arg), "{title}", url.QueryEscape(arg)).Replace(addresses[what])
}

// ForgeLine is the address of a line of a file.
func (b *Book) ForgeLine(file string, line int) string {
	h := b.Forge("file", file)
	if h == "" || line <= 0 {
		return h
	}
	return h + strings.ReplaceAll(forgeAddresses[cmp.Or(b.forge.Kind, "github")]["line"], "{line}", strconv.Itoa(line))
}
