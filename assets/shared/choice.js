// How the choice of P and the choice of detectors hang together: moving P brings the CSPHet with that P to the right, and
// beside it, where two of another family stood, the left one's like in its family; a CSPHet on the right brings its P.

const FAMILY = "v5n"; // of the detectors that P moves

// Return whether P moves a detector, of a table variant -> {family, block, p, familyName, label}.
export const followsP = (variant, variants) =>
  variants[variant].family === FAMILY && variants[variant].block === "csphet";

// Return the name of the CSPHet with a P.
export function csphetWith(p, variants) {
  return Object.keys(variants).find((name) => followsP(name, variants) && variants[name].p === p);
}

// Return the name of a detector where two detectors stand together: its family is told unless both are YOLOv5n.
// told: "familyName", or "family" where there is little room.
export function nameBeside(variant, { left, right }, variants, told = "familyName") {
  const mixed = [variant, left, right].some((name) => variants[name]?.family !== FAMILY);
  const { [told]: family, label } = variants[variant];
  return mixed ? `${family} ${label}` : label;
}

// Return what stands on the left once `right` stands on the right: of two that leave their family, the like of the old one.
function leftBeside(right, { left, right: before }, variants) {
  const [own, family] = [variants[left], variants[right].family];
  if (own.own || own.family === family || variants[before].family !== own.family) return left;
  const like = (name) => variants[name].family === family && variants[name].block === own.block;
  return Object.keys(variants).find(like) ?? variants[right].original;
}

// Return the setting after a movement.
export function moved(setting, values, variants) {
  const next = { ...setting, ...values };
  if ("p" in values) {
    const right = csphetWith(next.p, variants);
    return { ...next, right, left: leftBeside(right, next, variants) };
  }
  const chosen = variants[next.right];
  if ("right" in values && chosen?.block === "csphet") return { ...next, p: chosen.p };
  return next;
}

// Return the class count that a movement brings: an own detector has its own, which goes with it. usual: the counts that can
// be chosen without one, the first of which is the standard.
export function classesAfter(next, values, detectors, usual) {
  if ("classes" in values) return values.classes;
  const ownOf = (side) => detectors[next[side]]?.own;
  const brought = ["right", "left"].filter((side) => side in values).find(ownOf);
  if (brought) return ownOf(brought).classes.length;
  const held = ownOf("left") || ownOf("right");
  return held || usual.includes(next.classes) ? next.classes : usual[0];
}

// Return the setting that an address asks for, {p, left, right, …} as far as it names them; the detector on the right has
// its own P.
export function linked(start, { p, right, ...others }, variants) {
  const withParts = p === undefined ? start : moved(start, { p }, variants);
  return moved(withParts, right === undefined ? others : { ...others, right }, variants);
}
