// The detectors by name, as the server describes them: family, block, P where it is a CSPHet's, label.
import { variants } from "../data.js";
import { csphetWith, followsP, nameBeside } from "./choice.js";
import { setting } from "./setting.js";

export { variants };

// Return the name of a detector as the page writes it; a stranger's is its own.
export const modelName = (variant) => variants[variant]?.label || variant;

// Return its name beside the two detectors of the page, with its family where these are not both YOLOv5n.
export const pairName = (variant) => nameBeside(variant, setting, variants);

// The same where there is little room.
export const shortPairName = (variant) => nameBeside(variant, setting, variants, "family");

// Return whether it is a CSPHet that P moves.
export const movedByP = (variant) => followsP(variant, variants);

// Return the YOLOv5n with CSPHet of a P.
export const withP = (p) => csphetWith(p, variants);
