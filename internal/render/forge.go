package render

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/templates"
)

// forgeAddresses are the addresses of each kind of forge below the repository's own: of a
// commit, a file, a line of it, its editor, and a new case. {branch}, {path}, {hash}, {line}
// and {title} stand for what is named, escaped; "" is what the forge does not have.
var forgeAddresses = map[string]map[string]string{
	"github":    {"commit": "/commit/{hash}", "file": "/blob/{branch}/{path}", "line": "#L{line}", "edit": "/edit/{branch}/{path}", "report": "/issues/new?title={title}"},
	"gitlab":    {"commit": "/-/commit/{hash}", "file": "/-/blob/{branch}/{path}", "line": "#L{line}", "edit": "/-/edit/{branch}/{path}", "report": "/-/issues/new?issue[title]={title}"},
	"gitea":     {"commit": "/commit/{hash}", "file": "/src/branch/{branch}/{path}", "line": "#L{line}", "edit": "/_edit/{branch}/{path}", "report": "/issues/new?title={title}"},
	"bitbucket": {"commit": "/commits/{hash}", "file": "/src/{branch}/{path}", "line": "#lines-{line}", "edit": "/src/{branch}/{path}?mode=edit", "report": "/issues/new?title={title}"},
	"azure":     {"commit": "/commit/{hash}", "file": "?path=/{path}&version=GB{branch}", "line": "&line={line}", "edit": "?path=/{path}&version=GB{branch}", "report": ""},
}

// forge is an address at the portfolio's forge, for a commit's hash, a file's path or the
// title of a new case; "" where none is configured, and in the public profile.
func (s *base) forge(what, arg string) string {
	base := safeURL(strings.TrimSuffix(cmp.Or(s.p.Settings.Forge.URL, s.p.Settings.Site.Repository), "/"))
	addresses, ok := forgeAddresses[cmp.Or(s.p.Settings.Forge.Kind, "github")]
	if base == "" || s.public || !ok || addresses[what] == "" {
		return ""
	}
	parts := strings.Split(arg, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return base + strings.NewReplacer("{branch}", url.PathEscape(cmp.Or(s.p.Settings.Forge.Branch, "main")), "{path}", strings.Join(parts, "/"),
		"{hash}", url.PathEscape(arg), "{title}", url.QueryEscape(arg)).Replace(addresses[what])
}

// forgeLine is the address of a line of a file.
func (s *base) forgeLine(file string, line int) string {
	h := s.forge("file", file)
	if h == "" || line <= 0 {
		return h
	}
	return h + strings.ReplaceAll(forgeAddresses[cmp.Or(s.p.Settings.Forge.Kind, "github")]["line"], "{line}", strconv.Itoa(line))
}

// sourcesOf tells in which file and line each figure of a contract stands.
func (s *site) sourcesOf(f templates.Frame, c *measure.ContractFigures) []templates.Section {
	k := c.Contract
	table := templates.Table{Caption: s.say("areas.sources", nil), Cards: true, Columns: s.heads("areas", "figure", "written", "place")}
	placed := map[*diag.Source]*diag.Source{} // places are found for this page, and forgotten with it
	add := func(label, value string, o contract.Origin, key string) {
		if placed[o.Src] == nil && o.Src != nil {
			placed[o.Src] = o.Src.Fresh()
		}
		o.Src = placed[o.Src]
		p := o.At(key)
		if p.Line == 0 || o.File() == "" || value == "" || value == "–" {
			return
		}
		place := o.File() + ":" + strconv.Itoa(p.Line)
		cell := templates.Cell{Text: place, Href: s.forgeLine(o.File(), p.Line)}
		cell.Code = cell.Href == ""
		table.Rows = append(table.Rows, []templates.Cell{{Text: label}, {Text: value}, cell})
	}
	amount := s.money(c, c.Money.Ceiling)
	switch c.Money.CeilingFrom {
	case "maximum":
		add(s.t("fact.ceiling", nil), amount, k.Value.Origin, "maximum")
	case "amendment":
		for _, a := range k.Amendments {
			if a.MaximumAfter.Set {
				add(s.t("fact.ceiling", nil), s.money(c, a.MaximumAfter.V.Rat()), a.Origin, "maximum_after")
			}
		}
	case "estimate":
		add(s.t("fact.ceiling", nil), amount, k.Value.Origin, "estimated")
	}
	if t := k.Turnover; t != nil {
		add(s.t("kpi.turnover-short", nil), s.money(c, c.Money.Spent), t.Origin, "months")
	}
	add(s.say("areas.start", nil), s.pr.Date(k.Period.Start), k.Period.Origin, "start")
	add(s.say("areas.end", nil), s.pr.Date(k.Period.End), k.Period.Origin, "end")
	for i, o := range k.Options {
		add(s.word("step", "option")+" "+strconv.Itoa(i+1), s.pr.Date(o.ExtendsTo), o.Origin, "extends_to")
	}
	for _, a := range k.Amendments {
		if a.Value.Set {
			add(a.Title, s.money(c, a.Value.V.Rat()), a.Origin, "value")
		}
	}
	add(s.t("fact.manager", nil), s.personName(k.Manager), k.Origin, "manager")
	add(s.t("fact.criticality", nil), s.word("criticality", k.Criticality), k.Origin, "criticality")
	if k.Procurement.Bids.Set {
		add(s.t("fact.bids", nil), strconv.Itoa(k.Procurement.Bids.V), k.Procurement.Origin, "bids")
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []templates.Section{{ID: "kilder", Title: s.say("areas.sources", nil), Conclusion: s.say("areas.sources-conclusion", nil), Blocks: []templates.Block{templates.FoldedTable(f, s.say("areas.sources-show", nil), table)}}}
}
