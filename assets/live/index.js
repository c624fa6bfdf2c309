// The Live tab: two detectors on the same frames of a camera or a video file. At most two frames are under way; the
// newest answer wins. props: trained (variant -> entry), longestSide, framesASecond, videoLimits
import { t, count, fixed } from "../shared/language.js";
import { make } from "../shared/elements.js";
import { setting, listen } from "../shared/setting.js";
import { examine } from "../shared/setting.js";
import { showTab } from "../shared/navigation.js";
import { modelName } from "../shared/variants.js";
import * as frames from "./frames.js";

export function mount({ element, props, server }) {
  const { trained, longestSide, framesASecond, videoLimits } = props;
  const SIDES = ["left", "right"];
  const MOST_UNDER_WAY = 2;
  const METER_SPAN_MS = 2000;

  // One of: off, asking, camera, paused, file (being examined), ready (a file's boxes can be played back).
  const state = { mode: "off", stream: null, facing: "environment", mirrored: false, turn: 0 };
  const answersOf = { left: [], right: [], width: 1 };
  const samples = []; // of a file: {time, width, answers}
  const meters = []; // of the last two seconds, or the last two frames: {at, lag, server}

  // ---- elements -------------------------------------------------------------------------------------------------------
  const video = make("video", { playsinline: true, muted: true, class: "hv-hidden", "aria-hidden": "true" });
  video.muted = true;
  const failure = make("p", { class: "hv-error", role: "alert" });
  const status = make("p", { class: "hv-status", role: "status" }, t("live_off"));
  const meterLine = make("p", { class: "hv-small hv-meters" }, t("live_meters_none"));
  const button = (key, action, kind = "secondary") =>
    make("button", { type: "button", class: `hv-${kind}`, onclick: action }, t(key));
  const file = make("input", {
    type: "file",
    accept: "video/mp4,video/webm,video/*",
    class: "hv-hidden",
    "aria-label": t("live_file"),
    tabindex: -1,
    onchange: () => {
      const [chosen] = file.files;
      file.value = "";
      if (chosen) openFile(chosen);
    },
  });
  const buttons = {
    camera: button("live_camera", openCamera, "primary"),
    file: button("live_file", () => file.click()),
    pause: button("live_pause", pause),
    turn: button("live_turn", otherCamera),
    mirror: button("live_mirror", mirror),
    snapshot: button("live_snapshot", snapshot),
    stop: button("live_stop", () => stop(t("live_stopped"))),
  };
  buttons.mirror.setAttribute("aria-pressed", "false");
  const progress = make("progress", { max: 1, value: 0, "aria-label": t("live_progress_label") });
  const cancel = button("cancel", () => {
    state.turn++;
  });
  const progressRow = make("div", { class: "hv-actions", hidden: true }, progress, cancel);
  const play = button("live_play", () => (video.paused ? video.play() : video.pause()), "primary");
  const position = make("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.01,
    value: 0,
    "aria-label": t("live_position"),
    oninput: () => {
      video.currentTime = Number(position.value);
    },
  });
  const download = button("live_download", saveLines);
  const playRow = make("div", { class: "hv-actions hv-playback", hidden: true }, play, position, download);

  const confidence = make("input", {
    type: "range",
    min: 0.05,
    max: 0.95,
    step: 0.01,
    value: 0.25,
    id: "hetviz-live-confidence",
  });
  const confidenceValue = make("output", {}, fixed(0.25, 2));
  confidence.addEventListener("input", () => {
    confidenceValue.textContent = fixed(Number(confidence.value), 2);
  });

  function view(side) {
    const parts = {
      title: make("h3", {}),
      count: make("span", { class: "hv-count" }),
      canvas: make("canvas", { width: 640, height: 480, role: "img" }),
    };
    parts.root = make(
      "section",
      { class: `hv-view hv-${side}` },
      make("header", {}, parts.title, parts.count),
      make("div", { class: "hv-stage" }, parts.canvas),
    );
    return parts;
  }
  const views = { left: view("left"), right: view("right") };

  element
    .querySelector(".hv-root")
    .replaceChildren(
      make(
        "section",
        { class: "hv-card hv-input" },
        make("div", { class: "hv-actions" }, ...Object.values(buttons), file),
        make(
          "div",
          { class: "hv-live-choices" },
          make(
            "label",
            { class: "hv-slider", for: confidence.id },
            make("span", {}, t("confidence"), " ", confidenceValue),
            confidence,
          ),
        ),
        make("p", { class: "hv-small" }, t("live_privacy", { rate: framesASecond })),
        make("p", { class: "hv-small" }, t("live_limits", videoLimits)),
        failure,
        status,
        progressRow,
      ),
      make("div", { class: "hv-views" }, views.left.root, views.right.root),
      video,
      playRow,
      meterLine,
    );

  // The two detectors are the page's; boxes of others, and those of a detector without weights, are not shown.
  function followSetting() {
    const missing = SIDES.filter((side) => !trained[setting[side]]).map((side) => modelName(setting[side]));
    failure.textContent = missing.length ? t("error_no_weights", { variant: missing.join(", ") }) : "";
    SIDES.forEach((side) => {
      const model = modelName(setting[side]);
      if (views[side].title.textContent !== model) answersOf[side] = [];
      views[side].title.textContent = model;
      views[side].canvas.setAttribute("aria-label", t("live_view", { model }));
    });
  }

  function showMode(mode, sentence) {
    state.mode = mode;
    status.textContent = sentence;
    const running = mode === "camera" || mode === "paused";
    ["pause", "turn", "mirror", "stop"].forEach((key) => {
      buttons[key].hidden = !running;
    });
    buttons.camera.hidden = running;
    buttons.snapshot.hidden = !running && mode !== "ready";
    buttons.pause.textContent = t(mode === "paused" ? "live_resume" : "live_pause");
    progressRow.hidden = mode !== "file";
    playRow.hidden = mode !== "ready";
  }

  const fail = (key, facts = {}) => {
    failure.textContent = t(`error_${key}`, facts);
  };

  // ---- one frame to the server and back -------------------------------------------------------------------------------
  async function look(blob) {
    const variants = [...new Set(SIDES.map((side) => setting[side]).filter((variant) => trained[variant]))];
    const question = { frame: await frames.base64(blob), variants, confidence: Number(confidence.value), iou: 0.45 };
    const answer = await server.see(question).catch(() => null);
    if (!answer || answer.error) {
      fail(answer ? answer.error : "failed", answer ? answer.facts : {});
      return null;
    }
    return { variants, ...answer };
  }

  function show(answer) {
    answersOf.width = answer.width;
    SIDES.forEach((side) => {
      answersOf[side] = answer.answers[setting[side]] || [];
      views[side].count.textContent = t("live_count", { count: count(answersOf[side].length) });
    });
  }

  function paint() {
    if (!video.videoWidth) return;
    SIDES.forEach((side) => {
      const looks = getComputedStyle(views[side].root);
      const colours = {
        box: looks.getPropertyValue("--hv-own"),
        tag: looks.getPropertyValue("--hv-own-tag"),
        ink: looks.getPropertyValue("--hv-own-ink"),
      };
      const mirrored = state.mirrored && Boolean(state.stream);
      frames.paintFrame(views[side].canvas, video, longestSide, mirrored);
      frames.paintBoxes(views[side].canvas, answersOf[side], answersOf.width, mirrored, colours);
    });
  }

  // ---- camera ---------------------------------------------------------------------------------------------------------
  async function openCamera() {
    stop(t("live_asking"));
    failure.textContent = "";
    const turn = state.turn;
    if (!navigator.mediaDevices) {
      showMode("off", t("live_off"));
      fail("live_insecure");
      return;
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: state.facing, width: { ideal: 640 }, height: { ideal: 480 } },
      });
    } catch (error) {
      showMode("off", t("live_off"));
      fail(
        error.name === "NotAllowedError"
          ? "live_denied"
          : error.name === "NotFoundError"
            ? "live_missing"
            : "live_unplugged",
      );
      return;
    }
    if (turn !== state.turn) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    state.stream = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      if (state.stream === stream) {
        stop(t("live_stopped"));
        fail("live_unplugged");
      }
    });
    video.srcObject = stream;
    await video.play().catch(() => {});
    showMode("camera", t("live_on"));
    follow(state.turn);
  }

  // Send the newest frame whenever fewer than two are under way, and paint every frame that the camera gives.
  function follow(turn) {
    let underWay = 0,
      sent = 0,
      shown = 0;
    async function send() {
      const number = ++sent,
        captured = performance.now();
      underWay++;
      const blob = await frames.grab(video, longestSide);
      const answer = blob && (await look(blob));
      underWay--;
      if (!answer) {
        await new Promise((done) => setTimeout(done, 500));
        return;
      }
      if (turn !== state.turn || number < shown) return;
      shown = number;
      failure.textContent = "";
      show(answer);
      meter(performance.now() - captured, answer.milliseconds);
    }
    function next() {
      if (turn !== state.turn) return;
      paint();
      if (state.mode === "camera" && underWay < MOST_UNDER_WAY) send();
      video.requestVideoFrameCallback(next);
    }
    next();
  }

  function meter(lag, serverTime) {
    const now = performance.now();
    meters.push({ at: now, lag, server: serverTime });
    while (meters.length > 2 && meters[0].at < now - METER_SPAN_MS) meters.shift();
    const median = (key) => meters.map((row) => row[key]).sort((a, b) => a - b)[meters.length >> 1];
    const span = (now - meters[0].at) / 1000;
    const values = { rate: span > 0 ? (meters.length - 1) / span : 0, lag: median("lag"), server: median("server") };
    Object.entries(values).forEach(([key, value]) => {
      meterLine.dataset[key] = value.toFixed(1);
    });
    meterLine.textContent = t("live_meters", {
      rate: fixed(values.rate, 1),
      lag: fixed(values.lag, 0),
      server: fixed(values.server, 1),
    });
  }

  function stop(sentence) {
    state.turn++;
    if (state.stream) state.stream.getTracks().forEach((track) => track.stop());
    state.stream = null;
    video.srcObject = null;
    meters.length = 0;
    meterLine.textContent = t("live_meters_none");
    showMode("off", sentence);
  }

  function pause() {
    const paused = state.mode === "camera";
    showMode(paused ? "paused" : "camera", t(paused ? "live_paused" : "live_on"));
  }

  function otherCamera() {
    state.facing = state.facing === "environment" ? "user" : "environment";
    openCamera();
  }

  function mirror() {
    state.mirrored = !state.mirrored;
    buttons.mirror.setAttribute("aria-pressed", String(state.mirrored));
  }

  async function snapshot() {
    const blob = await frames.grab(video, 4096, 0.92);
    if (!blob) return;
    showTab("detect");
    examine({ file: new File([blob], "frame.jpg", { type: "image/jpeg" }) });
  }

  // ---- a video file ---------------------------------------------------------------------------------------------------
  async function openFile(chosen) {
    stop(t("live_off"));
    failure.textContent = "";
    const megabytes = chosen.size / 2 ** 20;
    if (megabytes > videoLimits.megabytes) {
      fail("live_too_large", { megabytes: fixed(megabytes, 0), limit: videoLimits.megabytes });
      return;
    }
    const turn = state.turn;
    URL.revokeObjectURL(video.src);
    video.src = URL.createObjectURL(chosen);
    const ready = await new Promise((done) => {
      video.addEventListener("loadeddata", () => done(true), { once: true });
      video.addEventListener("error", () => done(false), { once: true });
    });
    if (turn !== state.turn) return;
    if (!ready || !video.videoWidth) {
      fail("live_unreadable");
      return;
    }
    if (!(video.duration <= videoLimits.seconds)) {
      fail("live_too_long", { seconds: fixed(video.duration, 0), limit: videoLimits.seconds });
      return;
    }
    await examineFile(turn);
  }

  async function examineFile(turn) {
    const total = Math.max(1, Math.ceil(video.duration * framesASecond));
    samples.length = 0;
    showMode("file", t("live_progress", { done: 0, total }));
    for (let index = 0; index < total && turn === state.turn; index++) {
      await seek(Math.min(index / framesASecond, video.duration));
      const blob = await frames.grab(video, longestSide);
      const answer = blob && (await look(blob));
      if (!answer) break;
      samples.push({ time: index / framesASecond, ...answer });
      show(answer);
      paint();
      progress.value = (index + 1) / total;
      status.textContent = t("live_progress", { done: index + 1, total });
    }
    if (!samples.length || state.stream) return;
    const complete = samples.length === total;
    position.max = video.duration;
    showMode(
      "ready",
      complete ? t("live_ready", { total, rate: framesASecond }) : t("live_cancelled", { done: samples.length, total }),
    );
    await seek(0);
    paintPlayback();
  }

  function seek(seconds) {
    return new Promise((done) => {
      video.addEventListener("seeked", done, { once: true });
      video.currentTime = seconds;
    });
  }

  function paintPlayback() {
    const index = Math.min(samples.length - 1, Math.floor(video.currentTime * framesASecond + 1e-6));
    show(samples[index]);
    paint();
    position.value = video.currentTime;
    play.textContent = t(video.paused ? "live_play" : "live_pause");
  }

  ["seeked", "play", "pause", "timeupdate"].forEach((event) =>
    video.addEventListener(event, () => {
      if (state.mode !== "ready") return;
      paintPlayback();
      if (!video.paused)
        video.requestVideoFrameCallback(() => {
          if (state.mode === "ready") paintPlayback();
        });
    }),
  );

  function saveLines() {
    const lines = samples.flatMap(({ time, width, height, variants, answers }) =>
      variants.map((variant) => JSON.stringify({ time, variant, width, height, detections: answers[variant] })),
    );
    const link = make("a", {
      href: URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "application/jsonl" })),
      download: "boxes.jsonl",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // ---- the camera's light goes out when nobody looks --------------------------------------------------------------------
  new IntersectionObserver((entries) => {
    if (state.stream && !element.offsetParent && !entries.at(-1).isIntersecting) stop(t("live_stopped"));
  }).observe(element);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && state.stream) stop(t("live_stopped"));
  });
  window.addEventListener("pagehide", () => {
    if (state.stream) stop(t("live_stopped"));
  });

  listen("change", followSetting);
  followSetting();
  showMode("off", t("live_off"));
}
