// A list: filters with counts, sorting, chips, fifty rows at a time, the state
// in the address, the selection as CSV, as a workbook and on paper. The rows are read at the
// first use (rows.js), so that a page that is only looked at costs nothing: in slices, so that
// ten thousand rows hold nobody up. Rows that do not show are kept out of the page.
import { all, calm, fill, fold, inSlices, make, one, remember } from "./dom.js";
import { dataRows, pageRows } from "./rows.js";
import { download, sheet, toCSV, toWorkbook } from "./sheet.js";

const STEP = 50;

export function list() {
  const root = one("[data-list]");
  if (root) new List(root).start();
}

/** A filter of the page: its box, and where its count stands. */
const box = input => ({ input, label: input.closest("label"), n: one(".n", input.closest("label")) });

/** A filter that has no box in the page, chosen by the address. */
function unseen(facet, value) {
  const input = make("input", { type: "checkbox", value });
  input.checked = true;
  return { input, label: make("label", {}, input, make("span", {}, `${facet}: ${value}`)) };
}

class List {
  constructor(root) {
    const part = name => one(`[data-${name}]`, root);
    Object.assign(this, {
      root, shown: STEP, rows: null, hits: null, orders: [],
      form: part("filters"), body: part("rows"), sort: part("sort"), chips: part("chips"),
      count: part("count"), nothing: part("nothing"), more: part("more"), csv: part("csv"), xlsx: part("xlsx"), wait: part("wait"),
      columns: part("columns"), selection: part("selection"), printer: part("print"),
    });
    this.table = this.body.closest("table");
    this.boxes = this.columns ? all("input", this.columns) : [];
    this.usual = this.on().join();
    this.total = Number(this.table.dataset.total);
    this.field = one("input[type=search]", this.form);
    this.facets = all("[data-facet]", this.form).map(details => ({ name: details.dataset.facet, details, label: details.dataset.label ?? one("summary span", details).textContent, boxes: all("input", details).map(box) }));
    this.sorts = [...this.sort.options].map(o => ({ name: o.value, numeric: "numeric" in o.dataset, down: "descending" in o.dataset }));
  }

  start() {
    this.restore();
    this.listen();
    for (const e of [one("[data-sorting]", this.root), this.columns, this.printer]) if (e) e.hidden = false;
    this.showColumns();
    // Without a filter, styles show the first fifty rows and hide the rest.
    if (location.search) this.update(false);
    else this.showMore(Number(this.table.dataset.total));
    for (const e of ["focusin", "pointerover"]) this.form.addEventListener(e, () => this.readTexts().catch(() => {}), { once: true });
  }

  restore() {
    const params = new URLSearchParams(location.search);
    this.field.value = params.get("q") ?? "";
    for (const facet of this.facets) {
      const wanted = (params.get(facet.name) ?? "").split(",").filter(Boolean);
      for (const { input } of facet.boxes) {
        input.checked = wanted.includes(input.value);
        if (input.checked) facet.details.open = true;
      }
      // What the address asks for and no box has: rows of a facet that is hidden, or no rows.
      const known = new Set(facet.boxes.map(b => b.input.value));
      facet.boxes.push(...wanted.filter(v => !known.has(v)).map(v => unseen(facet.label, v)));
    }
    if (params.has("kolonner")) {
      const wanted = params.get("kolonner").split(",");
      for (const b of this.boxes) b.checked = wanted.includes(b.value);
    }
    const order = params.get("sort");
    if ([...this.sort.options].some(o => o.value === order)) this.sort.value = order;
  }

  listen() {
    const anew = () => {
      this.shown = STEP;
      this.update();
    };
    this.field.addEventListener("input", calm(120, anew));
    this.form.addEventListener("change", e => e.target !== this.field && anew());
    this.form.addEventListener("submit", e => {
      e.preventDefault();
      anew();
    });
    this.sort.addEventListener("change", anew);
    this.columns?.addEventListener("change", () => {
      this.showColumns();
      this.address();
    });
    this.printer.addEventListener("click", async () => {
      await this.update(false);
      await inSlices(this.hits, r => r.tr); // made before, so that print need not wait for all at once
      print();
    });
    // Print has all of the selection, and says what it is.
    let before = STEP;
    addEventListener("beforeprint", () => {
      before = this.shown;
      this.shown = Infinity;
      if (this.hits) this.show(); // until the list is used, what its page has is printed
      const filters = [this.field.value, ...all("button", this.chips).map(b => b.textContent)].filter(Boolean).join("; ");
      this.selection.textContent = fill(this.selection.dataset.label, { filters: filters || this.selection.dataset.none, sort: this.sort.selectedOptions[0].textContent });
    });
    addEventListener("afterprint", () => {
      this.shown = before;
      if (this.hits) this.show();
    });
    this.more.addEventListener("click", async () => {
      const first = this.shown;
      this.shown += STEP;
      await this.update();
      one("a", this.body.children[first] ?? this.body)?.focus();
    });
    one("[data-reset]", this.root).addEventListener("click", () => {
      this.field.value = "";
      for (const { boxes } of this.facets) for (const { input } of boxes) input.checked = false;
      anew();
      this.field.focus();
    });
    const file = (link, name, make) => link?.addEventListener("click", async e => {
      if (this.hits ? this.hits.length === this.total : !this.working) return; // all: the file beside the page
      e.preventDefault();
      await this.working;
      download(name, await make(await sheet(this, this.hits, this.on())));
    });
    const { file: name, sheetName } = this.table.dataset;
    file(this.csv, name + ".csv", toCSV);
    file(this.xlsx, name + ".xlsx", data => toWorkbook(sheetName, data, this.xlsx.dataset.code));
    const button = one("[data-show-filters]", this.root);
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = this.form.classList.toggle("open");
      button.setAttribute("aria-expanded", open);
      one("span", button).textContent = open ? button.dataset.shown : button.dataset.hidden;
    });
  }

  /** The columns that are on, and the places of those that are off. */
  on() {
    return this.boxes.filter(b => b.checked).map(b => b.value);
  }

  off() {
    return this.boxes.filter(b => !b.checked).map(b => b.dataset.place);
  }

  showColumns() {
    if (this.columns) this.table.dataset.off = this.off().join(" ");
  }

  /** Reads the rows once, and says so if it takes a while; what failed is tried again the next time. */
  read() {
    return (this.reading ??= (async () => {
      const { sources } = this.table.dataset;
      const late = setTimeout(() => this.say(this.wait.dataset.label), 200);
      try {
        this.rows = await (sources ? dataRows(sources.split(" "), this.sorts) : pageRows(this.body, this.sorts, STEP));
        this.body.classList.add("ready");
        this.say("");
      } catch (e) {
        this.reading = null;
        this.say(this.wait.dataset.failed);
        throw e;
      } finally {
        clearTimeout(late);
      }
    })());
  }

  say(text) {
    this.wait.textContent = text;
  }

  /** What can be searched for in each row, once. */
  async readTexts() {
    await this.read();
    await (this.texts ??= inSlices(this.rows, r => (r.text = fold(r.words))));
  }

  /** Filters, counts, sorts and shows; the address follows unless this is the first time. */
  update(address = true) {
    return (this.working = this.choose(address));
  }

  async choose(address) {
    await (this.field.value.trim() ? this.readTexts() : this.read());
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    const chosen = this.facets.map(f => f.boxes.filter(b => b.input.checked).map(b => b.input.value));
    const found = this.ordered().filter(r => words.every(w => r.text.includes(w)));
    // misses: how many facets a row fails, and which; a facet's own counts ignore its own choice.
    const fails = (r, i) => chosen[i].length > 0 && !chosen[i].some(v => r.values[i].includes(v));
    const counts = this.facets.map(() => new Map());
    this.hits = found.filter(r => {
      const failed = [];
      for (let i = 0; i < chosen.length && failed.length < 2; i++) if (fails(r, i)) failed.push(i);
      if (failed.length > 1) return false;
      for (const i of failed.length ? failed : counts.keys()) for (const v of r.values[i]) counts[i].set(v, (counts[i].get(v) ?? 0) + 1);
      return failed.length === 0;
    });
    this.show();
    this.showFacets(counts, chosen);
    this.showChips();
    if (address) this.address();
  }

  /** The rows in the order that is chosen, sorted once for each. */
  ordered() {
    const i = Math.max(this.sort.selectedIndex, 0);
    const { down } = this.sorts[i];
    const missing = k => k === "" || Number.isNaN(k);
    return (this.orders[i] ??= this.rows.toSorted((a, b) => {
      const [x, y] = [a.keys[i], b.keys[i]];
      if (missing(x) || missing(y)) return missing(x) - missing(y) || a.place - b.place; // missing last, either way
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1) || a.place - b.place;
    }));
  }

  show() {
    this.body.replaceChildren(...this.hits.slice(0, this.shown).map(r => r.tr));
    const n = this.hits.length;
    this.count.textContent = n === this.total ? this.count.dataset.all : fill(this.count.dataset.some, { n, total: this.total });
    this.nothing.hidden = n > 0;
    this.table.hidden = n === 0;
    for (const link of [this.csv, this.xlsx]) {
      if (!link) continue;
      link.hidden = n === 0;
      link.dataset.whole ??= link.textContent;
      link.textContent = n === this.total ? link.dataset.whole : link.dataset.label;
    }
    this.showMore(n);
  }

  showMore(n) {
    const left = n - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = fill(this.more.dataset.label, { n: Math.min(STEP, left) });
  }

  showFacets(counts, chosen) {
    this.facets.forEach(({ boxes, details }, i) => {
      for (const { input, label, n } of boxes) {
        const k = counts[i].get(input.value) ?? 0;
        if (n) n.textContent = k;
        label.classList.toggle("zero", k === 0 && !input.checked);
      }
      const note = one("[data-chosen]", details);
      if (note) note.textContent = chosen[i].length ? fill(note.dataset.label, { n: chosen[i].length }) : "";
    });
  }

  showChips() {
    const chips = this.facets.flatMap(f => f.boxes.filter(b => b.input.checked)).map(({ input, label }) => {
      const text = one("span", label).textContent;
      const button = make("button", { type: "button", class: "ds-chip", "data-removable": "", "aria-label": fill(this.chips.dataset.remove, { filter: text }) }, text);
      button.addEventListener("click", async () => {
        input.checked = false;
        this.shown = STEP;
        await this.update();
        (one("button", this.chips) ?? this.field).focus();
      });
      return make("li", {}, button);
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = chips.length === 0;
  }

  address() {
    const params = new URLSearchParams();
    if (this.field.value) params.set("q", this.field.value);
    for (const f of this.facets) {
      const chosen = f.boxes.filter(b => b.input.checked).map(b => b.input.value);
      if (chosen.length) params.set(f.name, chosen.join(","));
    }
    if (this.sort.selectedIndex > 0) params.set("sort", this.sort.value);
    if (this.on().join() !== this.usual) params.set("kolonner", this.on().join());
    remember(params);
  }
}
