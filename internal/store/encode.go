package store

import (
	"bytes"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// Files gives the whole portfolio as files: path below the data folder, and content.
// Reading them back gives the same portfolio (TestRoundTrip).
func Files(p *contract.Portfolio) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		ok := yield("portfolio.toml", Encode(&p.Settings))
		if len(p.Regulations) > 0 {
			ok = ok && yield("regulations.toml", Encode(&contract.Regulations{Figures: p.Regulations}))
		}
		ok = ok && each(yield, p.People, func(v *contract.Person) string { return "people/" + v.ID })
		ok = ok && each(yield, p.Suppliers, func(v *contract.Supplier) string { return "suppliers/" + v.ID })
		ok = ok && each(yield, p.Categories, func(v *contract.Category) string { return "categories/" + v.ID })
		ok = ok && each(yield, p.Requirements, func(v *contract.Requirement) string { return "requirements/" + v.ID })
		ok = ok && each(yield, p.Models, func(v *contract.RiskModel) string { return "risk/" + v.From.String() })
		ok = ok && each(yield, p.Catalogues, func(v *contract.Catalogue) string { return "catalogues/" + v.ID })
		ok = ok && each(yield, p.Spend, func(v *contract.Spend) string { return "spend/" + v.Quarter.String() })
		ok = ok && each(yield, p.Reports, func(v *contract.ReportFreeze) string { return "reports/" + v.Quarter.String() })
		for _, c := range p.Contracts {
			ok = ok && ContractFiles(c, yield)
		}
		for _, g := range p.Guidance {
			ok = ok && yield("guidance/"+g.ID+".md", encodePage(g))
		}
		for _, g := range p.Commentary {
			ok = ok && yield("reports/"+g.ID+".md", encodePage(g))
		}
	}
}

func each[T any](yield func(string, []byte) bool, list []*T, name func(*T) string) bool {
	for _, v := range list {
		if !yield(name(v)+".toml", Encode(v)) {
			return false
		}
	}
	return true
}

// ContractFiles gives the files of one contract's folder; false when yield wants no more.
func ContractFiles(c *contract.Contract, yield func(string, []byte) bool) bool {
	dir := "agreements/" + c.ID + "/"
	ok := yield(dir+"contract.toml", Encode(c))
	if c.Turnover != nil {
		ok = ok && yield(dir+"turnover.toml", Encode(c.Turnover))
	}
	for i := range c.Inspections {
		ok = ok && yield(dir+"inspections/"+c.Inspections[i].ID+".toml", Encode(&c.Inspections[i]))
	}
	for i := range c.Deviations {
		ok = ok && yield(dir+"deviations/"+c.Deviations[i].ID+".toml", Encode(&c.Deviations[i]))
	}
	if c.SupplyChain != nil {
		ok = ok && yield(dir+"supply-chain.toml", Encode(c.SupplyChain))
	}
	var together []contract.LogEntry
	for _, e := range c.Log {
		if own := e.Origin.Src != nil && e.Path == ""; !own {
			together = append(together, e)
			continue
		}
		name := dir + "log/" + e.ID + ".toml"
		e.ID = "" // its name says it
		ok = ok && yield(name, Encode(&e))
	}
	if len(together) > 0 {
		ok = ok && yield(dir+"log.toml", Encode(&contract.Log{Entries: together}))
	}
	if c.Notes != "" {
		ok = ok && yield(dir+"notes.md", []byte(c.Notes))
	}
	return ok
}

func encodePage(g *contract.Page) []byte {
	head := Encode(g)
	return append(append(append([]byte("+++\n"), head...), "+++\n"...), g.Body...)
}

// Encode writes a record as TOML in the layout of Format: values in the order of the model, then
// its tables and lists of tables; tables inside those are inline. record is a pointer to a struct
// of the model.
func Encode(record any) []byte {
	v := reflect.ValueOf(record).Elem()
	out, err := format.Bytes(unlaid(v), shapeOf(v.Type(), inFolder[v.Type()]))
	if err != nil {
		panic(err) // what was written here is TOML
	}
	return out
}

// unlaid is a record as TOML in no layout; no TOML where two of its items have one key.
func unlaid(record reflect.Value) []byte {
	var b bytes.Buffer
	encoder{&b}.table(record, "")
	return b.Bytes()
}

// inFolder are the models of files in a contract's folder, whose lists are in order.
var inFolder = func() map[reflect.Type]bool {
	out := map[reflect.Type]bool{}
	for _, k := range kinds {
		out[k.model] = strings.HasPrefix(k.pattern, "agreements/")
	}
	return out
}()

type encoder struct{ b *bytes.Buffer }

func (e encoder) table(v reflect.Value, name string) {
	l := layoutOf(v.Type())
	for _, f := range l.fields {
		if fv := v.Field(f.index); !empty(fv) && !e.block(fv) {
			fmt.Fprintf(e.b, "%s = %s\n", f.key, inline(fv))
		}
	}
	for _, f := range l.fields {
		fv := v.Field(f.index)
		if empty(fv) || !e.block(fv) {
			continue
		}
		full := f.key
		if name != "" {
			full = name + "." + f.key
		}
		switch list := fv.Interface().(type) {
		case []contract.MonthTurnover:
			e.months(list, full)
			continue
		case []contract.CustomValue:
			e.header("[" + full + "]")
			for _, c := range list {
				fmt.Fprintf(e.b, "%s = %s\n", key(c.Key), inline(reflect.ValueOf(c.Value)))
			}
			continue
		}
		switch {
		case fv.Kind() == reflect.Struct:
			e.header("[" + full + "]")
			e.table(fv, full)
		case f.keyed != "":
			e.keyed(fv, full, f)
		default:
			for i := range fv.Len() {
				e.header("[[" + full + "]]")
				e.item(fv.Index(i))
			}
		}
	}
}

// item writes one table of a list; tables in it are inline.
func (e encoder) item(v reflect.Value) {
	for _, f := range layoutOf(v.Type()).fields {
		if fv := v.Field(f.index); !empty(fv) {
			fmt.Fprintf(e.b, "%s = %s\n", f.key, inline(fv))
		}
	}
}

func (e encoder) keyed(list reflect.Value, name string, f field) {
	own, single := layoutOf(list.Type().Elem()).byKey["."]
	if single {
		e.header("[" + name + "]")
	}
	for i := range list.Len() {
		item := list.Index(i)
		k := key(item.FieldByName(f.keyed).String())
		if single {
			fmt.Fprintf(e.b, "%s = %s\n", k, inline(item.Field(own.index)))
			continue
		}
		e.header("[" + name + "." + k + "]")
		e.item(item)
	}
}

func (e encoder) months(list []contract.MonthTurnover, name string) {
	e.header("[" + name + "]")
	for _, m := range list {
		fmt.Fprintf(e.b, "%s = %s\n", m.Month, posted(m))
	}
}

// posted writes the turnover of a month on one line.
func posted(m contract.MonthTurnover) string {
	if len(m.BySupplier) == 0 {
		return format.Grouped(m.Total.String())
	}
	var parts []string
	for _, s := range m.BySupplier {
		parts = append(parts, key(s.Supplier)+" = "+format.Grouped(s.Amount.String()))
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func (e encoder) header(h string) {
	if e.b.Len() > 0 {
		e.b.WriteByte('\n')
	}
	e.b.WriteString(h + "\n")
}

// block reports whether a value is written as a table of its own, not on one line.
func (e encoder) block(v reflect.Value) bool {
	t := v.Type()
	if t == customType || t == turnoverType {
		return true
	}
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && !scalar(t)
}

func scalar(t reflect.Type) bool {
	return t == dateType || t == quarterType || t == decimalType || contract.IsMaybe(t)
}

func empty(v reflect.Value) bool {
	switch {
	case contract.IsMaybe(v.Type()):
		return !v.Field(1).Bool()
	case v.Kind() == reflect.Struct && !scalar(v.Type()):
		for _, f := range layoutOf(v.Type()).fields {
			if !empty(v.Field(f.index)) {
				return false
			}
		}
		return true
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}

// inline writes a value on one line (texts with line breaks on several).
func inline(v reflect.Value) string {
	if contract.IsMaybe(v.Type()) {
		v = v.Field(0)
	}
	switch x := v.Interface().(type) {
	case date.Quarter:
		return strconv.Quote(x.String())
	case money.Amount, money.Decimal:
		return format.Grouped(fmt.Sprint(x))
	case date.Date:
		return x.String()
	case contract.Text:
		return inlineText(x)
	}
	switch v.Kind() {
	case reflect.String:
		return quote(v.String())
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = inline(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Struct:
		var items []string
		for _, f := range layoutOf(v.Type()).fields {
			if fv := v.Field(f.index); !empty(fv) {
				items = append(items, f.key+" = "+inline(fv))
			}
		}
		return "{ " + strings.Join(items, ", ") + " }"
	}
	return fmt.Sprint(v.Interface())
}

func inlineText(t contract.Text) string {
	if s, plain := t[""]; plain {
		return quote(s)
	}
	var items []string
	for _, lang := range []string{"nb", "nn", "en"} {
		if s := t[lang]; s != "" {
			items = append(items, lang+" = "+quoteLine(s))
		}
	}
	return "{ " + strings.Join(items, ", ") + " }"
}

// quote writes a text as a TOML string, over several lines where it has several.
func quote(s string) string {
	if strings.Contains(s, "\n") {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			q := quoteLine(l)
			lines[i] = strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
		}
		if text := strings.Join(lines, "\n"); !strings.Contains(text, `""`) && !strings.HasSuffix(text, `"`) {
			return `"""` + "\n" + text + `"""`
		}
	}
	return quoteLine(s)
}

func quoteLine(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// key writes a key bare where TOML allows it.
func key(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
		return s
	}
	return quoteLine(s)
}
