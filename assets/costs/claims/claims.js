// Claims: what the article says of its blocks, counted at a setting of the visitor's.
import { make } from "../../shared/elements.js";
import { count, fixed, signed, t, together } from "../../shared/language.js";
import { explained } from "../../shared/terms.js";
import { modelName, variants } from "../../shared/variants.js";
import { heading, newestSaying, room, select, small, whole } from "../controls.js";
import { sureness } from "../../shared/comparing/sureness.js";
import { Solver } from "./solver.js";

const FRAMES = ["", "c3", "c2f"];
const REPLACED = ["all", "backbone", "neck"];

// Return how a count of one half of a claim is written: parameters as a difference, GFLOPs as they are.
const written = (half) => (half === "params" ? (value) => signed(value, count) : (value) => fixed(value, 3));

const where = ({ own_classes: own, reference_classes: reference, replaced }) =>
  t("costs_where", { own, reference, blocks: t(`costs_replaced_${replaced}`) });

function claimedText(half, values, about) {
  if (half === "gflops") return `${fixed(values[0], 1)} GFLOPs`;
  const [low, high] = values.map((value) => signed(value, count));
  const figure = low === high ? low : t("costs_to", { first: high, last: low });
  return about ? t("costs_about", { figure }) : figure;
}

function halfRow(half, row, head, about) {
  const text = written(half);
  const mark = make("span", { class: row.met ? "hv-met" : "hv-unmet" }, t(row.met ? "costs_met" : "costs_unmet"));
  const counted = make("strong", { class: "hv-number hv-counted" }, text(row.count));
  const nearest = make("span", { class: "hv-number hv-nearest" }, text(row.nearest.count));
  return make(
    "tr",
    { class: head ? "hv-first" : "", "data-half": half },
    head,
    make("td", {}, claimedText(half, row.claimed, about)),
    make("td", {}, counted, " ", mark),
    make("td", { class: "hv-words" }, nearest, make("span", { class: "hv-small hv-where" }, where(row.nearest))),
    make("td", { class: "hv-words" }, t(`costs_verdict_${row.verdict}`)),
  );
}

const three = (value) => fixed(value, 3);

// Return what our own runs say of a claim's detector and of the original; "" where they were not trained alike.
function scoresText({ variant, reference }, props) {
  const [own, original] = [variant, reference].map((name) => props.trained[name]);
  if (!own || !original || own.training !== original.training) return "";
  const { difference, words } = sureness(props, reference, variant);
  const [score, other] = [own.map50, original.map50].map(three);
  const said = t("costs_claim_scores", { score, other, difference: signed(difference, three), images: own.images });
  return together(said, words);
}

function claimRows(claim, props) {
  const halves = Object.entries(claim.halves);
  const remarks = [];
  const name = `${variants[claim.variant].familyName}: ${modelName(claim.variant)}`;
  const instead = t("costs_instead", { original: modelName(claim.reference) });
  const words = [make("strong", {}, name), make("span", { class: "hv-small" }, instead)];
  if (halves.length > 1) {
    const places = claim.together.map(where).join("; ");
    remarks.push(places ? t("costs_together", { where: places }) : t("costs_apart"));
  }
  const scores = scoresText(claim, props);
  if (scores) remarks.push(scores);
  const head = make("th", { scope: "rowgroup", rowspan: halves.length + remarks.length }, ...words);
  const rows = halves.map(([half, row], index) => halfRow(half, row, index ? null : head, claim.about));
  const remark = (said) => make("tr", { class: "hv-together" }, make("td", { colspan: 4, class: "hv-words" }, said));
  return make("tbody", { "data-claim": claim.key }, ...rows, ...remarks.map(remark));
}

// Return what counts and our own scores say of the article's more accurate and heavier block, in one family.
function accuracyItem({ variant, reference, params }, props) {
  const { trained } = props;
  const heavier = t("costs_heavier", { family: variants[variant].familyName, params: signed(params, count) });
  const missing = [variant, reference].filter((name) => !trained[name]).map(modelName);
  if (missing.length) return together(heavier, t("costs_accuracy_open", { missing: missing.join(", ") }));
  const { difference, words } = sureness(props, reference, variant);
  const [het, partial] = [variant, reference].map((name) => three(trained[name].map50));
  const scores = { het, partial, difference: signed(difference, three), images: trained[variant].images };
  return together(heavier, t("costs_accuracy", scores), words);
}

export class Claims {
  setting = { own_classes: 20, reference_classes: 20, frame: "", replaced: "all" };

  constructor(costs) {
    this.costs = costs;
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.table = make("table", { class: "hv-claims" });
    this.accuracy = make("ul", { class: "hv-accuracy" });
    this.solver = new Solver(costs);
    this.judge = newestSaying(
      this.failure,
      (question) => costs.server.claimed(question),
      (answer) => this.draw(answer),
    );
    this.root = room(
      "claims",
      make("p", {}, ...explained(t("costs_claims_lead"), ["csphet", "csppc"])),
      make("div", { class: "hv-controls" }, ...this.controls()),
      this.failure,
      make("div", { class: "hv-scroll" }, this.table),
      make("p", {}, t("costs_accuracy_claim")),
      this.accuracy,
      small(...explained(t("costs_claims_note"), ["backbone", "neck"])),
      this.solver.root,
    );
    this.change({});
  }

  controls() {
    const { largest } = this.costs.props;
    const classes = (key) =>
      whole(t(`costs_${key}`), largest.classes, this.setting[key], (value) => this.change({ [key]: value }));
    const frames = FRAMES.map((frame) => [frame, t(`costs_frame_${frame || "own"}`)]);
    const blocks = REPLACED.map((replaced) => [replaced, t(`costs_replaced_${replaced}`)]);
    const controls = [
      classes("own_classes"),
      classes("reference_classes"),
      select(t("costs_frame"), frames, "", (frame) => this.change({ frame })),
      select(t("costs_replaced"), blocks, "all", (replaced) => this.change({ replaced })),
    ];
    return controls.map(({ root }) => root);
  }

  change(values) {
    Object.assign(this.setting, values);
    const { frame, replaced } = this.setting;
    this.judge({ ...this.setting });
    this.solver.change({ frame, replaced });
  }

  draw({ claims, heavier }) {
    const { props } = this.costs;
    const columns = [
      t("costs_claim"),
      t("costs_claimed"),
      t("costs_counted"),
      [t("costs_nearest"), "hv-words"],
      [t("costs_verdict"), "hv-words"],
    ];
    const caption = make("caption", { class: "hv-hidden" }, t("costs_room_claims"));
    this.table.replaceChildren(caption, heading(columns), ...claims.map((claim) => claimRows(claim, props)));
    this.accuracy.replaceChildren(...heavier.map((pair) => make("li", {}, accuracyItem(pair, props))));
  }

  // Nothing here depends on the page's setting.
  show() {}
}
