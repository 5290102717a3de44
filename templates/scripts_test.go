package templates_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/site"
	. "github.com/forvalt/forvalt/templates"
)

// TestScripts uses the pages as people do, from a server and from a disk: filters, sorts,
// searches, and chooses a suggestion with the keyboard.
func TestScripts(t *testing.T) {
	if testing.Short() || !site.Built() {
		t.Skip("no browser in short tests, nor without assets (make site)")
	}
	chromium := browser(t)
	dir := t.TempDir()
	old := *out
	*out = dir
	defer func() { *out = old }()
	for _, p := range pages(catalogue(t), "nb") {
		var b bytes.Buffer
		if err := p.component.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		write(t, p.path, b.Bytes())
	}
	assets(t)
	longList(t)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	for _, root := range []string{server.URL, "file://" + dir} {
		t.Run(root[:4], func(t *testing.T) {
			t.Parallel()
			ctx := newTab(t, chromium)
			filtering(t, ctx, root+"/kontrakter/index.html")
			filtering(t, ctx, root+"/lang/index.html")
			agreeing(t, ctx, root)
			searching(t, ctx, root)
			charting(t, ctx, root)
		})
	}
}

// longList draws the same list as kontrakter/ with its rows as data.
func longList(t *testing.T) {
	t.Helper()
	f := frame(catalogue(t), "nb", "Kontrakter", 1, "kontrakter")
	v := list(f)
	rows := v.Rows
	v.Total, v.Rows = len(rows), rows[:50]
	for i := 0; i < len(rows); i += 50 {
		name := fmt.Sprintf("rows-%02d.js", i/50+1)
		v.Data = append(v.Data, name)
		js, err := ListScript(rows[i:min(i+50, len(rows))])
		if err != nil {
			t.Fatal(err)
		}
		write(t, "lang/"+name, js)
	}
	v.Parts = []ListPart{{Name: "Bygg", Count: 20, Pages: []Link{{"1–20", "a/index.html"}}}, {Name: "Kultur", Count: 100, Pages: []Link{{"1–50", "b/index.html"}, {"51–100", "b/2/index.html"}}}}
	var b bytes.Buffer
	if err := DrawList(f, ListPage{List: v}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	write(t, "lang/index.html", b.Bytes())
}

// agreeing: whatever is chosen, both lists show the same contracts and give the same files,
// and what the workbook holds is what the CSV file holds.
func agreeing(t *testing.T, ctx context.Context, root string) {
	for _, query := range []string{"?risiko=kritisk", "?q=skoler&sort=verdi", "?utloper=6,12&forbruk=over&sort=risiko&kolonner=tak,risiko", "?q=313000028&risiko=lav", "?sort=verdi&forbruk=under,mangler&kolonner=kategori,forvalter,forbruk,utloper,risiko,tak"} {
		var seen [2]string
		for i, folder := range []string{"kontrakter", "lang"} {
			open(t, ctx, root+"/"+folder+"/index.html"+query, "light", 1280)
			seen[i] = await[string](t, ctx, `(async () => {
				for (let i = 0; i < 100 && !document.querySelector('[data-rows].ready'); i++) await new Promise(r => setTimeout(r, 20));
				const files = [];
				URL.createObjectURL = b => { files.push(b); return 'about:blank#'; };
				HTMLAnchorElement.prototype.click = () => {};
				for (const link of ['csv', 'xlsx']) {
					document.querySelector('[data-' + link + ']').dispatchEvent(new MouseEvent('click', {cancelable: true, bubbles: true}));
					for (let i = 0; i < 100 && files.length < (link === 'csv' ? 1 : 2); i++) await new Promise(r => setTimeout(r, 20));
				}
				const zip = new Uint8Array(await files[1].arrayBuffer());
				return JSON.stringify({
					count: document.querySelector('[data-count]').textContent,
					rows: [...document.querySelectorAll('[data-rows] tr')].map(r => r.textContent),
					facets: [...document.querySelectorAll('.facet .n')].map(n => n.textContent),
					csv: await files[0].text(), xlsx: btoa(Array.from(zip, b => String.fromCharCode(b)).join('')),
				});
			})()`)
		}
		if seen[0] != seen[1] {
			t.Errorf("%s: the lists differ:\n%.600s\n%.600s", query, seen[0], seen[1])
		}
		var got struct{ Count, CSV, XLSX string }
		if err := json.Unmarshal([]byte(seen[0]), &got); err != nil {
			t.Fatal(err)
		}
		sameTable(t, query, got.CSV, got.XLSX)
	}
}

// sameTable reads a workbook as Excel does and compares it with the CSV file of the same rows.
func sameTable(t *testing.T, query, text, encoded string) {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(lines) || len(lines) < 2 {
		t.Fatalf("%s: %d rows in the workbook, %d in CSV", query, len(rows), len(lines))
	}
	if panes, err := book.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%s: the head does not stay: %+v %v", query, panes, err)
	}
	if formula, err := book.GetCellFormula(sheet, "B9"); err != nil || formula != "" {
		t.Errorf("%s: a text became the formula %q (%v)", query, formula, err)
	}
	for i, line := range lines {
		for k, want := range line {
			got := ""
			if k < len(rows[i]) {
				got = rows[i][k]
			}
			at, _ := excelize.CoordinatesToCellName(k+1, i+1)
			kind, _ := book.GetCellType(sheet, at)
			switch head := lines[0][k]; {
			case i > 0 && want != "" && head == "Utløper":
				n, err := strconv.ParseFloat(got, 64)
				day, _ := excelize.ExcelDateToTime(n, false)
				if err != nil || kind != excelize.CellTypeUnset || day.Format(time.DateOnly) != want {
					t.Errorf("%s: %s is %q, no date %s", query, at, got, want)
				}
			case i > 0 && want != "" && (head == "Øvre avtaleverdi" || head == "Risikopoeng"):
				if kind != excelize.CellTypeUnset || strings.Replace(got, ".", ",", 1) != want {
					t.Errorf("%s: %s is %q, no number %s", query, at, got, want)
				}
			case got != strings.TrimPrefix(want, "'"):
				t.Errorf("%s: %s is %q in the workbook, %q in CSV", query, at, got, want)
			}
		}
	}
}

func filtering(t *testing.T, ctx context.Context, at string) {
	open(t, ctx, at, "light", 1280)
	is := func(what, script, want string) {
		t.Helper()
		if got := evaluate[string](t, ctx, script); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	const shown = `String([...document.querySelectorAll('[data-rows] tr')].filter(r => r.offsetParent).length)`
	const count = `document.querySelector('[data-count]').textContent`
	is("rows at first", shown, "50")
	evaluate[chromedp.Void](t, ctx, `document.querySelector('[data-filters]').dispatchEvent(new Event('focusin'))`)
	for range 50 { // rows that are data must come
		if evaluate[bool](t, ctx, `!!document.querySelector('[data-rows].ready')`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	evaluate[chromedp.Void](t, ctx, `document.querySelector('input[name=risiko][value=kritisk]').click()`)
	is("count of critical", count, "24 av 120 kontrakter")
	is("rows of critical", shown, "24")
	is("a facet's own numbers stay", `document.querySelector('input[name=risiko][value=lav]').closest('label').querySelector('.n').textContent`, "48")
	is("another facet's follow", `document.querySelector('input[name=utloper][value="12"]').closest('label').querySelector('.n').textContent`, "0")
	is("chip", `document.querySelector('[data-chips] button').getAttribute('aria-label')`, "Fjern filteret Kritisk")
	is("CSV", `document.querySelector('[data-csv]').textContent`, "Last ned utvalget som CSV")
	evaluate[chromedp.Void](t, ctx, `document.querySelector('[data-chips] button').click()`)
	is("all again", count, "120 kontrakter")
	evaluate[chromedp.Void](t, ctx, `{const s = document.querySelector('[data-sort]'); s.value = 'verdi'; s.dispatchEvent(new Event('change'))}`)
	is("highest value first", `document.querySelector('[data-rows] a').textContent`, "Vektertjenester og alarmutrykning")
	evaluate[chromedp.Void](t, ctx, `document.querySelector('input[name=kolonne][value=kategori]').click(); document.querySelector('input[name=kolonne][value=tak]').click(); document.querySelector('input[name=risiko][value=kritisk]').click()`)
	is("columns", `[...document.querySelectorAll('.contracts thead th')].filter(h => h.offsetParent).map(h => h.textContent).join(', ')`, "Kontrakt, Forvalter, Forbruk, Utløper, Risiko, Øvre avtaleverdi")
	evaluate[chromedp.Void](t, ctx, `window.saved = ''; URL.createObjectURL = b => { b.text().then(x => window.saved = x); return 'about:blank#'; }; HTMLAnchorElement.prototype.click = () => {}; document.querySelector('[data-csv]').dispatchEvent(new MouseEvent('click', {cancelable: true, bubbles: true}))`)
	time.Sleep(100 * time.Millisecond)
	is("CSV of the selection", `saved.split('\r\n')[0] + ' ' + saved.trim().split('\r\n').length`, "Kontrakt;Leverandør;Forvalter;Forbruk;Utløper;Risikonivå;Risikopoeng;Øvre avtaleverdi 25")
	evaluate[chromedp.Void](t, ctx, `document.querySelector('[data-chips] button').click()`)
	is("all once more", count, "120 kontrakter")
	evaluate[chromedp.Void](t, ctx, `dispatchEvent(new Event('beforeprint'))`)
	is("rows in print", shown, "120")
	is("what is printed", `document.querySelector('[data-selection]').textContent`, "Utvalg: alle rader. Sortert etter: Høyest verdi.")
	evaluate[chromedp.Void](t, ctx, `dispatchEvent(new Event('afterprint'))`)
	is("rows after print", shown, "50")
	if strings.HasPrefix(at, "http") {
		is("columns in the address", `new URLSearchParams(location.search).get('kolonner')`, "forvalter,forbruk,utloper,risiko,tak")
	}
	open(t, ctx, at+"?kolonner=utloper&sort=verdi", "light", 1280)
	is("columns from the address", `[...document.querySelectorAll('.contracts thead th')].filter(h => h.offsetParent).map(h => h.textContent).join(', ')`, "Kontrakt, Utløper")
	open(t, ctx, at+"?q=kystomsorg&risiko=hoy", "light", 1280)
	is("state in the address", count, "24 av 120 kontrakter")
	evaluate[chromedp.Void](t, ctx, `{const q = document.querySelector('#q'); q.value = 'finnes ikke'; q.dispatchEvent(new Event('input'))}`)
	time.Sleep(250 * time.Millisecond)
	is("nothing found", `String(document.querySelector('[data-nothing]').hidden)`, "false")
	evaluate[chromedp.Void](t, ctx, `document.querySelector('[data-reset]').click()`)
	is("all after none", count+` + ' ' + document.querySelectorAll('[data-rows] tr').length`, "120 kontrakter 50")
}

// charting: the code of charts comes when a reader points at one, and not before.
func charting(t *testing.T, ctx context.Context, root string) {
	open(t, ctx, root+"/kalender/index.html", "light", 1280)
	if n := evaluate[int](t, ctx, `document.querySelectorAll('script[src$="charts.js"], .drawing.live').length`); n != 0 {
		t.Errorf("the code of charts came before it was asked for: %d", n)
	}
	evaluate[chromedp.Void](t, ctx, `document.querySelector('[data-chart]').dispatchEvent(new Event('pointerenter'))`)
	for range 50 {
		if evaluate[int](t, ctx, `document.querySelectorAll('.drawing.live canvas').length`) > 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the chart was not drawn anew")
}

func searching(t *testing.T, ctx context.Context, root string) {
	open(t, ctx, root+"/kontrakter/vekter-2023/index.html", "light", 1280)
	field := chromedp.CSS("#site-search")
	if err := chromedp.Do(ctx, chromedp.Click(field), chromedp.Sleep(400*time.Millisecond), chromedp.SendKeys(field, "nordvakt"), chromedp.Sleep(300*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	options := evaluate[[]string](t, ctx, `[...document.querySelectorAll('[role=option]')].map(o => o.textContent)`)
	if len(options) < 2 || !strings.HasPrefix(options[0], "Nordvakt AS") {
		t.Fatalf("suggestions: %q", options)
	}
	groups := evaluate[[]string](t, ctx, `[...document.querySelectorAll('#suggestions > [role=group]')].map(g => document.getElementById(g.getAttribute('aria-labelledby')).textContent + ' ' + (g.querySelectorAll('[role=option]').length > 0))`)
	if len(groups) == 0 || groups[0] != "Leverandør true" {
		t.Errorf("groups of suggestions: %q", groups)
	}
	if err := chromedp.Do(ctx, chromedp.SendKeys(field, " "+kb.ArrowDown+kb.ArrowDown+kb.ArrowUp), chromedp.Sleep(300*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if chosen := evaluate[string](t, ctx, `document.querySelector('[role=option][aria-selected=true]')?.id ?? ''`); chosen != "suggestion-0" {
		t.Errorf("chosen by arrows while typing: %q", chosen)
	}
	if err := chromedp.Do(ctx, chromedp.SendKeys(field, kb.Escape)); err != nil {
		t.Fatal(err)
	}
	if open := evaluate[string](t, ctx, `document.querySelector('#site-search').getAttribute('aria-expanded') + document.querySelector('#site-search').value.trim()`); open != "falsenordvakt" {
		t.Errorf("after Escape: %s", open)
	}
	if err := chromedp.Do(ctx, chromedp.SendKeys(field, kb.ArrowDown+kb.Enter)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(400 * time.Millisecond)
	if at := evaluate[string](t, ctx, `location.href`); !strings.Contains(at, "/leverandorer/313000028/") {
		t.Errorf("the first suggestion led to %s", at)
	}
	open(t, ctx, root+"/sok/index.html?q=vektertjeneste", "light", 1280)
	time.Sleep(200 * time.Millisecond)
	hits := evaluate[[]string](t, ctx, `[...document.querySelectorAll('[data-search-hits] a')].map(a => a.textContent + ' ' + a.getAttribute('href'))`)
	if len(hits) == 0 || !strings.HasPrefix(hits[0], "Vektertjenester og alarmutrykning ../kontrakter/vekter-2023/index.html") {
		t.Errorf("hits: %q", hits)
	}
	if refused := evaluate[[]string](t, ctx, `refused`); len(refused) > 0 {
		t.Errorf("the policy refused %q", refused)
	}
}
