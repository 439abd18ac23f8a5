"""A static site is read from an object store, with the types and encodings that it was published with."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import inked
from tests.test_cli import flask
from tests.test_object_store import KEYS, fake_store


def test_a_site_is_read_from_an_object_store(visit: Visit, geodata: Path) -> None:
    with fake_store() as store:
        environment = {**KEYS, "AWS_ENDPOINT_URL": store.address, "OVERFLIGHT_GEODATA": str(geodata)}
        ran = flask("exhibit", "export", "--all", "--no-print", "--to", "s3://maps/atlas", environment=environment)
        assert ran.returncode == 0, ran.stderr
        page = visit(f"{store.address}/maps/atlas/index.html")
        page.locator("[data-exhibit=small] h2 a").click()
        page.wait_for_selector("html[data-ready=true]", state="attached")
        expect(page).to_have_url(f"{store.address}/maps/atlas/small.html")
        assert inked(page, "world") > 1000
        page.get_by_role("tab", name="Places and times").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="flights.gpx").click()
        assert download.value.path().read_text(encoding="utf-8").startswith("<?xml")
        page.close()
