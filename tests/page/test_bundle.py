"""Many modules as one: run by Node, against the modules as they are."""

import json
import shutil
import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from hetviz.page.delivery.bundle import bundled

NODE = shutil.which("node") or "node"
MODULES = {
    "a/index.js": """import { double, Shape as Form } from "../shared/maths.js";
import {
  side,
} from "../shared/sides.js";

export const mount = () => [double(side), new Form().name, later()];
export async function waits() {}

function later() {
  return "hoisted";
}
""",
    "b/index.js": """import { count, double } from "../shared/maths.js";

const mount = () => [double(count.calls), count === count];

export { mount };
""",
    "shared/maths.js": """export const count = { calls: 0 };
export function double(x) {
  count.calls += 1;
  return 2 * x;
}
export class Shape {
  name = "shape";
}
""",
    "shared/sides.js": "const sides = { side: 3, area: 9 };\nexport const { side, area } = sides;\n",
}
CALLS = "console.log(JSON.stringify([a.mount(), b.mount(), Object.keys(a)]));"


def run(folder: Path, script: str) -> list:
    """Return what a script prints."""
    (folder / "main.mjs").write_text(script)
    (folder / "package.json").write_text('{"type": "module"}')
    done = subprocess.run([NODE, folder / "main.mjs"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_bundle_does_what_its_modules_do(tmp_path: Path):
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    apart = 'import * as a from "./a/index.js";\nimport * as b from "./b/index.js";\n'
    (tmp_path / "all.mjs").write_text(bundled(["a/index.js", "b/index.js"], MODULES.__getitem__))
    together = 'import { modules } from "./all.mjs";\nconst [a, b] = ["a", "b"].map((n) => modules[`${n}/index.js`]);\n'
    expected = [[6, "shape", "hoisted"], [2, True], ["mount", "waits"]]
    assert run(tmp_path, apart + CALLS) == run(tmp_path, together + CALLS) == expected


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./b.js";',
        'import "./b.js";',
        "export default 1;",
        'export * from "./b.js";',
        "export let x = 1;",
    ],
)
def test_another_form_is_refused_by_name_and_line(line: str):
    with pytest.raises(ValueError, match="a.js: '" + line.split(maxsplit=1)[0]):
        bundled(["a.js"], {"a.js": line, "b.js": ""}.__getitem__)


def test_a_circle_is_refused():
    circle = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}
    with pytest.raises(CycleError):
        bundled(["a.js"], circle.__getitem__)
