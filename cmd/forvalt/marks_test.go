package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
)

// unmarked are the functions that write amounts or shares in cells without a mark, by hand: what
// they show is a target or a recorded fact, or is of one benefit or of the
// contracts without a trait, which are no subjects of their own.
var unmarked = []string{"benefits.Row", "benefits.curve", "benefits.evidence", "block.Sums", "categories.spendSection", "leakage.prices"}

// A figure on a page is made with its mark, by kit: no other package marks one, and none writes an
// amount or a share into a cell or a fact as mere text.
func TestFiguresAreMarked(t *testing.T) {
	used := map[string]bool{}
	root := filepath.Join("..", "..", "internal", "pages")
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || filepath.Base(filepath.Dir(p)) == "kit" {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name := f.Name.Name + "." + fn.Name.Name
			ast.Inspect(fn, func(n ast.Node) bool {
				switch what := bare(n); {
				case what == "chart":
					return false
				case what != "" && slices.Contains(unmarked, name):
					used[name] = true
				case what != "":
					t.Errorf("%s: %s %s", p, name, what)
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range unmarked {
		if !used[name] {
			t.Errorf("%s is excused, and marks all it shows", name)
		}
	}
}

// bare tells how a node shows a figure without its mark; "chart" for what a chart is drawn from.
func bare(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CompositeLit:
		s, ok := n.Type.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		switch x, _ := s.X.(*ast.Ident); {
		case x != nil && x.Name == "chart":
			return "chart"
		case s.Sel.Name == "Mark":
			return "makes a mark: kit does"
		}
	case *ast.KeyValueExpr:
		key, _ := n.Key.(*ast.Ident)
		call, _ := n.Value.(*ast.CallExpr)
		if key == nil || call == nil || key.Name != "Text" && key.Name != "Value" && key.Name != "Planned" && key.Name != "Share" {
			return ""
		}
		name := ""
		switch f := call.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		if slices.Contains([]string{"MoneyShort", "RatMoney", "InCurrency", "Money", "Percent", "Share", "Maybe", "classSum"}, name) {
			return "writes " + key.Name + " with " + name + ", without a mark"
		}
	}
	return ""
}

// Every figure has a name and its formula in words, and words for its unit, what it is counted
// from, its sources and its law, in each language.
func TestDefinitionsHaveWords(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range message.Languages {
		p := cat.Printer(lang)
		for _, d := range definitions.All {
			keys := []string{"name." + string(d.Words), "formula." + string(d.Words), "unit." + string(d.Unit), "population." + string(d.Population)}
			for _, from := range d.Sources {
				keys = append(keys, "source."+string(from))
			}
			if d.Law != definitions.NoLaw {
				keys = append(keys, "law."+string(d.Law))
			}
			for _, key := range keys {
				if !p.Has("definitions." + key) {
					t.Errorf("%s: %s has no words for %s", lang, d.ID, key)
				}
			}
			if d.Symbols == "" || len(d.Sources) == 0 {
				t.Errorf("%s has no formula or no source", d.ID)
			}
		}
	}
}
