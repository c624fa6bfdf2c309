// The tables of HetConv's paper: published figures beside counted ones, and the convention that closes the gap.
(() => {
  const { t, make, fixed } = window.hetviz;
  const costs = (window.hetviz.costs ??= {});
  const mega = (value, digits = 3) => fixed(value / 1e6, digits);

  costs.papers = ({ props }) => {
    const { vgg16, resnet50 } = props.papers;
    const same = (row) => (row.with_bias === row.published ? "✓" : "✗");
    const vggRows = vgg16.map((row) =>
      make(
        "tr",
        { "data-p": row.p },
        make("th", { scope: "row" }, `P = ${row.p}`),
        costs.cell(fixed(row.published, 2)),
        costs.cell(mega(row.macs)),
        costs.cell(`${fixed(row.missing_percent, 2)} %`),
        costs.cell(`${fixed(row.with_bias, 2)} ${same(row)}`, row.with_bias === row.published ? "hv-met" : "hv-unmet"),
        costs.cell(`${mega(row.weights)}M`),
        costs.cell(fixed(row.accuracy, 2)),
      ),
    );
    const resnetRows = resnet50.map((row) =>
      make(
        "tr",
        { "data-p": row.p },
        make("th", { scope: "row" }, row.p === 1 ? t("costs_plain") : `P = ${row.p}`),
        costs.cell(row.published ? `${fixed(row.published, 2)}G` : "–"),
        costs.cell(`${fixed(row.macs / 1e9, 4)}G`),
      ),
    );
    const columns = ["", "published", "macs", "missing", "with_bias", "weights", "accuracy"];
    const root = costs.room(
      "papers",
      make("p", {}, t("costs_papers_lead")),
      make("h4", {}, t("costs_vgg16")),
      make(
        "div",
        { class: "hv-scroll" },
        make(
          "table",
          { class: "hv-vgg16" },
          make("caption", { class: "hv-hidden" }, t("costs_vgg16")),
          costs.heading(columns.map((key) => (key ? t(`costs_paper_${key}`) : "P"))),
          make("tbody", {}, ...vggRows),
        ),
      ),
      costs.small(t("costs_vgg16_note")),
      make("h4", {}, t("costs_resnet50")),
      make(
        "table",
        { class: "hv-resnet50" },
        make("caption", { class: "hv-hidden" }, t("costs_resnet50")),
        costs.heading(["P", t("costs_paper_published_giga"), t("costs_paper_macs_giga")]),
        make("tbody", {}, ...resnetRows),
      ),
      costs.small(t("costs_resnet50_note")),
    );
    return { root, show: () => {} };
  };
})();
