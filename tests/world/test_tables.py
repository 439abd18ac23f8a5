"""The tables of the world: complete, in order, and in every language."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from app.world import FIRST_DAY, LAST_DAY, World
from app.world.tables import LANGUAGES, rows

WORLD = World.default()
HOLDINGS = WORLD.timeline.holdings


def test_every_atom_has_a_history_from_the_first_day_on() -> None:
    assert set(HOLDINGS) == set(WORLD.topology.atoms)
    assert all(found[0].start == FIRST_DAY for found in HOLDINGS.values())


def test_no_atom_has_two_rows_of_a_day() -> None:
    for atom, found in HOLDINGS.items():
        twice = [start for start, count in Counter(holding.start for holding in found).items() if count > 1]
        assert not twice, atom


def test_every_row_changes_something_within_the_years() -> None:
    for atom, found in HOLDINGS.items():
        assert all(FIRST_DAY <= holding.start <= LAST_DAY for holding in found), atom
        pairs = [(holding.name, holding.sovereign, holding.status, holding.is_schematic) for holding in found]
        assert all(one != other for one, other in pairwise(pairs)), atom


def test_statuses_are_letters_of_the_key_and_dependencies_name_their_sovereign() -> None:
    for found in HOLDINGS.values():
        for holding in found:
            assert holding.status in "SDTOAX", holding
            assert bool(holding.sovereign) or holding.status in "SX", holding
            assert not (holding.status == "S" and holding.sovereign), holding


def test_what_is_disputed_says_why() -> None:
    assert not [holding for found in HOLDINGS.values() for holding in found if holding.status == "X" and "contested" not in holding.note]


def test_every_row_names_its_source_and_a_delicate_one_something_to_look_up() -> None:
    for row in rows(WORLD.folder / "timeline.tsv"):
        assert row["source"], row
        assert not ("contested" in row["note"] and row["source"].endswith("before 1945")), row


def test_every_name_is_there_in_every_language() -> None:
    wanted = {name for found in HOLDINGS.values() for holding in found for name in (holding.name, holding.sovereign) if name}
    assert set(WORLD.names) == wanted
    for text in (*WORLD.names.values(), *(sea.name for sea in WORLD.seas), *(name for city in WORLD.cities for _, name in city.names)):
        assert not text.missing(LANGUAGES), str(text)


def test_labels_are_of_names_there_are() -> None:
    assert set(WORLD.labels) <= set(WORLD.names)


def test_memberships_are_of_atoms_there_are() -> None:
    assert set(WORLD.timeline.memberships) <= set(WORLD.topology.atoms)


@pytest.mark.parametrize(
    ("lon", "lat", "day", "name"),
    [
        (60.61, 56.84, "1960-05-01", "Sverdlovsk"),
        (68.78, 38.54, "1960-05-01", "Stalinabad"),
        (68.78, 38.54, "1961-11-11", "Dushanbe"),
        (30.32, 59.94, "1976-09-06", "Leningrad"),
        (12.92, 50.83, "1953-05-09", "Chemnitz"),
        (12.92, 50.83, "1962-02-10", "Karl-Marx-Stadt"),
        (56.25, 58.01, "1956-07-04", "Molotov"),
    ],
)
def test_a_city_has_its_name_of_the_day(lon: float, lat: float, day: str, name: str) -> None:
    city = next(city for city in WORLD.cities if city.position == (lon, lat))
    assert [str(text) for since, text in city.names if since <= date.fromisoformat(day)][-1] == name


def test_the_names_of_a_city_stand_in_order_of_time() -> None:
    for city in WORLD.cities:
        days = [since for since, _ in city.names]
        assert days == sorted(set(days)), city
