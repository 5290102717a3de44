// What every page does when it has scripts. Without them nothing is lost but ease.
import { all, make, one } from "./dom.js";
import { list } from "./list.js";
import { simpleList } from "./simple-list.js";

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

// The code of charts is large: it comes when somebody points at one. Until then, and without
// it, the drawings of the page say the same.
const chartsCode = document.currentScript?.dataset.charts;
function charts() {
  if (!chartsCode) return;
  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    document.head.append(make("script", { src: chartsCode }));
  };
  for (const drawing of all("[data-chart]")) for (const event of ["pointerenter", "click"]) drawing.addEventListener(event, load, { once: true });
}

charts();
themeButton();
menuButton();
slashKey();
unfoldInPrint();
suggestions();
list();
simpleList();
