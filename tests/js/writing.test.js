import assert from "node:assert/strict";
import { test } from "node:test";

import { csvOf } from "../../assets/shared/downloads/csv.js";
import { median, numbersIn, scientific, signed } from "../../assets/shared/numbers.js";
import { filled, languageOf, parted } from "../../assets/shared/sentences.js";

const { count, fixed } = numbersIn("en");

test("a language is known by its tag, another is the first", () => {
  const languages = { en: { tag: "en" }, zh: { tag: "zh-CN" } };
  assert.equal(languageOf("zh-CN", languages), "zh");
  assert.equal(languageOf("en", languages), "en");
  assert.equal(languageOf("fr", languages), "en");
});

test("marks are filled in, others stay", () => {
  assert.equal(filled("{count} of {all}: {count}", { count: 3 }), "3 of {all}: 3");
  assert.equal(filled("{x}", { x: "{y}" }), "{y}"); // what is filled in is not read again
});

test("numbers are written as the language does", () => {
  assert.equal(count(1790977), "1,790,977");
  assert.equal(fixed(0.5, 3), "0.500");
  assert.equal(numbersIn("zh").fixed(1234.5, 1), "1,234.5");
  assert.equal(signed(-115904, count), "−115,904");
  assert.equal(
    signed(0.016, (value) => fixed(value, 3)),
    "+0.016",
  );
  assert.equal(signed(0, count), "±0");
});

test("small numbers are written with a power of ten", () => {
  assert.equal(scientific(0, fixed), "0");
  assert.equal(scientific(1.24e-6, fixed), "1.2 · 10⁻⁶");
  assert.equal(scientific(3e12, fixed), "3.0 · 10¹²");
});

test("the median is the middle one and leaves its numbers alone", () => {
  const numbers = [9, 1, 5];
  assert.equal(median(numbers), 5);
  assert.deepEqual(numbers, [9, 1, 5]);
  assert.equal(median([1, 2]), 2);
});

test("CSV quotes what would end a cell", () => {
  assert.equal(
    csvOf([
      ["a", 1],
      ['say "no", twice', ""],
    ]),
    'a,1\r\n"say ""no"", twice",\r\n',
  );
});

test("a sentence is parted at the first place of each word, and says the same", () => {
  const words = { frame: "frame", c3: "C3", none: "backbone" };
  const parts = parted("C3's frame is narrow; C3 has one frame.", words);
  assert.deepEqual(parts, [["c3", "C3"], "'s ", ["frame", "frame"], " is narrow; C3 has one frame."]);
  assert.deepEqual(parted("nothing of it", words), ["nothing of it"]);
  assert.deepEqual(parted("C2f", { whole: "C2f", part: "2f" }), [["whole", "C2f"]]);
});
