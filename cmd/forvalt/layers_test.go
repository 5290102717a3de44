package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/forvalt/forvalt/"

// layers is the import table: every package, and which of ours it may import. Floors
// go upwards: what a package may import stands on a lower floor, so packages on one
// height never import each other. A package that is not here may not exist.
var layers = []map[string]string{
	{
		"internal/money":   "",
		"internal/date":    "",
		"internal/diag":    "",
		"internal/history": "",
		"internal/search":  "",
		"internal/publish": "",
		"site":             "",
		"contracts":        "",
	},
	{
		"internal/contract": "money date diag",
		"internal/toml":     "date diag",
	},
	{
		"internal/message": "toml money date",
		"internal/store":   "toml contract money date diag",
		"internal/measure": "contract money date",
		"internal/spend":   "contract money date diag",
	},
	{
		"internal/check":  "contract measure money date diag",
		"internal/change": "contract measure money date diag",
		"internal/trend":  "contract measure money date",
		"internal/demo":   "contract store money date",
		"internal/chart":  "measure money date",
		"templates":       "message",
	},
	{
		"internal/report": "contract measure change trend money date",
	},
	{
		"internal/past/replay": "contract store history change date",
	},
	{
		"internal/past": "contract store history message measure change trend date diag past/replay",
	},
	{
		"internal/past/signature": "contract history store date diag past",
		"internal/past/quarter":   "contract store history measure trend report date diag past",
		"internal/past/pasttest":  "site contracts store history message demo past date",
	},
	{
		"internal/exchange/*":    "contract measure report money date diag",
		"internal/exchange/pdf":  "date",
		"internal/exchange/xlsx": "date",
	},
	{
		"internal/render": "templates chart search message contract measure change trend report past money date diag",
	},
	{
		"cmd/forvalt": "*",
	},
}

// outside are the modules of others, each with its only importer, by the start of the
// import path. Tests may import more.
var outside = map[string]string{
	"github.com/BurntSushi/toml":          "internal/toml",
	"github.com/pelletier/go-toml/v2":     "internal/toml",
	"golang.org/x/text":                   "internal/message",
	"github.com/expr-lang/expr":           "internal/measure",
	"github.com/go-git/go-git/v5":         "internal/history",
	"github.com/go-git/go-billy/v5":       "internal/history",
	"github.com/ProtonMail/go-crypto":     "internal/history",
	"golang.org/x/crypto":                 "internal/history",
	"github.com/go-echarts/go-echarts":    "internal/chart",
	"github.com/blevesearch/snowballstem": "internal/search",
	"github.com/yuin/goldmark":            "internal/render",
	"github.com/microcosm-cc/bluemonday":  "internal/render",
	"github.com/a-h/templ":                "templates",
	"github.com/arran4/golang-ical":       "internal/exchange/ical",
	"github.com/xuri/excelize/v2":         "internal/exchange/xlsx",
	"github.com/invopop/jsonschema":       "internal/store",
	"github.com/spf13/cobra":              "cmd/forvalt",
	"github.com/spf13/pflag":              "cmd/forvalt",
	"github.com/schollz/progressbar/v3":   "cmd/forvalt",
	"github.com/fsnotify/fsnotify":        "cmd/forvalt",
	"github.com/natefinch/atomic":         "cmd/forvalt",
	"golang.org/x/term":                   "cmd/forvalt",
}

// effects are the packages of the standard library that reach outside the program,
// with those of ours below cmd that may import them.
var effects = map[string]string{
	"os":        "internal/publish internal/past/pasttest",
	"syscall":   "internal/publish",
	"os/exec":   "internal/history internal/past/pasttest", // the git program, for repositories with SHA-256 names
	"os/signal": "",
	"net":       "",
	"net/http":  "",
	"log":       "",
	"log/slog":  "",
	"plugin":    "",
	"unsafe":    "",
}

// source is a package as it lies on disk, for every system and build tag at once.
type source struct {
	imports []string
	now     []string // places that read the clock
	opens   []string // places that open the past
	inits   []string
}

func TestLayers(t *testing.T) {
	for dir, src := range sources(t) {
		row := rowOf(dir)
		allowed, ok := rows()[row]
		if !ok {
			t.Errorf("%s is not in the import table (cmd/forvalt/layers_test.go): give it a row", dir)
			continue
		}
		for _, imp := range src.imports {
			first, _, _ := strings.Cut(imp, "/")
			ours, isOurs := strings.CutPrefix(imp, module)
			switch {
			case isOurs:
				if !allows(allowed, ours) {
					t.Errorf("%s imports %s, which the table does not allow", dir, ours)
				}
			case strings.Contains(first, "."):
				if importer := importerOf(imp); importer == "" {
					t.Errorf("%s imports %s, which is not in the table of outside modules", dir, imp)
				} else if importer != dir {
					t.Errorf("%s imports %s, whose only importer is %s", dir, imp, importer)
				}
			default:
				if only, ok := effects[imp]; ok && row != "cmd/forvalt" && !slices.Contains(strings.Fields(only), dir) {
					t.Errorf("%s imports %q: below cmd only the packages named here reach outside the program", dir, imp)
				}
			}
		}
		if row != "cmd/forvalt" {
			for _, at := range src.now {
				t.Errorf("%s reads the clock: dates are passed in", at)
			}
		}
		if dir != "internal/past" {
			for _, at := range src.opens {
				t.Errorf("%s opens a repository: the past has one owner, past.Open", at)
			}
		}
		for _, at := range src.inits {
			t.Errorf("%s: no init functions", at)
		}
	}
}

// The table itself: every row that is named exists, and lies on a lower floor.
func TestLayerTable(t *testing.T) {
	floor := map[string]int{}
	for i, f := range layers {
		for name := range f {
			if _, twice := floor[name]; twice {
				t.Errorf("%s is in the table twice", name)
			}
			floor[name] = i
		}
	}
	for name, allowed := range rows() {
		if allowed == "*" {
			continue
		}
		for _, a := range strings.Fields(allowed) {
			if f, ok := floor[full(a)]; !ok {
				t.Errorf("%s may import %s, which has no row", name, a)
			} else if f >= floor[name] {
				t.Errorf("%s may import %s, which is not below it", name, a)
			}
		}
	}
	for mod, importer := range outside {
		if _, ok := floor[rowOf(importer)]; !ok {
			t.Errorf("the importer of %s, %s, has no row", mod, importer)
		}
	}
}

func rows() map[string]string {
	all := map[string]string{}
	for _, f := range layers {
		maps.Copy(all, f)
	}
	return all
}

// full is the row of a name as the table's right side has it.
func full(name string) string {
	if name == "templates" || name == "site" || name == "contracts" {
		return name
	}
	return "internal/" + name
}

func rowOf(dir string) string {
	if _, own := rows()[dir]; !own && strings.HasPrefix(dir, "internal/exchange/") {
		return "internal/exchange/*"
	}
	return dir
}

func allows(allowed, dir string) bool {
	return allowed == "*" || slices.ContainsFunc(strings.Fields(allowed), func(a string) bool { return full(a) == dir })
}

func importerOf(imp string) string {
	for mod, importer := range outside {
		if imp == mod || strings.HasPrefix(imp, mod+"/") {
			return importer
		}
	}
	return ""
}

// sources reads the imports of every package of this module, by its folder. Tests are
// left out, and modules of their own below it.
func sources(t *testing.T) map[string]*source {
	t.Helper()
	root := filepath.Join("..", "..")
	out := map[string]*source{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != root && skipFolder(p, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if dir := path.Dir(rel); dir == "." || dir == "internal" {
			t.Errorf("%s: no Go files directly in this folder", rel)
			return nil
		} else if out[dir] == nil {
			out[dir] = &source{}
		}
		return out[path.Dir(rel)].read(p, rel)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 5 {
		t.Fatalf("only %d packages found below %s", len(out), root)
	}
	return out
}

func skipFolder(p, name string) bool {
	if name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(p, "go.mod"))
	return err == nil
}

// read adds what one file imports and calls.
func (s *source) read(name, rel string) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, nil, 0)
	if err != nil {
		return err
	}
	at := func(n ast.Node) string { return rel + ":" + strconv.Itoa(fset.Position(n.Pos()).Line) }
	for _, imp := range f.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			return err
		}
		if !slices.Contains(s.imports, p) {
			s.imports = append(s.imports, p)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				s.inits = append(s.inits, at(n))
			}
		case *ast.SelectorExpr:
			switch x, _ := n.X.(*ast.Ident); {
			case x == nil:
			case x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name):
				s.now = append(s.now, at(n))
			case x.Name == "history" && n.Sel.Name == "Open":
				s.opens = append(s.opens, at(n))
			}
		}
		return true
	})
	return nil
}
