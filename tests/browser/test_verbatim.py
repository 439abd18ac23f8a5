"""An exhibit whose every word would do harm, in a real browser: shown word for word, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app import export
from app.content import Library
from tests.browser.conftest import Visit
from tests.browser.pages import begun
from tests.nasty import NASTY, NASTY_ID, SLUG, write_nasty_exhibit
from tests.serving import serving

STRANGE = "#feature=%7B%7B7*7%7D%7D</script><img src=x onerror=alert(1)>&map=NaN/x/9e99&date=never&layers=%FF&lang=xx&x"


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The nasty exhibit in every way."""
    geodata = tmp_path_factory.mktemp("nasty {{7*7}} ünd 日本")
    write_nasty_exhibit(geodata)
    exhibit = Library(geodata).exhibit(SLUG)
    file = export.write(geodata / "out", "nasty.html", export.single_file(exhibit).encode())
    with serving(OVERFLIGHT_GEODATA=str(geodata)) as server:
        yield {
            "live": f"{server}/{SLUG}/",
            "kiosk": f"{server}/{SLUG}/kiosk",
            "file": file.as_uri(),
            "atlas": f"{server}/",
        }


@pytest.mark.parametrize("way", ["live", "file", "kiosk"])
def test_hostile_text_is_shown_and_does_not_run(addresses: dict[str, str], visit: Visit, way: str) -> None:
    page = begun(visit(addresses[way]))
    assert page.locator("h1").text_content() == NASTY
    assert NASTY in page.title()
    page.get_by_role("tab", name="Places and times").click()
    for key in (NASTY_ID, f"flight {NASTY_ID}", f"flight {NASTY_ID}/1", f"reach {NASTY_ID}", f"area {NASTY_ID}"):
        page.locator("[data-feature]").evaluate_all(
            "(rows, key) => rows.find((row) => row.dataset.feature === key).querySelector('button').click()", key
        )
        assert page.locator(".feature-card h3").last.text_content() == NASTY
        assert page.locator(".feature-card .card").last.is_visible()
    assert_harmless(page)


def test_atlas_is_verbatim(addresses: dict[str, str], visit: Visit) -> None:
    page = visit(addresses["atlas"])
    assert page.locator(".exhibit-card h2 a").text_content() == NASTY
    expect(page.locator(".exhibit-card")).to_have_count(1)
    assert_harmless(page)


def test_hostile_hash_is_harmless(addresses: dict[str, str], visit: Visit) -> None:
    page = visit(addresses["live"], hash=STRANGE)
    assert page.locator("h1").text_content() == NASTY
    assert_harmless(page)


def assert_harmless(page: Page) -> None:
    own = "[src^='data:'], .scan, .exhibit-card > img[src^='/']"
    foreign = f"img:not({own}), iframe, object, embed, [onerror], [onload], [onclick]"
    expect(page.locator(foreign)).to_have_count(0)
    assert page.evaluate("[...document.scripts].filter((script) => /^\\s*alert/.test(script.textContent)).length") == 0
