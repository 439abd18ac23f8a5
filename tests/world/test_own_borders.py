"""A curator's own borders: pieces that neighbours share, who holds them when, and what a page carries of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.dates import parse_span
from app.domain import Borders, BorderStatus, Exhibit, Territory, Text
from app.elements.world_map import world_document
from app.world import World
from app.world.own import TINTS, OwnBorders
from app.world.polyline import decode

FIRST, LAST = date(1783, 1, 1), date(1783, 12, 31)


def square(west: float, south: float, size: float = 1.0) -> tuple[tuple[float, float], ...]:
    """A closed ring, wound as RFC 7946 requires."""
    east, north = west + size, south + size
    return (west, south), (east, south), (east, north), (west, north), (west, south)


def land(name: str, *rings: tuple[tuple[float, float], ...], when: str = "", **more: object) -> Territory:
    """A territory of squares."""
    polygons = tuple((ring,) for ring in rings)
    return Territory(Text.of(name), polygons, when=parse_span(when) if when else None, **more)  # type: ignore[arg-type]


def own(*territories: Territory, first: date = FIRST, last: date = LAST, when: str = "1783") -> OwnBorders:
    """The borders of a year."""
    borders = Borders(Text.of("A survey"), "borders.geojson", territories, when=parse_span(when))
    return OwnBorders(borders, first, last)


def held(borders: OwnBorders, day: date, lon: float, lat: float) -> str | None:
    """Whose a place is on a day."""
    place = shapely.Point(lon, lat)
    for piece, (nation, _) in zip(borders.pieces, borders.on(day), strict=True):
        if piece.contains(place):
            return None if nation is None else str(borders.nations[nation][0])
    return None


def test_neighbours_share_one_line() -> None:
    borders = own(land("West", square(5, 45)), land("East", square(6, 45)))
    shared = [line for line, sides in zip(borders.lines, borders.sides, strict=True) if len(sides) == 2]
    assert [sorted(line) for line in shared] == [[(6.0, 45.0), (6.0, 46.0)]]


def test_corner_in_the_middle_of_the_neighbours_side_is_found() -> None:
    borders = own(land("West", square(5, 45, 2)), land("East", square(7, 45)))
    shared = [line for line, sides in zip(borders.lines, borders.sides, strict=True) if len(sides) == 2]
    assert [sorted(line) for line in shared] == [[(7.0, 45.0), (7.0, 46.0)]]


def test_lines_that_almost_meet_become_one() -> None:
    borders = own(land("West", square(5, 45)), land("East", square(6.0001, 45)))
    assert len(borders.pieces) == 2
    assert any(len(sides) == 2 for sides in borders.sides)


def test_first_territory_holds_what_two_cover() -> None:
    borders = own(land("First", square(5, 45)), land("Second", square(5.5, 45)))
    assert held(borders, FIRST, 5.75, 45.5) == "First"
    assert held(borders, FIRST, 6.25, 45.5) == "Second"


def test_territory_within_another_is_a_hole_of_it() -> None:
    around = Territory(Text.of("Realm"), ((square(5, 45, 3), square(6, 46)[::-1]),))
    borders = own(around, land("Enclave", square(6, 46)))
    assert held(borders, FIRST, 6.5, 46.5) == "Enclave"
    assert held(borders, FIRST, 5.5, 45.5) == "Realm"
    assert sorted(len(rings) for polygons in borders.rings for rings in polygons) == [1, 2]


def test_land_changes_hands_on_its_day() -> None:
    borders = own(
        land("Colony", square(5, 45), when="1783-01/1783-08"), land("State", square(5, 45), when="1783-09-03/1783-12")
    )
    days = [date(1783, 8, 31), date(1783, 9, 1), date(1783, 9, 3)]
    assert [held(borders, day, 5.5, 45.5) for day in days] == ["Colony", None, "State"]
    assert borders.changes == [FIRST, date(1783, 9, 1), date(1783, 9, 3)]


def test_only_the_days_of_a_page_are_sent() -> None:
    borders = own(
        land("Before", square(5, 45), when="1783-01"),
        land("Then", square(5, 45), when="1783-02/1783-12"),
        first=date(1783, 6, 1),
        last=date(1783, 6, 30),
    )
    assert [str(name) for name, _, _ in borders.nations] == ["Then"]
    assert borders.holdings == [[(date(1783, 6, 1), 0, False)]]


def test_neighbours_differ_in_colour_and_a_dependency_has_that_of_its_state() -> None:
    colony = land("Colony", square(9, 45), status=BorderStatus.DEPENDENCY, sovereign=Text.of("West"))
    borders = own(land("West", square(5, 45)), land("East", square(6, 45)), land("Far", square(6, 46)), colony)
    tints = dict(zip([str(name) for name, _, _ in borders.nations], borders.tints, strict=True))
    assert tints["West"] == tints["Colony"]
    assert tints["East"] not in {tints["West"], tints["Far"]}
    assert set(tints.values()) <= set(TINTS)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=6))
def test_pieces_cover_the_territories_once(squares: Sequence[tuple[int, int, int]]) -> None:
    territories = [land(f"T{number}", square(*each)) for number, each in enumerate(squares)]
    borders = own(*territories)
    covered = shapely.union_all([shapely.Polygon(square(*each)) for each in squares])
    assert sum(piece.area for piece in borders.pieces) == pytest.approx(covered.area)
    assert shapely.coverage_is_valid(borders.pieces)
    for piece, polygons in zip(borders.pieces, borders.rings, strict=True):
        ((outer, *_),) = polygons
        ring = [point for arc in outer for point in (borders.lines[arc] if arc >= 0 else borders.lines[~arc][::-1])]
        assert shapely.Polygon(ring).contains(shapely.point_on_surface(piece))


def test_document_has_all_that_is_drawn() -> None:
    savoy = land("Savoy", square(6, 45), status=BorderStatus.OCCUPIED, sovereign=Text.of("Spain"), is_schematic=True)
    document = own(savoy).document(World.default().topology, ("en", "de"))
    lines = document.pop("coarse")
    assert isinstance(lines, list)
    assert shapely.Polygon(decode(lines[0], 0.0005)).equals(shapely.box(6, 45, 7, 46))
    assert document == {
        "quantum": 0.0005,
        "frame": [-180, -90, 180, 90],
        "polygons": [[[[~0]]]],
        "fine": [],
        "anchors": [[[6.5, 45.65, 0.5]]],
        "holdings": [[["", 0, 1]]],
        "territories": [{"name": {"en": "Savoy"}, "status": "O", "tint": "treaty", "sovereign": {"en": "Spain"}}],
    }


def test_name_is_placed_on_land() -> None:
    """Brittany and the sea before it: the middle of the square is at sea."""
    ((anchor,),) = own(land("Brittany", square(-9, 46, 5))).anchors(World.default().topology)
    assert shapely.union_all(list(World.default().topology.shapes.values())).contains(shapely.Point(anchor[:2]))


def test_territory_at_sea_has_no_name() -> None:
    assert own(land("Atlantis", square(-30, 45))).anchors(World.default().topology) == [[]]


def document(period: str, when: str) -> dict[str, object]:
    """What a page has of the world, with own borders of some time."""
    borders = Borders(Text.of("A survey"), "b.geojson", (land("Land", square(5, 45)),), when=parse_span(when))
    exhibit = Exhibit("x", Text.of("X"), period=parse_span(period), borders=(borders,))
    found: dict[str, object] = json.loads(gzip.decompress(world_document(exhibit)))
    return found


def test_world_has_no_territories_where_own_borders_replace_them_all_the_time() -> None:
    assert document("1960", "1950/1970")["territories"] == []
    assert document("1960", "1960-01/1960-06")["territories"] != []


def test_page_without_own_borders_carries_nothing_of_them() -> None:
    exhibit = Exhibit("x", Text.of("X"), period=parse_span("1960"))
    assert "own" not in json.loads(gzip.decompress(world_document(exhibit)))
