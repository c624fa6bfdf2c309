import assert from "node:assert/strict";
import { test } from "node:test";

import { compared, namesOf, totalOf } from "../../assets/detect/found.js";
import { detectionsOf, iou, largestFirst, match, placed, suppress } from "../../assets/shared/boxes.js";

const box = (left, top, right, bottom, confidence = 0.5, classId = 0) => ({
  box: [left, top, right, bottom],
  confidence,
  classId,
  name: `class ${classId}`,
});

test("the overlap of two boxes is the shared area over the area of both", () => {
  assert.equal(iou([0, 0, 10, 10], [0, 0, 10, 10]), 1);
  assert.equal(iou([0, 0, 10, 10], [5, 0, 15, 10]), 50 / 150);
  assert.equal(iou([0, 0, 10, 10], [10, 0, 20, 10]), 0); // they only touch
});

test("suppression keeps the strongest of one class and every other class", () => {
  const weak = box(1, 0, 11, 10, 0.6);
  const strong = box(0, 0, 10, 10, 0.9);
  const other = box(0, 0, 10, 10, 0.7, 1);
  const faint = box(50, 50, 60, 60, 0.1);
  assert.deepEqual(suppress([weak, strong, other, faint], 0.25, 0.45), [strong, other]);
  assert.deepEqual(suppress([weak, strong], 0.25, 0.9), [strong, weak]); // 0.82 of overlap is allowed
  assert.deepEqual(suppress([], 0.25, 0.45), []);
});

test("each box is matched once, with the one that overlaps it most", () => {
  const left = [box(0, 0, 10, 10), box(1, 0, 11, 10)];
  const right = [box(1, 0, 11, 10), box(0, 0, 10, 10, 0.5, 1)];
  assert.deepEqual(match(left, right), [[1, 0]]);
  assert.deepEqual(match(left, []), []);
});

test("large boxes come first, so that small ones lie on top", () => {
  const [small, large] = [box(0, 0, 1, 1), box(0, 0, 9, 9)];
  assert.deepEqual(largestFirst([small, large]), [large, small]);
});

test("a box is placed in per cent of its picture", () => {
  const place = { left: "10%", top: "25%", width: "40%", height: "50%" };
  assert.deepEqual(placed([20, 25, 100, 75], { width: 200, height: 100 }), place);
});

test("an answer becomes detections with names, and two sides are compared", () => {
  const answer = { candidates: [[0, 0, 10, 10, 0.9, 1]], classes: ["cat", "dog"] };
  const found = detectionsOf(answer, 0.25, 0.45, (name) => name.toUpperCase());
  assert.deepEqual(found, [{ box: [0, 0, 10, 10], confidence: 0.9, classId: 1, name: "DOG" }]);
  const lone = { ...box(50, 50, 60, 60), name: "cat" };
  const both = compared({ left: [found[0], lone], right: [found[0]] });
  assert.deepEqual([both.both, both.only_left, both.only_right], [found, [lone], []]);
  assert.equal(both.partner.left.get(0), 0);
  assert.equal(both.partner.left.get(1), undefined);
});

test("names are counted in the order of their first", () => {
  assert.equal(namesOf([{ name: "cat" }, { name: "dog" }, { name: "cat" }]), "cat × 2, dog");
  assert.equal(totalOf({ letterbox: 1, network: 2, boxes: 0.5 }), 3.5);
});
