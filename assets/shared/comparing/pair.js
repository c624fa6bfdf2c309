// Names of detectors beside the two of the page: with their family where these are not both YOLOv5n.
import { nameBeside } from "../choice.js";
import { setting } from "../setting.js";
import { t } from "../language.js";
import { countedAs, detectors, ownOf } from "../variants.js";

const named = (variant, told) => (detectors[variant] ? nameBeside(variant, setting, detectors, told) : variant);

// Return the name of a detector; a stranger's is its own.
export const pairName = (variant) => named(variant, "familyName");

// The same where there is little room: an own detector without its file.
export function shortPairName(variant) {
  const name = named(countedAs(variant), "family");
  return ownOf(variant) ? t("own_short", { label: name }) : name;
}
