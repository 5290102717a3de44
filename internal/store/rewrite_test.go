package store

import (
	"bytes"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// bound is the record that a file says, with its places.
func bound(t testing.TB, name string, data []byte) reflect.Value {
	t.Helper()
	k, _ := classify(name)
	v, ok := read(name, data, k.model)
	if !ok {
		t.Fatalf("%s: not TOML:\n%s", name, data)
	}
	return v
}

// copied is a record of its own that says the same of the same places.
func copied(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(deep(v.Elem()))
	return out
}

func deep(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch {
	case v.Kind() == reflect.Slice && v.Len() > 0:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(deep(v.Index(i)))
		}
	case v.Kind() == reflect.Struct && !scalar(v.Type()) && v.Type() != reflect.TypeFor[contract.Origin]():
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(deep(v.Field(i)))
			}
		}
	}
	return out
}

// editor makes random edits of a record, as acts do.
type editor struct {
	r *rapid.T
	n int
}

func (e *editor) int(what string, most int) int { return rapid.IntRange(0, most).Draw(e.r, what) }

func (e *editor) record(v reflect.Value) {
	fields := layoutOf(v.Type()).fields
	f := fields[e.int("field", len(fields)-1)]
	if f.key == "." {
		return
	}
	e.field(v.Field(f.index), f)
}

func (e *editor) field(v reflect.Value, f field) {
	t := v.Type()
	if !empty(v) && e.int("empty", 5) == 0 {
		v.SetZero()
		return
	}
	switch {
	case t == customType || t == turnoverType || f.keyed != "":
		e.names(v, f)
	case t.Kind() == reflect.Struct && !scalar(t):
		e.record(v)
	case t.Kind() == reflect.Slice:
		e.list(v, f)
	default:
		v.Set(e.value(t, f))
	}
}

func (e *editor) list(v reflect.Value, f field) {
	tables := v.Type().Elem().Kind() == reflect.Struct && !scalar(v.Type().Elem())
	switch do := e.int("do", 3); {
	case v.Len() == 0 || do == 0:
		v.Set(reflect.Append(v, e.item(v.Type().Elem(), f)))
	case do == 1:
		i := e.int("out", v.Len()-1)
		v.Set(reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, v.Len())))
	case tables:
		e.record(v.Index(e.int("item", v.Len()-1)))
	default:
		i := e.int("in", v.Len())
		rest := deep(v.Slice(i, v.Len()))
		v.Set(reflect.AppendSlice(reflect.Append(v.Slice3(0, i, i), e.item(v.Type().Elem(), f)), rest))
	}
}

func (e *editor) item(t reflect.Type, f field) reflect.Value {
	if t.Kind() != reflect.Struct || scalar(t) {
		return e.value(t, f)
	}
	v := reflect.New(t).Elem()
	if id, has := layoutOf(t).byKey["id"]; has {
		v.Field(id.index).Set(e.value(id.typ, id))
	}
	for range 1 + e.int("fields", 3) {
		e.record(v)
	}
	for _, f := range layoutOf(t).fields {
		if v.Field(f.index).Kind() == reflect.String && empty(v.Field(f.index)) && f.key != "." {
			v.Field(f.index).Set(e.value(f.typ, f))
			break
		}
	}
	return v
}

func (e *editor) id() string {
	e.n++
	return fmt.Sprintf("%s-%d", rapid.SampledFrom([]string{"a", "m", "z"}).Draw(e.r, "id"), e.n)
}

func (e *editor) value(t reflect.Type, f field) reflect.Value {
	if contract.IsMaybe(t) {
		v := reflect.New(t).Elem()
		v.Field(0).Set(e.value(t.Field(0).Type, f))
		v.Field(1).SetBool(true)
		return v
	}
	day := date.MustParse("2020-01-01").AddDays(e.int("day", 5000))
	v := reflect.New(t).Elem()
	switch t {
	case dateType:
		return reflect.ValueOf(day)
	case quarterType:
		return reflect.ValueOf(day.QuarterOf())
	case amountType:
		return reflect.ValueOf(money.NOK(int64(e.int("kroner", 50_000_000))))
	case decimalType:
		d, _ := money.ParseDecimal(fmt.Sprintf("%d.5", e.int("decimal", 5_000)))
		return reflect.ValueOf(d)
	case textType:
		if e.int("languages", 1) == 0 {
			return reflect.ValueOf(contract.Text{"": "tekst"})
		}
		return reflect.ValueOf(contract.Text{"nb": "én", "en": "one"})
	}
	switch t.Kind() {
	case reflect.String:
		switch {
		case len(f.enum) > 0:
			v.SetString(rapid.SampledFrom(f.enum).Draw(e.r, "enum"))
		case f.key == "id" || f.ref != "":
			v.SetString(e.id())
		default:
			v.SetString(rapid.SampledFrom([]string{"x", "én \"to\" # tre", "a\nb ]\n\nc", "[v], {", `c:\d`, "a,\"\"\"b\nc"}).Draw(e.r, "text"))
		}
	case reflect.Int:
		v.SetInt(int64(e.int("number", 2000)))
	case reflect.Bool:
		v.SetBool(e.int("bool", 1) == 0)
	}
	return v
}

// names edits a list that is written as a table.
func (e *editor) names(v reflect.Value, f field) {
	n := v.Len()
	if n > 0 && e.int("do", 2) == 0 {
		i := e.int("out", n-1)
		v.Set(reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, n)))
		return
	}
	at := e.int("name", n)
	if at == n {
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	}
	switch x := v.Index(at).Addr().Interface().(type) {
	case *contract.CustomValue:
		if at == n {
			x.Key = e.id()
		}
		d, _ := money.ParseDecimal("1234.5")
		x.Value = rapid.SampledFrom([]any{"tekst", int64(1000), d, date.MustParse("2026-02-03"), true}).Draw(e.r, "custom")
	case *contract.MonthTurnover:
		if at == n {
			e.n++
			x.Month = date.NewMonth(2030+e.n, 1)
			if e.int("early", 1) == 0 {
				x.Month = date.NewMonth(2000+e.n, 1)
			}
		}
		if len(x.BySupplier) == 0 || e.int("whole", 1) == 0 {
			*x = contract.MonthTurnover{Origin: x.Origin, Month: x.Month, Total: money.NOK(int64(e.int("kroner", 9_000_000)))}
			return
		}
		if i := e.int("supplier", len(x.BySupplier)); i < len(x.BySupplier) {
			x.BySupplier[i].Amount = money.NOK(int64(e.int("kroner", 9_000_000)))
		} else {
			x.BySupplier = append(x.BySupplier, contract.SupplierTurnover{Supplier: "99999999" + fmt.Sprint(e.int("firm", 9)), Amount: 100})
		}
		x.Total = 0
		for _, s := range x.BySupplier {
			x.Total += s.Amount
		}
	case *contract.Severity:
		if at == n {
			x.Code = "FV" + e.id()
		}
		x.Level = contract.Level(rapid.SampledFrom(contract.Choices(reflect.TypeFor[contract.Level]())).Draw(e.r, "level"))
	case *contract.LeadTime:
		if at == n {
			x.Procedure = contract.Procedure(e.id())
		}
		x.Tender = 1 + e.int("tender", 90)
	}
}

// noted puts comments of its own into a file, wherever people put them.
func noted(r *rapid.T, text []byte) []byte {
	var out strings.Builder
	long, n := false, 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		was := long
		if strings.Count(line, `"""`)%2 == 1 {
			long = !long
		}
		k := rapid.IntRange(0, 5).Draw(r, "comment")
		n++
		if k == 0 && !was {
			fmt.Fprintf(&out, "# k%d;\n", n)
		}
		if k == 1 && !long && line != "" && !strings.Contains(line, "#") {
			line += fmt.Sprintf(" # k%d;", n)
		}
		out.WriteString(line + "\n")
	}
	return []byte(out.String())
}

func sampleFiles(t testing.TB) (names []string, files map[string][]byte) {
	t.Helper()
	files = map[string][]byte{}
	err := fs.WalkDir(contracts.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".toml") {
			return err
		}
		names = append(names, p)
		files[p], err = fs.ReadFile(contracts.FS, p)
		return err
	})
	if err != nil || len(names) < 50 {
		t.Fatal(err, len(names))
	}
	return names, files
}

// Whatever is edited in any file of the sample, with comments everywhere: the file says the copy, comments
// go only with what they stood beside, the same edit again changes nothing, the layout stays, and the
// edit can be taken back.
func TestRewriteSaysTheCopy(t *testing.T) {
	names, files := sampleFiles(t)
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom(names).Draw(r, "file")
		text := noted(r, files[name])
		crlf := rapid.Bool().Draw(r, "crlf")
		if crlf {
			text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
		}
		laid := rapid.Bool().Draw(r, "laid")
		if laid {
			var err error
			if text, err = Format(name, text); err != nil {
				r.Fatal(err)
			}
		}
		old := bound(t, name, text)
		news := copied(old)
		e := &editor{r: r}
		for range rapid.IntRange(1, 3).Draw(r, "edits") {
			e.record(news.Elem())
		}
		holds(t, r, name, text, old, news, laid)
	})
}

func holds(t testing.TB, r interface{ Fatalf(string, ...any) }, name string, text []byte, old, news reflect.Value, laid bool) {
	after, err := Rewrite(text, name, old.Interface(), news.Interface())
	if empty(news.Elem()) { // a file that says nothing is none
		if err == nil && !empty(old.Elem()) {
			r.Fatalf("%s: gave %q", name, after)
		}
		return
	}
	if err != nil {
		d := differ{whole: true}
		d.record(old.Elem(), news.Elem(), "")
		r.Fatalf("%s: %v: %+v\n--\n%s\n--\n%s", name, err, d.edits, Encode(old.Interface()), Encode(news.Interface()))
	}
	got := bound(t, name, after)
	if !sameRecord(got.Elem(), news.Elem()) {
		r.Fatalf("%s: says otherwise:\n%s\n--\n%s", name, text, after)
	}
	if bytes.Contains(text, []byte("\r\n")) && !bytes.Contains(after, []byte(`"""`)) && bytes.Count(after, []byte("\n")) != bytes.Count(after, []byte("\r\n")) {
		r.Fatalf("%s: lines end otherwise:\n%q", name, after)
	}
	if again, err := Rewrite(after, name, got.Interface(), copied(got).Interface()); err != nil || !bytes.Equal(again, after) {
		r.Fatalf("%s: %v: another file the second time", name, err)
	}
	if again, err := Format(name, after); laid && (err != nil || !bytes.Equal(again, after)) {
		r.Fatalf("%s: %v: the layout is left:\n%s\n--\n%s", name, err, after, again)
	}
	if c := lostUnasked(text, after); c != "" {
		r.Fatalf("%s: %q was lost:\n%s\n--\n%s", name, c, text, after)
	}
	// Taken back, with items known by their places in the new file.
	back := copied(old)
	moveTo(back.Elem(), news.Elem(), got.Elem())
	undone, err := Rewrite(after, name, got.Interface(), back.Interface())
	if err != nil || !sameRecord(bound(t, name, undone).Elem(), old.Elem()) {
		r.Fatalf("%s: cannot be taken back: %v\n%s\n--\n%s\n--\n%s", name, err, text, after, undone)
	}
	if laid && len(comments(undone)) == len(comments(text)) && !tableWent(text, after) && !bytes.Equal(ungrouped(undone), ungrouped(text)) {
		r.Fatalf("%s: taken back, other bytes:\n%s\n--\n%s\n--\n%s", name, text, after, undone)
	}
}

// moveTo gives the items of back, which say what they did before an edit, the places that they have after it.
func moveTo(back, news, got reflect.Value) {
	if at := layoutOf(back.Type()).origin; at >= 0 {
		back.Field(at).Set(got.Field(at))
	}
	for _, f := range layoutOf(back.Type()).fields {
		b, n, g := back.Field(f.index), news.Field(f.index), got.Field(f.index)
		switch {
		case b.Type() == customType || b.Type() == turnoverType || f.keyed != "":
		case b.Kind() == reflect.Struct && !scalar(b.Type()):
			moveTo(b, n, g)
		case b.Kind() == reflect.Slice && b.Type().Elem().Kind() == reflect.Struct && !scalar(b.Type().Elem()):
			taken := map[int]bool{}
			for i := range b.Len() {
				moveItem(b.Index(i), n, g, taken)
			}
		}
	}
}

func moveItem(item, news, got reflect.Value, taken map[int]bool) {
	for i := range news.Len() {
		if !sameOrigin(item, news.Index(i)) {
			continue
		}
		for j := range got.Len() {
			if !taken[j] && inline(got.Index(j)) == inline(news.Index(i)) {
				taken[j] = true
				moveTo(item, news.Index(i), got.Index(j))
				return
			}
		}
	}
	item.Field(layoutOf(item.Type()).origin).SetZero()
}

// tableWent reports whether an inline table is gone: it comes back with a header.
func tableWent(before, after []byte) bool {
	for l := range strings.Lines(string(before)) {
		if strings.Contains(l, " = {") && !bytes.Contains(after, []byte(l)) {
			return true
		}
	}
	return false
}

// ungrouped leaves out the marks between digits: a whole number that goes takes its own along.
func ungrouped(text []byte) []byte { return bytes.ReplaceAll(text, []byte("_"), nil) }

func comments(text []byte) []string {
	var out []string
	for part := range strings.SplitSeq(string(text), "# k") {
		if n, _, is := strings.Cut(part, ";"); is && len(n) < 6 {
			out = append(out, n)
		}
	}
	return out
}

// lostUnasked is a comment that went though the lines beside it did not.
func lostUnasked(before, after []byte) string {
	bare := func(l string) string {
		l, _, _ = strings.Cut(l, "# k")
		return strings.TrimSuffix(strings.TrimSpace(l), ",")
	}
	said := func(text []byte) []string { // of the header of an item, with what comes first in it
		lines := strings.Split(string(text), "\n")
		out := make([]string, len(lines))
		for i := len(lines) - 1; i >= 0; i-- {
			if out[i] = bare(lines[i]); strings.HasPrefix(out[i], "[[") {
				for j := i + 1; j < len(lines); j++ {
					if out[j] != "" {
						out[i] += out[j]
						break
					}
				}
			}
		}
		return out
	}
	left := map[string]int{}
	for _, l := range said(after) {
		left[l]++
	}
	lines := strings.Split(string(before), "\n")
	gone := make([]bool, len(lines))
	for _, l := range said(before) {
		left[l]--
	}
	for i, l := range said(before) {
		gone[i] = l != "" && left[l] < 0
	}
	kept := comments(after)
	for i, l := range lines {
		for _, c := range comments([]byte(l)) {
			if slices.Contains(kept, c) {
				continue
			}
			beside := gone[i]
			for j := i + 1; j < len(lines) && !beside; j++ {
				if l := bare(lines[j]); l != "" && l != "]" {
					beside = gone[j]
					break
				}
			}
			for j := i - 1; j >= 0 && !beside; j-- {
				if l := bare(lines[j]); l != "" && l != "]" {
					beside = gone[j]
					break
				}
			}
			if !beside {
				return c
			}
		}
	}
	return ""
}
