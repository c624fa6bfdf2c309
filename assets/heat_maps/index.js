// The Heat maps tab: a box is clicked, both detectors show where they looked. Long runs are asked for step by step.
// props: examples, trained, methods, layers, scores, depths, fractions, draws, defaults {method, layers}, colours (256 × RGB)
import { t, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, listen } from "../shared/setting.js";
import { iou } from "../shared/boxes.js";
import { examine, examined } from "../shared/setting.js";
import { modelName } from "../shared/variants.js";
import { areaUnder, chart, paint, painted, unpack } from "./paint.js";

export function mount({ element, props, server }) {
  const { examples, trained, methods, layers, scores, depths, fractions, draws, defaults, colours } = props;
  const SIDES = ["left", "right"];
  const nameOf = (side) => modelName(setting[side]);
  const models = () => ({ left_model: nameOf("left"), right_model: nameOf("right") });
  const short = (value) => (value === 0 ? "0" : Math.abs(value) < 0.01 ? value.toExponential(1) : fixed(value, 3));
  const share = (value) => `${fixed(100 * value, 1)} %`;

  // What is shown: the published picture, the chosen box, and the last answer to it.
  const state = { examined: null, chosen: null, question: null, answer: null, turn: 0 };

  // ---- elements -------------------------------------------------------------------------------------------------------
  const status = make("p", { class: "hv-status", role: "status", "aria-live": "polite" });
  const failure = make("p", { class: "hv-error", role: "alert" });
  const credit = make("p", { class: "hv-small hv-credit" });
  const exampleButtons = examples.map((example) =>
    make(
      "button",
      {
        type: "button",
        class: "hv-example",
        title: t(`example_${example.key}`),
        onclick: () => examine({ example: example.key }),
      },
      make("img", { src: example.thumbnail, alt: t(`example_${example.key}`), width: 72, height: 54 }),
    ),
  );
  function choice(id, values, text, onchange) {
    const field = make(
      "select",
      { id: `hetviz-heat-${id}`, onchange },
      ...values.map((value) => make("option", { value }, text(value))),
    );
    return { field, label: make("label", {}, t(`heat_${id}`), field) };
  }
  const method = choice("method", methods, (value) => t(`method_name_${value}`), explain);
  const layer = choice("layer", ["", ...layers], (value) => t(`layer_${value || "auto"}`), explain);
  const score = choice("score", scores, (value) => t(`score_${value}`), explain);
  const scale = choice(
    "scale",
    ["own", "same"],
    (value) => t(`heat_scale_${value}`),
    () => paintMaps(),
  );
  method.field.value = defaults.method;
  const opacity = make("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.05,
    value: 0.6,
    id: "hetviz-opacity",
    oninput: () => showOpacity(),
  });
  const opacityValue = make("output", {});
  const methodMeaning = make("p", { class: "hv-small" });
  const layerWhy = make("p", { class: "hv-small hv-layer-why" });

  function view(side) {
    const parts = {
      title: make("h3", {}),
      count: make("span", { class: "hv-count" }),
      canvas: make("canvas", { class: "hv-heat-map", hidden: true }),
      image: make("img", { class: "hv-picture", alt: t("picture_alt"), hidden: true }),
      boxes: make("div", { class: "hv-boxes" }),
      message: make("p", { class: "hv-message" }),
      how: make("p", {}),
      range: make("p", { class: "hv-small hv-range" }),
    };
    parts.stage = make(
      "div",
      {
        class: "hv-stage",
        onclick: (event) => {
          if (state.examined && !event.target.closest(".hv-box")) failure.textContent = t("heat_no_box");
        },
      },
      parts.image,
      parts.canvas,
      parts.boxes,
      parts.message,
    );
    parts.root = make(
      "section",
      { class: `hv-view hv-${side}` },
      make("header", {}, parts.title, parts.count),
      parts.stage,
      parts.how,
      parts.range,
    );
    return parts;
  }
  const views = { left: view("left"), right: view("right") };
  const bar = make("canvas", { class: "hv-bar", role: "img" });
  const barStops = [0, 0.5, 1].map(() => make("span", {}));
  const saveButton = (label, extra) =>
    make("button", { type: "button", class: "hv-secondary", onclick: () => save(extra) }, label);
  const saves = make("div", { class: "hv-actions" });
  const figures = make("table", { class: "hv-figures" });

  // A long run: one server call a step, with progress and a button that stops it. `show(index, answer)` draws a step.
  function run(title, steps, call, show, reset) {
    const progress = make("progress", { max: steps.length, value: 0, hidden: true, "aria-label": title });
    const said = make("span", { class: "hv-small", role: "status" });
    const self = { turn: 0 };
    const startButton = make("button", { type: "button", class: "hv-primary", onclick: start }, title);
    const stopButton = make(
      "button",
      { type: "button", class: "hv-secondary", hidden: true, onclick: () => finish("stopped") },
      t("stop"),
    );
    function finish(key) {
      self.turn++;
      progress.hidden = stopButton.hidden = true;
      startButton.disabled = false;
      said.textContent = key ? t(key, { done: progress.value, all: steps.length }) : "";
      if (key === "stopped") startButton.focus();
    }
    async function start() {
      const turn = ++self.turn;
      const question = state.question;
      if (!question) return;
      reset();
      failure.textContent = "";
      progress.value = 0;
      progress.hidden = stopButton.hidden = false;
      startButton.disabled = true;
      for (const [index, step] of steps.entries()) {
        said.textContent = t("progress", { done: index, all: steps.length });
        const answer = await call(question, step).catch(() => null);
        if (turn !== self.turn) return;
        if (!answer || answer.error) {
          say(answer);
          finish("");
          return;
        }
        show(index, answer);
        progress.value = index + 1;
      }
      finish("progress");
    }
    return {
      root: make("div", { class: "hv-actions" }, startButton, stopButton, progress, said),
      clear: () => {
        finish("");
        reset();
      },
    };
  }

  const strip = make("div", { class: "hv-strip", role: "group", "aria-label": t("trust_title") });
  const trustRun = run(
    t("trust_run"),
    depths,
    (question, depth) => server.trust({ ...question, depth }),
    (index, answer) => strip.append(trustStep(depths[index], answer)),
    () => strip.replaceChildren(),
  );
  const charts = make("div", { class: "hv-charts" });
  const curve = { points: [] };
  const curvesRun = run(
    t("curves_run"),
    fractions,
    (question, fraction) => server.curves({ ...question, fraction }),
    (index, answer) => {
      curve.points.push({ fraction: fractions[index], ...answer.sides });
      showCurves();
    },
    () => {
      curve.points = [];
      charts.replaceChildren();
      showFigures();
    },
  );
  const channels = make("div", { class: "hv-channels" });
  const part = (title, hint, ...children) =>
    make(
      "section",
      { class: "hv-card hv-part" },
      make("h4", {}, t(title)),
      make("p", { class: "hv-small" }, t(hint, { draws })),
      ...children,
    );

  const results = make(
    "div",
    { class: "hv-results", hidden: true },
    make("div", { class: "hv-views" }, views.left.root, views.right.root),
    make("div", { class: "hv-bar-row" }, bar, make("div", { class: "hv-bar-stops" }, ...barStops)),
    make(
      "div",
      { class: "hv-heat-row" },
      make("label", { class: "hv-slider" }, make("span", {}, t("heat_opacity"), " ", opacityValue), opacity),
      scale.label,
    ),
    credit,
    saves,
    make(
      "section",
      { class: "hv-card hv-part" },
      make("h4", {}, t("figures_title")),
      make("div", { class: "hv-scroll" }, figures),
      make("p", { class: "hv-small" }, t("figures_note")),
    ),
    part("trust_title", "trust_hint", trustRun.root, strip),
    part("curves_title", "curves_hint", curvesRun.root, charts),
    part("channels_title", "channels_hint", channels),
  );

  element
    .querySelector(".hv-root")
    .replaceChildren(
      make(
        "section",
        { class: "hv-card hv-input" },
        make("p", {}, t("heat_hint")),
        make(
          "div",
          { class: "hv-examples", role: "group", "aria-label": t("examples") },
          make("span", { class: "hv-small" }, t("examples")),
          ...exampleButtons,
        ),
        make("div", { class: "hv-heat-row" }, method.label, layer.label, score.label),
        methodMeaning,
        layerWhy,
        failure,
        status,
      ),
      results,
    );

  // ---- asking the server ----------------------------------------------------------------------------------------------
  // Only the newest question is answered on the page. Until then, and after a failure, the last maps stay.
  async function explain() {
    methodMeaning.textContent = t(`method_${method.field.value}`);
    if (!state.examined || !state.chosen) return;
    const turn = ++state.turn;
    const { source, variants, confidence, iou } = state.examined;
    const question = {
      ...source,
      variants,
      confidence,
      iou,
      ...state.chosen,
      method: method.field.value,
      layer: layer.field.value,
      score: score.field.value,
    };
    failure.textContent = "";
    status.textContent = t("explaining");
    results.setAttribute("aria-busy", "true");
    const answer = await server.maps(question).catch(() => null);
    if (turn !== state.turn) return;
    results.removeAttribute("aria-busy");
    if (!answer || answer.error) {
      say(answer);
      return;
    }
    Object.assign(state, { question, answer });
    show();
    const parts = await server.channels(question).catch(() => null);
    if (turn === state.turn && parts && !parts.error) showChannels(parts);
  }

  function say(answer) {
    failure.textContent = t(`error_${answer ? answer.error : "failed"}`, answer ? answer.facts : {});
    status.textContent = "";
  }

  async function save(extra) {
    const answer = await server
      .download({ ...state.question, same_range: scale.field.value === "same", ...extra })
      .catch(() => null);
    if (!answer || answer.error) {
      say(answer);
      return;
    }
    const bytes = Uint8Array.from(atob(answer.content), (letter) => letter.charCodeAt(0));
    const link = make("a", {
      href: URL.createObjectURL(new Blob([bytes], { type: answer.type })),
      download: answer.name,
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // A picture was examined in the Detect tab, or its thresholds or P moved.
  function take(published) {
    const same = state.examined && state.examined.picture === published.picture;
    const variant = (shown) => SIDES.map((side) => shown?.variants[side]).join();
    const changed = !same || variant(state.examined) !== variant(published);
    state.examined = published;
    results.hidden = false;
    credit.textContent = published.credit;
    exampleButtons.forEach((button, index) =>
      button.setAttribute("aria-pressed", String(examples[index].key === published.source.example)),
    );
    if (!same) {
      state.chosen = null;
      failure.textContent = "";
    }
    if (changed) forget();
    drawStages();
    if (!changed) {
      if (!state.chosen) chooseFirst();
      return;
    }
    if (state.chosen && published.variants[state.chosen.side]) explain();
    else chooseFirst();
  }

  function chooseFirst() {
    const side = SIDES.find(
      (candidate) => state.examined.variants[candidate] && state.examined.found[candidate].length,
    );
    if (side) {
      choose(side, state.examined.found[side][0]);
      return;
    }
    status.textContent = t("heat_nothing_found");
  }

  function choose(side, { box, classId }) {
    state.chosen = { side, box, class: classId };
    markBoxes();
    explain();
  }

  // ---- showing --------------------------------------------------------------------------------------------------------
  function forget() {
    Object.assign(state, { question: null, answer: null });
    state.turn++;
    SIDES.forEach((side) => {
      views[side].canvas.hidden = true;
      [views[side].how, views[side].range, views[side].message].forEach((line) => {
        line.textContent = "";
      });
    });
    [saves, figures, channels].forEach((list) => list.replaceChildren());
    layerWhy.textContent = status.textContent = "";
    trustRun.clear();
    curvesRun.clear();
  }

  function drawStages() {
    const { picture, found, variants } = state.examined;
    SIDES.forEach((side) => {
      const { title, count, image, boxes, stage, root, message } = views[side];
      title.textContent = nameOf(side);
      root.setAttribute("aria-label", t("heat_view", { model: nameOf(side) }));
      count.textContent = variants[side] ? t("objects", { count: found[side].length }) : "";
      image.src = picture.url;
      image.hidden = false;
      stage.style.aspectRatio = `${picture.width} / ${picture.height}`;
      const area = ({ box: [left, top, right, bottom] }) => (right - left) * (bottom - top);
      boxes.replaceChildren(
        ...(variants[side] ? [...found[side]].sort((a, b) => area(b) - area(a)) : []).map((d) => boxElement(side, d)),
      );
      if (!variants[side])
        message.textContent = trained[setting[side]] ? t("working") : t("error_no_weights", { variant: nameOf(side) });
    });
    markBoxes();
  }

  function place(box, [left, top, right, bottom]) {
    const { width, height } = state.examined.picture;
    Object.assign(box.style, {
      left: `${(100 * left) / width}%`,
      top: `${(100 * top) / height}%`,
      width: `${(100 * (right - left)) / width}%`,
      height: `${(100 * (bottom - top)) / height}%`,
    });
  }

  function boxElement(side, detection) {
    const facts = { name: detection.name, confidence: fixed(detection.confidence, 2) };
    const inside = detection.box[1] < 0.07 * state.examined.picture.height;
    const box = make(
      "button",
      {
        type: "button",
        class: `hv-box${inside ? " hv-inside" : ""}`,
        "aria-label": t("heat_explain_box", facts),
        onclick: () => choose(side, detection),
      },
      make("span", { class: "hv-tag" }, `${facts.name} ${facts.confidence}`),
    );
    place(box, detection.box);
    box.detection = detection;
    return box;
  }

  // Mark the box that is explained on each side; a side without a box of its own gets a dashed outline instead.
  function markBoxes() {
    SIDES.forEach((side) => {
      const { boxes } = views[side];
      boxes.querySelectorAll(".hv-ghost").forEach((ghost) => ghost.remove());
      const answer = state.answer?.sides[side];
      const target =
        answer && answer.how !== "same_place" ? answer.box : state.chosen?.side === side ? state.chosen.box : null;
      const near = (box) => target && iou(box, target) > 0.95;
      boxes
        .querySelectorAll(".hv-box")
        .forEach((box) => box.setAttribute("aria-pressed", String(Boolean(near(box.detection.box)))));
      if (answer?.how === "same_place") {
        const ghost = make("div", { class: "hv-ghost" });
        place(ghost, answer.box);
        boxes.append(ghost);
      }
    });
  }

  function show() {
    const { sides, name } = state.answer;
    SIDES.forEach((side) => {
      const answer = sides[side];
      if (!answer) return;
      const parts = views[side];
      parts.map = unpack(answer.map);
      parts.canvas.hidden = Boolean(answer.reason);
      parts.message.textContent = answer.reason ? t(`reason_${answer.reason}`, { level: answer.level }) : "";
      parts.how.textContent = t(`how_${answer.how}`, { confidence: fixed(answer.confidence, 3) });
      parts.range.textContent = t("heat_range", { low: short(answer.low), high: short(answer.high) });
    });
    markBoxes();
    paintMaps();
    showLayer();
    showFigures();
    trustRun.clear();
    curvesRun.clear();
    saves.replaceChildren(
      saveButton(t("save_png"), { kind: "png" }),
      ...SIDES.filter((side) => sides[side]).map((side) =>
        saveButton(t("save_npy", { model: nameOf(side) }), { kind: "npy", of: side }),
      ),
    );
    const value = (side) => (sides[side] ? fixed(sides[side].confidence, 2) : "–");
    status.textContent = t("explained", { name, left: value("left"), right: value("right"), ...models() });
  }

  function paintMaps() {
    if (!state.answer) return;
    const sides = SIDES.filter((side) => state.answer.sides[side]);
    const peak = Math.max(...sides.map((side) => views[side].map.peak));
    const same = scale.field.value === "same";
    sides.forEach((side) =>
      paint(views[side].canvas, views[side].map, colours, same ? views[side].map.peak / (peak || 1) : 1),
    );
    paint(bar, { width: 256, height: 1, shares: Float32Array.from({ length: 256 }, (_, i) => i / 255) }, colours);
    bar.setAttribute("aria-label", t("colour_bar"));
    barStops.forEach((stop, index) => {
      stop.textContent = same ? short((peak * index) / 2) : `${50 * index} %`;
    });
  }

  function showOpacity() {
    opacityValue.textContent = `${Math.round(100 * opacity.value)} %`;
    SIDES.forEach((side) => {
      views[side].canvas.style.opacity = opacity.value;
    });
  }

  function showLayer() {
    const answer = state.answer.sides[state.question.side];
    const [left, top, right, bottom] = answer.box.map(Math.round);
    const facts = { level: answer.level, layer: t(`layer_${answer.layer}`), width: right - left, height: bottom - top };
    const single = answer.layer === answer.level && ["hirescam", "layercam"].includes(state.question.method);
    layerWhy.textContent = `${t(state.question.layer ? "layer_chosen" : "layer_why", facts)} ${single ? t("one_cell") : ""}`;
  }

  const line = (side, what) => curve.points.map((point) => [point.fraction, point[side][what]]);

  function showFigures() {
    if (!state.answer) return;
    const { sides, agreement } = state.answer;
    const row = (key, text) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, t(key)),
        ...SIDES.map((side) => make("td", { class: "hv-number" }, sides[side] ? text(side) : "–")),
      );
    const some = (value, text) => (value === null || value === undefined ? "–" : text(value));
    const both = (key, value) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, t(key)),
        make(
          "td",
          { class: "hv-number", colspan: 2 },
          some(value, (v) => fixed(v, 3)),
        ),
      );
    const under = (what) => (side) =>
      some(curve.points.length === fractions.length ? areaUnder(line(side, what)) : null, (v) => fixed(v, 3));
    figures.replaceChildren(
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("th", { scope: "col" }, t("figure")),
          ...SIDES.map((side) => make("th", { scope: "col", class: `hv-${side}` }, nameOf(side))),
        ),
      ),
      make(
        "tbody",
        {},
        row("figure_confidence", (side) => fixed(sides[side].confidence, 3)),
        row("figure_energy", (side) => some(sides[side].figures.energy_inside, share)),
        row("figure_peak", (side) => some(sides[side].figures.peak_inside, (inside) => t(inside ? "yes" : "no"))),
        row("figure_deletion", under("deleted")),
        row("figure_insertion", under("inserted")),
        both("figure_correlation", agreement.correlation),
        both("figure_similarity", agreement.similarity),
      ),
    );
  }

  function trustStep(depth, { sides }) {
    const name = t(`depth_${depth}`);
    return make(
      "figure",
      {},
      make("figcaption", {}, name),
      ...SIDES.filter((side) => sides[side]).map((side) => {
        const { map, correlation, reason } = sides[side];
        const number = reason ? t("blank") : correlation === null ? "–" : fixed(correlation, 2);
        return make(
          "div",
          { class: `hv-${side}` },
          painted(map, colours, `${nameOf(side)}, ${name}: ${number}`),
          make("strong", { class: "hv-number" }, number),
        );
      }),
    );
  }

  function showCurves() {
    const one = (what, title) => {
      const curves = SIDES.filter((side) => curve.points[0][side]).map((side) => ({
        className: `hv-line-${side}`,
        points: line(side, what),
      }));
      const end = (side, index) => (curve.points[0][side] ? fixed(curve.points.at(index)[side][what], 2) : "–");
      const label = t("curve_label", {
        title,
        left_first: end("left", 0),
        left_last: end("left", -1),
        right_first: end("right", 0),
        right_last: end("right", -1),
        ...models(),
      });
      return make(
        "figure",
        {},
        make("figcaption", {}, title),
        chart(curves, label, (value) => fixed(value, 2)),
      );
    };
    charts.replaceChildren(
      one("deleted", t("deletion")),
      one("inserted", t("insertion")),
      make("p", { class: "hv-small" }, t("curves_axis")),
    );
    showFigures();
  }

  function showChannels({ sides }) {
    channels.replaceChildren(
      ...SIDES.filter((side) => sides[side]).map((side) =>
        make(
          "section",
          { class: `hv-${side}` },
          make("h3", {}, nameOf(side)),
          make(
            "div",
            { class: "hv-strip" },
            ...sides[side].channels.map(({ index, weight, share: part, map }) => {
              const name = t("channel", { index, count: sides[side].count });
              return make(
                "figure",
                {},
                painted(map, colours, name),
                make(
                  "figcaption",
                  {},
                  make("strong", {}, name),
                  make("span", {}, t("channel_numbers", { weight: short(weight), share: fixed(100 * part, 1) })),
                ),
              );
            }),
          ),
        ),
      ),
    );
  }

  methodMeaning.textContent = t(`method_${method.field.value}`);
  showOpacity();
  listen("picture", take);
  if (examined()) take(examined());
  else status.textContent = t("heat_no_picture");
}
