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

// layers is the import table: every package, and which of ours it imports. Floors
// go upwards: what a package imports stands on a lower floor, so packages on one
// height never import each other. A package that is not here may not exist, and what
// is here without being so is struck.
var layers = []map[string]string{
	{
		"internal/plain": "",
	},
	{
		"internal/money":    "",
		"internal/date":     "",
		"internal/diag":     "plain",
		"internal/file":     "",
		"internal/slug":     "",
		"internal/history":  "",
		"internal/search":   "",
		"internal/chart":    "",
		"internal/print":    "plain",
		"internal/place":    "",
		"internal/cuttest":  "",
		"internal/chromium": "",
		"site":              "",
		"contracts":         "",
		"internal/feed":     "",
	},
	{
		"internal/contract": "date diag money",
		"internal/toml":     "date diag",
		"internal/publish":  "file",
		"internal/prose":    "slug",
	},
	{
		"internal/table":       "prose",
		"internal/toml/format": "toml",
	},
	{
		"internal/message": "date money toml",
		"internal/store":   "contract date diag money slug toml toml/format",
	},
	{
		"internal/model": "contract date message money store toml",
	},
	{
		"internal/exchange/jsonschema": "message model toml",
		"internal/print/keys":          "message model",
	},
	{
		"internal/demo": "contract date money slug store",
	},
	{
		"internal/scaffold": "contracts demo history store",
	},
	{
		"internal/measure":             "contract date message money",
		"internal/measure/definitions": "contract",
		"internal/measure/measuretest": "contract date money",
	},
	{
		"internal/measure/spend":       "contract date measure money",
		"internal/measure/chain":       "contract date measure",
		"internal/measure/inspections": "contract date measure",
		"internal/measure/ceilings":    "contract date measure",
		"internal/measure/benefits":    "contract date measure money",
		"internal/measure/stages":      "contract date measure",
		"internal/measure/terms":       "contract date measure",
	},
	{
		"internal/measure/matters": "contract date measure measure/inspections",
	},
	{
		"internal/measure/posted": "contract date measure measure/terms money",
		"internal/measure/facts":  "contract date measure measure/chain measure/terms money",
	},
	{
		"internal/measure/turnover": "contract date measure measure/posted measure/terms money",
		"internal/measure/expr":     "contract measure measure/facts",
		"internal/measure/forecast": "date measure measure/posted money",
	},
	{
		"internal/measure/categories": "contract measure measure/turnover",
		"internal/measure/why":        "contract measure measure/expr measure/facts message money",
	},
	{
		"internal/measure/factors": "contract date measure measure/chain measure/expr measure/facts measure/inspections measure/matters measure/turnover message",
		"internal/measure/duties":  "contract date measure measure/expr measure/facts measure/matters measure/why message",
	},
	{
		"internal/measure/risk":      "contract measure measure/expr measure/factors measure/facts measure/why message money",
		"internal/measure/suppliers": "contract date measure measure/duties measure/matters measure/posted money",
		"internal/measure/deadlines": "contract date measure measure/duties measure/matters measure/terms message",
		"internal/measure/workload":  "contract date measure measure/duties",
		"internal/measure/totals":    "contract date measure measure/benefits measure/ceilings measure/duties measure/posted measure/spend measure/turnover",
	},
	{
		"internal/measure/figures": "contract date measure measure/benefits measure/deadlines measure/duties measure/facts measure/matters measure/posted measure/risk measure/terms measure/totals measure/turnover measure/workload",
	},
	{
		"internal/check": "contract date diag measure measure/benefits measure/chain measure/duties measure/expr measure/factors measure/figures measure/matters measure/posted measure/terms money slug",
		"internal/trend": "contract date measure measure/benefits measure/figures measure/inspections measure/workload message",
		"templates":      "",
	},
	{
		"internal/trend/fit": "contract measure/factors measure/risk trend",
		"internal/report":    "contract date measure measure/deadlines measure/matters measure/totals",
	},
	{
		"internal/report/gather": "contract date measure measure/ceilings measure/deadlines measure/inspections measure/matters measure/spend measure/stages measure/totals measure/workload report trend",
	},
	{
		"internal/report/document": "contract date measure measure/definitions message prose report table",
	},
	{
		"internal/report/wording": "contract date measure measure/deadlines measure/definitions message prose report report/document",
	},
	{
		"internal/change": "contract date money",
	},
	{
		"internal/change/shape":   "change contract date diag model money",
		"internal/change/wording": "change contract date measure message model money plain",
	},
	{
		"internal/change/shape/shapetest": "change change/shape contract",
		"internal/change/effects":         "change change/shape contract date measure measure/risk",
	},
	{
		"internal/change/compare": "change change/effects change/shape contract diag measure money",
	},
	{
		"internal/change/remodel": "change change/compare contract measure measure/figures",
	},
	{
		"internal/past/replay": "change change/compare contract date history store",
	},
	{
		"internal/past": "change change/compare contract date diag history measure measure/figures message past/replay store trend",
	},
	{
		"internal/past/authority": "contract diag history past store",
	},
	{
		"internal/past/pasttest":  "contracts date demo history message past site store",
		"internal/past/quarter":   "contract date diag measure measure/figures past report report/gather store trend",
		"internal/past/shown":     "change change/wording date history measure past past/replay report trend",
		"internal/past/signature": "contract date history measure/terms money past past/authority store toml",
	},
	{
		"internal/exchange/eforms": "contract date diag money slug",
		"internal/exchange/ical":   "date plain",
		"internal/exchange/pdf":    "date",
		"internal/exchange/xlsx":   "date plain",
	},
	{
		"internal/exchange/admit": "contract exchange/eforms store",
		"internal/report/book":    "exchange/xlsx message report/document report/wording",
	},
	{
		// What commands print.
		"internal/print/changes": "change change/wording date exchange/admit history message plain print",
		"internal/print/faults":  "check diag message",
		"internal/print/scores":  "change/remodel contract date measure measure/forecast measure/risk message plain print prose trend trend/fit",
		"internal/print/work":    "contract date measure measure/deadlines measure/workload message plain print prose",
		"internal/print/layout":  "plain store",
	},
	{
		"internal/print/story": "change change/wording contract date measure message money past past/replay plain print print/changes",
	},
	{
		"internal/pages/address": "contract",
		"internal/pages/words":   "chart contract date measure message money templates",
	},
	{
		"internal/pages/kit": "chart contract date diag file measure measure/definitions message money pages/address pages/words past/shown prose report/document table templates trend",
	},
	{
		"internal/pages/kit/kittest": "contract date measure/figures message pages/kit site",
		"internal/search/searchtest": "search",
		"internal/pages/block":       "chart contract date measure measure/ceilings measure/deadlines measure/definitions measure/matters measure/stages measure/turnover message pages/kit pages/words templates trend",
		"internal/pages/list":        "contract measure message money pages/kit templates",
	},
	{
		// Topics: each draws what is its own, also for others. None imports another.
		"internal/pages/benefits":     "chart contract measure measure/benefits measure/definitions message pages/block pages/kit pages/words templates trend",
		"internal/pages/calendar":     "chart contract date measure measure/deadlines message pages/kit pages/list pages/words prose templates",
		"internal/pages/changes":      "change/wording date measure message pages/kit past/replay past/shown templates",
		"internal/pages/deviations":   "chart contract date measure measure/matters message pages/block pages/kit pages/list templates",
		"internal/pages/feeds":        "feed message pages/kit past/shown",
		"internal/pages/guidance":     "contract diag message pages/kit prose templates",
		"internal/pages/keys":         "model pages/kit templates",
		"internal/pages/definitions":  "measure/definitions message pages/kit search templates",
		"internal/pages/inspections":  "chart contract date measure measure/definitions measure/inspections measure/matters message pages/block pages/kit pages/list prose templates",
		"internal/pages/leakage":      "chart contract date measure measure/definitions measure/spend message pages/kit pages/words templates",
		"internal/pages/requirements": "chart contract date measure measure/definitions measure/duties measure/expr message pages/address pages/kit pages/list pages/words templates",
		"internal/pages/risk":         "contract measure measure/definitions measure/risk message pages/block pages/kit pages/words prose templates trend",
		"internal/pages/supplychain":  "contract measure/chain message pages/kit pages/words templates",
		"internal/pages/term":         "contract date measure measure/stages message pages/kit templates",
	},
	{
		"internal/pages/summary": "chart contract measure measure/ceilings measure/definitions measure/inspections measure/totals measure/turnover message pages/benefits pages/block pages/calendar pages/changes pages/inspections pages/kit pages/risk pages/words templates",
	},
	{
		// Portraits: they show topics. None imports another.
		"internal/pages/about":      "contract date diag measure message pages/kit pages/requirements pages/risk templates",
		"internal/pages/categories": "contract measure measure/categories measure/definitions measure/spend measure/turnover message pages/block pages/calendar pages/kit pages/leakage pages/summary pages/words templates",
		"internal/pages/contracts":  "contract date diag measure measure/ceilings measure/deadlines measure/definitions measure/duties measure/forecast measure/turnover message money pages/address pages/benefits pages/block pages/calendar pages/changes pages/deviations pages/guidance pages/inspections pages/kit pages/requirements pages/risk pages/supplychain pages/term pages/words prose templates trend",
		"internal/pages/data":       "contract date measure measure/matters message model money pages/address pages/block pages/calendar pages/definitions pages/feeds pages/guidance pages/kit pages/words prose search table templates",
		"internal/pages/economy":    "contract measure measure/categories measure/ceilings measure/definitions measure/turnover message pages/block pages/kit pages/summary pages/words templates trend",
		"internal/pages/overview":   "contract measure measure/definitions message pages/block pages/changes pages/kit pages/summary templates trend",
		"internal/pages/people":     "contract measure measure/deadlines measure/definitions measure/totals measure/turnover measure/workload message pages/block pages/calendar pages/guidance pages/kit pages/list pages/summary pages/words templates",
		"internal/pages/reports":    "chart contract measure measure/definitions message pages/kit prose report report/document report/wording templates",
		"internal/pages/selection":  "contract date measure measure/ceilings measure/definitions measure/inspections measure/stages measure/totals message pages/block pages/kit pages/list pages/risk pages/words templates",
		"internal/pages/suppliers":  "contract measure measure/chain measure/definitions measure/matters measure/suppliers measure/turnover message pages/block pages/deviations pages/inspections pages/kit pages/requirements pages/words templates",
	},
	{
		"internal/pages": "contract diag file measure pages/about pages/address pages/benefits pages/calendar pages/categories pages/changes pages/contracts pages/data pages/definitions pages/deviations pages/economy pages/feeds pages/guidance pages/inspections pages/keys pages/kit pages/leakage pages/overview pages/people pages/reports pages/requirements pages/risk pages/selection pages/suppliers",
	},
	{
		"cmd/forvalt": "*",
	},
}

// outside are the modules of others, each with its importers (one, but for what stands
// beside the standard library), by the start of the import path. Tests may import more.
var outside = map[string]string{
	"github.com/BurntSushi/toml":          "internal/toml",
	"github.com/pelletier/go-toml/v2":     "internal/toml",
	"golang.org/x/sync":                   "internal/store internal/publish internal/pages internal/past/signature",
	"golang.org/x/text":                   "internal/message",
	"github.com/expr-lang/expr":           "internal/measure/expr",
	"github.com/go-git/go-git/v5":         "internal/history",
	"github.com/go-git/go-billy/v5":       "internal/history",
	"github.com/ProtonMail/go-crypto":     "internal/history",
	"golang.org/x/crypto":                 "internal/history",
	"github.com/go-echarts/go-echarts":    "internal/chart",
	"github.com/blevesearch/snowballstem": "internal/search",
	"github.com/yuin/goldmark":            "internal/prose",
	"github.com/microcosm-cc/bluemonday":  "internal/prose",
	"github.com/a-h/templ":                "templates",
	"github.com/arran4/golang-ical":       "internal/exchange/ical",
	"github.com/xuri/excelize/v2":         "internal/exchange/xlsx",
	"github.com/spf13/cobra":              "cmd/forvalt",
	"github.com/spf13/pflag":              "cmd/forvalt",
	"github.com/schollz/progressbar/v3":   "cmd/forvalt",
	"golang.org/x/term":                   "cmd/forvalt",
}

// effects are the packages of the standard library that reach outside the program,
// with those of ours below cmd that may import them.
var effects = map[string]string{
	"os":        "internal/publish internal/place internal/chromium internal/past/pasttest internal/search/searchtest internal/cuttest",
	"syscall":   "internal/publish internal/chromium internal/cuttest",
	"os/exec":   "internal/history internal/chromium internal/past/pasttest internal/search/searchtest", // the git program, for repositories with SHA-256 names; a browser; Node
	"os/signal": "",
	"net":       "",
	"net/http":  "",
	"log":       "",
	"log/slog":  "",
	"plugin":    "",
	"unsafe":    "internal/cuttest",
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
		allowed, ok := rows()[dir]
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
				if importers := importersOf(imp); len(importers) == 0 {
					t.Errorf("%s imports %s, which is not in the table of outside modules", dir, imp)
				} else if !slices.Contains(importers, dir) {
					t.Errorf("%s imports %s, which only %s may", dir, imp, strings.Join(importers, " and "))
				}
			default:
				if only, ok := effects[imp]; ok && dir != "cmd/forvalt" && !slices.Contains(strings.Fields(only), dir) {
					t.Errorf("%s imports %q: below cmd only the packages named here reach outside the program", dir, imp)
				}
			}
		}
		if dir != "cmd/forvalt" {
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
	for mod := range outside {
		for _, importer := range importersOf(mod) {
			if _, ok := floor[importer]; !ok {
				t.Errorf("the importer of %s, %s, has no row", mod, importer)
			}
		}
	}
}

// Nothing is in the table that is not in the program.
func TestLayerTableHasNoGhosts(t *testing.T) {
	packages := sources(t)
	imports := map[string][]string{} // by row
	for dir, src := range packages {
		imports[dir] = append(imports[dir], src.imports...)
	}
	for row, allowed := range rows() {
		if _, ok := imports[row]; !ok {
			t.Errorf("%s has a row, but is no package", row)
			continue
		}
		for _, a := range strings.Fields(allowed) {
			if a != "*" && !slices.Contains(imports[row], module+full(a)) {
				t.Errorf("%s may import %s, and does not", row, a)
			}
		}
	}
	importsOf := func(dir string) []string {
		if src := packages[dir]; src != nil {
			return src.imports
		}
		return nil
	}
	for mod := range outside {
		for _, importer := range importersOf(mod) {
			if !slices.ContainsFunc(importsOf(importer), func(imp string) bool { return imp == mod || strings.HasPrefix(imp, mod+"/") }) {
				t.Errorf("%s is to import %s, and does not", importer, mod)
			}
		}
	}
	for pkg, importers := range effects {
		for _, importer := range strings.Fields(importers) {
			if !slices.Contains(importsOf(importer), pkg) {
				t.Errorf("%s may import %q, and does not", importer, pkg)
			}
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

func allows(allowed, dir string) bool {
	return allowed == "*" || slices.ContainsFunc(strings.Fields(allowed), func(a string) bool { return full(a) == dir })
}

func importersOf(imp string) []string {
	for mod, importers := range outside {
		if imp == mod || strings.HasPrefix(imp, mod+"/") {
			return strings.Fields(importers)
		}
	}
	return nil
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
