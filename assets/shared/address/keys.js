// What may stand in the page's address behind a key, and state ↔ address as pure functions.
//
// A key is {standard, read, write, code, facts}: its value where the address says nothing; the value of a text (undefined:
// none); the text of a value (null: it stands in no address); and the sentence `address_wrong_{code}` with `facts` for a
// text that has no value (`codeOf(text)` where texts differ in it). The three kinds below serve most keys.

// One of a list of texts or numbers.
export function oneOf(values, standard) {
  const read = (text) => values.find((value) => String(value) === text);
  return { standard, read, write: String, code: "list", facts: { allowed: values.join(", ") } };
}

const wholeOf = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);

// A whole number in a range.
export function whole(least, most, standard) {
  const among = (number) => number >= least && number <= most;
  const read = (text) => [wholeOf(text)].find(among);
  return { standard, read, write: String, code: "whole", facts: { least, most } };
}

// Several whole numbers by name, as 64.64.3; limits: name -> {least, most} or a list of numbers. The standard is an object of
// the same names.
export function wholes(limits, standard) {
  const names = Object.keys(limits);
  const isAmong = (limit, number) =>
    Array.isArray(limit) ? limit.includes(number) : number >= limit.least && number <= limit.most;
  function read(text) {
    const numbers = text.split(".").map(wholeOf);
    const sound =
      numbers.length === names.length && names.every((name, index) => isAmong(limits[name], numbers[index]));
    return sound ? Object.fromEntries(names.map((name, index) => [name, numbers[index]])) : undefined;
  }
  const write = (values) => names.map((name) => values[name]).join(".");
  const said = (limit) => (Array.isArray(limit) ? limit.join("/") : `${limit.least}–${limit.most}`);
  const allowed = names.map((name) => `${name} ${said(limits[name])}`).join(", ");
  return { standard, read, write, code: "wholes", facts: { allowed, example: write(standard) } };
}

// Return what the search part of an address says of some keys, {name: key}: `given`, the values that it names; `values`,
// these and the standards of the others; `wrong`, a {name, text, taken, code, facts} for each text that has no value.
export function readKeys(search, keys) {
  const asked = new URLSearchParams(search);
  const [given, values, wrong] = [{}, {}, []];
  Object.entries(keys).forEach(([name, key]) => {
    const text = asked.get(name);
    const value = text ? key.read(text) : undefined;
    values[name] = value === undefined ? key.standard : value;
    if (value !== undefined) given[name] = value;
    else if (text) {
      const code = key.codeOf?.(text) ?? key.code;
      wrong.push({ name, text, taken: key.write(key.standard), code, facts: key.facts });
    }
  });
  return { given, values, wrong };
}

// Return an address with the values of some keys in it; other parts of it stay. What is standard is left out, unless
// `complete`.
export function writeKeys(href, keys, values, complete = false) {
  const url = new URL(href);
  Object.entries(keys).forEach(([name, key]) => {
    const text = key.write(values[name]);
    if (text === null || (text === key.write(key.standard) && !complete)) url.searchParams.delete(name);
    else url.searchParams.set(name, text);
  });
  return url.href;
}
