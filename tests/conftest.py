"""What all tests share: the project, its exhibits, and a folder that a test may fill with its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.content import Library
from app.settings import PROJECT, Settings

SLUGS = sorted(folder.name for folder in (PROJECT / "geodata" / "exhibits").iterdir() if folder.is_dir())
"""Every exhibit that the project itself holds."""

Write = Callable[..., Path]


@cache
def library() -> Library:
    """The exhibits that the project itself holds, read once."""
    return Library(PROJECT / "geodata")


@pytest.fixture(scope="session")
def project_app() -> Flask:
    """The app over the project's own exhibits."""
    return create_app(Settings())


@pytest.fixture(scope="session")
def client(project_app: Flask) -> FlaskClient:
    """Asks the app over the project's own exhibits."""
    return project_app.test_client()


def feature(key: str, lon: float = 13.09, lat: float = 52.41, **properties: Any) -> dict[str, Any]:
    """A site as a curator writes it."""
    return {
        "type": "Feature",
        "id": key,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"kind": "site", "name": key.title(), **properties},
    }


def write_exhibit(
    geodata: Path, slug: str, *, title: str = "A small exhibit", features: list[dict[str, Any]] | None = None
) -> Path:
    """The smallest whole exhibit below `geodata`: one layer of sites; returns its folder."""
    folder = geodata / "exhibits" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exhibit.toml").write_text(
        f'title = {json.dumps(title)}\nperiod = "1960-05-01"\nlanguages = ["en"]\n\n'
        '[opening]\ncenter = [13.09, 52.41]\nzoom = 9\n\n[[layers]]\nid = "places"\nfile = '
        '"places.geojson"\nname = "Places"\n',
        encoding="utf-8",
    )
    write_layer(folder, features or [feature("bridge"), feature("villa", 13.2, 52.5)])
    return folder


def write_layer(folder: Path, features: list[dict[str, Any]]) -> Path:
    """The layer of `write_exhibit`, anew."""
    path = folder / "places.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )
    return path


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    """A folder of exhibits with one small one, ``small``."""
    write_exhibit(tmp_path / "geodata", "small")
    return tmp_path / "geodata"
