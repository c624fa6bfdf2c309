// What two detectors found in one picture.
import { match } from "../shared/boxes.js";

// Return what both sides found and what only one found, and side -> index -> index of its partner.
export function compared({ left, right }) {
  const pairs = match(left, right);
  const partner = { left: new Map(pairs), right: new Map(pairs.map(([i, j]) => [j, i])) };
  return {
    partner,
    both: pairs.map(([i]) => left[i]),
    only_left: left.filter((_, index) => !partner.left.has(index)),
    only_right: right.filter((_, index) => !partner.right.has(index)),
  };
}

// Return the names of detections, several of one name as "name × number".
export function namesOf(detections) {
  const numbers = new Map();
  detections.forEach(({ name }) => numbers.set(name, (numbers.get(name) || 0) + 1));
  return [...numbers].map(([name, number]) => (number > 1 ? `${name} × ${number}` : name)).join(", ");
}

export const STAGES = ["letterbox", "network", "boxes"];

// Return the milliseconds of all stages together.
export const totalOf = (milliseconds) => STAGES.reduce((sum, stage) => sum + milliseconds[stage], 0);
