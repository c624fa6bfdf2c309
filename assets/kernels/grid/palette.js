// The colours of the page as it looks now, as numbers.
const known = new Map(); // colours as text -> [r, g, b]: asking a canvas takes longer than painting a thousand cells
const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function rgb(colour) {
  if (!known.has(colour)) {
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    known.set(colour, [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3));
  }
  return known.get(colour);
}

const palettes = { light: null, dark: null };

// Return the colours of the page as it looks now; groups of a pattern get hues around the circle, orange first.
// They are read once for light and once for dark: asking for styles makes the browser lay out the whole page.
export function palette() {
  const look = document.body.classList.contains("dark") ? "dark" : "light";
  if (!palettes[look]) {
    const style = getComputedStyle(document.body);
    const read = (name) => rgb(style.getPropertyValue(`--hv-${name}`).trim());
    const hue = (group, groups) =>
      rgb(`oklch(${look === "dark" ? "0.76 0.13" : "0.56 0.14"} ${(48 + (360 * group) / groups) % 360})`);
    palettes[look] = {
      card: read("card"),
      line: read("line"),
      soft: read("soft"),
      ink: read("ink"),
      left: read("left"),
      right: read("right"),
      hue,
    };
  }
  return palettes[look];
}
