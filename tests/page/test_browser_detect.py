"""The Detect tab as a visitor meets it."""

import base64
import json
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from hetviz.detectors import weights
from hetviz.page import diagrams
from hetviz.pictures.images import MAX_BYTES
from hetviz.texts.sentences import sentence, table
from tests.conftest import Visit, unfold
from tests.sample_pictures import BAD_PICTURES, encoded, scene

EXAMPLES = [key.removeprefix("example_") for key in table()["en"] if key.startswith("example_")]
PICTURE = "data:image/png;base64," + base64.b64encode(encoded(scene(200, 100))).decode()


def answer(variants: list[str], **changes) -> dict:
    """Return what the server would say: both detectors see a cat; C3 also sees a dog, the other one a weak bird."""
    own = {"v5n-c3": [[120, 10, 180, 90, 0.6, 1]]}
    other = [[20, 60, 60, 95, 0.1, 2]]
    rows = {v: [[10, 20, 100, 80, 0.9, 0], [12, 20, 100, 80, 0.5, 0], *own.get(v, other)] for v in variants}
    return {
        "picture": {"url": PICTURE, "width": 200, "height": 100},
        "notes": [],
        "answers": {
            variant: {
                "variant": variant,
                "candidates": candidates,
                "classes": ["cat", "dog", "bird"],
                "milliseconds": {"letterbox": 1.0, "network": 2.0, "boxes": 0.5},
                "engine": "torch",
                "precision": "fp32",
                "runs": 5,
                "size": 320,
            }
            for variant, candidates in rows.items()
        },
    } | changes


def stand_in(route: Route) -> None:
    """Answer the page in the server's stead where it asks for boxes."""
    if route.request.post_data_json["fn_name"] == "find":
        route.fulfill(json=answer(question(route)["variants"]))
    else:
        route.continue_()


def question(route: Route) -> dict:
    return route.request.post_data_json["data"]


def ready(page: Page) -> Page:
    page.locator(".hv-right .hv-picture:not([hidden])").wait_for()
    return page


def upload(page: Page, content: bytes, name: str = "picture.jpg") -> None:
    page.locator("#hetviz-detect input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": content}
    )


def shown_picture(page: Page) -> str:
    return page.locator(".hv-left .hv-picture").get_attribute("src")


def set_slider(page: Page, selector: str, value: float) -> None:
    page.locator(selector).evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)


# ---- the real server ------------------------------------------------------------------------------------------------
def test_the_first_view_is_an_example_already_detected(visit: Visit):
    page = ready(visit())
    assert page.locator(".hv-view h3").all_inner_texts() == ["C3", "CSPHet P=4"]
    expect(page.locator(".hv-credit")).to_contain_text("scikit-image")
    expect(page.locator(".hv-status")).to_contain_text("in common")
    assert page.locator(".hv-clock tbody tr").count() == 4
    assert page.locator(".hv-clock td").filter(has_text="ms").count() == 8
    size = weights.manifest()["v5n-c3"]["size"]
    said = f"{size}×{size} pixels, BatchNorm fused. Median of 5 runs"
    expect(page.locator("#hetviz-detect .hv-clock")).to_contain_text(said)
    expect(page.locator(".hv-clock .hv-small")).to_contain_text("threads")


def test_every_example_has_its_credit(visit: Visit):
    page = ready(visit())
    for index, key in enumerate(EXAMPLES):
        page.locator(".hv-example").nth(index).click()
        expect(page.locator(".hv-credit")).to_contain_text(sentence(f"credit_{key}"))
        expect(page.locator(".hv-example").nth(index)).to_have_attribute("aria-pressed", "true")
        assert page.locator(".hv-credit a").get_attribute("href").startswith("https://")
    assert page.locator(".hv-example").count() == len(EXAMPLES)


def test_a_phones_picture_is_offered_and_shown(visit: Visit):
    page = ready(visit())
    before = shown_picture(page)
    chooser = page.locator("#hetviz-detect input[type=file]")
    assert {".heic", ".heif"} < set(chooser.get_attribute("accept").split(","))
    upload(page, encoded(scene(256, 300), "HEIF"), "IMG_0001.HEIC")
    expect(page.locator(".hv-credit")).to_have_text("Your picture: IMG_0001.HEIC")
    assert shown_picture(page) != before


def test_two_kilobytes_over_the_limit_are_not_rounded_onto_it(visit: Visit):
    page = ready(visit(answers=stand_in))
    upload(page, bytes(MAX_BYTES + 2000))
    page.get_by_text("The file has 20.1 MB; at most 20 MB are read.").wait_for()


def test_an_uploaded_picture_with_a_hostile_name(visit: Visit):
    page = ready(visit())
    before = shown_picture(page)
    name = "<img src=x onerror=alert(1)>${alert(2)}.jpg"
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    upload(page, encoded(scene(256, 300)), name)
    expect(page.locator(".hv-credit")).to_have_text(f"Your picture: {name}")
    assert page.locator(".hv-credit *").count() == 0
    assert shown_picture(page) != before
    ratio = page.locator(".hv-left .hv-stage").evaluate("e => e.clientWidth / e.clientHeight")
    assert ratio == pytest.approx(256 / 300, rel=0.02)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_pictures_are_said_and_the_last_one_stays(visit: Visit, language: str):
    page = ready(visit(f"?lang={language}"))
    before, failure = shown_picture(page), page.locator("#hetviz-detect .hv-error")
    for content, code, facts in BAD_PICTURES.values():
        upload(page, content)
        expect(failure).to_have_text(f"{sentence(f'error_{code}', language, **facts)} {sentence('go_on', language)}")
        assert shown_picture(page) == before
    upload(page, bytes(MAX_BYTES + 1))
    expect(failure).to_contain_text(sentence("error_too_many_bytes", language, megabytes="20.1", limit=20))
    upload(page, encoded(scene(200, 100)), "good.jpg")
    expect(page.locator(".hv-credit")).to_contain_text("good.jpg")
    expect(failure).to_be_empty()


def test_what_was_done_to_a_picture_is_said(visit: Visit):
    page = ready(visit())
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    upload(page, encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100), "moving.gif")
    expect(page.locator(".hv-notes")).to_have_text(sentence("note_first_frame"))


SEND = """([kind, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: "image/png" }));
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true })
        : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
}"""


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_may_be_pasted_or_dropped(visit: Visit, kind: str):
    page = ready(visit())
    page.evaluate(SEND, [kind, list(encoded(scene(200, 100)))])
    expect(page.locator(".hv-credit")).to_have_text(f"Your picture: {kind}.png")


def test_a_shot_of_the_camera(visit: Visit):
    page = ready(visit())
    page.get_by_role("button", name="Take a photo").click()
    page.get_by_role("button", name="Shoot").click()
    expect(page.locator(".hv-credit")).to_have_text("Your picture: photo.jpg")
    assert page.locator("video").count() == 0
    expect(page.get_by_role("button", name="Take a photo")).to_be_enabled()


def test_a_refused_camera_is_explained(visit: Visit):
    page = ready(visit(answers=stand_in))
    refuse = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.evaluate(f"void ({refuse})")
    page.get_by_role("button", name="Take a photo").click()
    expect(page.locator("#hetviz-detect .hv-error")).to_contain_text(sentence("error_camera_denied"))
    expect(page.get_by_role("button", name="Take a photo")).to_be_enabled()


# ---- the page alone: answers that stand in for the server's ----------------------------------------------------------
def test_boxes_their_partners_and_the_three_groups(visit: Visit):
    page = ready(visit(answers=stand_in))
    assert page.locator(".hv-left .hv-tag").all_inner_texts() == ["cat 0.90", "dog 0.60"]
    assert page.locator(".hv-right .hv-tag").all_inner_texts() == ["cat 0.90"]
    assert page.locator(".hv-group strong").all_inner_texts() == ["1", "1", "0"]
    assert page.locator(".hv-group p").all_inner_texts() == ["cat", "dog", "nothing"]
    assert page.locator(".hv-single").get_attribute("aria-label") == "dog 0.60 confidence; found by this detector only"
    expect(page.locator(".hv-status")).to_have_text("C3 found 2, CSPHet P=4 found 1; 1 in common.")


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_box_lights_its_partner(visit: Visit, way: str):
    page = ready(visit(answers=stand_in))
    box = page.locator(".hv-left .hv-box", has_text="cat")
    getattr(box, way)()
    assert page.locator(".hv-lit").evaluate_all("boxes => boxes.map((box) => box.textContent)") == ["cat 0.90"] * 2
    assert page.locator(".hv-right .hv-lit").evaluate("e => getComputedStyle(e).boxShadow") != "none"
    if way == "hover":
        page.mouse.move(0, 0)
    else:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "dog 0.60"
        assert page.locator(".hv-lit").count() == 1
        page.locator("#hetviz-p").focus()
    expect(page.locator(".hv-lit")).to_have_count(0)


def test_thresholds_act_at_once_without_a_request(visit: Visit):
    page = ready(visit(answers=stand_in))
    before = len(page.requests)
    set_slider(page, "#hetviz-confidence", 0.05)
    assert page.locator(".hv-right .hv-tag").all_inner_texts() == ["cat 0.90", "bird 0.10"]
    set_slider(page, "#hetviz-nms_iou", 0.95)
    set_slider(page, "#hetviz-confidence", 0.5)
    assert page.locator(".hv-left .hv-tag").all_inner_texts() == ["cat 0.90", "dog 0.60"]
    set_slider(page, "#hetviz-nms_iou", 0.94)
    assert page.locator(".hv-group strong").all_inner_texts() == ["1", "1", "0"]
    set_slider(page, "#hetviz-confidence", 0.95)
    assert page.locator(".hv-box").count() == 0
    assert len(page.requests) == before


@pytest.mark.parametrize("width", [390, 1280])
def test_boxes_lie_where_they_belong_at_every_size(visit: Visit, width: int):
    page = ready(visit(answers=stand_in, viewport={"width": width, "height": 800}, device_scale_factor=2))
    picture = page.locator(".hv-left .hv-picture").bounding_box()
    box = page.locator(".hv-left .hv-box", has_text="dog").bounding_box()
    scale = picture["width"] / 200
    assert picture["height"] / 100 == pytest.approx(scale, rel=0.02)
    found = [box["x"] - picture["x"], box["y"] - picture["y"], box["width"], box["height"]]
    assert found == pytest.approx([side * scale for side in (120, 10, 60, 80)], abs=1.5)
    below = page.locator(".hv-right .hv-stage").bounding_box()["y"] > picture["y"] + picture["height"]
    assert below == (width == 390)


class Held:
    """Keeps questions back until they are let go."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def __call__(self, route: Route) -> None:
        self.routes.append(route)

    def let_go(self, page: Page, index: int, body: object = None) -> None:
        while len(self.routes) <= index:
            page.wait_for_timeout(20)
        route = self.routes[index]
        route.fulfill(json=body if body is not None else answer(question(route)["variants"]))


def test_a_late_answer_is_dropped(visit: Visit):
    held = Held()
    page = visit(answers=held)
    page.locator(".hv-example").nth(1).click()
    page.locator(".hv-example").nth(EXAMPLES.index("china")).click()
    held.let_go(page, 2)
    expect(page.locator(".hv-credit")).to_contain_text("CC BY 2.0")
    held.let_go(page, 0)
    held.let_go(page, 1)
    page.wait_for_timeout(300)
    expect(page.locator(".hv-credit")).to_contain_text("CC BY 2.0")
    assert page.locator(".hv-stale").count() == 0


def test_old_boxes_stay_and_are_marked_until_the_new_ones_come(visit: Visit):
    held = Held()
    page = visit(answers=held)
    held.let_go(page, 0)
    ready(page)
    page.locator(".hv-example").nth(1).click()
    expect(page.locator(".hv-stale")).to_have_count(2)
    expect(page.locator(".hv-waiting").first).to_be_visible()
    expect(page.locator(".hv-status")).to_have_text("Detecting…")
    assert page.locator(".hv-left .hv-tag").all_inner_texts() == ["cat 0.90", "dog 0.60"]
    held.let_go(page, 1)
    expect(page.locator(".hv-stale")).to_have_count(0)
    expect(page.locator(".hv-waiting").first).to_be_hidden()


@pytest.mark.parametrize(("body", "code"), [({"error": "gone", "facts": {}}, "gone"), ("nonsense", "failed")])
def test_nothing_is_lost_on_an_error(visit: Visit, body: object, code: str):
    held = Held()
    page = visit(answers=held)
    held.let_go(page, 0)
    ready(page)
    page.locator(".hv-example").nth(1).click()
    held.let_go(page, 1, body)
    expect(page.locator("#hetviz-detect .hv-error")).to_contain_text(sentence(f"error_{code}"))
    expect(page.locator(".hv-credit")).to_contain_text("Stefan van der Walt")
    expect(page.locator(".hv-stale")).to_have_count(0)
    assert page.locator(".hv-left .hv-tag").all_inner_texts() == ["cat 0.90", "dog 0.60"]


def test_a_new_p_does_not_lose_a_picture_on_its_way(visit: Visit):
    held = Held()
    page = visit(answers=held, edit=with_every_variant)
    held.let_go(page, 0)
    ready(page)
    page.locator(".hv-example").nth(1).click()
    page.locator("#hetviz-p").press("ArrowRight")
    held.let_go(page, 2)
    expect(page.locator(".hv-credit")).to_contain_text("Eileen Collins")
    assert question(held.routes[2]) == {
        "example": "astronaut",
        "variants": ["v5n-c3", "v5n-csphet-p8"],
        "kept": False,
    }
    assert [question(route)["kept"] for route in held.routes] == [True, False, False], "a choice is measured anew"
    assert page.locator(".hv-view h3").all_inner_texts() == ["C3", "CSPHet P=8"]


def test_a_new_p_asks_for_the_right_side_alone(visit: Visit):
    held = Held()
    page = visit(answers=held, edit=with_every_variant)
    held.let_go(page, 0)
    ready(page)
    page.locator("#hetviz-p").press("ArrowLeft")
    expect(page.locator(".hv-stale")).to_have_count(1)
    assert page.locator(".hv-view h3").all_inner_texts() == ["C3", "CSPHet P=4"]
    held.let_go(page, 1)
    expect(page.locator(".hv-right h3")).to_have_text("CSPHet P=2")
    assert question(held.routes[1])["variants"] == ["v5n-csphet-p2"]


def test_any_two_detectors_stand_side_by_side(visit: Visit):
    held = Held()
    page = visit(answers=held, edit=with_every_variant)
    held.let_go(page, 0)
    ready(page)
    unfold(page).get_by_label("Detector on the right").select_option(label="v5n CSPPC")
    held.let_go(page, 1)
    expect(page.locator(".hv-right h3")).to_have_text("CSPPC")
    page.get_by_label("Detector on the left").select_option("v5n-csphet-p16")
    held.let_go(page, 2)
    expect(page.locator(".hv-left h3")).to_have_text("CSPHet P=16")
    asked = [question(route)["variants"] for route in held.routes]
    assert asked == [["v5n-c3", "v5n-csphet-p4"], ["v5n-csppc"], ["v5n-csphet-p16"]]
    assert page.locator(".hv-group-only_right h4 span").inner_text() == "Only by CSPPC"
    assert page.locator("#hetviz-p").get_attribute("aria-valuetext") == "P = 4", "P is that of a CSPHet on the right"
    page.locator("#hetviz-p").press("ArrowLeft")
    held.let_go(page, 3)
    expect(page.locator(".hv-right h3")).to_have_text("CSPHet P=2")
    expect(page.locator("#hetviz-right")).to_have_value("v5n-csphet-p2")


def test_the_same_detector_on_both_sides_is_asked_once(visit: Visit):
    held = Held()
    page = visit(answers=held, edit=with_every_variant)
    held.let_go(page, 0)
    ready(page)
    unfold(page).locator("#hetviz-right").select_option("v5n-c3")
    held.let_go(page, 1)
    expect(page.locator(".hv-status")).to_have_text("C3 found 2, C3 found 2; 2 in common.")
    page.locator(".hv-example").nth(1).click()
    held.let_go(page, 2)
    expect(page.locator(".hv-credit")).to_contain_text("Eileen Collins")
    assert question(held.routes[2])["variants"] == ["v5n-c3"]
    assert page.locator(".hv-right .hv-box").count() == 2


def edited_config(html: str, change: Callable[[dict], None]) -> str:
    """Return the page with every view's `trained` changed."""
    head, rest = html.split("window.gradio_config = ", 1)
    config, length = json.JSONDecoder().raw_decode(rest)
    for component in config["components"]:
        own = component["props"].get("props") or {}
        if "trained" in own:
            change(own["trained"])
    safe = json.dumps(config).replace("<", "\\u003c")
    return f"{head}window.gradio_config = {safe}{rest[length:]}"


def with_every_variant(html: str) -> str:
    """Return the page as it is when all nine detectors have weights."""
    return edited_config(html, lambda trained: trained.update(dict.fromkeys(diagrams.VARIANTS, trained["v5n-c3"])))


def without_p8(html: str) -> str:
    return edited_config(html, lambda trained: trained.pop("v5n-csphet-p8", None))


def test_p_without_weights_shows_its_counts_and_no_boxes(visit: Visit):
    page = ready(visit(answers=stand_in, edit=without_p8))
    before = len(page.requests)
    page.locator("#hetviz-p").press("ArrowRight")
    expect(page.locator(".hv-missing")).to_contain_text("without boxes: CSPHet P=8. Trained:")
    expect(page.locator("#hetviz-right")).to_have_value("v5n-csphet-p8")
    expect(page.locator(".hv-p")).to_contain_text("1,561,921")
    expect(page.locator(".hv-right .hv-message").first).to_have_text(
        sentence("no_weights_no_boxes", model="CSPHet P=8")
    )
    assert page.locator(".hv-right .hv-box").count() == 0
    assert page.locator(".hv-left .hv-box").count() == 2
    assert page.locator(".hv-group strong").all_inner_texts() == ["–", "–", "–"]
    page.locator("#hetviz-p").press("ArrowLeft")
    assert page.locator(".hv-right .hv-box").count() == 1, "P = 4 is back without being asked for again"
    assert len(page.requests) == before
