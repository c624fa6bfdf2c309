// A video file in a video element: opening it, its length, and its frames by their time.
import { happening, Stopped, wait } from "../shared/intake/waiting.js";

const BROKEN = new Stopped("live_unreadable");
const SILENT = new Stopped("live_silent");
const LOAD_MS = 20_000;
const NUDGE_MS = 2500;
const SEEK_MS = 10_000;
const FAR = 1e9; // seconds; beyond the end of any file
const SHORT_BY = 0.1; // seconds that a seek may miss its time by

// Open the file and return its length in seconds. Throws Stopped: what is wrong with it.
export async function opened(video, address, signal) {
  const limits = { ms: LOAD_MS, late: SILENT, broken: BROKEN, signal };
  await happening(video, ["loadedmetadata"], limits, () => {
    video.src = address;
    video.load();
  });
  if (!video.videoWidth) throw new Stopped("live_no_picture");
  await firstFrame(video, limits);
  return Number.isFinite(video.duration) ? video.duration : lengthFound(video, limits);
}

// Some browsers, those of iPhones among them, load no frame before something is played.
async function firstFrame(video, limits) {
  const shows = () => video.readyState >= 2; // HAVE_CURRENT_DATA
  const frame = (more, act) => happening(video, ["loadeddata", "playing", "timeupdate"], { ...limits, ...more }, act);
  if (shows()) return;
  const nudge = new Stopped("nudge");
  try {
    await frame({ ms: NUDGE_MS, late: nudge });
  } catch (reason) {
    if (reason !== nudge) throw reason;
    await frame({}, () => video.play().catch(() => {}));
    video.pause();
  }
}

// Recordings of browsers and phones come without their length: it is known when the end has been reached.
function lengthFound(video, limits) {
  return wait(
    ({ good, bad, signal }) => {
      const look = () => {
        if (Number.isFinite(video.duration)) good(video.duration);
        else if (video.ended) good(video.currentTime);
      };
      ["durationchange", "seeked", "ended"].forEach((name) => video.addEventListener(name, look, { signal }));
      video.addEventListener("error", () => bad(BROKEN), { signal });
      video.currentTime = FAR;
    },
    { ...limits, late: new Stopped("live_endless") },
  );
}

// Show the frame at a time. Throws Stopped: the file has none there.
export async function seek(video, seconds, signal) {
  const missing = new Stopped("live_cut_off");
  await happening(video, ["seeked"], { ms: SEEK_MS, late: missing, broken: missing, signal }, () => {
    video.currentTime = seconds;
  });
  if (video.currentTime < seconds - SHORT_BY) throw missing;
}
