// What a query finds in the index. No page is known here, so that tests run it too.
//
// The index is MiniSearch's own serialised form, built in Go (internal/search), which must
// agree with what stands here:
//
//	fields            title, text, ids (in this order)
//	stored            title, kind, href (from the site's root), sub, past
//	tokens            split at spaces and punctuation; ids also whole, without punctuation; of compounds
//	                  also the words that they end in
//	terms             lower case, in one spelling and with one ending, then the Snowball stem: Norwegian for nb and nn, else English
//
// Numbers (what has a digit in it) are found as they are written, or by their start, never by likeness:
// another organisation, or another rule, is no answer. Words are found by their start; then, if nothing
// is, by likeness; then some of them are enough.
import MiniSearch from "minisearch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";

// What most come for stands first: «vekter» is the guard contract before what was found on it, and
// before the rule on weights, whose stem is the same.
const WEIGHT = { contract: 4, supplier: 3, person: 3, category: 2, guidance: 2, requirement: 2, page: 2, report: 1.5, deviation: 1.2, inspection: 1.2, log: .8, rule: .5 };

const PAST = .5; // a contract that has ended, beside one that has not

const SEPARATORS = /[\n\r\p{Z}\p{P}]+/u; // MiniSearch's own
const LIKE = .2; // of a word's letters may be others
const SHORTEST = 3; // letters of a part of a compound

const all = (...queries) => ({ combineWith: "AND", queries });
const any = (...queries) => ({ combineWith: "OR", queries });
const exactly = { prefix: false, fuzzy: false };

/** What of an index is loaded, and how queries are read for it. */
export class Engine {
  shards = [];

  constructor({ language, spellings, endings, asking }) {
    const stem = language === "en" ? english : norwegian;
    const spelt = term => spellings.reduce((t, [from, to]) => t.replaceAll(from, to), term);
    const ended = term => {
      const ending = endings.find(([from]) => term.endsWith(from));
      return ending ? term.slice(0, -ending[0].length) + ending[1] : term;
    };
    this.asking = new Set(asking);
    this.options = {
      fields: ["title", "text", "ids"],
      storeFields: ["title", "kind", "href", "sub", "past"],
      processTerm: term => stem(ended(spelt(term.toLowerCase()))),
      searchOptions: { boost: { title: 4, ids: 3 }, prefix: term => term.length > 1, fuzzy: false, combineWith: "AND", boostDocument: (id, term, stored) => (WEIGHT[stored.kind] ?? 1) * (stored.past ? PAST : 1) },
    };
  }

  async add(shard) {
    this.shards.push(await MiniSearch.loadJSAsync(shard, this.options));
  }

  search(query) {
    const hits = this.shards.flatMap(s => s.search(query));
    return this.shards.length > 1 ? hits.sort((a, b) => b.score - a.score) : hits;
  }

  /** The hits of a query, the best first; partial where no hit has all of it. */
  find(query) {
    const { words, numbers } = this.read(query);
    if (!words.length && !numbers.length) return { hits: [], partial: false };
    const codes = numbers.map(number);
    if (!words.length) return { hits: namedFirst(this.search(all(...codes)), [query, ...numbers.map(parts => parts.join(""))]), partial: false };
    let hits = this.search(all(...codes, any(all(...words.map(word)), ...joined(words))));
    if (!hits.length) hits = this.search(all(...codes, ...words.map(like)));
    if (hits.length || words.length + numbers.length < 2) return { hits: namedFirst(hits, [query]), partial: false };
    const loose = numbers.filter(n => !isLong(n));
    hits = this.search(all(...numbers.filter(isLong).map(number), any(...words.map(like), ...loose.map(number))));
    return { hits, partial: hits.length > 0 };
  }

  /** The words of a query, without those that only ask, and its numbers. */
  read(query) {
    const pieces = query
      .replace(/\u00ad/g, "")
      .replace(/(?<![\p{L}\d])(\d{3})[\s.](\d{3})[\s.](\d{3})(?![\p{L}\d])/gu, "$1$2$3") // an organisation number
      .replace(/(\d)\s*([/–-])\s*(?=\d)/g, "$1$2")
      .replace(/(?<!\d)(\d{8})-\d(?!\d)/g, "$1") // CPV: the last digit only checks the others
      .split(/\p{Z}+/u);
    const numbers = pieces.filter(p => /\d/.test(p)).map(p => p.split(SEPARATORS).filter(Boolean));
    const words = pieces.filter(p => !/\d/.test(p)).flatMap(p => p.split(SEPARATORS)).filter(Boolean);
    const telling = words.filter(w => !this.asking.has(w.toLowerCase()));
    return { words: telling.length || numbers.length ? telling : words, numbers };
  }
}

// A year, or a number of pieces, may be missing where only some of a query is found; a case number may not.
const isLong = parts => parts.join("").length > 4;

/** A number, given by its parts: whole, by its start, or as parts of a text. */
function number(parts) {
  const whole = parts.join("");
  if (/^\d{9}$/.test(whole) && parts.length === 1) return { queries: [whole], ...exactly };
  const ids = { queries: [whole], fields: ["ids"], prefix: whole.length > 3 || /\p{L}/u.test(whole), fuzzy: false };
  return any(ids, { ...all(...parts), ...exactly, ...(parts.length > 1 && { fields: ["title", "text"] }) });
}

/** A word by its start, or a title that has the two words that it is made of. */
function word(w) {
  const parts = [];
  for (let i = SHORTEST; i <= w.length - SHORTEST; i++) parts.push({ ...all(w.slice(0, i), w.slice(i)), ...exactly, fields: ["title"] });
  return any(w, ...parts);
}

/** A word, or what is like it. */
const like = w => ({ queries: [w], fuzzy: term => (term.length > 4 ? LIKE : false) });

/** Words with two neighbours as one: «vekter tjeneste» is written together. */
function joined(words) {
  const out = [];
  for (let i = 0; i + 1 < words.length; i++) {
    for (const between of ["", "s"]) out.push(all(...words.slice(0, i), words[i] + between + words[i + 1], ...words.slice(i + 2)));
  }
  return out;
}

/** The record that has one of these names, as its title or its number, comes before those that tell of it. */
function namedFirst(hits, names) {
  const plain = s => s.split(SEPARATORS).join("").toLowerCase();
  const wanted = names.map(plain);
  const named = hits.filter(hit => wanted.includes(plain(hit.title)) || wanted.includes(plain(hit.href.split("/").at(-2) ?? "")));
  return named.length ? [...named, ...hits.filter(hit => !named.includes(hit))] : hits;
}
