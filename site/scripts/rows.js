// The two sources of the list's rows. A small list has them all in its page; a large one has
// the first in its page and all of them as data, in scripts that come at the first use (fetch
// fails on file:). Whichever it is, a row is
//
//	place   in the first order
//	values  by facet, several each
//	keys    by sort
//	x       values of the columns of a file, joined by bars
//	title   the contract's, which its link says
//	words   what it may be found by, not folded
//	tr      its element, made when it is first shown
import { inSlices, make } from "./dom.js";

const split = (text, f) => text.split("|").map(f);
const values = v => split(v, of => of.split(" "));
const keys = (s, sorts) => split(s, (k, i) => (sorts[i]?.numeric ? (k === "" ? NaN : Number(k)) : k));

/** Reads the rows once; those that are not among the first leave the page, the last first, which costs least. */
export async function pageRows(body, sorts, first) {
  const rows = [];
  await inSlices([...body.rows], (tr, place) => {
    const { v, s, x, t } = tr.dataset;
    rows.push({ tr, place, values: values(v), keys: keys(s, sorts), x, get words() { return tr.textContent + " " + (t ?? ""); }, get title() { return tr.querySelector("a").textContent; } });
  });
  await inSlices(rows.slice(first).reverse(), r => r.tr.remove());
  return rows;
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'" };
const plain = html => html.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot|#34|#39);/g, (m, name) => entities[name]);

const shell = make("template");

/** A row of the data: what its page would have had as attributes, and its cells. */
class DataRow {
  constructor([v, s, x, t, cells], place, sorts) {
    Object.assign(this, { place, x, t, cells, values: values(v), keys: keys(s, sorts) });
  }

  get words() {
    return plain(this.cells) + " " + this.t;
  }

  get title() {
    return plain(/<a [^>]*>(.*?)<\/a>/s.exec(this.cells)[1]);
  }

  get tr() {
    if (!this.made) {
      shell.innerHTML = "<tr>" + this.cells; // escaped by the program, as in a page
      this.made = shell.content.firstElementChild;
    }
    return this.made;
  }
}

function load(src) {
  return new Promise((done, fail) => {
    const script = make("script", { src });
    script.async = false;
    script.addEventListener("load", done);
    script.addEventListener("error", () => fail(new Error(src)));
    document.head.append(script);
  });
}

/** Rows from scripts, each of which adds its part to window.forvaltRows, in order. */
export async function dataRows(sources, sorts) {
  window.forvaltRows = [];
  await Promise.all(sources.map(load));
  const rows = [];
  await inSlices(window.forvaltRows.flat(), (data, place) => rows.push(new DataRow(data, place, sorts)));
  window.forvaltRows = undefined;
  return rows;
}
