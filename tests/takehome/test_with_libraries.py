"""The block file on a reader's machine: real ultralytics and the yolov5 repository, in an environment of their own.

`bash tests/run.sh` makes that environment, .venv-yolo.
"""

import json
import os
import subprocess
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from hetviz.counting import layers, newer_yolos
from hetviz.detectors import own_weights
from hetviz.takehome import single_file

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-yolo" / "bin" / "python"
MACHINE = Path(__file__).resolve().parent / "readers_machine"
VARIANTS = {f"CSPHet {p}": f"csphet-p{p}" for p in (1, 2, 4, 8, 16)} | {
    "CSPPC 4": "csppc",
    "C3Dual 4": "c3dual-g4",
    "C3Het 4": "c3het-p4",
}


class Reader:
    """A folder with nothing but the downloaded file, and a Python that has the libraries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / single_file.NAME).write_text(single_file.source(), encoding="utf-8")

    def run(self, *command: str, code: int = 0, **more: str) -> str:
        assert PYTHON.exists(), "bash tests/run.sh makes .venv-yolo"
        quiet = {"YOLO_CONFIG_DIR": str(self.folder), "YOLO_AUTOINSTALL": "false", "YOLO_OFFLINE": "true"}
        environment = os.environ | quiet | {"PYTHONPATH": f"{MACHINE}:{self.folder}"} | more
        done = subprocess.run(
            [PYTHON, *command],
            check=False,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
        )
        assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def counted(reader: Reader) -> dict:
    reader.run(str(MACHINE / "counts.py"), "counts.json")
    return json.loads((reader.folder / "counts.json").read_text())


def test_both_libraries_count_what_the_project_counts(counted: dict):
    rows = [row for row in counted["rows"] if row[0] in ("v5n", "v8n")]
    for model, asked, classes, params, _ in rows:
        assert params == layers.detector(f"{model}-{VARIANTS[asked]}", classes, 640).row()["params"], (model, asked)
    assert len(rows) == 20


def test_a_fused_model_answers_as_before(counted: dict):
    assert sum(row[-1] > 0 for row in counted["rows"]) == 13  # one of each model and block
    assert max(row[-1] for row in counted["rows"]) < 1e-5


def test_yolo11_and_yolo26_keep_their_own_heads(counted: dict):
    """Without the key `replaces` YOLO11 would silently get YOLOv8's head: 2,881,552 parameters."""
    counts = {(model, asked): params for model, asked, _, params, _ in counted["rows"]}
    assert counts["yolo11n", "CSPHet 4"] == 2_448_800
    assert "replaces: None must be one of C2f, C3, C3k2" in counted["without_key"]


def test_what_gets_heavier_is_said(counted: dict):
    told = counted["told"]
    assert "parameters: 2,624,080 -> 2,448,800 (-6.7 %)" in told
    assert "NOTE: heavier in GFLOPs than with the library's own blocks" in told
    assert "GFLOPs: 8.744 -> 7.171 (-18.0 %)" in told  # v8n, lighter in both


def test_the_page_shows_what_the_library_counts(reader: Reader):
    """The app holds the numbers in a file; if this fails, the library has changed: write the file anew by the same script."""
    reader.run(str(MACHINE / "newer_costs.py"), "newer_costs.json")
    assert json.loads((reader.folder / "newer_costs.json").read_text()) == newer_yolos.read()


def test_the_logged_gflops_count_hetconv(counted: dict):
    logged = layers.detector("v8n-csphet-p4", 80, 640).row()["flops"] / 1e9
    assert logged < counted["gflops"] < 1.02 * logged  # the counter adds BatchNorm's operations
    assert counted["gflops_without_rule"] < 0.92 * logged


def draw(folder: Path) -> Path:
    """Draw pictures of squares and discs, with their boxes as ultralytics and yolov5 read them."""
    rng = np.random.default_rng(0)
    for part in ("train", "val"):
        for kind in ("images", "labels"):
            (folder / kind / part).mkdir(parents=True, exist_ok=True)
        for index in range(8):
            picture = np.full((64, 64, 3), 90, np.uint8)
            x, y, half = *rng.integers(20, 44, 2), int(rng.integers(8, 16))
            if index % 2:
                cv2.circle(picture, (int(x), int(y)), half, (0, 0, 255), -1)
            else:
                cv2.rectangle(picture, (int(x) - half, int(y) - half), (int(x) + half, int(y) + half), (255, 0, 0), -1)
            cv2.imwrite(str(folder / "images" / part / f"{index}.png"), picture)
            side = 2 * half / 64
            label = f"{index % 2} {x / 64} {y / 64} {side} {side}\n"
            (folder / "labels" / part / f"{index}.txt").write_text(label)
    data = folder / "drawn.yaml"
    data.write_text(f"path: {folder}\ntrain: images/train\nval: images/val\nnames: {{0: square, 1: disc}}\n")
    return data


@pytest.fixture(scope="module")
def trained(reader: Reader) -> Path:
    """The three commands, one epoch; return where the checkpoint and the exported file lie."""
    data = draw(reader.folder)
    reader.run(single_file.NAME, "yaml", "yolov8n", "CSPHet", "--p", "4")
    train = ["model=yolov8n-csphet-p4.yaml", f"data={data}", "epochs=1", "imgsz=64", "batch=4", "workers=0"]
    where = ["save_dir=run", "plots=False", "device=cpu"]
    said = reader.run(single_file.NAME, "run", "yolo", "detect", "train", *train, *where)
    assert "8 × CSPHet in the place of C2f" in said and "mAP50" in said
    weights = reader.folder / "run" / "weights"
    reader.run(
        single_file.NAME,
        "run",
        "yolo",
        "export",
        f"model={weights / 'best.pt'}",
        "format=onnx",
        "imgsz=64",
        "simplify=False",
    )
    return weights


def test_the_three_commands_train_validate_and_export(trained: Path):
    model = onnx.load(trained / "best.onnx")
    kernels = [tensor for tensor in model.graph.initializer if len(tensor.dims) == 4]
    numbers = sum(int(np.prod(tensor.dims)) for tensor in kernels)
    assert numbers < 3_000_000  # as dense kernels the HetConvs alone would fill 1.4 million more with zeros
    session = onnxruntime.InferenceSession(trained / "best.onnx", providers=["CPUExecutionProvider"])
    (rows,) = session.run(None, {session.get_inputs()[0].name: np.zeros((1, 3, 64, 64), np.float32)})
    assert rows.shape == (1, 4 + 2, 64 + 16 + 4) and np.isfinite(rows).all()


def test_a_checkpoint_needs_the_file_and_says_so(trained: Path, reader: Reader, tmp_path: Path):
    load = "import sys, torch; torch.load(sys.argv[1], weights_only=False)"
    said = reader.run("-c", load, str(trained / "best.pt"), code=1, PYTHONPATH=str(MACHINE), PYTHONSAFEPATH="1")
    assert "No module named 'hetviz_blocks'" in said
    reader.run("-c", load, str(trained / "best.pt"))


def test_workers_of_several_gpus_learn_the_blocks(reader: Reader):
    """The file that ultralytics starts each worker by begins with the blocks; here it is written and its head is run."""
    script = """
import types, sys
from ultralytics.utils import dist
dist.generate_ddp_file = lambda trainer: path
path = "worker.py"
open(path, "w").write("from ultralytics.nn import tasks; assert hasattr(tasks.parse_model, '__wrapped__')")
import hetviz_blocks
hetviz_blocks.register()
assert dist.generate_ddp_file(None) == path
"""
    reader.run("-c", script)
    reader.run("worker.py")


def test_a_checkpoint_becomes_a_file_that_the_project_reads(trained: Path, reader: Reader):
    reader.run(single_file.NAME, "safetensors", str(trained / "best.pt"), "--size", "64")
    answers = """
import sys, torch, hetviz_blocks
hetviz_blocks.register()
net = torch.load(sys.argv[1], weights_only=False)["model"].float().eval()
torch.manual_seed(0)
torch.save(net(torch.rand(1, 3, 64, 64))[0].detach(), "answers.pt")
"""
    reader.run("-c", answers, str(trained / "best.pt"))
    own = own_weights.read((trained / "best.safetensors").read_bytes())
    assert own.variant == "v8n-csphet-p4" and own.classes == ("square", "disc") and own.size == 64
    torch.manual_seed(0)
    x = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        got = own.detector.head.rows(own.detector(x))
    torch.testing.assert_close(got, torch.load(reader.folder / "answers.pt"), atol=1e-3, rtol=1e-3)


def test_a_yolov5n_of_the_repository_is_the_projects(counted: dict, reader: Reader):
    own = own_weights.read((reader.folder / "yolov5n.safetensors").read_bytes())
    assert own.variant == "v5n-csphet-p4" and own.classes == ("0", "1")
    assert own.detector.head.anchors[0][0] == (10, 13)  # the trainer's own, not hetviz's
    torch.manual_seed(0)
    maps = own.detector(torch.rand(1, 3, 64, 64))
    theirs = torch.load(reader.folder / "yolov5n-maps.pt")
    for got, level in zip(maps, theirs, strict=True):
        torch.testing.assert_close(got, level.permute(0, 1, 4, 2, 3).flatten(1, 2), atol=1e-5, rtol=1e-5)


def test_a_yolov5n_trained_by_the_repositorys_loss_comes_back(reader: Reader):
    """The package of the repository has its model, loss and average of weights; its train.py asks for far more than that."""
    reader.run(str(MACHINE / "yolov5_steps.py"), "steps.pt")
    losses = json.loads((reader.folder / "losses.json").read_text())
    assert sum(losses[-5:]) < 0.4 * sum(losses[:5])
    reader.run(single_file.NAME, "safetensors", "steps.pt", "--size", "64")
    own = own_weights.read((reader.folder / "steps.safetensors").read_bytes())
    assert own.variant == "v5n-csphet-p4" and own.classes == ("square", "disc") and own.size == 64
    pictures, theirs = torch.load(reader.folder / "maps.pt")
    with torch.no_grad():
        maps = own.detector(pictures)
    for got, level in zip(maps, theirs, strict=True):
        torch.testing.assert_close(got, level.permute(0, 1, 4, 2, 3).flatten(1, 2), atol=1e-4, rtol=1e-4)
