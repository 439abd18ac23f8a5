"""The atlas: every exhibit on one map and one timeline, a year at a time, and the threads between them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import inked
from tests.browser.ways import EXHIBITS

YEARS_APART = 4
"""Pixels between two years on the axis, at least."""


@pytest.fixture(params=["live", "site"])
def atlas(request: pytest.FixtureRequest, visit: Visit) -> Page:
    if request.param == "live":
        return visit(f"{request.getfixturevalue('server')}/")
    site: Path = request.getfixturevalue("site")
    return visit((site / "index.html").as_uri(), folder=True)


def cards(page: Page) -> list[str]:
    shown: list[str] = page.locator("[data-exhibit]:visible").evaluate_all(
        "(cards) => cards.map((card) => card.dataset.exhibit)"
    )
    return shown


def test_a_year_shows_its_flights_in_the_world_of_that_year(atlas: Page) -> None:
    everything = inked(atlas, "paths")
    slider = atlas.get_by_role("slider", name="Year")
    slider.fill("1976")
    expect(atlas.locator("[data-timeline] output")).to_contain_text("1976")
    assert "foxbat-to-hakodate" in cards(atlas)
    assert "grand-slam" not in cards(atlas)
    assert 0 < inked(atlas, "paths") < everything
    expect(atlas.locator("[data-notice]")).to_contain_text("1976")
    slider.fill("1973")
    expect(atlas.locator("[data-notice]")).to_contain_text("Borders of 1 July 1973")
    atlas.get_by_role("button", name="All years").click()
    assert cards(atlas) == list(EXHIBITS)
    assert inked(atlas, "paths") == everything


def test_the_year_can_be_linked_to(server: str, visit: Visit) -> None:
    page = visit(f"{server}/")
    page.get_by_role("slider", name="Year").fill("1960")
    expect(page).to_have_url(re.compile("date=1960.*layers="))
    again = visit(page.url)
    expect(again.locator("[data-timeline] output")).to_contain_text("1960")
    assert cards(again) == cards(page)


def test_static_atlas_links_to_its_files_and_back(site: Path, visit: Visit) -> None:
    page = visit((site / "index.html").as_uri(), folder=True)
    assert inked(page, "paths") > 300
    first = next(iter(EXHIBITS.values()))
    page.get_by_role("link", name=str(first.title), exact=True).click()
    expect(page.locator("h1")).to_have_text(str(first.title))
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.locator("a.home").click()
    expect(page.locator("[data-exhibit]")).to_have_count(len(EXHIBITS))
    page.wait_for_selector("html[data-ready=true]", state="attached")


def test_keys_walk_through_the_years(atlas: Page) -> None:
    slider = atlas.get_by_role("slider", name="Year")
    slider.fill("1961")
    slider.press("ArrowRight")
    expect(atlas.locator("[data-timeline] output")).to_contain_text("1962")
    assert "glienicke-bridge" in cards(atlas)


def test_a_flight_on_the_time_line_leads_to_its_year_and_its_card(atlas: Page) -> None:
    atlas.locator('.chart circle[data-slug="foxbat-to-hakodate"]').last.click()
    expect(atlas.locator("[data-timeline] output")).to_contain_text("1976")
    expect(atlas.locator('[data-exhibit="foxbat-to-hakodate"]')).to_have_class("exhibit-card chosen")


def test_threads_lead_from_one_exhibit_to_the_next(server: str, visit: Visit) -> None:
    page = visit(f"{server}/")
    assert page.locator(".chart .thread").count() == sum(len(exhibit.threads) for exhibit in EXHIBITS.values())
    last = EXHIBITS["grand-slam"].chapters[-1].id
    page = visit(f"{server}/grand-slam/", hash=f"#chapter={last}")
    page.get_by_role("link", name="The pilot walks home over a bridge").click()
    expect(page.locator("h1")).to_have_text("Glienicke Bridge")
    page.wait_for_selector("html[data-ready=true]", state="attached")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_handle_is_on_the_axis_in_the_middle_of_its_year(server: str, visit: Visit, width: int) -> None:
    page = visit(f"{server}/", viewport={"width": width, "height": 900})
    slider = page.get_by_role("slider", name="Year")
    first, last = (int(slider.get_attribute(end) or "") for end in ("min", "max"))
    for year in (first, 1960, last):
        slider.fill(str(year))
        band, track, axis = (
            page.locator(name).bounding_box() for name in (".chart .year", ".years input", ".chart .axis")
        )
        assert band
        assert track
        assert axis
        handle = track["x"] + 10 + (track["width"] - 20) * (year - first) / (last - first)
        assert handle == pytest.approx(band["x"] + band["width"] / 2, abs=2)
        assert track["y"] + track["height"] / 2 == pytest.approx(axis["y"], abs=2)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "de", "ru", "ja"])
def test_no_name_on_the_time_line_is_cut_and_no_years_touch(
    server: str, visit: Visit, width: int, language: str
) -> None:
    page = visit(f"{server}/?lang={language}", viewport={"width": width, "height": 900})
    for name in page.locator(".chart .name").all():
        box = name.bounding_box()
        assert box
        assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True), name.text_content()
    ends = "years => years.map(year => year.getBoundingClientRect()).map(({ left, right }) => [left, right])"
    years = page.locator(".chart .tick").evaluate_all(ends)
    assert all(after - before > YEARS_APART for (_, before), (after, _) in pairwise(years))


def test_a_year_without_flights_says_where_the_next_are(atlas: Page) -> None:
    atlas.get_by_role("slider", name="Year").fill("1964")
    expect(atlas.locator("[data-timeline] output")).to_have_text("No flight in 1964")
    assert cards(atlas) == list(EXHIBITS)
    expect(atlas.locator("[data-exhibit].dimmed")).to_have_count(len(EXHIBITS))
    atlas.locator("[data-year=before]").click()
    expect(atlas.locator("[data-timeline] output")).to_contain_text("1962")
    expect(atlas.locator("[data-exhibit].dimmed")).to_have_count(0)
    atlas.locator("[data-year=after]").click()
    expect(atlas.locator("[data-timeline] output")).to_contain_text("1966")
