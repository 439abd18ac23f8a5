"""What axe finds wrong on every kind of page, in several sizes and lights: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.pages import begun
from tests.browser.ways import EXAMPLE, FILE, KIOSK, LIVE, Address

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
}


def with_card(page: Page) -> None:
    page.get_by_role("tab", name="Places and times").click()
    page.locator("[data-feature] .name button").first.click()
    expect(page.locator(".feature-card h3")).to_be_visible()


def with_list(page: Page) -> None:
    page.get_by_role("tab", name="Places and times").click()


def with_sources(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()


def as_it_is(_: Page) -> None:
    """Nothing is done."""


@pytest.mark.parametrize(("way", "reach", "look"), [
    *((LIVE, reach, look) for reach in (as_it_is, with_card) for look in LOOKS),
    (LIVE, with_list, "phone"), (LIVE, with_sources, "desktop"),
    (KIOSK, as_it_is, "desktop"), (KIOSK, begun, "desktop"), (FILE, as_it_is, "desktop"),
])  # fmt: skip
def test_an_exhibit_has_no_fault(address: Address, visit: Visit, way: str, reach: Callable[[Page], object], look: str) -> None:
    page = visit(address(way, EXAMPLE), **LOOKS[look])
    reach(page)
    assert_faultless(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_atlas_has_no_fault(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/", **LOOKS[look]))


@pytest.mark.parametrize("look", LOOKS)
def test_the_notes_have_no_fault(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/notes/", **LOOKS[look]))


@pytest.mark.parametrize("look", ["phone", "dark"])
def test_the_page_for_what_is_not_there_has_no_fault(server: str, visit: Visit, look: str) -> None:
    assert_faultless(visit(f"{server}/nothing/", status=404, ready=False, **LOOKS[look]))


def assert_faultless(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    told = [(fault["id"], node["html"][:200], node["failureSummary"]) for fault in found for node in fault["nodes"]]
    assert not found, "\n".join(": ".join(each) for each in told)
