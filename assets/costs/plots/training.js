// How training went: loss and held-out mAP50 over the epochs of every run, the detectors of the moment in bold.
import { t, fixed } from "../../shared/language.js";
import { make } from "../../shared/elements.js";
import { setting } from "../../shared/setting.js";
import { room, small } from "../controls.js";
import { plotly, frame, style, legend } from "./chart.js";

export function training(shared) {
  const { props } = shared;
  let Plotly = null;
  const runs = Object.entries(props.curves).flatMap(([variant, seeds]) =>
    Object.entries(seeds).map(([seed, curve]) => ({ variant, seed, curve })),
  );
  const frames = { loss: frame(t("costs_training_loss")), map50: frame(t("costs_training_map")) };
  const name = ({ variant, seed }) => `${shared.title(variant)}, ${t("costs_training_seed", { seed })}`;
  const bold = (variant) => variant === setting.left || variant === setting.right;
  const key = legend(Object.keys(props.curves), props.names);

  function trace(run, key, colours) {
    const [colour, dash] = style(run.variant);
    const rows = run.curve.filter((row) => row[key] !== undefined);
    return {
      x: rows.map((row) => row.epoch),
      y: rows.map((row) => row[key]),
      mode: key === "loss" ? "lines" : "lines+markers",
      text: rows.map(
        (row) =>
          `${name(run)}, ${t("costs_training_epoch", { epoch: row.epoch, size: row.size })}: ${fixed(row[key], 3)}`,
      ),
      hovertemplate: "%{text}<extra></extra>",
      opacity: bold(run.variant) ? 1 : 0.45,
      marker: { size: 5 },
      line: { color: colours[colour], dash, width: bold(run.variant) ? 3 : 1.5 },
    };
  }

  // A dotted line where the input size changes, its new size beside it.
  function steps(colours) {
    const curve = runs[0].curve;
    const changes = curve.filter((row, index) => !index || row.size !== curve[index - 1].size);
    const at = ({ epoch }) => epoch - 0.5;
    return {
      shapes: changes.slice(1).map((row) => ({
        type: "line",
        x0: at(row),
        x1: at(row),
        yref: "paper",
        y0: 0,
        y1: 1,
        line: { color: colours.soft, width: 1, dash: "dot" },
      })),
      annotations: changes.map((row) => ({
        x: at(row),
        xanchor: "left",
        yref: "paper",
        y: 1,
        yanchor: "bottom",
        showarrow: false,
        text: `${row.size} px`,
        font: { color: colours.soft, size: 13 },
      })),
    };
  }

  function draw(key) {
    const colours = frames[key].colours();
    const ordered = runs.toSorted((a, b) => bold(a.variant) - bold(b.variant)); // bold ones on top
    const last = runs.map((run) => [run, run.curve.findLast((row) => row[key] !== undefined)]).filter(([, row]) => row);
    const axes = {
      xaxis: { title: { text: t("costs_training_epochs") } },
      yaxis: { rangemode: key === "loss" ? "normal" : "tozero" },
      margin: { l: 56, r: 16, t: 26, b: 44 },
      ...steps(colours),
    };
    frames[key].draw(
      Plotly,
      ordered.map((run) => trace(run, key, colours)),
      axes,
      `${frames[key].heading.textContent}: ${last.map(([run, row]) => `${name(run)} ${fixed(row[key], 3)}`).join("; ")}`,
    );
  }

  function show() {
    if (!runs.length) Object.values(frames).forEach((frame) => frame.say(t("costs_no_map")));
    else if (Plotly) Object.keys(frames).forEach(draw);
  }

  plotly(props.plotly).then(
    (loaded) => {
      Plotly = loaded;
      show();
    },
    () => Object.values(frames).forEach((frame) => frame.say(t("costs_no_plotly"))),
  );
  const entry = Object.values(props.trained)[0];
  const root = room(
    "training",
    make("p", {}, entry ? t("costs_training_lead", { epochs: entry.epochs }) : ""),
    key,
    make("div", { class: "hv-plots" }, frames.loss.root, frames.map50.root),
    small(entry ? t("costs_training_note", { held_out: entry.held_out }) : ""),
  );
  return { root, show };
}
