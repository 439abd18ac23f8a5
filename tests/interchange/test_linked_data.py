"""Linked Places and Moving Features: their members, and that they say no more than the exhibit."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from itertools import chain, pairwise
from typing import Any

import pytest

from app.dates import parse_span
from app.domain import Exhibit
from app.interchange import find_formats
from app.interchange.contents import places_of
from tests.conftest import SLUGS
from tests.interchange.reference import project_exhibit, reference_exhibit

LPF, MOVING = find_formats(["lpf", "mfjson"])


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Exhibit:
    """The exhibit with everything in it."""
    return reference_exhibit(tmp_path_factory.mktemp("linked"))


@pytest.fixture(scope="module")
def places(exhibit: Exhibit) -> dict[str, Any]:
    """Its places in Linked Places, by the last part of their address."""
    return {each["@id"].rpartition(":")[2]: each for each in json.loads(LPF.write(exhibit))["features"]}


def test_a_linked_place_has_what_the_format_asks_for(places: dict[str, Any]) -> None:
    for place in places.values():
        assert place["@id"].startswith("urn:")
        assert place["properties"]["title"]
        assert place["properties"]["fclasses"] == ["S"]
        assert all(name["toponym"] and name["lang"] for name in place["names"])
        assert place["geometry"]["certainty"] in {"certain", "less-certain", "uncertain"}
    assert places["hit"]["names"][0]["citations"] == [{"label": "The Trial"}]
    assert [name["lang"] for name in places["lake"]["names"]] == ["en", "de"]
    assert places["lake"]["descriptions"][0] == {"value": "Deep & wide", "lang": "en"}


def test_a_linked_date_is_as_certain_as_it_is_known(places: dict[str, Any]) -> None:
    assert places["hit"]["when"] == {"timespans": [{"start": {"in": "1960-05-01"}, "end": {"in": "1960-05-01"}}]}
    assert places["camp"]["when"] == {"timespans": [{"start": {"in": "1960-01-01"}, "end": {"in": "1961-12-31"}}]}
    assert places["lake"]["when"] == {
        "timespans": [{"start": {"earliest": "1960-05-01"}, "end": {"latest": "1960-05-01"}}],
        "certainty": "less-certain",
    }
    assert places["camp"]["geometry"]["certainty"] == "less-certain"


@pytest.mark.parametrize(
    ("edtf", "timespan"),
    [
        ("1960/..", {"start": {"in": "1960-01-01"}}),
        ("../1961", {"end": {"in": "1961-12-31"}}),
        ("../1961~", {"end": {"latest": "1961-12-31"}}),
    ],
)
def test_a_linked_date_that_is_open_has_no_limit_there(exhibit: Exhibit, edtf: str, timespan: dict[str, Any]) -> None:
    (camp,) = (each for each in places_of(exhibit) if each.id == "camp")
    layer = replace(exhibit.layers[0], features=(replace(camp, when=parse_span(edtf)),))
    (place,) = json.loads(LPF.write(replace(exhibit, layers=(layer,))))["features"]
    assert place["when"]["timespans"] == [timespan]


@pytest.mark.parametrize("slug", SLUGS)
def test_linked_dates_and_years_are_as_the_gazetteer_checks_them(slug: str) -> None:
    """Its schema (lpf_v2.0 of whg3) has days, months and years, and years of publication as text."""
    for place in json.loads(LPF.write(project_exhibit(slug)))["features"]:
        for limit in chain.from_iterable(span.values() for span in place.get("when", {}).get("timespans", [])):
            assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date) for date in limit.values())
        for citation in chain.from_iterable(name.get("citations", []) for name in place["names"]):
            assert re.fullmatch(r"\d{4}", citation.get("year", "1960"))


@pytest.mark.parametrize("slug", SLUGS)
def test_moving_points_have_one_position_for_each_moment_in_order(slug: str) -> None:
    for feature in json.loads(MOVING.write(project_exhibit(slug)))["features"]:
        moving = feature["temporalGeometry"]
        for point in moving.get("prisms", [moving]):
            assert point["type"] == "MovingPoint"
            assert len(point["datetimes"]) == len(point["coordinates"]) > 1
            assert len({len(position) for position in point["coordinates"]}) == 1
            moments = [datetime.fromisoformat(time) for time in point["datetimes"]]
            assert all(before <= after for before, after in pairwise(moments))


def test_a_moving_point_has_the_fixes_at_their_times_and_no_time_before_the_first(exhibit: Exhibit) -> None:
    (feature,) = json.loads(MOVING.write(exhibit))["features"]
    first, _ = feature["temporalGeometry"]["prisms"]
    assert (first["datetimes"][0], first["coordinates"][0]) == ("1960-05-01T05:00:00Z", [179.5, 50, 20000])
    assert feature["time"] == ["1960-05-01T05:00:00Z", "1960-05-01T08:00:00.500Z"]
