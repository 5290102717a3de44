package gates_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	listed = regexp.MustCompile(`<th scope="row"><a class="ds-link" href="([^"]+)"`)
	parted = regexp.MustCompile(`(?s)<nav class="parts".*?</nav>`)
	linked = regexp.MustCompile(`href="([^"]+)"`)
)

// TestLongList holds a list of more contracts than a page can hold to what a short one does:
// without scripts every contract is found on pages that the list leads to; with them the page
// holds only what is seen, and filters, sorts, goes on and searches all of them.
func TestLongList(t *testing.T) {
	if testing.Short() {
		t.Skip("short: no large portfolio")
	}
	axe := axeSource(t)
	needs(t)
	program, err := all.program()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "demo")
	if out, err := exec.Command(program, "init", "--demo", "301", data).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	tenfold(t, filepath.Join(data, "contracts", "agreements"))
	s, err := all.buildFrom(filepath.Join(data, "contracts"), "long", "--file-links")
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(s.dir, "kontrakter", "index.html")
	page, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(listed.FindAll(page, -1)); n != 50 {
		t.Errorf("the list's page has %d rows", n)
	}
	long := 0 // the demo makes ended contracts too
	if folders, err := filepath.Glob(filepath.Join(s.dir, "kontrakter", "*", "index.html")); err == nil {
		long = len(folders)
	}
	seen := map[string]int{}
	parts := map[string]int{} // page → rows
	for _, m := range linked.FindAllSubmatch(parted.Find(page), -1) {
		part := filepath.Join(filepath.Dir(list), filepath.FromSlash(string(m[1])))
		html, err := os.ReadFile(part)
		if err != nil {
			t.Fatal(err)
		}
		rows := listed.FindAllSubmatch(html, -1)
		if len(rows) == 0 || len(rows) > 500 {
			t.Errorf("%s has %d rows", m[1], len(rows))
		}
		for _, r := range rows {
			seen[filepath.Join(filepath.Dir(part), filepath.FromSlash(string(r[1])))]++
		}
		rel, err := filepath.Rel(s.dir, part)
		if err != nil {
			t.Fatal(err)
		}
		parts[filepath.ToSlash(rel)] = len(rows)
	}
	if len(seen) != long {
		t.Errorf("%d of %d contracts stand on the pages by department", len(seen), long)
	}
	for to, n := range seen {
		if _, err := os.Stat(to); err != nil || n != 1 {
			t.Errorf("%s stands %d times (%v)", to, n, err)
		}
	}
	if len(parts) < 2 {
		t.Fatal("the list leads to no pages by department")
	}

	// Axe takes long over rows that are all alike: the two shortest of the pages stand for them.
	byRows := slices.SortedFunc(maps.Keys(parts), func(a, b string) int { return cmp.Or(cmp.Compare(parts[a], parts[b]), cmp.Compare(a, b)) })
	eachPage(t, []string{"kontrakter/index.html", byRows[0], byRows[1]}, func(t *testing.T, tab *tab, p string) {
		tab.size(t, 1280, 900)
		tab.open(t, s.at(p))
		if _, err := chromedp.Run(tab.ctx, chromedp.Evaluate[chromedp.Void](axe)); err != nil {
			t.Fatal(err)
		}
		for _, v := range await[[]string](t, tab, axeRun+"(false, true)") {
			t.Errorf("%s: %s", p, v)
		}
		for _, c := range tab.complaints(t, s) {
			t.Errorf("%s: %s", p, c)
		}
	})

	disk := &built{dir: s.dir, kinds: s.kinds}
	for _, b := range []*built{s, disk} { // from a server, and as files
		tab := newTab(t)
		tab.size(t, 1280, 900)
		tab.open(t, b.at("kontrakter/index.html"))
		got := await[map[string]string](t, tab, in(longUse))
		whole := fmt.Sprint(long)
		for what, want := range map[string]string{"first": whole, "rows": "50", "more": "100", "focus": "51", "all": whole, "printed": got["high"]} {
			if got[what] != want {
				t.Errorf("%s: %q is %q, want %q", b.at(""), what, got[what], want)
			}
		}
		if !strings.Contains(got["some"], whole) || got["high"] == "0" {
			t.Errorf("%s: the filter gave %q, %s rows", b.at(""), got["some"], got["high"])
		}
		tab.open(t, b.at("sok/index.html"))
		found := await[string](t, tab, in(`
			const field = document.querySelector('[data-search-page] input');
			field.value = 'renhold';
			let last = '';
			for (let i = 0; i < 100; i++) {
				field.dispatchEvent(new Event('input'));
				await new Promise(r => setTimeout(r, 200));
				const now = document.querySelector('[data-search-count]').textContent;
				if (document.querySelectorAll('script[src*="search-index-"]').length >= 3 && now === last && /\d/.test(now)) return now;
				last = now;
			}
			return last`))
		if !regexp.MustCompile(`^[1-9]\d`).MatchString(found) {
			t.Errorf("%s: the search says %q", b.at(""), found)
		}
		for _, c := range tab.complaints(t, b) {
			t.Errorf("%s: %s", b.at(""), c)
		}
	}
}

// tenfold makes ten of every contract; the copies are what a contract's file says before its
// first list, so that a site with more contracts than a page can hold is soon built.
func tenfold(t *testing.T, agreements string) {
	t.Helper()
	entries, err := os.ReadDir(agreements)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(agreements, e.Name(), "contract.toml"))
		if err != nil {
			t.Fatal(err)
		}
		short, _, _ := bytes.Cut(data, []byte("\n[["))
		for i := range 9 {
			write(t, filepath.Join(agreements, fmt.Sprintf("%s-%d", e.Name(), i+2), "contract.toml"), append(bytes.Clone(short), '\n'))
		}
	}
}

// longUse uses the list as a reader does, and tells what it then shows.
const longUse = `
	const number = s => s.replace(/\D/g, '');
	const count = () => document.querySelector('[data-count]').textContent;
	const rows = () => document.querySelectorAll('[data-rows] tr').length;
	const until = async f => { for (let i = 0; i < 200 && !f(); i++) await new Promise(r => setTimeout(r, 50)); };
	const out = {first: number(count()), rows: String(rows())};
	document.querySelector('[data-more]').click();
	await until(() => rows() > 50);
	out.more = String(rows());
	out.focus = String([...document.querySelectorAll('[data-rows] tr')].indexOf(document.activeElement.closest('tr')) + 1);
	const box = document.querySelector('input[name=risiko][value=high]');
	box.click();
	await until(() => count().includes(' av '));
	out.some = count();
	const own = number(box.closest('label').querySelector('.n').textContent);
	out.high = own;
	dispatchEvent(new Event('beforeprint'));
	out.printed = String(rows());
	dispatchEvent(new Event('afterprint'));
	box.click();
	await until(() => !count().includes(' av '));
	out.all = number(count());
	return out;`
