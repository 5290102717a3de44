// A field that filters the rows of a record list by what they show.
import { all, calm, fill, fold, one } from "./dom.js";

export function simpleList() {
  const root = one("[data-simple-list]");
  const box = root && one("[data-simple-filter]", root);
  if (!box) return;
  const field = one("input", box);
  const count = one("[data-simple-count]", box);
  const rows = all("tbody tr", root).map(tr => ({ tr, text: fold(tr.textContent) }));
  box.hidden = false;
  field.addEventListener("input", calm(120, () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.tr.hidden = !words.every(w => row.text.includes(w));
      if (!row.tr.hidden) shown++;
    }
    count.textContent = words.length ? fill(count.dataset.label, { n: shown, total: rows.length }) : "";
  }));
}
