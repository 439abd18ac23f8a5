"""The addresses of `flask serve` and of the kiosk, which is the same server: none changes an exhibit."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.settings import Settings
from tests.routes import address, methods

ROUTES = """
/                                                  GET
/<slug>/                                           GET
/<slug>/basemaps/<name>                            GET
/<slug>/basemaps/<name>/<int:zoom>/<int:x>/<int:y> GET
/<slug>/basemaps/<name>/georeference.json          GET
/<slug>/booklet.pdf                                GET
/<slug>/embed                                      GET
/<slug>/fixes.csv                                  GET
/<slug>/fixes.geojson                              GET
/<slug>/fixes.gpkg                                 GET
/<slug>/fixes.qgis.zip                             GET
/<slug>/fixes.xlsx                                 GET
/<slug>/flights.czml                               GET
/<slug>/flights.gpx                                GET
/<slug>/flights.kml                                GET
/<slug>/flights.kmz                                GET
/<slug>/flights.mf.json                            GET
/<slug>/handout.pdf                                GET
/<slug>/kiosk                                      GET
/<slug>/layers/<layer>.geojson                     GET
/<slug>/manifest.json                              GET
/<slug>/media/<path:name>                          GET
/<slug>/picture.png                                GET
/<slug>/places.csv                                 GET
/<slug>/places.lpf.json                            GET
/<slug>/places.xlsx                                GET
/<slug>/plate.svg                                  GET
/<slug>/poster.pdf                                 GET
/<slug>/single.html                                GET
/<slug>/sources.bib                                GET
/<slug>/sources.json                               GET
/<slug>/sources.ris                                GET
/<slug>/thumbnail.png                              GET
/<slug>/words.json                                 GET
/<slug>/world-details.json.gz                      GET
/<slug>/world.json.gz                              GET
/assets/<version>/<path:name>                      GET
/healthz                                           GET
/kiosk                                             GET
/kiosk/show                                        GET
/kiosk/staff                                       GET POST
/kiosk/version                                     GET
/kiosk/visits                                      POST
/notes/                                            GET
/oembed                                            GET
/readyz                                            GET
/robots.txt                                        GET
/site.webmanifest                                  GET
/sitemap.xml                                       GET
/world/<day>.geojson                               GET
"""
"""Every route and its methods; one that is new is added here on purpose. The two that take something are the kiosk's:
the PIN of its staff, and counts of visits, which are written to the state's folder.
"""
WRITING = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(params=["visitors", "kiosk"])
def app(geodata: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Flask:
    """The app as visitors have it, and as a kiosk is set up."""
    kiosk = Settings(geodata=geodata, state=str(tmp_path / "state"), staff_pin="1962")
    return create_app(kiosk if request.param == "kiosk" else Settings(geodata=geodata))


def test_these_are_all_routes_and_their_methods(app: Flask) -> None:
    listed = {route: set(rest) for route, *rest in (line.split() for line in ROUTES.strip().splitlines())}
    assert {rule.rule: methods(rule) for rule in app.url_map.iter_rules()} == listed


def test_no_other_method_is_answered_and_no_file_of_an_exhibit_changes(app: Flask, geodata: Path) -> None:
    files = {path: path.read_bytes() for path in geodata.rglob("*") if path.is_file()}
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        for method in WRITING:
            answer = client.open(address(rule, slug="small"), method=method, data=b"{}")
            assert (answer.status_code == 405) is (method not in methods(rule)), (rule.rule, method)
    assert {path: path.read_bytes() for path in geodata.rglob("*") if path.is_file()} == files
