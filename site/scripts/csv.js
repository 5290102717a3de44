// The rows that are chosen, as a CSV file that spreadsheets in Norway open: semicolons and a
// byte-order mark. A value that a spreadsheet would take for a formula gets an apostrophe.

const clean = s => s.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();

function quote(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[";\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

/** The parts of a cell that stand apart on the page, apart here too. */
function value(cell) {
  const parts = [...cell.childNodes].map(n => clean(n.textContent)).filter(Boolean);
  return parts.join(", ");
}

/** Off are the places, from 1, of columns that are left out. */
export function toCSV(table, rows, off = []) {
  const left = new Set(off.map(Number));
  const lines = [table.tHead.rows[0], ...rows].map(tr => [...tr.cells].filter((c, i) => !left.has(i + 1)).map(c => quote(value(c))).join(";"));
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
