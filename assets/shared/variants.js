// The detectors by name, as the server describes them: family, block, P where it is a CSPHet's, label.
import { variants } from "../data.js";
import { csphetWith } from "./choice.js";

export { variants };

// Return the name of a detector as the page writes it; a stranger's is its own.
export const modelName = (variant) => variants[variant]?.label || variant;

// Return the YOLOv5n with CSPHet of a P.
export const withP = (p) => csphetWith(p, variants);
