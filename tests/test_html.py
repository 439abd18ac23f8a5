"""Every kind of page is valid HTML, by html-validate's rules for conformity."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.settings import PROJECT, Settings
from tests.conftest import SLUGS
from tests.node import run

VALIDATOR = PROJECT / "tools" / "js" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = PROJECT / "tools" / "js" / "htmlvalidate.json"
PLAY = "play=grand-slam,overflights"
ADDRESSES = {
    "atlas": "/",
    **{slug: f"/{slug}/" for slug in SLUGS},
    "embed": "/glienicke-bridge/embed",
    "file": "/glienicke-bridge/single.html",
    "notes": "/notes/",
    "error": "/nothing/",
    "kiosk": "/glienicke-bridge/kiosk",
    "shell": f"/kiosk?{PLAY}",
    "playlist": f"/kiosk/show?{PLAY}",
    "staff-login": "/kiosk/staff",
}


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Asks the app over the project's exhibits, with visits counted and a staff page."""
    return create_app(Settings(state=str(tmp_path_factory.mktemp("state")), staff_pin="1962")).test_client()


def test_every_kind_of_page_is_valid(staffed: FlaskClient, tmp_path: Path) -> None:
    assert VALIDATOR.exists(), "The checks are not installed. Run: make check"
    pages = {name: staffed.get(address).get_data(as_text=True) for name, address in ADDRESSES.items()}
    pages["staff"] = staffed.post("/kiosk/staff", data={"pin": "1962"}).get_data(as_text=True)
    for name, html in pages.items():
        assert html.startswith("<!doctype html>"), name
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    run(str(VALIDATOR), "--config", str(RULES), str(tmp_path))


def test_what_is_not_valid_is_reported(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!doctype html><html lang=en><title>A</title><p id=a><p id=a></html>", encoding="utf-8"
    )
    with pytest.raises(AssertionError, match="Duplicate ID"):
        run(str(VALIDATOR), "--config", str(RULES), str(tmp_path))
