// The answers to the frames of a video file: {time, width, height, variants, answers: variant -> detections}.

// Return how many frames of a video are looked at.
export const frameCount = (seconds, rate) => Math.max(1, Math.ceil(seconds * rate));

// Return the time of a frame within the video.
export const frameTime = (index, rate, seconds) => Math.min(index / rate, seconds);

// Return the index of the sample to show at a time; a browser's clock may stand a hair before the frame.
export const sampleAt = (time, rate, count) => Math.min(count - 1, Math.floor(time * rate + 1e-6));

// Return one JSON object a line, for each frame and detector; nameOf gives a detector's name in a file.
export function linesOf(samples, nameOf = String) {
  const line = ({ time, width, height, answers }, variant) =>
    JSON.stringify({ time, variant: nameOf(variant), width, height, detections: answers[variant] });
  const lines = samples.flatMap((sample) => sample.variants.map((variant) => line(sample, variant)));
  return `${lines.join("\n")}\n`;
}

// Return {width, height} of a video's frame scaled so that its longer side is at most `longest`.
export function scaled({ videoWidth, videoHeight }, longest) {
  const scale = Math.min(1, longest / Math.max(videoWidth, videoHeight));
  return { width: Math.round(videoWidth * scale), height: Math.round(videoHeight * scale) };
}

// Return {left, top, width, height} of a box on a canvas, given in pixels of a frame of another width.
export function onCanvas(box, frameWidth, canvasWidth, mirrored) {
  const [left, top, right, bottom] = box.map((side) => (side * canvasWidth) / frameWidth);
  return { left: mirrored ? canvasWidth - right : left, top, width: right - left, height: bottom - top };
}
