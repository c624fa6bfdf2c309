// What the plots share: Plotly itself, asked for when first needed, the page's colours, and a frame for one plot.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";
import { explained } from "../../shared/terms.js";
import { modelName, variants } from "../../shared/variants.js";

const NEAR = "300px"; // so far below the view a plot is drawn
const COLOURS = ["left", "right", "ink", "soft", "line", "card", "csppc", "dual", "het"];
// `_baseUrl`: Gradio's page has a <base>, for which Plotly would name its clips by the page's full address, and a browser
// would ask for that page anew whenever the address changes. Clips named by their ids alone are found without it.
const CONFIG = { displayModeBar: false, _baseUrl: "" };
// The name of the colour and the kind of line that a detector's block has in every plot.
const STYLES = {
  c3: ["left", "solid"],
  c2f: ["left", "solid"],
  csphet: ["right", "solid"],
  csppc: ["csppc", "dash"],
  c3dual: ["dual", "dot"],
  c3het: ["het", "dashdot"],
};

const TERMS = ["c3", "c2f", "csphet", "csppc"]; // blocks whose names are explained

const all = []; // the plots of the page
let asked = null;

// Return a promise of Plotly; its script is the app's own file.
function plotly(address) {
  asked ??= new Promise((resolve, reject) => {
    const onload = () => resolve(window.Plotly);
    const onerror = () => {
      asked = null;
      reject(new Error("no plotly"));
    };
    document.head.append(make("script", { src: address, onload, onerror }));
  });
  return asked;
}

// Let frames draw once Plotly is there: then call ready(); or say in them that it is not.
export function withPlotly(address, frames, ready) {
  const take = (loaded) => {
    frames.forEach((frame) => Object.assign(frame, { Plotly: loaded }));
    ready();
  };
  plotly(address).then(take, () => frames.forEach((frame) => frame.say(t("costs_no_plotly"))));
}

// Return [name of the colour, kind of line] of a detector.
export const style = (variant) => STYLES[variants[variant].block];

// Return a legend with one line for each look among the detectors, and the blocks that have it.
export function legend(names) {
  const kinds = new Map();
  names.forEach((variant) => {
    const [colour] = style(variant);
    kinds.set(colour, { ...kinds.get(colour), [variants[variant].block]: variant });
  });
  const item = (byBlock) => {
    const [colour, dash] = style(Object.values(byBlock)[0]);
    const look = { class: `hv-swatch hv-swatch-${dash}`, style: `border-color: var(--hv-${colour})` };
    const line = make("span", { ...look, "aria-hidden": "true" });
    const name = byBlock.csphet ? t("costs_every_p") : Object.values(byBlock).map(modelName).join(", ");
    const terms = Object.keys(byBlock).filter((block) => TERMS.includes(block));
    return make("li", {}, line, make("span", {}, ...explained(name, terms)));
  };
  return make("ul", { class: "hv-legend" }, ...[...kinds.values()].map(item));
}

function layout(colours, { xaxis, yaxis, ...rest }) {
  const lines = { gridcolor: colours.line, zerolinecolor: colours.line, linecolor: colours.line };
  const axis = { ...lines, automargin: true, fixedrange: true };
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: "closest",
    dragmode: false,
    font: { family: "system-ui, sans-serif", size: 13, color: colours.ink },
    margin: { l: 56, r: 16, t: 10, b: 44 },
    hoverlabel: { bgcolor: colours.card, bordercolor: colours.line, font: { color: colours.ink, size: 14 } },
    xaxis: { ...axis, ...xaxis },
    yaxis: { ...axis, ...yaxis },
    ...rest,
  };
}

// One plot with its title. It is drawn as soon as it is in or near the view, and says until then that it is loading.
export class Frame {
  Plotly = null;
  near = false;
  waiting = null;
  width = null; // at which it is drawn

  constructor(title, height = 280) {
    this.heading = make("h4", {}, title);
    this.plot = make("div", { class: "hv-plot", role: "img", hidden: true });
    this.words = make("p", { class: "hv-small hv-plot-words" });
    this.root = make("figure", { class: "hv-figure" }, this.heading, this.plot, this.words);
    this.root.style.setProperty("--hv-plot-height", `${height}px`);
    this.load();
    all.push(this);
    const watch = (entries) => {
      this.near = entries.at(-1).isIntersecting;
      this.paint();
    };
    new IntersectionObserver(watch, { rootMargin: NEAR }).observe(this.root);
    new ResizeObserver(() => this.follow()).observe(this.plot);
  }

  colours() {
    const looks = getComputedStyle(this.root);
    return Object.fromEntries(COLOURS.map((name) => [name, looks.getPropertyValue(`--hv-${name}`).trim()]));
  }

  load() {
    this.root.setAttribute("aria-busy", "true");
    this.words.textContent = t("costs_plot_loading");
  }

  loaded(words) {
    this.root.removeAttribute("aria-busy");
    this.words.textContent = words;
    this.plot.hidden = Boolean(words);
  }

  // anyway: also where it is out of sight.
  paint(anyway = false) {
    if (!this.waiting || !(this.near || anyway)) return;
    const draw = this.waiting;
    this.waiting = null;
    draw();
  }

  // Replace what is shown; `described` says it in words, `after` is called once it is drawn.
  draw(traces, axes, described, after = () => {}) {
    if (this.plot.hidden) this.load();
    this.waiting = () => {
      this.loaded("");
      this.plot.setAttribute("aria-label", described);
      this.width = this.plot.clientWidth;
      this.Plotly.react(this.plot, traces, layout(this.colours(), axes), CONFIG);
      after();
    };
    this.paint();
  }

  // Change one trace of what is drawn, and the layout.
  update(trace, values, changed) {
    this.Plotly.update(this.plot, values, changed, [trace]);
  }

  // Show words instead.
  say(text) {
    this.waiting = null;
    this.loaded(text);
  }

  // Draw at the width that there is, on paper or again on the screen.
  fit() {
    this.paint(true);
    this.follow();
  }

  // Take the width that there is. Plotly's own way misses one that comes while much is drawn.
  follow() {
    const width = this.plot.clientWidth;
    if (this.width === null || !width || width === this.width) return;
    this.width = width;
    this.Plotly.relayout(this.plot, { width });
  }
}

// Draw every plot that has something to show, seen or not, at the width that it has now.
export const fitAll = () => all.forEach((frame) => frame.fit());
