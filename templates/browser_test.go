package templates_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/forvalt/forvalt/site"
)

// axeRun tests a page with all that is folded opened; given true it asks only what depends on
// colour, for the same page in its other colours.
const axeRun = `(async colours => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  const what = colours ? ['color-contrast', 'link-in-text-block'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const r = await axe.run(document, {runOnly: what, resultTypes: ['violations']});
  return r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 240)));
})`

// watch gathers what the policy refuses, from the first byte on.
const watch = `window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective + ' ' + e.blockedURI));`

// TestPagesInBrowser runs axe-core on every kind of page, light and dark, wide and narrow;
// nothing may be refused by the policy, and nothing may be wider than a small phone.
func TestPagesInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("short: no browser")
	}
	if !site.Built() {
		t.Skip("the assets are missing: run make site")
	}
	axe, err := os.ReadFile(filepath.FromSlash("../site/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Skip("axe-core is missing: run make site")
	}
	ctx := browser(t)
	dir := t.TempDir()
	old := *out
	*out = dir
	defer func() { *out = old }()
	all := pages(catalogue(t), "nb")
	for _, p := range all {
		var b bytes.Buffer
		if err := p.component.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		write(t, p.path, b.Bytes())
	}
	assets(t)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	for _, p := range all {
		open(t, ctx, server.URL+"/"+p.path, "light", 1280)
		evaluate[chromedp.Void](t, ctx, string(axe))
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				show(t, ctx, scheme, width)
				for _, v := range await[[]string](t, ctx, fmt.Sprintf("%s(%t)", axeRun, scheme == "dark")) {
					t.Errorf("%s %s %d: %s", p.path, scheme, width, v)
				}
				shoot(t, ctx, old, p.path, scheme, width)
			}
		}
		for _, v := range evaluate[[]string](t, ctx, `refused`) {
			t.Errorf("%s: the policy refused %s", p.path, v)
		}
		open(t, ctx, server.URL+"/"+p.path, "light", 320)
		if w := evaluate[int](t, ctx, `document.documentElement.scrollWidth`); w > 320 {
			t.Errorf("%s: %d pixels wide on a screen of 320: %s", p.path, w, evaluate[string](t, ctx, tooWide))
		}
	}
}

// tooWide names the innermost elements that stand out of the screen.
const tooWide = `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.scroll, pre, .ds-sr-only')).slice(-3).map(e => e.tagName + '.' + (e.getAttribute('class') ?? '') + ' ' + e.textContent.slice(0, 20)).join(' | ')`

// browser is a headless Chromium with an empty profile.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is missing")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.UserDataDir(t.TempDir()))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	watching := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	})
	if err := chromedp.Do(ctx, watching); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func open(t *testing.T, ctx context.Context, url, scheme string, width int64) {
	t.Helper()
	show(t, ctx, scheme, width)
	if err := chromedp.Do(ctx, chromedp.Navigate(url), chromedp.Sleep(80*time.Millisecond)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
}

// show sets the colours that the reader prefers and the width of the screen.
func show(t *testing.T, ctx context.Context, scheme string, width int64) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	})
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), media, chromedp.Sleep(40*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
}

func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%.60s: %v", script, err)
	}
	return v
}

func await[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.60s: %v", script, err)
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// shoot writes a picture of the page beside the pages, if these are to be kept.
func shoot(t *testing.T, ctx context.Context, dir, path, scheme string, width int64) {
	t.Helper()
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	name := strings.NewReplacer("/index.html", "", "/", "_", ".html", "").Replace(path)
	file := filepath.Join(dir, "screenshots", fmt.Sprintf("%s-%d-%s.png", name, width, scheme))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}
