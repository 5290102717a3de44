package gates_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestMeasure reports, for portfolios of 852 and 10,000 contracts, the weight of pages and how
// long the list keeps the browser busy: the longest task on the page's main thread in
// Chromium's own trace, from real key presses, as a median of five. It judges nothing: times
// depend on the machine.
func TestMeasure(t *testing.T) {
	if !*measure {
		t.Skip("for people: -measure")
	}
	needs(t)
	program, err := all.program()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{852, 10000} {
		data := filepath.Join(t.TempDir(), "demo")
		if out, err := exec.Command(program, "init", "--demo", fmt.Sprint(n), data).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		folder := filepath.Join(data, "contracts")
		if _, err := os.Stat(folder); err != nil {
			folder = data
		}
		began := time.Now()
		s, err := all.buildFrom(folder, fmt.Sprint("demo-", n))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d contracts: built in %.1f s", n, time.Since(began).Seconds())
		tab := newTab(t)
		tab.size(t, 1280, 900)
		for _, p := range []string{"index.html", "kontrakter/index.html", s.fullest("kontrakter/*")} {
			weigh(t, tab, s, p)
		}
		load(t, tab, s, n)
		tab.open(t, s.at("kontrakter/index.html"))
		paint := await[float64](t, tab, `performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint')?.startTime ?? -1`)
		t.Logf("%d contracts: first paint of the list after %.0f ms, %d elements", n, paint, await[int](t, tab, `document.querySelectorAll('*').length`))
		first := busiest(t, tab, func() { focusOn(t, tab, "input[name=risiko][value=critical]"); key(t, tab, " ") })
		t.Logf("%d contracts: first filter (reads the rows): longest task %.0f ms", n, first)
		for _, act := range []struct {
			name string
			do   func(i int)
		}{
			{"choose a level of risk", func(i int) { focusOn(t, tab, "input[name=risiko][value=high]"); key(t, tab, " ") }},
			{"show all again", func(i int) {
				tab.open(t, s.at("kontrakter/index.html")+"?risiko=low")
				focusOn(t, tab, "input[name=risiko][value=low]")
				key(t, tab, " ")
			}},
			{"search for a word", func(i int) { focusOn(t, tab, "#q"); key(t, tab, string("skole"[i%5])) }},
			{"show the next rows", func(i int) { focusOn(t, tab, "[data-more]"); key(t, tab, kb.Enter) }},
			{"sort", func(i int) { focusOn(t, tab, "[data-sort]"); key(t, tab, kb.ArrowDown) }},
		} {
			var times []float64
			for i := range 5 {
				times = append(times, busiest(t, tab, func() { act.do(i) }))
			}
			slices.Sort(times)
			t.Logf("%d contracts: %s: longest task %.0f ms (median of 5; %.0f to %.0f)", n, act.name, times[2], times[0], times[4])
		}
	}
}

// load logs the longest task while the list's page is opened, and while all its rows are read.
func load(t *testing.T, tab *tab, s *built, n int) {
	t.Helper()
	tab.open(t, s.at("om/index.html"))
	t.Logf("%d contracts: open the list: longest task %.0f ms", n, busiest(t, tab, func() { tab.open(t, s.at("kontrakter/index.html")) }))
	for _, f := range []string{"index.html", "rows-01.js"} {
		if data, err := os.ReadFile(filepath.Join(s.dir, "kontrakter", f)); err == nil {
			t.Logf("%d contracts: kontrakter/%s: %.1f kB compressed", n, f, float64(compressed(data))/1000)
		}
	}
}

func focusOn(t *testing.T, tab *tab, selector string) {
	t.Helper()
	await[bool](t, tab, fmt.Sprintf(`(e => { if (e.closest('details')) e.closest('details').open = true; e.focus(); return true; })(document.querySelector(%q))`, selector))
}

func key(t *testing.T, tab *tab, k string) {
	t.Helper()
	if err := chromedp.Do(tab.ctx, chromedp.KeyEvent(k)); err != nil {
		t.Fatal(err)
	}
}

// busiest is the longest task of the page's main thread while f is done and until the page is
// at rest, in milliseconds of the processor, so that what else the machine does is left out.
func busiest(t *testing.T, tab *tab, f func()) float64 {
	t.Helper()
	type event struct {
		Name, Ph string
		Pid, Tid int64
		Ts, Tdur float64
		Args     map[string]any
	}
	var events []event
	done := make(chan bool, 1)
	listening := true
	if err := chromedp.Listen(tab.ctx, func(ev any) {
		if !listening {
			return
		}
		switch e := ev.(type) {
		case *tracing.EventDataCollected:
			raw, _ := json.Marshal(e.Value)
			var some []event
			if json.Unmarshal(raw, &some) == nil {
				events = append(events, some...)
			}
		case *tracing.EventTracingComplete:
			done <- true
		}
	}); err != nil {
		t.Fatal(err)
	}
	config := &tracing.TraceConfig{IncludedCategories: []string{"devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel", "__metadata"}, ExcludedCategories: []string{"*"}}
	if _, err := chromedp.Call(tab.ctx, tracing.Start, tracing.StartParams{TraceConfig: config}); err != nil {
		t.Fatal(err)
	}
	await[bool](t, tab, `performance.mark('begin'), true`)
	f()
	time.Sleep(250 * time.Millisecond) // typing is awaited for 120 ms
	tab.settle(t)
	if _, err := chromedp.Call(tab.ctx, tracing.End, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	<-done
	listening = false
	// The page's thread is the one that laid out most.
	work := map[[2]int64]int{}
	for _, e := range events {
		if e.Name == "UpdateLayoutTree" || e.Name == "Layout" || e.Name == "EventDispatch" {
			work[[2]int64{e.Pid, e.Tid}]++
		}
	}
	var page [2]int64
	for k, n := range work {
		if n > work[page] {
			page = k
		}
	}
	longest := 0.0
	for _, e := range events {
		if e.Ph == "X" && [2]int64{e.Pid, e.Tid} == page && (e.Name == "RunTask" || e.Name == "ThreadControllerImpl::RunTask") {
			longest = max(longest, e.Tdur/1000)
		}
	}
	if longest == 0 {
		t.Fatalf("the trace of %d events has no task of the page", len(events))
	}
	return longest
}

// weigh logs what the first view of a page asks for, compressed, without the font.
func weigh(t *testing.T, tab *tab, s *built, p string) {
	t.Helper()
	tab.mu.Lock()
	tab.requests = nil
	tab.mu.Unlock()
	tab.open(t, s.at(p))
	tab.mu.Lock()
	defer tab.mu.Unlock()
	total, own := 0, 0
	for _, r := range tab.requests {
		u, err := url.Parse(r)
		if err != nil || u.Scheme != "http" || strings.HasSuffix(u.Path, ".woff2") {
			continue
		}
		file := u.Path
		if strings.HasSuffix(file, "/") {
			file += "index.html"
		}
		data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(file)))
		if err != nil {
			continue
		}
		size := compressed(data)
		total += size
		if strings.HasSuffix(file, ".html") {
			own = size
		}
	}
	t.Logf("%s: %.1f kB compressed at first view, of which the page %.1f kB", p, float64(total)/1000, float64(own)/1000)
}

// compressed is how many bytes a file is with gzip.
func compressed(data []byte) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return b.Len()
}
