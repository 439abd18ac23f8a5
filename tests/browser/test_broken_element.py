"""An element that fails is reported on the page, and the others work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP

BROKEN = "export const mount = () => { throw new Error('broken on purpose') }"
SYNTAX = "export const mount = ("
MAP = """() => {
  const shown = document.querySelector('.leaflet-world-pane canvas')
  const copy = Object.assign(document.createElement('canvas'), { width: shown.width, height: shown.height })
  copy.getContext('2d').drawImage(shown, 0, 0)
  return copy.toDataURL()
}"""
"""The picture of the world on the page."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may have errors."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("script", [BROKEN, SYNTAX])
@pytest.mark.parametrize(
    ("element", "report"),
    [
        ("time_deck", "The playback controls and the altitude profile could not be shown."),
        ("areas", "Part of the map could not be shown."),
    ],
)
def test_a_broken_element_is_reported_and_the_others_work(
    page: Page, server: str, element: str, report: str, script: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(f"**/js/elements/{element}.js", lambda route: route.fulfill(content_type="text/javascript", body=script))
    page.goto(f"{server}/grand-slam/")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.get_by_role("alert")).to_have_text(report)
    assert len(errors) == 1
    page.get_by_role("tab", name="Places and times").click()
    page.locator("#places .flight .name button").first.click()
    expect(page.locator(".feature-card h3")).to_be_visible()


def test_a_page_whose_scripts_cannot_be_loaded_is_one_to_read(page: Page, server: str) -> None:
    page.route("**/js/shared.js", lambda route: route.abort())
    page.goto(f"{server}/grand-slam/")
    for words in ("#story .chapter", "#places table", "#sources li"):
        expect(page.locator(words).last).to_be_visible()


def test_the_details_of_the_world_follow_when_the_page_is_open_and_are_missed_aloud(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route("**/world-details.json.gz*", lambda route: held.append(route))
    page.goto(f"{server}/grand-slam/")
    page.wait_for_selector("html[data-ready=true]:not([data-complete])", state="attached")
    before = page.evaluate(MAP)
    held.pop().continue_()
    page.wait_for_selector("html[data-complete=true]", state="attached")
    page.wait_for_function(f"(before) => ({MAP})() !== before", arg=before)
    page.reload()
    page.wait_for_selector("html[data-ready=true]:not([data-complete])", state="attached")
    held.pop().abort()
    expect(page.get_by_role("alert")).to_have_text("Part of the map could not be shown.")
