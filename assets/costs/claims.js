// Claims: what the article says of its blocks, counted at a setting of the visitor's, and a solver over class counts.
import { t, count, fixed, signed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { choice, select, whole, heading, room, small, newest } from "./controls.js";

const giga = (value) => fixed(value, 3);
const text = (half) => (half === "params" ? (value) => signed(value, count) : giga);

export function claims(shared) {
  const { props, server } = shared;
  const setting = { own_classes: 20, reference_classes: 20, frame: "", replaced: "all" };
  const sought = { variant: "v5n-csphet-p4", figure: "4.1", flops: true };
  const failure = make("p", { class: "hv-error", role: "alert" });
  const refuse = (rule) => {
    failure.textContent = rule ? t("costs_refused", { rule }) : t("error_failed");
  };

  // ---- the table ----
  const table = make("table", { class: "hv-claims" });
  const accuracy = make("p", { class: "hv-accuracy" });
  const judge = newest(
    (question) => server.claimed(question),
    (answer) => {
      failure.textContent = "";
      draw(answer);
    },
    refuse,
  );
  function change(values) {
    Object.assign(setting, values);
    judge({ ...setting });
    solve({ ...sought, frame: setting.frame, replaced: setting.replaced });
  }
  const classes = (key) =>
    whole(t(`costs_${key}`), props.largest.classes, setting[key], (value) => change({ [key]: value }));
  const frames = ["", "c3", "c2f"].map((frame) => [frame, t(`costs_frame_${frame || "own"}`)]);
  const blocks = ["all", "backbone", "neck"].map((replaced) => [replaced, t(`costs_replaced_${replaced}`)]);
  const controls = [
    classes("own_classes"),
    classes("reference_classes"),
    select(t("costs_frame"), frames, "", (frame) => change({ frame })),
    select(t("costs_replaced"), blocks, "all", (replaced) => change({ replaced })),
  ];

  const where = (s) =>
    t("costs_where", {
      own: s.own_classes,
      reference: s.reference_classes,
      blocks: t(`costs_replaced_${s.replaced}`),
    });

  function claimed(half, values) {
    if (half === "gflops") return `${fixed(values[0], 1)} GFLOPs`;
    const [low, high] = values.map((value) => signed(value, count));
    return low === high ? low : t("costs_to", { first: high, last: low });
  }

  function halfRow(half, row, first) {
    const mark = make("span", { class: row.met ? "hv-met" : "hv-unmet" }, row.met ? t("costs_met") : t("costs_unmet"));
    return make(
      "tr",
      { class: first ? "hv-first" : "", "data-half": half },
      first,
      make("td", {}, claimed(half, row.claimed)),
      make("td", {}, make("strong", { class: "hv-number hv-counted" }, text(half)(row.count)), " ", mark),
      make(
        "td",
        { class: "hv-words" },
        make("span", { class: "hv-number hv-nearest" }, text(half)(row.nearest.count)),
        make("span", { class: "hv-small hv-where" }, where(row.nearest)),
      ),
      make("td", { class: "hv-words" }, t(`costs_verdict_${row.verdict}`)),
    );
  }

  function rows(claim) {
    const halves = Object.entries(claim.halves);
    const name = `${claim.variant.startsWith("v5n") ? "YOLOv5n" : "YOLOv8n"}: ${props.names[claim.variant]}`;
    const head = make(
      "th",
      { scope: "rowgroup", rowspan: halves.length + (halves.length > 1 ? 1 : 0) },
      make("strong", {}, name),
      make("span", { class: "hv-small" }, t("costs_instead", { original: props.names[claim.reference] })),
    );
    const list = halves.map(([half, row], index) => halfRow(half, row, index ? null : head));
    if (halves.length > 1) {
      const said = claim.together.length
        ? t("costs_together", { where: claim.together.map(where).join("; ") })
        : t("costs_apart");
      list.push(make("tr", { class: "hv-together" }, make("td", { colspan: 4, class: "hv-words" }, said)));
    }
    return make("tbody", { "data-claim": claim.key }, ...list);
  }

  function draw(answer) {
    table.replaceChildren(
      make("caption", { class: "hv-hidden" }, t("costs_room_claims")),
      heading([
        t("costs_claim"),
        t("costs_claimed"),
        t("costs_counted"),
        [t("costs_nearest"), "hv-words"],
        [t("costs_verdict"), "hv-words"],
      ]),
      ...answer.claims.map(rows),
    );
    const [het, partial] = ["v5n-csphet-p4", "v5n-csppc"];
    const heavier = t("costs_heavier", { params: signed(answer.heavier, count) });
    const missing = [het, partial].filter((variant) => !props.trained[variant]).map((variant) => props.names[variant]);
    const scores = missing.length
      ? t("costs_accuracy_open", { missing: missing.join(", ") })
      : t("costs_accuracy", {
          het: fixed(props.trained[het].map50, 3),
          partial: fixed(props.trained[partial].map50, 3),
          images: props.trained[het].images,
        });
    accuracy.textContent = `${t("costs_accuracy_claim")} ${heavier} ${scores}`;
  }

  // ---- the solver ----
  const answers = make("ul", { class: "hv-answers", role: "status" });
  const ask = newest(
    (question) => server.solved(question),
    (answer) => {
      fault.textContent = "";
      answered(answer);
    },
    (rule) => {
      fault.textContent = rule ? t("costs_figure_rule") : t("error_failed");
      answers.replaceChildren();
    },
  );
  const fault = make("span", { class: "hv-fault", role: "alert" });
  const solve = (question) => ask(question);
  const seek = (values) => {
    Object.assign(sought, values);
    solve({ ...sought, frame: setting.frame, replaced: setting.replaced });
  };
  const figure = make("input", {
    type: "text",
    inputmode: "decimal",
    value: sought.figure,
    id: "hetviz-costs-figure",
    oninput: () => seek({ figure: figure.value.replace(",", ".") }),
  });
  const units = [
    [true, "GFLOPs"],
    [false, "GMACs"],
  ];
  const solver = make(
    "div",
    { class: "hv-solver" },
    make("h4", {}, t("costs_solver")),
    make(
      "div",
      { class: "hv-controls" },
      make("label", { class: "hv-field" }, make("span", {}, t("costs_figure")), figure, fault),
      choice(t("costs_unit"), units, true, (flops) => seek({ flops })).root,
      select(
        t("costs_detector"),
        props.variants.map((v) => [v, shared.title(v)]),
        sought.variant,
        (variant) => seek({ variant }),
      ).root,
    ),
    answers,
    small(t("costs_solver_note")),
  );

  function range([first, last]) {
    return first === last ? count(first) : t("costs_to", { first: count(first), last: count(last) });
  }
  function answered(answer) {
    answers.replaceChildren(
      ...Object.entries(answer.answers).map(([terms, found]) => {
        const said = found.ranges.length
          ? t("costs_solved", { classes: found.ranges.map(range).join(", ") })
          : t("costs_unsolved", { classes: found.nearest.classes, giga: giga(found.nearest.giga) });
        return make(
          "li",
          { "data-terms": terms },
          make("span", {}, `${t(`costs_terms_${terms}`)}: `),
          make("strong", {}, said),
        );
      }),
    );
  }

  const root = room(
    "claims",
    make("p", {}, t("costs_claims_lead")),
    make("div", { class: "hv-controls" }, ...controls.map((control) => control.root)),
    failure,
    make("div", { class: "hv-scroll" }, table),
    accuracy,
    small(t("costs_claims_note")),
    solver,
  );
  change({});
  return { root, show: () => {} };
}
