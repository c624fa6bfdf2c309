"""The Costs tab as a visitor meets it: every figure of the facts under its convention, claims, plots, the clock."""

import csv
import io
import json
import re
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hetviz.counting.claims import RIVALS
from hetviz.page.entries import comparison
from tests.conftest import Visit, unfold

TIMEOUT = 240_000  # for machines on which something else runs

# FACTS: parameters, GFLOPs of the convolutions, GFLOPs with the counter's terms, by class count.
FIGURES = {
    80: {
        "v5n-c3": ("1,872,157", "4.468", "4.564"),
        "v5n-csphet-p1": ("2,435,165", "5.910", "5.980"),
        "v5n-csphet-p2": ("1,982,557", "4.756", "4.826"),
        "v5n-csphet-p4": ("1,756,253", "4.180", "4.249"),
        "v5n-csphet-p8": ("1,643,101", "3.891", "3.961"),
        "v5n-csphet-p16": ("1,586,525", "3.747", "3.817"),
        "v5n-csppc": ("1,480,445", "3.477", "3.547"),
        "v5n-c3dual-g4": ("1,545,469", "3.639", "3.722"),
        "v5n-c3het-p4": ("1,532,701", "3.603", None),
        "v8n-c2f": ("3,157,200", None, None),
        "v8n-csphet-p4": ("2,524,944", "7.171", "7.260"),
        "v8n-csppc": ("2,269,104", "6.532", "6.621"),
    },
    20: {
        "v5n-c3": ("1,790,977", "4.210", "4.306"),
        "v5n-csphet-p1": ("2,353,985", "5.652", "5.721"),
        "v5n-csphet-p2": ("1,901,377", "4.498", "4.568"),
        "v5n-csphet-p4": ("1,675,073", "3.922", "3.991"),
        "v5n-csphet-p8": ("1,561,921", "3.633", "3.703"),
        "v5n-csphet-p16": ("1,505,345", "3.489", "3.559"),
        "v5n-csppc": ("1,399,265", "3.219", "3.288"),
        "v5n-c3dual-g4": ("1,464,289", "3.381", "3.464"),
        "v5n-c3het-p4": ("1,451,521", "3.345", None),
        "v8n-c2f": ("3,014,748", None, None),
        "v8n-csphet-p4": ("2,382,492", "6.530", "6.617"),
        "v8n-csppc": ("2,126,652", "5.891", "5.978"),
    },
}


def open_costs(page: Page) -> Page:
    """Open the tab, and wait for its counts; drawing plots may keep a busy machine's browser from answering for a while."""
    page.set_default_timeout(TIMEOUT)
    page.get_by_role("tab", name=re.compile("Costs|开销")).click()
    expect(page.locator(".hv-room-plots .hv-sentence")).to_contain_text("P = 4", timeout=TIMEOUT)
    return page


def room(page: Page, name: str):
    """Open a section by the rail, unless it is open, and return it."""
    link = page.locator(f".hv-rail a[data-section={name}]")
    if link.get_attribute("aria-current") is None:
        link.click()
    return page.locator(f".hv-room-{name}")


def drawn(page: Page, name: str) -> list:
    """Return the plots of a section, once all of them that have something to show are drawn."""
    plots = room(page, name).locator(".hv-figure")
    for plot in plots.all():
        plot.scroll_into_view_if_needed()
        expect(plot).not_to_have_attribute("aria-busy", "true", timeout=TIMEOUT)
    return room(page, name).locator(".js-plotly-plot").all()


def choose_terms(page: Page, words: str) -> None:
    room(page, "conventions").get_by_label("Counted").select_option(label=words)
    expect(room(page, "conventions").get_by_role("status")).to_contain_text(f"counted: {words}.", timeout=TIMEOUT)


def choose_classes(page: Page, classes: int) -> None:
    room(page, "conventions").get_by_label("Classes").fill(str(classes))
    expect(room(page, "conventions").get_by_role("status")).to_contain_text(f"{classes} classes", timeout=TIMEOUT)


def shown(page: Page) -> dict[str, tuple[str, str]]:
    """Return parameters and operations of every row of the detectors' table."""
    rows = page.locator(".hv-detectors tr[data-variant]").evaluate_all(
        "rows => rows.map(r => [r.dataset.variant, r.querySelector('.hv-params').textContent, r.querySelector('.hv-giga').textContent])"
    )
    return {variant: (params, giga) for variant, params, giga in rows}


def asked_api(address: str, classes: int, size: int) -> list[dict]:
    """Return what the endpoint `/costs` answers."""
    body = json.dumps({"data": [classes, size]}).encode()
    call = urllib.request.Request(f"{address}/gradio_api/call/costs", body, {"Content-Type": "application/json"})
    event = json.loads(urllib.request.urlopen(call, timeout=60).read())["event_id"]
    lines = urllib.request.urlopen(f"{address}/gradio_api/call/costs/{event}", timeout=60).read().decode().splitlines()
    return json.loads(next(line for line in lines if line.startswith("data: "))[6:])[0]


def test_every_figure_stands_under_its_convention(visit: Visit, address: str):
    page = open_costs(visit())
    for classes, expected in FIGURES.items():
        choose_classes(page, classes)
        choose_terms(page, "convolutions alone")
        of_convolutions = shown(page)
        choose_terms(page, "convolutions, BatchNorm, upsampling")
        with_terms = shown(page)
        for variant, (params, giga, thop) in expected.items():
            assert of_convolutions[variant][0] == with_terms[variant][0] == params
            assert giga in (None, of_convolutions[variant][1]) and thop in (None, with_terms[variant][1])
        for row in asked_api(address, classes, 640):
            assert of_convolutions[row["variant"]] == (f"{row['params']:,}", f"{row['flops'] / 1e9:.3f}")
    choose_classes(page, 80)
    choose_terms(page, "convolutions and BatchNorm")
    assert shown(page)["v8n-c2f"][1] == "8.855"
    room(page, "conventions").get_by_role("radio", name="MACs").check()
    expect(page.locator(".hv-detectors thead")).to_contain_text("GMACs", timeout=TIMEOUT)
    assert shown(page)["v8n-c2f"][1] == "4.428"  # half of 8.855
    room(page, "conventions").get_by_label("Classes").fill("0")
    assert "a whole number from 1 to 1,000" in room(page, "conventions").locator(".hv-fault").first.inner_text()


def test_plotly_is_loaded_with_the_tab_and_p_moves_without_a_request(visit: Visit, address: str):
    page = visit()
    page.locator(".hv-view.hv-right .hv-picture:not([hidden])").wait_for(timeout=TIMEOUT)
    assert not any("plotly" in url for url in page.requests)
    open_costs(page)
    drawn(page, "plots")
    assert page.locator(".hv-room:not(.hv-room-plots) .js-plotly-plot").count() == 0  # what is not shown is not drawn
    asked = [url.removeprefix(address) for url in page.requests if "plotly" in url]
    assert len(asked) == 1 and re.fullmatch(r"/plotly-[\d.]+\.min\.js", asked[0]), asked  # once, from the app itself
    before = len(page.requests)
    for index, (p, layer, detector) in enumerate(
        [(1, "0.0", "31.4"), (2, "44.4", "6.2"), (4, "66.7", "6.5"), (8, "77.8", "12.8"), (16, "83.3", "15.9")]
    ):
        page.locator("#hetviz-p").evaluate("(s, v) => { s.value = v; s.dispatchEvent(new Event('input')); }", index)
        sentence = room(page, "plots").locator(".hv-sentence").inner_text()
        assert f"P = {p} " in sentence and f"{layer} %" in sentence and f"{detector} %" in sentence
        marked = page.locator(".hv-room-plots .js-plotly-plot").first.evaluate("plot => plot.data.at(-1).x")
        assert marked == [index]
    assert len(page.requests) == before
    curve = page.locator(".hv-room-plots .js-plotly-plot").first.evaluate("plot => plot.data.at(-2).y")
    assert [f"{value:,}" for value in curve] == [FIGURES[20][f"v5n-csphet-p{p}"][0] for p in (1, 2, 4, 8, 16)]
    room(page, "plots").get_by_role("radio", name="one layer").check()
    page.wait_for_function("() => document.querySelector('.hv-room-plots .js-plotly-plot').data.at(-2).y[0] < 100_000")
    curve = page.locator(".hv-room-plots .js-plotly-plot").first.evaluate("plot => plot.data.at(-2).y")
    assert (curve[0], curve[2]) == (36_864, 12_288)
    room(page, "conventions")  # which was not shown while P moved
    assert page.locator(".hv-detectors .hv-current").get_attribute("data-variant") == "v5n-csphet-p16"


def test_blocks_are_aligned_and_open(visit: Visit):
    page = open_costs(visit())
    table = room(page, "layers").locator(".hv-layers")
    total = table.locator("[data-path=total]").inner_text()
    assert "1,790,977" in total and "1,675,073" in total and "−115,904" in total
    assert table.locator("[data-path=stem] .hv-same").count() == 2
    table.get_by_role("button", name="stage4").click()
    layers = table.locator("tr.hv-layer").evaluate_all("rows => rows.map(row => row.dataset.path)")
    assert layers == [
        "stage4.enter",
        "stage4.bypass",
        *(f"stage4.m.{i}.{name}" for i in range(3) for name in ("cv1", "cv2")),
        "stage4.leave",
    ]
    assert "HetConv P=4" in table.locator("[data-path='stage4.m.0.cv2']").inner_text()
    room(page, "layers").get_by_role("radio", name="YOLOv8n").check()
    assert "−632,256" in table.locator("[data-path=total]").inner_text()


def test_a_layer_opens_in_kernels(visit: Visit):
    page = open_costs(visit())
    room(page, "layers").get_by_role("button", name="stage4").click()
    page.locator("[data-path='stage4.m.0.cv2']").get_by_role("button").last.click()
    expect(page.get_by_role("tab", name="Kernels")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".hv-kernels-path")).to_have_value("stage4.m.0.cv2")
    expect(page.locator(".hv-kernels-variant")).to_have_value("v5n-csphet-p4")
    expect(page.locator(".hv-kernels-operator")).to_have_value("hetconv")


# FACTS: the claims' counts at 20 and at 80 classes on both sides.
CLAIMS = {
    20: {"v5_csphet": ("−115,904", "3.991"), "v5_csppc": ("−391,712", "3.288"), "v5_dual": ("−326,688",),
         "v8_csphet": ("−632,256", "6.617"), "v8_csppc": ("−888,096", "5.978")},
    80: {"v5_csphet": ("−115,904", "4.249"), "v5_csppc": ("−391,712", "3.547"), "v5_dual": ("−326,688",),
         "v8_csphet": ("−632,256", "7.260"), "v8_csppc": ("−888,096", "6.621")},
}  # fmt: skip
NEAREST = {"v5_csphet": ["−197,084", "4.104"], "v8_csphet": ["−774,708", "6.617"]}


def claim_counts(page: Page, key: str) -> list[str]:
    return page.locator(f"[data-claim={key}] .hv-counted").all_inner_texts()


def test_claims_are_counted_anew_when_a_setting_changes(visit: Visit):
    page = open_costs(visit())
    assert room(page, "claims").locator("[data-claim=v5_csphet] td").first.inner_text() == "about −200,000"
    own, original = (
        room(page, "claims").get_by_label(f"Classes of the {side}") for side in ("new detector", "original")
    )
    for classes, expected in CLAIMS.items():
        own.fill(str(classes))
        original.fill(str(classes))
        expect(page.locator("[data-claim=v5_csphet] .hv-counted").last).to_have_text(
            expected["v5_csphet"][1], timeout=TIMEOUT
        )
        expect(page.locator("[data-claim=v5_csphet] .hv-counted").first).to_have_text("−115,904", timeout=TIMEOUT)
        assert {key: tuple(claim_counts(page, key)) for key in expected} == expected
    for key, figures in NEAREST.items():
        assert page.locator(f"[data-claim={key}] .hv-nearest").all_inner_texts() == figures
    own.fill("20")
    expect(page.locator("[data-claim=v5_csphet] .hv-counted").first).to_have_text("−197,084", timeout=TIMEOUT)
    original.fill("20")
    room(page, "claims").get_by_label("Replaced blocks").select_option(label="the backbone's four")
    expect(page.locator("[data-claim=v5_csphet] .hv-counted").last).to_have_text("4.104", timeout=TIMEOUT)
    room(page, "claims").get_by_label("Replaced blocks").select_option(label="all eight blocks")
    norm = page.locator(".hv-answers [data-terms=norm]")
    expect(norm).to_have_text("convolutions and BatchNorm: 34 to 57 classes", timeout=TIMEOUT)
    page.get_by_role("textbox", name="Figure").fill("3.9")
    expect(norm).not_to_contain_text("34 to 57", timeout=TIMEOUT)
    page.get_by_role("textbox", name="Figure").fill("four")
    expect(room(page, "claims").locator(".hv-solver .hv-fault").first).to_contain_text("such as 4.1", timeout=TIMEOUT)


@pytest.mark.parametrize(("row", "pair"), list(enumerate(RIVALS)))
def test_what_the_scores_say_of_the_articles_accuracy_is_told_with_its_sureness(
    visit: Visit, row: int, pair: tuple[str, str]
):
    told = comparison()
    het, partial = pair
    page = visit("?tab=costs")
    said = room(page, "claims").locator(".hv-accuracy li").nth(row)
    scores = [round(told["trained"][variant]["map50"], 3) for variant in (het, partial)]
    edges = told["differences"][het][partial]
    expect(said).to_contain_text(f"({signed(scores[0] - scores[1])}; validation split", timeout=TIMEOUT)
    expect(said).to_contain_text(f"between {signed(edges['low'])} and {signed(edges['high'])} (95 %")
    for variant in pair:
        seeds = told["trained"][variant]["seeds"].values()
        several = f"{min(seeds):.3f} to {max(seeds):.3f} over {len(seeds)} seeds."
        assert (several in said.inner_text()) == (len(seeds) > 1)


def signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


# FACTS: FLOPs published, pure multiply-adds, parameters and accuracy of HetConv's VGG-16.
VGG16 = {
    "1": ("313.74", "313.464", "14.978M", "94.06"),
    "2": ("175.23", "175.052", "8.441M", "93.89"),
    "4": ("105.98", "105.846", "5.172M", "93.93"),
    "8": ("71.35", "71.243", "3.538M", "93.92"),
    "16": ("54.04", "53.941", "2.721M", "93.96"),
    "32": ("45.38", "45.290", "2.312M", "93.73"),
    "64": ("41.05", "40.965", "2.108M", "93.42"),
}


def test_the_papers_tables_and_a_layer_of_ones_own(visit: Visit, tmp_path: Path):
    page = open_costs(visit())
    room(page, "papers")
    for p, (published, macs, params, accuracy) in VGG16.items():
        cells = page.locator(f".hv-vgg16 tr[data-p='{p}'] td").all_inner_texts()
        assert (cells[0], cells[1], cells[4], cells[5]) == (published, macs, params, accuracy)
        assert cells[3] == f"{published} ✓"
    resnet = [row.split() for row in page.locator(".hv-resnet50 tbody tr").all_inner_texts()]
    assert [row[-1] for row in resnet] == ["4.0892G", "2.8561G"] and "2.85G" in resnet[1]
    own = room(page, "own")
    own.get_by_label("Parts, P").fill("3")
    row = own.locator("[data-operator=hetconv]")
    expect(row).to_contain_text("P = 3 must divide M = 64 and N = 64", timeout=TIMEOUT)
    own.get_by_label("Parts, P").fill("8")
    expect(row).to_contain_text("8,192", timeout=TIMEOUT)  # 64 · 64 · (9 / 8 + 7 / 8)
    with page.expect_download() as download:
        own.get_by_role("button", name="This layer as CSV").click()
    download.value.save_as(tmp_path / "layer.csv")
    saved = {line["operator"]: line for line in csv.DictReader((tmp_path / "layer.csv").open(encoding="utf-8-sig"))}
    assert (saved["hetconv"]["weights"], saved["hetconv"]["macs"], saved["hetconv"]["p"]) == (
        "8192",
        str(8192 * 40**2),
        "8",
    )
    choose_classes(page, 34)
    restored = visit(page.url.split("/", 3)[3])
    expect(restored.locator(".hv-room-own [data-operator=hetconv]")).to_contain_text("8,192", timeout=TIMEOUT)
    assert restored.locator(".hv-room-conventions").get_by_label("Classes").input_value() == "34"


def test_a_measurement_runs_to_its_end_one_at_a_time(visit: Visit):
    page, other = open_costs(visit()), open_costs(visit())
    clock = room(page, "clock")
    clock.get_by_label("Output size").select_option(label="160 × 160")
    clock.get_by_role("button", name="Measure now").click()
    clock.locator("progress[value]").wait_for(timeout=TIMEOUT)
    room(other, "clock").get_by_role("button", name="Measure now").click()
    expect(room(other, "clock").get_by_role("status")).to_contain_text("One at a time", timeout=TIMEOUT)
    expect(clock.get_by_role("status")).to_have_text("Done: 15 rounds.", timeout=TIMEOUT)
    rows = clock.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    assert rows == [f"layer/torch/{form}/" for form in ("standard", "loop", "mask", "group", "coarse")]
    assert "promises 33 %" in clock.locator(".hv-sentence").inner_text()
    assert all(float(text.removesuffix(" ms")) > 0 for text in clock.locator(".hv-median").all_inner_texts())
    assert clock.locator("progress").is_hidden()
    clock.get_by_role("radio", name="whole detectors").check()
    clock.get_by_role("button", name="Measure now").click()
    clock.get_by_role("button", name="Cancel").click()
    expect(clock.get_by_role("status")).to_contain_text("Cancelled after", timeout=TIMEOUT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_detector_is_seen_to_be_chosen(visit: Visit, scheme: str):
    clock = room(open_costs(visit(color_scheme=scheme)), "clock")
    clock.get_by_role("radio", name="whole detectors").check()
    chosen, free = (clock.get_by_role("checkbox", name=name, exact=True) for name in ("v5n C3", "v5n CSPPC"))
    assert chosen.is_checked() and not free.is_checked()
    for _ in range(30):  # plots above that are still being drawn push the room down, even while a picture is taken
        pictures = [np.array(Image.open(io.BytesIO(box.screenshot()))) for box in (chosen, free)]
        centres = [picture[4:-4, 4:-4, :3].mean((0, 1)) for picture in pictures]
        if np.abs(centres[0] - centres[1]).max() > 60:
            return
        clock.page.wait_for_timeout(500)
    pytest.fail(f"both boxes look like {centres}")


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh", "light")])
def test_the_tab_fits_a_phone(visit: Visit, language: str, scheme: str):
    page = open_costs(visit(f"?lang={language}", viewport={"width": 390, "height": 844}, color_scheme=scheme))
    for name in page.locator(".hv-rail a").evaluate_all("links => links.map((link) => link.dataset.section)"):
        drawn(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    assert ("计时" in page.locator("#hetviz-costs").inner_text()) == (language == "zh")


def test_every_run_has_its_learning_curve_and_the_chosen_two_are_bold(visit: Visit):
    page = open_costs(visit())
    drawn(page, "training")
    plots = page.locator(".hv-room-training .hv-plot")
    runs = [(variant, curve) for variant, by_seed in comparison()["curves"].items() for curve in by_seed.values()]
    for index, key in enumerate(("loss", "map50")):
        traces = plots.nth(index).evaluate("plot => plot.data.map(trace => [trace.x, trace.y])")
        kept = [[row for row in curve if key in row] for _, curve in runs]
        expected = [[[row["epoch"] for row in rows], [row[key] for row in rows]] for rows in kept]
        assert sorted(traces) == sorted(expected)
    bold = "plot => plot.data.filter(trace => trace.opacity === 1).map(trace => trace.text[0].split(',')[0])"
    assert set(plots.first.evaluate(bold)) == {"v5n C3", "v5n CSPHet P=4"}
    unfold(page).locator("#hetviz-right").select_option("v5n-csphet-p8")
    assert set(plots.first.evaluate(bold)) == {"v5n C3", "v5n CSPHet P=8"}


def test_every_run_of_every_recipe_stands_beside_its_original(visit: Visit):
    page = open_costs(visit())
    drawn(page, "recipes")
    told = comparison()
    traces = page.locator(".hv-room-recipes .hv-plot").first.evaluate("plot => plot.data.map(trace => trace.y)")
    sets = [told, *told["others"]]
    assert len(traces) == len(sets) == 3
    for ys, part in zip(traces, sets, strict=True):
        last = {name: [curve[-1]["map50"] for curve in runs.values()] for name, runs in part["curves"].items()}
        zero = {family: np.mean(last[name]) for family, name in (("v5n", "v5n-c3"), ("v8n", "v8n-c2f")) if name in last}
        expected = [score - zero[name.split("-")[0]] for name, scores in last.items() for score in scores]
        assert np.allclose(sorted(ys), sorted(expected))
    row = page.locator(".hv-room-recipes tbody tr", has_text="CSPHet P=4").first.locator("td").all_inner_texts()
    scores = [curve[-1]["map50"] for curve in sets[1]["curves"]["v5n-csphet-p4"].values()]
    held_out = f"{np.mean(scores):.3f} ({min(scores):.3f}–{max(scores):.3f})"
    assert row[2:4] == [f"{sets[1]['trained']['v5n-csphet-p4']['map50']:.3f}", held_out]


def test_one_section_is_shown_and_each_has_its_address(visit: Visit):
    page = open_costs(visit())
    keys = page.locator(".hv-rail a").evaluate_all("links => links.map((link) => link.dataset.section)")
    assert keys[0] == "plots" and len(keys) >= 10
    assert page.locator(".hv-room:visible").count() == 1
    link = page.locator(".hv-rail a[data-section=papers]")
    href = link.get_attribute("href")
    link.press("Enter")
    assert page.locator(".hv-room:visible h3").all_inner_texts() == ["The paper's tables, published and counted"]
    assert page.locator(".hv-rail [aria-current]").all_inner_texts() == ["The paper's tables, published and counted"]
    linked = visit(href.split("/", 3)[3])
    linked.locator(".hv-room-papers").wait_for(timeout=TIMEOUT)
    assert linked.locator(".hv-room:visible").count() == 1


def hold_plotly(page: Page) -> list:
    """Let Plotly's script wait; return the requests that wait."""
    held = []
    page.route("**/plotly-*.min.js", lambda route: held.append(route))
    return held


def test_a_plot_says_that_it_is_loading_until_it_is_drawn(visit: Visit):
    page = visit()
    held = hold_plotly(page)
    open_costs(page)
    figure = page.locator(".hv-room-plots .hv-figure").first
    expect(figure).to_have_attribute("aria-busy", "true")
    assert figure.locator(".hv-plot-words").inner_text() == "This plot is loading…"
    for request in held:
        request.continue_()
    drawn(page, "plots")
    assert figure.locator(".hv-plot-words").inner_text() == ""


def test_plots_follow_the_theme(visit: Visit):
    page = open_costs(visit(color_scheme="light"))
    ink = "plot => plot.layout.font.color"
    [first, *_] = drawn(page, "plots")
    assert first.evaluate(ink) == "#1b2430"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "() => document.querySelector('.hv-room-plots .js-plotly-plot').layout.font.color === '#e9eef5'"
    )
    [other, *_] = drawn(page, "shares")
    assert other.evaluate(ink) == "#e9eef5"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "() => document.querySelector('.hv-room-shares .js-plotly-plot').layout.font.color === '#1b2430'"
    )


def test_one_size_is_chosen_and_what_was_measured_at_another_says_so(visit: Visit):
    page = open_costs(visit())
    conventions = room(page, "conventions")
    heads = conventions.locator(".hv-detectors thead th")
    measured = comparison()["trained"]["v5n-c3"]["size"]
    expect(heads.nth(3)).to_have_text("GFLOPs at 640×640")
    expect(heads.last).to_have_text(f"mAP50 at {measured}×{measured}")
    expect(conventions.get_by_role("status")).to_contain_text(f"mAP50 was measured at {measured}×{measured}")
    conventions.get_by_label("Input size").select_option(label=f"{measured} × {measured}")
    expect(heads.nth(3)).to_have_text(f"GFLOPs at {measured}×{measured}")
    expect(conventions.get_by_role("status")).not_to_contain_text("mAP50 was measured")
    expect(page.locator("#hetviz-size")).to_have_value(str(measured))  # the page's one size
