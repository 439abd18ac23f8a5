"""The deployment guide: its settings exist, its proxy headers do what it says, its export is a whole site."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.content import BIBLIOGRAPHIES
from app.interchange import FORMATS
from app.settings import PREFIX, Settings
from tests.docs import pages

GUIDE = pages.DOCS / "how-to" / "deploy.md"
TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.fixture
def behind_a_proxy(geodata: Path, tmp_path: Path) -> FlaskClient:
    """The app with the settings of the guide's service."""
    values = dict(re.findall(r"^Environment=(\w+)=(\S+)$", TEXT, re.MULTILINE))
    return create_app(
        Settings.from_environment({**values, "OVERFLIGHT_GEODATA": str(geodata), "OVERFLIGHT_CACHE": str(tmp_path)})
    ).test_client()


def nginx_headers(prefix: str = "") -> dict[str, str]:
    """What the guide's nginx sends for a request to https://maps.example.org, with a client that sends a prefix of its
    own.
    """
    values = {
        "$host": "maps.example.org",
        "$remote_addr": "192.0.2.7",
        "$scheme": "https",
        "$server_port": "443",
        '""': prefix,
    }
    block = re.search(r"```nginx\n(.*?)```", TEXT, re.DOTALL)
    assert block
    lines = re.findall(r"proxy_set_header (\S+) (\S+);", block[1])
    return {"X-Forwarded-Prefix": "/from-the-client"} | {name: values[value] for name, value in lines}


def test_every_setting_of_the_guide_exists() -> None:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    assert set(re.findall(r"OVERFLIGHT_\w+", TEXT)) <= known


def test_behind_nginx_redirects_keep_the_public_address(behind_a_proxy: FlaskClient) -> None:
    moved = behind_a_proxy.get("/small", headers=nginx_headers())
    assert (moved.status_code, moved.location) == (308, "https://maps.example.org/small/")


def test_behind_nginx_a_visitors_prefix_is_ignored(behind_a_proxy: FlaskClient) -> None:
    assert "from-the-client" not in behind_a_proxy.get("/", headers=nginx_headers()).text


def test_below_a_path_every_address_has_the_prefix(behind_a_proxy: FlaskClient) -> None:
    page = behind_a_proxy.get("/small/", headers=nginx_headers("/history")).text
    addresses = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    assert addresses
    assert all(address.startswith("/history/") for address in addresses)


def test_another_host_name_is_refused(behind_a_proxy: FlaskClient) -> None:
    assert behind_a_proxy.get("/", headers={**nginx_headers(), "X-Forwarded-Host": "other.example"}).status_code == 400


def test_only_the_sites_that_are_named_may_embed_a_page(geodata: Path) -> None:
    named = re.search(r'^Environment="OVERFLIGHT_FRAME_ANCESTORS=(.+)"$', TEXT, re.MULTILINE)
    assert named
    environment = {"OVERFLIGHT_GEODATA": str(geodata), "OVERFLIGHT_FRAME_ANCESTORS": named[1]}
    policy = (
        create_app(Settings.from_environment(environment))
        .test_client()
        .get("/small/")
        .headers["Content-Security-Policy"]
    )
    assert policy.endswith("frame-ancestors 'self' https://museum.example")


def test_nginx_knows_the_type_of_every_file_of_a_site() -> None:
    (types,) = re.findall(r"    types \{\n(.*?)    \}", TEXT, re.DOTALL)
    known = {ending: line.split()[0] for line in types.splitlines() for ending in line.strip("; ").split()[1:]}
    for each in FORMATS:
        assert known[each.file.rpartition(".")[2]] in (each.mimetype.partition(";")[0], "application/json")
    for ending, form in BIBLIOGRAPHIES.items():
        assert known[ending] in (form.mimetype.partition(";")[0], "application/json")
    assert {"html", "geojson", "json", "pdf", "png", "svg", "txt", "xml"} <= known.keys()


def test_the_export_is_a_whole_site(geodata: Path, tmp_path: Path) -> None:
    [command] = [step.body for step in pages.steps(GUIDE) if not step.name]
    pages.run(command.replace("site/", str(tmp_path / "site")), OVERFLIGHT_GEODATA=str(geodata))
    assert {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.*")} >= {
        "404.html", "index.html", "robots.txt", "small.html", "small/layers/places.geojson",
        "small/sources.bib",
    }  # fmt: skip
