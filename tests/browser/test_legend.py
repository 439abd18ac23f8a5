"""The legend: all that is drawn in sight and nothing else, in the colours that are drawn; folded on small pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import begun, show

MARKS = ".legend .marks > li:visible"


def marks(page: Page) -> list[str]:
    found: list[str] = page.locator(MARKS).evaluate_all("(items) => items.map((item) => item.dataset.mark)")
    return found


def test_the_legend_names_what_is_in_sight(server: str, visit: Visit) -> None:
    page = visit(f"{server}/zuyev-to-trabzon/", hash="#date=1989-05-20T02:00Z")
    expect(page.locator("[data-mark=disc]")).to_be_visible()
    assert marks(page) == [
        "inferred",
        "interpolated",
        "fix",
        "site",
        "event",
        "hollow",
        "approximate",
        "corridor",
        "disc",
    ]
    show(page, 0, -150, 5)
    expect(page.locator(MARKS)).to_have_count(0)


def test_the_legend_follows_the_layers(server: str, visit: Visit) -> None:
    page = visit(f"{server}/grand-slam/", hash="#chapter=povarnya")
    expect(page.locator("[data-mark=reach]")).to_be_visible()
    page.locator(".layers summary").click()
    for box in page.locator(".layers input").all():
        box.uncheck()
    expect(page.locator(MARKS)).to_have_count(0)


def test_land_under_the_ground_of_a_plan_is_not_explained(server: str, visit: Visit) -> None:
    page = visit(f"{server}/glienicke-bridge/", hash="#map=16/52.4134/13.0902")
    territories = page.locator("[data-legend=world]")
    expect(page.locator(MARKS)).not_to_have_count(0)
    expect(territories).to_be_hidden()
    show(page, 52.4134, 13.0902, 9)
    expect(territories).to_be_visible()


def test_samples_have_the_colour_of_the_lines_in_sight(server: str, visit: Visit) -> None:
    page = visit(f"{server}/glienicke-bridge/")
    expect(page.locator(f"{MARKS} .sample.ink").first).to_be_visible()
    expect(page.locator(f"{MARKS} .sample.flight:visible")).to_have_count(0)
    page = visit(f"{server}/zuyev-to-trabzon/", hash="#date=1989-05-20T02:00Z")
    expect(page.locator(f"{MARKS} .sample.flight:visible").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "de", "ru", "ja"])
def test_every_item_has_words(server: str, visit: Visit, language: str) -> None:
    page = visit(f"{server}/zuyev-to-trabzon/", hash=f"#date=1989-05-20T02:00Z&lang={language}")
    expect(page.locator("[data-mark=corridor]")).to_be_visible()
    assert all(text.strip("≈ \n") for text in page.locator(MARKS).all_inner_texts())


@pytest.mark.parametrize(("width", "is_open"), [(1199, False), (1300, True)])
def test_a_small_page_begins_with_its_legend_folded(server: str, visit: Visit, width: int, *, is_open: bool) -> None:
    page = visit(f"{server}/grand-slam/", viewport={"width": width, "height": 900})
    assert page.locator(".legend").evaluate("(legend) => legend.open") is is_open


def test_a_narrow_kiosk_begins_with_its_legend_folded(server: str, visit: Visit) -> None:
    page = begun(visit(f"{server}/grand-slam/kiosk", viewport={"width": 1080, "height": 1920}, has_touch=True))
    assert page.locator(".legend").evaluate("(legend) => legend.open") is False


@pytest.mark.parametrize("way", ["", "kiosk"])
def test_nothing_shines_through_the_legend(server: str, visit: Visit, way: str) -> None:
    page = begun(visit(f"{server}/grand-slam/{way}", viewport={"width": 1080, "height": 1920}))
    page.locator(".legend summary").click()
    grounds = page.locator(".keys, .key").evaluate_all(
        "(boxes) => boxes.map((box) => getComputedStyle(box).backgroundColor)"
    )
    assert any(ground.startswith("rgb(") for ground in grounds)
    assert not any(ground.startswith("color(") for ground in grounds)
