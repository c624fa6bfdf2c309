// The Detect tab: one picture, two detectors, linked boxes. Thresholds and suppression act here, on candidates that the
// server sent once. props: examples [{key, source, thumbnail}], trained (variant -> entry), limits, processor
import { t, className, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, listen } from "../shared/setting.js";
import { match, suppress } from "../shared/boxes.js";
import { modelName } from "../shared/variants.js";
import { publish } from "../shared/setting.js";

export function mount({ element, props, server, upload }) {
  const { examples, trained, limits, processor } = props;
  const SIDES = ["left", "right"];
  const variantOf = (side) => setting[side];

  // What is shown: where the picture comes from, its size, each side's answer (null: none). While something newer is
  // asked for, `pending` is its source and `asked` names the sides; `turn` counts the questions.
  const state = {
    source: null,
    picture: null,
    answers: { left: null, right: null },
    pending: null,
    asked: [],
    turn: 0,
  };

  // ---- elements -------------------------------------------------------------------------------------------------------
  const status = make("p", { class: "hv-status", role: "status", "aria-live": "polite" });
  const failure = make("p", { class: "hv-error", role: "alert" });
  const notes = make("p", { class: "hv-small hv-notes" });
  const file = make("input", {
    type: "file",
    accept: "image/*,.heic,.heif,.avif,.tif,.tiff", // "image/*" leaves out HEIC on most desktops
    class: "hv-hidden",
    tabindex: -1,
    "aria-hidden": "true",
    onchange: () => {
      if (file.files[0]) take(file.files[0]);
      file.value = "";
    },
  });
  const chooseButton = make(
    "button",
    { type: "button", class: "hv-primary", onclick: () => file.click() },
    t("choose"),
  );
  const photoButton = make("button", { type: "button", class: "hv-secondary", onclick: openCamera }, t("photo"));
  const exampleButtons = examples.map(({ key, thumbnail }) =>
    make(
      "button",
      { type: "button", class: "hv-example", title: t(`example_${key}`), onclick: () => examine({ example: key }) },
      make("img", { src: thumbnail, alt: t(`example_${key}`), width: 72, height: 54 }),
    ),
  );
  const camera = make("div", { class: "hv-camera", hidden: true });

  function slider(key, value) {
    const output = make("output", {}, fixed(value, 2));
    const input = make("input", {
      type: "range",
      min: 0.05,
      max: 0.95,
      step: 0.01,
      value,
      id: `hetviz-${key}`,
      oninput: () => {
        output.textContent = fixed(Number(input.value), 2);
        render();
      },
    });
    return { input, field: make("label", { class: "hv-slider" }, make("span", {}, t(key), " ", output), input) };
  }
  const confidence = slider("confidence", 0.25);
  const overlap = slider("nms_iou", 0.45);

  function view(side) {
    const parts = {
      title: make("h3", {}),
      count: make("span", { class: "hv-count" }),
      image: make("img", { class: "hv-picture", alt: t("picture_alt"), hidden: true }),
      boxes: make("div", { class: "hv-boxes" }),
      message: make("p", { class: "hv-message" }),
    };
    parts.stage = make(
      "div",
      { class: "hv-stage" },
      parts.image,
      parts.boxes,
      parts.message,
      make("p", { class: "hv-message hv-waiting" }, t("stale")),
    );
    parts.root = make(
      "section",
      { class: `hv-view hv-${side}` },
      make("header", {}, parts.title, parts.count),
      parts.stage,
    );
    return parts;
  }
  const views = { left: view("left"), right: view("right") };
  const credit = make("p", { class: "hv-small hv-credit" });
  const groups = Object.fromEntries(
    ["both", "only_left", "only_right"].map((key) => {
      const list = make("p", {});
      const number = make("strong", { class: "hv-number" });
      const title = make("span", {}, t(key, { model: "" }));
      const root = make("section", { class: `hv-group hv-group-${key}` }, make("h4", {}, title, number), list);
      return [key, { root, title, list, number }];
    }),
  );
  const timing = make("table", { class: "hv-timing" });
  const timingNote = make("p", { class: "hv-small" });
  const results = make(
    "div",
    { class: "hv-results" },
    status,
    make("div", { class: "hv-views" }, views.left.root, views.right.root),
    credit,
    make(
      "div",
      { class: "hv-sliders" },
      confidence.field,
      overlap.field,
      make("p", { class: "hv-small" }, t("sliders_hint")),
    ),
    make("div", { class: "hv-groups" }, ...Object.values(groups).map((group) => group.root)),
    make("p", { class: "hv-small" }, t("matched_hint")),
    make("section", { class: "hv-card hv-clock" }, make("h4", {}, t("timing_title")), timing, timingNote),
  );

  element
    .querySelector(".hv-root")
    .replaceChildren(
      make(
        "section",
        { class: "hv-card hv-input" },
        make(
          "div",
          { class: "hv-ways" },
          make("div", { class: "hv-actions" }, chooseButton, photoButton, file),
          make(
            "div",
            { class: "hv-examples", role: "group", "aria-label": t("examples") },
            make("span", { class: "hv-small" }, t("examples")),
            ...exampleButtons,
          ),
        ),
        camera,
        make("p", { class: "hv-small" }, t("limits", limits)),
        failure,
        notes,
      ),
      results,
    );

  // ---- asking the server ----------------------------------------------------------------------------------------------
  // A source is {example: key} or {file}. Only the newest question is answered on the page: a late answer is dropped.
  // Return {picture, notes, answers: side -> the answer of its detector, null where that has no weights}.
  async function ask(source, sides) {
    const turn = ++state.turn;
    Object.assign(state, { pending: source, asked: sides });
    failure.textContent = "";
    status.textContent = t("working");
    markStale();
    const wanted = sides.map(variantOf);
    const variants = [...new Set(wanted)].filter((variant) => trained[variant]);
    const answer = await locate(source)
      .then((place) => server.find({ ...place, variants }))
      .catch(() => null);
    if (turn !== state.turn) return null;
    Object.assign(state, { pending: null, asked: [] });
    if (answer?.answers) {
      return {
        ...answer,
        answers: Object.fromEntries(sides.map((side, index) => [side, answer.answers[wanted[index]] || null])),
      };
    }
    status.textContent = "";
    render();
    say(answer?.error || "failed", answer?.facts);
    return null;
  }

  // Return what the server knows the source by; a file is sent once, whatever is asked about it.
  async function locate(source) {
    if (!source.file) return source;
    source.sent ??= upload(source.file);
    return { path: (await source.sent).path };
  }

  function say(code, facts) {
    failure.textContent = t(`error_${code}`, facts) + (state.picture ? ` ${t("go_on")}` : "");
  }

  async function examine(source) {
    const answer = await ask(source, SIDES);
    if (!answer) return;
    Object.assign(state, { source, place: await locate(source), picture: answer.picture, answers: answer.answers });
    notes.textContent = answer.notes.map((code) => t(`note_${code}`)).join(" ");
    const example = examples.find(({ key }) => key === source.example);
    credit.replaceChildren(
      ...(example
        ? [
            `${creditOf(source)} · `,
            make("a", { href: example.source, target: "_blank", rel: "noreferrer" }, t("source")),
          ]
        : [creditOf(source)]),
    );
    exampleButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(examples[index] === example)));
    SIDES.forEach((side) => {
      views[side].image.src = state.picture.url;
      views[side].image.hidden = false;
      views[side].stage.style.setProperty("--hv-ratio", state.picture.width / state.picture.height);
    });
    render();
  }

  function creditOf(source) {
    return source.example ? t(`credit_${source.example}`) : t("picture_name", { name: source.file.name });
  }

  async function take(chosen) {
    const megabytes = chosen.size / 2 ** 20;
    if (!chosen.size) say("empty", {});
    else if (megabytes > limits.megabytes)
      say("too_many_bytes", { megabytes: fixed(Math.ceil(10 * megabytes) / 10, 1), limit: limits.megabytes });
    else await examine({ file: chosen });
  }

  // Other tabs choose an example, or hand a picture over.
  listen("examine", (source) => (source.file ? take(source.file) : examine(source)));

  listen("change", () => render());
  listen("release", async () => {
    if (state.pending) {
      await examine(state.pending);
      return;
    }
    const stale = SIDES.filter((side) => trained[variantOf(side)] && !fresh(side));
    if (!state.picture || !stale.length) return;
    const answer = await ask(state.source, stale);
    if (!answer) return;
    Object.assign(state.answers, answer.answers);
    render();
  });

  // ---- showing --------------------------------------------------------------------------------------------------------
  const fresh = (side) => state.answers[side]?.variant === variantOf(side);

  // Return the answer to show: an older one stays, marked, until its successor comes; without weights there is none.
  const shownAnswer = (side) => (trained[variantOf(side)] ? state.answers[side] : null);

  function markStale() {
    SIDES.forEach((side) => {
      const stale = Boolean(shownAnswer(side)) && (state.asked.includes(side) || !fresh(side));
      views[side].root.classList.toggle("hv-stale", stale);
      views[side].root.setAttribute("aria-busy", String(state.asked.includes(side)));
    });
  }

  function kept(side) {
    const answer = shownAnswer(side);
    if (!answer) return [];
    const detections = answer.candidates.map(([left, top, right, bottom, score, classId]) => ({
      box: [left, top, right, bottom],
      confidence: score,
      classId,
      name: className(answer.classes[classId]),
    }));
    return suppress(detections, Number(confidence.input.value), Number(overlap.input.value));
  }

  function render() {
    if (!state.picture) return;
    markStale();
    const shown = { left: kept("left"), right: kept("right") };
    const pairs = match(shown.left, shown.right);
    const partner = { left: new Map(pairs), right: new Map(pairs.map(([i, j]) => [j, i])) };
    SIDES.forEach((side) => drawView(side, shown[side], partner[side]));
    const missing = !SIDES.every(shownAnswer);
    const alone = (side) => shown[side].filter((_, index) => !partner[side].has(index));
    list(
      "both",
      pairs.map(([i]) => shown.left[i]),
      missing,
    );
    list("only_left", alone("left"), missing, nameOf("left"));
    list("only_right", alone("right"), missing, nameOf("right"));
    if (!state.pending) {
      status.textContent = missing
        ? ""
        : t("found_status", {
            left: shown.left.length,
            right: shown.right.length,
            both: pairs.length,
            left_model: nameOf("left"),
            right_model: nameOf("right"),
          });
    }
    showTiming();
    publish({
      source: state.place,
      picture: state.picture,
      credit: creditOf(state.source),
      found: shown,
      variants: Object.fromEntries(SIDES.filter(fresh).map((side) => [side, variantOf(side)])),
      confidence: Number(confidence.input.value),
      iou: Number(overlap.input.value),
    });
  }

  // Return the name of the detector whose boxes a side shows; of the chosen one where it shows none.
  const nameOf = (side) => modelName(shownAnswer(side)?.variant || variantOf(side));

  function drawView(side, detections, partners) {
    const parts = views[side];
    const answer = shownAnswer(side);
    parts.title.textContent = nameOf(side);
    parts.root.setAttribute("aria-label", t("view_label", { model: nameOf(side) }));
    parts.count.textContent = answer ? t("objects", { count: count(detections.length) }) : "";
    parts.message.textContent = trained[variantOf(side)] ? "" : t("no_weights_no_boxes", { model: nameOf(side) });
    const focused = parts.boxes.contains(document.activeElement) ? document.activeElement.dataset.index : null;
    const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
    const order = detections.map((_, index) => index).sort((a, b) => area(detections[b].box) - area(detections[a].box));
    parts.boxes.replaceChildren(
      ...order.map((index) => boxElement(side, index, detections[index], partners.get(index))),
    );
    if (focused !== null) parts.boxes.querySelector(`[data-index="${focused}"]`)?.focus();
  }

  function boxElement(side, index, detection, partner) {
    const { width, height } = state.picture;
    const [left, top, right, bottom] = detection.box;
    const score = fixed(detection.confidence, 2);
    const single = partner === undefined;
    const label = `${t("box_label", { name: detection.name, confidence: score })}; ${single ? t("box_single") : t("box_both")}`;
    const places = [single && "hv-single", top < 0.1 * height && "hv-inside", left > 0.75 * width && "hv-flip"];
    const light = () => lightUp(side, index, partner);
    const box = make(
      "button",
      {
        type: "button",
        class: ["hv-box", ...places.filter(Boolean)].join(" "),
        "data-index": index,
        "aria-label": label,
        onpointerenter: light,
        onpointerleave: lightFocused,
        onfocus: light,
        onblur: lightNothing,
      },
      make("span", { class: "hv-tag" }, `${detection.name} ${score}`),
    );
    box.style.left = `${(100 * left) / width}%`;
    box.style.top = `${(100 * top) / height}%`;
    box.style.width = `${(100 * (right - left)) / width}%`;
    box.style.height = `${(100 * (bottom - top)) / height}%`;
    return box;
  }

  // A box that is pointed at or focused lights up with its partner; the others step back.
  function lightUp(side, index, partner) {
    lightNothing();
    const lit = (where, number) =>
      views[where].boxes.querySelector(`[data-index="${number}"]`)?.classList.add("hv-lit");
    lit(side, index);
    if (partner !== undefined) lit(side === "left" ? "right" : "left", partner);
    results.classList.add("hv-dim");
  }

  function lightNothing() {
    results.classList.remove("hv-dim");
    results.querySelectorAll(".hv-lit").forEach((box) => box.classList.remove("hv-lit"));
  }

  function lightFocused() {
    lightNothing();
    if (document.activeElement.matches(".hv-box")) document.activeElement.dispatchEvent(new FocusEvent("focus"));
  }

  function list(key, detections, missing, model) {
    groups[key].title.textContent = t(key, { model });
    const numbers = new Map();
    detections.forEach(({ name }) => numbers.set(name, (numbers.get(name) || 0) + 1));
    const names = [...numbers].map(([name, number]) => (number > 1 ? `${name} × ${number}` : name));
    groups[key].number.textContent = missing ? "–" : count(detections.length);
    groups[key].list.textContent = missing ? "" : names.join(", ") || t("nothing");
  }

  function showTiming() {
    const stages = ["letterbox", "network", "boxes"];
    const times = SIDES.map((side) => shownAnswer(side)?.milliseconds);
    const cells = (value) => times.map((time) => make("td", {}, time ? `${fixed(value(time), 2)} ms` : "–"));
    const rows = stages.map((stage) =>
      make("tr", {}, make("th", { scope: "row" }, t(stage)), ...cells((time) => time[stage])),
    );
    const sum = (time) => stages.reduce((total, stage) => total + time[stage], 0);
    timing.replaceChildren(
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("th", { scope: "col" }, t("stage")),
          ...SIDES.map((side) => make("th", { scope: "col", class: `hv-${side}` }, nameOf(side))),
        ),
      ),
      make(
        "tbody",
        {},
        ...rows,
        make("tr", { class: "hv-total" }, make("th", { scope: "row" }, t("total")), ...cells(sum)),
      ),
    );
    const answer = state.answers.left || state.answers.right;
    if (!answer) {
      timingNote.textContent = "";
      return;
    }
    const { engine, precision, size, runs } = answer;
    timingNote.textContent = t("timing_convention", { ...processor, engine, precision, size, runs });
  }

  // ---- drop, paste, camera --------------------------------------------------------------------------------------------
  const visible = () => element.isConnected && element.offsetParent !== null;
  const dropping = (on) => element.classList.toggle("hv-dropping", on);
  window.addEventListener("dragover", (event) => {
    if (visible()) {
      event.preventDefault();
      dropping(true);
    }
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dropping(false);
  });
  window.addEventListener("drop", (event) => {
    dropping(false);
    if (!visible()) return;
    event.preventDefault();
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  document.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files || [])][0];
    if (pasted && visible()) take(pasted);
  });

  async function openCamera() {
    failure.textContent = "";
    if (!navigator.mediaDevices) {
      failure.textContent = t("camera_needs_https");
      return;
    }
    photoButton.disabled = true;
    try {
      showCamera(await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }));
    } catch (error) {
      photoButton.disabled = false;
      failure.textContent = t("camera_refused", { reason: error.name });
    }
  }

  function showCamera(stream) {
    const video = make("video", { autoplay: true, playsinline: true, muted: true, "aria-label": t("camera_view") });
    video.srcObject = stream;
    const close = () => {
      stream.getTracks().forEach((track) => track.stop());
      camera.hidden = true;
      camera.replaceChildren();
      photoButton.disabled = false;
      photoButton.focus();
    };
    const shoot = () => {
      const canvas = make("canvas", { width: video.videoWidth, height: video.videoHeight });
      canvas.getContext("2d").drawImage(video, 0, 0);
      canvas.toBlob(
        (blob) => {
          close();
          take(new File([blob], "photo.jpg", { type: "image/jpeg" }));
        },
        "image/jpeg",
        0.92,
      );
    };
    const shootButton = make(
      "button",
      { type: "button", class: "hv-primary", disabled: true, onclick: shoot },
      t("shoot"),
    );
    video.addEventListener("loadeddata", () => {
      shootButton.disabled = false;
      shootButton.focus();
    });
    window.addEventListener("pagehide", close, { once: true });
    camera.replaceChildren(
      video,
      make(
        "div",
        { class: "hv-actions" },
        shootButton,
        make("button", { type: "button", class: "hv-secondary", onclick: close }, t("cancel")),
      ),
    );
    camera.hidden = false;
  }

  if (examples.length) examine({ example: examples[0].key });
}
