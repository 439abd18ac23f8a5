"""The tables of the world: complete, in order, and in every language."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import shapely

from app.text import languages
from app.world import FIRST_DAY, LAST_DAY, World
from app.world.tables import rows, words

WORLD = World.default()
HOLDINGS = WORLD.timeline.holdings


def test_every_atom_has_a_history_from_the_first_day_on() -> None:
    assert set(HOLDINGS) == set(WORLD.topology.atoms)
    assert all(found[0].start == FIRST_DAY for found in HOLDINGS.values())


def test_no_atom_has_two_rows_of_a_day() -> None:
    for atom, found in HOLDINGS.items():
        twice = [start for start, count in Counter(holding.start for holding in found).items() if count > 1]
        assert not twice, atom


def test_every_row_changes_something_within_the_covered_years() -> None:
    for atom, found in HOLDINGS.items():
        assert all(FIRST_DAY <= holding.start <= LAST_DAY for holding in found), atom
        pairs = [(holding.name, holding.sovereign, holding.status, holding.is_schematic) for holding in found]
        assert all(one != other for one, other in pairwise(pairs)), atom


def test_statuses_are_letters_of_the_key_and_dependencies_name_their_sovereign() -> None:
    for found in HOLDINGS.values():
        for holding in found:
            assert holding.status in "SDTOAXU", holding
            assert bool(holding.sovereign) or holding.status in "SXU", holding
            assert not (holding.status == "S" and holding.sovereign), holding


def test_disputed_rows_have_a_note() -> None:
    assert not [
        holding
        for found in HOLDINGS.values()
        for holding in found
        if holding.status == "X" and "contested" not in holding.note
    ]


def test_unknown_borders_say_why_and_name_nobody() -> None:
    for found in HOLDINGS.values():
        for holding in found:
            assert (holding.status == "U") == (holding.name == "Borders not known"), holding
            assert not (holding.status == "U" and (holding.sovereign or not holding.note)), holding


def test_every_row_names_its_source() -> None:
    for row in rows(WORLD.folder / "timeline.tsv"):
        assert row["source"], row
        assert not ("contested" in row["note"] and row["source"].endswith("before 1900")), row


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CHANGE = re.compile(
    rf"\b(?:from|until|since|named|renamed|dissolved)\b[^,:\d]{{0,30}}(?P<day>\d{{1,2}} (?:{MONTHS}) \d{{4}})"
    r"|\b(?:from|until|since)\b[^,:\d]{0,20}(?P<year>\d{4})\b|[A-Z][a-z]+ (?P<first>\d{4})[–-]\d{2}"
)
"""What a remark says when it knows of a change: a day or a year behind a word such as “until”, or “Khmer Republic
1970–75”.
"""
OWNED_UP = ("not drawn", "the same name")


def as_date(day: str, month: str, year: str) -> date:
    return date(int(year), MONTHS.split("|").index(month) + 1, int(day))


def unkept(remark: str, starts: set[date]) -> Iterator[str]:
    """The changes that a remark knows, within the days of the tables, and that are neither a row's nor owned up to be
    left out.
    """
    for clause in remark.split(";"):
        for found in CHANGE.finditer(clause):
            day = as_date(*found["day"].split()) if found["day"] else None
            year = day.year if day else int(found["year"] or found["first"])
            is_kept = day in starts if day else year in {start.year for start in starts}
            is_within = FIRST_DAY <= day <= LAST_DAY if day else FIRST_DAY.year <= year <= LAST_DAY.year
            if is_within and not is_kept and not any(words in clause for words in OWNED_UP):
                yield clause.strip()


def test_what_a_remark_knows_of_a_change_is_in_the_table() -> None:
    """Of eleven errors found in these tables five were known to the note and missing in the rows."""
    starts = {atom: {holding.start for holding in found} for atom, found in HOLDINGS.items()}
    for row in rows(WORLD.folder / "timeline.tsv"):
        known = set().union(*(starts[atom] for atom in row["atoms"].split(",")))
        assert not list(unkept(row["source"], known)), row
        assert not list(unkept(row["note"], known)), row


@pytest.mark.parametrize(
    ("remark", "is_reported"),
    [
        ("Khmer Republic 1970–75", True),
        ("under a governor; Zimbabwe Rhodesia from 1 June 1979", True),
        ("West Pakistan dissolved 1 July 1970", True),
        ("Syrian again from 1974", True),
        ("Syrian again from 1974, which is not drawn", False),
        ("a republic from 1 June 1979, under the same name", False),
        ("independent from 5 May 1955", False),
        ("signed 15 May 1955; in force since 27 July 1895", False),
    ],
)
def test_a_change_that_no_row_has_is_reported(remark: str, is_reported: bool) -> None:
    assert bool(list(unkept(remark, {date(1955, 5, 5)}))) is is_reported


def test_every_name_is_there_in_every_language() -> None:
    wanted = {
        name for found in HOLDINGS.values() for holding in found for name in (holding.name, holding.sovereign) if name
    }
    assert set(WORLD.names) == wanted
    for text in (
        *WORLD.names.values(),
        *(sea.name for sea in WORLD.seas),
        *(name for city in WORLD.cities for _, name in city.names),
    ):
        assert not text.missing(languages()), str(text)


def test_labels_have_known_names() -> None:
    assert set(WORLD.labels) <= set(WORLD.names)


def test_labels_stand_on_an_atom_that_the_territory_had_or_at_sea() -> None:
    shapes = WORLD.topology.shapes
    for name, label in WORLD.labels.items():
        for lon, lat, _, atom in label.anchors:
            there = [each for each, shape in shapes.items() if shapely.contains_xy(shape, lon, lat)]
            assert there == [atom] * bool(atom), name
            assert not atom or name in {holding.name for holding in HOLDINGS[atom]}, name


def test_memberships_have_known_atoms() -> None:
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
        (96.16, 16.80, "1989-06-17", "Rangoon"),
        (30.32, 59.94, "1914-06-28", "Saint Petersburg"),
        (30.32, 59.94, "1919-06-28", "Petrograd"),
        (10.75, 59.91, "1923-07-24", "Christiania"),
        (10.75, 59.91, "1925-01-01", "Oslo"),
        (24.03, 49.84, "1914-06-28", "Lemberg"),
        (44.50, 48.71, "1918-07-01", "Tsaritsyn"),
        (106.91, 47.91, "1923-07-24", "Urga"),
        (116.39, 39.91, "1927-05-20", "Peking"),
        (116.39, 39.91, "1937-07-07", "Peiping"),
        (17.03, 51.11, "1945-05-07", "Breslau"),
        (24.03, 49.84, "1939-09-01", "Lwów"),
        (24.03, 49.84, "1960-05-01", "Lvov"),
        (30.52, 50.45, "2001-09-11", "Kiev"),
        (30.52, 50.45, "2020-01-01", "Kyiv"),
        (72.88, 19.08, "2001-09-11", "Mumbai"),
        (96.16, 16.80, "1989-06-18", "Yangon"),
        (106.83, -6.18, "1972-08-17", "Jakarta"),
        (140.70, -2.53, "1966-01-01", "Sukarnapura"),
        (19.26, 42.44, "1946-07-12", "Podgorica"),
        (133.26, 44.16, "1951-12-31", "Semyonovka"),
    ],
)
def test_a_city_has_its_name_of_the_day(lon: float, lat: float, day: str, name: str) -> None:
    city = next(city for city in WORLD.cities if city.position == (lon, lat))
    assert [str(text) for since, text in city.names if since <= date.fromisoformat(day)][-1] == name


@pytest.mark.parametrize(
    ("lon", "lat", "day", "found"),
    [
        (150.80, 59.56, "1939-07-13", None),
        (150.80, 59.56, "1939-07-14", ("Magadan", 2)),
        (7.10, 50.73, "1914-06-28", ("Bonn", 3)),
        (7.10, 50.73, "1960-05-01", ("Bonn", 2)),
        (7.10, 50.73, "2020-06-30", ("Bonn", 3)),
    ],
)
def test_a_city_has_its_rank_of_the_day_and_is_missing_before_it_was_founded(
    lon: float, lat: float, day: str, found: tuple[str, int] | None
) -> None:
    city = next(city for city in WORLD.cities if city.position == (lon, lat))
    on = city.on(date.fromisoformat(day))
    assert (on and (str(on[0]), on[1])) == found


def test_city_names_are_in_order_of_time() -> None:
    for city in WORLD.cities:
        days = [since for since, _ in city.names]
        assert days == sorted(set(days)), city


def test_a_table_may_have_further_languages(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("# Names.\nlon\ten\tde\tuk\n30.5\tKiev\t\tКиїв\n", encoding="utf-8")
    assert [words(row).as_dict() for row in rows(table)] == [{"en": "Kiev", "uk": "Київ"}]
