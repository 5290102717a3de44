// The rows that are chosen as a file: CSV or a workbook, with the same columns. The page says
// which columns there are: a head, a kind (text, number, date), the column of the list that
// they go with, and where a row has their values: in its title, the words of a facet, the key
// of a sort, or else, in order, among the values that it has for files alone.
import { inSlices, make, one } from "./dom.js";

/** What reads a column's value from a row. */
function readers(columns, facets, sorts) {
  let next = 0;
  return columns.map(({ from = "" }) => {
    const [kind, name] = from.split(":");
    if (kind === "title") return r => r.title;
    if (kind === "facet") {
      const i = facets.findIndex(f => f.name === name);
      const words = new Map(facets[i].boxes.map(b => [b.input.value, one("span", b.label).textContent.trim()]));
      return r => r.values[i].map(v => words.get(v) ?? v).join("; ");
    }
    if (kind === "sort") {
      const i = sorts.findIndex(s => s.name === name);
      return r => (Number.isNaN(r.keys[i]) ? "" : String(r.keys[i]));
    }
    const i = next++;
    return r => r.x.split("|")[i] ?? "";
  });
}

/** The columns that go with those that are on, and the rows' values in them, as machines write them. */
export async function sheet({ table, facets, sorts }, rows, on) {
  const columns = JSON.parse(table.dataset.sheet);
  const read = readers(columns, facets, sorts);
  const kept = [...columns.keys()].filter(i => !columns[i].of || on.includes(columns[i].of));
  const lines = [];
  await inSlices(rows, r => lines.push(kept.map(i => read[i](r))));
  return { columns: kept.map(i => columns[i]), lines };
}

// A file that people's spreadsheets open, as package table writes it: a byte-order mark, and in
// Norwegian semicolons and decimal commas. A text that a spreadsheet would take for a formula gets an apostrophe.
const comma = document.documentElement.lang !== "en", separator = comma ? ";" : ",";

function quote(value, kind) {
  if (kind === "number") return comma ? value.replace(".", ",") : value;
  const safe = kind === "text" && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? "'" + value : value;
  return /[",;\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

export async function toCSV({ columns, lines }) {
  const out = [columns.map(c => quote(c.head, "text")).join(separator)];
  await inSlices(lines, line => out.push(line.map((v, i) => quote(v, columns[i].kind)).join(separator)));
  return new Blob(["\ufeff" + out.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
}

let code;

/** A workbook; the code that writes it comes at the first use. */
export async function toWorkbook(name, data, src) {
  await (code ??= new Promise((done, fail) => {
    const script = make("script", { src });
    script.addEventListener("load", done);
    script.addEventListener("error", () => {
      code = undefined;
      fail(new Error(src));
    });
    document.head.append(script);
  }));
  return window.forvaltWorkbook(name, data);
}

export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
