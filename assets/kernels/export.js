// Take it away: the picture as SVG and PNG, the numbers as CSV, the operator as a few lines of PyTorch.
import { t, count } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { KIND, OPERATORS, problem, counted, filled, residuePlaces } from "./rules.js";
import { palette, paintStage, colourScale, css } from "./paint.js";

const CELL = 20; // units of the SVG
const TOP = 46;

function save(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const fileName = (model, ending) => {
  const { m, n, k, p } = model.shape();
  return `${model.operator}_m${m}_n${n}_k${k}_p${p}.${ending}`;
};

function caption(model) {
  const shape = model.shape();
  const { name, formula, divisor } = OPERATORS[model.operator];
  const written = formula.map((part) => (Array.isArray(part) ? filled(part[0], shape) : part)).join("");
  const { weights } = counted(model.operator, shape);
  return [
    `${name}  M=${shape.m} N=${shape.n} K=${shape.k}${divisor ? ` ${divisor}=${shape.p}` : ""}`,
    `${written} = ${count(weights)}`,
  ];
}

const placesOf = (model, stage, { p }) =>
  model.sorted && model.operator === "hetconv"
    ? [residuePlaces(stage.rows, p), residuePlaces(stage.columns, p)]
    : [(i) => i, (i) => i].map((at, i) => Array.from({ length: i ? stage.columns : stage.rows }, (_, c) => at(c)));

// Return the diagram as SVG text: one path for each colour, so that 128×128 kernels stay a small file.
function svgText(model) {
  const shape = model.shape();
  const stage = model.stages()[model.stage];
  const colours = palette();
  const paths = svgPaths(model, stage, shape, colours);
  const [width, height] = [stage.columns * CELL, stage.rows * CELL];
  const [title, formula] = caption(model);
  const text = (y, size, content) =>
    `<text x="2" y="${y}" font-size="${size}" fill="${css(colours.ink)}" font-family="system-ui, sans-serif">${content}</text>`;
  const body = [...paths].map(([colour, d]) => `<path fill="${colour}" d="${d.join("")}"/>`).join("\n");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.max(360, width)} ${height + TOP}"><title>${title}: ${formula}</title>\n` +
    `<rect width="100%" height="100%" fill="${css(colours.card)}"/>${text(16, 15, title)}${text(36, 13, formula)}\n` +
    `<g transform="translate(0 ${TOP})">\n${body}\n</g></svg>\n`
  );
}

function svgPaths(model, stage, { k, p }, colours) {
  const paths = new Map();
  const add = (colour, d) => {
    if (!paths.has(colour)) paths.set(colour, []);
    paths.get(colour).push(d);
  };
  const [rows, columns] = placesOf(model, stage, { p });
  const plain = stage.groups === 1 && model.operator !== "hetconv";
  const scale = model.layer ? colourScale(colours, model.layer.limit) : null;
  const side = (CELL - 1) / k;
  const round = (value) => Math.round(100 * value) / 100;
  const square = (x, y, size) => `M${round(x)} ${round(y)}h${round(size)}v${round(size)}h-${round(size)}z`;
  for (let s = 0; s < stage.rows; s++) {
    for (let j = 0; j < stage.columns; j++) {
      const kind = stage.kind(s, j);
      if (kind === KIND.none) continue;
      const [x, y] = [columns[j] * CELL, rows[s] * CELL];
      const value = (tap) => model.layer.values[(s * model.layer.columns + j) * k * k + tap];
      const own = (tap) => css(scale(Math.round((16 * value(tap)) / model.layer.limit) * (model.layer.limit / 16)));
      const middle = (k * k - 1) / 2;
      if (kind === KIND.raster || kind === KIND.both) {
        const colour = css(plain ? colours.left : colours.hue(stage.rowGroup(s), stage.groups));
        for (let tap = 0; tap < k * k; tap++)
          add(scale ? own(tap) : colour, square(x + (tap % k) * side, y + Math.floor(tap / k) * side, side - 0.6));
      }
      if (kind === KIND.dot) add(scale ? own(middle) : css(colours.soft), square(x + 7, y + 7, 5));
      if (kind === KIND.both && !scale) add(css(colours.ink), square(x + 7.5, y + 7.5, 4));
      if (kind === KIND.pass) add(css(colours.soft), `M${x + 4} ${y + 4}h11v11h-11zM${x + 6} ${y + 6}v7h7v-7z`);
    }
  }
  return paths;
}

// Return a canvas with the diagram, its name and its formula, about 1,600 pixels wide.
function picture(model) {
  const { k, p } = model.shape();
  const stage = model.stages()[model.stage];
  const cell = Math.max(3, Math.min(96, Math.floor(1600 / Math.max(stage.rows, stage.columns))));
  const [width, height, top] = [cell * stage.columns, cell * stage.rows, 110];
  const colours = palette();
  const canvas = make("canvas", { width: Math.max(900, width), height: height + top });
  const context = canvas.getContext("2d");
  context.fillStyle = css(colours.card);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = css(colours.ink);
  caption(model).forEach((line, index) => {
    context.font = `${index ? 28 : 36}px system-ui, sans-serif`;
    context.fillText(line, 4, 42 + 44 * index);
  });
  const image = context.createImageData(width, height);
  const [rows, columns] = placesOf(model, stage, { p });
  paintStage(new Uint32Array(image.data.buffer), width, height, stage, {
    cell,
    k,
    colours,
    x: 0,
    y: 0,
    lit: null,
    weights: model.layer,
    plain: stage.groups === 1 && model.operator !== "hetconv" ? colours.left : null,
    rowAt: (s) => rows[s],
    columnAt: (j) => columns[j],
  });
  context.putImageData(image, 0, top);
  return canvas;
}

function csv(model) {
  const shape = model.shape();
  const rows = Object.keys(OPERATORS)
    .filter((key) => !problem(key, shape))
    .map((key) => {
      const { weights, macs, ratio } = counted(key, shape);
      const { divisor, flow } = OPERATORS[key];
      const stages = flow.filter(([first]) => first !== "mix").length;
      return [key, shape.m, shape.n, shape.k, divisor ? shape.p : "", shape.d, stages, weights, macs, ratio];
    });
  return (
    [["operator", "m", "n", "k", "p_or_g", "output_side", "stages", "weights", "macs", "ratio_to_standard"], ...rows]
      .map((row) => row.join(","))
      .join("\r\n") + "\r\n"
  );
}

export function takeaway(model, server) {
  const failure = make("p", { class: "hv-error", role: "alert" });
  const code = make("pre", {
    class: "hv-kernels-code",
    tabindex: 0,
    hidden: true,
    "aria-label": t("kernels_python"),
  });
  const button = (key, act) =>
    make("button", { type: "button", class: "hv-secondary", "data-file": key, onclick: act }, t(`kernels_save_${key}`));
  const copy = make(
    "button",
    {
      type: "button",
      class: "hv-secondary",
      hidden: true,
      onclick: () => navigator.clipboard?.writeText(code.textContent),
    },
    t("kernels_copy"),
  );
  const ready = (act) => () => {
    const wrong = model.problem();
    failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    if (!wrong) act();
  };

  async function python() {
    const { m, n, k, p } = model.shape();
    const answer = await server.snippet({ operator: model.operator, m, n, k, p }).catch(() => null);
    if (!answer || answer.error) {
      failure.textContent = t(`error_${answer ? answer.error : "failed"}`);
      return;
    }
    code.textContent = answer.code;
    code.hidden = copy.hidden = false;
    save(answer.code, "text/x-python", fileName(model, "py"));
  }

  const root = make(
    "section",
    { class: "hv-card hv-kernels-takeaway" },
    make("h3", {}, t("kernels_take")),
    make("p", {}, t("kernels_take_intro")),
    make(
      "div",
      { class: "hv-actions" },
      button(
        "svg",
        ready(() => save(svgText(model), "image/svg+xml", fileName(model, "svg"))),
      ),
      button(
        "png",
        ready(() => picture(model).toBlob((blob) => save(blob, "image/png", fileName(model, "png")))),
      ),
      button(
        "csv",
        ready(() => save(csv(model), "text/csv", fileName(model, "csv"))),
      ),
      button("python", ready(python)),
      copy,
    ),
    failure,
    code,
  );
  return {
    root,
    show: () => {
      code.hidden = copy.hidden = true;
    },
  };
}
