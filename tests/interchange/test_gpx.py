"""GPX: what gpxpy, another implementation, reads in our files."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import gpxpy
import pytest

from app.domain import Site, Status
from app.interchange import find_formats
from app.interchange.contents import places_of
from tests.conftest import SLUGS
from tests.interchange.reference import project_exhibit, reference_exhibit

(GPX,) = find_formats(["gpx"])
NAMESPACE = "{http://www.topografix.com/GPX/1/1}"
POINT = ["ele", "time", "name", "cmt", "desc", "src", "type", "extensions"]
ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk"],
    "metadata": ["name", "desc"],
    "wpt": POINT,
    "rtept": POINT,
    "trkpt": POINT,
    "rte": ["name", "desc", "src", "extensions", "rtept"],
    "trk": ["name", "desc", "src", "extensions", "trkseg"],
    "trkseg": ["trkpt"],
}
"""The sequences of the schema of GPX 1.1, without the elements that are never written."""


@pytest.mark.parametrize("slug", SLUGS)
def test_gpxpy_reads_every_fix_and_place(slug: str) -> None:
    exhibit = project_exhibit(slug)
    read = gpxpy.parse(GPX.write(exhibit).decode())
    lines: list[list[Any]] = [[*route.points] for route in read.routes]
    lines += [[point for segment in track.segments for point in segment.points] for track in read.tracks]
    flights = sorted(exhibit.flights, key=lambda flight: flight.status is not Status.PLANNED)
    assert [len(line) for line in lines] == [len(flight.fixes) for flight in flights]
    for point, fix in zip(chain.from_iterable(lines), (fix for flight in flights for fix in flight.fixes), strict=True):
        assert (point.longitude, point.latitude) == pytest.approx((fix.lon, fix.lat), abs=1e-9)
        assert (point.time, point.elevation) == (fix.time, fix.altitude_m)
    assert [len(track.segments) for track in read.tracks] == [
        len(flight.breaks) + 1 for flight in flights if flight.status is not Status.PLANNED
    ]
    assert [point.name for point in read.waypoints] == [str(place.name) for place in places_of(exhibit)]


def test_elements_are_in_the_order_of_the_schema(tmp_path: Path) -> None:
    root = ET.fromstring(GPX.write(reference_exhibit(tmp_path)))
    for element in root.iter():
        name = element.tag.removeprefix(NAMESPACE)
        if name in ORDER:
            tags = [child.tag.removeprefix(NAMESPACE) for child in element]
            assert tags == sorted(tags, key=ORDER[name].index)
    assert root.find(f"{NAMESPACE}trk/{NAMESPACE}trkseg") is not None


def test_evidence_and_losses_are_said_in_words(tmp_path: Path) -> None:
    exhibit = reference_exhibit(tmp_path)
    read = gpxpy.parse(GPX.write(exhibit, "de").decode())
    first = read.tracks[0].segments[0].points[0]
    assert (first.name, first.comment, first.source) == (
        "Grenze",
        "belegt; auf 1.5 km genau; Höhe ± 300 m; Zeit erschlossen; Höhe interpoliert",
        "The Trial",
    )
    assert "2 conflicting accounts" in str(read.description)


def test_a_point_on_the_antimeridian_is_within_the_bounds_of_the_schema(tmp_path: Path) -> None:
    (layer,) = (exhibit := reference_exhibit(tmp_path)).layers
    place = layer.features[2]
    assert isinstance(place, Site)
    moved = replace(layer, features=(replace(place, position=(180.0, 50.0)),))
    assert '<wpt lat="50" lon="-180">' in GPX.write(replace(exhibit, layers=(moved,))).decode()
