// Which camera comes next, and why one is not to be had.

// By the names that browsers give to their errors (W3C, Media Capture and Streams, section 10.2).
const REFUSALS = {
  NotAllowedError: "camera_denied",
  SecurityError: "camera_denied",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};

// Return the code of a refusal: `barred` where the page that holds this one does not let it ask.
export function refusalOf(errorName, barred) {
  const code = REFUSALS[errorName] || "camera_busy";
  return code === "camera_denied" && barred ? "camera_framed" : code;
}

// Return the id after the present one, the first after the last; null where there is no other.
export function nextDevice(ids, present) {
  if (ids.length < 2) return null;
  return ids[(ids.indexOf(present) + 1) % ids.length];
}
