// C3 and CSPHet as flow diagrams with channel counts at each arrow. A box opens its operator in the grid.
import { t } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting } from "../shared/setting.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, BOX, HIGH, GAP] = [412, 176, 44, 34];
const [LEFT, RIGHT, CHAIN] = [118, 300, 98]; // centres of C3's two columns, and of CSPHet's chain

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

// A drawing grows downwards: box() and sum() return the place below them, arrow() joins places.
function drawing(name, onOpen) {
  const parts = [];
  const put = (...elements) => parts.push(...elements);
  const label = (x, y, text, kind = "hv-flow-count", anchor = "start") =>
    put(svg("text", { x, y, class: kind, "text-anchor": anchor }, text));

  function arrow(points, text = null, at = null) {
    put(
      svg("polyline", {
        points: points.map((point) => point.join(",")).join(" "),
        class: "hv-flow-arrow",
        "marker-end": `url(#hv-arrow-${name})`,
      }),
    );
    const [x, y] = at || [points.at(-1)[0] + 8, points.at(-1)[1] - 12];
    if (text !== null) label(x, y, String(text));
  }

  function box(x, y, title, detail, opens = null) {
    const group = svg(
      "g",
      { class: `hv-flow-box${opens ? " hv-flow-opens" : ""}` },
      svg("rect", { x: x - BOX / 2, y, width: BOX, height: HIGH, rx: 9 }),
      svg("text", { x, y: y + (detail ? 19 : 27), class: "hv-flow-title", "text-anchor": "middle" }, title),
    );
    if (detail) group.append(svg("text", { x, y: y + 36, class: "hv-flow-detail", "text-anchor": "middle" }, detail));
    if (opens) {
      const open = () => onOpen(opens);
      const facts = { title, m: opens.m, n: opens.n };
      for (const [key, value] of Object.entries({
        role: "button",
        tabindex: 0,
        "aria-label": t("kernels_open_box", facts),
      }))
        group.setAttribute(key, value);
      group.addEventListener("click", open);
      group.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open();
        }
      });
    }
    put(group);
    return y + HIGH;
  }

  function finish(height, description) {
    const marker = svg(
      "marker",
      {
        id: `hv-arrow-${name}`,
        viewBox: "0 0 8 8",
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: "auto",
      },
      svg("path", { d: "M0 0 L8 4 L0 8 z", class: "hv-flow-head" }),
    );
    return svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${height}`,
        class: `hv-flow hv-flow-${name}`,
        role: "group",
        "aria-label": description,
      },
      svg("defs", {}, marker),
      ...parts,
    );
  }
  return { put, label, arrow, box, finish };
}

const pointwise = (m, n) => ({ operator: "standard", m, n, k: 1 });

function c3({ m, n, hidden, depth, shortcut }, onOpen) {
  const d = drawing("c3", onOpen);
  let y = 44;
  d.label(WIDTH / 2, 14, "x", "hv-flow-title", "middle");
  d.arrow(
    [
      [WIDTH / 2, 20],
      [WIDTH / 2, 30],
      [LEFT, 30],
      [LEFT, y + 12],
    ],
    m,
    [LEFT + 8, 25],
  );
  d.arrow(
    [
      [WIDTH / 2, 20],
      [WIDTH / 2, 30],
      [RIGHT, 30],
      [RIGHT, y + 12],
    ],
    m,
    [RIGHT - 40, 25],
  );
  y += 12;
  d.box(RIGHT, y, "Conv 1×1", t("kernels_flow_unit"), pointwise(m, hidden));
  const bypass = y + HIGH;
  y = d.box(LEFT, y, "Conv 1×1", t("kernels_flow_unit"), pointwise(m, hidden));
  for (let i = 0; i < depth; i++) {
    const start = y;
    d.arrow(
      [
        [LEFT, y],
        [LEFT, y + GAP],
      ],
      hidden,
    );
    y = d.box(LEFT, y + GAP, "Conv 1×1", t("kernels_flow_unit"), pointwise(hidden, hidden));
    d.arrow(
      [
        [LEFT, y],
        [LEFT, y + GAP],
      ],
      hidden,
    );
    y = d.box(LEFT, y + GAP, "Conv 3×3", t("kernels_flow_unit"), {
      operator: "standard",
      m: hidden,
      n: hidden,
      k: 3,
    });
    if (shortcut) {
      d.arrow(
        [
          [LEFT, start + 12],
          [14, start + 12],
          [14, y + 16],
          [LEFT - 3, y + 16],
        ],
        "+",
        [20, y + 11],
      );
      d.put(svg("line", { x1: LEFT, x2: LEFT, y1: y, y2: y + 18, class: "hv-flow-arrow" }));
      y += 18;
    }
  }
  return {
    join: joined(
      d,
      y,
      [
        [LEFT, y, hidden],
        [RIGHT, bypass, hidden],
      ],
      2 * hidden,
      n,
    ),
    d,
  };
}

function cspHet({ m, n, hidden, depth }, onOpen) {
  const d = drawing("csphet", onOpen);
  const p = setting.p;
  d.label(WIDTH / 2, 14, "x", "hv-flow-title", "middle");
  d.arrow(
    [
      [WIDTH / 2, 20],
      [WIDTH / 2, 56],
    ],
    m,
  );
  let y = d.box(WIDTH / 2, 56, "Conv 1×1", t("kernels_flow_unit"), pointwise(m, 2 * hidden));
  const split = y + 16;
  const ends = [[RIGHT + 83, split, hidden]];
  d.put(
    svg("polyline", {
      points: `${WIDTH / 2},${y} ${WIDTH / 2},${split} ${RIGHT + 83},${split}`,
      class: "hv-flow-line",
    }),
  );
  d.label(WIDTH / 2 + 10, split - 4, t("kernels_split", { parts: 2 * hidden, hidden }));
  d.put(svg("polyline", { points: `${WIDTH / 2},${split} ${CHAIN},${split}`, class: "hv-flow-line" }));
  y = split;
  for (let i = 0; i < depth; i++) {
    const aside = RIGHT + 60 - 23 * i;
    d.put(svg("polyline", { points: `${CHAIN},${y + 10} ${aside},${y + 10}`, class: "hv-flow-line" }));
    ends.push([aside, y + 10, hidden]);
    d.arrow(
      [
        [CHAIN, y],
        [CHAIN, y + GAP],
      ],
      hidden,
    );
    const opens = { operator: "hetconv", m: hidden, n: hidden, k: 3 };
    y = d.box(CHAIN, y + GAP, `HetConv P=${p}`, t("kernels_flow_bare"), opens);
    d.arrow(
      [
        [CHAIN, y],
        [CHAIN, y + GAP],
      ],
      hidden,
    );
    d.label(CHAIN + 32, y + 22, t("kernels_flow_nothing"), "hv-flow-note");
    y = d.box(CHAIN, y + GAP, `HetConv P=${p}`, t("kernels_flow_bare"), opens);
  }
  ends.push([CHAIN, y, hidden]);
  return { join: joined(d, y, ends, (2 + depth) * hidden, n), d };
}

// Draw the concatenation of all ends, the last 1×1 and the result, and return the height.
function joined(d, y, ends, together, n) {
  const top = y + GAP;
  ends.forEach(([x, from, channels]) =>
    d.arrow(
      [
        [x, from],
        [x, top],
      ],
      channels,
      [x + 5, top - 11],
    ),
  );
  d.put(svg("rect", { x: 24, y: top, width: WIDTH - 32, height: 26, rx: 8, class: "hv-flow-concat" }));
  d.label(WIDTH / 2, top + 18, t("kernels_concat"), "hv-flow-detail", "middle");
  d.arrow(
    [
      [WIDTH / 2, top + 26],
      [WIDTH / 2, top + 26 + GAP],
    ],
    together,
  );
  const end = d.box(WIDTH / 2, top + 26 + GAP, "Conv 1×1", t("kernels_flow_unit"), pointwise(together, n));
  d.arrow(
    [
      [WIDTH / 2, end],
      [WIDTH / 2, end + GAP],
    ],
    n,
  );
  d.label(WIDTH / 2, end + GAP + 16, "y", "hv-flow-title", "middle");
  return end + GAP + 24;
}

export function blocks(model, shapes) {
  const choice = make(
    "select",
    { class: "hv-kernels-block", onchange: show },
    ...shapes.map((shape, index) =>
      make("option", { value: index, selected: shape.path === "stage3" }, t("kernels_block_option", shape)),
    ),
  );
  const places = { c3: make("div", {}), csphet: make("div", {}) };
  const title = (side, name) => make("h4", { class: `hv-kernels-${side}-name` }, name);
  const root = make(
    "section",
    { class: "hv-card hv-kernels-blocks" },
    make("h3", {}, t("kernels_blocks")),
    make("p", {}, t("kernels_blocks_intro")),
    make("label", {}, t("kernels_block"), choice),
    make(
      "div",
      { class: "hv-kernels-two" },
      make("section", {}, title("left", "C3"), make("p", { class: "hv-small" }, t("kernels_c3_says")), places.c3),
      make(
        "section",
        {},
        title("right", "CSPHet"),
        make("p", { class: "hv-small" }, t("kernels_csphet_says")),
        places.csphet,
      ),
    ),
  );

  function open(opens) {
    model.set({ ...opens, stage: 0, layer: null, pins: [], lit: null, axis: null });
    model.toGrid();
  }

  function show() {
    const shape = shapes[choice.value];
    for (const [name, draw] of [
      ["c3", c3],
      ["csphet", cspHet],
    ]) {
      const { d, join } = draw(shape, open);
      places[name].replaceChildren(
        d.finish(join, t("kernels_flow_label", { name: name === "c3" ? "C3" : "CSPHet", ...shape })),
      );
    }
  }
  let drawn = null;
  return {
    root,
    show: () => {
      if (drawn !== setting.p) {
        drawn = setting.p;
        show();
      }
    },
  };
}
