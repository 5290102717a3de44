// Short names for what every script here does with the page.
export const one = (selector, from = document) => from.querySelector(selector);
export const all = (selector, from = document) => [...from.querySelectorAll(selector)];

/** Makes an element; attributes whose value is undefined are left out. */
export function make(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) if (v !== undefined) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

/** Puts values into a text with names in braces. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (m, name) => values[name] ?? m);

/** Lower case without accents, æ and ø as their neighbours, for comparing. */
export const fold = s => s.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u00ad]/g, "").replace(/ø/g, "o").replace(/æ/g, "ae");

/** Keeps the state of the page in its address; file: pages cannot, and need not. */
export function remember(params) {
  const query = params.toString();
  try {
    history.replaceState(null, "", query ? "?" + query : location.pathname);
  } catch {
    // file:
  }
}

/** Calls f once the calls have stopped for a while. */
export function calm(ms, f) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(f, ms);
  };
}

const SLICE = 12;

/** Calls f for each of list, and lets the browser answer the reader every twelve milliseconds. */
export async function inSlices(list, f) {
  let until = performance.now() + SLICE;
  for (let i = 0; i < list.length; i++) {
    f(list[i], i);
    if (performance.now() < until) continue;
    await new Promise(done => setTimeout(done));
    until = performance.now() + SLICE;
  }
}
