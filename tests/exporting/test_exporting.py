import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hetviz.detectors import heads, own_weights, weights
from hetviz.detectors.variants import build
from hetviz.exporting import check, formats, take_along
from hetviz.exporting.network import Portable
from hetviz.page.delivery import downloads
from hetviz.pictures.examples import EXAMPLES, example
from hetviz.pictures.letterbox import letterbox
from hetviz.serving import engine, predict

VARIANT = "v5n-csphet-p4"
ENTRY = weights.manifest()[VARIANT]
SIZE = ENTRY["size"]


@pytest.fixture(scope="module")
def onnx_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return take_along.export(VARIANT, "onnx", tmp_path_factory.mktemp("onnx")).files[0]


def by_onnxruntime(path: Path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda pixels: session.run(None, {"images": pixels})[0]


def by_opencv(path: Path):
    net = cv2.dnn.readNetFromONNX(str(path))

    def run(pixels):
        net.setInput(pixels)
        return net.forward()

    return run


def boxes_of(rows: np.ndarray, confidence: float, restore: Callable) -> list[tuple[int, np.ndarray]]:
    """Decode as a reader of YOLOv5's layout does: class and left, top, right, bottom, after suppression, which the app does
    where boxes have been cut at the picture's edge."""
    scores = rows[:, 5:] * rows[:, 4:5]
    kept = scores.max(1) >= confidence
    rows, scores = rows[kept].astype(np.float64), scores[kept]
    corners = np.concatenate((rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2), 1)
    boxes = restore(corners.astype(np.float32))
    xywh = np.concatenate((boxes[:, :2], boxes[:, 2:] - boxes[:, :2]), 1)
    ids = scores.argmax(1)
    left = cv2.dnn.NMSBoxesBatched(xywh.tolist(), scores.max(1).tolist(), ids.tolist(), 0.0, 0.45)
    return [(int(ids[i]), boxes[i]) for i in left]


@pytest.mark.parametrize("runtime", [by_onnxruntime, by_opencv])
def test_an_exported_file_finds_the_apps_boxes(runtime, onnx_file: Path):
    network, run, found = engine.load(VARIANT, engine="torch"), runtime(onnx_file), 0
    for key in EXAMPLES:
        pixels = example(key)
        square, placing = letterbox(pixels, SIZE)
        rows = run(square.transpose(2, 0, 1)[None].astype(np.float32) / 255)[0]
        height, width = pixels.shape[:2]
        got = boxes_of(rows, 0.2, partial(placing.restore, width=width, height=height))
        wanted = predict.detect(pixels, network, 0.2).detections
        assert len(got) == len(wanted)
        for box, class_id in zip(wanted.boxes_xyxy, wanted.class_ids, strict=True):
            assert min(abs(other - box).max() for c, other in got if c == class_id) < 0.01
        found += len(wanted)
    assert found > 5


def test_an_onnx_file_says_what_yolov5s_programs_read(onnx_file: Path):
    model = onnx.load(onnx_file)
    told = {prop.key: prop.value for prop in model.metadata_props}
    assert dict(enumerate(ENTRY["classes"])) == eval(told["names"]) and told["stride"] == "32"
    assert [i.version for i in model.opset_import if not i.domain] == [18]
    assert sum(node.op_type == "Conv" for node in model.graph.node) == 72
    shape = [d.dim_param or d.dim_value for d in model.graph.output[0].type.tensor_type.shape.dim]
    assert shape == ["batch", 3 * sum((SIZE // s) ** 2 for s in heads.STRIDES), 5 + 20]


def test_the_batch_of_an_onnx_file_is_free(onnx_file: Path):
    pixels = np.random.default_rng(0).random((3, 3, SIZE, SIZE), np.float32)
    run = by_onnxruntime(onnx_file)
    np.testing.assert_allclose(run(pixels)[1:2], run(pixels[1:2]), atol=1e-3)


def test_the_description_beside_it(onnx_file: Path):
    told = json.loads(onnx_file.with_name(onnx_file.name + ".json").read_text())
    assert told["weights_sha256"] == ENTRY["sha256"] and told["trained"]["params"] == 1_675_073
    assert told["boxes_compared"] > 5 and told["pixels_off"] < 0.01


@pytest.mark.parametrize(("kind", "raw"), [("openvino", False), ("openvino", True), ("safetensors", False)])
def test_the_other_formats_pass_their_check(kind: str, raw: bool, tmp_path: Path):
    done = take_along.export(VARIANT, kind, tmp_path, 256, raw=raw)
    assert done.boxes > 5 and done.off < 0.01
    assert all(file.stat().st_size for file in done.files)


def test_a_file_of_another_detector_does_not_pass(onnx_file: Path):
    other = Portable(weights.load("v5n-c3"))
    with pytest.raises(check.CheckError, match=r"boxes|off"):
        check.compare(other, SIZE, check.run_onnx(onnx_file))


def test_what_fails_its_check_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def wrong(detector, classes, size, path):
        with torch.no_grad():
            detector.head.m[2].bias += 3
        return written(detector, classes, size, path)

    written = formats.write_safetensors
    monkeypatch.setattr(formats, "write_safetensors", wrong)
    with pytest.raises(check.CheckError):
        take_along.export(VARIANT, "safetensors", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("v8n_c2f_untrained")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"variant": "v5n-c4"}, "variant='v5n-c4' must be one of"),
        ({"variant": "v8n-c2f"}, "has no weights yet"),
        ({"kind": "tflite"}, "format='tflite' must be one of onnx, openvino, safetensors"),
        ({"size": 100}, "size=100 must be a multiple of 32"),
        ({"kind": "safetensors", "raw": True}, "raw=True must be left out"),
    ],
)
def test_what_cannot_be_exported_is_said(asked: dict, said: str, tmp_path: Path):
    with pytest.raises(ValueError, match=said):
        take_along.export(**({"variant": VARIANT, "kind": "onnx", "out": tmp_path} | asked))


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    assert "onnx" not in formats.available()
    with pytest.raises(formats.MissingError, match="pip install onnx onnxscript"):
        take_along.export(VARIANT, "onnx", tmp_path)


def test_rows_of_a_head_without_anchors_are_what_its_decoder_gives():
    torch.manual_seed(0)
    detector = build("v8n-csphet-p4", 3).eval()
    with torch.no_grad():
        maps = detector(torch.rand(1, 3, 64, 64))
        rows = detector.head.rows(maps)
    assert rows.shape == (1, 4 + 3, 64 + 16 + 4)
    wanted = detector.head.decoder()(tuple(m[0].numpy() for m in maps), minimum_confidence=0.0)
    got = check.decode_rows((rows[0].numpy(),), minimum_confidence=0.0)
    np.testing.assert_allclose(got.boxes_xyxy, wanted.boxes_xyxy, atol=1e-3)
    np.testing.assert_array_equal(got.class_ids, wanted.class_ids)


@pytest.mark.parametrize("raw", [False, True])
def test_a_head_without_anchors_is_exported_too(raw: bool, tmp_path: Path):
    """Every runtime gives for a picture what the detector itself gives."""
    torch.manual_seed(0)
    detector = build("v8n-csphet-p4", 3).eval()
    portable, pixels = Portable(detector, raw=raw), np.random.default_rng(0).random((1, 3, 96, 96), np.float32)
    with torch.no_grad():
        maps = portable(torch.from_numpy(pixels))
    wanted = [level.numpy() for level in (maps if raw else (maps,))]
    file, _ = formats.write_openvino(portable, ("cat", "dog", "car"), 96, tmp_path / "detector.xml")
    runs = [check.run_openvino(file)]
    (file,) = formats.write_onnx(portable, ("cat", "dog", "car"), 96, tmp_path / "detector.onnx")
    runs += [check.run_onnx(file)]
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    runs += [lambda pixels: session.run(None, {"images": pixels})]
    for run in runs:
        for level, expected in zip(run(pixels), wanted, strict=True):
            np.testing.assert_allclose(level, expected, atol=2e-3)


def test_the_weights_of_a_head_without_anchors_are_read_back(tmp_path: Path):
    torch.manual_seed(0)
    detector = build("v8n-c2f", 2).eval()
    (file,) = formats.write_safetensors(detector, ("cat", "dog"), 96, tmp_path / "detector.safetensors")
    own = own_weights.read(file.read_bytes())
    assert (own.variant, own.classes, own.size) == ("v8n-c2f", ("cat", "dog"), 96)
    for name, tensor in weights.stored(own.detector).items():
        torch.testing.assert_close(tensor, weights.stored(detector)[name], rtol=0, atol=0)


@pytest.mark.usefixtures("v8n_c2f_untrained")
def test_a_visitor_gets_the_files_in_one():
    client = TestClient(Starlette(routes=downloads.routes()))
    answer = client.get(f"/hetviz-detectors/{VARIANT}-safetensors.zip")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert client.get("/hetviz-detectors/v8n-c2f-safetensors.zip").status_code == 404
    assert client.get(f"/hetviz-detectors/{VARIANT}-exe.zip").status_code == 404
