"""Ten thousand places in a real browser: the page comes up, a place opens, nothing complains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import inked, point_of, show
from tests.conftest import write_exhibit
from tests.serving import serving
from tests.test_performance import places

COUNT = 10_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an exhibit of ten thousand places."""
    geodata = tmp_path_factory.mktemp("many")
    write_exhibit(Path(geodata), "many", features=places(COUNT))
    with serving(OVERFLIGHT_GEODATA=str(geodata)) as address:
        yield f"{address}/many/"


def test_ten_thousand_places_are_drawn_and_each_can_be_opened(many: str, visit: Visit) -> None:
    page = visit(many)
    assert inked(page, "places") > 10_000
    lon, lat = 6 + 99 * 0.08, 47 + 99 * 0.06
    show(page, lat, lon, 9)
    page.mouse.click(*point_of(page, lat, lon))
    card = page.locator(".feature-card")
    expect(card.locator("h3")).to_have_text(f"P{COUNT - 1}")
    assert page.evaluate("document.activeElement.textContent") == f"P{COUNT - 1}"
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
