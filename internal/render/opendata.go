package render

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// Workbook is a table to be written as a file by Options.Workbook.
type Workbook struct {
	Name    string
	Columns []WorkbookColumn
	Rows    [][]string // as machines write them; "" is empty
}

// WorkbookColumn is a column of a Workbook; Kind is text, date, number or amount.
type WorkbookColumn struct {
	Head, Kind string
	Width      int // in characters
}

// field is one value of a contract in the files of open data: what CSV and XLSX hold and
// what the page about them describes.
type field struct {
	name     string // its column in CSV, its name in JSON
	kind     string // text, id, list, date, amount, number
	internal bool
	only     string // "csv" or "json": not in the other
	value    func(*site, *measure.ContractFigures, *contractOut) string
}

func known(n numeral) string { return strings.TrimPrefix(string(n), "null") }

// fields is the table; new ones go last, so that columns keep their places.
var fields = []field{
	{name: "id", kind: "id", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.ID }},
	{name: "title", kind: "text", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Title }},
	{name: "status", kind: "word", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Status }},
	{name: "kind", kind: "word", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Kind }},
	{name: "category", kind: "id", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Category }},
	{name: "department", kind: "id", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Department }},
	{name: "suppliers", kind: "list", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string {
		return strings.Join(o.Suppliers, ",")
	}},
	{name: "supplier_names", kind: "list", only: "csv", value: func(s *site, _ *measure.ContractFigures, o *contractOut) string {
		var names []string
		for _, id := range o.Suppliers {
			names = append(names, s.supplierLink("", id).Text)
		}
		return strings.Join(names, ", ")
	}},
	{name: "start", kind: "date", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Start.String() }},
	{name: "current_end", kind: "date", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.CurrentEnd.String() }},
	{name: "last_end", kind: "date", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.LastEnd.String() }},
	{name: "currency", kind: "word", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Currency }},
	{name: "ceiling", kind: "amount", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return known(o.Ceiling) }},
	{name: "spent", kind: "amount", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return known(o.Spent) }},
	{name: "projected", kind: "amount", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return known(o.Projected) }},
	{name: "reference", kind: "text", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Reference }},
	{name: "doffin", kind: "text", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Doffin }},
	{name: "nature", kind: "word", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Nature }},
	{name: "cpv", kind: "list", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return strings.Join(o.CPV, ",") }},
	{name: "exhaustion", kind: "date", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Exhaustion.String() }},
	{name: "requirements", kind: "list", value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string {
		return strings.Join(o.Requirements, ",")
	}},
	{name: "manager", kind: "id", internal: true, value: func(_ *site, _ *measure.ContractFigures, o *contractOut) string { return o.Manager }},
	{name: "manager_name", kind: "text", internal: true, only: "csv", value: func(s *site, _ *measure.ContractFigures, o *contractOut) string { return s.personName(o.Manager) }},
	{name: "risk_band", kind: "word", internal: true, only: "csv", value: func(_ *site, c *measure.ContractFigures, _ *contractOut) string {
		if c.Risk == nil {
			return ""
		}
		return c.Risk.Band
	}},
	{name: "risk_score", kind: "number", internal: true, only: "csv", value: func(_ *site, c *measure.ContractFigures, _ *contractOut) string {
		if c.Risk == nil {
			return ""
		}
		return known(number(c.Risk.Score))
	}},
	{name: "risk", kind: "group", internal: true, only: "json"},
}

// shownFields are those of the profile that a file holds.
func (s *site) shownFields(file string) []field {
	var out []field
	for _, f := range fields {
		if (!f.internal || !s.public) && (f.only == "" || f.only == file) {
			out = append(out, f)
		}
	}
	return out
}

func dataPages(s *site) []page {
	at := s.address("data")
	out := []page{
		{at + "portfolio.json", func(b *bytes.Buffer) error {
			list := []contractOut{}
			for _, c := range s.f.Contracts {
				list = append(list, s.contractData(c))
			}
			return writeJSON(b, map[string]any{"as_of": s.f.AsOf, "organisation": s.p.Settings.Organisation.Name, "profile": s.opt.Profile, "program": s.opt.Version, "licence": s.p.Settings.Site.Licence, "contracts": list})
		}},
		{at + "contracts.csv", s.contractsCSV},
	}
	if s.opt.Workbook != nil {
		out = append(out, page{at + "contracts.xlsx", s.contractsXLSX})
	}
	return out
}

// contractsCSV is semicolon-separated with a byte-order mark, as spreadsheets here expect.
func (s *site) contractsCSV(b *bytes.Buffer) error {
	b.WriteString("\uFEFF")
	w := csv.NewWriter(b)
	w.Comma = ';'
	columns := s.shownFields("csv")
	head := make([]string, len(columns))
	for i, f := range columns {
		head[i] = f.name
	}
	if err := w.Write(head); err != nil {
		return err
	}
	for _, row := range s.dataRows(columns) {
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func (s *site) dataRows(columns []field) [][]string {
	var rows [][]string
	for _, c := range s.f.Contracts {
		o := s.contractData(c)
		row := make([]string, len(columns))
		for i, f := range columns {
			row[i] = prose.Harmless(f.value(s, c, &o))
		}
		rows = append(rows, row)
	}
	return rows
}

// contractsXLSX is the same rows as a workbook, with the columns' names in words.
func (s *site) contractsXLSX(b *bytes.Buffer) error {
	columns := s.shownFields("csv")
	widths := map[string]int{"id": 26, "text": 40, "list": 30, "date": 12, "amount": 16, "number": 10, "word": 14}
	w := Workbook{Name: s.t("menu.contracts", nil), Rows: s.dataRows(columns)}
	for _, f := range columns {
		w.Columns = append(w.Columns, WorkbookColumn{Head: s.fieldLabel(f), Kind: f.kind, Width: widths[f.kind]})
	}
	data, err := s.opt.Workbook(w)
	b.Write(data)
	return err
}

func (s *site) fieldLabel(f field) string { return s.say("about.field."+f.name, nil) }

// dataSections tell what each file of open data holds.
func (s *site) dataSections(f templates.Frame, at string) []templates.Section {
	base := s.address("data")
	files := templates.Table{Caption: s.say("about.files", nil), Cards: true, Columns: s.heads("about", "file", "what", "format")}
	add := func(name, key string, href string) {
		files.Rows = append(files.Rows, []templates.Cell{{Text: name, Href: href}, {Text: s.say("about.file-"+key, nil)}, {Text: s.say("about.format-"+key, nil)}})
	}
	add("contracts.csv", "csv", s.file(at, base+"contracts.csv"))
	if s.opt.Workbook != nil {
		add("contracts.xlsx", "xlsx", s.file(at, base+"contracts.xlsx"))
	}
	add("portfolio.json", "json", s.file(at, base+"portfolio.json"))
	if len(s.p.Contracts) > 0 {
		add(s.address("contracts")+"<id>/index.json", "twin", s.file(at, s.address("contracts", s.p.Contracts[0].ID)+"index.json"))
	}
	if s.opt.Calendar != nil {
		add(s.calendarName(), "calendar", s.file(at, s.address("calendar")+s.calendarName()))
	}
	if s.hasChangeFeed() {
		add(changeFeedFile, "atom", s.file(at, changeFeedFile))
	}
	if s.opt.BaseURL != "" {
		add(sitemapFile, "sitemap", s.file(at, sitemapFile))
		add(searchDescription, "search", s.file(at, searchDescription))
	}

	described := templates.Table{Caption: s.say("about.fields", nil), Cards: true, Columns: s.heads("about", "field", "label", "type", "in")}
	for _, fd := range fields {
		if fd.internal && s.public {
			continue
		}
		in := "CSV, XLSX, JSON"
		switch fd.only {
		case "csv":
			in = "CSV, XLSX"
		case "json":
			in = "JSON"
		}
		described.Rows = append(described.Rows, []templates.Cell{{Text: fd.name, Code: true}, {Text: s.fieldLabel(fd)}, {Text: s.say("about.type-"+fd.kind, nil)}, {Text: in}})
	}
	words := templates.Table{Caption: s.say("about.words", nil), Cards: true, Columns: s.heads("about", "field", "value", "meaning")}
	for _, w := range []struct{ field, kind, values string }{
		{"status", "status", "planned active ended terminated"}, {"kind", "kind", "framework contract call-off dps"}, {"nature", "nature", "goods services works"}, {"risk_band", "band", "low moderate high critical"},
	} {
		if w.field == "risk_band" && s.public {
			continue
		}
		for _, v := range strings.Fields(w.values) {
			words.Rows = append(words.Rows, []templates.Cell{{Text: w.field, Code: true}, {Text: v, Code: true}, {Text: s.word(w.kind, v)}})
		}
	}
	notes, _ := s.md.HTML(s.say("about.data-notes", nil), at)
	return []templates.Section{
		{ID: "filer", Title: s.say("about.files", nil), Conclusion: s.say("about.files-conclusion", message.Args{"n": len(s.f.Contracts), "date": s.f.AsOf}), Blocks: []templates.Block{templates.TableBlock(f, files)}},
		{ID: "lisens", Title: s.say("about.licence", nil), Blocks: []templates.Block{s.licence()}},
		{ID: "felter", Title: s.say("about.fields", nil), Blocks: []templates.Block{templates.TableBlock(f, described), templates.ProseBlock(templates.HTML(notes))}},
		{ID: "ord", Title: s.say("about.words", nil), Blocks: []templates.Block{templates.TableBlock(f, words)}},
	}
}

// licence is what portfolio.toml says; where it says nothing, that is said.
func (s *site) licence() templates.Block {
	set := s.p.Settings.Site
	if set.Licence == "" {
		key := "about.no-licence"
		if s.public {
			key = "about.no-licence-public"
		}
		return templates.EmptyBlock(s.say(key, nil))
	}
	return templates.FactsBlock([]templates.Fact{{Label: s.say("about.licence", nil), Value: set.Licence, Href: safeURL(set.LicenceURL)}, {Label: s.say("about.credit", nil), Value: s.p.Settings.Organisation.Name}})
}
