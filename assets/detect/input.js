// How a picture comes in: a file, a photo or an example. What is dropped or pasted comes by shared/intake/arrivals.js.
import { make } from "../shared/elements.js";
import { exampleRow } from "../shared/examples.js";
import { t } from "../shared/language.js";
import { showTab } from "../shared/address/navigation.js";
import { Photo } from "./photo.js";

// take(file) and examine(source) are told what was chosen. examples: [{key, source, thumbnail}].
export class Input {
  constructor(element, { examples, limits }, { take, examine }) {
    Object.assign(this, { examples, take });
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.notes = make("p", { class: "hv-small hv-notes" });
    this.row = exampleRow(examples, (key) => examine({ example: key }));
    const photo = new Photo(element, this.failure, take);
    const ways = make("div", { class: "hv-ways" }, this.actions(photo.button), this.row.root);
    this.limits = make("p", { class: "hv-small" }, t("limits", limits)); // stands below the pictures, which come first
    this.root = make("section", { class: "hv-card hv-input" }, ways, photo.root, this.failure, this.notes);
  }

  actions(photo) {
    const file = make("input", {
      type: "file",
      accept: "image/*,.heic,.heif,.avif,.tif,.tiff", // "image/*" leaves out HEIC on most desktops
      class: "hv-hidden",
      tabindex: -1,
      "aria-hidden": "true",
      onchange: () => {
        if (file.files[0]) this.take(file.files[0]);
        file.value = "";
      },
    });
    const choose = make("button", { type: "button", class: "hv-primary", onclick: () => file.click() }, t("choose"));
    const teach = { type: "button", class: "hv-secondary hv-to-lesson", onclick: () => showTab("lesson") };
    return make("div", { class: "hv-actions" }, choose, photo, make("button", teach, t("lesson_open")), file);
  }

  // Mark the example that is shown, and return it; undefined where the picture is the visitor's own.
  mark(source) {
    this.row.mark(source.example);
    return this.examples.find(({ key }) => key === source.example);
  }
}
