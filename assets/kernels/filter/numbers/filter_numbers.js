// How this view writes numbers, which may be millionths or millions.
import { count, fixed, t } from "../../../shared/language.js";
import { scientific } from "../../../shared/numbers.js";

// Return a number with about three digits that matter and a true minus.
export function short(value) {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "0";
  if (size < 0.001) return sign + scientific(size, fixed);
  if (size >= 1000) return sign + count(Math.round(size));
  return sign + fixed(size, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

// The same with a plus.
export const withSign = (value) => (value > 0 ? `+${short(value)}` : short(value));

export const percent = (share, digits = 0) => (share === null ? "–" : `${fixed(100 * share, digits)} %`);

// Return how a kernel is called: 3×3, dot, or both.
export function kernelName({ hasKxk, hasDot }, k) {
  if (hasKxk && hasDot) return t("filter_kernel_both", { k });
  return hasKxk ? `${k}×${k}` : t("filter_kernel_dot");
}
