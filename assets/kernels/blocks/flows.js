// C3 and CSPHet as flow diagrams: where boxes and arrows stand, with channel counts at each arrow. No drawing.
const [WIDTH, BOX, HIGH, GAP] = [412, 176, 44, 34];
const [LEFT, RIGHT, CHAIN] = [118, 300, 98]; // centres of C3's two columns, and of CSPHet's chain
const MIDDLE = WIDTH / 2;

const pointwise = (m, n) => ({ operator: "standard", m, n, k: 1 });

// A drawing grows downwards: box() and column() return the place below them, arrow() joins places. Its parts are
// {kind: "text", x, y, text, look, anchor}, {kind: "line" or "arrow", points}, {kind: "bar", x, y, width, height} and
// {kind: "box", x, y, width, height, middle, title, detail, opens}; opens is the operator {operator, m, n, k} or null.
export class Flow {
  parts = [];

  constructor(words) {
    this.words = words;
  }

  text(x, y, text, look = "count", anchor = "start") {
    this.parts.push({ kind: "text", x, y, text: String(text), look, anchor });
  }

  line(points) {
    this.parts.push({ kind: "line", points });
  }

  // Beside the head of the arrow, or at a place of its own, stands a text.
  arrow(points, text, at = null) {
    this.parts.push({ kind: "arrow", points });
    const [x, y] = at || [points.at(-1)[0] + 8, points.at(-1)[1] - 12];
    this.text(x, y, text);
  }

  box(middle, y, title, detail, opens) {
    const place = { x: middle - BOX / 2, y, width: BOX, height: HIGH, middle };
    this.parts.push({ kind: "box", ...place, title, detail, opens });
    return y + HIGH;
  }

  // A box with the arrow that leads to it.
  column(x, y, channels, title, detail, opens) {
    this.arrow(
      [
        [x, y],
        [x, y + GAP],
      ],
      channels,
    );
    return this.box(x, y + GAP, title, detail, opens);
  }

  unit(x, y, opens) {
    return this.box(x, y, `Conv ${opens.k}×${opens.k}`, this.words.unit, opens);
  }

  unitColumn(x, y, opens) {
    return this.column(x, y, opens.m, `Conv ${opens.k}×${opens.k}`, this.words.unit, opens);
  }

  // The concatenation of all ends [x, y, channels], the last 1×1 and the result. Return the height.
  joined(y, ends, together, n) {
    const top = y + GAP;
    ends.forEach(([x, from, channels]) =>
      this.arrow(
        [
          [x, from],
          [x, top],
        ],
        channels,
        [x + 5, top - 11],
      ),
    );
    this.parts.push({ kind: "bar", x: 24, y: top, width: WIDTH - 32, height: 26 });
    this.text(MIDDLE, top + 18, this.words.concat, "detail", "middle");
    const end = this.unitColumn(MIDDLE, top + 26, pointwise(together, n));
    this.arrow(
      [
        [MIDDLE, end],
        [MIDDLE, end + GAP],
      ],
      n,
    );
    this.text(MIDDLE, end + GAP + 16, "y", "title", "middle");
    return end + GAP + 24;
  }
}

// One bottleneck of C3; with a shortcut its input is added to its result.
function bottleneck(flow, start, hidden, shortcut) {
  const middle = flow.unitColumn(LEFT, start, pointwise(hidden, hidden));
  const y = flow.unitColumn(LEFT, middle, { operator: "standard", m: hidden, n: hidden, k: 3 });
  if (!shortcut) return y;
  const around = [
    [LEFT, start + 12],
    [14, start + 12],
    [14, y + 16],
    [LEFT - 3, y + 16],
  ];
  flow.arrow(around, "+", [20, y + 11]);
  flow.line([
    [LEFT, y],
    [LEFT, y + 18],
  ]);
  return y + 18;
}

// Return {width, height, parts} of C3: two 1×1 side by side, the bottlenecks on the left.
export function c3({ m, n, hidden, depth, shortcut }, words) {
  const flow = new Flow(words);
  const top = 56;
  const down = (x) => [
    [MIDDLE, 20],
    [MIDDLE, 30],
    [x, 30],
    [x, top],
  ];
  flow.text(MIDDLE, 14, "x", "title", "middle");
  flow.arrow(down(LEFT), m, [LEFT + 8, 25]);
  flow.arrow(down(RIGHT), m, [RIGHT - 40, 25]);
  const bypass = flow.unit(RIGHT, top, pointwise(m, hidden));
  let y = flow.unit(LEFT, top, pointwise(m, hidden));
  for (let index = 0; index < depth; index++) y = bottleneck(flow, y, hidden, shortcut);
  const ends = [
    [LEFT, y, hidden],
    [RIGHT, bypass, hidden],
  ];
  return { width: WIDTH, height: flow.joined(y, ends, 2 * hidden, n), parts: flow.parts };
}

// Return what the chain of a CSPHet of some bottlenecks is: so many HetConvs, together one linear map of that window.
export const chainOf = (depth) => ({ convolutions: 2 * depth, window: 1 + 2 * (2 * depth) });

// Return {width, height, parts} of CSPHet: one 1×1 whose result is split, pairs of bare HetConvs, every one's result kept.
export function csphet({ m, n, hidden, depth }, words, p) {
  const flow = new Flow(words);
  flow.text(MIDDLE, 14, "x", "title", "middle");
  flow.arrow(
    [
      [MIDDLE, 20],
      [MIDDLE, 56],
    ],
    m,
  );
  const below = flow.unit(MIDDLE, 56, pointwise(m, 2 * hidden));
  const split = below + 16;
  const kept = RIGHT + 83;
  flow.line([
    [MIDDLE, below],
    [MIDDLE, split],
    [kept, split],
  ]);
  flow.text(MIDDLE + 10, split - 4, words.split);
  flow.line([
    [MIDDLE, split],
    [CHAIN, split],
  ]);
  const ends = [[kept, split, hidden]];
  let y = split;
  for (let index = 0; index < depth; index++) {
    const aside = RIGHT + 60 - 23 * index;
    flow.line([
      [CHAIN, y + 10],
      [aside, y + 10],
    ]);
    ends.push([aside, y + 10, hidden]);
    if (!index) flow.text(CHAIN + BOX / 2 + 8, y + GAP + HIGH / 2 + 4, words.dual, "note");
    y = hetPair(flow, y, hidden, p);
  }
  ends.push([CHAIN, y, hidden]);
  return { width: WIDTH, height: flow.joined(y, ends, (2 + depth) * hidden, n), parts: flow.parts };
}

function hetPair(flow, start, hidden, p) {
  const opens = { operator: "hetconv", m: hidden, n: hidden, k: 3 };
  const y = flow.column(CHAIN, start, hidden, `HetConv P=${p}`, flow.words.bare, opens);
  flow.text(CHAIN + 32, y + 22, flow.words.nothing, "note");
  return flow.column(CHAIN, y, hidden, `HetConv P=${p}`, flow.words.bare, opens);
}
