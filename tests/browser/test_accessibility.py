"""What axe finds wrong on every kind of page, in several sizes and lights: nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.pages import begun
from tests.browser.ways import EXAMPLE, FILE, KIOSK, LIVE, Address
from tests.serving import serving

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "kiosk": {"viewport": {"width": 1920, "height": 1080}, "has_touch": True, "clock": True},
    "tall kiosk": {"viewport": {"width": 1080, "height": 1920}, "has_touch": True, "clock": True},
}
WEB = ("desktop", "phone", "dark")


def with_card(page: Page) -> None:
    page.get_by_role("tab", name="Places and times").click()
    page.locator("[data-feature] .name button").first.click()
    expect(page.locator(".feature-card h3")).to_be_visible()


def with_list(page: Page) -> None:
    page.get_by_role("tab", name="Places and times").click()


def with_sources(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()


def with_code(page: Page) -> None:
    page.touchscreen.tap(500, 500)
    page.clock.fast_forward(1000)
    with_sources(page)
    page.locator(".code").first.click()
    expect(page.locator(".code-popover canvas")).to_be_visible()


def as_it_is(_: Page) -> None:
    """Nothing is done."""


@pytest.mark.parametrize(("way", "reach", "look"), [
    *((LIVE, reach, look) for reach in (as_it_is, with_card) for look in WEB),
    (LIVE, with_list, "phone"), (LIVE, with_sources, "desktop"),
    (KIOSK, as_it_is, "desktop"), (KIOSK, begun, "kiosk"), (KIOSK, with_code, "tall kiosk"),
    (FILE, as_it_is, "desktop"),
])  # fmt: skip
def test_exhibit_is_accessible(
    address: Address, visit: Visit, way: str, reach: Callable[[Page], object], look: str
) -> None:
    page = visit(address(way, EXAMPLE), **LOOKS[look])
    reach(page)
    assert_faultless(page)


@pytest.mark.parametrize("look", WEB)
def test_atlas_is_accessible(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/", **LOOKS[look]))


@pytest.mark.parametrize("look", WEB)
def test_notes_are_accessible(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/notes/", **LOOKS[look]))


@pytest.mark.parametrize("look", ["kiosk", "tall kiosk"])
def test_kiosk_is_accessible(server: str, visit: Visit, look: str) -> None:
    page = visit(f"{server}/kiosk/show?play=grand-slam,glienicke-bridge", **LOOKS[look])
    page.clock.fast_forward(2000)
    assert_faultless(page)
    page.touchscreen.tap(500, 500)
    page.clock.fast_forward(1000)
    assert_faultless(page)
    page.clock.fast_forward(91_000)
    expect(page.locator(".still-there")).to_be_visible()
    assert_faultless(page)


def test_staff_page_is_accessible(visit: Visit, geodata: Path) -> None:
    with serving(OVERFLIGHT_GEODATA=str(geodata), OVERFLIGHT_STAFF_PIN="1962") as address:
        page = visit(f"{address}/kiosk/staff", **LOOKS["kiosk"])
        assert_faultless(page)
        for digit in "1962":
            page.locator(f"[data-digit='{digit}']").tap()
        page.get_by_text("OK").tap()
        expect(page.locator("dl")).to_be_visible()
        assert_faultless(page)


@pytest.mark.parametrize("look", ["phone", "dark"])
def test_error_page_is_accessible(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/nothing/", status=404, ready=False, **LOOKS[look]))


def assert_faultless(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    messages = [(fault["id"], node["html"][:200], node["failureSummary"]) for fault in found for node in fault["nodes"]]
    assert not found, "\n".join(": ".join(each) for each in messages)
