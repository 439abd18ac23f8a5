"""What a page carries of the world."""

import gzip
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from app.domain import Basis, Exhibit, Fix, Flight, Layer, Text
from app.elements.world_map import world_document
from app.world import FIRST_DAY, Portion, World
from app.world.cells import around, cells_of, meet
from app.world.extract import QUANTUM
from app.world.polyline import decode

WORLD = World.default()
BERLIN = Portion(around([(13.4, 52.5)], 3.0), date(1962, 2, 10), date(1962, 2, 10))


def read(portion: Portion) -> dict[str, Any]:
    return json.loads(gzip.decompress(WORLD.extract(portion)))  # type: ignore[no-any-return]


def test_same_portion_gives_the_same_bytes() -> None:
    again = Portion(frozenset(sorted(BERLIN.cells, reverse=True)), BERLIN.first, BERLIN.last)
    assert WORLD.extract(BERLIN) == World(WORLD.folder).extract(again)


def test_a_document_in_two_says_the_same() -> None:
    """The details take the place of what the first document leaves empty."""
    first, details = (json.loads(gzip.decompress(part)) for part in WORLD.extract_in_two(BERLIN))
    assert not any(first[member] for member in ("lakes", "rivers", "regions", "relief"))
    fine = [one or other for one, other in zip(first["fine"], details["fine"], strict=True)]
    assert not any(one and other for one, other in zip(first["fine"], details["fine"], strict=True))
    assert first | details | {"fine": fine} == read(BERLIN)


def test_full_detail_is_sent_only_where_needed() -> None:
    fine = [arc for arc in read(BERLIN)["fine"] if arc]
    assert 0 < len(fine) < 300
    assert all(any(abs(lon - 13.4) < 20 and abs(lat - 52.5) < 15 for lon, lat in decode(arc, QUANTUM)) for arc in fine)


def test_islands_too_small_to_draw_are_left_out() -> None:
    document = read(BERLIN)
    is_drawn = [bool(coarse or fine) for coarse, fine in zip(document["coarse"], document["fine"], strict=True)]
    assert all(
        is_drawn[max(arc, ~arc)]
        for polygons in document["polygons"]
        for rings in polygons
        for ring in rings
        for arc in ring
    )
    assert [bool(polygons) for polygons in document["polygons"]].count(True) > 200


def test_what_is_one_on_every_day_of_a_page_is_joined_and_covers_the_same_land() -> None:
    """On a page of all cells no island is left out, so that the joined polygons are the whole land."""
    everywhere = frozenset((column, row) for column in range(120) for row in range(-31, 31))
    document = read(Portion(everywhere, BERLIN.first, BERLIN.last))
    lines = WORLD.topology.lines

    def outline(rings: list[list[int]]) -> shapely.Polygon:
        shell, *holes = (
            [point for arc in ring for point in (lines[arc] if arc >= 0 else lines[~arc][::-1])] for ring in rings
        )
        return shapely.Polygon(shell, holes)

    land = [outline(rings) for polygons in document["polygons"] for rings in polygons]
    assert all(map(shapely.is_valid, land))
    assert sum(shape.area for shape in land) == pytest.approx(
        sum(shape.area for shape in WORLD.topology.shapes.values()), rel=1e-9
    )
    assert sum(map(bool, document["fine"])) < len(lines)


def test_page_of_one_day_has_one_state_of_the_world() -> None:
    document = read(BERLIN)
    assert all(len(rows) == 1 for rows in document["holdings"])
    assert all(since == "" for memberships in document["memberships"] for _, since, _ in memberships)
    assert "Tanganyika" in {territory["name"]["en"] for territory in document["territories"]}
    assert "Tanzania" not in {territory["name"]["en"] for territory in document["territories"]}


def test_page_has_no_alliance_that_is_not_drawn() -> None:
    document = read(BERLIN)
    carried = {alliance for memberships in document["memberships"] for alliance, *_ in memberships}
    assert carried == set(document["blocs"])
    assert "NATO" in carried
    assert not [alliance for alliance in carried if not WORLD.blocs[alliance].is_drawn]
    assert not WORLD.blocs["Commonwealth realm"].is_drawn


def test_longer_span_includes_its_changes() -> None:
    document = read(Portion(BERLIN.cells, date(1960, 4, 27), date(1962, 2, 10)))
    congo = document["holdings"][WORLD.topology.atoms.index("COD")]
    names = [document["territories"][number]["name"]["en"] for _, number, *_ in congo]
    assert [since for since, *_ in congo] == ["", "1960-06-30"]
    assert names == ["Belgian Congo", "Congo (Léopoldville)"]


@pytest.mark.parametrize("day", [date(1783, 11, 21), date(2100, 1, 1)])
def test_page_outside_the_covered_days_has_land_and_water_only(day: date) -> None:
    document = read(Portion(BERLIN.cells, day, day))
    assert 0 < sum(map(bool, document["fine"])) <= sum(map(bool, read(BERLIN)["fine"]))
    assert document["territories"] == document["cities"] == []
    assert not any(document["holdings"])
    assert not any(document["memberships"])


def test_page_beyond_the_covered_days_has_the_covered_ones() -> None:
    document = read(Portion(BERLIN.cells, FIRST_DAY - timedelta(days=9), FIRST_DAY))
    assert document["known"][0] == FIRST_DAY.isoformat()
    assert {rows[0][0] for rows in document["holdings"]} == {FIRST_DAY.isoformat()}
    assert all(len(rows) == 1 for rows in document["holdings"])


def test_world_names_in_the_requested_languages() -> None:
    document = read(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, ("ru",)))
    assert all(set(territory["name"]) == {"en", "ru"} for territory in document["territories"])
    assert set(document["seas"][0][3]) == {"en", "ru"}


def test_a_region_comes_with_its_cells() -> None:
    assert [region["frame"] for region in read(BERLIN)["regions"]] == [[12.6, 52.1, 14.0, 52.85]]
    assert read(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, regions=around([(9.0, 48.0)], 1.0)))["regions"] == []
    assert read(Portion(around([(-100.0, 40.0)], 3.0), BERLIN.first, BERLIN.last))["regions"] == []


def test_city_labelled_by_the_exhibit_is_left_out() -> None:
    def names(portion: Portion) -> set[str]:
        return {name["en"] for *_, named in read(portion)["cities"] for _, name in named}

    assert "Potsdam" in names(BERLIN)
    assert "Potsdam" not in names(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, without=frozenset({"Potsdam"})))


def test_a_city_in_the_title_is_named_at_every_zoom_wherever_it_is() -> None:
    titled = frozenset({"Hakodate"})
    ranks = {
        name["en"]: rank
        for _, _, rank, named in read(replace(BERLIN, titled=titled, without=titled))["cities"]
        for _, name in named
    }
    assert ranks["Hakodate"] == 0
    assert [name for name, rank in ranks.items() if rank == 0] == ["Hakodate"]


@pytest.mark.parametrize("lon", [179.0, -179.0, 181.0])
def test_cells_go_round_the_antimeridian(lon: float) -> None:
    cells = around([(lon, 65.0)], 3.0)
    assert meet((-180.0, 64.0, -178.0, 66.0), cells)
    assert meet((178.0, 64.0, 180.0, 66.0), cells)
    assert not meet((0.0, 64.0, 2.0, 66.0), cells)


def test_bounds_touch_the_cells_they_cover() -> None:
    assert len(set(cells_of((0.0, 0.0, 5.9, 2.9)))) == 2


def test_encoded_polyline_reference_example() -> None:
    """The example of Google's Encoded Polyline Algorithm Format, whose pairs are latitude first."""
    assert decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 1e-5) == [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]


def exhibited(uncertainty_km: float, max_zoom: float) -> dict[str, Any]:
    """What the page of an exhibit brings along that shows one flight past Berlin."""
    fixes = tuple(
        Fix(lon, 52.5, None, None, Basis.INFERRED, position_uncertainty_km=uncertainty_km) for lon in (13.3, 13.5)
    )
    flight = Flight("flight", Text.of("Flight"), fixes=fixes)
    layer = Layer("all", Text.of("All"), "all.geojson", (flight,))
    return json.loads(gzip.decompress(world_document(Exhibit("x", Text.of("X"), max_zoom=max_zoom, layers=(layer,)))))  # type: ignore[no-any-return]


def test_uncertain_track_has_the_coarse_coast() -> None:
    assert any(exhibited(10, 11)["fine"])
    assert not any(exhibited(200, 11)["fine"])


def test_regions_are_sent_only_if_the_zoom_can_reach_them() -> None:
    assert exhibited(10, 11)["regions"]
    assert not exhibited(10, 7.5)["regions"]
