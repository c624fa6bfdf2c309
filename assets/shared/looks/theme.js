// The page's theme, light or dark, as Gradio marks it on the body; it follows the system's.
const isDark = () => document.body.classList.contains("dark");

// Call act() whenever the theme is switched.
export function onTheme(act) {
  let dark = isDark();
  const look = () => {
    if (dark === isDark()) return;
    dark = !dark;
    act();
  };
  new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ["class"] });
}
