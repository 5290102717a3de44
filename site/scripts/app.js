// What every page does when it has scripts. Without them nothing is lost but ease.
import { all, make, one } from "./dom.js";
import { list } from "./list.js";
import { simpleList } from "./simple-list.js";

const chartCode = document.currentScript?.dataset.charts;

function themeButton() {
  const button = one("[data-theme]");
  if (!button) return;
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  const show = () => (one("[data-theme-name]", button).textContent = button.dataset[root.dataset.colorScheme]);
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(root.dataset.colorScheme) + 1) % order.length];
    root.dataset.colorScheme = next;
    try {
      localStorage.setItem("forvalt-theme", next);
    } catch {
      // Not remembered.
    }
    show();
    document.dispatchEvent(new Event("forvalt:theme"));
  });
}

function menuButton() {
  const button = one("[data-menu]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => button.setAttribute("aria-expanded", one(".top").classList.toggle("menu-open")));
}

function slashKey() {
  document.addEventListener("keydown", e => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    const field = one("#q") || one("#site-search");
    if (!field) return;
    e.preventDefault();
    field.focus();
  });
}

// Print shows what is folded.
function unfoldInPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("main details:not([open])");
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });
}

// The index is large: it comes when somebody goes to the search field.
function suggestions() {
  const form = one("[data-search]");
  if (!form || !form.dataset.index) return;
  one("input", form).addEventListener("focus", () => {
    for (const src of [form.dataset.index, form.dataset.code]) {
      const script = make("script", { src });
      script.async = false;
      document.head.append(script);
    }
  }, { once: true });
}

// The charts that answer the pointer are a large script: it comes when somebody points at a
// chart. Until then, and in print and without scripts, the drawing in the page is the chart.
// Forced colours reach an SVG but not a canvas: there the drawing stays.
function charts() {
  if (!chartCode || matchMedia("(forced-colors: active)").matches) return;
  const drawings = all("[data-chart]");
  const load = () => {
    for (const d of drawings) for (const e of ["pointerenter", "pointerdown"]) d.removeEventListener(e, load);
    document.head.append(make("script", { src: chartCode }));
  };
  for (const d of drawings) for (const e of ["pointerenter", "pointerdown"]) d.addEventListener(e, load);
}

themeButton();
menuButton();
slashKey();
unfoldInPrint();
suggestions();
charts();
list();
simpleList();
