import assert from "node:assert/strict";
import { test } from "node:test";

import { commandsFor } from "../../assets/shared/downloads/own_yolo_commands.js";

test("the commands build, train, export and bring back the chosen P by one YAML", () => {
  for (const [library, name] of [
    ["ultralytics", "yolov8n-csphet-p16.yaml"],
    ["yolov5", "yolov5n-csphet-p16.yaml"],
  ]) {
    const [yaml, train, exported, back] = commandsFor(library, 16);
    assert.match(yaml, /^python hetviz_blocks\.py yaml \S*yolov\dn\S* CSPHet --p 16$/);
    assert.ok(train.includes(name));
    const [, folder] = exported.match(/runs\/(\S+)\/weights\/best\.pt/);
    assert.ok(train.endsWith(folder.split("/").at(-1)));
    assert.match(folder, /csphet-p16$/);
    assert.equal(back, `python hetviz_blocks.py safetensors runs/${folder}/weights/best.pt`);
  }
});
