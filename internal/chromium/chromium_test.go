package chromium

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/exchange/pdf"
)

const pdfPage = `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Kvartalsrapport</title>
<style>@page{size:A4;margin:18mm} body{font:11pt sans-serif} table{border-collapse:collapse} td,th{border:1px solid #888;padding:2pt 6pt} h2{break-before:page}</style></head>
<body><h1>Kvartalsrapport 2026 k3</h1><p>Porteføljen i tall, æøå.</p>
<table><caption>Frister</caption><thead><tr><th scope="col">Kontrakt</th><th scope="col">Dato</th></tr></thead><tbody><tr><th scope="row">Renhold</th><td>2026-12-31</td></tr></tbody></table>
<p><a href="#risiko">Til risiko</a> <a href="https://example.no/">ut</a></p>
<h2>Økonomi</h2><svg role="img" aria-label="kurve" width="200" height="60"><path d="M0 60L200 0" stroke="#036" fill="none"/></svg>
<h2 id="risiko">Risiko</h2><h3>Høy</h3><img src="http://example.no/a.png" alt="bilde som ikke hentes"></body></html>`

func needChromium(t *testing.T) string {
	t.Helper()
	path, err := Find()
	if err != nil {
		t.Skip("no Chromium here: ", err)
	}
	return path
}

// stamped prints a page and stamps it, as reports are made.
func stamped(t *testing.T, page []byte, day date.Date, title, language string) ([]byte, error) {
	t.Helper()
	printed, err := PDF(t.Context(), page)
	if err != nil {
		return nil, err
	}
	return pdf.Stamp(printed, day, title, language)
}

// Two printings of a page are the same bytes, tagged, with bookmarks and words that
// another program finds; the folder of the printing is gone.
func TestPDF(t *testing.T) {
	needChromium(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	day := date.Of(2026, 9, 30)
	one, err := stamped(t, []byte(pdfPage), day, "Kvartalsrapport 2026 k3 – prøve", "nb")
	if err != nil {
		t.Fatal(err)
	}
	two, err := stamped(t, []byte(pdfPage), day, "Kvartalsrapport 2026 k3 – prøve", "nb")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("two printings differ")
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "forvalt-pdf-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if bytes.Contains(one, []byte(temp)) {
		t.Error("the folder of the printing is in the file")
	}
	if _, err := stamped(t, []byte(pdfPage), day, "T", "en"); err == nil || !strings.Contains(err.Error(), "language") {
		t.Errorf("another language: %v", err)
	}
	poppler(t, one)
}

// poppler is another reader's view of the file.
func poppler(t *testing.T, pdf []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(program string, args ...string) string {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no ", program, " here")
		}
		c := exec.Command(program, args...)
		c.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8")
		out, err := c.CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("Error")) {
			t.Fatalf("%s: %v %s", program, err, out)
		}
		return string(out)
	}
	info := ask("pdfinfo", "-isodates", file)
	for _, want := range []string{"Kvartalsrapport 2026 k3 – prøve", "2026-09-30T00:00:00Z", "(A4)", "Pages:           3\n"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if !strings.Contains(info, "Tagged:          yes") {
		t.Error("pdfinfo: not tagged")
	}
	text := ask("pdftotext", "-layout", file, "-")
	for _, want := range []string{"Porteføljen i tall, æøå.", "Økonomi", "2026-12-31"} {
		if !strings.Contains(text, want) {
			t.Errorf("pdftotext does not find %q:\n%s", want, text)
		}
	}
	tree := ask("pdfinfo", "-struct", file)
	for _, want := range []string{"H1", "Table", "TH", "Caption", "Figure"} {
		if !strings.Contains(tree, want) {
			t.Errorf("the structure has no %s:\n%s", want, tree)
		}
	}
}

// A page without headings has no bookmarks, and one that links to a file beside it would
// lead nowhere: neither becomes a report.
func TestPDFRefuses(t *testing.T) {
	needChromium(t)
	for name, page := range map[string]string{
		"bookmarks": `<!doctype html><html lang="nb"><title>T</title><p>tekst</p>`,
		"links":     `<!doctype html><html lang="nb"><title>T</title><h1>A</h1><a href="x.html">x</a>`,
	} {
		if _, err := stamped(t, []byte(page), date.Of(2026, 9, 30), "T", "nb"); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPDFFails(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-ins are shell scripts")
	}
	dir := t.TempDir()
	script := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		browser string
		why     Why
		words   string
	}{
		"absent":        {filepath.Join(dir, "none"), NoSuchBrowser, "none"},
		"failing":       {script("bad", "echo the cause >&2; echo dbus/bus.cc noise >&2; exit 3"), Failed, "the cause"},
		"writing none":  {script("silent", "echo nothing to print >&2; exit 0"), Failed, "nothing to print"},
		"not a PDF":     {script("odd", `for a; do case $a in --print-to-pdf=*) echo hei > "${a#*=}";; esac; done`), "", "layout"},
		"not a program": {dir, NoSuchBrowser, dir},
	} {
		t.Setenv(Variable, c.browser)
		_, err := stamped(t, []byte(pdfPage), date.Of(2026, 9, 30), "T", "nb")
		var why Why // "": the stamp's
		if e := (*Error)(nil); errors.As(err, &e) {
			why = e.Why
		}
		if err == nil || why != c.why || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "noise") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The end of the context ends the browser and what it started: the child holds the pipe
// open, so reading it to its end shows that the child is gone.
func TestPDFStops(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script")
	}
	dir := t.TempDir()
	pipe, browser := filepath.Join(dir, "pipe"), filepath.Join(dir, "hanging")
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.WriteFile(browser, []byte("#!/bin/sh\n(echo up; exec sleep 600) > "+pipe+" &\nwait\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(Variable, browser)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := PDF(ctx, []byte(pdfPage))
		done <- err
	}()
	child, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	if _, err := io.ReadFull(child, make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if rest, err := io.ReadAll(child); err != nil || len(rest) > 0 {
		t.Errorf("the child: %q, %v", rest, err)
	}
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		there  []string
		env    map[string]string
		system string
		want   string
	}{
		"named":              {[]string{"/opt/c", "chromium"}, map[string]string{Variable: "/opt/c"}, "linux", "/opt/c"},
		"named and absent":   {[]string{"chromium"}, map[string]string{Variable: "/opt/c"}, "linux", ""},
		"the first in PATH":  {[]string{"google-chrome", "chromium-browser"}, nil, "linux", "chromium-browser"},
		"a Mac's place":      {[]string{"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, nil, "darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"},
		"a Mac's place only": {[]string{"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, nil, "linux", ""},
		"Edge on Windows":    {[]string{`C:\P86\Microsoft\Edge\Application\msedge.exe`}, map[string]string{"ProgramFiles(x86)": `C:\P86`}, "windows", `C:\P86\Microsoft\Edge\Application\msedge.exe`},
		"no variable":        {[]string{`\Google\Chrome\Application\chrome.exe`}, nil, "windows", ""},
		"none":               {nil, nil, "linux", ""},
	} {
		look := func(path string) (string, error) {
			for _, p := range c.there {
				if p == path {
					return p, nil
				}
			}
			return "", exec.ErrNotFound
		}
		got, err := find(look, func(v string) string { return c.env[v] }, c.system)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
}

func TestFileURL(t *testing.T) {
	for path, want := range map[string]string{
		"/tmp/a b/p#1%.html": "file:///tmp/a%20b/p%231%25.html",
		"C:/T/p.html":        "file:///C:/T/p.html",
	} {
		if got := fileURL(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
