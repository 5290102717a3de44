package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/toml"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// Every place that a value can stand in, and the very bytes after the edit.
func TestEditedBytes(t *testing.T) {
	put := func(path, value string) Edit { return Edit{Path: path, New: value} }
	item := Edit{Path: "amendments", New: `{ id = "b" }`, do: addTable, lines: "id = \"b\"\n"}
	more := Edit{Path: "cpv", New: `["1", "2"]`, do: extendList, more: []string{`"2"`}}
	for name, tc := range map[string]struct {
		in   string
		edit Edit
		want string
	}{
		"a value, with its comment":   {"a = 1 # why\nb = 2\n", put("a", "3"), "a = 3 # why\nb = 2\n"},
		"a value over several lines":  {"a = \"\"\"\nx\ny\"\"\" # c\n", put("a", `"z"`), "a = \"z\" # c\n"},
		"a new value at the top":      {"a = 1 # c\n\n# of v\n[v]\nx = 1\n", put("b", "2"), "a = 1 # c\nb = 2\n\n# of v\n[v]\nx = 1\n"},
		"a top without values":        {"[v]\nx = 1\n", put("b", "2"), "b = 2\n[v]\nx = 1\n"},
		"an empty file":               {"", put("b", "2"), "b = 2\n"},
		"no line end at the end":      {"a = 1", put("b", "2"), "a = 1\nb = 2\n"},
		"a table's value":             {"[v]\n  x = 1 # c\n# of w\n[w]\ny = 1\n", put("v.z", "2"), "[v]\n  x = 1 # c\n  z = 2\n# of w\n[w]\ny = 1\n"},
		"an empty table":              {"[v] # c\n\n[w]\ny = 1\n", put("v.z", "2"), "[v] # c\nz = 2\n\n[w]\ny = 1\n"},
		"an inline table":             {"v = { x = 1 } # c\n", put("v.z", "2"), "v = { x = 1, z = 2 } # c\n"},
		"an empty inline table":       {"v = {}\n", put("v.z", "2"), "v = { z = 2 }\n"},
		"a dotted key":                {"v.x = 1 # c\nb = 1\n", put("v.z", "2"), "v.x = 1 # c\nv.z = 2\nb = 1\n"},
		"a dotted key in a table":     {"[p]\nv.x = 1\n[q]\nb = 1\n", put("p.v.z", "2"), "[p]\nv.x = 1\nv.z = 2\n[q]\nb = 1\n"},
		"a new table":                 {"a = 1\n", put("v.z", "2"), "a = 1\n\n[v]\nz = 2\n"},
		"a new table in an inline":    {"v = { x = 1 }\n", put("v.t.z", "2"), "v = { x = 1, t = { z = 2 } }\n"},
		"a value of an item":          {"[[o]]\nid = 1\n[[o]]\nid = 2\n[v]\n", put("o[0].z", "2"), "[[o]]\nid = 1\nz = 2\n[[o]]\nid = 2\n[v]\n"},
		"a new list of tables":        {"a = 1\n", item, "a = 1\n\n[[amendments]]\nid = \"b\"\n"},
		"one more table":              {"[[amendments]]\nid = \"a\" # c\n# of v\n[v]\nx = 1\n", item, "[[amendments]]\nid = \"a\" # c\n\n[[amendments]]\nid = \"b\"\n# of v\n[v]\nx = 1\n"},
		"one more inline table":       {"amendments = [{ id = \"a\" }] # c\n", item, "amendments = [{ id = \"a\" }, { id = \"b\" }] # c\n"},
		"an empty list of tables":     {"amendments = []\n", item, "amendments = [{ id = \"b\" }]\n"},
		"a list":                      {"cpv = [\"1\"] # c\n", more, "cpv = [\"1\", \"2\"] # c\n"},
		"a list with comments":        {"cpv = [\n  \"1\", # ]\n]\n", more, "cpv = [\n  \"1\", # ]\n  \"2\",\n]\n"},
		"line ends of another system": {"a = 1\r\n[v]\r\nx = 1\r\n", put("v.z", "2"), "a = 1\r\n[v]\r\nx = 1\r\nz = 2\r\n"},
		"a byte-order mark":           {"\uFEFFa = 1\n", put("a", "2"), "\uFEFFa = 2\n"},
		"a quoted key":                {"\"a\" = 1\n", put("a", "2"), "\"a\" = 2\n"},
		"a bracket in a text":         {"cpv = ['1]', \"]\\\"\"]\n", Edit{Path: "cpv", New: `["1]", "]\"", "2"]`, do: extendList, more: []string{`"2"`}}, "cpv = ['1]', \"]\\\"\", \"2\"]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Apply("x.toml", []byte(tc.in), []Edit{tc.edit})
			if err != nil || string(got) != tc.want {
				t.Errorf("%v\n got %q\nwant %q", err, got, tc.want)
			}
		})
	}
}

// What is new stands where the layout has it, in files that have the layout and in others.
func TestNewStandsInItsPlace(t *testing.T) {
	put := func(path, value string) Edit { return Edit{Path: path, New: value} }
	item := Edit{Path: "amendments", New: `{ id = "b" }`, do: addTable, lines: "id = \"b\"\n"}
	more := Edit{Path: "tags", New: `["c", "a", "b"]`, do: extendList, more: []string{`"b"`}}
	for name, tc := range map[string]struct {
		in   string
		edit Edit
		want string
	}{
		"a key after its neighbour": {"title = \"a\" # a\n# of note\nnote = \"n\"\n", put("category", `"c"`), "title = \"a\" # a\ncategory = \"c\"\n# of note\nnote = \"n\"\n"},
		"a key before its neighbour": {"# of note\nnote = \"n\"\ntitle=\"a\"\n[value]\n# of maximum\nmaximum = 1\n", put("value.estimated", "2"),
			"# of note\nnote = \"n\"\ntitle=\"a\"\n[value]\nestimated = 2\n# of maximum\nmaximum = 1\n"},
		"a key of an item":            {"x=1\n[[options]]\nid = \"a\"\nstatus = \"open\"\nnote = \"n\"\n", put("options[0].decided", "2026-01-01"), "x=1\n[[options]]\nid = \"a\"\nstatus = \"open\"\ndecided = 2026-01-01\nnote = \"n\"\n"},
		"a new list":                  {"title = \"a\"\n", put("suppliers", `["1"]`), "title = \"a\"\nsuppliers = [\n  \"1\",\n]\n"},
		"a new table":                 {"title=\"a\"\n[value]\nmaximum = 1\n# was = 2\n\n[custom]\nx = 1\n", put("period.start", "2026-01-01"), "title=\"a\"\n[value]\nmaximum = 1\n# was = 2\n\n[period]\nstart = 2026-01-01\n\n[custom]\nx = 1\n"},
		"an item by its id":           {"title = \"a\"\n\n[[amendments]]\nid = \"a\"\n\n# of c\n[[amendments]]\nid = \"c\"\n", item, "title = \"a\"\n\n[[amendments]]\nid = \"a\"\n\n[[amendments]]\nid = \"b\"\n\n# of c\n[[amendments]]\nid = \"c\"\n"},
		"a list that is in order":     {"z=1\ntags = [\n  \"a\", # a\n  \"c\" # c\n]\n", more, "z=1\ntags = [\n  \"a\", # a\n  \"b\",\n  \"c\", # c\n]\n"},
		"a list that is in none":      {"z=1\ntags = [\n  \"c\",\n  \"a\",\n]\n", more, "z=1\ntags = [\n  \"c\",\n  \"a\",\n  \"b\",\n]\n"},
		"line ends of another system": {"title = \"a\"\r\n", put("suppliers", `["1"]`), "title = \"a\"\r\nsuppliers = [\r\n  \"1\",\r\n]\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Apply("agreements/a/contract.toml", []byte(tc.in), []Edit{tc.edit})
			if err != nil || string(got) != tc.want {
				t.Errorf("%v\n got %q\nwant %q", err, got, tc.want)
			}
		})
	}
}

func TestEditsWithoutAPlaceAreRefused(t *testing.T) {
	for name, tc := range map[string]struct{ in, path string }{
		"a table where a value should be": {"[a]\nx = 1\n", "a"},
		"a value where a table should be": {"a = 1\n", "a.b"},
		"an item that is not there":       {"[[o]]\nid = 1\n", "o[3].x"},
		"not TOML":                        {"a = \n", "a"},
	} {
		if got, err := Apply("x.toml", []byte(tc.in), []Edit{{Path: tc.path, New: "2"}}); err == nil {
			t.Errorf("%s: gave %q", name, got)
		} else if name != "not TOML" && !errors.Is(err, ErrEdit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDiffSpeaksOfWhatIsSaid(t *testing.T) {
	old := &contract.Contract{Title: "A", Status: "terminated", Note: "min", CPV: []string{"1", "2"}, Manager: "kari",
		Value:      contract.Value{Estimated: contract.Some(money.NOK(100))},
		Amendments: []contract.Amendment{{ID: "a", Title: "En", Note: "mitt"}}}
	news := &contract.Contract{Title: "B", Status: "active", CPV: []string{"2", "3"}, Period: contract.Period{Start: date.MustParse("2026-01-01")},
		Value:      contract.Value{Estimated: contract.Some(money.NOK(100)), Maximum: contract.Some(money.NOK(200))},
		Amendments: []contract.Amendment{{ID: "a", Title: "To", Note: "annet"}, {ID: "b"}}}
	var got []string
	for _, e := range Diff(old, news, "status", "note") {
		got = append(got, e.Path+": "+e.Old+" → "+e.New)
	}
	want := []string{`title: "A" → "B"`, `cpv: ["1", "2"] → ["1", "2", "3"]`, `value.maximum:  → 200`, `period.start:  → 2026-01-01`, `amendments[0].title: "En" → "To"`, `amendments:  → { id = "b" }`}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Whatever stands in a file, and whatever news comes: afterwards the file says the news, what
// news did not speak of is as it was, comments and untouched lines stand, and the same news
// again changes nothing.
func TestEditKeepsWhatItDoesNotSpeakOf(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		old, news := someContract(r, "old"), someContract(r, "new")
		text := commented(r, Encode(old))
		before := loaded(t, text)
		edits := Diff(before, news, "note")
		after, err := Apply("agreements/a/contract.toml", text, edits)
		if err != nil {
			r.Fatalf("%v in\n%s", err, text)
		}
		const name = "agreements/a/contract.toml"
		laid, err := Format(name, text)
		if err != nil {
			r.Fatalf("%v in\n%s", err, text)
		}
		edited, err := Apply(name, laid, Diff(loaded(t, laid), news, "note"))
		if again, failed := Format(name, edited); err != nil || failed != nil || !bytes.Equal(again, edited) {
			r.Fatalf("%v, %v: the edit has left the layout:\n%s\n--\n%s", err, failed, edited, again)
		}
		if again := Diff(loaded(t, after), news, "note"); len(again) > 0 {
			r.Fatalf("said twice: %+v in\n%s", again, after)
		}
		for _, line := range bytes.Split(text, []byte("\n")) {
			if bytes.HasPrefix(line, []byte("# ")) && !bytes.Contains(after, line) {
				r.Fatalf("lost %q", line)
			}
		}
		may := 0 // the lines of the values that were edited
		for _, e := range edits {
			may += 1 + strings.Count(e.Old, "\n")
			if e.do == extendList {
				may += 1 + strings.Count(e.Old, ",") // its items get commas
			}
		}
		if lost := lostLines(text, after); lost > may {
			r.Fatalf("%d lines were lost to %d edits:\n%s\n--\n%s", lost, len(edits), text, after)
		}
		// All that the file says now it said before, or the news says.
		got := loaded(t, after)
		asked := map[string]bool{} // by id: an item may have come before others
		for _, e := range edits {
			asked[byID(e.Path, before)] = true
		}
		for _, e := range Diff(before, got) {
			if !asked[byID(e.Path, before)] {
				r.Fatalf("%s changed unasked", e.Path)
			}
		}
		for _, e := range Diff(got, before) {
			if !asked[byID(e.Path, got)] {
				r.Fatalf("%s was lost", e.Path)
			}
		}
	})
}

// byID is the path of an edit with the id of an amendment in place of its position.
func byID(path string, c *contract.Contract) string {
	for i, a := range c.Amendments {
		path = strings.ReplaceAll(path, toml.At("amendments", i), "amendments:"+a.ID)
	}
	return path
}

func lostLines(before, after []byte) (n int) {
	left := map[string]int{}
	for l := range strings.SplitSeq(string(after), "\n") {
		left[strings.TrimSpace(l)]++
	}
	for l := range strings.SplitSeq(string(before), "\n") {
		l = strings.TrimSpace(l)
		if left[l]--; left[l] < 0 && l != "" {
			n++
		}
	}
	return n
}

func loaded(t *testing.T, text []byte) *contract.Contract {
	t.Helper()
	p, findings := Load(context.Background(), tree("agreements/a/contract.toml", string(text)), Options{})
	for _, f := range findings {
		if f.Code != "FV031" && f.Code != "FV022" && f.Code != "FV026" {
			t.Fatalf("%v in\n%s", f, text)
		}
	}
	c := p.Contract("a")
	if c == nil {
		t.Fatalf("no contract in\n%s", text)
	}
	return c
}

func someContract(r *rapid.T, name string) *contract.Contract {
	text := func(what string) string {
		return rapid.SampledFrom([]string{"", "", "x", "én \"to\"", "a\nb", "# ikke en kommentar", "[v]"}).Draw(r, name+what)
	}
	day := func(what string) date.Date {
		if rapid.Bool().Draw(r, name+what) {
			return date.Date{}
		}
		return date.MustParse("2026-01-01").AddDays(rapid.IntRange(0, 2000).Draw(r, name+what))
	}
	amount := func(what string) contract.Maybe[money.Amount] {
		if rapid.Bool().Draw(r, name+what) {
			return contract.Maybe[money.Amount]{}
		}
		return contract.Some(money.Amount(rapid.Int64Range(0, 1e12).Draw(r, name+what)))
	}
	c := &contract.Contract{Title: "t" + text("title"), Description: text("description"), Status: "active", Kind: "contract", Note: text("note"),
		CPV:         rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"79713000", "72000000", "a]b"}), 0, 3, rapid.ID).Draw(r, name+"cpv"),
		Procurement: contract.Procurement{Number: text("number"), Signed: day("signed")},
		Value:       contract.Value{Estimated: amount("estimated"), Maximum: amount("maximum")},
		Period:      contract.Period{Start: day("start"), Tacit: contract.Tacit{Months: rapid.IntRange(0, 2).Draw(r, name+"tacit")}},
	}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3, rapid.ID).Draw(r, name+"amendments") {
		c.Amendments = append(c.Amendments, contract.Amendment{ID: id, Title: text("amendment"), Date: day("amendment"), Value: amount("amendment"), Note: text("amendment note")})
	}
	return c
}

// commented writes comments of its own before and after lines, as people do.
func commented(r *rapid.T, text []byte) []byte {
	if bytes.Contains(text, []byte(`"""`)) {
		return text // a comment there would be text
	}
	var out bytes.Buffer
	for i, l := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		switch rapid.IntRange(0, 4).Draw(r, "comment") {
		case 0:
			out.WriteString("# kommentar " + strings.Repeat("i", i) + "\n")
		case 1:
			if l != "" {
				l += " # bak"
			}
		case 2:
			l = "  " + l
		}
		out.WriteString(l + "\n")
	}
	return out.Bytes()
}

// Any text and any value: a file that is not changed right is not changed.
func FuzzApply(f *testing.F) {
	f.Add("a = 1\n[v]\nx = [1, 2] # c\n", "v.x", "3")
	f.Add("v = { x = 1 }\n[[o]]\nid = \"a\"\n", "v.z", "{ a = 1 }")
	f.Add("a.b.c = 1\n", "a.b.d", "'x'")
	f.Add("title = \"a\"\n# c\ntags = [\n  \"b\", # b\n]\n\n[value]\nmaximum = 1\n", "value.estimated", "2_0")
	f.Add("title = \"a\"\n[custom]\nx = 1\n# was\n\n[[options]]\nid = \"a\"\nstatus = \"open\"\n", "options[0].decided", "2026-01-01")
	f.Add("value.maximum = 1 # m\n", "period.start", "2026-01-01")
	f.Fuzz(func(t *testing.T, text, path, value string) {
		e := Edit{Path: path, New: value}
		const name = "agreements/a/contract.toml"
		out, err := Apply(name, []byte(text), []Edit{e})
		if err != nil {
			return
		}
		want, err1 := toml.Decode([]byte(strings.TrimPrefix(text, "\uFEFF")))
		got, err2 := toml.Decode(bytes.TrimPrefix(out, []byte("\uFEFF")))
		if err1 != nil || err2 != nil || expect(plain(want).(map[string]any), e) != nil || !format.Same(plain(want), plain(got), shapeOfFile(name)) {
			t.Fatalf("%q + %s = %s: %q", text, path, value, out)
		}
	})
}
