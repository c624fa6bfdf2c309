"""The Detect tab as a visitor meets it."""

from tests.conftest import Visit


def test_the_first_view_is_an_example_already_detected(visit: Visit):
    page = visit()
    page.locator(".hv-view.hv-right .hv-picture:not([hidden])").wait_for()
    assert page.locator(".hv-view h3").all_inner_texts() == ["C3", "CSPHet P=4"]
    assert "scikit-image" in page.locator(".hv-credit").inner_text()
