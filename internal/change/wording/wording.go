// Package wording puts changes into words.
//
// In go changes and a printer, which has the language; out come lines of text, which
// whoever puts them into Markdown or HTML escapes.
package wording

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/plain"
)

// Said is a change in words. Each text is a plain.Line.
type Said struct {
	Head    string
	Lines   []Line
	Effects []Line
}

// Line is one sentence, or a label and its value, or its value before and after.
type Line struct {
	Label    string // "" for a sentence
	Old, New string // both, of a value that changed
	Text     string // else
	Sub      []Line

	item bool // its label names an item, not a field
	word bool // its text is a word of a closed set
}

// Limits of what is written out; the rest is counted.
const (
	maxValue = 160 // runes of a value
	maxItems = 4   // effects of one kind
	maxMonth = 3   // months of turnover
)

// Speaker puts changes into the words of one language.
type Speaker struct{ p *message.Printer }

// In speaks the printer's language.
func In(p *message.Printer) Speaker { return Speaker{p} }

func (s Speaker) t(key string, args message.Args) string { return s.p.Text("changes."+key, args) }

// Change says what happened to a record.
func (s Speaker) Change(c *change.Change) Said {
	out := Said{Head: s.head(c)}
	if c.Verb != change.Removed {
		out.Lines = s.body(c)
	}
	out.Effects = s.Effects(c.Effects)
	return out
}

func (s Speaker) head(c *change.Change) string {
	id := ""
	if c.Type != change.Settings && c.Type != change.Regulation && c.Type != change.Spend {
		id = " (" + plain.Line(c.ID) + ")"
	}
	switch c.Verb {
	case change.Added:
		return s.item("new", c) + id
	case change.Removed:
		return s.t("removed", message.Args{"item": s.item("item", c) + id})
	case change.Misnamed:
		return s.t("misnamed", message.Args{"item": s.item("item", c) + id, "folder": plain.Line(c.Folder)})
	case change.Renamed:
		return s.t("renamed", message.Args{"item": s.item("item", c) + id, "was": plain.Line(c.Was)})
	}
	return s.item("item", c) + id
}

// item names a record or an item: "Opsjon til 30.06.2028".
func (s Speaker) item(form string, c *change.Change) string {
	key := form + "." + string(c.Type)
	if !s.p.Has("changes." + key) {
		key = form + ".other"
	}
	var parts []string
	for _, n := range c.Name {
		parts = append(parts, s.value(n, "", ""))
	}
	if len(parts) == 0 && c.ID != "" {
		parts = []string{plain.Line(c.ID)}
	}
	if len(parts) == 0 {
		return s.t(key, nil)
	}
	text := s.t(key, message.Args{"name": parts[0]})
	if len(c.Name) > 0 {
		if _, day := c.Name[0].(date.Date); day { // a day is no title
			text = strings.NewReplacer("«", "", "»", "", "“", "", "”", "").Replace(text)
		}
	}
	return strings.Join(append([]string{text}, parts[1:]...), ", ")
}

// body is the fields and items of a change.
func (s Speaker) body(c *change.Change) []Line {
	var out []Line
	for _, f := range c.Fields {
		out = append(out, s.field(f, c.Verb == change.Added))
	}
	count := map[change.Type]int{}
	for i := range c.Items {
		count[c.Items[i].Type]++
	}
	months := count[change.MonthTurnover]
	for i := range c.Items {
		it := &c.Items[i]
		many := "items." + string(it.Type)
		switch n := count[it.Type]; {
		case it.Type == change.MonthTurnover && n > maxMonth, n == 0:
		case c.Verb == change.Added && n >= maxItems && s.p.Has("changes."+many): // of a new record the number is enough
			out = append(out, Line{Text: s.t(many, message.Args{"n": n})})
			count[it.Type] = 0
		default:
			out = append(out, s.line(it))
		}
	}
	if months > maxMonth {
		out = append(out, s.months(c.Items)...)
	}
	return out
}

// line says what happened to an item of a list, on one line where it can.
func (s Speaker) line(c *change.Change) Line {
	switch c.Verb {
	case change.Removed:
		return Line{Text: s.t("removed", message.Args{"item": s.item("item", c)})}
	case change.MovedIn:
		return Line{Text: s.t("moved-in", message.Args{"item": s.item("item", c), "other": s.value(c.Other, "", "")})}
	case change.MovedOut:
		return Line{Text: s.t("moved-out", message.Args{"item": s.item("item", c), "other": s.value(c.Other, "", "")})}
	case change.Added:
		head, sub := s.item("new", c), s.body(c)
		if len(sub) == 0 {
			return Line{Text: head}
		}
		if len(c.Fields) == 1 && len(c.Items) == 0 && bare[string(c.Fields[0].Type)+"."+c.Fields[0].Key] {
			return Line{Label: head, Text: sub[0].Text}
		}
		if text, ok := s.inline(sub); ok {
			return Line{Label: head, Text: text, item: true}
		}
		return Line{Text: head, Sub: sub}
	}
	head, sub := s.item("item", c), s.body(c)
	if len(sub) == 1 && len(sub[0].Sub) == 0 && len(c.Fields) == 1 {
		l := sub[0]
		if l.Label = head + ", " + lower(l.Label); bare[string(c.Fields[0].Type)+"."+c.Fields[0].Key] {
			l.Label = head
		}
		return l
	}
	return Line{Text: head, Sub: sub}
}

// bare fields are all that their item says, and need no label beside its name.
var bare = map[string]bool{"month-turnover.total": true, "supplier-turnover.amount": true}

// inline puts short values beside each other.
func (s Speaker) inline(lines []Line) (string, bool) {
	var parts []string
	n := 0
	for _, l := range lines {
		if len(l.Sub) > 0 || l.Label == "" {
			return "", false
		}
		part := lower(l.Label)
		if l.item || l.Text == s.p.Text("values.yes", nil) || l.Text == s.p.Text("values.no", nil) {
			part += ":"
		}
		if r := []rune(l.Text); l.word && len(r) > 1 && unicode.IsLower(r[1]) {
			l.Text = lower(l.Text)
		}
		part += " " + l.Text
		n += utf8.RuneCountInString(part)
		parts = append(parts, part)
	}
	return strings.Join(parts, ", "), n <= 140
}

// lower makes the first letter small, unless the word is an abbreviation.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) || unicode.IsDigit(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// months sums up many months of turnover.
func (s Speaker) months(items []change.Change) []Line {
	var out []Line
	for _, verb := range []change.Verb{change.Added, change.Changed, change.Removed} {
		var first, last date.Month
		n, sum, code := 0, new(big.Rat), ""
		for i := range items {
			it := &items[i]
			if it.Type != change.MonthTurnover || it.Verb != verb {
				continue
			}
			n++
			if m, ok := it.Name[0].(date.Month); ok {
				if first.IsZero() || m.Before(first) {
					first = m
				}
				if last.IsZero() || last.Before(m) {
					last = m
				}
			}
			for _, f := range it.Fields {
				if f.Key != "total" {
					continue
				}
				if m, ok := f.Old.(change.Money); ok {
					code = cmp.Or(code, m.Currency)
					sum.Sub(sum, m.Amount.Rat())
				}
				if m, ok := f.New.(change.Money); ok {
					code = cmp.Or(m.Currency, code)
					sum.Add(sum, m.Amount.Rat())
				}
			}
		}
		if n > 0 {
			out = append(out, Line{Text: s.t("months."+string(verb), message.Args{"n": n, "from": first, "to": last, "sum": s.p.InCurrency(sum, code)})})
		}
	}
	return out
}

// field says what a field has become; alone, where it was not there before because its
// record was not.
func (s Speaker) field(f change.Field, alone bool) Line {
	l := Line{Label: s.Label(f)}
	_, l.word = f.New.(change.Word)
	switch {
	case len(f.Out) == 1 && len(f.In) == 1 && !alone:
		l.Old, l.New = s.value(f.Out[0], f.Type, f.Key), s.value(f.In[0], f.Type, f.Key)
	case len(f.Out)+len(f.In) > 0:
		var parts []string
		if len(f.In) > 0 {
			key := "joined"
			if alone {
				key = "are"
			}
			parts = append(parts, s.t(key, message.Args{"n": len(f.In), "list": s.list(f.In, f)}))
		}
		if len(f.Out) > 0 {
			parts = append(parts, s.t("left", message.Args{"n": len(f.Out), "list": s.list(f.Out, f)}))
		}
		l.Text = strings.Join(parts, "; ")
	case alone:
		l.Text = s.value(f.New, f.Type, f.Key)
	case f.Old == nil:
		l.Text = s.value(f.New, f.Type, f.Key)
		key := "now"
		if utf8.RuneCountInString(l.Text) > 40 {
			key = "now-text"
		}
		l.Text = s.t(key, message.Args{"new": l.Text})
	case f.New == nil:
		l.Text = s.t("gone", message.Args{"old": s.value(f.Old, f.Type, f.Key)})
	default:
		old, isOld := f.Old.(string)
		now, isNew := f.New.(string)
		if isOld && isNew {
			l.Old, l.New = excerpt(plain.Line(old), plain.Line(now))
			if l.Old == l.New { // only spaces or line breaks differ
				l.Old, l.New, l.Text = "", "", s.t("spacing", nil)
			}
			return l
		}
		l.Old, l.New = s.value(f.Old, f.Type, f.Key), s.value(f.New, f.Type, f.Key)
	}
	return l
}

func (s Speaker) list(vs []any, f change.Field) string {
	var words []string
	for i, v := range vs {
		if i == 8 {
			words = append(words, s.t("more", message.Args{"n": len(vs) - i}))
			break
		}
		words = append(words, s.value(v, f.Type, f.Key))
	}
	return s.p.List(words)
}

// Label is what people call a field.
func (s Speaker) Label(f change.Field) string {
	if f.Label != nil {
		return plain.Line(f.Label.In(s.p.Lang()))
	}
	label := model.In(s.p).Label(string(f.Type), f.Key)
	if f.Lang != "" {
		label += " (" + f.Lang + ")"
	}
	return label
}

// value writes a typed value.
func (s Speaker) value(v any, typ change.Type, key string) string {
	switch v := v.(type) {
	case nil:
		return s.t("unset", nil)
	case string:
		return short(v)
	case contract.Text:
		return short(v.In(s.p.Lang()))
	case change.Word:
		if text, ok := model.In(s.p).Word(v.Group, v.Value); ok {
			return text
		}
		return short(v.Value)
	case change.Ref:
		if name := v.Name.In(s.p.Lang()); name != "" {
			return short(name)
		}
		return short(v.ID)
	case change.Money:
		if v.Currency == "" || v.Currency == "NOK" {
			return s.p.Money(v.Amount)
		}
		return s.p.Decimal(money.NewDecimal(int64(v.Amount), 2)) + "\u00A0" + plain.Line(v.Currency)
	case change.Quantity:
		if minor := new(big.Rat).Mul(v.Number.Rat(), big.NewRat(100, 1)); v.Unit == "NOK" && minor.IsInt() && minor.Num().IsInt64() {
			return s.p.Money(money.Amount(minor.Num().Int64()))
		}
		if v.Unit == "NOK" {
			return s.p.Decimal(v.Number) + "\u00A0" + s.t("kroner", nil)
		}
		return s.p.Decimal(v.Number) + "\u00A0" + short(v.Unit)
	case money.Decimal:
		if typ == change.Targets {
			return s.p.Percent(v.Rat(), 0)
		}
		return s.p.Decimal(v)
	case bool:
		return s.p.Text(map[bool]string{true: "values.yes", false: "values.no"}[v], nil)
	case int:
		if unit := "changes.unit." + key; s.p.Has(unit) && typ != "" {
			return s.p.Text(unit, message.Args{"n": v})
		}
		if key == "year" || key == "" {
			return strconv.Itoa(v)
		}
		return s.p.Number(int64(v))
	case date.Date:
		return s.p.Date(v)
	case date.Month:
		return s.p.Month(v)
	case date.Quarter:
		return s.p.Quarter(v)
	case []any:
		return s.list(v, change.Field{Type: typ, Key: key})
	case measure.Reason:
		return plain.Line(measure.Sentence(s.p, v))
	}
	return short(change.Written(v))
}

// Effects says what changes do to figures. Of many of one kind some are named.
func (s Speaker) Effects(es []change.Effect) []Line {
	count := map[change.EffectKind]int{}
	for _, e := range es {
		count[e.Kind]++
	}
	var out []Line
	at := map[change.EffectKind]int{} // kind → its line, where there are many
	for _, e := range es {
		many := "many." + string(e.Kind)
		if count[e.Kind] <= maxItems || !s.p.Has("changes."+many) {
			out = append(out, s.Effect(e))
			continue
		}
		i, begun := at[e.Kind]
		if !begun {
			i = len(out)
			at[e.Kind] = i
			out = append(out, Line{Text: s.t(many, message.Args{"n": count[e.Kind]})})
		}
		switch n := len(out[i].Sub); {
		case n < maxItems-1:
			out[i].Sub = append(out[i].Sub, s.Effect(e))
		case n == maxItems-1:
			out[i].Sub = append(out[i].Sub, Line{Text: s.t("more", message.Args{"n": count[e.Kind] - n})})
		}
	}
	return out
}

// Effect says one of them, with its reasons below.
func (s Speaker) Effect(e change.Effect) Line {
	words := message.Args{"old": s.figure(e, e.Old, "old_currency"), "new": s.figure(e, e.New, "new_currency")}
	if words["old"] == words["new"] && e.Old != nil { // a difference too small for its decimals
		if a, ok := e.Old.(*big.Rat); ok {
			words["old"], words["new"] = s.p.Rat(a, 4), s.p.Rat(e.New.(*big.Rat), 4)
		}
	}
	if n, ok := e.New.(int); ok {
		words["n"] = n
	}
	for name, v := range e.Args {
		switch v := v.(type) {
		case change.Word:
			words[name] = s.value(v, "", "")
			if v.Group == change.BandGroup {
				words[name] = lower(words[name].(string))
			}
		case []any:
			var parts []string
			for _, r := range v {
				parts = append(parts, s.value(r, "", ""))
			}
			words[name] = strings.Join(parts, " ")
		default:
			words[name] = s.value(v, "", "")
		}
	}
	key := "effect." + string(e.Kind)
	if e.Alone != nil {
		words["alone"] = s.p.Signed(e.Alone, func(r *big.Rat) string { return s.p.Rat(r, measure.ScoreDigits) })
		if e.Kind == change.FactorChanged {
			key = "factor-alone"
		}
	}
	l := Line{Text: strings.TrimSpace(s.t(key, words))}
	for _, b := range e.Because {
		l.Sub = append(l.Sub, s.Effect(b))
	}
	return l
}

// figure writes a figure's value.
func (s Speaker) figure(e change.Effect, v any, code string) string {
	r, ok := v.(*big.Rat)
	if !ok {
		if v == nil {
			return "–"
		}
		return s.value(v, "", "")
	}
	switch e.Kind {
	case change.UseChanged:
		return s.p.Percent(r, 0)
	case change.CeilingChanged:
		c, _ := e.Args[code].(string)
		return s.p.InCurrency(r, c)
	}
	return s.p.Rat(r, measure.ScoreDigits)
}

// short is a text from data, on one line and not too long.
func short(s string) string { return plain.Cut(plain.Line(s), maxValue) }

// excerpt shows of two long texts what differs, with a few words around it.
func excerpt(a, b string) (string, string) {
	if utf8.RuneCountInString(a) <= 80 && utf8.RuneCountInString(b) <= 80 {
		return a, b
	}
	x, y := strings.Fields(a), strings.Fields(b)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	const around = 3 // words
	part := func(ws []string) string {
		from, to := max(0, head-around), min(len(ws), len(ws)-tail+around)
		out := strings.Join(ws[from:to], " ")
		if from > 0 {
			out = "… " + out
		}
		if to < len(ws) {
			out += " …"
		}
		return short(out)
	}
	p, q := part(x), part(y)
	if p == q && a != b { // cut before the difference
		return short("… " + strings.Join(x[head:], " ")), short("… " + strings.Join(y[head:], " "))
	}
	return p, q
}

// Name is what people call a record or item: "Opsjon til 30.06.2028".
func (s Speaker) Name(c *change.Change) string { return s.item("item", c) }
