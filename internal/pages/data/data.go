// Package data draws what programs read: the files of open data with the page that describes
// them, and the search with its index.
//
// In goes a kit.Site; out come pages, JSON, scripts, each table as CSV for people and for programs
// with a description of the latter (a data package), and workbooks by way of
// kit.Options.Workbook. What the profile does not show is in none of them.
package data

import (
	"bytes"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/table"
	"github.com/forvalt/forvalt/templates"
)

// field is one value of a contract in the files of open data: what CSV and XLSX hold and
// what the page about them describes.
type field struct {
	name  string // its column in CSV, its name in JSON
	kind  table.Kind
	group string              // of its words in the catalogue
	rests contract.ModelField // it is shown where that is
	only  string              // "csv" or "json": not in the other
	value func(*kit.Site, *measure.ContractFigures, *block.Contract) string
}

// group is the kind of a field of JSON that holds others.
const group table.Kind = "group"

// known is a number as a cell of a table has it: empty where it is not known.
func known(n kit.Numeral) string { return strings.TrimPrefix(string(n), "null") }

// fields is the table; new ones go last, so that columns keep their places.
var fields = []field{
	{name: "id", kind: table.ID, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.ID }},
	{name: "title", kind: table.Text, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Title }},
	{name: "status", kind: table.Word, group: "status", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Status }},
	{name: "kind", kind: table.Word, group: "kind", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Kind }},
	{name: "category", kind: table.ID, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Category }},
	{name: "department", kind: table.ID, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Department }},
	{name: "suppliers", kind: table.List, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return table.Listed(o.Suppliers)
	}},
	{name: "supplier_names", kind: table.List, only: "csv", value: func(s *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		var names []string
		for _, id := range o.Suppliers {
			names = append(names, s.SupplierLink("", id).Text)
		}
		return table.Listed(names)
	}},
	{name: "start", kind: table.Date, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Start.String() }},
	{name: "current_end", kind: table.Date, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.CurrentEnd.String() }},
	{name: "last_end", kind: table.Date, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.LastEnd.String() }},
	{name: "currency", kind: table.Word, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Currency }},
	{name: "ceiling", kind: table.Amount, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Ceiling) }},
	{name: "spent", kind: table.Amount, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Spent) }},
	{name: "projected", kind: table.Amount, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Projected) }},
	{name: "reference", kind: table.Text, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Reference }},
	{name: "doffin", kind: table.Text, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Doffin }},
	{name: "nature", kind: table.Word, group: "nature", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Nature }},
	{name: "cpv", kind: table.List, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return table.Listed(o.CPV)
	}},
	{name: "exhaustion", kind: table.Date, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Exhaustion.String() }},
	{name: "requirements", kind: table.List, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return table.Listed(o.Requirements)
	}},
	{name: "manager", kind: table.ID, rests: contract.ContractManager, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Manager }},
	{name: "manager_name", kind: table.Text, rests: contract.ContractManager, only: "csv", value: func(s *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return s.PersonName(o.Manager)
	}},
	{name: "risk_band", kind: table.Word, group: "band", rests: contract.PortfolioModels, only: "csv", value: func(_ *kit.Site, c *measure.ContractFigures, _ *block.Contract) string {
		if c.Risk == nil {
			return ""
		}
		return string(c.Risk.Band)
	}},
	{name: "risk_score", kind: table.Number, rests: contract.PortfolioModels, only: "csv", value: func(_ *kit.Site, c *measure.ContractFigures, _ *block.Contract) string {
		if c.Risk == nil {
			return ""
		}
		return known(kit.Number(c.Risk.Score))
	}},
	{name: "risk", kind: group, rests: contract.PortfolioModels, only: "json"},
}

// shownFields are those of the profile that a file holds.
func shownFields(s *kit.Site, file string) []field {
	var out []field
	for _, f := range fields {
		if s.Shows(f.rests) && (f.only == "" || f.only == file) {
			out = append(out, f)
		}
	}
	return out
}

// Pages are the page about the open data, and its files.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("data")
	out := []kit.Page{
		s.Composed("data", func(f templates.Frame, at string) []templates.Section { return sections(s, f, at) }),
		{Path: at + "portfolio.json", Draw: func(b *bytes.Buffer) error {
			list := []block.Contract{}
			for _, c := range s.F.Contracts {
				list = append(list, block.ContractData(s, c))
			}
			return kit.WriteJSON(b, map[string]any{"as_of": s.F.AsOf, "organisation": s.P.Settings.Organisation.Name, "profile": s.Opt.Profile, "program": s.Opt.Version, "licence": s.P.Settings.Site.Licence, "contracts": list})
		}},
	}
	return append(out, tablePages(s, at)...)
}

// contracts is the table of contracts: their fields in CSV.
func contracts(s *kit.Site) export {
	out := export{name: "contracts", title: s.Say("frame.menu.contracts", nil), help: s.Say("about.file-csv", nil), key: []string{"id"}, book: true}
	fields := shownFields(s, "csv")
	for _, f := range fields {
		c := column{Column: table.Column{Key: f.name, Head: fieldLabel(s, f), Kind: f.kind}, ref: references[f.name]}
		if f.group != "" {
			c.choices = groups[f.group]
			c.Word = func(v string) string { return s.Word(f.group, v) }
		}
		if f.kind == table.Amount {
			c.unit = "currency"
		}
		out.columns = append(out.columns, c)
	}
	out.rows = func() [][]string {
		var rows [][]string
		for _, c := range s.F.Contracts {
			o := block.ContractData(s, c)
			row := make([]string, len(fields))
			for i, f := range fields {
				row[i] = f.value(s, c, &o)
			}
			rows = append(rows, row)
		}
		return rows
	}
	return out
}

// references are the tables whose rows the fields of a contract name.
var references = map[string]string{"category": "categories"}

// groups are the words of the groups, in order.
var groups = map[string][]string{"status": contract.Status("").Choices(), "kind": contract.Kind("").Choices(), "nature": contract.Nature("").Choices(), "band": contract.BandID("").Choices()}

func fieldLabel(s *kit.Site, f field) string { return s.Say("about.field."+f.name, nil) }

// sections say what each file of open data holds.
func sections(s *kit.Site, f templates.Frame, at string) []templates.Section {
	base := s.Address("data")
	files := templates.Table{Caption: s.Say("about.files", nil), Cards: true, Columns: s.Heads("about", "file", "what", "format")}
	add := func(name, key string, href string) {
		files.Rows = append(files.Rows, []templates.Cell{{Text: name, Href: href}, {Text: s.Say("about.file-"+key, nil)}, {Text: s.Say("about.format-"+key, nil)}})
	}
	add(packageFile, "package", s.File(at, base+packageFile))
	add("portfolio.json", "json", s.File(at, base+"portfolio.json"))
	if len(s.P.Contracts) > 0 {
		add(s.Address("contracts")+"<id>/index.json", "twin", s.File(at, s.Address("contracts", s.P.Contracts[0].ID)+"index.json"))
	}
	if s.Opt.Calendar != nil {
		add(calendar.Name(s), "calendar", s.File(at, s.Address("calendar")+calendar.Name(s)))
	}
	if s.HasChangeFeed() {
		add(kit.ChangeFeedFile, "atom", s.File(at, kit.ChangeFeedFile))
	}
	if s.Opt.BaseURL != "" {
		add(feeds.SitemapFile, "sitemap", s.File(at, feeds.SitemapFile))
		add(kit.SearchDescription, "search", s.File(at, kit.SearchDescription))
	}

	columns := templates.Table{Caption: s.Say("about.fields", nil), Cards: true, Columns: s.Heads("about", "field", "label", "type", "in")}
	for _, fd := range fields {
		if !s.Shows(fd.rests) {
			continue
		}
		in := "CSV, XLSX, JSON"
		switch fd.only {
		case "csv":
			in = "CSV, XLSX"
		case "json":
			in = "JSON"
		}
		columns.Rows = append(columns.Rows, []templates.Cell{{Text: fd.name, Code: true}, {Text: fieldLabel(s, fd)}, {Text: s.Say("about.type-"+string(fd.kind), nil)}, {Text: in}})
	}
	meanings := templates.Table{Caption: s.Say("about.words", nil), Cards: true, Columns: s.Heads("about", "field", "value", "meaning")}
	for _, fd := range fields {
		if fd.group == "" || !s.Shows(fd.rests) {
			continue
		}
		for _, v := range groups[fd.group] {
			meanings.Rows = append(meanings.Rows, []templates.Cell{{Text: fd.name, Code: true}, {Text: v, Code: true}, {Text: s.Word(fd.group, v)}})
		}
	}
	notes, _ := s.MD.HTML(s.Say("about.data-notes", nil), at)
	return []templates.Section{
		{ID: s.Name("files"), Title: s.Say("about.files", nil), Conclusion: s.Say("about.files-conclusion", message.Args{"n": len(s.F.Contracts), "date": s.F.AsOf}), Blocks: []templates.Block{templates.TableBlock(f, files)}},
		{ID: s.Name("tables"), Title: s.Say("about.tables", nil), Conclusion: s.Say("about.tables-conclusion", nil), Blocks: []templates.Block{templates.TableBlock(f, described(s, at))}},
		{ID: s.Name("licence"), Title: s.Say("about.licence", nil), Blocks: []templates.Block{licence(s, f)}},
		{ID: s.Name("fields"), Title: s.Say("about.fields", nil), Blocks: []templates.Block{templates.TableBlock(f, columns), templates.ProseBlock(templates.HTML(notes))}},
		{ID: s.Name("words"), Title: s.Say("about.words", nil), Blocks: []templates.Block{templates.TableBlock(f, meanings)}},
	}
}

// licence names the licence that portfolio.toml gives, or says that there is none.
func licence(s *kit.Site, f templates.Frame) templates.Block {
	set := s.P.Settings.Site
	if set.Licence == "" {
		key := "about.no-licence"
		if !s.ShowsFiles() {
			key = "about.no-licence-public"
		}
		return templates.EmptyBlock(s.Say(key, nil))
	}
	return templates.FactsBlock(f, []templates.Fact{{Label: s.Say("about.licence", nil), Value: set.Licence, Href: address.SafeURL(set.LicenceURL)}, {Label: s.Say("about.credit", nil), Value: s.P.Settings.Organisation.Name}})
}
