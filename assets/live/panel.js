// The elements of the Live tab, and which of them can be used in which mode.
import { make } from "../shared/elements.js";
import { count, fixed, t } from "../shared/language.js";
import { paintBoxes, paintFrame } from "./frames.js";

export class LiveView {
  detections = [];

  constructor(side) {
    this.title = make("h3", {});
    this.count = make("span", { class: "hv-count" });
    this.canvas = make("canvas", { width: 640, height: 480, role: "img" });
    const head = make("header", {}, this.title, this.count);
    const stage = make("div", { class: "hv-stage" }, this.canvas);
    this.root = make("section", { class: `hv-view hv-${side}` }, head, stage);
  }

  // Boxes of another detector are forgotten.
  showModel(model) {
    if (this.title.textContent !== model) this.detections = [];
    this.title.textContent = model;
    this.canvas.setAttribute("aria-label", t("live_view", { model }));
  }

  show(detections) {
    this.detections = detections;
    this.count.textContent = t("live_count", { count: count(detections.length) });
  }

  clear() {
    this.detections = [];
    this.count.textContent = "";
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  paint(video, longest, { frameWidth, mirrored }) {
    const looks = getComputedStyle(this.root);
    const colour = (name) => looks.getPropertyValue(`--hv-own${name}`);
    paintFrame(this.canvas, video, longest, mirrored);
    const colours = { box: colour(""), tag: colour("-tag"), ink: colour("-ink") };
    paintBoxes(this.canvas, this.detections, frameWidth, mirrored, colours);
  }
}

const button = (key, onclick, kind = "secondary") =>
  make("button", { type: "button", class: `hv-${kind}`, onclick }, t(key));

function confidenceSlider() {
  const range = { type: "range", min: 0.05, max: 0.95, step: 0.01, value: 0.25, id: "hetviz-live-confidence" };
  const output = make("output", {}, fixed(0.25, 2));
  const oninput = () => {
    output.textContent = fixed(Number(input.value), 2);
  };
  const input = make("input", { ...range, oninput });
  const words = make("span", {}, t("confidence"), " ", output);
  return { input, root: make("label", { class: "hv-slider", for: input.id }, words, input) };
}

export class Panel {
  devices = 0; // cameras of this machine

  // acts: camera, file(chosen), sample, pause, turn, mirror, snapshot, stop, cancel, play, seek(seconds), download
  constructor({ framesASecond, videoLimits }, acts) {
    this.screen = make("div", { class: "hv-hidden", "aria-hidden": "true" }); // for the video element of what is shown
    this.failure = make("p", { class: "hv-error", role: "alert" });
    this.status = make("p", { class: "hv-status", role: "status" }, t("live_off"));
    this.meters = make("p", { class: "hv-small hv-meters" }, t("live_meters_none"));
    this.views = { left: new LiveView("left"), right: new LiveView("right") };
    this.addButtons(acts);
    this.addRows(acts);
    const { input, root } = confidenceSlider();
    this.confidence = () => Number(input.value);
    const small = (text) => make("p", { class: "hv-small" }, text);
    const parts = [
      make("div", { class: "hv-actions" }, ...Object.values(this.buttons), this.file),
      make("div", { class: "hv-live-choices" }, root),
      small(t("live_privacy", { rate: framesASecond })),
      small(t("live_limits", videoLimits)),
    ];
    const progress = [this.failure, this.status, this.progressRow];
    const card = make("section", { class: "hv-card hv-input" }, ...parts, ...progress);
    const views = make("div", { class: "hv-views" }, this.views.left.root, this.views.right.root);
    this.parts = [card, views, this.screen, this.playRow, this.meters];
  }

  addButtons(acts) {
    const file = make("input", {
      type: "file",
      accept: "video/mp4,video/webm,video/*",
      class: "hv-hidden",
      "aria-label": t("live_file"),
      tabindex: -1,
      onchange: () => {
        const [chosen] = file.files;
        file.value = "";
        if (chosen) acts.file(chosen);
      },
    });
    this.file = file;
    this.buttons = {
      camera: button("live_camera", acts.camera, "primary"),
      file: button("live_file", () => file.click()),
      sample: button("live_sample_play", acts.sample),
      pause: button("live_pause", acts.pause),
      turn: button("camera_other", acts.turn),
      mirror: button("live_mirror", acts.mirror),
      snapshot: button("live_snapshot", acts.snapshot),
      stop: button("live_stop", acts.stop),
    };
    this.showMirrored(false);
  }

  addRows(acts) {
    const actions = (kind, ...children) => make("div", { class: `hv-actions${kind}`, hidden: true }, ...children);
    this.progress = make("progress", { max: 1, value: 0, "aria-label": t("live_progress_label") });
    this.progressRow = actions("", this.progress, button("cancel", acts.cancel));
    this.play = button("live_play", acts.play, "primary");
    const range = { type: "range", min: 0, max: 1, step: 0.01, value: 0, "aria-label": t("live_position") };
    this.position = make("input", { ...range, oninput: () => acts.seek(Number(this.position.value)) });
    this.playRow = actions(" hv-playback", this.play, this.position, button("live_download", acts.download));
  }

  showMirrored(mirrored) {
    this.buttons.mirror.setAttribute("aria-pressed", String(mirrored));
  }

  showMode(mode, sentence) {
    this.status.textContent = sentence;
    const running = mode === "camera" || mode === "paused";
    this.buttons.turn.hidden = !running || this.devices < 2;
    ["pause", "mirror"].forEach((key) => {
      this.buttons[key].hidden = !running;
    });
    this.buttons.stop.hidden = !running && mode !== "sample";
    this.buttons.sample.hidden = mode !== "off";
    this.buttons.camera.hidden = running;
    this.buttons.snapshot.hidden = !running && mode !== "ready";
    this.buttons.pause.textContent = t(mode === "paused" ? "live_resume" : "live_pause");
    this.progressRow.hidden = mode !== "file" && mode !== "opening";
    if (mode === "opening") this.progress.removeAttribute("value"); // under way, nobody knows how far
    this.playRow.hidden = mode !== "ready";
  }

  showDevices(cameras) {
    this.devices = cameras;
    this.buttons.turn.hidden = this.buttons.pause.hidden || cameras < 2;
  }

  showProgress(done, total) {
    this.progress.value = done / total;
    this.status.textContent = t("live_progress", { done, total });
  }

  showPosition(seconds, paused) {
    this.position.value = seconds;
    this.play.textContent = t(paused ? "live_play" : "live_pause");
  }

  // values: {rate, lag, server}, {silent} where no answer has come for so long, or null where nothing is measured.
  showMeters(values) {
    ["rate", "lag", "server"].forEach((key) => delete this.meters.dataset[key]);
    if (!values || values.silent) {
      const seconds = values && fixed(values.silent / 1000, 0);
      this.meters.textContent = values ? t("live_meters_stale", { seconds }) : t("live_meters_none");
      return;
    }
    Object.entries(values).forEach(([key, value]) => {
      this.meters.dataset[key] = value.toFixed(1);
    });
    const { rate, lag, server } = values;
    const facts = { rate: fixed(rate, 1), lag: fixed(lag, 0), server: fixed(server, 1) };
    this.meters.textContent = t("live_meters", facts);
  }
}
