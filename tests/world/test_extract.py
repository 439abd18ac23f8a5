"""What a page carries of the world."""

import gzip
import json
from datetime import date
from typing import Any

import pytest

from app.domain import Basis, Exhibit, Fix, Flight, Layer, Text
from app.elements.world_map import world_document
from app.world import Portion, World
from app.world.cells import around, cells_of, meet
from app.world.topology import decode

WORLD = World.default()
BERLIN = Portion(around([(13.4, 52.5)], 3.0), date(1962, 2, 10), date(1962, 2, 10))


def read(portion: Portion) -> dict[str, Any]:
    return json.loads(gzip.decompress(WORLD.extract(portion)))  # type: ignore[no-any-return]


def test_the_same_asking_gives_the_same_bytes() -> None:
    again = Portion(frozenset(sorted(BERLIN.cells, reverse=True)), BERLIN.first, BERLIN.last)
    assert WORLD.extract(BERLIN) == World(WORLD.folder).extract(again)


def test_the_fine_level_is_carried_only_where_it_is_wanted() -> None:
    fine = [arc for arc in read(BERLIN)["fine"] if arc]
    assert 0 < len(fine) < 300
    assert all(any(abs(lon - 13.4) < 20 and abs(lat - 52.5) < 15 for lon, lat in decode(arc, WORLD.topology.quantum)) for arc in fine)


def test_no_island_is_carried_that_could_not_be_drawn() -> None:
    document = read(BERLIN)
    is_drawn = [bool(coarse or fine) for coarse, fine in zip(document["coarse"], document["fine"], strict=True)]
    assert all(is_drawn[max(arc, ~arc)] for polygons in document["polygons"] for rings in polygons for ring in rings for arc in ring)
    assert [bool(polygons) for polygons in document["polygons"]].count(True) > 200


def test_a_page_of_one_day_carries_one_state_of_the_world() -> None:
    document = read(BERLIN)
    assert all(len(rows) == 1 for rows in document["holdings"])
    assert all(since == "" for memberships in document["memberships"] for _, since, _ in memberships)
    assert "Tanganyika" in {territory["name"]["en"] for territory in document["territories"]}
    assert "Tanzania" not in {territory["name"]["en"] for territory in document["territories"]}


def test_a_longer_time_carries_its_changes() -> None:
    document = read(Portion(BERLIN.cells, date(1960, 4, 27), date(1962, 2, 10)))
    congo = document["holdings"][WORLD.topology.atoms.index("COD")]
    names = [document["territories"][number]["name"]["en"] for _, number, *_ in congo]
    assert [since for since, *_ in congo] == ["", "1960-06-30"]
    assert names == ["Belgian Congo", "Congo (Léopoldville)"]


def test_words_come_in_the_languages_asked_for_and_english() -> None:
    document = read(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, ("ru",)))
    assert all(set(territory["name"]) == {"en", "ru"} for territory in document["territories"])
    assert set(document["seas"][0][3]) == {"en", "ru"}


def test_an_inset_comes_with_its_region() -> None:
    assert [region["frame"] for region in read(BERLIN)["regions"]] == [[12.6, 52.1, 14.0, 52.85]]
    assert read(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, insets=around([(9.0, 48.0)], 1.0)))["regions"] == []
    assert read(Portion(around([(-100.0, 40.0)], 3.0), BERLIN.first, BERLIN.last))["regions"] == []


def test_a_city_that_the_exhibit_names_itself_is_left_out() -> None:
    def names(portion: Portion) -> set[str]:
        return {name["en"] for *_, named in read(portion)["cities"] for _, name in named}

    assert "Potsdam" in names(BERLIN)
    assert "Potsdam" not in names(Portion(BERLIN.cells, BERLIN.first, BERLIN.last, without=frozenset({"Potsdam"})))


@pytest.mark.parametrize("lon", [179.0, -179.0, 181.0])
def test_cells_go_round_the_antimeridian(lon: float) -> None:
    cells = around([(lon, 65.0)], 3.0)
    assert meet((-180.0, 64.0, -178.0, 66.0), cells)
    assert meet((178.0, 64.0, 180.0, 66.0), cells)
    assert not meet((0.0, 64.0, 2.0, 66.0), cells)


def test_bounds_touch_the_cells_they_cover() -> None:
    assert len(set(cells_of((0.0, 0.0, 5.9, 2.9)))) == 2


def test_the_encoding_is_the_published_one() -> None:
    """The example of Google's Encoded Polyline Algorithm Format, whose pairs are latitude first."""
    assert decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 1e-5) == [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]


def exhibited(uncertainty_km: float, max_zoom: float) -> dict[str, Any]:
    """What the page of an exhibit brings along that shows one flight past Berlin."""
    fixes = tuple(Fix(lon, 52.5, None, None, Basis.INFERRED, position_uncertainty_km=uncertainty_km) for lon in (13.3, 13.5))
    flight = Flight("flight", Text.of("Flight"), fixes=fixes)
    layer = Layer("all", Text.of("All"), "all.geojson", (flight,))
    return json.loads(gzip.decompress(world_document(Exhibit("x", Text.of("X"), max_zoom=max_zoom, layers=(layer,)))))  # type: ignore[no-any-return]


def test_along_a_way_that_is_hardly_known_the_coarse_coast_is_enough() -> None:
    assert any(exhibited(10, 11)["fine"])
    assert not any(exhibited(200, 11)["fine"])


def test_insets_come_along_only_where_one_can_come_close_enough_to_see_them() -> None:
    assert exhibited(10, 11)["regions"]
    assert not exhibited(10, 7.5)["regions"]
