// What the plots share: Plotly itself, asked for when first needed, the page's colours, and a frame for one plot.
(() => {
  const { make } = window.hetviz;
  let asked = null;

  // Return Plotly once its script is there; the script is the app's own file.
  function plotly(address) {
    asked ??= new Promise((resolve, reject) => {
      const script = make("script", { src: address, onload: () => resolve(window.Plotly), onerror: () => { asked = null; reject(); } });
      document.head.append(script);
    });
    return asked;
  }

  const NAMES = ["left", "right", "ink", "soft", "line", "card", "csppc", "dual", "het"];
  function palette(element) {
    const style = getComputedStyle(element);
    return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--hv-${name}`).trim()]));
  }

  // Return a mix of two colours #rrggbb, so much of the first.
  function mixed(colour, other, share) {
    const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const [own, rest] = [parts(colour), parts(other)];
    return `rgb(${own.map((value, index) => Math.round(share * value + (1 - share) * rest[index])).join(",")})`;
  }

  function layout(colours, axes) {
    const axis = { gridcolor: colours.line, zerolinecolor: colours.line, linecolor: colours.line, automargin: true, fixedrange: true };
    const { xaxis, yaxis, ...rest } = axes;
    return {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, hovermode: "closest", dragmode: false,
      font: { family: "system-ui, sans-serif", size: 13, color: colours.ink }, margin: { l: 56, r: 16, t: 10, b: 44 },
      hoverlabel: { bgcolor: colours.card, bordercolor: colours.line, font: { color: colours.ink, size: 14 } },
      xaxis: { ...axis, ...xaxis }, yaxis: { ...axis, ...yaxis }, ...rest,
    };
  }

  // Return a plot with its title: draw(Plotly, traces, layout) replaces what it shows; say(text) shows words instead.
  function frame(title, height = 280) {
    const heading = make("h4", {}, title);
    const plot = make("div", { class: "hv-plot", role: "img" });
    const words = make("p", { class: "hv-small hv-plot-words" });
    plot.style.height = `${height}px`;
    const root = make("figure", { class: "hv-figure" }, heading, plot, words);
    const config = { displayModeBar: false, responsive: true };
    function draw(Plotly, traces, axes, described) {
      plot.hidden = false;
      plot.setAttribute("aria-label", described);
      words.textContent = "";
      return Plotly.react(plot, traces, layout(palette(root), axes), config);
    }
    function say(text) {
      plot.hidden = true;
      words.textContent = text;
    }
    return { root, heading, plot, draw, say, colours: () => palette(root) };
  }

  Object.assign((window.hetviz.costs ??= {}), { plotly, frame, mixed });
})();
