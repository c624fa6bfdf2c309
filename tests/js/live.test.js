import assert from "node:assert/strict";
import { test } from "node:test";

import { hasItsEnd } from "../../assets/live/container.js";
import { Meter } from "../../assets/live/meter.js";
import { EACH_S, viewAt } from "../../assets/live/pan.js";
import { nextDevice, refusalOf } from "../../assets/shared/intake/devices.js";
import { roundedUp } from "../../assets/shared/numbers.js";
import { kindOf, planOf } from "../../assets/shared/intake/plan.js";

test("the meter counts the answers of the last two seconds, up to now", () => {
  const meter = new Meter();
  meter.begin(0);
  meter.add(0, 10, 5);
  assert.equal(meter.read(0), null); // one answer is no rate
  meter.add(500, 30, 5);
  meter.add(1000, 20, 6);
  assert.deepEqual(meter.read(1000), { rate: 2, lag: 20, server: 5 });
  assert.equal(meter.read(2000).rate, 1); // nothing has come for a second: that second counts
  meter.add(4500, 40, 5);
  assert.equal(meter.read(4500).rate, 1 / 3.5); // the last two answers are kept, however old
});

test("the meter shows nothing of what it measured long ago", () => {
  const meter = new Meter();
  meter.begin(0);
  assert.equal(meter.read(4000), null);
  assert.deepEqual(meter.read(6000), { silent: 6000 });
  meter.add(6500, 10, 5);
  meter.add(7000, 10, 5);
  assert.equal(meter.read(7000).rate, 2);
  assert.deepEqual(meter.read(16800), { silent: 9800 });
  meter.begin(20000);
  assert.equal(meter.read(20001), null);
});

test("a number beyond a limit is never written as the limit", () => {
  assert.equal(roundedUp(20 + 2 / 1024), 20.1);
  assert.equal(roundedUp(120.4), 120.4);
  assert.equal(roundedUp(120.004), 120.1);
  assert.equal(roundedUp(1.1), 1.1); // 10 × 1.1 is 11.000000000000002
});

test("a refused camera has its reason", () => {
  assert.equal(refusalOf("NotAllowedError", false), "camera_denied");
  assert.equal(refusalOf("NotAllowedError", true), "camera_framed");
  assert.equal(refusalOf("NotFoundError", true), "camera_missing");
  assert.equal(refusalOf("NotReadableError", false), "camera_busy");
});

test("another camera is the next one, in a circle, or none", () => {
  assert.equal(nextDevice(["a", "b", "c"], "b"), "c");
  assert.equal(nextDevice(["a", "b", "c"], "c"), "a");
  assert.equal(nextDevice(["a", "b"], undefined), "a");
  assert.equal(nextDevice(["a"], "a"), null);
});

const file = (name, type = "") => ({ name, type });
const arrived = (...files) => ({ folders: 0, files, text: "" });
const keys = ({ sentences }) => sentences.map(([key]) => key);

test("the kind of a file is told by its type, else by its ending", () => {
  assert.equal(kindOf(file("a.png", "image/png")), "picture");
  assert.equal(kindOf(file("a", "audio/mp4")), "video");
  assert.equal(kindOf(file("IMG_1.HEIC")), "picture");
  assert.equal(kindOf(file("a.MOV")), "video");
  assert.equal(kindOf(file("best.safetensors")), "weights");
  assert.equal(kindOf(file("best.pt", "application/octet-stream")), "weights"); // to be told why not
  assert.equal(kindOf(file("a.pdf", "application/pdf")), null);
});

test("a file goes to the tab that takes it, whichever is shown", () => {
  for (const shown of ["detect", "live", "heat_maps", undefined]) {
    assert.equal(planOf(arrived(file("a.png", "image/png")), shown).taker, "detect");
    assert.equal(planOf(arrived(file("a.mp4", "video/mp4")), shown).taker, "live");
    assert.equal(planOf(arrived(file("best.safetensors")), shown).taker, "own");
  }
  assert.equal(planOf(arrived(file("unknown")), "live").taker, "live");
  assert.equal(planOf(arrived(file("unknown")), undefined).taker, "detect");
});

test("of several things the first that can be used is taken, and that is said", () => {
  const plan = planOf(arrived(file("a.pdf", "application/pdf"), file("b.png", "image/png")), "detect");
  assert.equal(plan.file.name, "b.png");
  assert.deepEqual(plan.sentences, [["arrived_several", { count: 2, name: "b.png" }]]);
  assert.deepEqual(planOf(arrived(file("b.png", "image/png")), "detect").sentences, []);
});

test("what cannot be used has its sentence", () => {
  const nothing = { folders: 0, files: [], text: "" };
  assert.deepEqual(keys(planOf({ ...nothing, folders: 1 }, "detect")), ["arrived_folder"]);
  assert.deepEqual(keys(planOf({ ...nothing, text: "https://example.org/a.jpg" }, "detect")), ["arrived_address"]);
  assert.deepEqual(keys(planOf({ ...nothing, text: "words" }, "detect")), ["arrived_nothing"]);
  assert.deepEqual(keys(planOf(arrived(file("a.pdf", "application/pdf")), "live")), ["arrived_other"]);
});

test("the sample's view stays inside its picture, fills the frame and moves slowly", () => {
  const pictures = [
    { width: 512, height: 512 },
    { width: 451, height: 300 },
  ];
  let before = null;
  for (let tenth = 0; tenth < 20 * EACH_S; tenth++) {
    const view = viewAt(tenth / 10, pictures, 4 / 3);
    const { width, height } = pictures[view.index];
    assert.equal(view.index, tenth < 10 * EACH_S ? 0 : 1);
    assert.ok(Math.abs(view.width / view.height - 4 / 3) < 1e-9);
    assert.ok(view.x >= 0 && view.x + view.width <= width + 1e-9);
    assert.ok(view.y >= 0 && view.y + view.height <= height + 1e-9);
    if (before?.index === view.index) assert.ok(Math.abs(view.x - before.x) < 0.03 * width);
    before = view;
  }
  assert.equal(viewAt(2 * EACH_S, pictures, 4 / 3).index, 0); // from the start again
});

const box = (name, size, written = size) => {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, written);
  bytes.set(new TextEncoder().encode(name), 4);
  return bytes;
};
const long = (name, size) => {
  const bytes = box(name, size, 1);
  new DataView(bytes.buffer).setBigUint64(8, BigInt(size));
  return bytes;
};
const EBML_HEAD = [0x1a, 0x45, 0xdf, 0xa3, 0x82, 0, 0];
const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const SEGMENT = [0x18, 0x53, 0x80, 0x67];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const BLOCK = [0xa3, 0x43, 0xe8, ...new Array(1000).fill(7)]; // 0x3e8 bytes
const WHOLE = {
  boxes: [box("ftyp", 24), box("mdat", 100_000), box("moov", 300)],
  "a box of eight bytes' size": [box("ftyp", 24), long("mdat", 100_000), box("moov", 300)],
  "a box to the end": [box("ftyp", 24), box("moov", 300), box("mdat", 500, 0)],
  "a segment of known size": [EBML_HEAD, SEGMENT, [0x43, 0xe8], new Array(1000).fill(0)],
  "a recording": [EBML_HEAD, SEGMENT, UNKNOWN, CLUSTER, UNKNOWN, ...new Array(200).fill(BLOCK)],
};
const blob = (parts) => new Blob(parts.map((part) => Uint8Array.from(part)));

test("a video file has its end where its parts have theirs", async () => {
  for (const [name, parts] of Object.entries(WHOLE)) {
    const whole = blob(parts);
    assert.equal(await hasItsEnd(whole), true, name);
    if (name === "a box to the end") continue; // it says nothing of its size
    for (const missing of [1, 299, 400]) {
      assert.equal(await hasItsEnd(whole.slice(0, whole.size - missing)), false, `${name} without ${missing}`);
    }
  }
});

test("of an unknown container nothing is said, and no bytes make it go on for ever", async () => {
  assert.equal(await hasItsEnd(blob(["RIFF0000AVI LIST".split("").map((c) => c.charCodeAt(0))])), null);
  assert.equal(await hasItsEnd(blob([])), false);
  assert.equal(await hasItsEnd(blob([box("ftyp", 24, 2), new Array(1000).fill(0)])), true); // the rest: to the end
  assert.equal(await hasItsEnd(blob([EBML_HEAD, new Array(1000).fill(0)])), false);
});
