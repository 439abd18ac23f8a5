"""The reference pages say what the program does: commands, URLs and the keys of a link."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.settings import PROJECT
from tests.docs.pages import DOCS

URLS = (DOCS / "reference" / "urls.md").read_text(encoding="utf-8")

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT)}


def first_cells(heading: str = "") -> list[str]:
    """The code in the first column of every table below a heading, or of the page."""
    text = URLS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else URLS
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_the_page_of_commands_is_what_help_prints() -> None:
    compared = subprocess.run(
        [sys.executable, "tools/cli_page.py", "--check"], cwd=PROJECT, env=ENVIRONMENT, check=False
    )
    assert compared.returncode == 0, "Run: python tools/cli_page.py"


def test_the_page_of_urls_has_every_route(project_app: Flask) -> None:
    routes = {rule.rule for rule in project_app.url_map.iter_rules()}
    assert {cell for cell in first_cells() if cell.startswith("/")} == routes


def test_only_the_routes_that_say_so_accept_a_post(project_app: Flask) -> None:
    posted = {rule.rule for rule in project_app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posted == {row.split("`")[1] for row in URLS.splitlines() if row.startswith("| `/") and "`POST`" in row}


def test_the_keys_of_a_link_are_those_that_the_page_restores() -> None:
    script = (PROJECT / "app" / "static" / "js" / "elements" / "permalink.js").read_text(encoding="utf-8")
    restored = set(re.findall(r"\bstate\.(\w+)", script))
    assert set(first_cells("The address of a moment")) == restored


@pytest.mark.parametrize(
    ("address", "cache_control"),
    [
        ("/", "no-cache"),
        ("/grand-slam/", "no-cache"),
        ("/grand-slam/layers/flown.geojson", "no-cache"),
        ("/nowhere/", "no-store"),
        ("/healthz", "no-store"),
    ],
)
def test_responses_are_cached_as_the_page_says(client: FlaskClient, address: str, cache_control: str) -> None:
    assert client.get(address).headers["Cache-Control"] == cache_control
    assert f"`{cache_control}`" in URLS
