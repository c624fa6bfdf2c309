// Numbers as a language writes them.

// Return {count, fixed, signed} of a language: whole numbers with separators, numbers with so many decimals, and a
// difference with its sign before what `text` makes of its size.
export function numbersIn(language) {
  const whole = new Intl.NumberFormat(language);
  const withDecimals = (digits) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const formats = new Map();
  function fixed(value, digits) {
    if (!formats.has(digits)) formats.set(digits, withDecimals(digits));
    return formats.get(digits).format(value);
  }
  return { count: (value) => whole.format(value), fixed, signed };
}

// Return + or − and the text of the size; ± before that of 0.
export function signed(value, text) {
  return (value > 0 ? "+" : value < 0 ? "−" : "±") + text(Math.abs(value));
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// Return a small number as people write it: 1.2 · 10⁻⁶.
export function scientific(value, fixed) {
  if (value === 0) return "0";
  const [digits, power] = value.toExponential(1).split("e").map(Number);
  const raised = [...String(power)].map((sign) => RAISED[sign]).join("");
  return `${fixed(digits, 1)} · 10${raised}`;
}

// Return the number rounded up to one decimal, as the server does, so that one beyond a limit never reads like the limit.
export const roundedUp = (value) => Math.ceil(10 * value - 1e-6) / 10;

// Return the middle one of some numbers; of an even count the upper of the two in the middle.
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
