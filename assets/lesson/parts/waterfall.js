// Where the bars of a waterfall lie.

// Return {from, to} of each change as shares of the whole range that the sums pass, 0 the lowest and 1 the highest.
export function spans(changes) {
  const sums = changes.reduce((list, change) => [...list, list.at(-1) + change], [0]);
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  const place = (value) => (value - low) / (high - low);
  return changes.map((_, index) => {
    const ends = [place(sums[index]), place(sums[index + 1])];
    return { from: Math.min(...ends), to: Math.max(...ends) };
  });
}
