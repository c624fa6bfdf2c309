// What a measurement says. A row is {variant or channels, form, what, engine, median_ms, q1_ms, q3_ms, promise}.

const NOISY = 0.5; // middle half as a share of the median
const EQUAL = 0.02; // shares so near to 1 are neither less nor more

// Return the share of the time that a row takes of the standard convolution's, or of the original detector's doing the
// same; null where that was not measured. `originalOf` names a variant's original.
export function shareOf(rows, row, originalOf) {
  const standard = (other) => other.form === "standard";
  const original = (other) =>
    other.variant === originalOf(row.variant) && other.what === row.what && other.engine === row.engine;
  const reference = rows.find(row.channels ? standard : original);
  return reference ? row.median_ms / reference.median_ms : null;
}

// Return "less", "more" or "" for a share of time.
export function kindOf(share) {
  if (share === null || Math.abs(share - 1) < EQUAL) return "";
  return share > 1 ? "more" : "less";
}

// Return whether any row's middle half is wide.
export const isNoisy = (rows) => rows.some((row) => row.q3_ms - row.q1_ms > NOISY * row.median_ms);

// Return the rows that the plots show: torch, CSPHet in its coarse form, the network alone.
export function plotted(rows, scope) {
  const forms = scope === "layer" ? ["standard", "coarse"] : ["plain", "coarse"];
  const whole = (row) => row.what === "network" && row.engine === "torch";
  return rows.filter((row) => forms.includes(row.form) && (scope === "layer" || whole(row)));
}
