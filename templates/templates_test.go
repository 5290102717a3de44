package templates_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/site"
	. "github.com/forvalt/forvalt/templates"
)

// With -pages=DIR the test writes its pages and the assets there, to be looked at.
var out = flag.String("pages", "", "write the pages to this folder")

func TestEveryPage(t *testing.T) {
	cat := catalogue(t)
	for _, lang := range []string{"nb", "nn", "en"} {
		for _, p := range pages(cat, lang) {
			t.Run(lang+"/"+p.path, func(t *testing.T) {
				var b bytes.Buffer
				if err := p.component.Render(context.Background(), &b); err != nil {
					t.Fatal(err)
				}
				if strings.Contains(b.String(), "⟦") {
					t.Errorf("a text is missing: %.80s", b.String()[strings.Index(b.String(), "⟦"):])
				}
				check(t, b.Bytes())
				if *out != "" && lang == "nb" {
					write(t, p.path, b.Bytes())
				}
			})
		}
	}
	if *out != "" {
		assets(t)
	}
}

// check holds what the policy and screen readers need of every page.
func check(t *testing.T, data []byte) {
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	ids, refs, h1 := map[string]bool{}, []string{}, 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has %s", n.Data, a.Key)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("id %q stands twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "aria-labelledby" || a.Key == "aria-controls" || a.Key == "for":
				refs = append(refs, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				refs = append(refs, a.Val[1:])
			}
		}
		switch n.Data {
		case "h1":
			h1++
		case "style":
			t.Error("a style element")
		case "script":
			if attr["src"] == "" && attr["type"] != "application/json" {
				t.Error("an inline script")
			}
		case "a":
			if attr["href"] == "" {
				t.Error("a link without an address")
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%d h1", h1)
	}
	for _, r := range refs {
		if !ids[r] {
			t.Errorf("nothing has id %q", r)
		}
	}
}

// Text of the data is only text, wherever it stands.
func TestDataIsEscaped(t *testing.T) {
	evil := `"><script>alert(1)</script>`
	f := frame(catalogue(t), "nb", evil, 1, "kontrakter")
	row := ContractRow{Title: evil, Href: "javascript:alert(1)", Suppliers: evil, Category: evil, Manager: evil}
	row.Usage.Text, row.End.Text = Value{Text: evil, Mark: Mark{evil, evil, evil, evil}}, evil
	var b bytes.Buffer
	if err := DrawList(f, ListPage{evil, List{Words: "selection", Heads: ContractHeads(f, ContractTable{}), Rows: []ListRow{{[]string{evil}, []string{evil}, nil, evil, ContractCells(f, ContractTable{}, row)}}, Sorts: []SortChoice{{evil, evil, false, false}}, Facets: []Facet{{evil, evil, true, false, []FacetOption{{evil, evil, 1}}}, {evil, evil, false, true, nil}}}}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script>alert", "javascript:"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	b.Reset()
	if err := FigureBlock(f, Figure{ID: "x", Options: `{"a":"</script><script>alert(1)"}`}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>alert") {
		t.Errorf("options escape their element: %s", b.String())
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	file := filepath.Join(*out, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func assets(t *testing.T) {
	t.Helper()
	dist, err := fs.Sub(site.FS, "dist")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(dist, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dist, path)
		if err == nil {
			write(t, "assets/"+path, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	index := search.New("nb", []search.Doc{
		{ID: "1", Kind: "contract", Title: "Vektertjenester og alarmutrykning", Sub: "Nordvakt AS, 2023/10482", Href: "kontrakter/vekter-2023/", Text: "sikkerhet vakthold", IDs: []string{"2023/10482"}},
		{ID: "2", Kind: "supplier", Title: "Nordvakt AS", Sub: "313 000 028", Href: "leverandorer/313000028/", IDs: []string{"313000028"}},
		{ID: "3", Kind: "guidance", Title: "Avgjøre en opsjon", Href: "veiledning/opsjon/", Text: "Slik avgjør du om en opsjon skal brukes på vektertjenester."},
	}, 2) // in shards, as a large index is
	index.Words = map[string]string{}
	for _, key := range strings.Fields("contract supplier guidance all all-kinds count count-some none prompt some suggestions") {
		index.Words[key] = catalogue(t).Printer("nb").Text("search."+key, map[string]any{"n": "{n}", "q": "{q}"})
	}
	for i, name := range search.Files(2) {
		js, err := index.Script(i)
		if err != nil {
			t.Fatal(err)
		}
		write(t, "assets/"+name, js)
	}
}

func BenchmarkContractPage(b *testing.B) {
	f, v := frame(catalogue(b), "nb", "Vektertjenester", 2, "kontrakter"), contract()
	for b.Loop() {
		var w bytes.Buffer
		if err := DrawContract(f, v).Render(context.Background(), &w); err != nil {
			b.Fatal(err)
		}
	}
}
