// The Dual identity, live: one button runs HetConv(P) and an equal DualConv(G=P) on a picture's features in the server.
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { problem } from "./rules.js";
import { palette, colourScale } from "./paint.js";
import { unpacked } from "./weights.js";

function paintMap(canvas, values, width, height, limit) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const scale = colourScale(palette(), limit);
  values.forEach((value, i) => image.data.set([...scale(value), 255], 4 * i));
  context.putImageData(image, 0, 0);
}

// Return a small number as people write it: 1.2 · 10⁻⁶.
function scientific(value) {
  if (value === 0) return "0";
  const [digits, power] = value.toExponential(1).split("e");
  const raised = [...String(Number(power))].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");
  return `${fixed(Number(digits), 1)} · 10${raised}`;
}

export function identity(model, server, examples) {
  const picture = make("select", {}, ...examples.map((key) => make("option", { value: key }, t(`example_${key}`))));
  const failure = make("p", { class: "hv-error", role: "alert" });
  const source = make("p", {});
  const button = make("button", { type: "button", class: "hv-primary hv-kernels-run", onclick: run }, t("kernels_run"));
  const maps = [0, 1].map(() => ({ canvas: make("canvas", { role: "img" }), caption: make("figcaption", {}) }));
  const number = make("p", { class: "hv-kernels-number" });
  const sentence = make("p", {});
  const results = make(
    "div",
    { class: "hv-kernels-results", hidden: true, role: "status" },
    make(
      "div",
      { class: "hv-kernels-maps" },
      ...maps.map(({ canvas, caption }) => make("figure", {}, canvas, caption)),
    ),
    make("div", {}, number, sentence),
  );
  const root = make(
    "section",
    { class: "hv-card hv-kernels-identity" },
    make("h3", {}, t("kernels_identity")),
    make("p", {}, t("kernels_identity_intro")),
    make("div", { class: "hv-kernels-controls" }, make("label", {}, t("kernels_picture"), picture), button),
    source,
    failure,
    results,
  );
  const real = () => model.layer && model.layer.operator === "hetconv";

  async function run() {
    const shape = model.shape();
    const wrong = problem("hetconv", shape);
    failure.textContent = wrong ? t(wrong.code, wrong.facts) : "";
    if (wrong) return;
    const { m, n, k, p } = shape;
    button.disabled = true;
    const what = real() ? { variant: model.layer.variant, path: model.layer.path } : { m, n, k, p };
    const answer = await server.compare({ example: picture.value, ...what }).catch(() => null);
    button.disabled = false;
    if (!answer || answer.error) {
      failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer ? answer.facts : {});
      return;
    }
    showAnswer(answer, k);
  }

  function showAnswer(answer, k) {
    results.hidden = false;
    const values = [answer.het, answer.dual].map(unpacked);
    const limit = Math.max(...values[0].map(Math.abs), 1e-12);
    maps.forEach(({ canvas, caption }, index) => {
      paintMap(canvas, values[index], answer.width, answer.height, limit);
      caption.textContent = t("kernels_map", {
        name: index ? `DualConv G=${answer.p}` : `HetConv P=${answer.p}`,
        filter: answer.filter,
        width: answer.width,
        height: answer.height,
      });
      canvas.setAttribute("aria-label", caption.textContent);
    });
    number.textContent = scientific(answer.difference);
    number.dataset.difference = answer.difference;
    number.dataset.redundant = answer.redundant;
    sentence.textContent = t("kernels_identity_result", {
      difference: scientific(answer.difference),
      filters: answer.filters,
      largest: fixed(answer.largest, 2),
      redundant: count(answer.redundant),
      m: answer.channels,
      p: answer.p,
      rms: fixed(answer.redundant_rms, 4),
      weight: fixed(answer.weight_rms, 4),
      k,
    });
  }

  function show() {
    const { m, n, k, p } = model.shape();
    source.textContent = real() ? t("kernels_source_real", model.layer) : t("kernels_source_random", { m, n, k, p });
  }
  return { root, show };
}
