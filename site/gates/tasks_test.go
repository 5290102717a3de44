package gates_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hand does a task from the overview with the keyboard and nothing else, and counts. A step is
// one thing that a person decides to do: go on to something (however many times Tab), type a
// word, press Enter.
type hand struct {
	*tab
	t       *testing.T
	steps   []string
	presses int
}

var keyNames = map[string]string{kb.Tab: "Tab", kb.Enter: "Enter", kb.ArrowDown: "↓", " ": "Space", "/": "/"}

func (h *hand) key(k string, options ...chromedp.KeyOption) {
	h.t.Helper()
	if err := chromedp.Do(h.ctx, chromedp.KeyEvent(k, options...)); err != nil {
		h.t.Fatal(err)
	}
	h.presses++
}

// press presses one key as a step.
func (h *hand) press(k string) {
	h.t.Helper()
	h.key(k)
	h.steps = append(h.steps, keyNames[k])
}

// write types a text as a step.
func (h *hand) write(text string) {
	h.t.Helper()
	for _, r := range text {
		h.key(string(r))
	}
	h.steps = append(h.steps, "«"+text+"»")
}

// to presses a key until the focus (or the chosen suggestion) is on what the selector finds.
func (h *hand) to(k, selector string, most int) {
	h.t.Helper()
	there := fmt.Sprintf(`(e => !!e && e.matches(%q))(document.getElementById(document.activeElement.getAttribute('aria-activedescendant')) ?? document.activeElement)`, selector)
	for n := 1; n <= most; n++ {
		h.key(k)
		if await[bool](h.t, h.tab, there) {
			h.steps = append(h.steps, fmt.Sprintf("%s ×%d", keyNames[k], n))
			return
		}
	}
	h.t.Fatalf("%d times %s do not lead to %s; the focus is on %s", most, keyNames[k], selector, await[string](h.t, h.tab, in(`return name(document.activeElement)`)))
}

// holds waits until a script is true: the page answers, or the task has failed.
func (h *hand) holds(what, script string) {
	h.t.Helper()
	var last string
	for range 100 {
		raw, err := chromedp.Run(h.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && "+script))
		if err == nil && raw {
			return
		}
		last = fmt.Sprint(err)
		time.Sleep(50 * time.Millisecond)
	}
	h.t.Fatalf("%s: not within five seconds (%s), at %s", what, last, await[string](h.t, h.tab, `location.pathname + location.search + ' ' + document.querySelector('h1')?.textContent`))
}

// suggested waits for the suggestions of the search field.
func (h *hand) suggested() {
	h.t.Helper()
	h.holds("suggestions for all that was typed", `(o => o.length > 1 && o[o.length - 1].textContent.includes('«' + document.activeElement.value.trim() + '»'))(document.querySelectorAll('#suggestions [role=option]'))`)
}

// at waits for a page.
func (h *hand) at(path string) {
	h.t.Helper()
	h.holds("the page "+path, fmt.Sprintf(`location.pathname === %q && !!document.querySelector('h1')`, path))
	h.settle(h.t)
}

// sees says that a part of the page is on the screen.
func (h *hand) sees(selector string) {
	h.t.Helper()
	h.holds("seeing "+selector, fmt.Sprintf(`(e => !!e && e.checkVisibility() && e.getBoundingClientRect().top < innerHeight && e.getBoundingClientRect().bottom > 0)(document.querySelector(%q))`, selector))
}

const headingHas = `document.querySelector('h1').textContent.replaceAll('\u00ad', '').includes(%q)`

// tasks are what readers come for, each with the most steps that it may take.
var tasks = []struct {
	name string
	most int
	do   func(t *testing.T, h *hand, s *built)
}{
	{"find the guard contract", 4, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("vekter")
		h.suggested()
		h.to(kb.ArrowDown, "[role=option]", 1)
		h.press(kb.Enter)
		h.holds("the first suggestion is a guard contract", `/^\/kontrakter\/vektertjenester-/.test(location.pathname)`)
	}},
	{"filter to critical risk expiring within six months", 7, func(t *testing.T, h *hand, s *built) {
		h.to(kb.Tab, `.nav a[href$="kontrakter/index.html"]`, 10)
		h.press(kb.Enter)
		h.at("/kontrakter/")
		h.to(kb.Tab, "input[name=risiko][value=critical]", 30)
		h.press(" ")
		h.to(kb.Tab, "input[name=utloper][value='6']", 10)
		h.press(" ")
		h.holds("the address follows", `new URLSearchParams(location.search).get('risiko') === 'critical' && new URLSearchParams(location.search).get('utloper') === '6'`)
		// By what the rows say, not by what the filter reads.
		wrong := await[[]string](t, h.tab, in(`
const day = new Date('2026-11-01'), limit = new Date('2027-05-01');
const link = r => r.querySelector('th a').getAttribute('href');
const shown = new Set(all('[data-rows] tr').filter(seen).map(link));
const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
return all('[data-rows] tr', page).filter(r => { const end = all('.dates time', r).map(e => new Date(e.dateTime))[0]; const runsOn = !!r.querySelector('.dates > :not(time)'); const fits = !runsOn && !!r.querySelector('.band-critical') && end >= day && end <= limit; return fits !== shown.has(link(r)); }).map(r => shown.has(link(r)) + ' ' + name(r) + ' ' + all('.dates time', r).map(e => e.dateTime));`))
		if len(wrong) > 0 {
			t.Errorf("rows wrongly shown or hidden: %v", wrong)
		}
	}},
	{"read why apprentices apply to a contract", 7, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("elvegata")
		h.suggested()
		h.to(kb.ArrowDown, "[role=option]", 1)
		h.press(kb.Enter)
		h.at("/kontrakter/elvegata-skole/")
		h.to(kb.Tab, `.toc a[href="#krav"]`, 30)
		h.press(kb.Enter)
		h.to(kb.Tab, `a[href$="krav/apprentices/index.html"]`, 20)
		h.sees(`#krav a[href$="krav/apprentices/index.html"]`)
		h.holds("the reason stands beside the requirement", `/Terskelen for lærlinger/.test(document.activeElement.closest('tr, li').textContent)`)
	}},
	{"find a supplier by its organisation number", 4, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("313 001 008")
		h.suggested()
		h.to(kb.ArrowDown, "[role=option]", 1)
		h.press(kb.Enter)
		h.at("/leverandorer/313001008/")
	}},
	{"subscribe to a calendar", 4, func(t *testing.T, h *hand, s *built) {
		h.to(kb.Tab, `.nav a[href$="kalender/index.html"]`, 20)
		h.press(kb.Enter)
		h.at("/kalender/")
		const link = `main a[href$=".ics"], main a[href^="webcal:"]`
		if !await[bool](t, h.tab, fmt.Sprintf(`!!document.querySelector(%q)`, link)) {
			t.Skip("the calendar has no address to subscribe to yet")
		}
		h.to(kb.Tab, link, 40)
		if body := await[string](t, h.tab, `fetch(document.activeElement.href.replace(/^webcal:/, 'http:')).then(r => r.text()).catch(() => '')`); !strings.HasPrefix(body, "BEGIN:VCALENDAR") && strings.HasPrefix(await[string](t, h.tab, `document.activeElement.href`), s.url) {
			t.Errorf("the calendar is no calendar: %.60s", body)
		}
	}},
	{"print the overview", 1, func(t *testing.T, h *hand, s *built) {
		h.key("p", chromedp.KeyModifiers(kb.ModifierCtrl))
		h.steps = append(h.steps, "Ctrl+P")
		// A headless browser has no dialog: what it would print is asked for directly.
		if pages := pdfPages(h.pdf(t)); pages < 1 || pages > 4 {
			t.Errorf("the overview is %d pages on paper", pages)
		}
	}},
	{"open the rule behind a finding", 8, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("bo- og tjeneste")
		h.suggested()
		h.to(kb.ArrowDown, "[role=option]", 1)
		h.press(kb.Enter)
		h.at("/kontrakter/bo-og-tjenestetilbud-2022/")
		h.to(kb.Tab, `.toc a[href="#funn"]`, 40)
		h.press(kb.Enter)
		h.to(kb.Tab, `a[href*="regler/fv"]`, 5)
		h.press(kb.Enter)
		h.holds("the page of the rule", `/^\/regler\/fv\d+\/$/.test(location.pathname)`)
	}},
	{"see what a manager must do within 90 days", 4, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("ingrid moe")
		h.suggested()
		h.to(kb.ArrowDown, "[role=option]", 1)
		h.press(kb.Enter)
		h.at("/forvaltere/ingrid-moe/")
		h.holds("the heading", fmt.Sprintf(headingHas, "Ingrid Moe"))
		h.sees(".deadlines li time")
		if n := await[int](t, h.tab, in(`return all('.deadlines time').filter(e => new Date(e.dateTime) <= new Date('2027-01-30')).length`)); n == 0 {
			t.Error("nothing to be done within 90 days is shown")
		}
	}},
	{"find a guidance page by a word with a typo", 4, func(t *testing.T, h *hand, s *built) {
		h.press("/")
		h.write("arbeidsvilkor")
		h.suggested()
		h.holds("a guidance page is suggested", `/Veiledning/.test(document.querySelector('#suggestions').textContent)`)
		n := await[int](t, h.tab, in(`return all('#suggestions [role=option]').findIndex(o => /Veiledning/.test((o.querySelector('.under')?.textContent ?? '') + (o.closest('[role=group]')?.firstElementChild.textContent ?? ''))) + 1`))
		h.to(kb.ArrowDown, fmt.Sprintf("#suggestion-%d", n-1), n)
		h.press(kb.Enter)
		h.holds("a page of guidance", `/^\/veiledning\/.+/.test(location.pathname)`)
		h.holds("it is about what was looked for", `/arbeidsvilkår/i.test(document.querySelector('main').textContent.replaceAll('\u00ad', ''))`)
	}},
	{"download the chosen contracts as CSV", 6, func(t *testing.T, h *hand, s *built) {
		folder := t.TempDir()
		yes := true
		if _, err := chromedp.CallBrowser(h.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(h.ctx).BrowserContextID, DownloadPath: folder, EventsEnabled: &yes}); err != nil {
			t.Fatal(err)
		}
		h.to(kb.Tab, `.nav a[href$="kontrakter/index.html"]`, 10)
		h.press(kb.Enter)
		h.at("/kontrakter/")
		h.to(kb.Tab, "input[name=risiko][value=critical]", 30)
		h.press(" ")
		h.holds("the filter is in the address", `location.search.includes('critical')`)
		n := await[int](t, h.tab, in(`return all('[data-rows] tr').filter(seen).length`))
		h.to(kb.Tab, "[data-csv]", 200)
		h.press(kb.Enter)
		var files []string
		for range 100 {
			if files, _ = filepath.Glob(filepath.Join(folder, "*.csv")); len(files) > 0 {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if len(files) != 1 {
			t.Fatalf("files downloaded: %v", files)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(data), "\r\n"); n == 0 || lines != n+1 || !strings.HasPrefix(string(data), "\ufeff") {
			t.Errorf("%d lines for %d contracts: %.200q", lines, n, data)
		}
	}},
}

// TestTasks does the ten tasks and says how many steps each took.
func TestTasks(t *testing.T) {
	s := theSite(t, "internal")
	for i, task := range tasks {
		t.Run(strings.ReplaceAll(task.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			h := &hand{tab: newTab(t), t: t}
			h.size(t, 1280, 900)
			h.media(t, "", "prefers-reduced-motion", "reduce")
			h.open(t, s.at("index.html"))
			task.do(t, h, s)
			t.Logf("%2d. %s: %d steps, %d key presses: %s", i+1, task.name, len(h.steps), h.presses, strings.Join(h.steps, ", "))
			if len(h.steps) > task.most {
				t.Errorf("%d steps, %d at most", len(h.steps), task.most)
			}
			for _, c := range h.complaints(t, s) {
				t.Error(c)
			}
		})
	}
}

// pdf is the page on paper, as the browser prints it.
func (b *tab) pdf(t *testing.T) []byte {
	t.Helper()
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFOutlineAndTagged(), chromedp.PDFPrintBackground(), chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func pdfPages(pdf []byte) int {
	return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1))
}

// papers are pages that people print, with the most sheets that they may take.
func papers(s *built) map[string]int {
	return map[string]int{"index.html": 4, "kontrakter/index.html": 8, s.fullest("kontrakter/*"): 14, s.fullest("veiledning/*"): 5}
}

// fullest is the page with most on it of the kinds that begin so.
func (b *built) fullest(kind string) string {
	for _, k := range slices.Sorted(maps.Keys(b.kinds)) {
		if strings.HasPrefix(k, kind) {
			return b.kinds[k][0]
		}
	}
	return ""
}

// cut are parts wider than the paper, whose text would be lost, and what should not be printed.
const cut = `
const faults = all('main *').filter(e => seen(e) && !e.closest('.ds-sr-only') && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg')).slice(-3).map(e => 'wider than the paper: ' + name(e));
all('.scroll, pre, .prose table').filter(e => seen(e) && e.scrollWidth > e.clientWidth + 1).forEach(e => faults.push('cut on paper: ' + name(e) + ' ' + e.scrollWidth + ' in ' + e.clientWidth));
all('nav, button, input, select').filter(seen).forEach(e => faults.push('of no use on paper: ' + name(e)));
all('tbody tr').filter(r => !seen(r)).slice(0, 2).forEach(r => faults.push('a row is not printed: ' + name(r)));
all('main tr').filter(r => seen(r) && getComputedStyle(r).breakInside !== 'avoid').slice(0, 2).forEach(r => faults.push('a row may be split: ' + name(r)));
if (!all('main .chart').filter(c => !c.closest('details')).every(seen)) faults.push('a chart is not printed');
return faults.slice(0, 6);`

// TestPrint prints the pages that people print: sane in length, tagged for readers of screens,
// nothing cut, everything folded opened.
func TestPrint(t *testing.T) {
	s := theSite(t, "internal")
	tab := newTab(t)
	for p, most := range papers(s) {
		tab.size(t, 1280, 900)
		tab.media(t, "")
		tab.open(t, s.at(p))
		pdf := tab.pdf(t)
		n := pdfPages(pdf)
		t.Logf("%s: %d sheets, %d kB", p, n, len(pdf)/1024)
		if n < 1 || n > most {
			t.Errorf("%s: %d sheets, %d at most", p, n, most)
		}
		for _, want := range []string{"/StructTreeRoot", "/Marked true", "/Lang (nb)", "/Outlines"} {
			if !strings.Contains(string(pdf), want) {
				t.Errorf("%s: the PDF lacks %s", p, want)
			}
		}
		// A4 less the margins of print.css, in pixels; the same rules as the printer's.
		tab.size(t, 695, 1000)
		tab.media(t, "print")
		await[bool](t, tab, `dispatchEvent(new Event('beforeprint'))`)
		tab.settle(t)
		for _, fault := range await[[]string](t, tab, in(cut)) {
			t.Errorf("%s: %s", p, fault)
		}
		if *shots != "" {
			write(t, filepath.Join(*shots, "print", strings.ReplaceAll(strings.TrimSuffix(p, "/index.html"), "/", "_")+".pdf"), pdf)
		}
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestShots writes pictures of every kind of page, for people to look at.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no folder: -screenshots DIR")
	}
	s := theSite(t, "internal")
	eachPage(t, s.largest(), func(t *testing.T, tab *tab, p string) {
		for _, scheme := range []string{"light", "dark"} {
			tab.media(t, "", "prefers-color-scheme", scheme)
			for _, width := range []int64{1280, 390} {
				tab.size(t, width, 900)
				tab.open(t, s.at(p))
				png, err := chromedp.Run(tab.ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				name := strings.NewReplacer("/index.html", "", "index.html", "overview", ".html", "", "/", "_").Replace(p)
				write(t, filepath.Join(*shots, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), png)
			}
		}
	})
}
