"""A visitor's own detector on the page: a file is dropped, and every tab works with what it holds, for that visitor alone."""

import base64
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from hetviz.counting import layers
from hetviz.detectors import own_weights, weights
from hetviz.texts.sentences import sentence, table
from tests.conftest import Visit, unfold
from tests.page.own_files import FILE, VARIANT, own_file, own_names, renamed, untrained_file

MODEL = sentence("own_model", label="CSPHet P=4", file=FILE)
DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, content: bytes, name: str = FILE) -> None:
    page.evaluate(DROP, [name, base64.b64encode(content).decode()])


def choose(page: Page, content: bytes, name: str = FILE) -> None:
    page.locator("#hetviz-p-control .hv-own-file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.mark.parametrize("bring", [drop, choose])
def test_a_file_stands_beside_c3_after_one_move(visit: Visit, bring: Callable[[Page, bytes], None]):
    page = visit()
    detect = page.locator("#hetviz-detect")
    detect.locator(".hv-view.hv-left .hv-box").first.wait_for()
    bring(page, own_file())
    expect(detect.locator(".hv-view.hv-right h3")).to_have_text(MODEL)
    expect(detect.locator(".hv-view.hv-right .hv-tag").first).to_contain_text("my cat")
    expect(detect.locator(".hv-view.hv-left .hv-tag").first).to_contain_text("cat")
    expect(detect.locator(".hv-view.hv-right .hv-take")).to_be_hidden()
    size = weights.manifest()[VARIANT]["size"]
    taken = sentence("own_taken", file=FILE, label="CSPHet P=4", count=20, size=size)
    expect(page.locator("#hetviz-p-control .hv-own-said")).to_have_text(taken)
    expect(page.locator("#hetviz-p-control .hv-p-against")).to_have_text("own CSPHet P=4 against C3")
    # Its boxes are not those of C3's classes, though the numbers of their classes are the same.
    expect(detect.locator(".hv-group-both .hv-number")).to_have_text("0")


def test_it_is_counted_for_its_classes_and_has_no_score(visit: Visit):
    page = unfold(visit())
    drop(page, untrained_file("v5n-csphet-p8", ("one", "two", "three")))
    model = sentence("own_model", label="CSPHet P=8", file=FILE)
    expect(page.locator("#hetviz-p-remark")).to_have_text(sentence("own_map", model=model))
    expect(page.locator(".hv-p-figure[data-figure=map50]")).to_contain_text(sentence("own_map_short"))
    expect(page.locator("#hetviz-classes")).to_have_value("3")
    expect(page.locator(".hv-p-figure[data-figure=parameters] dd").first).to_have_text(
        f"{layers.detector('v5n-csphet-p8', 3, 640).params:,}"
    )
    row = page.get_by_role("row", name=sentence("parameters"))
    expect(row.locator("td").first).to_have_text(f"{layers.detector('v5n-c3', 3, 640).params:,}")
    expect(page.locator(".hv-p-value").first).to_have_text("P = 8")
    page.locator("#hetviz-classes").select_option("80")
    expect(page.locator(".hv-p-convention")).to_contain_text(sentence("own_counted", model=model, count=3))
    page.locator("#hetviz-right").select_option("v5n-csphet-p4")
    page.locator("#hetviz-classes").select_option("20")
    page.locator("#hetviz-left").select_option(label=f"v5n {model}")  # it can stand on either side
    expect(page.locator("#hetviz-detect .hv-view.hv-left h3")).to_have_text(model)
    expect(page.locator("#hetviz-classes")).to_have_value("3")


def test_its_address_tells_nobody_how_to_ask_for_it(visit: Visit):
    page = visit()
    drop(page, own_file())
    expect(page.locator("#hetviz-detect .hv-view.hv-right h3")).to_have_text(MODEL)
    assert parse_qs(urlparse(page.url).query)["right"] == ["own-1"]
    other = visit(f"?{urlparse(page.url).query}")
    wrong = sentence("address_wrong_own", name="right", text="own-1", taken=VARIANT)
    expect(other.locator(".hv-wrongs")).to_contain_text(wrong)
    expect(other.locator("#hetviz-detect .hv-view.hv-right h3")).to_have_text("CSPHet P=4")


def test_after_the_visit_the_server_has_nothing_of_it(visit: Visit):
    page = visit()
    with page.expect_request(
        lambda request: "own-" in (request.post_data or "") and '"find"' in request.post_data
    ) as asked:
        drop(page, own_file())
    expect(page.locator("#hetviz-detect .hv-view.hv-right .hv-tag").first).to_contain_text("my cat")
    question = {"data": asked.value.post_data, "headers": {"content-type": "application/json"}}
    assert "my cat" in page.request.post(asked.value.url, **question).text()
    page.goto("about:blank")
    page.wait_for_timeout(2000)
    assert "own_gone" in page.request.post(asked.value.url, **question).text()


def test_a_second_file_of_the_name_takes_the_place_of_the_first(visit: Visit):
    page = unfold(visit())
    option = page.locator("#hetviz-right option", has_text=FILE)
    drop(page, untrained_file("v5n-csphet-p8", ("one", "two")))
    expect(option).to_have_text(f"v5n {sentence('own_model', label='CSPHet P=8', file=FILE)}")
    drop(page, untrained_file("v5n-c3", ("one", "two")))
    expect(option).to_have_text(f"v5n {sentence('own_model', label='C3', file=FILE)}")
    expect(page.locator("#hetviz-detect .hv-view.hv-right h3")).to_have_text(
        sentence("own_model", label="C3", file=FILE)
    )


def test_a_third_file_takes_the_place_of_what_was_not_used_longest_and_that_is_said(visit: Visit):
    page = unfold(visit())
    shown = {side: page.locator(f"#hetviz-detect .hv-view.hv-{side} h3") for side in ("left", "right")}
    one, two, three = files = [f"{name}.safetensors" for name in ("one", "two", "three")]
    model = {file: sentence("own_model", label="CSPHet P=8", file=file) for file in files}
    options = page.locator("#hetviz-right option", has_text="own:")
    for file in files:
        drop(page, untrained_file("v5n-csphet-p8", ("a class",)), file)
        expect(page.locator("#hetviz-p-control .hv-own-said")).to_contain_text(f"“{file}” is CSPHet P=8")
        if file == one:
            page.locator("#hetviz-left").select_option(label=f"v5n {model[one]}")
            expect(shown["left"]).to_have_text(model[one])
            expect(page.locator("#hetviz-detect .hv-stale")).to_have_count(0)
        expect(shown["right"]).to_have_text(model[file])
        expect(page.locator("#hetviz-detect .hv-stale")).to_have_count(0)
    expect(options).to_have_text([f"v5n {model[file]}" for file in (two, three)])
    said = sentence("own_made_room", file=one, each=2, all=8)
    expect(page.locator("#hetviz-p-control .hv-own-said")).to_contain_text(said)
    for side in shown.values():  # what was shown of the one that went is shown of the newest
        expect(side).to_have_text(model[three])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_used_is_said_with_its_reason(visit: Visit, language: str):
    page = visit(f"?lang={language}")

    def refused(content: bytes, code: str, file: str = FILE, **facts: object) -> None:
        drop(page, content, file)
        reason = table()[language][f"error_{code}"].format(**facts)
        said = sentence("own_refused", language, file=file, reason=reason)
        expect(page.locator("#hetviz-p-control .hv-own .hv-error")).to_have_text(said)
        expect(page.locator(".hv-notice")).to_have_text(said)  # on whichever tab, for a while

    refused(b"PK\x03\x04" + b"x" * 100, "pickle", "best.pt")
    problem = sentence("own_problem_missing", language)
    facts = {"variant": "YOLOv5n CSPHet P=4", "key": "stem.conv.weight", "problem": problem}
    refused(renamed(own_file(), "stem.conv.weight", "x"), "stranger", **facts)
    rule = sentence("own_rule_classes", language, longest=own_weights.MAX_NAME)
    refused(untrained_file("v5n-c3", ("twice", "twice")), "metadata", name="classes", rule=rule)
    refused(bytes(17 * 2**20), "weights_too_large", megabytes=17, limit=16)
    assert not page.locator("#hetviz-right option", has_text="own").count()


def test_names_from_the_file_are_text(visit: Visit):
    page = visit()
    name = "<img src=x onerror=alert(1)>.safetensors"
    classes = tuple("<b>cat</b>" if name == "my cat" else name for name in own_names())
    drop(page, own_file(classes=classes), name)
    tag = page.locator("#hetviz-detect .hv-view.hv-right .hv-tag").first
    expect(tag).to_contain_text("<b>cat</b>")
    assert not page.locator("b", has_text="cat").count() and not page.locator("img[src=x]").count()


def test_every_tab_works_with_it(visit: Visit):
    page = visit()
    drop(page, own_file())
    detect = page.locator("#hetviz-detect")
    expect(detect.locator(".hv-view.hv-right .hv-tag").first).to_contain_text("my cat")
    page.get_by_role("tab", name="Heat maps").click()
    heat = page.locator("#hetviz-heat-maps")
    heat.locator(".hv-view.hv-right .hv-box").last.click()
    expect(heat.locator(".hv-view.hv-right canvas.hv-heat-map")).to_be_visible()
    expect(heat.locator(".hv-view.hv-left")).to_contain_text(sentence("own_other_classes", model="C3", name="my cat"))
    page.get_by_role("tab", name="Kernels").click()
    page.locator(".hv-kernels-variant").select_option(label=MODEL)
    expect(page.locator(".hv-kernels-lost")).to_be_visible()
    assert "own-" not in (parse_qs(urlparse(page.url).query).get("layer") or [""])[0]
    page.locator(".hv-filter").scroll_into_view_if_needed()
    expect(page.locator(".hv-filter-sides .hv-kernels-right-name")).to_have_text(MODEL)
    expect(page.locator(".hv-filter-shares tr[data-variant^=own-]")).to_have_count(1)
    page.get_by_role("tab", name="Costs").click()
    page.locator("#hetviz-costs a[data-section=conventions]").click()
    row = page.locator(".hv-detectors tr[data-variant^=own-]")
    expect(row.locator("th")).to_have_text(MODEL)
    expect(row.locator(".hv-params")).to_have_text(f"{layers.detector(VARIANT, 20, 640).params:,}")
    expect(row.locator("td").last).to_have_text("–")
    page.get_by_role("tab", name="Live").click()
    expect(page.locator("#hetviz-live .hv-view.hv-right h3")).to_have_text(MODEL)
    expect(page.locator("#hetviz-live .hv-error")).to_be_empty()
    expect(page.locator("#hetviz-live .hv-view.hv-right .hv-count")).not_to_be_empty()


def test_the_clock_races_it_beside_c3(visit: Visit):
    page = visit("?tab=costs&section=clock&classes=20")
    drop(page, untrained_file(VARIANT, ("one", "two", "three")))
    clock = page.locator("#hetviz-costs .hv-room-clock")
    clock.get_by_role("radio", name=sentence("costs_scope_detectors")).check()
    own = clock.get_by_role("checkbox", name=f"v5n {MODEL}")
    expect(own).to_be_checked()
    clock.get_by_role("checkbox", name="v5n CSPHet P=4", exact=True).uncheck()
    expect(clock).to_contain_text(sentence("costs_clock_command_named"))
    expect(clock.locator(".hv-command")).to_contain_text("--variants v5n-c3 ")
    clock.get_by_label(sentence("input_size")).select_option("64 × 64")  # the size of the file
    clock.get_by_role("button", name=sentence("costs_clock_start")).click()
    rows = clock.locator("tr[data-row^=own-]")
    expect(rows).to_have_count(2 * 2 * 4, timeout=120_000)  # engines, alone and end to end, forms: one round is through
    coarse = rows.filter(has_text="openvino").filter(has_text="coarse").filter(has_text="network")
    expect(coarse.locator("th")).to_contain_text(f"v5n {MODEL}, openvino")
    promise = layers.detector(VARIANT, 3, 64).macs / layers.detector("v5n-c3", 20, 64).macs
    expect(coarse.locator("td").nth(1)).to_have_text(f"{100 * promise:.0f} %")
    expect(coarse.locator("td").nth(2)).to_have_text(re.compile(r"^\d+ %$"))  # of C3's time
    said = clock.locator("p", has_text=sentence("costs_clock_own", model=MODEL, count=3, size=64))
    expect(said).to_contain_text(re.compile("64×64 .*threads: [0-9]+"))
    clock.get_by_role("button", name=sentence("cancel")).click()
    expect(clock.get_by_role("status")).to_contain_text("Cancelled after", timeout=60_000)


def test_the_clock_says_that_it_is_no_longer_kept(visit: Visit):
    page = visit("?tab=costs&section=clock")
    drop(page, untrained_file(VARIANT, ("one", "two")))
    clock = page.locator("#hetviz-costs .hv-room-clock")
    clock.get_by_role("radio", name=sentence("costs_scope_detectors")).check()
    key = clock.get_by_role("checkbox", name=f"v5n {MODEL}").get_attribute("value")
    page.evaluate("key => fetch(`hetviz-own-detectors/${key}`, { method: 'DELETE' })", key)
    clock.get_by_role("button", name=sentence("costs_clock_start")).click()
    expect(clock.get_by_role("status")).to_have_text(sentence("error_own_gone"))
    expect(clock.get_by_role("button", name=sentence("costs_clock_start"))).to_be_enabled()
