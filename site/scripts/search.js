// Full-text search: suggestions under the search field, and the page of results.
//
// The index is a script, so that file: works: search-index.js sets window.forvaltIndex = {language,
// words, index, spellings, endings, asking, more}; words are those for the kinds of hits, and the sentences
// around them; more are scripts beside it that add the other shards of a large index to
// window.forvaltShards. What a query finds in it is in find.js.
import { calm, fill, make, one, remember } from "./dom.js";
import { Engine } from "./find.js";

const SUGGESTED = 8;
const SHOWN = 100;

/** All shards of the index: what is loaded of it can be searched. */
class Index extends Engine {
  constructor(script) {
    super(script);
    this.words = script.words;
    this.load(script.index, script.more ?? []);
  }

  /** The first shard answers as soon as it is there; the others follow one by one. */
  async load(index, more) {
    const own = one('script[src*="search-index.js"]').src;
    window.forvaltShards = [];
    await this.add(index);
    for (const name of more) {
      await new Promise(done => {
        const script = make("script", { src: new URL(name, own).href });
        script.addEventListener("load", done);
        script.addEventListener("error", done); // what the others have is still found
        document.head.append(script);
      });
      const shard = window.forvaltShards.pop();
      if (shard) await this.add(shard);
    }
    if (more.length) this.changed();
  }

  async add(shard) {
    await super.add(shard);
    if (this.shards.length === 1) this.changed();
  }

  /** Calls f now if something can be searched, when it first can, and when all is loaded. */
  follow(f) {
    (this.followers ??= []).push(f);
    if (this.shards.length) f();
  }

  changed() {
    for (const f of this.followers ?? []) f();
  }
}

const address = (form, hit) => {
  const [page, part] = (form.dataset.root + hit.href).split("#");
  const file = "file" in form.dataset && page.endsWith("/") ? "index.html" : "";
  return (page + file || "./") + (part ? "#" + part : "");
};

/** The field becomes a combobox: arrows choose, Enter opens, Escape closes. */
function suggest(engine, form) {
  const field = one("input", form);
  const { words } = engine;
  const box = make("ul", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": words.suggestions, hidden: "" });
  field.after(box);
  for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false" })) field.setAttribute(k, v);
  let options = [];
  let at = -1;

  const close = () => {
    box.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = i => {
    at = i;
    options.forEach((o, k) => o.node.setAttribute("aria-selected", k === i));
    if (i < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options[i].node.id);
    options[i].node.scrollIntoView({ block: "nearest" });
  };
  const option = (i, go, ...content) => {
    const node = make("li", { role: "option", id: "suggestion-" + i, "aria-selected": "false" }, ...content);
    node.addEventListener("mousedown", e => e.preventDefault());
    node.addEventListener("click", go);
    return { node, go };
  };
  let shownFor = "";
  const show = () => {
    if (!field.value.trim() || !engine.shards.length) return close();
    if (!box.hidden && field.value === shownFor) return; // what is chosen by arrow stays chosen
    shownFor = field.value;
    const { hits, partial } = engine.find(field.value);
    // The best hits, gathered by kind; the kind of the best one comes first.
    const best = hits.slice(0, SUGGESTED);
    const kinds = [...new Set(best.map(h => h.kind))];
    options = [];
    const groups = kinds.map((kind, k) => {
      const nodes = best.filter(h => h.kind === kind).map(hit => {
        const o = option(options.length, () => (location.href = address(form, hit)), hit.title, ...(hit.sub ? [make("span", { class: "under" }, hit.sub)] : []));
        options.push(o);
        return o.node;
      });
      return make("li", { role: "group", "aria-labelledby": "suggested-" + k }, make("span", { id: "suggested-" + k }, words[kind] ?? kind), make("ul", { role: "none" }, ...nodes));
    });
    const all = option(options.length, () => {
      at = -1;
      form.requestSubmit();
    }, fill(!hits.length ? words.none : partial ? words.some : words.all, { n: hits.length, q: field.value }));
    all.node.classList.add("all");
    options.push(all);
    box.replaceChildren(...groups, all.node);
    box.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(-1);
  };

  field.addEventListener("input", calm(80, show));
  field.addEventListener("blur", close);
  form.addEventListener("submit", e => at >= 0 && e.preventDefault()); // a suggestion is being opened
  field.addEventListener("keydown", e => {
    if (e.key === "Escape" && !box.hidden) {
      e.preventDefault();
      close();
    } else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      show(); // what was typed last is not always shown yet
      const n = options.length;
      if (n) choose(e.key === "ArrowDown" ? (at + 1) % n : (at - 1 + n) % n);
    } else if (e.key === "Enter" && at >= 0) {
      e.preventDefault();
      options[at].go();
    }
  });
  engine.follow(() => {
    if (document.activeElement !== field || at >= 0) return;
    shownFor = "";
    show();
  });
}

/** The page of results: hits by relevance, to be narrowed to one kind. */
function results(engine, form) {
  const field = one("input", form);
  const { words } = engine;
  const [count, kinds, out, tips] = ["count", "kinds", "hits", "tips"].map(n => one(`[data-search-${n}]`));
  const params = new URLSearchParams(location.search);
  field.value = params.get("q") ?? "";
  let kind = params.get("kind") ?? "";

  const toggle = (value, text) => {
    const b = make("button", { type: "button", class: "ds-button", "data-variant": value === kind ? "primary" : "secondary", "aria-pressed": String(value === kind) }, text);
    b.addEventListener("click", () => {
      kind = value;
      show();
      one("[aria-pressed=true]", kinds)?.focus();
    });
    return b;
  };
  const show = () => {
    const { hits: found, partial } = engine.find(field.value);
    const by = new Map();
    for (const hit of found) by.set(hit.kind, (by.get(hit.kind) ?? 0) + 1);
    if (!by.has(kind)) kind = "";
    const hits = kind ? found.filter(h => h.kind === kind) : found;
    count.textContent = field.value.trim() ? fill(partial ? words["count-some"] : words.count, { n: hits.length, q: field.value }) : words.prompt;
    tips.hidden = !field.value.trim() || found.length > 0;
    kinds.replaceChildren(toggle("", fill(words["all-kinds"], { n: found.length })), ...[...by].map(([k, n]) => toggle(k, `${words[k] ?? k} (${n})`)));
    kinds.hidden = by.size < 2;
    out.replaceChildren(...hits.slice(0, SHOWN).map(hit =>
      make("li", {}, make("a", { class: "ds-link", href: address(form, hit) }, hit.title), make("span", { class: "under" }, [words[hit.kind], hit.sub].filter(Boolean).join(", ")))));
    const state = new URLSearchParams();
    if (field.value) state.set("q", field.value);
    if (kind) state.set("kind", kind);
    remember(state);
  };
  field.addEventListener("input", calm(120, show));
  form.addEventListener("submit", e => {
    e.preventDefault();
    show();
  });
  engine.follow(() => {
    const chosen = kinds.contains(document.activeElement);
    show();
    if (chosen) one("[aria-pressed=true]", kinds)?.focus();
  });
  if (!field.value) field.focus();
}

if (window.forvaltIndex) {
  const engine = new Index(window.forvaltIndex);
  const page = one("[data-search-page]");
  const box = one("[data-search]");
  if (page) results(engine, page);
  if (box) suggest(engine, box);
}
