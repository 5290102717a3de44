// Loads search-index.js, and the shards that it names, and answers queries as the site does: its own
// script finds. A line a query: its hits, as JSON.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [scripts, index] = process.argv.slice(2);
const queries = JSON.parse(fs.readFileSync(0, "utf8"));
const { Engine } = await import(pathToFileURL(path.join(scripts, "find.js")));
const window = {};
const run = file => new Function("window", fs.readFileSync(file, "utf8"))(window);
run(index);
const engine = new Engine(window.forvaltIndex);
await engine.add(window.forvaltIndex.index);
for (const name of window.forvaltIndex.more ?? []) {
  run(path.join(path.dirname(index), name));
  await engine.add(window.forvaltShards.pop());
}
for (const q of queries) {
  const { hits, partial } = engine.find(q);
  console.log(JSON.stringify({ Partial: partial, Hits: hits.map(h => ({ Title: h.title, Kind: h.kind, Href: h.href })) }));
}
