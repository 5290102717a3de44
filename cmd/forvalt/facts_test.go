package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A fact is made once, in measure, with a type. Pages, templates, reports and what commands
// print ask for it: they neither reckon with fractions or dates, nor read a fact back out of
// how they have worded or coloured it.
func TestPagesMakeNoFacts(t *testing.T) {
	for _, dir := range []string{"internal/pages", "internal/report", "internal/print", "templates"} {
		root := filepath.Join("..", "..", filepath.FromSlash(dir))
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || strings.HasSuffix(p, "_templ.go") {
				return err
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, p, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if what := madeHere(n); what != "" {
					t.Errorf("%s:%s: %s", filepath.ToSlash(strings.TrimPrefix(p, filepath.Join("..", "..")+string(filepath.Separator))), strconv.Itoa(fset.Position(n.Pos()).Line), what)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// madeHere tells how a node makes a fact; "" where it does not.
func madeHere(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op != token.EQL && n.Op != token.NEQ {
			return ""
		}
		for _, side := range []ast.Expr{n.X, n.Y} {
			if s, ok := side.(*ast.SelectorExpr); ok && (s.Sel.Name == "Text" || s.Sel.Name == "Tone") && !empty(n.X) && !empty(n.Y) {
				return "compares ." + s.Sel.Name + ", which is how a fact is drawn: ask for the fact"
			}
		}
	case *ast.CallExpr:
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			x, _ := f.X.(*ast.Ident)
			switch {
			case x != nil && x.Name == "big" && strings.HasPrefix(f.Sel.Name, "New"):
				return "makes a fraction (big." + f.Sel.Name + "): figures are measure's"
			case f.Sel.Name == "AddDays" || f.Sel.Name == "AddMonths" || f.Sel.Name == "Days" || f.Sel.Name == "Before" || f.Sel.Name == "After":
				return "reckons with dates (" + f.Sel.Name + "): terms and ages are measure's"
			}
		case *ast.Ident:
			if f.Name == "new" && len(n.Args) == 1 {
				if s, ok := n.Args[0].(*ast.SelectorExpr); ok && s.Sel.Name == "Rat" {
					return "reckons with fractions: figures are measure's"
				}
			}
		}
	}
	return ""
}

// empty tells whether an expression is "": asking whether there is a text is no fact.
func empty(e ast.Expr) bool {
	b, ok := e.(*ast.BasicLit)
	return ok && b.Value == `""`
}
