package store

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/toml"
)

// binder puts the decoded values of one file into the model's structs. It accepts
// what browser editors write (quoted dates, 4.0 for 4, empty strings for absent) and
// makes a finding of everything else that does not fit.
type binder struct {
	src      *diag.Source
	root     *layout  // of the file
	lost     []string // keys that may stand on lines that could not be read
	twice    []string // keys and tables that are given again, which is reported
	findings []diag.Finding
	more     bool // has more findings than maxFindings
	refs     []reference
}

// reference is a text that names another record, to be resolved when all are read.
type reference struct {
	kind, id string
	src      *diag.Source
	path     string
}

// report reports what is wrong with a value.
func (b *binder) report(code, path string, args diag.Args) {
	if !b.full() {
		b.findings = append(b.findings, b.src.Value(path).At(code, severityOf(code), args))
	}
}

// atKey reports what is wrong with a key.
func (b *binder) atKey(code, path string, args diag.Args) {
	if !b.full() {
		b.findings = append(b.findings, b.src.Key(path).At(code, severityOf(code), args))
	}
}

// full reports whether the file has as many findings as anybody reads, before one more.
func (b *binder) full() bool {
	b.more = b.more || len(b.findings) >= maxFindings
	return len(b.findings) >= maxFindings
}

// record fills the struct dst from the table at path.
func (b *binder) record(dst reflect.Value, table map[string]any, path string) {
	l := layoutOf(dst.Type())
	if l.origin >= 0 {
		dst.Field(l.origin).Set(reflect.ValueOf(contract.Origin{Src: b.src, Path: path}))
	}
	missing := map[string]bool{}
	for _, f := range l.fields {
		if _, there := table[f.key]; f.required && !there {
			missing[f.key] = true
		}
	}
	var unknown []string
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if f, ok := l.byKey[key]; ok {
			b.value(dst.Field(f.index), table[key], toml.Join(path, key), f)
		} else {
			unknown = append(unknown, key)
		}
	}
	b.unknown(l, path, unknown, missing)
	for _, word := range b.lost { // one fault, one finding
		delete(missing, l.meant(word, missing))
	}
	for _, key := range slices.Sorted(maps.Keys(missing)) {
		b.atKey("FV026", path, diag.Args{"key": key})
	}
}

// unknown reports the keys of the table at path that its layout does not have: what was meant, or
// where they belong, or what may stand there. Several that belong to the same table are one
// fault: its heading is missing, or stands too late.
func (b *binder) unknown(l *layout, path string, keys []string, missing map[string]bool) {
	elsewhere := map[string][]string{}
	if len(keys) > maxFindings {
		keys, b.more = keys[:maxFindings], true
	}
	for _, key := range keys {
		args := diag.Args{"key": clip(seen(key)), "closest": diag.Closest(key, slices.Collect(maps.Keys(missing)))}
		tables := b.root.holds(key)
		switch {
		case args["closest"] != "":
		case len(tables) > 0 && len(tables) <= 3:
			where := tables[0]
			if where != "" {
				where = strings.Join(tables, ", ")
			}
			elsewhere[where] = append(elsewhere[where], key)
			continue
		default:
			args["closest"] = l.meant(key, missing)
		}
		delete(missing, args["closest"].(string)) // one fault, one finding
		if args["closest"] == "" {
			args["variant"], args["choices"] = "list", strings.Join(l.headings(), ", ")
		}
		b.atKey("FV020", toml.Join(path, key), args)
	}
	for _, where := range slices.Sorted(maps.Keys(elsewhere)) {
		keys := elsewhere[where]
		slices.SortFunc(keys, func(x, y string) int {
			return b.src.Key(toml.Join(path, x)).Compare(b.src.Key(toml.Join(path, y)).Pos)
		})
		args := diag.Args{"key": strings.Join(keys[:min(len(keys), 3)], ", "), "table": where, "variant": "elsewhere"}
		if len(keys) > 3 {
			args["key"] = args["key"].(string) + " …"
		}
		if where == "" {
			args["variant"] = "top"
		}
		b.atKey("FV020", toml.Join(path, keys[0]), args)
	}
}

var (
	dateType     = reflect.TypeFor[date.Date]()
	quarterType  = reflect.TypeFor[date.Quarter]()
	amountType   = reflect.TypeFor[money.Amount]()
	decimalType  = reflect.TypeFor[money.Decimal]()
	textType     = reflect.TypeFor[contract.Text]()
	customType   = reflect.TypeFor[[]contract.CustomValue]()
	turnoverType = reflect.TypeFor[[]contract.MonthTurnover]()
)

// maxCount is the largest number of months, days, hours or people that a file may hold.
const maxCount = 1e9

// value puts v, which stands at path, into dst.
func (b *binder) value(dst reflect.Value, v any, path string, f field) {
	if s, ok := v.(string); ok && strings.TrimSpace(s) == "" {
		if f.required {
			b.report("FV026", path, diag.Args{"key": f.key})
		}
		return // an editor's way to say absent
	}
	if f.maybe && dst.Kind() == reflect.Struct {
		before := len(b.findings)
		inner := f
		inner.maybe = false
		b.value(dst.Field(0), v, path, inner)
		dst.Field(1).SetBool(len(b.findings) == before)
		return
	}
	switch dst.Type() {
	case dateType:
		b.date(dst, v, path, f)
	case quarterType:
		b.quarter(dst, v, path, f)
	case amountType:
		b.amount(dst, v, path, f)
	case decimalType:
		if d, ok := b.decimal(v, path, f); ok {
			dst.Set(reflect.ValueOf(d))
		}
	case textType:
		b.text(dst, v, path, f)
	case customType:
		b.custom(dst, v, path, f)
	case turnoverType:
		b.months(dst, v, path, f)
	default:
		b.plain(dst, v, path, f)
	}
}

func (b *binder) plain(dst reflect.Value, v any, path string, f field) {
	switch dst.Kind() {
	case reflect.String:
		s, ok := v.(string)
		if !ok {
			b.wrongType(path, f, "text", v)
			return
		}
		if b.fits(s, path, f) && b.allowed(s, path, f) {
			dst.SetString(s)
		}
	case reflect.Int:
		if d, ok := b.decimal(v, path, f); ok {
			switch n, whole := d.Int(); {
			case !whole:
				b.wrongType(path, f, "integer", v)
			case n < 0:
				b.report("FV029", path, diag.Args{"key": f.key, "value": d})
			case n > maxCount:
				b.report("FV025", path, diag.Args{"value": d})
			default:
				dst.SetInt(n)
			}
		}
	case reflect.Bool:
		if t, ok := v.(bool); ok {
			dst.SetBool(t)
		} else {
			b.wrongType(path, f, "bool", v)
		}
	case reflect.Struct:
		if t, ok := v.(map[string]any); ok {
			b.record(dst, t, path)
		} else {
			b.wrongType(path, f, "table", v)
		}
	case reflect.Slice:
		b.list(dst, v, path, f)
	default:
		panic(fmt.Sprintf("the model holds a %s at %s, which no file can hold", dst.Type(), path))
	}
}

// fits checks that a text is no longer than its key may hold, and says what was written: a folder's
// path between marks in which \t and \n stand for other signs does not.
func (b *binder) fits(s, path string, f field) bool {
	if n, limit := utf8.RuneCountInString(s), textLimit(f.key); n > limit {
		b.report("FV035", path, diag.Args{"key": f.key, "n": n, "limit": limit})
		return false
	}
	if len(s) > 2 && s[1] == ':' && brokenPath.MatchString(s) {
		sp := b.src.Spans(path)
		token := string(b.src.Data[sp.Value.Start:sp.Value.End])
		b.report("FV021", path, diag.Args{"key": f.key, "variant": "path", "closest": literal(strings.Trim(token, `"`))})
		return false
	}
	return true
}

// brokenPath is a Windows path whose backslashes were read as signs.
var brokenPath = regexp.MustCompile(`^[A-Za-z]:[^\\/\n]*[\t\n\r\f\x08\x1b]`)

// allowed checks a word against its choices and remembers what it refers to.
func (b *binder) allowed(s, path string, f field) bool {
	if len(f.enum) > 0 && !slices.Contains(f.enum, s) {
		args := diag.Args{"key": f.key, "value": clip(seen(s)), "choices": strings.Join(f.enum, ", "), "closest": meantChoice(s, f.enum)}
		if plain := strings.TrimSpace(plainSigns(s)); plain != s && slices.Contains(f.enum, plain) {
			args["variant"], args["closest"] = "signs", plain
		}
		b.report("FV022", path, args)
		return false
	}
	if f.ref != "" {
		b.refs = append(b.refs, reference{f.ref, s, b.src, path})
	}
	return true
}

func (b *binder) list(dst reflect.Value, v any, path string, f field) {
	if table, ok := v.(map[string]any); ok && f.keyed != "" {
		b.keyedList(dst, table, path, f)
		return
	}
	var items []any
	switch v := v.(type) {
	case []any:
		items = v
	case []map[string]any:
		for _, m := range v {
			items = append(items, m)
		}
	default:
		want := "list"
		if dst.Type().Elem().Kind() == reflect.Struct && dst.Type().Elem() != dateType {
			want = "tables"
			if slices.Contains(b.twice, path) {
				return // one fault, one finding
			}
		}
		b.wrongType(path, f, want, v)
		return
	}
	if len(items) > maxItems {
		b.report("FV035", path, diag.Args{"key": f.key, "n": len(items), "limit": maxItems, "variant": "list"})
		return
	}
	item := f
	item.required = false
	out := reflect.MakeSlice(dst.Type(), len(items), len(items))
	for i, e := range items {
		b.value(out.Index(i), e, toml.At(path, i), item)
	}
	dst.Set(out)
	if f.uniqueIDs {
		b.unique(out, path, f)
	}
}

// keyedList makes a list of a table whose keys name the items.
func (b *binder) keyedList(dst reflect.Value, table map[string]any, path string, f field) {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		item := reflect.New(dst.Type().Elem()).Elem()
		at := toml.Join(path, key)
		l := layoutOf(item.Type())
		if own, ok := l.byKey["."]; ok { // the value is the item's one field
			item.Field(l.origin).Set(reflect.ValueOf(contract.Origin{Src: b.src, Path: at}))
			b.value(item.Field(own.index), table[key], at, own)
		} else {
			b.plain(item, table[key], at, f)
		}
		item.FieldByName(f.keyed).SetString(key)
		dst.Set(reflect.Append(dst, item))
	}
}

// unique reports an id that an earlier item of the list has.
func (b *binder) unique(list reflect.Value, path string, f field) {
	first := map[string]int{}
	for i := range list.Len() {
		id := list.Index(i).FieldByName("ID").String()
		if id == "" {
			continue
		}
		if at, taken := first[id]; taken {
			if b.full() {
				continue
			}
			fd := b.src.Value(toml.Join(toml.At(path, i), "id")).At("FV027", diag.Error, diag.Args{"list": f.key, "id": clip(id)})
			fd.Related = []diag.Related{b.src.Value(toml.Join(toml.At(path, at), "id")).Related()}
			b.findings = append(b.findings, fd)
			continue
		}
		first[id] = i
	}
}

func (b *binder) wrongType(path string, f field, want string, got any) {
	b.report("FV021", path, diag.Args{"key": f.key, "want": want, "got": typeWord(got), "variant": want})
}

func typeWord(v any) string {
	switch v := v.(type) {
	case string:
		return "text"
	case int64, float64:
		return "number"
	case bool:
		return "bool"
	case map[string]any:
		return "table"
	case []any, []map[string]any:
		return "list"
	default:
		if _, ok := toml.Date(v); ok {
			return "date"
		}
		return "time"
	}
}

func (b *binder) date(dst reflect.Value, v any, path string, f field) {
	if s, ok := v.(string); ok {
		if d, err := date.Parse(s); err == nil && plausible(d) {
			dst.Set(reflect.ValueOf(d))
		} else {
			b.report("FV023", path, dateFault(s))
		}
		return
	}
	switch d, ok := toml.Date(v); {
	case !ok:
		b.wrongType(path, f, "date", v)
	case !plausible(d):
		b.report("FV023", path, diag.Args{"value": d.String(), "variant": "year"})
	default:
		dst.Set(reflect.ValueOf(d))
	}
}

func (b *binder) quarter(dst reflect.Value, v any, path string, f field) {
	s, ok := v.(string)
	if !ok {
		b.wrongType(path, f, "quarter", v)
		return
	}
	q, err := date.ParseQuarter(s)
	if err != nil {
		b.report("FV028", path, diag.Args{"value": clip(s)})
		return
	}
	dst.Set(reflect.ValueOf(q))
}

// token is the number as it stands in the file; a float would already have lost digits.
func (b *binder) token(v any, path string) (string, bool) {
	switch v := v.(type) {
	case int64:
		return fmt.Sprint(v), true
	case float64:
		sp := b.src.Spans(path)
		return strings.TrimSpace(string(b.src.Data[sp.Value.Start:sp.Value.End])), true
	case string:
		return v, strings.Trim(v, "0123456789._-") == ""
	}
	return "", false
}

func (b *binder) amount(dst reflect.Value, v any, path string, f field) {
	tok, ok := b.token(v, path)
	if s, is := v.(string); is && !ok {
		b.report("FV021", path, diag.Args{"key": f.key, "want": "amount", "got": "text", "variant": "amount", "closest": plainNumber(s)})
		return
	}
	if !ok {
		b.wrongType(path, f, "amount", v)
		return
	}
	a, err := money.Parse(tok)
	if b.number(err, tok, path, f) {
		dst.SetInt(int64(a))
	}
}

func (b *binder) decimal(v any, path string, f field) (money.Decimal, bool) {
	tok, ok := b.token(v, path)
	if !ok {
		b.wrongType(path, f, "number", v)
		return money.Decimal{}, false
	}
	d, err := money.ParseDecimal(tok)
	return d, b.number(err, tok, path, f)
}

// number makes a finding of a number that could not be read, and reports whether it could.
func (b *binder) number(err error, tok, path string, f field) bool {
	switch err {
	case nil:
		return true
	case money.ErrDecimals:
		b.report("FV024", path, diag.Args{"value": clip(tok)})
	case money.ErrRange:
		b.report("FV025", path, diag.Args{"value": clip(tok)})
	default:
		b.report("FV021", path, diag.Args{"key": f.key, "want": "amount", "got": "number", "variant": "amount"})
	}
	return false
}

func (b *binder) text(dst reflect.Value, v any, path string, f field) {
	switch v := v.(type) {
	case string:
		if b.fits(v, path, f) {
			dst.Set(reflect.ValueOf(contract.Text{"": v}))
		}
	case map[string]any:
		t := contract.Text{}
		for _, lang := range slices.Sorted(maps.Keys(v)) {
			s, ok := v[lang].(string)
			switch {
			case !slices.Contains([]string{"nb", "nn", "en"}, lang):
				b.atKey("FV022", toml.Join(path, lang), diag.Args{"key": f.key, "value": clip(lang), "choices": "nb, nn, en", "closest": meantChoice(lang, []string{"nb", "nn", "en"})})
			case !ok:
				b.wrongType(toml.Join(path, lang), f, "text", v[lang])
			case s != "" && b.fits(s, toml.Join(path, lang), f):
				t[lang] = s
			}
		}
		dst.Set(reflect.ValueOf(t))
	default:
		b.wrongType(path, f, "text", v)
	}
}

// custom keeps the portfolio's own fields as they are; package check holds them
// against their declarations.
func (b *binder) custom(dst reflect.Value, v any, path string, f field) {
	table, ok := v.(map[string]any)
	if !ok {
		b.wrongType(path, f, "table", v)
		return
	}
	var out []contract.CustomValue
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := toml.Join(path, key)
		c := contract.CustomValue{Origin: contract.Origin{Src: b.src, Path: at}, Key: key}
		switch v := table[key].(type) {
		case string:
			if strings.TrimSpace(v) == "" {
				continue
			}
			if !b.fits(v, at, f) {
				continue
			}
			c.Value = v
		case int64, bool:
			c.Value = v
		case float64:
			d, ok := b.decimal(v, at, f)
			if !ok {
				continue
			}
			c.Value = d
		default:
			d, ok := toml.Date(v)
			if !ok {
				b.report("FV021", at, diag.Args{"key": clip(key), "want": "value", "got": typeWord(v)})
				continue
			}
			c.Value = d
		}
		out = append(out, c)
	}
	dst.Set(reflect.ValueOf(out))
}

// months reads [months]: an amount, or a table of amounts by supplier.
func (b *binder) months(dst reflect.Value, v any, path string, f field) {
	table, ok := v.(map[string]any)
	if !ok {
		b.wrongType(path, f, "table", v)
		return
	}
	var out []contract.MonthTurnover
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := toml.Join(path, key)
		month, err := date.ParseMonth(key)
		if err != nil {
			b.atKey("FV028", at, diag.Args{"value": clip(key)})
			continue
		}
		m := contract.MonthTurnover{Origin: contract.Origin{Src: b.src, Path: at}, Month: month}
		if parts, ok := table[key].(map[string]any); ok {
			if len(parts) == 0 {
				continue // nobody is named: nothing is posted
			}
			for _, id := range slices.Sorted(maps.Keys(parts)) {
				var a money.Amount
				b.amount(reflect.ValueOf(&a).Elem(), parts[id], toml.Join(at, id), f)
				b.refs = append(b.refs, reference{"supplier", id, b.src, toml.Join(at, id)})
				m.BySupplier = append(m.BySupplier, contract.SupplierTurnover{Supplier: id, Amount: a})
				m.Total += a
			}
		} else {
			b.amount(reflect.ValueOf(&m.Total).Elem(), table[key], at, f)
		}
		out = append(out, m)
	}
	dst.Set(reflect.ValueOf(out))
}
