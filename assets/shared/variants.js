// The detectors by name, as the server describes them: family, block, P where it is a CSPHet's, label; and those of the
// visitor's own, which have `own` besides: {number, file, variant, classes, size, counts, gone}.
import { variants } from "../data.js";
import { csphetWith, followsP } from "./choice.js";

export { variants };

// The named ones, and the visitor's own by their keys.
export const detectors = { ...variants };

// Return what makes a detector the visitor's own, or null.
export const ownOf = (variant) => detectors[variant]?.own ?? null;

// Return whether a detector is the visitor's own, and has not made room for another.
export const isOwn = (variant) => Boolean(ownOf(variant)) && !ownOf(variant).gone;

// Return the name of a detector as the page writes it; a stranger's is its own.
export const modelName = (variant) => detectors[variant]?.label || variant;

// Return what an address or a file calls a detector: the key of an own one is nobody else's business.
export const publicName = (variant) => (ownOf(variant) ? `own-${ownOf(variant).number}` : variant);

// Return the key of the own detector that is called so, or undefined.
export const ownCalled = (name) => Object.keys(detectors).find((key) => isOwn(key) && publicName(key) === name);

// Return the named detector that has the layers of this one, which may be itself.
export const countedAs = (variant) => ownOf(variant)?.variant ?? variant;

// Return whether a detector has weights to run with. trained: variant -> entry of those that the server has.
export const isServed = (variant, trained) => Boolean(trained[variant] || ownOf(variant));

// Return the K×K layers of a detector: of a named one by the table that the server has sent, of an own one those of its file.
export const layersOf = (variant, layers) => ownOf(variant)?.counts.layers ?? layers[variant] ?? [];

// Return whether it is a CSPHet that P moves.
export const movedByP = (variant) => followsP(variant, detectors) && !ownOf(variant);

// Return the YOLOv5n with CSPHet of a P.
export const withP = (p) => csphetWith(p, variants);
