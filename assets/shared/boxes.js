// Suppression and matching of boxes in the page, by the rules of hetviz/boxes.py.
// A detection is {box: [left, top, right, bottom], confidence, classId}.

// Return the intersection over union of two boxes.
export function iou(a, b) {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

// Return the detections that reach the confidence and that no stronger one of their class overlaps too much.
export function suppress(detections, confidence, limit) {
  const kept = [];
  const ordered = detections.filter((d) => d.confidence >= confidence).sort((a, b) => b.confidence - a.confidence);
  for (const candidate of ordered) {
    const rival = (k) => k.classId === candidate.classId && iou(k.box, candidate.box) > limit;
    if (!kept.some(rival)) kept.push(candidate);
  }
  return kept;
}

// Return the detections of an answer {candidates, classes}; `name` gives the name of a class as the page writes it.
export function detectionsOf({ candidates, classes }, confidence, limit, name) {
  const detections = candidates.map(([left, top, right, bottom, score, classId]) => ({
    box: [left, top, right, bottom],
    confidence: score,
    classId,
    name: name(classes[classId]),
  }));
  return suppress(detections, confidence, limit);
}

// Return pairs [index in left, index in right] of the same name of a class (two detectors may number theirs otherwise) and an
// IoU of at least 0.5, best first.
export function match(left, right, limit = 0.5) {
  const pairs = [];
  left.forEach((a, i) =>
    right.forEach((b, j) => {
      const overlap = iou(a.box, b.box);
      if (a.name === b.name && overlap >= limit) pairs.push([i, j, overlap]);
    }),
  );
  const taken = [];
  for (const [i, j] of pairs.sort((a, b) => b[2] - a[2])) {
    if (taken.every(([row, column]) => row !== i && column !== j)) taken.push([i, j]);
  }
  return taken;
}

const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);

// Return the detections from the largest to the smallest, so that none is buried under a larger one.
export const largestFirst = (detections) => [...detections].sort((a, b) => area(b.box) - area(a.box));

// Return the place of a box in a picture of a width and height, as a style in per cent.
export function placed([left, top, right, bottom], { width, height }) {
  const percent = (length, whole) => `${(100 * length) / whole}%`;
  return {
    left: percent(left, width),
    top: percent(top, height),
    width: percent(right - left, width),
    height: percent(bottom - top, height),
  };
}
