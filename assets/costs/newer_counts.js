// Arithmetic of newer YOLOs: rows {model, own: counts, csphet: P -> counts}, the counts being {params, flops}.

export const WHAT = ["params", "flops"];

// Return by what share CSPHet changes a count of a row.
export const changeOf = ({ own, csphet }, p, what) => csphet[p][what] / own[what] - 1;

// Return the models that get lighter in both counts, and those that get heavier in one.
export function sorted(rows, p) {
  const heavier = rows.filter((row) => WHAT.some((what) => changeOf(row, p, what) > 0));
  const names = (some) => some.map(({ model }) => model);
  return { lighter: names(rows.filter((row) => !heavier.includes(row))), heavier: names(heavier) };
}
