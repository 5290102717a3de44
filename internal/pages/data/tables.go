package data

import (
	"bytes"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/table"
	"github.com/forvalt/forvalt/templates"
)

// export is a table of open data.
type export struct {
	name    string // of its files: the same in every language
	title   string
	help    string
	key     []string // columns that tell rows apart; nil: none do
	columns []column
	rows    func() [][]string
	book    bool // it is a workbook too: what people look through
}

// column is a column with what programs are told of it.
type column struct {
	table.Column
	help    string
	unit    string   // "h", a currency, or the column that has the currency
	choices []string // all that it may hold; nil: anything
	ref     string   // the table whose rows it names
}

func (x *export) table() table.Table {
	out := table.Table{Rows: x.rows()}
	for _, c := range x.columns {
		out.Columns = append(out.Columns, c.Column)
	}
	return out
}

// exports are all tables that the profile shows.
func exports(s *kit.Site) []export {
	out := []export{contracts(s)}
	m := newModelled(s)
	for _, t := range modelTables {
		if s.Shows(t.rests...) {
			out = append(out, m.export(t))
		}
	}
	return append(out, months(m), due(s, m))
}

// programs is the folder of the files for programs, below that of the open data.
const programs = "tables/"

// tablePages are the files of all tables, and the data package that describes those for programs.
func tablePages(s *kit.Site, at string) []kit.Page {
	all := exports(s)
	out := []kit.Page{{Path: at + packageFile, Draw: func(b *bytes.Buffer) error { return kit.WriteJSON(b, packaged(s, all)) }}}
	for _, x := range all {
		out = append(out,
			kit.Page{Path: at + x.name + ".csv", Draw: func(b *bytes.Buffer) error {
				t := x.table()
				b.Write(t.ForPeople(s.Pr.Lang()))
				return nil
			}},
			kit.Page{Path: at + programs + x.name + ".csv", Draw: func(b *bytes.Buffer) error {
				t := x.table()
				b.Write(t.ForPrograms())
				return nil
			}})
		if x.book && s.Opt.Workbook != nil {
			out = append(out, kit.Page{Path: at + x.name + ".xlsx", Draw: func(b *bytes.Buffer) error {
				data, err := s.Opt.Workbook(x.title, x.table())
				b.Write(data)
				return err
			}})
		}
	}
	return out
}

// described is the table of tables, on the page about the data.
func described(s *kit.Site, at string) templates.Table {
	out := templates.Table{Caption: s.Say("about.tables", nil), Cards: true, Columns: s.Heads("about", "table", "what", "people", "programs")}
	link := func(name string) *templates.Link {
		return &templates.Link{Text: name, Href: s.File(at, s.Address("data")+name)}
	}
	for _, x := range exports(s) {
		csv, machine := link(x.name+".csv"), link(programs+x.name+".csv")
		row := []templates.Cell{{Text: x.title}, {Text: x.help}, {Text: csv.Text, Href: csv.Href}, {Text: machine.Text, Href: machine.Href}}
		if x.book && s.Opt.Workbook != nil {
			row[2].Under = *link(x.name + ".xlsx")
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// months is what was bought, by contract, month and supplier.
func months(m *modelled) export {
	c := m.keys("month-turnover", "contract", "month", "supplier", "amount")
	c[1].Kind, c[3].Kind, c[3].unit = table.Text, table.Amount, contractCurrency
	return export{name: "months", title: m.title("turnover"), help: m.help("turnover"), columns: c, rows: func() (rows [][]string) {
		for _, k := range m.s.P.Contracts {
			if k.Turnover == nil {
				continue
			}
			for _, month := range k.Turnover.Months {
				if len(month.BySupplier) == 0 {
					rows = append(rows, []string{k.ID, month.Month.String(), "", month.Total.String()})
				}
				for _, part := range month.BySupplier {
					supplier := part.Supplier
					if m.s.P.Supplier(supplier) == nil {
						supplier = "" // it is not for the public
					}
					rows = append(rows, []string{k.ID, month.Month.String(), supplier, part.Amount.String()})
				}
			}
		}
		return rows
	}}
}

// due is what must be decided or done.
func due(s *kit.Site, m *modelled) export {
	word := func(kind string) string { return s.Word("deadline", kind) }
	columns := []column{m.key("", "contract"), m.key("", "date"),
		{Column: table.Column{Key: "kind", Head: s.Say("table.column.kind", nil), Kind: table.Word, Word: word}},
		{Column: table.Column{Key: "about", Head: s.Say("about.field.about", nil), Kind: table.ID}},
		{Column: table.Column{Key: "title", Head: s.Say("table.column.what", nil), Kind: table.Text}},
		{Column: table.Column{Key: "manager", Head: s.Say("about.field.manager", nil), Kind: table.ID}}}
	columns[1].Kind = table.Date
	shown := len(columns)
	if !s.Shows(contract.ContractManager) {
		shown--
	}
	return export{name: "deadlines", title: s.Say("calendar.list", nil), help: s.Say("calendar.list-lead", nil), columns: columns[:shown], book: true, rows: func() (rows [][]string) {
		for i := range s.F.Deadlines {
			d := &s.F.Deadlines[i]
			rows = append(rows, slices.Clone([]string{d.Contract.ID, d.Date.String(), string(d.Kind), d.About, s.Reason(d.Title), d.Manager}[:shown]))
		}
		return rows
	}}
}
