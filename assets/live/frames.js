// Moving pictures in the page: taking a frame as a small JPEG, and painting a frame with its boxes on a canvas.
import { make } from "../shared/elements.js";
import { className, fixed } from "../shared/language.js";
import { onCanvas, scaled } from "./samples.js";

// Return the video's present frame as a JPEG blob.
export function grab(video, longest, quality = 0.8) {
  const canvas = make("canvas", scaled(video, longest));
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

// Call act(time in the video) for each new frame that it shows, until the signal is aborted.
export function eachFrame(video, act, signal) {
  // Older browsers have the frames of the screen alone, which come without a time in the video.
  const ask = () =>
    video.requestVideoFrameCallback ? video.requestVideoFrameCallback(next) : requestAnimationFrame(next);
  let shown = null;
  const next = (_now, about) => {
    if (signal.aborted) return;
    if (about || video.currentTime !== shown) act(about?.mediaTime ?? video.currentTime);
    shown = video.currentTime;
    ask();
  };
  ask();
}

// Return a blob's bytes in base64.
export function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
}

// Paint the video's frame over a canvas of the frame's size.
export function paintFrame(canvas, video, longest, mirrored) {
  const { width, height } = scaled(video, longest);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? width : 0, 0);
  context.drawImage(video, 0, 0, width, height);
  context.setTransform(1, 0, 0, 1, 0, 0);
}

// Paint boxes, given in pixels of a frame of the given width, with class and confidence. Names never become markup.
export function paintBoxes(canvas, detections, frameWidth, mirrored, colours) {
  const context = canvas.getContext("2d");
  const size = Math.max(12, Math.round(canvas.width / 38));
  context.lineWidth = Math.max(2, canvas.width / 220);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = "top";
  for (const { box_xyxy: box, confidence, class: name } of detections) {
    const { left, top, width, height } = onCanvas(box, frameWidth, canvas.width, mirrored);
    context.strokeStyle = colours.box;
    context.strokeRect(left, top, width, height);
    const text = `${className(name)} ${fixed(confidence, 2)}`;
    const line = size * 1.35;
    const place = top >= line ? top - line : top;
    context.fillStyle = colours.tag;
    context.fillRect(left, place, context.measureText(text).width + 10, line);
    context.fillStyle = colours.ink;
    context.fillText(text, left + 5, place + line * 0.12);
  }
}
