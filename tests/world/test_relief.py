"""The pictures of the relief: which a page contains, and that they are small."""

import base64

import pytest

from app.world import World
from app.world.cells import around
from app.world.relief import MOST_BYTES, WORLD, Relief, bounds_of

RELIEF = World.default().relief


def test_a_page_has_the_world_and_the_pictures_of_what_it_shows() -> None:
    found = RELIEF.pictures_in(around([(70.0, 36.0)], 1.0))
    assert list(found) == [WORLD, "4/11/6"]
    west, south, east, north = bounds_of("4/11/6")
    assert west < 70 < east
    assert south < 36 < north
    assert base64.b64decode(found["4/11/6"]) == RELIEF.pictures["4/11/6"]


def test_a_page_that_shows_nothing_closely_has_the_world_alone() -> None:
    assert list(RELIEF.pictures_in(frozenset())) == [WORLD]


def test_a_page_has_what_shows_most_of_it_as_far_as_there_is_room() -> None:
    cells = frozenset((column, row) for column in range(120) for row in range(-25, 26))
    found = RELIEF.pictures_in(cells)
    size = sum(len(base64.b64decode(content)) for content in found.values())
    assert MOST_BYTES * 0.9 < size <= MOST_BYTES
    assert found == RELIEF.pictures_in(frozenset(sorted(cells)))


def test_of_two_pictures_the_one_that_shows_more_comes_first() -> None:
    half = MOST_BYTES // 2
    relief = Relief({WORLD: b"", "4/8/5": b"a" * half, "4/9/5": b"b" * half, "4/10/5": b"c" * half})
    west, south, east, north = bounds_of("4/10/5")
    cells = around([((west + east) / 2, (south + north) / 2)], 6.0) | around([(1.0, 50.0), (30.0, 50.0)], 1.0)
    assert "4/10/5" in relief.pictures_in(cells)
    assert len(relief.pictures_in(cells)) == 3


@pytest.mark.parametrize("name", [WORLD, "4/11/6"])
def test_the_pictures_are_of_the_kind_that_the_page_says(name: str) -> None:
    assert RELIEF.pictures[name][4:12] == b"ftypavif"
