"""Plain places are read by a shorter way, with the same result as by the long one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import ReadResult
from app.content.fields.context import ReadContext
from app.content.formats.recognition import Format
from app.content.importers import importer_for
from app.content.importers.import_settings import ImportSettings
from app.content.layers import geojson_reader
from app.content.layers.plain_places import read_plain_place
from app.domain import Basis
from app.errors import Report
from tests.content.cases import CASES, Case
from tests.content.folders import collection, feature, read, site

VALUES: st.SearchStrategy[Any] = st.sampled_from(
    ["x", "", " ", "inferred", "documented", "site", "event", "flight", "1960-05-01", "1960-13", "[1]", 1, 2.5, True,
     None, [], {}, {"en": "a"}]
)  # fmt: skip
KEYS = st.sampled_from(
    ["name", "title", "kind", "when", "basis", "descripton", "altitude_ft", "time", "height", "population", "citations",
     "stroke", "id"]
)  # fmt: skip
POSITIONS = st.sampled_from(
    [[61.1, 56.7], [61, 56], [61.1, 56.7, 100.0], [190.0, 10.0], [61.1, 95.0], [61.1], "x", [None, 1.0], [[61.1, 56.7]]]
)
IDS = st.sampled_from(["a", "b c", "a/b", " ", "", None, 7, "a\x07"])


def both_ways(folder: Path, monkeypatch: pytest.MonkeyPatch, limits: Any = None, **files: Any) -> list[ReadResult]:
    short = read(folder / "a" / "urals", limits, **files)
    with monkeypatch.context() as patch:
        patch.setattr(geojson_reader, "read_plain_place", lambda *_: None)
        return [short, read(folder / "b" / "urals", limits, **files)]


def assert_equal(short: ReadResult, long: ReadResult) -> None:
    assert short.faults == long.faults
    assert (short.exhibit and short.exhibit.layers) == (long.exhibit and long.exhibit.layers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_read_the_same_way(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equal(*both_ways(tmp_path, monkeypatch, case.limits, **case.files))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(IDS, POSITIONS, st.dictionaries(KEYS, VALUES, max_size=4)), min_size=1, max_size=4))
def test_any_points_are_read_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: list[tuple[Any, Any, dict[str, Any]]]
) -> None:
    features = [
        feature(feature_id, {"type": "Point", "coordinates": at}) | {"properties": properties}
        for feature_id, at, properties in points
    ]
    assert_equal(*both_ways(tmp_path, monkeypatch, main_geojson=collection(*features)))


def test_place_with_columns_of_its_own_is_plain(tmp_path: Path) -> None:
    place = site("a", [61.1, 56.7], population=7)
    result = read(tmp_path / "urals", main_geojson=collection(place))
    assert result.exhibit
    context = ReadContext(Report())
    assert read_plain_place(place, context) == result.exhibit.layers[0].features[0]
    assert read_plain_place(site("a", [61.1, 56.7], descripton="x"), context) is None


def test_place_of_a_table_is_plain() -> None:
    table = b"Name,Latitude,Longitude,Evidence\nDegtyarsk,56.7,61.1,inferred\nA,57,62,\n"
    context = ReadContext(Report())
    importer = importer_for(Format.CSV)
    assert importer
    places = [read_plain_place(each, context) for each in importer(table, ImportSettings(), context).features]
    assert [(place.id, place.position, place.basis) for place in places if place] == [
        ("degtyarsk", (61.1, 56.7), Basis.INFERRED),
        ("a", (62.0, 57.0), Basis.INTERPOLATED),
    ]
