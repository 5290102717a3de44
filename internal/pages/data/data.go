// Package data draws what programs read: the files of open data with the page that describes
// them, and the search with its index.
//
// In goes a kit.Site; out come pages, CSV, JSON, scripts, and a workbook by way of
// kit.Options.Workbook. What the profile does not show is in none of them.
package data

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// field is one value of a contract in the files of open data: what CSV and XLSX hold and
// what the page about them describes.
type field struct {
	name  string              // its column in CSV, its name in JSON
	kind  string              // text, id, list, date, amount, number
	rests contract.ModelField // it is shown where that is
	only  string              // "csv" or "json": not in the other
	value func(*kit.Site, *measure.ContractFigures, *block.Contract) string
}

// known is a number as a cell of a table has it: empty where it is not known.
func known(n kit.Numeral) string { return strings.TrimPrefix(string(n), "null") }

// fields is the table; new ones go last, so that columns keep their places.
var fields = []field{
	{name: "id", kind: "id", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.ID }},
	{name: "title", kind: "text", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Title }},
	{name: "status", kind: "word", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Status }},
	{name: "kind", kind: "word", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Kind }},
	{name: "category", kind: "id", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Category }},
	{name: "department", kind: "id", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Department }},
	{name: "suppliers", kind: "list", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return strings.Join(o.Suppliers, ",")
	}},
	{name: "supplier_names", kind: "list", only: "csv", value: func(s *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		var names []string
		for _, id := range o.Suppliers {
			names = append(names, s.SupplierLink("", id).Text)
		}
		return strings.Join(names, ", ")
	}},
	{name: "start", kind: "date", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Start.String() }},
	{name: "current_end", kind: "date", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.CurrentEnd.String() }},
	{name: "last_end", kind: "date", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.LastEnd.String() }},
	{name: "currency", kind: "word", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Currency }},
	{name: "ceiling", kind: "amount", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Ceiling) }},
	{name: "spent", kind: "amount", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Spent) }},
	{name: "projected", kind: "amount", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return known(o.Projected) }},
	{name: "reference", kind: "text", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Reference }},
	{name: "doffin", kind: "text", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Doffin }},
	{name: "nature", kind: "word", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Nature }},
	{name: "cpv", kind: "list", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return strings.Join(o.CPV, ",")
	}},
	{name: "exhaustion", kind: "date", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Exhaustion.String() }},
	{name: "requirements", kind: "list", value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return strings.Join(o.Requirements, ",")
	}},
	{name: "manager", kind: "id", rests: contract.ContractManager, value: func(_ *kit.Site, _ *measure.ContractFigures, o *block.Contract) string { return o.Manager }},
	{name: "manager_name", kind: "text", rests: contract.ContractManager, only: "csv", value: func(s *kit.Site, _ *measure.ContractFigures, o *block.Contract) string {
		return s.PersonName(o.Manager)
	}},
	{name: "risk_band", kind: "word", rests: contract.PortfolioModels, only: "csv", value: func(_ *kit.Site, c *measure.ContractFigures, _ *block.Contract) string {
		if c.Risk == nil {
			return ""
		}
		return string(c.Risk.Band)
	}},
	{name: "risk_score", kind: "number", rests: contract.PortfolioModels, only: "csv", value: func(_ *kit.Site, c *measure.ContractFigures, _ *block.Contract) string {
		if c.Risk == nil {
			return ""
		}
		return known(kit.Number(c.Risk.Score))
	}},
	{name: "risk", kind: "group", rests: contract.PortfolioModels, only: "json"},
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
		{Path: at + "contracts.csv", Draw: func(b *bytes.Buffer) error { return writeCSV(s, b) }},
	}
	if s.Opt.Workbook != nil {
		out = append(out, kit.Page{Path: at + "contracts.xlsx", Draw: func(b *bytes.Buffer) error { return writeXLSX(s, b) }})
	}
	return out
}

// writeCSV writes the contracts, semicolon-separated with a byte-order mark, as spreadsheets here expect.
func writeCSV(s *kit.Site, b *bytes.Buffer) error {
	b.WriteString("\uFEFF")
	w := csv.NewWriter(b)
	w.Comma = ';'
	columns := shownFields(s, "csv")
	head := make([]string, len(columns))
	for i, f := range columns {
		head[i] = f.name
	}
	if err := w.Write(head); err != nil {
		return err
	}
	for _, row := range rows(s, columns) {
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func rows(s *kit.Site, columns []field) [][]string {
	var rows [][]string
	for _, c := range s.F.Contracts {
		o := block.ContractData(s, c)
		row := make([]string, len(columns))
		for i, f := range columns {
			row[i] = prose.Harmless(f.value(s, c, &o))
		}
		rows = append(rows, row)
	}
	return rows
}

// writeXLSX writes the same rows as a workbook, with the columns' names in words.
func writeXLSX(s *kit.Site, b *bytes.Buffer) error {
	columns := shownFields(s, "csv")
	widths := map[string]int{"id": 26, "text": 40, "list": 30, "date": 12, "amount": 16, "number": 10, "word": 14}
	w := kit.Workbook{Name: s.Say("frame.menu.contracts", nil), Rows: rows(s, columns)}
	for _, f := range columns {
		w.Columns = append(w.Columns, kit.WorkbookColumn{Head: fieldLabel(s, f), Kind: f.kind, Width: widths[f.kind]})
	}
	data, err := s.Opt.Workbook(w)
	b.Write(data)
	return err
}

func fieldLabel(s *kit.Site, f field) string { return s.Say("about.field."+f.name, nil) }

// sections say what each file of open data holds.
func sections(s *kit.Site, f templates.Frame, at string) []templates.Section {
	base := s.Address("data")
	files := templates.Table{Caption: s.Say("about.files", nil), Cards: true, Columns: s.Heads("about", "file", "what", "format")}
	add := func(name, key string, href string) {
		files.Rows = append(files.Rows, []templates.Cell{{Text: name, Href: href}, {Text: s.Say("about.file-"+key, nil)}, {Text: s.Say("about.format-"+key, nil)}})
	}
	add("contracts.csv", "csv", s.File(at, base+"contracts.csv"))
	if s.Opt.Workbook != nil {
		add("contracts.xlsx", "xlsx", s.File(at, base+"contracts.xlsx"))
	}
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

	described := templates.Table{Caption: s.Say("about.fields", nil), Cards: true, Columns: s.Heads("about", "field", "label", "type", "in")}
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
		described.Rows = append(described.Rows, []templates.Cell{{Text: fd.name, Code: true}, {Text: fieldLabel(s, fd)}, {Text: s.Say("about.type-"+fd.kind, nil)}, {Text: in}})
	}
	words := templates.Table{Caption: s.Say("about.words", nil), Cards: true, Columns: s.Heads("about", "field", "value", "meaning")}
	for _, w := range []struct{ field, kind, values string }{
		{"status", "status", "planned active ended terminated"}, {"kind", "kind", "framework contract call-off dps"}, {"nature", "nature", "goods services works"}, {"risk_band", "band", "low moderate high critical"},
	} {
		if w.field == "risk_band" && !s.Shows(contract.PortfolioModels) {
			continue
		}
		for _, v := range strings.Fields(w.values) {
			words.Rows = append(words.Rows, []templates.Cell{{Text: w.field, Code: true}, {Text: v, Code: true}, {Text: s.Word(w.kind, v)}})
		}
	}
	notes, _ := s.MD.HTML(s.Say("about.data-notes", nil), at)
	return []templates.Section{
		{ID: s.Name("files"), Title: s.Say("about.files", nil), Conclusion: s.Say("about.files-conclusion", message.Args{"n": len(s.F.Contracts), "date": s.F.AsOf}), Blocks: []templates.Block{templates.TableBlock(f, files)}},
		{ID: s.Name("licence"), Title: s.Say("about.licence", nil), Blocks: []templates.Block{licence(s, f)}},
		{ID: s.Name("fields"), Title: s.Say("about.fields", nil), Blocks: []templates.Block{templates.TableBlock(f, described), templates.ProseBlock(templates.HTML(notes))}},
		{ID: s.Name("words"), Title: s.Say("about.words", nil), Blocks: []templates.Block{templates.TableBlock(f, words)}},
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
