"""What only the single file has: everything inside it, from a stick, with the network gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import export
from app.content import Library
from app.object_store import Store, publish
from tests.browser.conftest import SingleFile, Visit
from tests.browser.ways import EXAMPLE, EXHIBITS
from tests.conftest import SLUGS
from tests.test_object_store import KEYS, fake_store


@pytest.mark.parametrize("slug", [EXAMPLE, "across-the-line"])
def test_file_makes_no_request(single_file: SingleFile, visit: Visit, slug: str) -> None:
    page = visit(single_file(slug).as_uri(), offline=True)
    asked = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [address for address in asked if not address.startswith(("data:", "blob:"))]


def test_without_javascript_it_is_there_to_read(single_file: SingleFile, visit: Visit) -> None:
    slug = SLUGS[0]
    page = visit(single_file(slug).as_uri(), ready=False, java_script_enabled=False)
    for chapter in EXHIBITS[slug].chapters:
        expect(page.get_by_role("heading", name=str(chapter.title), exact=True)).to_be_visible()


def test_site_is_read_from_an_object_store(visit: Visit, geodata: Path) -> None:
    """Pages come compressed and with their types; the atlas leads to an exhibit."""
    with fake_store() as store:
        target = Store.of("s3://maps/atlas", {**KEYS, "AWS_ENDPOINT_URL": store.address})
        list(publish(target, export.files(Library(geodata).exhibits, site=True)))
        page = visit(f"{store.address}/maps/atlas/index.html")
        page.get_by_role("link", name="A small exhibit").first.click()
        expect(page.locator("html[data-ready=true]")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"/maps/atlas/small\.html"))
