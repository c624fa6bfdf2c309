// Kernels switched off: all 3×3s, all dots, or all kernels on the channels of one part; in this layer or in all such layers.
import { make } from "../../shared/elements.js";
import { t } from "../../shared/language.js";

export const ALL_ON = { kxk: false, dots: false, part: null, everywhere: false };
export const isOff = ({ kxk, dots, part }) => kxk || dots || part !== null;

export class Switches {
  constructor(changed) {
    this.changed = changed;
    this.off = { ...ALL_ON };
    const box = (key) => {
      const input = make("input", { type: "checkbox", role: "switch", "data-off": key, onchange: () => this.take() });
      return { input, label: make("label", { class: "hv-kernels-switch" }, input, t(`filter_on_${key}`)) };
    };
    this.boxes = { kxk: box("kxk"), dots: box("dots") };
    const select = (key, options) => make("select", { "data-off": key, onchange: () => this.take() }, ...options);
    this.part = select("part", []);
    this.where = select("everywhere", [
      make("option", { value: "" }, t("filter_here")),
      make("option", { value: "1" }, t("filter_everywhere")),
    ]);
    this.caution = make("p", { class: "hv-filter-caution", role: "status" });
    const again = () => this.set(ALL_ON);
    this.again = make("button", { type: "button", class: "hv-secondary", onclick: again }, t("filter_all_on"));
    this.partLabel = make("label", {}, t("filter_part"), this.part);
    const where = make("label", {}, t("filter_where"), this.where);
    const { kxk, dots } = this.boxes;
    const row = [kxk.label, dots.label, this.partLabel, where, this.again];
    this.root = make(
      "fieldset",
      { class: "hv-filter-switches" },
      make("legend", {}, t("filter_switches")),
      make("div", { class: "hv-kernels-controls" }, ...row),
      this.caution,
    );
  }

  take() {
    this.set({
      kxk: !this.boxes.kxk.input.checked,
      dots: !this.boxes.dots.input.checked,
      part: this.part.value === "" ? null : Number(this.part.value),
      everywhere: this.where.value !== "",
    });
  }

  set(off) {
    this.off = { ...off };
    this.changed();
  }

  // parts: how many parts the channels fall into, of the detector that has the most.
  show(parts) {
    const { kxk, dots, part, everywhere } = this.off;
    this.boxes.kxk.input.checked = !kxk;
    this.boxes.dots.input.checked = !dots;
    if (this.part.options.length !== parts + 1) {
      const options = Array.from({ length: parts }, (_, i) =>
        make("option", { value: i }, t("filter_part_off", { part: i })),
      );
      this.part.replaceChildren(make("option", { value: "" }, t("filter_no_part")), ...options);
    }
    this.part.value = part === null ? "" : String(part);
    this.partLabel.hidden = parts < 2;
    this.where.value = everywhere ? "1" : "";
    this.again.hidden = !isOff(this.off);
    this.caution.textContent = isOff(this.off) ? t("filter_caution") : "";
  }
}
