// Printing, told before and after; also where a page is only looked at as it would be printed.

// Call before() when the page is about to be printed, after() when it is back on the screen.
export function onPaper(before, after) {
  let printed = false;
  const turn = (on) => {
    if (on === printed) return;
    printed = on;
    if (on) before();
    else after();
  };
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
  matchMedia("print").addEventListener("change", ({ matches }) => turn(matches));
}
