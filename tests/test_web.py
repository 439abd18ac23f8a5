"""The addresses: what they answer, how safely, and that they never answer from anywhere but the list of what is on show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.page_cache import PageCache
from app.settings import Settings
from app.web import SECURITY
from tests.conftest import SLUGS, feature, write_exhibit, write_layer

PAGES = ["/", *(f"/{slug}/" for slug in SLUGS), *(f"/{slug}/kiosk" for slug in SLUGS)]
FILES = [f"/{SLUGS[0]}/single.html", "/world/1960-05-01.geojson", f"/{SLUGS[0]}/world.json.gz", "/atlas/world.json.gz"]
WRONG = ["/nothing/", "/nothing/kiosk", f"/{SLUGS[0]}/layers/none.geojson", "/world/1960-13-01.geojson", "/assets/0/none.js", "/a/b/c/d"]
STATES = ["/healthz", "/readyz"]


@pytest.mark.parametrize("path", [*PAGES, *FILES, *WRONG, *STATES])
def test_every_answer_carries_the_safeguards(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    for name, value in SECURITY.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "Set-Cookie" not in response.headers
    assert "Cache-Control" in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_of_no_news_carries_them_too(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert {name: again.headers[name] for name in (*SECURITY, "Content-Security-Policy")} == {
        name: first.headers[name] for name in (*SECURITY, "Content-Security-Policy")
    }


@pytest.mark.parametrize("path", WRONG)
def test_what_is_not_there_is_told_kindly(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert response.headers["Cache-Control"] == "no-store"
    assert all(f'href="/{slug}/"' in response.text for slug in SLUGS)


@pytest.mark.parametrize("path", [*PAGES, *FILES, *STATES, "/nothing/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_viewers_may_only_look(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code in ({404, 405} if path == "/nothing/" else {405})


@pytest.mark.parametrize("name", [
    "..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fREADME.md", "....//....//", "/etc/passwd", "%00", "a%00b",
    "con", "nul", "C:%5Cwindows%5Cwin.ini", "..%5c..%5c", "~root", "%c0%ae%c0%ae/", "x" * 4096, "\u202egnp.exe", "exhibit.toml", ".",
])  # fmt: skip
@pytest.mark.parametrize("before", ["/{}/", "/{}/kiosk", "/{}/single.html", f"/{SLUGS[0]}/layers/{{}}.geojson", f"/{SLUGS[0]}/media/{{}}",
                                    "/assets/0/{}", "/world/{}.geojson", "/{}/world.json.gz", f"/{SLUGS[0]}/basemaps/{{}}",
                                    f"/{SLUGS[0]}/basemaps/{{}}/1/0/0"])  # fmt: skip
def test_names_are_looked_up_and_never_opened(
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


def test_a_picture_is_shown_but_can_do_nothing(client: FlaskClient) -> None:
    response = client.get("/grand-slam/media/slant-and-ground.svg")
    assert response.mimetype == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_a_picture_that_has_gone_since_is_not_found(geodata: Path) -> None:
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


def test_layers_are_downloads_of_geojson(client: FlaskClient) -> None:
    response = client.get("/grand-slam/layers/flown.geojson")
    assert response.mimetype == "application/geo+json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="grand-slam-flown.geojson"'
    assert json.loads(response.data)["type"] == "FeatureCollection"


def test_borders_of_a_day(client: FlaskClient) -> None:
    names = {each["properties"]["name"] for each in json.loads(client.get("/world/1960-05-01.geojson").data)["features"]}
    assert "Belgian Congo" in names
    for day in ("1960-5-1", "19600501", "1900-01-01", "2020-01-01", "today", "1960-02-30", "1960-W18-7"):
        assert client.get(f"/world/{day}.geojson").status_code == 404


def test_assets_may_be_kept_for_ever_under_their_own_version_only(client: FlaskClient) -> None:
    (path,) = set(re.findall(r'href="(/assets/\w+/css/overflight\.css)"', client.get("/").text))
    assert "immutable" in client.get(path).headers["Cache-Control"]
    assert client.get(re.sub(r"/assets/\w+/", "/assets/000000000000/", path)).headers["Cache-Control"] == "no-store"


def test_the_world_of_a_page_may_be_kept_for_ever_only_if_it_is_the_one_asked_for(client: FlaskClient) -> None:
    (path,) = set(re.findall(r'"(/grand-slam/world\.json\.gz\?v=\w+)"', client.get("/grand-slam/").text))
    assert "immutable" in client.get(path).headers["Cache-Control"]
    for other in ("/grand-slam/world.json.gz?v=000000000000", "/grand-slam/world.json.gz"):
        assert client.get(other).headers["Cache-Control"] == "no-store"


def test_all_that_a_page_names_is_there(client: FlaskClient) -> None:
    for page in PAGES:
        for path in set(re.findall(r'(?:href|src)="(/[^"#]*)"', client.get(page).text)):
            assert client.get(path).status_code == 200, path


def test_a_page_is_mounted_anywhere(client: FlaskClient) -> None:
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


def test_an_error_of_ours_shows_neither_path_nor_reason(geodata: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_frames_are_for_whom_the_setting_names(geodata: Path) -> None:
    client = create_app(Settings(geodata=geodata, frame_ancestors="https://museum.example")).test_client()
    for path in ("/", "/small/", "/nothing/", "/healthz"):
        assert "frame-ancestors https://museum.example" in client.get(path).headers["Content-Security-Policy"]


@pytest.fixture
def changing(geodata: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An app that looks at its files at every request, and takes them as settled at once."""
    monkeypatch.setattr("app.content.library.SETTLING_NS", -1)
    app = create_app(Settings(geodata=geodata))
    assert isinstance(app.wsgi_app, PageCache)
    app.wsgi_app.patience = 0
    return app.test_client()


def test_what_changes_in_the_folder_is_shown(geodata: Path, changing: FlaskClient) -> None:
    assert "Another Bridge" not in changing.get("/small/").text
    write_layer(geodata / "exhibits" / "small", [feature("bridge", name="Another Bridge")])
    assert "Another Bridge" in changing.get("/small/").text
    write_exhibit(geodata, "second", title="A second one")
    assert "A second one" in changing.get("/").text


def test_a_file_that_goes_bad_leaves_the_last_good_page(geodata: Path, changing: FlaskClient) -> None:
    good = changing.get("/small/").text
    for bad in ("", "{", '{"type": "FeatureCollection", "features": [', "\x00" * 100):
        (geodata / "exhibits" / "small" / "places.geojson").write_text(bad, encoding="utf-8")
        assert changing.get("/small/").text == good
        assert changing.get("/readyz").status_code == 503
    write_layer(geodata / "exhibits" / "small", [feature("mended")])
    assert 'data-feature="mended"' in changing.get("/small/").text
    assert changing.get("/readyz").status_code == 200
