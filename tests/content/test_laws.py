"""Any content: no exception, and every word verbatim."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content import ReadResult, write_layer
from app.content.folder import printable
from app.content.formats.strict_json import read_json
from app.content.layers.ids import clean_id
from app.domain import Flight
from app.errors import Report
from tests.content.folders import STORY, TOML, collection, feature, flight, read, site

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
json_ish = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
KEYS = [
    "kind",
    "name",
    "when",
    "basis",
    "citations",
    "claims",
    "coordinateProperties",
    "times",
    "stroke",
    "radius_km",
    "description",
    "surface",
    "status",
    "mode",
    "center",
    "coordTimes",
    "id",
    "max_speed_kmh",
    "position_uncertainty_km",
    "marker-size",
]
KINDS = ("flight", "site", "event", "area", "reach")
TYPES = (
    "Point",
    "LineString",
    "Polygon",
    "MultiPolygon",
    "MultiLineString",
    "MultiPoint",
    "GeometryCollection",
    "Pont",
)
numbers = st.integers(-200, 200) | st.floats(-400, 400) | st.sampled_from(["1", None, True, 1e308, 10**400])
coordinates = st.recursive(st.lists(numbers, max_size=5), lambda inner: st.lists(inner, max_size=5), max_leaves=15)
geometries = json_ish | st.fixed_dictionaries({"type": st.sampled_from(TYPES), "coordinates": coordinates})
columns = st.dictionaries(
    st.sampled_from(("times", "basis", "places", "notes", "citations", "time_uncertainty_min", "x")),
    st.lists(json_ish, max_size=4),
)
claims = st.lists(
    st.dictionaries(
        st.sampled_from(("topic", "fix", "accounts", "assessment")), json_ish | st.lists(st.just({"says": "x"}))
    ),
    max_size=2,
)
properties = st.dictionaries(st.sampled_from(KEYS), json_ish | columns | claims | st.sampled_from(KINDS), max_size=6)
features = st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": geometries, "properties": properties | json_ish}, optional={"id": json_ish}
)  # fmt: skip


@pytest.fixture
def reads(tmp_path: Path) -> Callable[..., ReadResult]:
    """Reads an exhibit with these files; every fault can be printed, and every layer written."""

    def result(**files: Any) -> ReadResult:
        found = read(tmp_path / "urals", **files)
        for fault in found.faults:
            str(fault).encode()
        for layer in found.exhibit.layers if found.exhibit else ():
            json.dumps(write_layer(layer), allow_nan=False).encode()
        return found

    return result


@some
@given(
    data=st.binary(max_size=200)
    | st.text(alphabet='{}[]",:\\/0123456789.eE-+aunrtflsN \n\ud83d', max_size=60).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_anywhere(data: bytes, reads: Callable[..., ReadResult]) -> None:
    for name in ("main_geojson", "sources_json", "story_en_md", "exhibit_toml"):
        found = reads(**{name: data})
        assert found.faults or found.exhibit


@some
@given(values=st.lists(features | json_ish, max_size=4))
def test_any_features(values: list[Any], reads: Callable[..., ReadResult]) -> None:
    found = reads(main_geojson=collection(*values))
    assert found.exhibit
    assert "healthy" in [feature.id for feature in found.exhibit.features]


@some
@given(value=json_ish)
def test_any_json_in_any_file(value: Any, reads: Callable[..., ReadResult]) -> None:
    reads(
        main_geojson=json.dumps(value),
        sources_json=json.dumps([value, {"id": "trial", "title": value, "issued": value, "author": value}]),
    )


@some
@given(cut=st.integers(0, len(TOML)), letters=st.text(max_size=5))
def test_any_exhibit_toml(cut: int, letters: str, reads: Callable[..., ReadResult]) -> None:
    reads(exhibit_toml=(TOML[:cut] + letters + TOML[cut:]).encode("utf-8", "surrogatepass"))
    reads(exhibit_toml=TOML[:cut])


@some
@given(value=json_ish)
def test_strict_json_agrees_with_the_library(value: Any) -> None:
    text = json.dumps(value)
    if any(odd in text for odd in ("NaN", "Infinity", "\\ud")):
        return
    assert read_json(text, 64, Report()) == value


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@some
@given(said=words)
@example(said="{{7*7}}")
@example(said="{% if x %}")
@example(said="</script><img src=x onerror=alert(1)>")
@example(said="`${x}` \\ ' \" \u2028 \u202e")
@example(said="\r[")
@example(said="x")
def test_words_are_kept_verbatim(said: str, reads: Callable[..., ReadResult]) -> None:
    properties: dict[str, Any] = {"name": said, "description": said, "aircraft": {"en": said}, said + "!": said}
    claim = {"topic": said, "accounts": [{"says": said}]}
    track = flight(
        "the-flight", coordinateProperties={"places": [said] * 3, "notes": [said] * 3}, claims=[claim], **properties
    )
    found = reads(
        exhibit_toml=TOML.replace('"Over the Urals"', json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")),
        main_geojson=collection(track, site(said)),
        sources_json=json.dumps([{"id": "trial", "title": said, "note": said}]),
        story_en_md=STORY,
    )
    exhibit = found.exhibit
    assert exhibit
    drawn = exhibit.flights[0]
    assert isinstance(drawn, Flight)
    assert {
        str(text)
        for text in (
            exhibit.title,
            drawn.name,
            drawn.description,
            drawn.aircraft,
            drawn.fixes[1].place,
            drawn.fixes[1].note,
        )
    } == {said}
    assert {
        str(drawn.claims[0].topic),
        str(drawn.claims[0].accounts[0].says),
        exhibit.sources[0].title,
        exhibit.sources[0].note,
    } == {said}
    assert exhibit.features[1].id == (clean_id(said, Report()) or "main-2")
    assert dict(drawn.properties) == {said + "!": said}


@some
@given(name=st.binary(max_size=20))
def test_any_file_name_is_printable(name: bytes) -> None:
    printable(name.decode("utf-8", "surrogateescape")).encode()


@some
@given(geometry=geometries, kind=st.sampled_from(KINDS))
def test_any_geometry(geometry: Any, kind: str, reads: Callable[..., ReadResult]) -> None:
    reads(main_geojson=collection(feature("x", geometry, kind=kind, radius_km=10)))
