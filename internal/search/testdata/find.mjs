// Loads search-index.js, and the shards that it names, with MiniSearch as
// site/scripts/search.js does, and answers queries given as arguments: one line of titles a query.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [site, index, ...queries] = process.argv.slice(2);
const require = createRequire(path.join(site, "package.json"));
const MiniSearch = require("minisearch");
const stemmers = { nb: require("@orama/stemmers/norwegian").stemmer, nn: require("@orama/stemmers/norwegian").stemmer, en: require("@orama/stemmers/english").stemmer };
const window = {};
new Function("window", fs.readFileSync(index, "utf8"))(window);
const { language, index: data, more = [] } = window.forvaltIndex;
for (const name of more) new Function("window", fs.readFileSync(path.join(path.dirname(index), name), "utf8"))(window);
const engines = [data, ...(window.forvaltShards ?? [])].map(d => MiniSearch.loadJS(d, {
  fields: ["title", "text", "ids"],
  storeFields: ["title", "kind", "href", "sub"],
  processTerm: t => stemmers[language](t.toLowerCase()),
  searchOptions: { boost: { title: 4, ids: 3 }, prefix: t => t.length > 1, fuzzy: t => (t.length > 4 ? 0.2 : false), combineWith: "AND" },
}));
for (const q of queries) {
  const options = /^\d+$/.test(q) ? { fields: ["ids"], prefix: true, fuzzy: false } : {};
  const hits = engines.flatMap(e => e.search(q, options)).sort((a, b) => b.score - a.score);
  console.log(hits.map(h => `${h.title} <${h.href}>`).join("; "));
}
