"""IIIF: the manifest in iiif-prezi3, another implementation; and the positions of scans."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from iiif_prezi3 import Manifest

from app import create_app
from app.content import Library
from app.errors import NotFound
from app.export import public_files
from app.interchange import iiif
from app.settings import Settings
from tests.conftest import SLUGS, write_exhibit
from tests.interchange.reference import project_exhibit
from tests.own_maps import png

SITE = "https://maps.example/"
CORNERS = [[13.0, 52.5], [13.2, 52.5], [13.2, 52.4], [13.0, 52.4]]


@pytest.fixture(scope="module")
def geodata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exhibits with one that has a scan and a licence."""
    folder = write_exhibit(tmp_path_factory.mktemp("iiif"), "small")
    (folder / "plan.png").write_bytes(png((200, 180, 160), 40, 30))
    toml = (folder / "exhibit.toml").read_text(encoding="utf-8")
    scan = (
        f'\n[[basemaps]]\nid = "plan"\nfile = "plan.png"\nname = "Plan"\nattribution = "Archive"\ncorners = {CORNERS}\n'
    )
    (folder / "exhibit.toml").write_text(f'licence = "CC-BY-4.0"\n{toml}{scan}', encoding="utf-8")
    return folder.parent.parent


@pytest.fixture(scope="module")
def asked(geodata: Path) -> FlaskClient:
    """Asks the app over that folder, at a public address."""
    return create_app(Settings(geodata=geodata, site_url=SITE)).test_client()


@pytest.fixture(scope="module")
def manifest(asked: FlaskClient) -> dict[str, Any]:
    """The manifest of that exhibit."""
    response = asked.get("/small/manifest.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Type"].startswith("application/ld+json;profile=")
    found: dict[str, Any] = json.loads(response.data)
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_manifest_is_valid(slug: str) -> None:
    content = iiif.manifest(project_exhibit(slug), iiif.Addresses(SITE, project_exhibit(slug)))
    read = Manifest.model_validate_json(content)
    assert str(read.id) == f"{SITE}{slug}/manifest.json"
    assert read.navDate is not None
    assert json.loads(content)["navPlace"]["features"]


def test_a_manifest_has_the_plate_and_the_scan_with_place_and_licence(manifest: dict[str, Any]) -> None:
    Manifest.model_validate(manifest)
    plate, scan = manifest["items"]
    assert plate["items"][0]["items"][0]["body"]["id"] == f"{SITE}small/plate.svg"
    assert (scan["width"], scan["height"], scan["label"]) == (40, 30, {"en": ["Plan"]})
    assert scan["navPlace"]["features"][0]["geometry"]["coordinates"] == [[*CORNERS, CORNERS[0]]]
    assert manifest["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert manifest["navDate"] == "1960-05-01T00:00:00Z"


def test_addresses_in_a_manifest_are_answered_to_viewers_on_other_sites(
    manifest: dict[str, Any], asked: FlaskClient
) -> None:
    _, scan = manifest["items"]
    annotation = scan["annotations"][0]["items"][0]["id"]
    for address in (scan["items"][0]["items"][0]["body"]["id"], annotation, manifest["id"]):
        with asked.get(f"/{address.removeprefix(SITE)}") as response:
            assert response.status_code == 200
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_georeference_annotation_binds_the_corners(asked: FlaskClient) -> None:
    annotation = json.loads(asked.get("/small/basemaps/plan/georeference.json").data)
    points = annotation["body"]["features"]
    assert annotation["motivation"] == "georeferencing"
    assert [point["properties"]["resourceCoords"] for point in points] == [[0, 0], [40, 0], [40, 30], [0, 30]]
    assert [point["geometry"]["coordinates"] for point in points] == CORNERS
    assert annotation["target"]["source"]["width"] == 40


def test_without_a_public_address_there_is_no_iiif(geodata: Path) -> None:
    private = create_app(Settings(geodata=geodata)).test_client()
    assert private.get("/small/manifest.json").status_code == 404
    assert private.get("/small/basemaps/plan/georeference.json").status_code == 404
    with private.get("/small/basemaps/plan") as response:
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_static_site_has_the_manifest_with_every_file_that_it_names(geodata: Path) -> None:
    files = dict(public_files(Library(geodata).exhibits, SITE, None))
    manifest = json.loads(files["small/manifest.json"])
    Manifest.model_validate(manifest)
    assert manifest["homepage"][0]["id"] == f"{SITE}small.html"
    image = manifest["items"][1]["items"][0]["items"][0]["body"]["id"]
    assert image == f"{SITE}small/basemaps/plan.png"
    assert files["small/basemaps/plan.png"].startswith(b"\x89PNG")
    assert files["small/picture.png"].startswith(b"\x89PNG")
    annotation = json.loads(files["small/basemaps/plan/georeference.json"])
    assert annotation["id"] == f"{SITE}small/basemaps/plan/georeference.json"


def test_a_scan_that_cannot_be_read_any_more_is_left_out(tmp_path: Path, geodata: Path) -> None:
    shutil.copytree(geodata, tmp_path / "geodata")
    exhibit = Library(tmp_path / "geodata").exhibit("small")
    (basemap,) = exhibit.basemaps
    assert len(json.loads(iiif.manifest(exhibit, iiif.Addresses(SITE, exhibit)))["items"]) == 2
    (Path(exhibit.folder) / basemap.file).write_bytes(b"\x89PNG")
    assert len(json.loads(iiif.manifest(exhibit, iiif.Addresses(SITE, exhibit)))["items"]) == 1
    with pytest.raises(NotFound):
        iiif.georeference(exhibit, basemap, iiif.Addresses(SITE, exhibit))
