"""The Kernels tab as a visitor meets it; every number is held against the formulas, every drawn cell against the definition."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Page

from hetviz.detectors import weights
from hetviz.operators import hetconv, standard
from hetviz.operators.table import OPERATORS
from hetviz.page import diagrams
from hetviz.page.handlers.kernel_grids import LARGEST_CHANNELS
from hetviz.reparam import layer_kernels
from hetviz.texts.sentences import languages, sentence
from tests.conftest import Visit, module

TAB = re.compile("|".join(sentence("tab_kernels", language) for language in languages()))

# Reads from the canvas which cells are drawn as K×K: a cell's first corner has colour there, and none beside a dot.
DRAWN = """() => {
  const canvas = document.querySelector(".hv-kernels-base");
  const { cell, left, top, width, height } = Object.fromEntries(Object.entries(canvas.dataset).map(([k, v]) => [k, Number(v)]));
  const pixels = canvas.getContext("2d").getImageData(left, top, width, height).data;
  const differs = (x, y, a, b) => [0, 1, 2].some((i) => pixels[4 * (y * width + x) + i] !== pixels[4 * (b * width + a) + i]);
  const rows = [];
  for (let y = 0; y < height; y += cell) {
    rows.push([]);
    for (let x = 0; x < width; x += cell) {
      const gap = [x + cell - 1, y + cell - 1]; // always bare
      const middle = Math.floor((cell - 1) / 2);
      rows.at(-1).push([differs(x, y, ...gap), differs(x + middle, y + middle, ...gap)]);
    }
  }
  return rows;
}"""


def open_kernels(visit: Visit, path: str = "", **options) -> Page:
    page = visit(path, **options)
    page.get_by_role("tab", name=TAB).click()
    page.locator(".hv-kernels-base[data-cell]").wait_for()
    return page


def set_field(page: Page, key: str, value: object) -> None:
    page.locator(f".hv-kernels-controls input[data-key={key}]").fill(str(value))


def set_p(page: Page, p: int) -> None:
    stop = (1, 2, 4, 8, 16).index(p)
    page.locator("#hetviz-p").evaluate(
        "(slider, stop) => { slider.value = stop; slider.dispatchEvent(new Event('input', { bubbles: true })); }", stop
    )


def drawn(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """Return which cells show a K×K raster, and which show anything in their middle."""
    cells = np.array(page.evaluate(DRAWN))
    return cells[..., 0], cells[..., 1]


def weights_shown(page: Page) -> int:
    return int(page.locator(".hv-kernels-totals").get_attribute("data-weights"))


def definition(m: int, n: int, p: int) -> np.ndarray:
    return (np.arange(m)[None, :] - np.arange(n)[:, None]) % p == 0


def test_p_moves_every_cell_without_a_request(visit: Visit):
    page = open_kernels(visit)
    set_field(page, "m", 64)
    set_field(page, "n", 64)
    page.wait_for_load_state("networkidle")
    before = len(page.requests)
    for p in (1, 2, 4, 8, 16, 8, 4, 2, 1):
        set_p(page, p)
        rasters, anything = drawn(page)
        np.testing.assert_array_equal(rasters, definition(64, 64, p))
        assert anything.all()
        assert weights_shown(page) == hetconv.weights(64, 64, p=p)
    assert page.requests[before:] == []


def test_sorting_turns_diagonals_into_blocks(visit: Visit):
    page = open_kernels(visit)
    set_field(page, "n", 32)
    page.locator(".hv-kernels-main").get_by_role("switch").check()
    page.wait_for_function("() => document.querySelector('.hv-kernels-pattern').textContent.includes('blocks')")
    page.wait_for_timeout(1500)
    blocks = np.kron(np.eye(4, dtype=bool), np.ones((8, 4), bool))
    np.testing.assert_array_equal(drawn(page)[0], blocks)
    page.locator(".hv-kernels-main").get_by_role("switch").uncheck()
    page.wait_for_timeout(1500)
    np.testing.assert_array_equal(drawn(page)[0], definition(16, 32, 4))


def test_no_motion_where_none_is_wanted(visit: Visit):
    page = open_kernels(visit, reduced_motion="reduce")
    page.locator(".hv-kernels-main").get_by_role("switch").check()
    blocks = np.kron(np.eye(4, dtype=bool), np.ones((4, 4), bool))
    np.testing.assert_array_equal(drawn(page)[0], blocks)


def test_a_cell_lights_its_sentence_and_its_place_in_the_formula(visit: Visit):
    page = open_kernels(visit)
    grid = page.locator(".hv-kernels-grid")
    grid.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
    assert page.locator(".hv-kernels-why").inner_text() == "3×3, because filter 5 mod 4 = 1 = channel 9 mod 4."
    assert page.locator(".hv-kernels-factor.hv-lit").all_inner_texts() == ["K²/P"]
    page.keyboard.press("ArrowRight")
    assert page.locator(".hv-kernels-why").inner_text() == "1×1, because filter 5 mod 4 = 1, but channel 10 mod 4 = 2."
    assert page.locator(".hv-kernels-factor.hv-lit").all_inner_texts() == ["1 − 1/P"]


def test_cells_are_pinned_by_click_and_by_key(visit: Visit):
    page = open_kernels(visit)
    cell, left, top = (
        int(page.locator(".hv-kernels-base").get_attribute(f"data-{key}")) for key in ("cell", "left", "top")
    )
    page.locator(".hv-kernels-grid").click(position={"x": left + 2.5 * cell, "y": top + 6.5 * cell})
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    pins = page.locator(".hv-kernels-pins strong")
    assert pins.all_inner_texts() == ["Filter 6, channel 2", "Filter 7, channel 2"]
    page.locator(".hv-kernels-remove").first.click()
    assert pins.all_inner_texts() == ["Filter 7, channel 2"]


def test_a_factor_of_the_formula_lights_the_cells_that_it_counts(visit: Visit):
    page = open_kernels(visit)
    read = "() => document.querySelector('.hv-kernels-base').toDataURL()"
    before = page.evaluate(read)
    page.locator(".hv-kernels-factor", has_text="K²/P").focus()
    assert page.evaluate(read) != before
    page.locator(".hv-kernels-grid").focus()
    assert page.evaluate(read) == before


BAD = {
    "zero channels": ("m", 0, sentence("kernels_bad_count", name="M", value=0, limit=LARGEST_CHANNELS)),
    "a million filters": ("n", 10**6, sentence("kernels_bad_count", name="N", value=10**6, limit=LARGEST_CHANNELS)),
    "half a channel": ("m", 2.5, sentence("kernels_bad_count", name="M", value=2.5, limit=LARGEST_CHANNELS)),
    "P does not divide": ("m", 18, sentence("kernels_bad_parts", name="P", p=4, m=18, n=16)),
}


def test_a_bad_value_is_named_with_its_rule(visit: Visit):
    page = open_kernels(visit)
    failure = page.locator(".hv-kernels-problem")
    for key, value, expected in BAD.values():
        set_field(page, key, value)
        assert failure.inner_text() == expected
        set_field(page, key, 16)
        assert failure.text_content() == ""


def expected_cost(key: str, m: int, n: int, k: int, p: int) -> int:
    """Return the weights by Python's formula; the page counts a PConv by its channels in, whatever the filters."""
    operator = OPERATORS[key]
    return operator.weights(m, m if key == "pconv" else n, **operator.options(kernel_size=k, parts=p))


def test_every_operator_counts_what_costs_counts(visit: Visit):
    page = open_kernels(visit)
    for m, n, k, p in ((32, 64, 3, 8), (48, 48, 5, 16), (64, 64, 3, 4)):
        for key, value in (("m", m), ("n", n)):
            set_field(page, key, value)
        page.locator(".hv-kernels-controls select").nth(1).select_option(str(k))
        set_p(page, p)
        counted = page.evaluate(
            f"async (shape) => {module('kernels/rules.js')}.then(({{ OPERATORS, counted }}) => Object.fromEntries("
            "Object.keys(OPERATORS).map((name) => [name, counted(name, shape).weights])))",
            {"m": m, "n": n, "k": k, "p": p, "d": 1},
        )
        assert counted == {name: expected_cost(name, m, n, k, p) for name in counted}
        for name in counted:
            if name == "pconv" and m != n:
                continue
            page.locator(".hv-kernels-operator").select_option(name)
            assert weights_shown(page) == counted[name]


@pytest.mark.parametrize("path", ["", "?lang=zh"])
def test_a_phone_shows_the_whole_grid(visit: Visit, path: str):
    page = open_kernels(visit, path, viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    grid = page.locator(".hv-kernels-base").bounding_box()
    assert 250 < grid["width"] <= 390


def open_layer(page: Page, variant: str, path: str) -> None:
    page.locator(".hv-kernels-variant").select_option(variant)
    page.locator(".hv-kernels-path").select_option(path)
    page.wait_for_function("(path) => document.querySelector('.hv-kernels-status').textContent === ''", arg=path)
    page.locator(".hv-kernels-taps td[data-value]").first.wait_for()


def taps_shown(page: Page) -> list[float]:
    cells = page.locator(".hv-kernels-cell td[data-value]")
    return cells.evaluate_all("(cells) => cells.map((cell) => Number(cell.dataset.value))")


@pytest.mark.parametrize("variant", ["v5n-csphet-p4", "v5n-c3"])
def test_a_real_layer_shows_the_tensor_in_the_weights(visit: Visit, variant: str):
    path = diagrams.kernel_layers(variant)[0]["path"]
    kernel = layer_kernels.kernels(layer_kernels.find(weights.load(variant), path)).values
    page = open_kernels(visit)
    open_layer(page, variant, path)
    grid = page.locator(".hv-kernels-grid")
    grid.focus()
    page.keyboard.press("Home")
    for s in range(1, 4):  # from cell (1, 0) down column 0: dots of a HetConv, then its 3×3 in row 4
        expected = kernel[s, 0].flatten().tolist() if variant == "v5n-c3" else [float(kernel[s, 0, 1, 1])]
        assert taps_shown(page) == pytest.approx(expected, abs=1e-7)
        page.keyboard.press("ArrowDown")
    assert taps_shown(page) == pytest.approx(kernel[4, 0].flatten().tolist(), abs=1e-7)
    assert weights_shown(page) == int((kernel != 0).sum())
    before = page.locator(".hv-kernels-base").evaluate("(canvas) => canvas.toDataURL()")
    set_p(page, 16)
    assert page.locator(".hv-kernels-base").evaluate("(canvas) => canvas.toDataURL()") == before


def test_the_histogram_is_the_share_of_energy_in_the_centre(visit: Visit):
    path = diagrams.kernel_layers("v5n-c3")[0]["path"]
    kernel = layer_kernels.kernels(layer_kernels.find(weights.load("v5n-c3"), path)).values.double()
    energy = kernel.square().flatten(2)
    share = (energy[..., 4] / energy.sum(2)).flatten().sort().values
    n, m = kernel.shape[:2]
    is_kxk = torch.from_numpy(definition(m, n, 4))
    kept = (torch.where(is_kxk, energy.sum(2), energy[..., 4]).sum() / energy.sum()).item()
    page = open_kernels(visit)
    open_layer(page, "v5n-c3", path)
    median, cut = page.locator(".hv-kernels-lost p").all_inner_texts()
    assert f"has {100 * share[len(share) // 2]:.1f} %" in median and f"Of {n * m} 3×3" in median
    assert f"keep {100 * kept:.1f} %" in cut


def test_the_identity_holds_on_a_picture(visit: Visit):
    page = open_kernels(visit)
    for m, n in ((16, 16), (32, 64)):  # random weights, then other shapes
        set_field(page, "m", m)
        set_field(page, "n", n)
        page.locator(".hv-kernels-number").evaluate("(number) => delete number.dataset.difference")
        page.locator(".hv-kernels-run").click()
        number = page.locator(".hv-kernels-number[data-difference]")
        number.wait_for()
        assert 0 < float(number.get_attribute("data-difference")) < 1e-4
        assert int(number.get_attribute("data-redundant")) == m * n // 4
    het, dual = page.locator(".hv-kernels-maps canvas").evaluate_all("(maps) => maps.map((map) => map.toDataURL())")
    assert len(het) > 1000 and len(dual) > 1000


def downloaded(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"[data-file={kind}]").click()
    return Path(download.value.path()).read_bytes()


def test_every_file_says_what_the_screen_says(visit: Visit, capsys: pytest.CaptureFixture[str]):
    page = open_kernels(visit, accept_downloads=True)
    set_field(page, "n", 32)
    weights_on_screen = weights_shown(page)
    drawing = ET.fromstring(downloaded(page, "svg"))
    paths = drawing.findall(".//{http://www.w3.org/2000/svg}path")
    squares = [path.get("d").count("M") for path in paths]
    assert sum(squares) == weights_on_screen  # a square for each weight
    picture = Image.open(io.BytesIO(downloaded(page, "png")))
    assert picture.format == "PNG" and picture.width >= 900 and len(picture.convert("RGB").getcolors(10**6)) >= 6
    rows = {row["operator"]: row for row in csv.DictReader(io.StringIO(downloaded(page, "csv").decode()))}
    assert set(rows) == OPERATORS.keys() - {"pconv"}  # PConv needs M = N
    for name, row in rows.items():
        assert int(row["weights"]) == expected_cost(name, 16, 32, 3, 4)
        assert int(row["macs"]) == int(row["weights"]) * 40 * 40
    exec(compile(downloaded(page, "python"), "snippet", "exec"), {})
    assert f"weights {weights_on_screen}\n" in capsys.readouterr().out


def test_a_box_of_a_block_opens_its_operator_in_the_grid(visit: Visit):
    page = open_kernels(visit)
    page.locator(".hv-kernels-block").select_option(label="stage5: 256 → 256, 1 in a chain")
    page.locator(".hv-flow-csphet [role=button]").nth(1).press("Enter")
    assert page.locator(".hv-kernels-operator").input_value() == "hetconv"
    assert weights_shown(page) == hetconv.weights(128, 128, p=4)
    page.locator(".hv-flow-csphet [role=button]").last.press("Enter")
    assert weights_shown(page) == standard.weights(384, 256, kernel_size=1)
    assert page.locator(".hv-flow-csphet .hv-flow-note").all_text_contents() == [
        "Dual: 3×3 in 4 groups + 1×1",
        "no activation between",
    ]


def test_one_p_moves_every_operator_with_groups(visit: Visit):
    page = open_kernels(visit)
    shown = "(cards) => Object.fromEntries(cards.map((c) => [c.dataset.operator, Number(c.querySelector('[data-weights]').dataset.weights)]))"
    for p in (4, 16, 2):
        set_p(page, p)
        page.wait_for_timeout(300)
        cards = page.locator(".hv-kernels-card").evaluate_all(shown)
        assert cards == {name: expected_cost(name, 16, 16, 3, p) for name in cards}
        assert set(cards) == set(OPERATORS)
