package data

import (
	"iter"
	"reflect"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/table"
)

// modelTable is a table of the model as a table of open data: a row for each record, with the keys
// of what it is in, then its own. A new key of the model is a new column.
type modelTable struct {
	name  string
	of    reflect.Type
	rests []contract.ModelField // it is shown where they are
	keys  []string              // columns before the record's own
	key   []string              // columns that tell rows apart
	unit  string                // of amounts
	book  bool
	rows  func(*contract.Portfolio) iter.Seq2[[]string, any]
}

// contractCurrency is the unit of amounts that are in their contract's currency.
const contractCurrency = "contracts.currency"

// modelTables is the table of them.
var modelTables = []modelTable{
	{name: "options", of: reflect.TypeFor[contract.Option](), keys: []string{"contract"}, key: []string{"contract", "id"}, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Options, row, c.ID)
	})},
	{name: "amendments", of: reflect.TypeFor[contract.Amendment](), keys: []string{"contract"}, key: []string{"contract", "id"}, unit: contractCurrency, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Amendments, row, c.ID)
	})},
	{name: "requirements", of: reflect.TypeFor[contract.AppliedRequirement](), keys: []string{"contract"}, key: []string{"contract", "id"}, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Requirements, row, c.ID)
	})},
	{name: "evidence", of: reflect.TypeFor[contract.Evidence](), keys: []string{"contract"}, rests: []contract.ModelField{contract.RequirementEvidence, contract.SupplierEvidence}, book: true, rows: evidence},
	{name: "plan", of: reflect.TypeFor[contract.PlanItem](), keys: []string{"contract"}, key: []string{"contract", "id"}, rests: []contract.ModelField{contract.ContractPlan}, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Plan, row, c.ID)
	})},
	{name: "benefits", of: reflect.TypeFor[contract.Benefit](), keys: []string{"contract"}, key: []string{"contract", "id"}, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Benefits, row, c.ID)
	})},
	{name: "benefits-planned", of: reflect.TypeFor[contract.PlannedBenefit](), keys: []string{"contract", "benefit"}, key: []string{"contract", "benefit", "year"}, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, b := range c.Benefits {
			each(b.Planned, row, c.ID, b.ID)
		}
	})},
	{name: "benefits-realised", of: reflect.TypeFor[contract.RealisedBenefit](), keys: []string{"contract", "benefit"}, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, b := range c.Benefits {
			each(b.Realised, row, c.ID, b.ID)
		}
	})},
	{name: "benefits-costs", of: reflect.TypeFor[contract.BenefitCost](), keys: []string{"contract", "benefit"}, unit: contractCurrency, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, b := range c.Benefits {
			each(b.Costs, row, c.ID, b.ID)
		}
	})},
	{name: "documents", of: reflect.TypeFor[contract.Document](), keys: []string{"contract"}, key: []string{"contract", "id"}, rows: inContracts(func(c *contract.Contract, row yield) {
		each(c.Documents, row, c.ID)
	})},
	{name: "inspections", of: reflect.TypeFor[contract.Inspection](), keys: []string{"contract", "id"}, key: []string{"contract", "id"}, book: true, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, i := range c.Inspections {
			row([]string{c.ID, i.ID}, i)
		}
	})},
	{name: "findings", of: reflect.TypeFor[contract.Finding](), keys: []string{"contract", "inspection"}, key: []string{"contract", "inspection", "id"}, unit: contractCurrency, rests: []contract.ModelField{contract.InspectionFindings}, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, i := range c.Inspections {
			each(i.Findings, row, c.ID, i.ID)
		}
	})},
	{name: "deviations", of: reflect.TypeFor[contract.Deviation](), keys: []string{"contract", "id"}, key: []string{"contract", "id"}, rests: []contract.ModelField{contract.ContractDeviations}, book: true, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, d := range c.Deviations {
			row([]string{c.ID, d.ID}, d)
		}
	})},
	{name: "actions", of: reflect.TypeFor[contract.Action](), keys: []string{"contract", "deviation"}, unit: contractCurrency, rests: []contract.ModelField{contract.ContractDeviations}, rows: inContracts(func(c *contract.Contract, row yield) {
		for _, d := range c.Deviations {
			each(d.Actions, row, c.ID, d.ID)
		}
	})},
	{name: "suppliers", of: reflect.TypeFor[contract.Supplier](), keys: []string{"id"}, key: []string{"id"}, rows: func(p *contract.Portfolio) iter.Seq2[[]string, any] {
		return func(row func([]string, any) bool) {
			for _, v := range p.Suppliers {
				row([]string{v.ID}, *v)
			}
		}
	}},
	{name: "categories", of: reflect.TypeFor[contract.Category](), keys: []string{"id"}, key: []string{"id"}, rows: func(p *contract.Portfolio) iter.Seq2[[]string, any] {
		return func(row func([]string, any) bool) {
			for _, k := range p.Categories {
				row([]string{k.ID}, *k)
			}
		}
	}},
	{name: "spend", of: reflect.TypeFor[contract.CategorySpend](), keys: []string{"quarter"}, key: []string{"quarter", "id"}, rests: []contract.ModelField{contract.PortfolioSpend}, rows: func(p *contract.Portfolio) iter.Seq2[[]string, any] {
		return func(row func([]string, any) bool) {
			for _, v := range p.Spend {
				each(v.Categories, row, v.Quarter.String())
			}
		}
	}},
}

// yield takes a row: keys of what a record is in, and the record.
type yield = func(keys []string, record any) bool

func each[T any](list []T, row yield, keys ...string) {
	for _, v := range list {
		row(keys, v)
	}
}

func inContracts(of func(*contract.Contract, yield)) func(*contract.Portfolio) iter.Seq2[[]string, any] {
	return func(p *contract.Portfolio) iter.Seq2[[]string, any] {
		return func(row func([]string, any) bool) {
			for _, c := range p.Contracts {
				of(c, row)
			}
		}
	}
}

// evidence is that of contracts' requirements, and that which suppliers have for all their contracts.
func evidence(p *contract.Portfolio) iter.Seq2[[]string, any] {
	return func(row func([]string, any) bool) {
		for _, c := range p.Contracts {
			for _, r := range c.Requirements {
				for _, e := range r.Evidence {
					e.Requirement = r.ID
					row([]string{c.ID}, e)
				}
			}
		}
		for _, v := range p.Suppliers {
			for _, e := range v.Evidence {
				e.Supplier = v.ID
				row([]string{""}, e)
			}
		}
	}
}

// modelled makes tables of the model's records, with the model's words.
type modelled struct {
	s      *kit.Site
	words  model.Words
	fields map[string]model.Field
}

func newModelled(s *kit.Site) *modelled { return &modelled{s, model.In(s.Pr), model.Fields()} }

func (m *modelled) title(record string) string { title, _ := m.words.Record(record); return title }
func (m *modelled) help(record string) string  { _, help := m.words.Record(record); return help }

// named are the tables whose rows keys name, and the sorts of records.
var named = map[string]string{"contract": "contracts", "supplier": "suppliers", "category": "categories"}

// key is a column that tells what a record is in: a record of another table, or its own id.
func (m *modelled) key(record, key string) column {
	c := column{Column: table.Column{Key: key, Kind: table.ID}, ref: named[key]}
	switch {
	case m.s.Pr.Has("model.record." + key + ".label"):
		c.Head, c.help = m.title(key), m.help(key)
	case m.s.Pr.Has("table.column." + key):
		c.Head = m.s.Say("table.column."+key, nil)
	default:
		c.Head = m.words.Label(record, key)
	}
	return c
}

func (m *modelled) keys(record string, keys ...string) []column {
	var out []column
	for _, k := range keys {
		out = append(out, m.key(record, k))
	}
	return out
}

// own is a column of a record, and where its value is.
type own struct {
	column
	at []int
}

// export is a table of records. Tables within a record are tables of their own, but for those that
// it has one of: their keys are columns.
func (m *modelled) export(t modelTable) export {
	record := model.RecordOf(t.of)
	owns := m.owns(t.of, "", "", nil, t.unit)
	x := export{name: t.name, title: m.title(record), help: m.help(record), key: t.key, book: t.book, columns: m.keys(record, t.keys...)}
	for _, o := range owns {
		x.columns = append(x.columns, o.column)
	}
	x.rows = func() (rows [][]string) {
		for keys, v := range t.rows(m.s.P) {
			row, record := append([]string{}, keys...), reflect.ValueOf(v)
			for _, o := range owns {
				row = append(row, written(record.FieldByIndex(o.at), m.s.Pr.Lang()))
			}
			rows = append(rows, row)
		}
		return rows
	}
	return x
}

func (m *modelled) owns(t reflect.Type, prefix, head string, at []int, unit string) (out []own) {
	for i := range t.NumField() {
		sf := t.Field(i)
		f, ok := m.fields[model.RecordOf(t)+"."+model.KeyOf(sf)]
		if !ok || sf.Tag.Get("toml") == "-" || m.s.P.Hides(sf) {
			continue
		}
		path := append(append([]int{}, at...), i)
		label := head + m.words.Label(f.Record, f.Key)
		if f.Type == model.Tables || f.Type == model.Months || f.Type == model.Custom {
			if f.Shape == model.One {
				out = append(out, m.owns(sf.Type, prefix+f.Key+"_", label+": ", path, unit)...)
			}
			continue
		}
		out = append(out, own{m.column(&f, prefix, label, unit), path})
	}
	return out
}

// column is a key of the model as a column.
func (m *modelled) column(f *model.Field, prefix, label, unit string) column {
	c := column{Column: table.Column{Key: prefix + f.Key, Head: label, Kind: kindOf(f)}, help: m.words.Help(f.Record, f.Key)}
	if f.Choices != nil {
		c.choices = f.Choices
		c.Word = func(v string) string { text, _ := m.words.Word(f.Group, v); return text }
	}
	switch {
	case f.Shape != model.One:
		c.choices, c.Word = nil, nil
	case f.Type == model.Bool:
		c.Word = func(v string) string {
			return m.s.Say("values."+map[string]string{"true": "yes", "false": "no"}[v], nil)
		}
	case f.Type == model.Amount:
		c.unit = unit
		if unit == "" {
			c.unit = m.s.P.Settings.Defaults.Currency
		}
	case f.Key == "hours":
		c.unit = "h"
	}
	if f.Shape == model.One {
		c.ref = named[f.Ref]
	}
	return c
}

// kindOf is the kind of a key's values.
func kindOf(f *model.Field) table.Kind {
	if f.Shape != model.One {
		return table.List
	}
	switch f.Type {
	case model.Word:
		return table.Word
	case model.Bool:
		return table.Bool
	case model.Count:
		return table.Count
	case model.Number:
		return table.Number
	case model.Amount:
		return table.Amount
	case model.Date:
		return table.Date
	}
	if f.Key == "id" || f.Ref != "" {
		return table.ID
	}
	return table.Text
}

// written is a value as machines write it, "" where it is missing.
func written(v reflect.Value, lang string) string {
	if contract.IsMaybe(v.Type()) {
		if !v.Field(1).Bool() {
			return ""
		}
		v = v.Field(0)
	}
	switch x := v.Interface().(type) {
	case date.Date:
		return x.String()
	case date.Quarter:
		if x.IsZero() {
			return ""
		}
		return x.String()
	case money.Amount:
		return x.String()
	case money.Decimal:
		return x.String()
	case contract.Text:
		return x.In(lang)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Slice:
		var items []string
		for i := range v.Len() {
			items = append(items, written(v.Index(i), lang))
		}
		return table.Listed(items)
	}
	return ""
}
