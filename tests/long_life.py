"""What a server meets in a long life: `python -m tests.long_life` prints one line a figure, and fails where one is bad.

10,000 detections and 300 maps by all trained detectors (memory, files, hooks); 200 pictures with changed bytes through the
API; the server killed and started again under an open page; two servers behind nginx, of which one is killed under load.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path

import numpy as np
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from playwright.sync_api import sync_playwright

from hetviz.detectors import weights
from hetviz.explaining import explain
from hetviz.pictures import images
from hetviz.pictures.examples import example
from hetviz.serving import engine, predict
from tests.benchmark import question
from tests.conftest import ROOT, free_port, launch, running_app
from tests.nginx import nginx
from tests.pictures.test_images import WHOLE, mutated
from tests.sample_pictures import encoded

DETECTIONS, MAPS, MUTANTS = 10_000, 300, 200
GROWTH = 1.05  # of memory after the first tenth
LONGEST_ANSWER_S = 60
VISITORS, REQUESTS = 6, 40


def resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def files() -> int:
    """Return the number of files in the folder for temporary ones, and of those that this process holds open."""
    held = sum(len(names) for _, _, names in os.walk(tempfile.gettempdir()))
    return held + len(list(Path("/proc/self/fd").iterdir()))


def many(what: str, count: int, call: Callable[[int], object]) -> None:
    """Call so often, and compare memory and files at the end with those after the first tenth."""
    for index in range(count // 10):
        call(index)
    memory, left = resident_mb(), files()
    start = time.perf_counter()
    for index in range(count // 10, count):
        call(index)
    grown, more = resident_mb() / memory, files() - left
    rate = (count - count // 10) / (time.perf_counter() - start)
    print(f"{count} {what}: memory {memory:.0f} MB after the first tenth, then × {grown:.3f}; {more} files more;")
    print(f"  {rate:.1f} a second")
    assert grown <= GROWTH and more <= 0, what


def detections() -> None:
    networks = [engine.load(variant) for variant in weights.trained()]
    content = [
        encoded(images.Image.fromarray(example(name)), "JPEG") for name in ("astronaut", "chelsea", "grace_hopper")
    ]
    many(
        "detections, JPEG in, boxes out",
        DETECTIONS,
        lambda index: predict.detect(images.read(content[index % 3]).pixels, networks[index % len(networks)]),
    )


def maps() -> None:
    explainers = [explain.load(variant) for variant in weights.trained()]
    pixels = example("astronaut")

    def one(index: int) -> None:
        explainer = explainers[index % len(explainers)]
        view = explainer.view(pixels)
        row = int(view.scores.max(1).argmax())
        explainer.explain(view, explain.subject(view, row, int(view.scores[row].argmax()), "asked"))

    many("maps", MAPS, one)
    modules = [module for explainer in explainers for module in explainer.network.modules()]
    hooks = sum(len(module._forward_hooks) + len(module._backward_hooks) for module in modules)
    print(f"  {hooks} hooks left on {len(modules)} modules of {len(explainers)} detectors")
    assert hooks == 0


def mutants(address: str, folder: Path) -> None:
    rng, client = np.random.default_rng(0), Client(address, verbose=False)
    good, bad, kinds = folder / "good.jpg", folder / "bad.jpg", list(WHOLE)
    good.write_bytes(encoded(images.Image.fromarray(example("chelsea")), "JPEG"))
    outcomes: dict[str, int] = {}
    times, faults = [], 0
    for index in range(MUTANTS):
        bad.write_bytes(mutated(WHOLE[kinds[index % len(kinds)]], rng) or b"\0")
        start = time.perf_counter()
        try:
            client.predict(handle_file(bad), "v5n-c3", api_name="/detect")
            outcome = "read"
        except AppError as error:
            outcome = str(error)[:60]
        faults += "fault is in its log" in outcome
        times.append(time.perf_counter() - start)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if index % 10 == 0:
            assert client.predict(handle_file(good), "v5n-c3", api_name="/detect")["width"] == 451
    longest, median = max(times), statistics.median(times)
    print(f"{MUTANTS} pictures with changed bytes: the longest answer took {longest:.2f} s, the median {median:.2f} s")
    print(f"  {outcomes}")
    assert max(times) < LONGEST_ANSWER_S and not faults


def start(port: int, log: Path) -> subprocess.Popen:
    environment = os.environ | {"GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port)}
    with log.open("a") as output:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=output)
    wait_for(f"http://127.0.0.1:{port}/")
    return process


def wait_for(url: str, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


def killed_under_a_page(folder: Path) -> None:
    """Kill the server under an open page, start it again, and ask the same page for other boxes."""
    port = free_port()
    process = start(port, folder / "log")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(300_000)
        page.goto(f"http://127.0.0.1:{port}/")
        page.locator(".hv-right .hv-picture:not([hidden])").wait_for()
        loads = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        process.send_signal(signal.SIGKILL)
        process.wait()
        page.wait_for_timeout(3000)
        shown = page.locator("body").inner_text()
        process = start(port, folder / "log")
        begun = time.perf_counter()
        before = page.locator(".hv-left .hv-picture").get_attribute("src")
        page.get_by_role("button", name="Astronaut Eileen Collins").click()
        page.wait_for_function("(before) => document.querySelector('.hv-left .hv-picture').src !== before", arg=before)
        spent = time.perf_counter() - begun
        browser.close()
    process.terminate()
    process.wait()
    said = "connection" in shown.lower()
    print(
        f"killed and started again under an open page: its next picture came after {spent:.1f} s, the page was loaded"
    )
    print(f"  {len(loads)} times anew; while the server was away the page {'said so' if said else 'said nothing'}")


STICKY = """
  map $cookie_visitor $visitor { "" $request_id; default $cookie_visitor; }
  map $cookie_visitor $greeting { "" "visitor=$request_id; Path=/; SameSite=Lax"; default ""; }
  upstream replicas { hash $visitor consistent; server 127.0.0.1:%d max_fails=1; server 127.0.0.1:%d max_fails=1; }
"""
SHARED = """
    location / {
      proxy_pass http://replicas;
      proxy_next_upstream error timeout http_502 http_503 non_idempotent;
      proxy_next_upstream_tries 2;
      add_header Set-Cookie $greeting;
      add_header X-Replica $upstream_addr;
    }
"""


class Visitor:
    """A browser as far as servers see it: cookies, a page, and questions of the Live tab."""

    def __init__(self, address: str) -> None:
        self.address, self.session, self.replicas = address, uuid.uuid4().hex, []
        self.lost_pages = self.lost_requests = self.retries = self.done = 0
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with self.opener.open(f"{address}/config", timeout=60) as answer:
            parts = json.load(answer)["components"]
        self.number = next(c["id"] for c in parts if c["props"].get("elem_id") == "hetviz-live")

    def page(self) -> None:
        try:
            with self.opener.open(self.address, timeout=60) as answer:
                self.replicas.append(answer.headers["X-Replica"].split(", ")[-1])
                self.lost_pages += b"hetviz" not in answer.read()
        except OSError:
            self.lost_pages += 1

    def ask(self, data: dict) -> None:
        body = {"session_hash": self.session, "component_id": self.number, "fn_name": "see", "data": data}
        for last in (False, True):
            request = urllib.request.Request(
                f"{self.address}/gradio_api/component_server",
                json.dumps(body).encode(),
                {"Content-Type": "application/json"},
            )
            try:
                with self.opener.open(request, timeout=60) as answer:
                    if "answers" in json.load(answer):
                        return
            except OSError:
                pass
            self.lost_requests += last
            self.retries += not last


def one_of_two_killed(folder: Path) -> None:
    """Two servers behind nginx, each visitor at the same one; one is killed while all of them ask."""
    ports = free_port(), free_port()
    replicas = [start(port, folder / f"log{port}") for port in ports]
    with nginx(folder, SHARED, STICKY % ports) as address:
        visitors, data = [Visitor(address) for _ in range(VISITORS)], question()
        for visitor in visitors:
            visitor.page()
            visitor.page()
        assert all(len(set(visitor.replicas)) == 1 for visitor in visitors), "visitors wander"
        shares = [sum(visitor.replicas[0].endswith(str(port)) for visitor in visitors) for port in ports]

        def stay(visitor: Visitor) -> None:
            for index in range(REQUESTS):
                visitor.ask(data)
                visitor.done += 1
                if index % 10 == 0:
                    visitor.page()

        threads = [threading.Thread(target=stay, args=(visitor,)) for visitor in visitors]
        for thread in threads:
            thread.start()
        while sum(visitor.done for visitor in visitors) < VISITORS * REQUESTS // 4:
            time.sleep(0.005)
        replicas[shares[0] < shares[1]].send_signal(signal.SIGKILL)
        killed_after = sum(visitor.done for visitor in visitors)
        for thread in threads:
            thread.join()
    for process in replicas:
        process.terminate()
        process.wait()
    pages, requests, retries = (
        sum(getattr(v, name) for v in visitors) for name in ("lost_pages", "lost_requests", "retries")
    )
    print(
        f"two servers behind nginx with {shares[0]} and {shares[1]} of {VISITORS} visitors, the busier one killed under load:"
    )
    print(f"  {pages} pages and {requests} of {VISITORS * REQUESTS} requests lost, {retries} asked again;")
    print(f"  {killed_after} had been answered before it was killed")
    assert pages == 0 and requests == 0


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        tempfile.tempdir = name  # what other programs leave elsewhere is not counted
        detections()
        maps()
        folder = Path(name)
        with running_app(folder / "log") as address:
            mutants(address, folder)
        killed_under_a_page(folder)
        one_of_two_killed(folder)


if __name__ == "__main__":
    main()
