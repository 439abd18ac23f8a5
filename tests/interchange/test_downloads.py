"""Downloads in the formats of other programs: addresses, options, the command, the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.content import Library
from app.interchange import FORMATS, Format
from app.settings import Settings
from tests.interchange.reference import reference_exhibit


@pytest.fixture(scope="module")
def geodata(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exhibits with the one that has everything."""
    folder = tmp_path_factory.mktemp("downloads")
    reference_exhibit(folder / "exhibits")
    return folder


@pytest.fixture(scope="module")
def asked(geodata: Path) -> FlaskClient:
    """Asks the app over that folder."""
    return create_app(Settings(geodata=geodata)).test_client()


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.key)
def test_every_format_has_its_address_and_the_same_bytes_again(each: Format, asked: FlaskClient, geodata: Path) -> None:
    response = asked.get(f"/urals/{each.file}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == each.mimetype
    assert response.headers["Content-Disposition"] == f'attachment; filename="urals-{each.file}"'
    assert each.write(Library(geodata).exhibit("urals")) == response.data
    assert f'<a href="{each.file}" download' in asked.get("/urals/").text


def test_one_layer_or_flight_alone(asked: FlaskClient) -> None:
    assert asked.get("/urals/flights.gpx?flight=plan").text.count("<rte>") == 1
    assert "<trk>" not in asked.get("/urals/flights.gpx?flight=plan").text
    assert "<trk>" in asked.get("/urals/flights.gpx?layer=main").text
    assert asked.get("/urals/flights.gpx?layer=none").status_code == 404
    assert asked.get("/urals/flights.gpx?flight=lake").status_code == 404
    assert "Grenze" in asked.get("/urals/flights.gpx?lang=de").text
    assert "Grenze" in asked.get("/urals/flights.gpx?layer=main&lang=de").text


def test_command_writes_formats_and_reports_losses(geodata: Path, tmp_path: Path) -> None:
    runner = create_app(Settings(geodata=geodata)).test_cli_runner()
    options = ["exhibit", "export", "urals", "--to", str(tmp_path)]
    result = runner.invoke(args=[*options, "--as", "gpx, csv", "--flight", "plan", "--losses"])
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "urals").iterdir()} == {"flights.gpx", "fixes.csv"}
    assert "urals/fixes.csv leaves out: " in result.output
    assert "1 flight that was planned only" in result.output
    refused = runner.invoke(args=[*options, "--as", "shp"])
    assert refused.exit_code == 1
    assert "There is no format 'shp'. Use one of gpx, kml," in refused.output
