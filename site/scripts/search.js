// Full-text search: suggestions under the search field, and the page of results.
//
// The index is MiniSearch's own serialised form, built in Go (internal/search), which must
// agree with what stands here:
//
//	search-index.js   window.forvaltIndex = {language, index, more}; a script, so that file: works
//	more              scripts beside it that add the other shards of a large index to window.forvaltShards
//	fields            title, text, ids (in this order)
//	stored            title, kind, href (from the site's root), sub
//	tokens            split at spaces and punctuation; ids also whole, without punctuation
//	terms             lower case, then the Snowball stem: Norwegian for nb and nn, else English
//
// A query of digits (an organisation number, a case number, a CPV code) is matched whole
// against ids, with or without its spaces, slashes and hyphens.
import MiniSearch from "minisearch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { calm, fill, make, one, remember } from "./dom.js";

const SUGGESTED = 8;
const SHOWN = 100;

// What most come for stands first: «vekter» is the guard contract before the rule on weights,
// whose stem is the same.
const WEIGHT = { contract: 4, supplier: 3, person: 3, guidance: 2, requirement: 2, rule: .5 };

/** All shards of the index: what is loaded of it can be searched. */
class Index {
  engines = [];

  constructor({ language, index, more = [] }) {
    const stem = language === "en" ? english : norwegian;
    this.options = {
      fields: ["title", "text", "ids"],
      storeFields: ["title", "kind", "href", "sub"],
      processTerm: term => stem(term.toLowerCase()),
      searchOptions: { boost: { title: 4, ids: 3 }, prefix: term => term.length > 1, fuzzy: term => (term.length > 4 ? 0.2 : false), combineWith: "AND", boostDocument: (id, term, stored) => WEIGHT[stored.kind] ?? 1 },
    };
    this.load(index, more);
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

  async add(index) {
    this.engines.push(await MiniSearch.loadJSAsync(index, this.options));
    if (this.engines.length === 1) this.changed();
  }

  /** Calls f now if something can be searched, when it first can, and when all is loaded. */
  follow(f) {
    (this.followers ??= []).push(f);
    if (this.engines.length) f();
  }

  changed() {
    for (const f of this.followers ?? []) f();
  }

  search(query, options) {
    const hits = this.engines.flatMap(e => e.search(query, options));
    return this.engines.length > 1 ? hits.sort((a, b) => b.score - a.score) : hits;
  }
}

function find(engine, query) {
  const q = query.trim();
  if (!q) return [];
  if (/^[\d\s/.\-–]+$/.test(q) && /\d/.test(q)) {
    const whole = q.replace(/\D/g, "");
    const hits = engine.search(whole, { fields: ["ids"], prefix: true, fuzzy: false });
    const own = hit => hit.href.includes(whole); // the page of the number itself comes first
    if (hits.length) return hits.sort((a, b) => own(b) - own(a));
  }
  const hits = engine.search(q);
  return hits.length ? hits : engine.search(q, { combineWith: "OR" });
}

const address = (form, hit) => {
  const path = form.dataset.root + hit.href;
  return "file" in form.dataset && path.endsWith("/") ? path + "index.html" : path || "./";
};

/** The field becomes a combobox: arrows choose, Enter opens, Escape closes. */
function suggest(engine, form) {
  const field = one("input", form);
  const words = JSON.parse(form.dataset.kinds);
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
    if (!field.value.trim() || !engine.engines.length) return close();
    if (!box.hidden && field.value === shownFor) return; // what is chosen by arrow stays chosen
    shownFor = field.value;
    const hits = find(engine, field.value);
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
    }, fill(hits.length ? words.all : words.none, { n: hits.length, q: field.value }));
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
  const words = JSON.parse(form.dataset.kinds);
  const [count, kinds, out] = ["count", "kinds", "hits"].map(n => one(`[data-search-${n}]`));
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
    const found = find(engine, field.value);
    const by = new Map();
    for (const hit of found) by.set(hit.kind, (by.get(hit.kind) ?? 0) + 1);
    if (!by.has(kind)) kind = "";
    const hits = kind ? found.filter(h => h.kind === kind) : found;
    count.textContent = field.value.trim() ? fill(words.count, { n: hits.length, q: field.value }) : words.prompt;
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
