// How a picture comes in: a file, a photo, an example, dropped or pasted.
import { make } from "../shared/elements.js";
import { exampleRow } from "../shared/examples.js";
import { t } from "../shared/language.js";
import { cameraOf } from "./camera.js";

// take(file) and examine(source) are told what was chosen. examples: [{key, source, thumbnail}].
export class Input {
  constructor(element, { examples, limits }, { take, examine }) {
    Object.assign(this, { examples, take });
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.notes = make("p", { class: "hv-small hv-notes" });
    this.row = exampleRow(examples, (key) => examine({ example: key }));
    const { actions, camera } = this.actions();
    const ways = make("div", { class: "hv-ways" }, actions, this.row.root);
    const said = make("p", { class: "hv-small" }, t("limits", limits));
    this.root = make("section", { class: "hv-card hv-input" }, ways, camera, said, this.failure, this.notes);
    this.receive(element);
  }

  actions() {
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
    const photo = make("button", { type: "button", class: "hv-secondary" }, t("photo"));
    const camera = cameraOf(photo, this.failure, this.take);
    photo.addEventListener("click", camera.open);
    return { actions: make("div", { class: "hv-actions" }, choose, photo, file), camera: camera.root };
  }

  // Pictures may be dropped anywhere on the page, or pasted, while the tab is shown.
  receive(element) {
    const visible = () => element.isConnected && element.offsetParent !== null;
    const dropping = (on) => element.classList.toggle("hv-dropping", on);
    window.addEventListener("dragover", (event) => {
      if (!visible()) return;
      event.preventDefault();
      dropping(true);
    });
    window.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) dropping(false);
    });
    window.addEventListener("drop", (event) => {
      dropping(false);
      if (!visible()) return;
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.take(event.dataTransfer.files[0]);
    });
    document.addEventListener("paste", (event) => {
      const pasted = [...(event.clipboardData?.files || [])][0];
      if (pasted && visible()) this.take(pasted);
    });
  }

  // Mark the example that is shown, and return it; undefined where the picture is the visitor's own.
  mark(source) {
    this.row.mark(source.example);
    return this.examples.find(({ key }) => key === source.example);
  }
}
