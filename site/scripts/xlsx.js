// Writes a table as an Excel workbook (ISO/IEC 29500): a bold head that stays, numbers and
// dates as such, and every text as a text, so that no spreadsheet takes one for a formula.
// It is loaded when somebody asks for a workbook, and lets the page answer while it writes.
import { strToU8, Zip, ZipDeflate } from "fflate";
import { inSlices } from "./dom.js";

const MAX_TEXT = 32_767; // characters in a cell
const AT_ONCE = 100; // rows

const escape = s => s.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

/** A, B, … Z, AA, … */
const letters = i => (i < 26 ? "" : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

/** Days since the last day of 1899, as spreadsheets count from March 1900; none before. */
function serial(date) {
  const [, y, m, d] = date.match(/^(\d{4})-(\d\d)-(\d\d)$/) ?? [];
  const n = (Date.UTC(y, m - 1, d) - Date.UTC(1899, 11, 30)) / 86_400_000;
  return n > 60 ? n : NaN;
}

// Places in cellXfs below.
const HEAD = 1, NUMBER = 2, DATE = 3;

function cell(at, value, kind) {
  if (value === "") return "";
  if (kind === "number" && /^-?\d+(\.\d+)?$/.test(value)) return `<c r="${at}" s="${NUMBER}"><v>${value}</v></c>`;
  if (kind === "date" && serial(value)) return `<c r="${at}" s="${DATE}"><v>${serial(value)}</v></c>`;
  return `<c r="${at}"${kind === "head" ? ` s="${HEAD}"` : ""} t="inlineStr"><is><t xml:space="preserve">${escape(value.slice(0, MAX_TEXT))}</t></is></c>`;
}

const row = (n, values, kinds) => `<row r="${n}">${values.map((v, i) => cell(letters(i) + n, v, kinds[i])).join("")}</row>`;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const parts = name => ({
  "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0.##"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="165" applyNumberFormat="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>`,
});

const head = columns => `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width}" customWidth="1"/>`).join("")}</cols><sheetData>`;
const foot = (columns, n) => `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${n}"/></worksheet>`;

window.forvaltWorkbook = async (name, { columns, lines }) => {
  const chunks = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const add = path => {
    const file = new ZipDeflate(path, { level: 6 });
    file.mtime = new Date(2000, 0, 1); // the same rows, the same bytes
    zip.add(file);
    file.push(strToU8(XML));
    return (text, last = false) => file.push(strToU8(text), last);
  };
  for (const [path, text] of Object.entries(parts(name))) add(path)(text, true);
  const write = add("xl/worksheets/sheet1.xml");
  const kinds = columns.map(c => c.kind);
  write(head(columns) + row(1, columns.map(c => c.head), columns.map(() => "head")));
  const starts = Array.from({ length: Math.ceil(lines.length / AT_ONCE) }, (_, i) => i * AT_ONCE);
  await inSlices(starts, from => write(lines.slice(from, from + AT_ONCE).map((line, i) => row(from + i + 2, line, kinds)).join("")));
  write(foot(columns, lines.length + 1), true);
  zip.end();
  return new Blob(chunks, { type: `${TYPE}.sheet` });
};
