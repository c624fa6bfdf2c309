// The one model that every part of the tab reads: an operator with its shape, or a real layer, and what is pointed at.
import { OPERATORS, problem } from "./rules.js";

export class Model {
  operator = "hetconv";
  m = 16;
  n = 16;
  k = 3;
  d = 40;
  stage = 0;
  sorted = false;
  layer = null; // a real layer {variant, path, p, values, …}
  active = { s: 1, j: 5 };
  pins = []; // cells {s, j}
  lit = null; // kinds that a formula's factor points at, or
  axis = null; // "rows" or "columns"

  // setting: the page's, with its P; changed(): something else is to be shown; pointed(what): "lit" or "active".
  constructor(setting, { changed, pointed, toGrid }) {
    Object.assign(this, { setting, changed, toGrid, tell: pointed });
    this.stages = () => OPERATORS[this.operator].stages(this.shape());
  }

  shape() {
    const { m, n, k, d, layer } = this;
    return { m, n, k, d, p: layer ? layer.p : this.setting.p };
  }

  problem() {
    return problem(this.operator, this.shape());
  }

  // Return what is shown, for a drawing of it.
  view() {
    const { operator, sorted, layer } = this;
    return { operator, shape: this.shape(), stage: this.stages()[this.stage], sorted, layer };
  }

  set(values) {
    Object.assign(this, values);
    this.changed();
  }

  // Open an operator, with a shape or a real layer where they are given; what was pointed at is forgotten.
  open(values) {
    this.set({ stage: 0, layer: null, pins: [], lit: null, axis: null, ...values });
  }

  choose(operator) {
    this.open({ operator });
  }

  // Keep stage, active cell and pins inside what there is.
  keepInside() {
    this.stage = Math.min(this.stage, this.stages().length - 1);
    const { rows, columns } = this.stages()[this.stage];
    const inside = ({ s, j }) => s < rows && j < columns;
    if (!inside(this.active)) this.active = { s: 0, j: 0 };
    this.pins = this.pins.filter(inside);
  }
}
