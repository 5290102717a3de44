package gates_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// lib are the words that the checks below have in common; it is put before each of them.
const lib = `
const all = (s, from = document) => [...from.querySelectorAll(s)];
const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getBoundingClientRect().width > 0;
const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('') + ' «' + (e.textContent || e.getAttribute('aria-label') || e.name || '').trim().replace(/\s+/g, ' ').slice(0, 30) + '»';
const focusables = () => all('a[href], button, input, select, textarea, summary, [tabindex]').filter(e => e.tabIndex >= 0 && !e.disabled && seen(e));
`

func in(script string) string { return "(async () => {" + lib + script + "})()" }

// openAll opens what is folded.
const openAll = `document.querySelectorAll('details').forEach(d => d.open = true), true`

// order is one h1, headings that skip no level, one main, the landmarks, a language, and
// labels for what can be used.
const order = `
const faults = [];
const heads = all('h1, h2, h3, h4, h5, h6').filter(seen);
if (heads.filter(h => h.tagName === 'H1').length !== 1) faults.push('not one h1: ' + heads.filter(h => h.tagName === 'H1').map(name));
heads.forEach((h, i) => { const up = i ? +heads[i - 1].tagName[1] : 0; if (+h.tagName[1] > up + 1) faults.push('skips a level of heading: ' + name(h)); });
for (const mark of ['header', 'nav', 'main', 'footer', 'search']) if (!document.querySelector(mark)) faults.push('no ' + mark);
if (all('main').length !== 1) faults.push('not one main');
if (!/^(nb|nn|en)$/.test(document.documentElement.lang)) faults.push('language ' + document.documentElement.lang);
if (!document.title.includes(document.querySelector('h1')?.textContent.replaceAll('\u00ad', '').trim().slice(0, 12))) faults.push('the title does not begin as the heading: ' + document.title);
const first = focusables()[0] ?? document.querySelector('a');
if (!document.querySelector('a.ds-skip-link[href="#content"]')) faults.push('no link past the menu');
const ids = all('[id]').map(e => e.id);
ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push('the id twice: ' + id));
all('svg:not([aria-hidden=true])').filter(s => !s.closest('[aria-hidden=true]') && !s.parentElement.closest('svg') && !s.querySelector('title') && !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby')).forEach(s => faults.push('a drawing without a name: ' + name(s)));
return faults;`

// reflow: nothing scrolls sideways, on a screen of 320 pixels either, but tables and code in a
// box of their own.
const reflow = `
if (document.documentElement.scrollWidth <= innerWidth) return [];
return [document.documentElement.scrollWidth + ' px wide on ' + innerWidth + ': ' + all('body *').filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, .ds-sr-only, .prose table')).slice(-3).map(name).join(' | ')];`

// spacing is what WCAG 1.4.12 asks for; no text may be cut by it.
const spacing = `
const sheet = new CSSStyleSheet();
sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
document.adoptedStyleSheets.push(sheet);
await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
const cut = all('body *').filter(e => { const s = getComputedStyle(e); return seen(e) && e.clientWidth > 30 && !e.closest('.ds-sr-only, svg') && e.textContent.trim() && (['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 2 || ['hidden', 'clip'].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 2); }).map(e => 'spaced text is cut: ' + name(e));
if (document.documentElement.scrollWidth > innerWidth) cut.push('spaced text makes the page ' + document.documentElement.scrollWidth + ' px wide: ' + all('body *').filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, .ds-sr-only, .prose table, .nav')).slice(-3).map(name).join(' | '));
document.adoptedStyleSheets.pop();
return cut.slice(0, 5);`

// targets are at least 24 × 24 pixels (WCAG 2.5.8), or a circle of 24 on their middle meets no
// other target; links in a sentence are excepted, and a label counts with its control.
const targets = `
const box = e => { // what can be pressed: with a label, and with what is laid over the whole part
  const r = (e.closest('label') ?? e).getBoundingClientRect();
  const after = getComputedStyle(e, '::after');
  if (after.content !== 'none' && after.position === 'absolute' && after.inset === '0px') { let p = e; while (p && getComputedStyle(p).position === 'static') p = p.parentElement; return (p ?? e).getBoundingClientRect(); }
  return r;
};
const inline = e => e.matches('a') && getComputedStyle(e).display === 'inline' && [...e.parentElement.childNodes].some(n => n !== e && n.textContent.trim().length > 2 && (n.nodeType === 3 || getComputedStyle(n).display.startsWith('inline')));
const list = all('a[href], button, input, select, textarea, summary').filter(e => seen(e) && !e.matches('.ds-skip-link') && !e.closest('.ds-sr-only'));
const boxes = new Map(list.map(e => [e, box(e)]));
return list.filter(e => {
  const r = boxes.get(e);
  if (r.width >= 23.5 && r.height >= 23.5 || inline(e)) return false;
  const [x, y] = [r.left + r.width / 2, r.top + r.height / 2];
  return list.some(o => {
    if (o === e || o.closest('label') === e.closest('label') && e.closest('label')) return false;
    const q = boxes.get(o), dx = Math.max(q.left - x, 0, x - q.right), dy = Math.max(q.top - y, 0, y - q.bottom);
    const small = q.width < 23.5 || q.height < 23.5;
    return small ? Math.hypot(q.left + q.width / 2 - x, q.top + q.height / 2 - y) < 23.5 : Math.hypot(dx, dy) < 11.5;
  });
}).slice(0, 6).map(e => 'a small target: ' + name(e) + ' ' + Math.round(boxes.get(e).width) + '×' + Math.round(boxes.get(e).height));`

// focus: everything that can have it shows it, by outline or shadow, on itself or on what is
// drawn over it; nothing has a tabindex above 0; and in main the order of the keyboard is that
// of the page, so that focus never goes to a part that stands wholly above and left.
const focus = `
const faults = [];
const look = e => [e, ...(e.closest('label') ? [e.closest('label')] : [])].flatMap(x => [null, '::after', '::before'].map(p => { const s = getComputedStyle(x, p); return (s.outlineStyle === 'none' || s.outlineWidth === '0px' ? 'none' : s.outlineStyle + s.outlineWidth + s.outlineColor) + s.boxShadow; })).join('|') + (e.matches('.ds-skip-link') && getComputedStyle(e).clip); // hidden until it has focus
all('[tabindex]').filter(e => e.tabIndex > 0).forEach(e => faults.push('a tabindex above 0: ' + name(e)));
let before = null, invisible = 0;
for (const e of focusables()) {
  const calm = look(e);
  e.focus({focusVisible: true, preventScroll: true});
  if (document.activeElement !== e) continue;
  if (look(e) === calm && invisible++ < 6) faults.push('focus does not show: ' + name(e));
  if (!e.closest('main')) continue;
  const r = e.getBoundingClientRect();
  if (before && r.bottom <= before.r.top - 1 && r.right <= before.r.left + 1) faults.push('focus jumps back: from ' + name(before.e) + ' to ' + name(e));
  before = {e, r};
}
document.activeElement.blur();
return faults.slice(0, 8);`

// forced: with colours that the system chooses every mark of a drawing is told from the ground
// and every level of risk has a border.
const forced = `
const faults = [];
const probe = document.body.appendChild(document.createElement('span'));
const system = {};
for (const c of ['Canvas', 'CanvasText']) { probe.style.color = c; system[c] = getComputedStyle(probe).color; }
probe.remove();
if (getComputedStyle(document.body).backgroundColor !== system.Canvas) faults.push('the ground is not the system colour');
all('.risk, .mark, .band-key, .matrix td[class^="band-"]').filter(seen).forEach(e => { const s = getComputedStyle(e); if (s.borderTopStyle === 'none' || s.borderTopWidth === '0px') faults.push('a level without a border: ' + name(e)); });
const clear = c => c === 'none' || c === system.Canvas || /rgba\(.*, 0\)/.test(c) || c === 'transparent';
const wanted = new Set(['rect', 'path', 'line', 'circle', 'polyline', 'polygon', 'text']);
all('svg').filter(s => seen(s) && !s.closest('.hatches')).forEach(svg => all('*', svg).filter(e => wanted.has(e.tagName) && !e.closest('defs') && e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().height > 0).forEach(e => {
  const s = getComputedStyle(e);
  const stroked = s.stroke !== 'none' && s.strokeWidth !== '0px';
  if (e.matches('.year-line, .grid')) return;
  const over = e.tagName === 'text' && /inverse|term/.test(e.getAttribute('class') ?? ''); // text on a mark
  if (!over && clear(s.fill) && !(stroked && !clear(s.stroke))) faults.push('not seen in forced colours: ' + e.tagName + '.' + e.getAttribute('class') + ' in ' + svg.getAttribute('class') + ' fill ' + s.fill + ' stroke ' + s.stroke);
}));
return [...new Set(faults)].slice(0, 6);`

// motion: nothing moves for those who do not want it.
const motion = `
const moves = all('body, body *').filter(e => { const s = getComputedStyle(e); return s.animationName !== 'none' && parseFloat(s.animationDuration) > .01 || s.transitionDuration.split(',').some(d => parseFloat(d) > .01); });
const faults = moves.slice(0, 3).map(e => 'moves: ' + name(e) + ' ' + getComputedStyle(e).transition);
if (getComputedStyle(document.documentElement).scrollBehavior === 'smooth') faults.push('scrolls smoothly');
return faults;`

// TestChecks holds the chosen pages to the rules that axe-core does not know.
func TestChecks(t *testing.T) {
	for _, site := range []string{"internal", "public", "invented"} {
		t.Run(site, func(t *testing.T) {
			s := theSite(t, site)
			eachPage(t, chosenPages(t, site), func(t *testing.T, tab *tab, p string) {
				is := func(script string) {
					t.Helper()
					for _, fault := range await[[]string](t, tab, in(script)) {
						t.Errorf("%s: %s", p, fault)
					}
				}
				tab.media(t, "", "prefers-reduced-motion", "reduce")
				tab.size(t, 1280, 900)
				tab.open(t, s.at(p))
				await[bool](t, tab, openAll)
				is(order)
				is(motion)
				is(reflow)
				is(focus)
				is(targets)
				is(spacing)
				tab.size(t, 390, 844)
				is(targets)
				is(focus)
				tab.size(t, 320, 640)
				tab.settle(t)
				is(reflow)
				is(spacing)
				tab.size(t, 1280, 900)
				tab.media(t, "", "forced-colors", "active")
				tab.settle(t)
				is(forced)
				for _, c := range tab.complaints(t, s) {
					t.Errorf("%s: %s", p, c)
				}
			})
		})
	}
}

// TestWithoutScripts reads the pages as a browser without scripts does: what they say is there,
// nothing that can be pressed is dead, and every row of the list can be reached.
func TestWithoutScripts(t *testing.T) {
	s := theSite(t, "internal")
	eachPage(t, s.largest(), func(t *testing.T, tab *tab, p string) {
		// Chromium still evaluates what the test asks for.
		if _, err := chromedp.Call(tab.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(tab.ctx, chromedp.Navigate(s.at(p))); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{1280, 390} {
			tab.size(t, width, 900)
			v, err := chromedp.Run(tab.ctx, chromedp.Evaluate[[]string]("(() => {"+lib+withoutScripts+"})()"))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range v {
				t.Errorf("%s %d: %s", p, width, fault)
			}
		}
	})
}

const withoutScripts = `
const faults = [];
if (document.documentElement.classList.contains('js')) faults.push('scripts ran');
if (!seen(document.querySelector('h1'))) faults.push('no heading to be seen');
if (document.querySelector('main').innerText.trim().length < 40) faults.push('hardly any content: ' + document.querySelector('main').innerText);
if (!all('.nav a').every(seen)) faults.push('the menu is hidden');
all('button').filter(seen).filter(b => b.type !== 'submit' || !b.form?.getAttribute('action')).forEach(b => faults.push('a dead button: ' + name(b)));
all('select, input').filter(seen).filter(e => !e.form?.querySelector('[type=submit], button:not([type=button])')).forEach(e => faults.push('a dead field: ' + name(e)));
all('form').filter(f => [...f.elements].some(seen) && !f.getAttribute('action')).forEach(f => faults.push('a form that leads nowhere: ' + name(f)));
all('main tbody tr').filter(r => !r.closest('details:not([open])') && !seen(r)).slice(0, 2).forEach(r => faults.push('a hidden row: ' + name(r)));
all('.live, canvas').forEach(e => faults.push('a drawing by scripts'));
all('[data-chart]').filter(d => !d.closest('details') && !(d.querySelector('svg') && seen(d.querySelector('svg')))).forEach(d => faults.push('a chart that does not show'));
return faults.slice(0, 6);`

// TestTitles: no two pages of a site have the same title.
func TestTitles(t *testing.T) {
	s := theSite(t, "internal")
	seen := map[string]string{}
	for _, pages := range s.kinds {
		for _, p := range pages {
			html, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(p)))
			if err != nil {
				t.Fatal(err)
			}
			_, title, _ := strings.Cut(string(html), "<title>")
			title, _, _ = strings.Cut(title, "</title>")
			if other, twice := seen[title]; twice || strings.TrimSpace(title) == "" {
				t.Errorf("%s and %s have the title %q", p, other, title)
			}
			seen[title] = p
		}
	}
}

// TestTabRound goes through the overview with the Tab key itself, so that the order that the
// checks compute is the one that the browser follows: the link past the menu first, every
// step on something that can be seen, the last one in the footer.
func TestTabRound(t *testing.T) {
	s := theSite(t, "internal")
	tab := newTab(t)
	tab.size(t, 1280, 900)
	tab.media(t, "", "prefers-reduced-motion", "reduce")
	tab.open(t, s.at("index.html"))
	n := await[int](t, tab, in(`return focusables().length`))
	want := await[[]string](t, tab, in(`return focusables().map(name)`))
	for i := range n {
		if err := chromedp.Do(tab.ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		if got := await[string](t, tab, in(`return name(document.activeElement)`)); got != want[i] {
			t.Errorf("step %d: %s, the page says %s", i+1, got, want[i])
		}
		if !await[bool](t, tab, in(`const r = document.activeElement.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight && seen(document.activeElement)`)) {
			t.Errorf("step %d: the focus is out of sight on %s", i+1, want[i])
		}
	}
}
