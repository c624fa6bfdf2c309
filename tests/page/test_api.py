"""The API, asked over the network by Gradio's own client, as a program asks it."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from matplotlib.cbook import get_sample_data
from PIL import Image

from hetviz.counting import layers
from hetviz.detectors import weights
from hetviz.detectors.variants import VARIANTS
from hetviz.pictures.images import ERRORS, MAX_BYTES
from tests.sample_pictures import BAD_PICTURES, STORED, encoded, scene

PORTRAIT = get_sample_data("grace_hopper.jpg", asfileobj=False)
Write = Callable[[bytes], Path]


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes an upload and returns its path."""

    def write(content: bytes) -> Path:
        path = tmp_path / "picture.jpg"
        path.write_bytes(content)
        return path

    return write


def detect(client: Client, path: str | Path, variant: object = "v5n-c3", **options) -> dict:
    return client.predict(handle_file(path), variant, api_name="/detect", **options)


@pytest.mark.parametrize("variant", weights.trained())
def test_a_photograph(client: Client, variant: str):
    answer = detect(client, PORTRAIT, variant, confidence=0.05)
    assert set(answer) == {"variant", "width", "height", "detections", "milliseconds"}
    assert (answer["variant"], answer["width"], answer["height"]) == (variant, 512, 600)
    assert set(answer["milliseconds"]) == {"letterbox", "network", "boxes"}
    assert answer["detections"], "even at 0.05 nothing was found"
    names = weights.manifest()[variant]["classes"]
    for found in answer["detections"]:
        left, top, right, bottom = found["box_xyxy"]
        assert 0 <= left < right <= 512 and 0 <= top < bottom <= 600
        assert found["class"] in names and 0.05 <= found["confidence"] <= 1


def test_confidence_and_suppression_are_obeyed(client: Client):
    def found(**options) -> list[dict]:
        return detect(client, PORTRAIT, **options)["detections"]

    weak, strong = found(confidence=0.05), found(confidence=0.3)
    assert strong == [row for row in weak if row["confidence"] >= 0.3]
    assert len(found(confidence=0.05, iou=1)) > len(weak)


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_picture_that_cannot_be_used_is_answered_by_a_sentence(client: Client, write: Write, name: str):
    content, code, facts = BAD_PICTURES[name]
    with pytest.raises(AppError) as caught:
        detect(client, write(content))
    assert str(caught.value) == ERRORS[code].format(**facts)
    assert detect(client, PORTRAIT)["width"] == 512, "the app must go on"


def test_over_the_size_limit(client: Client, write: Write):
    with pytest.raises(ValueError, match=f"exceeds the maximum file size of {MAX_BYTES} bytes"):
        detect(client, write(bytes(MAX_BYTES + 1)))


@pytest.mark.parametrize(
    ("variant", "options", "sentence"),
    [
        ("v9", {}, "variant='v9' must be one of v5n-c3, v5n-csphet-p1"),
        (None, {}, "variant=None must be one of v5n-c3, v5n-csphet-p1"),
        ("v5n-c3", {"confidence": True}, "confidence=True must be a number between 0.05 and 1"),
        ("v5n-c3", {"confidence": None}, "confidence=None must be a number between 0.05 and 1"),
        ("v5n-c3", {"iou": "0.5"}, "iou='0.5' must be a number between 0 and 1"),
        ("v5n-c3", {"confidence": 7}, "confidence=7 must be a number between 0.05 and 1"),
        ("v5n-c3", {"confidence": "much"}, "confidence='much' must be a number between 0.05 and 1"),
        ("v5n-c3", {"iou": -1}, "iou=-1 must be a number between 0 and 1"),
    ],
)
def test_an_argument_out_of_its_range_is_named(client: Client, variant: object, options: dict, sentence: str):
    with pytest.raises(AppError) as caught:
        detect(client, PORTRAIT, variant, **options)
    assert str(caught.value).startswith(sentence)


def test_a_variant_without_weights_is_named_with_those_that_have_some(client: Client):
    others = ", ".join(weights.trained())
    bare = [variant for variant in VARIANTS if variant not in weights.trained()]
    for variant in bare[:1] + bare[-1:]:
        with pytest.raises(AppError) as caught:
            detect(client, PORTRAIT, variant)
        assert str(caught.value) == f"variant={variant!r} has no weights yet; those that have: {others}"


def asked_raw(address: str, data: str, endpoint: str = "detect") -> tuple[str, object]:
    """Return kind and content of the API's answer to a request written by hand."""
    headers = {"Content-Type": "application/json"}
    url = f"{address}/gradio_api/call/{endpoint}"
    request = urllib.request.Request(url, f'{{"data": {data}}}'.encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{url}/{event}", timeout=120) as answer:
        lines = [line for line in answer.read().decode().splitlines() if line]
    kind, content = lines[-2:]  # heartbeats before
    return kind.removeprefix("event: "), json.loads(content.removeprefix("data: "))


def ask_raw(address: str, data: str, endpoint: str = "detect") -> str:
    kind, content = asked_raw(address, data, endpoint)
    assert kind == "error"
    return content["error"]


@pytest.fixture(scope="module")
def portrait(address: str) -> str:
    """Return JSON that names an uploaded photograph, as a program writes it without Gradio's client."""
    with urllib.request.urlopen(upload_request(address, Path(PORTRAIT).read_bytes())) as answer:
        return json.dumps({"path": json.load(answer)[0], "meta": {"_type": "gradio.FileData"}})


def test_what_a_request_leaves_out_has_its_default(address: str, portrait: str):
    def found(data: str) -> dict:
        kind, (answer,) = asked_raw(address, data)
        assert kind == "complete"
        return answer["detections"]

    assert found(f'[{portrait}, "v5n-c3"]') == found(f'[{portrait}, "v5n-c3", 0.25, 0.45]') != []
    assert found(f'[{portrait}, "v5n-c3", 0.05]') == found(f'[{portrait}, "v5n-c3", 0.05, 0.45]')
    assert asked_raw(address, f'[{portrait}, "v5n-c3"]', "explain")[1][0]["method"] == "hirescam"
    assert asked_raw(address, "[]", "costs")[1][0] == layers.rows(20, 640)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('[{"path": "x"}, "v5n-c3", 0.25, 0.45]', "the picture is not among the uploaded files"),
        ('[{"path": "/etc/passwd"}, "v5n-c3", 0.25, 0.45]', "the picture is not among the uploaded files"),
        ('[{"path": "../../etc/passwd"}, "v5n-c3", 0.25, 0.45]', "the picture is not among the uploaded files"),
        ('[5, "v5n-c3", 0.25, 0.45]', "image=5 must be an uploaded file"),
        ('[null, "v5n-c3", 0.25, 0.45]', "image=None must be an uploaded file"),
        ("[]", "variant=None must be one of"),
        ("[null]", "variant=None must be one of"),
        ('[null, "v5n-c3", 0.25, 0.45, 1]', "data has 5 values; detect takes 4 at most"),
        ('[null, ["v5n-c3"], 0.25, 0.45]', "variant=['v5n-c3'] must be one of "),
    ],
)
def test_what_only_a_hand_can_write(address: str, data: str, sentence: str):
    assert ask_raw(address, data).startswith(sentence)


def test_nan(address: str, client: Client, write: Write):
    """Gradio's client refuses to send it, so it is written by hand, for a picture that the app has."""
    with urllib.request.urlopen(upload_request(address, encoded(scene()))) as answer:
        path = json.load(answer)[0]
    for place, name in ((2, "confidence"), (3, "iou")):
        arguments = [json.dumps({"path": path}), '"v5n-c3"', "0.25", "0.45"]
        arguments[place] = "NaN"
        assert ask_raw(address, f"[{', '.join(arguments)}]").startswith(f"{name}=nan must be a number")


def upload_request(address: str, content: bytes) -> urllib.request.Request:
    head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    return urllib.request.Request(f"{address}/gradio_api/upload", head + content + b"\r\n--edge--\r\n", headers)


@pytest.fixture(scope="module")
def photograph() -> Image.Image:
    with Image.open(PORTRAIT) as image:
        return image.convert("RGB")


@pytest.fixture(scope="module")
def upright(client: Client, photograph: Image.Image, tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    path = tmp_path_factory.mktemp("upright") / "upright.png"
    photograph.save(path)
    return detect(client, path, confidence=0.05)["detections"]


@pytest.mark.parametrize("orientation", STORED)
def test_boxes_of_every_orientation_lie_upright(
    client: Client, write: Write, photograph: Image.Image, upright: list[dict], orientation: int
):
    """The file keeps every pixel (PNG), so the boxes must be the very same."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(STORED[orientation](np.asarray(photograph))))
    answer = detect(client, write(encoded(stored, "PNG", exif=exif)), confidence=0.05)
    assert (answer["width"], answer["height"]) == (512, 600)
    assert answer["detections"] == upright != []


@pytest.mark.parametrize("mode", ["L", "I;16", "RGBA", "CMYK", "P"])
def test_every_mode_is_detected_on(client: Client, write: Write, photograph: Image.Image, mode: str):
    if mode == "I;16":
        image = Image.fromarray(np.asarray(photograph.convert("L")).astype(np.uint16) * 257)
    else:
        image = photograph.convert(mode)
    answer = detect(client, write(encoded(image, "TIFF" if mode == "CMYK" else "PNG")), confidence=0.05)
    assert (answer["width"], answer["height"]) == (512, 600) and answer["detections"]


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_of_an_animation_the_first_frame_is_examined(client: Client, write: Write, photograph: Image.Image, kind: str):
    others = [Image.new("RGB", photograph.size, "black")]
    content = encoded(photograph, kind, save_all=True, append_images=others, duration=100)
    assert detect(client, write(content), confidence=0.05)["detections"]


@pytest.mark.parametrize(("classes", "size"), [(20, 640), (80, 640), (20, 416)])
def test_costs_are_those_of_the_command(client: Client, classes: int, size: int):
    assert client.predict(classes, size, api_name="/costs") == layers.rows(classes, size)


@pytest.mark.parametrize(
    ("classes", "size", "sentence"),
    [
        (0, 640, "classes=0 must be at least 1"),
        (20, 333, "size=333 must be a positive multiple of 32"),
        ("many", 640, "classes='many' must be a whole number"),
        (20.5, 640, "classes=20.5 must be a whole number"),
        (20, None, "size=None must be a whole number"),
    ],
)
def test_costs_of_nothing_are_refused(client: Client, classes: object, size: object, sentence: str):
    with pytest.raises(AppError) as caught:
        client.predict(classes, size, api_name="/costs")
    assert str(caught.value) == sentence


def test_the_pages_own_words_on_each_endpoint(client: Client):
    """What it does, every argument's text, its values, and an example that would be answered."""
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    for name, endpoint in endpoints.items():
        assert len(endpoint["description"]) > 40, name
        for parameter in endpoint["parameters"]:
            assert parameter["python_type"]["description"], parameter["parameter_name"]
            assert parameter["example_input"] not in (None, "..."), parameter["parameter_name"]
    parameters = {p["parameter_name"]: p for p in endpoints["/detect"]["parameters"]}
    assert "Find the objects in a picture" in endpoints["/detect"]["description"]
    assert parameters["variant"]["type"]["enum"] == list(weights.trained())
    assert parameters["variant"]["example_input"] in weights.trained()
    assert (parameters["confidence"]["type"]["minimum"], parameters["confidence"]["type"]["maximum"]) == (0.05, 1)
    others = {p["parameter_name"]: p for p in endpoints["/explain"]["parameters"]}
    assert others["other"]["type"]["enum"] == ["", *weights.trained()]
    assert {"hirescam", "eigencam"} < set(others["method"]["type"]["enum"])


def test_only_these_endpoints_are_public(client: Client):
    assert set(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == {
        "/detect",
        "/explain",
        "/costs",
    }
