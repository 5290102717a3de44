// Draws charts anew in the browser, with values at the pointer and series to switch off, from
// the options that Go made. The static drawing stays for print and for readers without scripts.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { all, make, one } from "./dom.js";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const probe = document.body.appendChild(make("span", { hidden: "" }));

/** The colour of a token in the colours now chosen. */
function colour(token) {
  probe.style.color = `var(--${token})`;
  return getComputedStyle(probe).color;
}

/** Tones in the options are names of tokens; here they become colours. */
const tones = { accent: "accent", second: "second", third: "third", danger: "danger", ok: "ok", warning: "second", muted: "muted", low: "chart-low", moderate: "chart-moderate", high: "chart-high", critical: "band-critical" };

/** What a column holds, in the words that Go wrote. */
const told = items => [items[0].axisValueLabel.replace("\n", " "), ...items.map(i => `${i.seriesName}: ${i.data.name}`)].join("\n");

/** Numbers over the columns, as the static drawing has them: the sum of a stack, else the value. */
function label(options, i, ink) {
  const { stack, type } = options.series[i];
  if (type === "line" || (stack && i < options.series.length - 1)) return { show: false };
  const sum = k => options.series.reduce((n, s) => n + (Number(s.data[k].value) || 0), 0);
  const text = p => (stack && options.series.length > 1 ? sum(p.dataIndex).toLocaleString(document.documentElement.lang) : p.data.name);
  return { show: options.xAxis[0].data.length < 20, position: "top", color: ink, fontSize: 14, fontWeight: 550, formatter: text };
}

function dress(options) {
  const several = options.series.length > 1;
  const lines = options.series.some(s => s.type === "line");
  const [ink, subtle, line, paper] = ["ink", "subtle", "line", "paper"].map(colour);
  const text = { color: subtle, fontFamily: "Inter, system-ui, sans-serif", fontSize: 13 };
  const axis = a => ({ ...a, axisLabel: { ...a.axisLabel, ...text, lineHeight: 16 }, axisLine: { lineStyle: { color: subtle } }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } } });
  return {
    ...options,
    title: undefined,
    animation: false,
    backgroundColor: "transparent",
    textStyle: text,
    grid: { left: lines ? 48 : 0, right: 0, top: several ? 60 : 24, bottom: 44 },
    legend: { show: several, top: 0, left: 0, icon: "roundRect", itemWidth: 18, itemHeight: 12, textStyle: { ...text, fontSize: 14 }, inactiveColor: line },
    tooltip: { trigger: "axis", formatter: told, renderMode: "richText", backgroundColor: paper, borderColor: subtle, textStyle: { ...text, color: ink }, axisPointer: { type: "shadow" } },
    xAxis: [options.xAxis].flat().map(axis),
    yAxis: [options.yAxis].flat().map(a => ({ ...axis(a), show: lines, minInterval: 1 })),
    series: options.series.map((s, i) => ({ ...s, label: label(options, i, ink), barCategoryGap: several && !s.stack ? "20%" : "46%", color: colour(tones[s.color] ?? "accent"), emphasis: { disabled: true } })),
  };
}

function enhance(drawing) {
  const source = one("script.chart-options", drawing.parentElement);
  const still = one("svg.chart", drawing);
  if (!source || !still) return;
  const options = JSON.parse(source.textContent);
  const canvas = make("div", { class: options.series.length > 1 ? "canvas with-legend" : "canvas", role: "img", "aria-label": one("title", still)?.textContent });
  drawing.append(canvas);
  drawing.classList.add("live");
  const chart = echarts.init(canvas);
  const draw = () => chart.setOption(dress(options), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(canvas);
  document.addEventListener("forvalt:theme", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}

// Forced colours reach an SVG but not a canvas: there the static drawing stays.
if (!matchMedia("(forced-colors: active)").matches) {
  const seen = new IntersectionObserver(entries => {
    for (const e of entries) {
      if (!e.isIntersecting) continue;
      seen.unobserve(e.target);
      enhance(e.target);
    }
  }, { rootMargin: "200px" });
  for (const drawing of all("[data-chart]")) seen.observe(drawing);
}
