"""An exhibit in Arabic: its words run from right to left, its map and its time do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.content.folders import STORY, TOML, collection, flight, make
from tests.serving import serving

ARABIC = "## الإقلاع {#start}\n\nفي الساعة 06:26 أقلعت الطائرة U-2 من Peshawar باتجاه Bodø.[^trial]\n"
TRACK = flight(
    name={"ar": "رحلة باورز", "en": "Powers's flight"},
    coordinateProperties={
        "times": ["1960-05-01T05:00Z", "1960-05-01T05:30Z", "1960-05-01T06:00Z"],
        "basis": ["documented"] * 3,
    },
)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("arabic")
    toml = TOML.replace("period =", 'languages = ["ar", "en"]\nperiod =')
    make(
        root / "exhibits" / "urals",
        exhibit_toml=toml,
        story_ar_md=ARABIC,
        story_en_md=STORY,
        main_geojson=collection(TRACK),
    )
    with serving(OVERFLIGHT_GEODATA=str(root)) as address:
        yield address


def left(found: Locator) -> float:
    box = found.bounding_box()
    assert box
    return box["x"]


def direction(page: Page, selector: str) -> str:
    found: str = page.locator(selector).first.evaluate("(node) => getComputedStyle(node).direction")
    return found


def test_words_run_from_right_to_left_and_time_does_not(arabic: str, visit: Visit) -> None:
    page = visit(f"{arabic}/urals/?lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert left(page.locator(".panel")) > left(page.locator(".map"))
    assert direction(page, ".panel") == "rtl"
    assert {direction(page, selector) for selector in (".map canvas", ".profile canvas", ".deck")} == {"ltr"}
    assert left(page.locator('[data-deck="play"]')) < left(page.locator(".clock").first)


def test_a_switch_of_language_turns_the_page(arabic: str, visit: Visit) -> None:
    page = visit(f"{arabic}/urals/?lang=ar")
    page.locator('[data-language="en"]').click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    assert left(page.locator(".panel")) < left(page.locator(".map"))
    page.locator('[data-language="ar"]').click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
