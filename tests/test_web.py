"""The addresses: what they answer, how safely, and that they never answer from anywhere but the list of what is on
show.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, web
from app.addresses import RESERVED_SLUGS
from app.content import Library
from app.page import ATLAS
from app.page_cache import PageCache
from app.security_headers import SECURITY_HEADERS
from app.settings import Settings
from app.world import LAST_DAY
from tests.conftest import SLUGS, feature, library, write_exhibit, write_layer
from tests.films import FILM

PAGES = ["/", *(f"/{slug}/" for slug in SLUGS), *(f"/{slug}/kiosk" for slug in SLUGS)]
FILES = [
    f"/{SLUGS[0]}/single.html",
    "/world/1960-05-01.geojson",
    f"/{SLUGS[0]}/world.json.gz",
    "/atlas/world-details.json.gz",
]
WRONG = [
    "/nothing/",
    "/nothing/kiosk",
    f"/{SLUGS[0]}/layers/none.geojson",
    "/world/1960-13-01.geojson",
    "/assets/0/none.js",
    "/a/b/c/d",
]
STATES = ["/healthz", "/readyz"]


@pytest.mark.parametrize("path", [*PAGES, *FILES, *WRONG, *STATES])
def test_every_response_has_the_security_headers(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "Set-Cookie" not in response.headers
    assert "Cache-Control" in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_not_modified_has_security_headers(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert {name: again.headers[name] for name in (*SECURITY_HEADERS, "Content-Security-Policy")} == {
        name: first.headers[name] for name in (*SECURITY_HEADERS, "Content-Security-Policy")
    }


@pytest.mark.parametrize("path", WRONG)
def test_missing_page_has_a_friendly_message(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert response.headers["Cache-Control"] == "no-store"
    assert all(f'href="/{slug}/"' in response.text for slug in SLUGS)


@pytest.mark.parametrize("path", [*PAGES, *FILES, *STATES, "/nothing/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_get_and_head_are_allowed(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code in ({404, 405} if path == "/nothing/" else {405})


@pytest.mark.parametrize("name", [
    "..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fREADME.md", "....//....//", "/etc/passwd",
    "%00", "a%00b",
    "con", "nul", "C:%5Cwindows%5Cwin.ini", "..%5c..%5c", "~root", "%c0%ae%c0%ae/", "x" * 4096, "\u202egnp.exe",
    "exhibit.toml", ".",
])  # fmt: skip
@pytest.mark.parametrize(
    "before",
    [
        "/{}/",
        "/{}/kiosk",
        "/{}/single.html",
        f"/{SLUGS[0]}/layers/{{}}.geojson",
        f"/{SLUGS[0]}/media/{{}}",
        "/assets/0/{}",
        "/world/{}.geojson",
        "/{}/world.json.gz",
        "/{}/world-details.json.gz",
        f"/{SLUGS[0]}/basemaps/{{}}",
        f"/{SLUGS[0]}/basemaps/{{}}/1/0/0",
    ],
)
def test_names_are_looked_up_and_never_joined_to_paths(
    client: FlaskClient, before: str, name: str, monkeypatch: pytest.MonkeyPatch, project_app: Flask
) -> None:
    assert client.get("/nothing/").status_code == 404  # what every page needs is read once
    opened: list[str] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(str(path)) or read(path))  # type: ignore[func-returns-value]
    response = client.get(before.format(name))
    assert response.status_code in {404, 308}
    assert "root:" not in response.text
    assert not opened


def test_picture_is_served_with_a_sandbox_policy(client: FlaskClient) -> None:
    response = client.get("/grand-slam/media/slant-and-ground.svg")
    assert response.mimetype == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_a_film_is_served_in_ranges(geodata: Path) -> None:
    media = geodata / "exhibits" / "small" / "media"
    media.mkdir()
    (media / "landing.webm").write_bytes(FILM)
    client = create_app(Settings(geodata=geodata)).test_client()
    part = client.get("/small/media/landing.webm", headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.data, part.mimetype) == (206, FILM[2:6], "video/webm")
    whole = client.get("/small/media/landing.webm")
    assert whole.data == FILM
    assert whole.headers["Accept-Ranges"] == "bytes"


def test_deleted_picture_is_not_found(geodata: Path) -> None:
    media = geodata / "exhibits" / "small" / "media"
    media.mkdir()
    (media / "bridge.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    client = create_app(Settings(geodata=geodata)).test_client()
    (media / "bridge.svg").unlink()
    assert client.get("/small/media/bridge.svg").status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_of_an_exhibit_is_a_download(client: FlaskClient, slug: str) -> None:
    response = client.get(f"/{slug}/single.html")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{slug}.html"'
    assert response.text.startswith("<!doctype html>")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_layer_is_linked_as_a_download_of_geojson(client: FlaskClient, slug: str) -> None:
    linked = re.findall(r'<a href="(layers/[^"]+\.geojson)" download', client.get(f"/{slug}/").text)
    layers = library().exhibit(slug).layers
    assert linked == [f"layers/{layer.id}.geojson" for layer in layers]
    for layer, address in zip(layers, linked, strict=True):
        response = client.get(f"/{slug}/{address}")
        assert response.mimetype == "application/geo+json"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{slug}-{layer.id}.geojson"'
        document = json.loads(response.data)
        assert document["type"] == "FeatureCollection"
        assert len(document["features"]) == len(layer.features)


def test_borders_of_a_day(client: FlaskClient) -> None:
    names = {
        each["properties"]["name"] for each in json.loads(client.get("/world/1960-05-01.geojson").data)["features"]
    }
    assert "Belgian Congo" in names
    for day in ("1960-5-1", "19600501", "1783-11-21", "2109-01-01", "today", "1960-02-30", "1960-W18-7"):
        assert client.get(f"/world/{day}.geojson").status_code == 404
    assert "No borders are known for 1783" in client.get("/world/1783-11-21.geojson").text
    later = client.get(f"/world/{LAST_DAY + timedelta(days=1)}.geojson", headers={"Accept-Language": "de"}).text
    assert f"bekannt sind sie bis {LAST_DAY}" in later


def test_assets_are_immutable_under_their_own_version_only(client: FlaskClient) -> None:
    (path,) = set(re.findall(r'href="(/assets/\w+/css/overflight\.css)"', client.get("/").text))
    assert "immutable" in client.get(path).headers["Cache-Control"]
    assert client.get(re.sub(r"/assets/\w+/", "/assets/000000000000/", path)).headers["Cache-Control"] == "no-store"


def test_world_document_is_immutable_under_its_own_version_only(client: FlaskClient) -> None:
    for name in ("world", "world-details"):
        address = f"/grand-slam/{name}.json.gz"
        (path,) = set(re.findall(rf'"({re.escape(address)}\?v=\w+)"', client.get("/grand-slam/").text))
        assert "immutable" in client.get(path).headers["Cache-Control"]
        for other in (f"{address}?v=000000000000", address):
            assert client.get(other).headers["Cache-Control"] == "no-store"


def test_everything_that_a_page_names_exists(client: FlaskClient) -> None:
    for page in PAGES:
        for path in set(re.findall(r'(?:href|src)="(/[^"#]*)"', client.get(page).text)):
            assert client.get(path).status_code == 200, path


def test_page_works_below_any_prefix(client: FlaskClient) -> None:
    page = client.get("/", base_url="http://museum.example/maps/")
    assert page.status_code == 200
    paths = re.findall(r'(?:href|src)="(/[^"#]*)"', page.text)
    assert paths
    assert all(path.startswith("/maps/") for path in paths)


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"alive": True}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (200, {"ready": True, "exhibits": len(SLUGS), "errors": 0})


def test_not_ready_while_content_has_errors(geodata: Path) -> None:
    (geodata / "exhibits" / "small" / "places.geojson").write_text("{", encoding="utf-8")
    assert create_app(Settings(geodata=geodata)).test_client().get("/readyz").status_code == 503


def test_internal_error_shows_neither_path_nor_reason(geodata: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"secret {geodata}")

    client = create_app(Settings(geodata=geodata)).test_client()
    monkeypatch.setattr("app.page.render", fail)
    response = client.get("/small/")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert str(geodata) not in response.text
    assert "Traceback" not in response.text
    assert "python" not in str(response.headers).lower()


def test_only_trusted_hosts_are_answered(geodata: Path) -> None:
    client = create_app(Settings(geodata=geodata, trusted_hosts="museum.example, .gallery.example")).test_client()
    assert client.get("/", base_url="http://museum.example/").status_code == 200
    assert client.get("/", base_url="http://floor.gallery.example/").status_code == 200
    assert client.get("/", base_url="http://evil.example/").status_code == 400
    assert client.get("/healthz", base_url="http://evil.example/").status_code == 400
    assert client.get("/", base_url="http://museum.example/").status_code == 200


def test_frame_ancestors_follow_the_setting(geodata: Path) -> None:
    client = create_app(Settings(geodata=geodata, frame_ancestors="https://museum.example")).test_client()
    for path in ("/", "/small/", "/nothing/", "/healthz"):
        assert "frame-ancestors https://museum.example" in client.get(path).headers["Content-Security-Policy"]


@pytest.fixture
def changing(geodata: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An app that looks at its files at every request, and takes them as settled at once."""
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    app = create_app(Settings(geodata=geodata))
    assert isinstance(app.wsgi_app, PageCache)
    app.wsgi_app.interval = 0
    return app.test_client()


def test_changed_file_is_shown(geodata: Path, changing: FlaskClient) -> None:
    assert "Another Bridge" not in changing.get("/small/").text
    write_layer(geodata / "exhibits" / "small", [feature("bridge", name="Another Bridge")])
    assert "Another Bridge" in changing.get("/small/").text
    write_exhibit(geodata, "second", title="A second one")
    assert "A second one" in changing.get("/").text


def test_broken_file_keeps_the_last_good_page(geodata: Path, changing: FlaskClient) -> None:
    good = changing.get("/small/").text
    for bad in ("", "{", '{"type": "FeatureCollection", "features": [', "\x00" * 100):
        (geodata / "exhibits" / "small" / "places.geojson").write_text(bad, encoding="utf-8")
        assert changing.get("/small/").text == good
        assert changing.get("/readyz").status_code == 503
    write_layer(geodata / "exhibits" / "small", [feature("repaired")])
    assert 'data-feature="repaired"' in changing.get("/small/").text
    assert changing.get("/readyz").status_code == 200


@pytest.mark.parametrize("language", ["de", "ru", "ja"])
def test_error_page_is_in_one_language(client: FlaskClient, language: str) -> None:
    page = client.get("/nowhere/", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}"' in page
    assert "There is no exhibit" not in page


def test_world_days_beyond_two_at_once_are_asked_to_retry(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web._WORLD_DAYS", BoundedSemaphore(2))
    with web._WORLD_DAYS, web._WORLD_DAYS:
        busy = client.get("/world/1961-08-13.geojson")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert client.get("/world/1961-08-13.geojson").status_code == 200


def test_reserved_slugs_are_the_first_segments_of_the_routes(geodata: Path) -> None:
    rules = [rule.rule for rule in create_app(Settings(geodata=geodata)).url_map.iter_rules()]
    first = {rule.split("/")[1] for rule in rules}
    assert {segment for segment in first if segment and "<" not in segment and "." not in segment} <= RESERVED_SLUGS
    assert ATLAS in RESERVED_SLUGS


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_exhibit_with_a_reserved_slug_is_refused(geodata: Path, slug: str) -> None:
    write_exhibit(geodata, slug)
    library = Library(geodata)
    assert slug not in [exhibit.slug for exhibit in library.exhibits]
    assert library.faults[slug][0].problem == f"The server itself uses the address /{slug}/."
