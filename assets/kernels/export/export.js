// Take it away: the picture as SVG and PNG, the numbers as CSV, the operator as a few lines of PyTorch.
import { csvOf } from "../../shared/downloads/csv.js";
import { make } from "../../shared/elements.js";
import { save } from "../../shared/downloads/files.js";
import { count, t } from "../../shared/language.js";
import { palette } from "../grid/palette.js";
import { css, paintStage } from "../grid/pixels.js";
import { isPlain } from "../rules.js";
import { captionOf, csvRows, fileName, placesOf, svgText } from "./texts.js";

const WIDE = 1600; // pixels of a picture, about
const TOP = 110; // for name and formula

// Return a canvas with the diagram, its name and its formula.
function picture(view) {
  const { operator, shape, stage, layer } = view;
  const cell = Math.max(3, Math.min(96, Math.floor(WIDE / Math.max(stage.rows, stage.columns))));
  const [width, height] = [cell * stage.columns, cell * stage.rows];
  const colours = palette();
  const canvas = make("canvas", { width: Math.max(900, width), height: height + TOP });
  const context = canvas.getContext("2d");
  context.fillStyle = css(colours.card);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = css(colours.ink);
  captionOf(view, count).forEach((line, index) => {
    context.font = `${index ? 28 : 36}px system-ui, sans-serif`;
    context.fillText(line, 4, 42 + 44 * index);
  });
  const image = context.createImageData(width, height);
  const [rows, columns] = placesOf(view);
  paintStage(new Uint32Array(image.data.buffer), width, height, stage, {
    ...{ cell, k: shape.k, colours, x: 0, y: 0, lit: null, weights: layer },
    plain: isPlain(operator, stage) ? colours.left : null,
    rowAt: (s) => rows[s],
    columnAt: (j) => columns[j],
  });
  context.putImageData(image, 0, TOP);
  return canvas;
}

export class Export {
  constructor(model, server) {
    Object.assign(this, { model, server });
    this.failure = make("p", { class: "hv-error", role: "alert" });
    const label = { "aria-label": t("kernels_python") };
    this.code = make("pre", { class: "hv-kernels-code", tabindex: 0, hidden: true, ...label });
    const copies = () => navigator.clipboard?.writeText(this.code.textContent);
    const attributes = { type: "button", class: "hv-secondary", hidden: true, onclick: copies };
    this.copy = make("button", attributes, t("kernels_copy"));
    const buttons = [
      this.button("svg", (view) => save(svgText(view, palette(), count), "image/svg+xml", fileName(view, "svg"))),
      this.button("png", (view) => picture(view).toBlob((blob) => save(blob, "image/png", fileName(view, "png")))),
      this.button("csv", (view) => save(csvOf(csvRows(view.shape)), "text/csv", fileName(view, "csv"))),
      this.button("python", (view) => this.python(view)),
    ];
    this.root = make(
      "section",
      { class: "hv-card hv-kernels-takeaway" },
      make("h3", {}, t("kernels_take")),
      make("p", {}, t("kernels_take_intro")),
      make("div", { class: "hv-actions" }, ...buttons, this.copy),
      this.failure,
      this.code,
    );
  }

  // act(view) is called if there is something to take away.
  button(key, act) {
    const { model } = this;
    const onclick = () => {
      const wrong = model.problem();
      this.failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
      if (!wrong) act(model.view());
    };
    const attributes = { type: "button", class: "hv-secondary", "data-file": key, onclick };
    return make("button", attributes, t(`kernels_save_${key}`));
  }

  async python(view) {
    const { operator, shape } = view;
    const { m, n, k, p } = shape;
    const answer = await this.server.snippet({ operator, m, n, k, p }).catch(() => null);
    if (!answer || answer.error) {
      this.failure.textContent = t(`error_${answer ? answer.error : "failed"}`);
      return;
    }
    this.code.textContent = answer.code;
    this.code.hidden = this.copy.hidden = false;
    save(answer.code, "text/x-python", fileName(view, "py"));
  }

  // What is shown of a program is another operator's as soon as something changes.
  show() {
    this.code.hidden = this.copy.hidden = true;
  }
}
