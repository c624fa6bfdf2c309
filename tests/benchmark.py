"""How well the server keeps up: `python -m tests.benchmark` prints one line a figure.

One picture end to end at 416, as ratios; the new boxes after a choice of P; frames a second in the process, in a
browser, and of eight clients at once; the lag in the browser, also with a model slowed to 200 ms; a still picture's
answer meanwhile; the time of two activation maps; from the choice of a filter to its picture; the start; memory with nine
detectors. All on this machine, in one run.
"""

import base64
import json
import resource
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from gradio_client import Client, handle_file
from numpy.typing import NDArray
from playwright.sync_api import Page, sync_playwright
from torch import nn

from hetviz.detectors import weights
from hetviz.detectors.network_input import as_input
from hetviz.detectors.variants import VARIANTS, build
from hetviz.explaining import explain
from hetviz.page import page  # noqa: F401  the page's modules belong to the memory that is measured
from hetviz.page.handlers import finding
from hetviz.page.tabs import live_tab
from hetviz.pictures import images
from hetviz.pictures.letterbox import letterbox
from hetviz.reparam import convert
from hetviz.serving import engine, predict
from hetviz.timing import contestants, processor
from hetviz.timing.race import Contestant, finish
from tests.conftest import PATIENCE_MS, launch, running_app
from tests.page.test_browser_live import moving_picture

VARIANTS_SHOWN = ["v5n-c3", "v5n-csphet-p4"]
CLIENTS, SECONDS = 8, 10
SLOWED = (
    "import runpy, time; from hetviz.serving import predict; detect = predict.detect\n"
    "def slow(*arguments): time.sleep(0.1); return detect(*arguments)\n"  # two detectors a frame
    "predict.detect = slow; runpy.run_path('app.py', run_name='__main__')"
)

# Chooses a layer and a filter in the Kernels tab, and gives the milliseconds until both detectors' pictures are painted.
CHOOSE_FILTER = """async ([path, filter]) => {
  const sides = [...document.querySelectorAll(".hv-filter-side")];
  const [layer, number] = [".hv-filter-layer", ".hv-filter-number"].map((field) => document.querySelector(field));
  const start = performance.now();
  Object.assign(layer, { value: path }).dispatchEvent(new Event("change", { bubbles: true }));
  Object.assign(number, { value: filter }).dispatchEvent(new Event("input", { bubbles: true }));
  while (!sides.every((side) => side.dataset.shown === `${path} ${filter}`)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def question() -> dict:
    jpeg = cv2.imencode(".jpg", next(moving_picture()), [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
    return {"frame": base64.b64encode(jpeg).decode(), "variants": VARIANTS_SHOWN, "confidence": 0.25, "iou": 0.45}


def frames_a_second(call: Callable[[], object], seconds: float = 5) -> float:
    call()
    start, count = time.perf_counter(), 0
    while time.perf_counter() < start + seconds:
        call()
        count += 1
    return count / (time.perf_counter() - start)


def asker(address: str) -> Callable[[dict], dict]:
    """Return a function that asks the Live tab of a running app, as a page of its own does."""
    config = json.load(urllib.request.urlopen(f"{address}/config"))
    number = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "hetviz-live")
    session = uuid.uuid4().hex

    def ask(data: dict) -> dict:
        body = {"session_hash": session, "component_id": number, "fn_name": "see", "data": data}
        request = urllib.request.Request(
            f"{address}/gradio_api/component_server", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    return ask


def eight_clients(address: str) -> None:
    counts, stop = [0] * CLIENTS, threading.Event()

    def stream(index: int) -> None:
        ask, data = asker(address), question()
        while not stop.is_set() and not (index == 0 and counts[0] >= 5):  # the first one vanishes after five frames
            counts[index] += "answers" in ask(data)

    threads = [threading.Thread(target=stream, args=(index,)) for index in range(CLIENTS)]
    client = Client(address, verbose=False)
    for thread in threads:
        thread.start()
    time.sleep(SECONDS / 2)
    start = time.perf_counter()
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(base64.b64decode(question()["frame"]))
        file.flush()
        client.predict(handle_file(file.name), "v5n-c3", api_name="/detect")
    still = time.perf_counter() - start
    time.sleep(max(0, SECONDS / 2 - still))
    stop.set()
    for thread in threads:
        thread.join()
    staying = np.array(counts[1:])
    print(
        f"{CLIENTS} clients, {SECONDS} s: {staying.sum() / SECONDS:.1f} frames a second together; the slowest of those"
    )
    print(
        f"  that stay has {staying.min() / staying.mean():.2f} of the mean; a still picture was answered in {still:.2f} s"
    )


class AsTrained:
    """A detector run by torch as it comes from training: nothing folded, tensors as torch lays them out."""

    def __init__(self, detector: nn.Module, size: int) -> None:
        self.detector, self.size, self.classes = detector, size, ()

    def __call__(self, square: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
        with torch.inference_mode():
            maps = self.detector(as_input(torch.from_numpy(square[None])).contiguous())
        return tuple(level.numpy() for level in maps)


def racers(size: int) -> dict[str, contestants.TimedNetwork | AsTrained]:
    """Return both detectors as they are served and CSPHet's loop form in the same engine, then both by plain torch."""
    c3, het = (weights.load(variant) for variant in VARIANTS_SHOWN)
    run, loop = engine.RUNNERS[engine.chosen()], convert.convert(het, "loop")
    return {
        "C3": contestants.TimedNetwork(run(convert.convert(c3, engine.FORM), size), size, (), c3.head.decoder()),
        "CSPHet P=4": contestants.TimedNetwork(
            run(convert.convert(het, engine.FORM), size), size, (), c3.head.decoder()
        ),
        "CSPHet P=4 in loop form": contestants.TimedNetwork(run(loop, size), size, (), c3.head.decoder()),
        "plain torch, C3": AsTrained(c3, size),
        "plain torch, CSPHet P=4 in loop form": AsTrained(loop, size),
    }


def race(calls: dict[str, Callable[[], object]], rounds: int) -> list[float]:
    """Print and return median milliseconds."""
    rows = finish([Contestant({"name": name}, call) for name, call in calls.items()], rounds).rows()
    print("  " + ", ".join(f"{row['name']} {row['median_ms']:.1f} ms" for row in rows))
    return [row["median_ms"] for row in rows]


def pipelines(size: int = 416, rounds: int = 41) -> None:
    """Race one picture end to end, from a JPEG's bytes to boxes, and the networks alone."""
    networks = racers(size)
    square = letterbox(next(moving_picture()), size)[0]
    jpeg = base64.b64decode(question()["frame"])

    def examine(network: contestants.TimedNetwork | AsTrained) -> object:
        return predict.detect(images.read(jpeg).pixels, network)

    print(f"one picture end to end at {size} (JPEG read, letterbox, network, boxes), {served_precision()}:")
    own, other, loop, plain, _ = race({name: partial(examine, network) for name, network in networks.items()}, rounds)
    print(f"  C3 is {plain / own:.2f} times as fast as plain torch; CSPHet takes {other / own:.2f} of C3's time,")
    print(f"  its loop form {loop / other:.2f} times as long")
    print(f"the network alone at {size}:")
    own, other, loop, plain, plain_loop = race({name: partial(n, square) for name, n in networks.items()}, rounds)
    print(f"  C3 is {plain / own:.2f} times as fast as plain torch; CSPHet takes {other / own:.2f} of C3's time,")
    print(f"  its loop form {loop / other:.2f} times as long, by plain torch {plain_loop / other:.2f} times")


def served_precision() -> str:
    network = engine.load(VARIANTS_SHOWN[0])
    return f"{network.name} in {network.precision}"


def new_boxes() -> None:
    """Time what releasing the P control asks for: the boxes of a detector on an example, the first time and after that."""
    ask = {"example": "astronaut"}
    finding.find(ask | {"variants": VARIANTS_SHOWN[:1]})
    first, later = [], []
    for variant in (name for name in weights.trained() if "csphet" in name):
        for times in (first, later, later):
            start = time.perf_counter()
            finding.find(ask | {"variants": [variant]})
            times.append(1000 * (time.perf_counter() - start))
    print(f"new boxes after a choice of P: at most {max(first):.0f} ms the first time, {max(later):.0f} ms after that")


def two_maps(size: int = 416, rounds: int = 15) -> None:
    """Time the maps of one box in both detectors, from the detectors' answers on, at a larger input than they serve at."""
    explainers = [explain.load(variant) for variant in VARIANTS_SHOWN]
    for explainer in explainers:
        explainer.size = size
    pixels, times = next(moving_picture()), []
    for _ in range(rounds):
        start = time.perf_counter()
        left, right = (explainer.view(pixels) for explainer in explainers)
        chosen = explain.subject(left, int(left.scores.max(1).argmax()), int(left.scores.max(0).argmax()), "asked")
        partner = explain.other_subject(left, right, chosen, 0.25, 0.45)
        for explainer, view, own in zip(explainers, (left, right), (chosen, partner), strict=True):
            explainer.explain(view, own, method="gradcam")
        times.append(1000 * (time.perf_counter() - start))
    print(f"Grad-CAM of one box in both detectors at {size}: {np.median(times):.0f} ms (median of {rounds})")


def memory_with_nine() -> None:
    """Load nine detectors as the server does (random weights take as much room as trained ones)."""
    with tempfile.TemporaryDirectory() as folder:
        for variant in [name for name in VARIANTS if name.startswith("v5n")]:
            weights.save(build(variant), variant, {"classes": [str(i) for i in range(20)], "size": 416}, Path(folder))
            engine.load(variant, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"memory with the page's modules and nine detectors at 416: {peak:.0f} MB at its peak")


@contextmanager
def open_camera(address: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        film = Path(folder) / "camera.mjpeg"
        film.write_bytes(b"".join(cv2.imencode(".jpg", frame)[1].tobytes() for frame in moving_picture()))
        browser = launch(playwright, f"--use-file-for-fake-video-capture={film}")
        opened = browser.new_context(permissions=["camera"], locale="en-GB").new_page()
        opened.goto(address)
        opened.get_by_role("tab", name="Live").click()
        opened.get_by_role("button", name="Start the camera").click()
        yield opened
        browser.close()


def in_a_browser(address: str, seconds: int, name: str) -> None:
    with open_camera(address) as opened:
        opened.wait_for_timeout(1000 * seconds)
        meters = opened.evaluate("() => ({...document.querySelector('.hv-meters').dataset})")
    print(
        f"in a browser{name}, after {seconds} s: {meters['rate']} frames a second through both, lag {meters['lag']} ms"
    )


def a_filter(address: str) -> None:
    """Time the choice of a filter in a browser, in layers from the largest maps to the most channels."""
    first, later = [], []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        opened = browser.new_page(locale="en-GB", viewport={"width": 1440, "height": 900})
        opened.goto(f"{address}/?tab=kernels&place=stage3.m.1.cv2&filter=0")
        opened.locator(".hv-filter-shares[aria-busy='false']").wait_for(timeout=PATIENCE_MS)
        for path in ("stage2.m.0.cv2", "stage3.m.0.cv2", "stage4.m.0.cv2", "stage5.m.0.cv2"):
            times = [opened.evaluate(CHOOSE_FILTER, [path, number]) for number in range(10)]
            first.append(times[0])
            later.extend(times[1:])
        browser.close()
    print(
        f"from the choice of a filter to its picture, both detectors: {np.median(later):.0f} ms, at most {max(later):.0f} ms;"
    )
    print(f"  in a layer that was not looked at before {np.median(first):.0f} ms, at most {max(first):.0f} ms")


def main() -> None:
    print(f"{processor.processor()}, {torch.get_num_threads()} threads, engine {engine.chosen()}")
    for variant in VARIANTS_SHOWN:
        engine.load(variant)
    rate = frames_a_second(lambda: live_tab.see(question()))
    print(f"both detectors on one 640×480 frame, JPEG in, boxes out: {rate:.1f} frames a second")
    memory_with_nine()
    new_boxes()
    two_maps()
    pipelines()
    log = Path(tempfile.mkdtemp()) / "log"
    start = time.perf_counter()
    with running_app(log) as address:
        answered = time.perf_counter() - start
        asker(address)(question())
        first = time.perf_counter() - start - answered
        print(f"from the start to a page: {answered:.1f} s; to the first detection of both: {first:.1f} s more")
        a_filter(address)
        in_a_browser(address, 20, "")
        eight_clients(address)
    with running_app(log, [sys.executable, "-c", SLOWED]) as address:
        in_a_browser(address, 60, " with a model slowed to 200 ms")


if __name__ == "__main__":
    main()
