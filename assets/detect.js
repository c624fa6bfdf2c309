// The Detect tab: one picture, two detectors, linked boxes. Thresholds and suppression act here, on candidates that the
// server sent once. props: examples [{key, name, credit, thumbnail}], trained (variant -> entry), limits, server facts
const { t, make, count, fixed, setting, listen, publish, suppress, match } = window.hetviz;
const { examples, trained, limits, processor } = props;
const SIDES = ["left", "right"];
const variantOf = (side) => (side === "left" ? "v5n-c3" : `v5n-csphet-p${setting.p}`);
const nameOf = (side) => (side === "left" ? "C3" : `CSPHet P=${setting.p}`);

// What is shown: where the picture came from, its size, and each side's answer (null: none).
const state = { source: null, picture: null, answers: { left: null, right: null }, asked: 0 };

// ---- elements -------------------------------------------------------------------------------------------------------
const status = make("p", { class: "hv-status", role: "status", "aria-live": "polite" });
const failure = make("p", { class: "hv-error", role: "alert" });
const notes = make("p", { class: "hv-small hv-notes" });
const file = make("input", {
  type: "file", accept: "image/*", class: "hv-hidden", "aria-label": t("choose"),
  onchange: () => { if (file.files[0]) take(file.files[0]); file.value = ""; },
});
const chooseButton = make("button", { type: "button", class: "hv-primary", onclick: () => file.click() }, t("choose"));
const photoButton = make("button", { type: "button", class: "hv-secondary", onclick: openCamera }, t("photo"));
const exampleButtons = examples.map((example) =>
  make("button", { type: "button", class: "hv-example", title: example.credit, onclick: () => examine({ example: example.key }) },
    make("img", { src: example.thumbnail, alt: example.name, width: 72, height: 54 })),
);
const camera = make("div", { class: "hv-camera", hidden: true });

function slider(key, value) {
  const output = make("output", {}, fixed(value, 2));
  const input = make("input", {
    type: "range", min: 0.05, max: 0.95, step: 0.01, value, id: `hetviz-${key}`,
    oninput: () => { output.textContent = fixed(Number(input.value), 2); render(); },
  });
  return { input, field: make("label", { class: "hv-slider" }, make("span", {}, t(key), " ", output), input) };
}
const confidence = slider("confidence", 0.25);
const overlap = slider("nms_iou", 0.45);

function view(side) {
  const parts = {
    title: make("h3", {}), count: make("span", { class: "hv-count" }),
    image: make("img", { class: "hv-picture", alt: t("picture_alt"), hidden: true }),
    boxes: make("div", { class: "hv-boxes" }), message: make("p", { class: "hv-message" }),
  };
  parts.stage = make("div", { class: "hv-stage" }, parts.image, parts.boxes, parts.message);
  parts.root = make("section", { class: `hv-view hv-${side}` },
    make("header", {}, parts.title, parts.count), parts.stage);
  return parts;
}
const views = { left: view("left"), right: view("right") };
const credit = make("p", { class: "hv-small hv-credit" });
const groups = Object.fromEntries(["both", "only_left", "only_right"].map((key) => {
  const list = make("p", {});
  const number = make("strong", {});
  const root = make("section", { class: `hv-group hv-group-${key}` }, make("h4", {}, t(key), " ", number), list);
  return [key, { root, list, number }];
}));
const timing = make("table", { class: "hv-timing" });
const timingNote = make("p", { class: "hv-small" });
const results = make("div", { class: "hv-results" },
  make("div", { class: "hv-views" }, views.left.root, views.right.root), credit,
  make("div", { class: "hv-sliders" }, confidence.field, overlap.field, make("p", { class: "hv-small" }, t("sliders_hint"))),
  make("div", { class: "hv-groups" }, ...Object.values(groups).map((group) => group.root)),
  make("p", { class: "hv-small" }, t("matched_hint")),
  make("h4", {}, t("timing_title")), make("div", { class: "hv-scroll" }, timing), timingNote);

element.querySelector(".hv-root").replaceChildren(
  make("section", { class: "hv-card hv-input" },
    make("div", { class: "hv-actions" }, chooseButton, photoButton, make("span", { class: "hv-small" }, t("drop_hint")), file),
    make("div", { class: "hv-examples", role: "group", "aria-label": t("examples") },
      make("span", { class: "hv-small" }, t("examples")), ...exampleButtons),
    camera, make("p", { class: "hv-small" }, t("limits", limits)), failure, notes, status),
  results,
);

// ---- asking the server ----------------------------------------------------------------------------------------------
// Only the newest question is answered on the page: a late answer to an older one is dropped.
async function ask(sides) {
  const turn = ++state.asked;
  failure.textContent = "";
  status.textContent = t("working");
  results.classList.add("hv-stale");
  results.setAttribute("aria-busy", "true");
  const wanted = sides.filter((side) => trained[variantOf(side)]);
  const variants = wanted.map(variantOf);
  const answer = await server.find({ ...state.source, variants }).catch(() => null);
  if (turn !== state.asked) return null;
  results.classList.remove("hv-stale");
  results.removeAttribute("aria-busy");
  if (!answer || answer.error) {
    say(answer ? answer.error : "failed", answer ? answer.facts : {});
    return null;
  }
  return answer;
}

function say(code, facts) {
  failure.textContent = t(`error_${code}`, facts) + (state.picture ? ` ${t("go_on")}` : "");
  status.textContent = "";
}

async function examine(source) {
  const before = state.source;
  state.source = source;
  const answer = await ask(SIDES);
  if (!answer) {
    if (state.source === source) state.source = before;
    return;
  }
  state.picture = answer.picture;
  state.examined = source;
  SIDES.forEach((side) => { state.answers[side] = answer.answers[variantOf(side)] || null; });
  notes.textContent = answer.notes.map((code) => t(`note_${code}`)).join(" ");
  const example = examples.find((e) => e.key === source.example);
  credit.textContent = example ? t("credit", { credit: example.credit }) : "";
  exampleButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(examples[index] === example)));
  SIDES.forEach((side) => {
    views[side].image.src = state.picture.url;
    views[side].image.hidden = false;
    views[side].stage.style.aspectRatio = `${state.picture.width} / ${state.picture.height}`;
  });
  render();
}

async function take(chosen) {
  failure.textContent = "";
  if (chosen.size > limits.megabytes * 2 ** 20) {
    say("too_many_bytes", { megabytes: fixed(chosen.size / 2 ** 20, 1), limit: limits.megabytes });
    return;
  }
  status.textContent = t("working");
  const uploaded = await upload(chosen).catch(() => null);
  if (!uploaded || !uploaded.path) {
    say(chosen.size ? "failed" : "empty", {});
    return;
  }
  await examine({ path: uploaded.path });
}

listen("change", () => render());
listen("release", async () => {
  if (!state.picture) return;
  state.answers.right = null;
  if (!trained[variantOf("right")]) { state.asked++; results.classList.remove("hv-stale"); render(); return; }
  const answer = await ask(["right"]);
  if (answer) state.answers.right = answer.answers[variantOf("right")] || null;
  render();
});

// ---- showing --------------------------------------------------------------------------------------------------------
function kept(side) {
  const answer = state.answers[side];
  if (!answer || answer.variant !== variantOf(side)) return [];
  const detections = answer.candidates.map(([left, top, right, bottom, score, classId]) => (
    { box: [left, top, right, bottom], confidence: score, classId, name: answer.classes[classId] }));
  return suppress(detections, Number(confidence.input.value), Number(overlap.input.value));
}

function render() {
  if (!state.picture) return;
  const shown = { left: kept("left"), right: kept("right") };
  const pairs = match(shown.left, shown.right);
  const partner = { left: new Map(pairs), right: new Map(pairs.map(([i, j]) => [j, i])) };
  SIDES.forEach((side) => drawView(side, shown[side], partner[side]));
  const missing = !trained[variantOf("right")];
  const alone = (side) => shown[side].filter((_, index) => !partner[side].has(index));
  list("both", pairs.map(([i]) => shown.left[i]), missing);
  list("only_left", alone("left"), missing);
  list("only_right", alone("right"), missing);
  status.textContent = missing ? "" : t("found_status", {
    left: shown.left.length, right: shown.right.length, both: pairs.length, p: setting.p });
  showTiming();
  publish({
    source: state.examined, picture: state.picture, credit: credit.textContent, found: shown,
    variants: Object.fromEntries(SIDES.filter((side) => state.answers[side]?.variant === variantOf(side)).map((side) => [side, variantOf(side)])),
    confidence: Number(confidence.input.value), iou: Number(overlap.input.value),
  });
}

function drawView(side, detections, partners) {
  const parts = views[side];
  const present = Boolean(trained[variantOf(side)]);
  parts.title.textContent = nameOf(side);
  parts.root.setAttribute("aria-label", t("view_label", { model: nameOf(side) }));
  parts.count.textContent = present ? t("objects", { count: count(detections.length) }) : "";
  const names = Object.keys(trained).filter((variant) => variant.includes("csphet")).map((v) => `P = ${v.split("-p")[1]}`);
  parts.message.textContent = present ? "" : t("p_without_weights", { p: setting.p, trained: names.join(", ") || "–" });
  const focused = parts.boxes.contains(document.activeElement) ? document.activeElement.dataset.index : null;
  const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
  const order = detections.map((_, index) => index).sort((a, b) => area(detections[b].box) - area(detections[a].box));
  parts.boxes.replaceChildren(...order.map((index) => boxElement(side, index, detections[index], partners.get(index))));
  if (focused !== null) parts.boxes.querySelector(`[data-index="${focused}"]`)?.focus();
}

function boxElement(side, index, detection, partner) {
  const { width, height } = state.picture;
  const [left, top, right, bottom] = detection.box;
  const score = fixed(detection.confidence, 2);
  const label = t("box_label", { name: detection.name, confidence: score });
  const single = partner === undefined;
  const light = (on) => () => lightUp(side, index, partner, on);
  const box = make("button", {
    type: "button", class: `hv-box${single ? " hv-single" : ""}${top < 0.07 * height ? " hv-inside" : ""}`,
    "data-index": index, "aria-label": `${label}; ${single ? t("box_single") : t("box_both")}`,
    onpointerenter: light(true), onpointerleave: light(false), onfocus: light(true), onblur: light(false),
  }, make("span", { class: "hv-tag" }, `${detection.name} ${score}`));
  box.style.left = `${(100 * left) / width}%`;
  box.style.top = `${(100 * top) / height}%`;
  box.style.width = `${(100 * (right - left)) / width}%`;
  box.style.height = `${(100 * (bottom - top)) / height}%`;
  return box;
}

function lightUp(side, index, partner, on) {
  const other = side === "left" ? "right" : "left";
  const mark = (where, number) => views[where].boxes.querySelector(`[data-index="${number}"]`)?.classList.toggle("hv-lit", on);
  mark(side, index);
  if (partner !== undefined) mark(other, partner);
  results.classList.toggle("hv-dim", on);
}

function list(key, detections, missing) {
  const numbers = new Map();
  detections.forEach(({ name }) => numbers.set(name, (numbers.get(name) || 0) + 1));
  const names = [...numbers].map(([name, number]) => (number > 1 ? `${name} × ${number}` : name));
  groups[key].number.textContent = missing ? "–" : count(detections.length);
  groups[key].list.textContent = missing ? "" : names.join(", ") || t("nothing");
}

function showTiming() {
  const stages = ["letterbox", "network", "boxes"];
  const times = SIDES.map((side) => {
    const answer = state.answers[side];
    return answer && answer.variant === variantOf(side) ? answer.milliseconds : null;
  });
  const cells = (value) => times.map((time) => make("td", {}, time ? `${fixed(value(time), 1)} ms` : "–"));
  const rows = stages.map((stage) => make("tr", {}, make("th", { scope: "row" }, t(`${stage}`)), ...cells((time) => time[stage])));
  const sum = (time) => stages.reduce((total, stage) => total + time[stage], 0);
  timing.replaceChildren(
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("stage")),
      ...SIDES.map((side) => make("th", { scope: "col", class: `hv-${side}` }, nameOf(side))))),
    make("tbody", {}, ...rows, make("tr", { class: "hv-total" }, make("th", { scope: "row" }, t("total")), ...cells(sum))));
  const answer = state.answers.left || state.answers.right;
  timingNote.textContent = answer
    ? t("timing_convention", { ...processor, engine: answer.engine, size: answer.size }) : "";
}

// ---- drop, paste, camera --------------------------------------------------------------------------------------------
const visible = () => element.isConnected && element.offsetParent !== null;
element.addEventListener("dragover", (event) => { event.preventDefault(); element.classList.add("hv-dropping"); });
element.addEventListener("dragleave", () => element.classList.remove("hv-dropping"));
element.addEventListener("drop", (event) => {
  event.preventDefault();
  element.classList.remove("hv-dropping");
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
});
document.addEventListener("paste", (event) => {
  const pasted = [...(event.clipboardData?.files || [])][0];
  if (pasted && visible()) take(pasted);
});

async function openCamera() {
  failure.textContent = "";
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    failure.textContent = t("camera_refused", { reason: error && error.name ? error.name : "getUserMedia" });
    return;
  }
  const video = make("video", { autoplay: true, playsinline: true, muted: true, "aria-label": t("camera_view") });
  video.srcObject = stream;
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    camera.hidden = true;
    camera.replaceChildren();
    photoButton.focus();
  };
  const shoot = () => {
    const canvas = make("canvas", { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => { close(); take(new File([blob], "photo.jpg", { type: "image/jpeg" })); }, "image/jpeg", 0.92);
  };
  const shootButton = make("button", { type: "button", class: "hv-primary", disabled: true, onclick: shoot }, t("shoot"));
  video.addEventListener("loadeddata", () => { shootButton.disabled = false; shootButton.focus(); });
  window.addEventListener("pagehide", close, { once: true });
  camera.replaceChildren(video, make("div", { class: "hv-actions" }, shootButton,
    make("button", { type: "button", class: "hv-secondary", onclick: close }, t("cancel"))));
  camera.hidden = false;
}

window.hetviz.examine = examine; // for the other tabs' examples
if (examples.length) examine({ example: examples[0].key });
