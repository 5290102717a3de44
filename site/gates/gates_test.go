// Package gates_test drives Chromium over the sample's site as forvalt builds it: axe-core,
// checks of our own, print, and tasks done with the keyboard alone.
//
// The sites are built anew by the tests in a temporary folder, so what is tested is never
// stale. There is one browser for all tests; pages are open in parallel tabs.
//
//	go test ./site/gates                                   all gates
//	go test ./site/gates -run Shots -screenshots DIR       pictures of every kind of page
//	go test ./site/gates -run Measure -measure -v          times and weights of large portfolios
package gates_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/forvalt/forvalt/site"
)

var (
	shots   = flag.String("screenshots", "", "write pictures of every kind of page to this folder")
	measure = flag.Bool("measure", false, "measure the list with 852 and 10,000 contracts")
)

// shared is what the tests of this package have in common, made at first use.
type shared struct {
	dir     string
	stop    []func()
	program func() (string, error)
	chrome  func() (context.Context, error)
	sites   map[string]func() (*built, error)
	chosen  func() (map[string][]string, error)
}

var all *shared

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "forvalt-gates-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	all = &shared{dir: dir}
	defer func() {
		for _, f := range slices.Backward(all.stop) {
			f()
		}
	}()
	all.program = sync.OnceValues(all.compile)
	all.chrome = sync.OnceValues(all.start)
	all.sites = map[string]func() (*built, error){
		"internal": sync.OnceValues(func() (*built, error) { return all.build("internal", "--profile", "internal") }),
		"public": sync.OnceValues(func() (*built, error) {
			return all.build("public", "--profile", "public", "--base-url", "https://kontrakter.example.no/")
		}),
		"file":     sync.OnceValues(func() (*built, error) { return all.build("file", "--file-links") }),
		"invented": sync.OnceValues(all.invent),
	}
	all.chosen = sync.OnceValues(all.choose)
	return m.Run()
}

// built is a site on disk and on a server of its own.
type built struct {
	dir, url string
	kinds    map[string][]string // kind → its pages, the largest first, as paths from the root
}

func (s *shared) compile() (string, error) {
	program := filepath.Join(s.dir, "forvalt")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/forvalt").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

func (s *shared) build(name string, args ...string) (*built, error) {
	return s.buildFrom("../../contracts", name, args...)
}

func (s *shared) buildFrom(data, name string, args ...string) (*built, error) {
	program, err := s.program()
	if err != nil {
		return nil, err
	}
	b := &built{dir: filepath.Join(s.dir, name)}
	args = append([]string{"build", "--data", data, "--out", b.dir}, args...)
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("forvalt %v: %w\n%s", args, err, out)
	}
	return b, s.serve(b)
}

// invent draws the pages that the tests of the templates invent, for states that no contract of
// the sample is in.
func (s *shared) invent() (*built, error) {
	b := &built{dir: filepath.Join(s.dir, "invented")}
	if out, err := exec.Command("go", "test", "../../templates", "-run", "^TestEveryPage$", "-pages", b.dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go test: %w\n%s", err, out)
	}
	return b, s.serve(b)
}

func (s *shared) serve(b *built) (err error) {
	server := httptest.NewServer(http.FileServer(http.Dir(b.dir)))
	s.stop = append(s.stop, server.Close)
	b.url = server.URL
	b.kinds, err = kinds(os.DirFS(b.dir))
	return err
}

// kinds groups the pages by their place: "" is the front page, "kontrakter" the page of a
// folder, "kontrakter/*" the pages in it. A last folder that stands under several others
// ("kontrakter/<id>/endringer") is a kind of its own. So a new kind of page is found without
// anybody naming it here. Pages whose policy lets scripts evaluate text hold a program of
// others (the editor) and are not ours to test.
func kinds(site fs.FS) (map[string][]string, error) {
	size := map[string]int{}
	tails := map[string]map[string]bool{} // first/…/last → parents
	err := fs.WalkDir(site, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".html" {
			return err
		}
		data, err := fs.ReadFile(site, p)
		if err != nil || strings.Contains(string(data[:min(len(data), 2000)]), "unsafe-eval") {
			return err
		}
		size[p] = len(data)
		if parts := strings.Split(p, "/"); len(parts) > 3 {
			tail := parts[0] + "/" + parts[len(parts)-2]
			if tails[tail] == nil {
				tails[tail] = map[string]bool{}
			}
			tails[tail][path.Dir(path.Dir(p))] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for p := range size {
		parts := strings.Split(p, "/")
		kind := path.Dir(p)
		switch {
		case len(parts) == 1:
			kind = strings.TrimSuffix(strings.TrimSuffix(p, "index.html"), ".html")
		case len(parts) > 3 && len(tails[parts[0]+"/"+parts[len(parts)-2]]) > 1:
			kind = parts[0] + "/*/" + parts[len(parts)-2]
		case len(parts) > 2:
			kind = parts[0] + strings.Repeat("/*", len(parts)-2)
		}
		out[kind] = append(out[kind], p)
	}
	for _, pages := range out {
		slices.SortFunc(pages, func(a, b string) int {
			if size[a] != size[b] {
				return size[b] - size[a]
			}
			return strings.Compare(a, b)
		})
	}
	return out, nil
}

// at is the address of a page as the site itself links to it.
func (b *built) at(p string) string {
	if b.url == "" {
		return "file://" + b.dir + "/" + p
	}
	return b.url + "/" + strings.TrimSuffix(p, "index.html")
}

// largest are the pages to test: the fullest of each kind, by kind.
func (b *built) largest() []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(b.kinds)) {
		out = append(out, b.kinds[k][0])
	}
	return out
}

// theSite builds a site once, or skips where browser or assets are missing.
func theSite(t *testing.T, name string) *built {
	t.Helper()
	needs(t)
	b, err := all.sites[name]()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func needs(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("short: no browser")
	}
	if !site.Built() {
		t.Skip("the assets are missing: run make site")
	}
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("chromium is missing")
	}
}

func (s *shared) start() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		// One process draws all pages of a tab, instead of a new one for each page that is opened.
		chromedp.Flag("disable-features", "Translate,BackForwardCache,ProactivelySwapBrowsingInstance,SpareRendererForSitePerProcess"),
		chromedp.UserDataDir(filepath.Join(s.dir, "profile")))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	s.stop = append(s.stop, cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	s.stop = append(s.stop, cancel)
	return ctx, chromedp.Do(ctx)
}

// tab is one page of the browser, with what it asked for and complained about.
type tab struct {
	ctx      context.Context
	mu       sync.Mutex
	requests []string
	console  []string
}

// watch gathers what the policy refuses, from the first byte on.
const watch = `window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective + ' ' + e.blockedURI));`

func newTab(t testing.TB) *tab {
	t.Helper()
	root, err := all.chrome()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{ctx: ctx}
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			b.requests = append(b.requests, e.Request.URL)
			b.mu.Unlock()
		}
	}); err != nil {
		t.Fatal(err)
	}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.console = append(b.console, m.String()+" "+m.URL)
			b.mu.Unlock()
		}
	}()
	return b
}

// media sets what the page may ask of the reader's system: "prefers-color-scheme", "dark", …
func (b *tab) media(t testing.TB, kind string, features ...string) {
	t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: kind}
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p); err != nil {
		t.Fatal(err)
	}
}

func (b *tab) size(t testing.TB, width, height int64) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatal(err)
	}
}

// open loads a page and waits for its fonts and two drawn frames.
func (b *tab) open(t testing.TB, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	b.settle(t)
}

const settled = `document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))`

func (b *tab) settle(t testing.TB) {
	t.Helper()
	await[bool](t, b, settled)
}

// eval gives the value of a script; of a promise, what it comes to.
func await[T any](t testing.TB, b *tab, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.80s: %v", script, err)
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%.80s: %v in %.200s", script, err, raw)
	}
	return v
}

// eachPage runs a check on pages in parallel tabs, as many as there are cores.
func eachPage(t *testing.T, pages []string, check func(t *testing.T, tab *tab, p string)) {
	t.Helper()
	queue := make(chan string)
	go func() {
		for _, p := range pages {
			queue <- p
		}
		close(queue)
	}()
	t.Run("pages", func(t *testing.T) {
		for i := range max(2, runtime.NumCPU()) {
			t.Run(fmt.Sprint("tab-", i+1), func(t *testing.T) {
				t.Parallel()
				defer func() {
					for range queue { // a tab that failed does not hold up the others
					}
				}()
				w := newTab(t)
				for p := range queue {
					check(t, w, p)
				}
			})
		}
	})
}

// complaints are what a page's policy, console and network say against it since the last call.
func (b *tab) complaints(t testing.TB, s *built) []string {
	t.Helper()
	out := await[[]string](t, b, `window.refused.map(r => 'the policy refused ' + r)`)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if !strings.HasPrefix(r, s.at("")) && !strings.HasPrefix(r, "data:") && !strings.HasPrefix(r, "blob:") {
			out = append(out, "a request to "+r)
		}
	}
	for _, m := range b.console {
		out = append(out, "the console says "+m)
	}
	b.requests, b.console = nil, nil
	return out
}
