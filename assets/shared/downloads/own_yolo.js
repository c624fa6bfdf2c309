// The reader's own YOLO: the file with the blocks, and the commands that train one with CSPHet of the chosen P.
import { make } from "../elements.js";
import { t } from "../language.js";
import { commandsFor } from "./own_yolo_commands.js";
import { ownWeights } from "../own/own_detectors.js";
import { listen, setting } from "../setting.js";

const FILE = "hetviz_blocks.py";

function commandBlock(library) {
  const code = make("pre", { class: "hv-kernels-code", tabindex: 0, "aria-label": t(`own_yolo_${library}`) });
  const said = make("span", { class: "hv-small", role: "status" });
  const copy = async () => {
    const copied = await navigator.clipboard?.writeText(code.textContent).then(
      () => true,
      () => false,
    );
    said.textContent = t(copied ? "own_yolo_copied" : "own_yolo_not_copied");
  };
  const button = make("button", { type: "button", class: "hv-secondary", onclick: copy }, t("own_yolo_copy"));
  const root = make(
    "div",
    {},
    make("h4", {}, t(`own_yolo_${library}`)),
    code,
    make("div", { class: "hv-actions" }, button, said),
  );
  const show = () => {
    code.textContent = commandsFor(library, setting.p).join("\n");
  };
  return { root, show };
}

// Return a link to the file with the blocks.
export function blocksFile() {
  const address = new URL(`hetviz-detectors/${FILE}`, document.baseURI);
  return make("a", { class: "hv-download", href: address, download: FILE }, t("own_yolo_download"));
}

// Return a section that follows P.
export function ownYolo() {
  const blocks = ["ultralytics", "yolov5"].map(commandBlock);
  const notes = ["own_yolo_how", "own_yolo_heavier", "own_yolo_pickle", "own_yolo_licence"];
  const show = () => blocks.forEach((block) => block.show());
  listen("change", show);
  show();
  return make(
    "section",
    { class: "hv-card hv-own-yolo" },
    make("h3", {}, t("own_yolo")),
    make("p", {}, t("own_yolo_intro")),
    make("div", { class: "hv-actions" }, blocksFile()),
    ...blocks.map((block) => block.root),
    ...notes.map((key) => make("p", { class: "hv-small" }, t(key))),
    make("h4", {}, t("own_yolo_back")),
    make("p", {}, t("own_yolo_back_says")),
    ownWeights(),
  );
}
