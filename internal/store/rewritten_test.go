package store

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Every form in which a value, an item or a table may stand, and the very bytes without it, or with others.
func TestRewrittenBytes(t *testing.T) {
	const head = "title=\"A\"\nkind = \"contract\"\nstatus = \"active\"\n" // not in the layout, which so stays
	for name, tc := range map[string]struct {
		in   string
		edit func(c *contract.Contract)
		want string
	}{
		"a value, with the comment above":  {head + "# of n\nnote = \"n\" # n\n\n[value]\nmaximum = 1\n", func(c *contract.Contract) { c.Note = "" }, head + "\n[value]\nmaximum = 1\n"},
		"a text over lines":                {head + "note = \"\"\"\na\n# b\"\"\" # n\n[value]\nmaximum = 1\n", func(c *contract.Contract) { c.Note = "" }, head + "[value]\nmaximum = 1\n"},
		"a key of an inline table":         {head + "value = { estimated = 1, maximum = 2 } # v\n", func(c *contract.Contract) { c.Value.Maximum.Set = false }, head + "value = { estimated = 1 } # v\n"},
		"the first key of an inline table": {head + "value = { estimated = 1, maximum = 2 } # v\n", func(c *contract.Contract) { c.Value.Estimated.Set = false }, head + "value = { maximum = 2 } # v\n"},
		"all of an inline table":           {head + "value = { maximum = 2 } # v\n", func(c *contract.Contract) { c.Value.Maximum.Set = false }, head},
		"a dotted key":                     {head + "value.estimated = 1\n# m\nvalue.maximum = 2\n", func(c *contract.Contract) { c.Value.Maximum.Set = false }, head + "value.estimated = 1\n"},
		"all dotted keys":                  {head + "value.estimated = 1\nvisibility = \"public\"\nvalue.maximum = 2\n", func(c *contract.Contract) { c.Value = contract.Value{Origin: c.Value.Origin} }, head + "visibility = \"public\"\n"},
		"a table, with the comment above":  {head + "\n# of v\n[value] # v\nmaximum = 1\n\n# of p\n[period]\nstart = 2026-01-01\n", func(c *contract.Contract) { c.Value.Maximum.Set = false }, head + "\n# of p\n[period]\nstart = 2026-01-01\n"},
		"a table and those in it":          {head + "\n[period]\nstart = 2026-01-01\n\n[value]\nmaximum = 1\n\n[period.tacit]\nmonths = 2\n", func(c *contract.Contract) { c.Period = contract.Period{} }, head + "\n[value]\nmaximum = 1\n"},
		"an item":                          {head + "\n[[options]]\nid = \"a\"\n\n# of b\n[[options]]\nid = \"b\"\n\n# of c\n[[options]]\nid = \"c\"\n", func(c *contract.Contract) { c.Options = append(c.Options[:1:1], c.Options[2]) }, head + "\n[[options]]\nid = \"a\"\n\n# of c\n[[options]]\nid = \"c\"\n"},
		"the last item":                    {head + "\n[[options]]\nid = \"a\"\n\n[[options]]\nid = \"b\"\n", func(c *contract.Contract) { c.Options = c.Options[:1] }, head + "\n[[options]]\nid = \"a\"\n"},
		"an item in an inline list":        {head + "options = [{ id = \"a\" }, { id = \"b\" }, { id = \"c\" }]\n", func(c *contract.Contract) { c.Options = append(c.Options[:1:1], c.Options[2]) }, head + "options = [{ id = \"a\" }, { id = \"c\" }]\n"},
		"a key into a table in a list":     {head + "options = [\n  { id = \"a\" }, # a\n  { id = \"b\", note = \"}\" }\n]\n", func(c *contract.Contract) { c.Options[1].Status = "open" }, head + "options = [\n  { id = \"a\" }, # a\n  { id = \"b\", status = \"open\", note = \"}\" }\n]\n"},
		"a key of a table in a list":       {head + "options = [{ id = \"a\", note = \"n\" }]\n", func(c *contract.Contract) { c.Options[0].Note = "" }, head + "options = [{ id = \"a\" }]\n"},
		"another id":                       {head + "[[options]]\nid = \"a\" # a\nnote = \"n\"\n", func(c *contract.Contract) { c.Options[0].ID = "z" }, head + "[[options]]\nid = \"z\" # a\nnote = \"n\"\n"},
		"an item by its id":                {head + "\n[[amendments]]\nid = \"a\"\n\n# of c\n[[amendments]]\nid = \"c\"\n", func(c *contract.Contract) { c.Amendments = append(c.Amendments, contract.Amendment{ID: "b"}) }, head + "\n[[amendments]]\nid = \"a\"\n\n[[amendments]]\nid = \"b\"\n\n# of c\n[[amendments]]\nid = \"c\"\n"},
		"a list in an item":                {head + "[[requirements]]\nid = \"a\"\n", func(c *contract.Contract) { c.Requirements[0].Evidence = []contract.Evidence{{ID: "e"}} }, head + "[[requirements]]\nid = \"a\"\nevidence = [\n  { id = \"e\" },\n]\n"},
		"a list of headers in an item": {head + "[[requirements]]\nid = \"a\"\n[[requirements.evidence]]\nid = \"e\"\n", func(c *contract.Contract) {
			c.Requirements[0].Evidence = append(c.Requirements[0].Evidence, contract.Evidence{ID: "f"})
		}, head + "[[requirements]]\nid = \"a\"\n[[requirements.evidence]]\nid = \"e\"\n\n[[requirements.evidence]]\nid = \"f\"\n"},
		"an element":                    {head + "cpv = [\"1\", \"2\", \"3\"] # c\n", func(c *contract.Contract) { c.CPV = []string{"1", "3"} }, head + "cpv = [\"1\", \"3\"] # c\n"},
		"the first element":             {head + "cpv = [\"1\", \"2\"] # c\n", func(c *contract.Contract) { c.CPV = []string{"2"} }, head + "cpv = [\"2\"] # c\n"},
		"the last element":              {head + "cpv = [\"1\", \"2\"] # c\n", func(c *contract.Contract) { c.CPV = []string{"1"} }, head + "cpv = [\"1\"] # c\n"},
		"an element with its line":      {head + "cpv = [\n  \"1\", # 1\n  # of 2\n  \"2\", # 2\n  \"3\",\n]\n", func(c *contract.Contract) { c.CPV = []string{"1", "3"} }, head + "cpv = [\n  \"1\", # 1\n  \"3\",\n]\n"},
		"the last one, without a comma": {head + "cpv = [\n  \"1\", # 1\n  \"2\" # 2\n]\n", func(c *contract.Contract) { c.CPV = []string{"1"} }, head + "cpv = [\n  \"1\", # 1\n]\n"},
		"an element between others":     {head + "cpv = [\n  \"1\", # 1\n  # of 3\n  \"3\",\n]\n", func(c *contract.Contract) { c.CPV = []string{"1", "2", "3"} }, head + "cpv = [\n  \"1\", # 1\n  \"2\",\n  # of 3\n  \"3\",\n]\n"},
		"a list in another order":       {head + "cpv = [\"1\", \"2\"] # c\n", func(c *contract.Contract) { c.CPV = []string{"2", "1"} }, head + "cpv = [\"2\", \"1\"] # c\n"},
		"custom values": {head + "[custom]\na = 1 # a\n# of b\nb = \"x\"\nd = true\n", func(c *contract.Contract) {
			c.Custom = []contract.CustomValue{{Key: "a", Value: int64(2)}, {Key: "c", Value: date.MustParse("2026-01-01")}, {Key: "d", Value: true}}
		}, head + "[custom]\na = 2 # a\nc = 2026-01-01\nd = true\n"},
		"a value that is no":                {head + "vulnerable_users = true\n", func(c *contract.Contract) { c.VulnerableUse = false }, head},
		"a value of zero":                   {head + "[procurement]\nreference = \"r\"\n", func(c *contract.Contract) { c.Procurement.Bids = contract.Some(0) }, head + "[procurement]\nreference = \"r\"\nbids = 0\n"},
		"an amount":                         {head + "[value]\nmaximum = 21_000_000\n", func(c *contract.Contract) { c.Value.Estimated = contract.Some(money.NOK(25000000)) }, head + "[value]\nestimated = 25_000_000\nmaximum = 21_000_000\n"},
		"a text over lines between two CRs": {"title=\"A\"\r\nkind = \"contract\"\r\nstatus = \"active\"\r\n", func(c *contract.Contract) { c.Note = "a\nb" }, "title=\"A\"\r\nkind = \"contract\"\r\nstatus = \"active\"\r\nnote = \"a\\nb\"\r\n"},
		"a byte-order mark":                 {"\uFEFF" + head, func(c *contract.Contract) { c.Title = "B" }, "\uFEFFtitle=\"B\"\nkind = \"contract\"\nstatus = \"active\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			old := bound(t, contractFile, []byte(tc.in))
			news := copied(old)
			tc.edit(news.Interface().(*contract.Contract))
			got, err := Rewrite([]byte(tc.in), contractFile, old.Interface(), news.Interface())
			if err != nil || string(got) != tc.want {
				t.Errorf("%v\n got %q\nwant %q", err, got, tc.want)
			}
		})
	}
}

const contractFile = "agreements/a/contract.toml"

// What no reader would read as the copy is refused.
func TestRewriteRefuses(t *testing.T) {
	in := []byte("title = \"A\"\nkind = \"contract\"\nstatus = \"active\"\n")
	for name, edit := range map[string]func(c *contract.Contract){
		"a word of no list": func(c *contract.Contract) { c.Status = "\"\n[[signers]]" },
		"a blank text":      func(c *contract.Contract) { c.Title = " " },
		"nothing left":      func(c *contract.Contract) { *c = contract.Contract{} },
		"two months of one": func(c *contract.Contract) {
			c.Custom = []contract.CustomValue{{Key: "a", Value: "b"}, {Key: "a", Value: "c"}}
		},
	} {
		old := bound(t, contractFile, in)
		news := copied(old)
		edit(news.Interface().(*contract.Contract))
		if got, err := Rewrite(in, contractFile, old.Interface(), news.Interface()); !errors.Is(err, ErrEdit) {
			t.Errorf("%s: %v, gave %q", name, err, got)
		}
	}
	// A text that looks like TOML is a text.
	old := bound(t, contractFile, in)
	news := copied(old)
	news.Interface().(*contract.Contract).Note = "\"\n[[signers]]\nname = \"x\""
	got, err := Rewrite(in, contractFile, old.Interface(), news.Interface())
	if err != nil || !sameRecord(bound(t, contractFile, got).Elem(), news.Elem()) {
		t.Errorf("%v: %s", err, got)
	}
}

// Any file, any edits: what comes out says the copy, or is refused.
func FuzzRewrite(f *testing.F) {
	names, files := sampleFiles(f)
	for i, name := range names[:40] {
		f.Add(name, files[name], []byte{byte(i), 7, 1, 3, 0, 2, 9, 4, 4, 1, 0, 200, 3, 2, 1, 8})
	}
	f.Add(contractFile, []byte("title = \"a\"\noptions = [{ id = \"a\" # a\n}, # b\n { id = 'b', x.y = 1 } # c\n , ]\nvalue.maximum = 1\r\n"), []byte{17, 2, 3, 1, 0, 5, 6, 9})
	f.Fuzz(func(t *testing.T, name string, text, choices []byte) {
		k, _ := classify(name)
		if k == nil || k.model == nil || len(choices) < 8 {
			t.Skip()
		}
		old, ok := read(name, text, k.model)
		if !ok {
			t.Skip()
		}
		rapid.MakeFuzz(func(r *rapid.T) {
			news := copied(old)
			(&editor{r: r}).record(news.Elem())
			after, err := Rewrite(text, name, old.Interface(), news.Interface())
			if err != nil {
				return
			}
			got, ok := read(name, bytes.TrimPrefix(after, []byte("\uFEFF")), k.model)
			if !ok || !sameRecord(got.Elem(), news.Elem()) && !bytes.Equal(after, text) {
				r.Fatalf("%q\n%q", text, after)
			}
		})(t, choices)
	})
}

// One edit of one contract's file.
func BenchmarkRewrite(b *testing.B) {
	const name = "agreements/renhold-skoler-2024/contract.toml"
	data, err := fs.ReadFile(contracts.FS, name)
	if err != nil {
		b.Fatal(err)
	}
	old := bound(b, name, data)
	news := copied(old)
	news.Interface().(*contract.Contract).Options[0].Note = "Varslet"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Rewrite(data, name, old.Interface(), news.Interface()); err != nil {
			b.Fatal(err)
		}
	}
}
