"""The live page in a real browser: an exhibit, the atlas, what is missing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import inked, island
from tests.conftest import SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_an_exhibit_is_ready_and_names_itself(server: str, visit: Visit, slug: str) -> None:
    page = visit(f"{server}/{slug}/")
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text() in page.title()
    assert page.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("slug", SLUGS)
def test_flights_and_marks_are_drawn(server: str, visit: Visit, slug: str) -> None:
    page = visit(f"{server}/{slug}/")
    assert inked(page, "world") > 10_000
    assert inked(page, "paths") > 300
    assert inked(page, "places") + inked(page, "areas") > 50
    assert inked(page, "labels") > 300
