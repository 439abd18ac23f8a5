"""What only the live pages have: the atlas, downloads, words without JavaScript, and a page for what is not there."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import inked, point_of, view
from tests.browser.ways import EXAMPLE, EXHIBITS, OPENED
from tests.conftest import SLUGS

COUNT_PICTURES = """
globalThis.pictures = {}
const {prototype} = ImageBitmapRenderingContext
const show = prototype.transferFromImageBitmap
prototype.transferFromImageBitmap = function (picture) {
  const pane = /leaflet-(\\w+)-pane/.exec(this.canvas.closest('.leaflet-pane').className)[1]
  if (!document.documentElement.dataset.painted) pictures[pane] = (pictures[pane] ?? 0) + 1
  return show.call(this, picture)
}
new MutationObserver((_, watch) => { if (document.documentElement.dataset.ready) {
  watch.disconnect(); queueMicrotask(() => { document.documentElement.dataset.painted = 'true' })
} }).observe(document, { subtree: true, attributes: true })
"""
"""How many pictures each pane of the map is given until the page is ready."""


@pytest.mark.parametrize("slug", OPENED)
def test_without_javascript_everything_is_there_to_read(server: str, visit: Visit, slug: str) -> None:
    page = visit(f"{server}/{slug}/", ready=False, java_script_enabled=False)
    exhibit = EXHIBITS[slug]
    for chapter in exhibit.chapters:
        expect(page.get_by_role("heading", name=str(chapter.title), exact=True)).to_be_visible()
    expect(page.locator("table.places:visible")).to_have_count(len(exhibit.layers))
    expect(page.locator(".bibliography > li:visible")).to_have_count(len(exhibit.sources))
    for feature in exhibit.features:
        row = page.locator(f'[data-feature="{feature.id}"]')
        expect(row.locator(".card")).to_be_visible()
    expect(page.locator(".no-script p")).to_be_visible()
    expect(page.locator(".no-script img")).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)


def test_a_page_asks_once_for_what_it_needs_and_in_its_head(server: str, visit: Visit) -> None:
    page = visit(f"{server}/{EXAMPLE}/")
    asked: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    named: list[str] = page.eval_on_selector_all("head link[rel$=preload]", "(links) => links.map(({ href }) => href)")
    assert [address for address in named if asked.count(address) != 1] == []
    late = [address for address in asked if address.endswith(".js") and address not in named]
    assert [address.rpartition("/")[2] for address in late] == ["leaflet.js"]
    assert len(asked) < 45

    page.add_init_script(COUNT_PICTURES)
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    drawn = page.evaluate("pictures")
    assert drawn["world"] == 1, "The map is drawn when everything is there, not whenever something comes."
    assert set(drawn.values()) == {1}


def test_a_layer_can_be_downloaded(server: str, visit: Visit) -> None:
    page = visit(f"{server}/{EXAMPLE}/")
    page.get_by_role("tab", name="Places and times").click()
    with page.expect_download() as download:
        page.locator('.downloads a[href$=".geojson"]').first.click()
    layer = EXHIBITS[EXAMPLE].layers[0]
    assert download.value.suggested_filename == f"{EXAMPLE}-{layer.id}.geojson"
    document = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert len(document["features"]) == len(layer.features)


def test_atlas_links_to_every_exhibit(server: str, visit: Visit) -> None:
    page = visit(f"{server}/")
    expect(page.locator("h1")).to_have_count(1)
    kept = re.search(r'class="chart"><svg width="1" height="(\d+)"', page.request.get(f"{server}/").text())
    assert kept
    assert page.locator(".chart svg").get_attribute("height") == kept[1], "Nothing moves when the years are drawn."
    assert inked(page, "paths") > 300
    assert inked(page, "places") > 50
    cards = page.locator("[data-exhibit]")
    assert cards.evaluate_all("(cards) => cards.map((card) => card.dataset.exhibit)") == list(EXHIBITS)
    for slug, exhibit in EXHIBITS.items():
        link = page.get_by_role("link", name=str(exhibit.title), exact=True)
        assert link.evaluate("(link) => link.href") == f"{server}/{slug}/"
    page.get_by_role("link", name=str(EXHIBITS[SLUGS[0]].title), exact=True).click()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("h1")).to_have_text(str(EXHIBITS[SLUGS[0]].title))


def test_the_story_reads_on_a_phone(server: str, visit: Visit) -> None:
    page = visit(f"{server}/{SLUGS[0]}/", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert view(page)[0] > 0
    expect(page.locator(".chapter:visible h2")).to_have_text("Introduction")


def test_card_on_a_phone_is_not_covered(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/#chapter=the-hit&feature=mission-4154/15", viewport=PHONE)
    card = page.locator(".feature-popup .leaflet-popup-content-wrapper")
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    expect(page.locator(".map-buttons")).to_be_hidden()
    page.locator(".feature-popup .close").click()
    expect(card).to_have_count(0)
    expect(page.locator(".map-buttons")).to_be_visible()


def test_missing_page_links_to_exhibits(server: str, visit: Visit) -> None:
    page = visit(f"{server}/no-such-exhibit/", status=404, ready=False)
    expect(page.locator("h1")).to_be_visible()
    for exhibit in EXHIBITS.values():
        expect(page.get_by_role("link", name=str(exhibit.title), exact=True)).to_be_visible()
    page.get_by_role("link", name="Atlas").click()
    page.wait_for_selector("html[data-ready=true]", state="attached")


def test_a_click_on_the_atlas_finds_the_card(server: str, visit: Visit) -> None:
    page = visit(f"{server}/")
    first = EXHIBITS[EXAMPLE].flights[0].fixes[0]
    page.mouse.click(*point_of(page, first.lat, first.lon))
    expect(page.locator(".exhibit-card.chosen")).to_have_count(1)
