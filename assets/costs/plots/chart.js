// What the plots share: Plotly itself, asked for when first needed, the page's colours, and a frame for one plot.
import { t } from "../../shared/language.js";
import { make } from "../../shared/elements.js";

const NEAR = "300px"; // so far below the view a plot is drawn
let asked = null;

// Return Plotly once its script is there; the script is the app's own file.
export function plotly(address) {
  asked ??= new Promise((resolve, reject) => {
    const script = make("script", {
      src: address,
      onload: () => resolve(window.Plotly),
      onerror: () => {
        asked = null;
        reject();
      },
    });
    document.head.append(script);
  });
  return asked;
}

const NAMES = ["left", "right", "ink", "soft", "line", "card", "csppc", "dual", "het"];
function palette(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--hv-${name}`).trim()]));
}

// Return the name of the colour and the kind of line that a detector's block has in every plot.
const STYLES = {
  c3: ["left", "solid"],
  c2f: ["left", "solid"],
  csphet: ["right", "solid"],
  csppc: ["csppc", "dash"],
  c3dual: ["dual", "dot"],
  c3het: ["het", "dashdot"],
};
export const style = (variant) => STYLES[variant.split("-")[1]];

// Return a legend with one line for each kind of block among the detectors.
export function legend(variants, names) {
  const kinds = new Map(variants.map((variant) => [style(variant)[0], variant]));
  return make(
    "ul",
    { class: "hv-legend" },
    ...[...kinds.values()].map((variant) => {
      const [colour, dash] = style(variant);
      const line = make("span", {
        class: `hv-swatch hv-swatch-${dash}`,
        style: `border-color: var(--hv-${colour})`,
        "aria-hidden": "true",
      });
      return make("li", {}, line, colour === "right" ? t("costs_every_p") : names[variant]);
    }),
  );
}

// Return a mix of two colours #rrggbb, so much of the first.
export function mixed(colour, other, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [own, rest] = [parts(colour), parts(other)];
  return `rgb(${own.map((value, index) => Math.round(share * value + (1 - share) * rest[index])).join(",")})`;
}

function layout(colours, axes) {
  const axis = {
    gridcolor: colours.line,
    zerolinecolor: colours.line,
    linecolor: colours.line,
    automargin: true,
    fixedrange: true,
  };
  const { xaxis, yaxis, ...rest } = axes;
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

// Return a plot with its title: draw(Plotly, traces, layout, described, after) replaces what it shows, as soon as it is
// in or near the view; say(text) shows words instead.
export function frame(title, height = 280) {
  const heading = make("h4", {}, title);
  const plot = make("div", { class: "hv-plot", role: "img" });
  const words = make("p", { class: "hv-small hv-plot-words" });
  plot.style.height = `${height}px`;
  const root = make("figure", { class: "hv-figure" }, heading, plot, words);
  const config = { displayModeBar: false, responsive: true };
  let near = false;
  let waiting = null;
  function paint() {
    if (!near || !waiting) return;
    const now = waiting;
    waiting = null;
    now();
  }
  const watch = (entries) => {
    near = entries.at(-1).isIntersecting;
    paint();
  };
  new IntersectionObserver(watch, { rootMargin: NEAR }).observe(plot);

  function draw(Plotly, traces, axes, described, after = () => {}) {
    plot.hidden = false;
    plot.setAttribute("aria-label", described);
    words.textContent = "";
    waiting = () => {
      Plotly.react(plot, traces, layout(palette(root), axes), config);
      after();
    };
    paint();
  }
  function say(text) {
    plot.hidden = true;
    waiting = null;
    words.textContent = text;
  }
  return { root, heading, plot, draw, say, waits: () => Boolean(waiting), colours: () => palette(root) };
}
