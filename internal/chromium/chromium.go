// Package chromium prints pages with a Chromium of this machine. In goes a page as HTML with
// all that it needs inside; out comes a tagged PDF with bookmarks. It finds the browser, runs
// it without a window, a network or a profile, and ends it and all that it started. It does
// not stamp the PDF, which holds the time of its printing.
package chromium

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Limit is how long Chromium may take for one document. A report of 60 pages takes
// seconds; a browser that hangs must not hang the program.
const Limit = 2 * time.Minute

// Variable names the browser when it is not in a usual place.
const Variable = "FORVALT_CHROMIUM"

// names are looked for in PATH, in this order.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"}

// places are looked at next, by system. On Windows they lie below the folders
// that these variables name.
var places = map[string][]string{
	"darwin": {
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	},
	"windows": {
		`${ProgramFiles}\Google\Chrome\Application\chrome.exe`,
		`${ProgramFiles(x86)}\Google\Chrome\Application\chrome.exe`,
		`${LocalAppData}\Google\Chrome\Application\chrome.exe`,
		`${LocalAppData}\Chromium\Application\chrome.exe`,
		`${ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe`,
		`${ProgramFiles}\Microsoft\Edge\Application\msedge.exe`,
	},
}

// Error is why a page could not be printed.
type Error struct {
	Why     Why
	Browser string // its path; for NoSuchBrowser what Variable names
	Reason  string // of Failed: the system's words, and the browser's last
}

// Why is a sort of failure.
type Why string

// The sorts.
const (
	NoBrowser     Why = "no-browser"      // none was found
	NoSuchBrowser Why = "no-such-browser" // Variable names none
	Failed        Why = "failed"          // it, or a file that it needs
	Slow          Why = "slow"            // it took more than Limit
)

func (e *Error) Error() string {
	return strings.TrimSpace("printing with " + e.Browser + ": " + string(e.Why) + " " + e.Reason)
}

// PDF gives the page as a tagged PDF with bookmarks. Everything lies in a folder of its own
// that is removed. Its errors are *Error, and that of ctx when it ends.
func PDF(ctx context.Context, html []byte) ([]byte, error) {
	browser, err := Find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "forvalt-pdf-")
	if err != nil {
		return nil, &Error{Failed, browser, err.Error()}
	}
	defer os.RemoveAll(dir)
	page, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return nil, &Error{Failed, browser, err.Error()}
	}
	limited, cancel := context.WithTimeout(ctx, Limit)
	defer cancel()
	sandbox := os.Geteuid() != 0 // Chromium refuses to run as root with one
	said, err := start(limited, browser, dir, page, out, sandbox)
	if err != nil && sandbox && limited.Err() == nil && inContainer() && strings.Contains(said, "andbox") {
		said, err = start(limited, browser, dir, page, out, false)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, &Error{Slow, browser, ""}
	}
	data, errRead := os.ReadFile(out)
	switch {
	case err != nil:
		return nil, &Error{Failed, browser, err.Error() + lastLines(said)}
	case errRead != nil: // it ended well and wrote nothing
		return nil, &Error{Failed, browser, strings.TrimPrefix(lastLines(said), "\n")}
	}
	return data, nil
}

// Find gives the path of the browser: the one that Variable names and no other, else the
// first in PATH, else the first in the system's usual places.
func Find() (string, error) { return find(exec.LookPath, os.Getenv, runtime.GOOS) }

func find(look func(string) (string, error), env func(string) string, system string) (string, error) {
	if named := env(Variable); named != "" {
		path, err := look(named)
		if err != nil {
			return "", &Error{NoSuchBrowser, named, ""}
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := look(name); err == nil {
			return path, nil
		}
	}
	for _, place := range places[system] {
		whole := true
		place = os.Expand(place, func(v string) string {
			whole = whole && env(v) != ""
			return env(v)
		})
		if !whole {
			continue
		}
		if path, err := look(place); err == nil {
			return path, nil
		}
	}
	return "", &Error{Why: NoBrowser}
}

// start runs it to its end and gives what it wrote to standard error. When ctx
// ends, it and all that it started are ended.
func start(ctx context.Context, browser, dir, page, out string, sandbox bool) (string, error) {
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
		"--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-default-apps", "--disable-breakpad", "--metrics-recording-only", "--disable-quic",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
		"--force-color-profile=srgb", "--font-render-hinting=none",
		"--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
		"--print-to-pdf=" + out,
	}
	if !sandbox {
		args = append(args, "--no-sandbox")
	}
	said := &tail{limit: 8192}
	cmd := exec.CommandContext(ctx, browser, append(args, fileURL(page))...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TZ=UTC")
	cmd.Stderr = said
	cmd.WaitDelay = 5 * time.Second
	ownGroup(cmd)
	err := cmd.Run()
	endGroup(cmd) // helpers that outlive it would write into a folder that is being removed
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // it ended well; a helper held its standard error open
	}
	return said.String(), err
}

// fileURL gives the address of a file by its absolute path.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	return "file://" + strings.NewReplacer("%", "%25", "#", "%23", "?", "%3F", " ", "%20").Replace(path)
}

// inContainer reports whether the system gives no namespaces to build a sandbox with.
func inContainer() bool {
	for _, mark := range []string{"/.dockerenv", "/run/.containerenv"} {
		if _, err := os.Stat(mark); err == nil {
			return true
		}
	}
	return os.Getenv("container") != "" || os.Getenv("KUBERNETES_SERVICE_HOST") != ""
}

// lastLines gives the last four lines that say something, without the noise about a
// message bus that a browser without a desktop always makes.
func lastLines(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(line, "dbus/") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return "\n" + strings.Join(lines[max(0, len(lines)-4):], "\n")
}

// tail keeps the last bytes written to it.
type tail struct {
	limit int
	kept  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - t.limit; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(bytes.ToValidUTF8(t.kept, []byte("\uFFFD"))) }
