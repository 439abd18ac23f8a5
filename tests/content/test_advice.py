"""Advice fits the format of the layer: what it says to do removes the problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content import ReadResult
from app.markdown import to_html
from app.text import ranges
from tests.content.folders import SOURCES, STORY, read
from tests.content.test_tables import flight, sites, table

HEAD = "Time (UTC),Lat,Lon,Alt,Place\n"
HIGH = HEAD + "".join(f"1960-05-01 05:{minute},{50 + minute / 10},60,65000,\n" for minute in range(10, 20))
KML = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark>
<name>A</name><gx:Track><when>1960-05-01T05:00Z</when><when>1960-05-01T06:00Z</when>
<gx:coord>60 50 65000</gx:coord><gx:coord>60 55 65000</gx:coord></gx:Track></Placemark></kml>"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="a"><trk><trkseg>
<trkpt lat="50" lon="60"><ele>65000</ele></trkpt><trkpt lat="55" lon="60"><ele>65000</ele></trkpt>
</trkseg></trk></gpx>"""


def warnings(result: ReadResult) -> list[str]:
    return [str(fault) for fault in result.faults if fault.severity]


def test_feet_in_a_table_are_said_in_the_heading(tmp_path: Path) -> None:
    (found,) = warnings(table(tmp_path / "a", HIGH.replace("Alt", "Alt (m)")))
    assert "If these are feet, write “(ft)” after the heading of the column (65,000 ft is 19812 m)." in found
    result = table(tmp_path / "b", HIGH.replace("Alt", "Alt (ft)"))
    assert warnings(result) == []
    assert flight(result).fixes[0].altitude_m == pytest.approx(19_812)


def test_column_without_unit_is_said_once_with_the_setting_that_helps(tmp_path: Path) -> None:
    (found,) = warnings(table(tmp_path / "a", HIGH))
    assert 'write altitude_unit = "ft" for feet' in found
    result = table(tmp_path / "b", HIGH, 'altitude_unit = "ft"')
    assert warnings(result) == []
    assert flight(result).fixes[0].altitude_m == pytest.approx(19_812)


def test_feet_in_kml_are_said_in_exhibit_toml(tmp_path: Path) -> None:
    (found,) = warnings(table(tmp_path / "a", KML, name="a.kml"))
    assert 'If these are feet, write altitude_unit = "ft" at this layer in exhibit.toml' in found
    result = table(tmp_path / "b", KML, 'altitude_unit = "ft"', name="a.kml")
    assert warnings(result) == []
    assert flight(result).fixes[0].altitude_m == pytest.approx(19_812)


def test_gpx_has_no_setting_for_feet(tmp_path: Path) -> None:
    (found,) = [line for line in warnings(table(tmp_path / "a", GPX, name="a.gpx")) if "the limit" in line]
    assert "convert all altitudes to metres" in found
    assert "altitude_unit" not in found
    assert "convert the layer with flask exhibit convert, and set max_altitude_m" in found


def test_too_fast_a_table_names_what_a_table_can_do(tmp_path: Path) -> None:
    fast = HEAD + "1960-05-01 05:00,50,60,,\n1960-05-01 05:01,55,60,,\n"
    (found,) = warnings(table(tmp_path / "a", fast))
    assert "convert the layer with flask exhibit convert, and set max_speed_kmh of the flight." in found


def test_id_of_a_table_is_written_into_its_cell(tmp_path: Path) -> None:
    rows = "Id,Name,Lat,Lon\na/b,A,50,60\nsame,B,50,61\nsame,C,50,62\n"
    slash, twice = warnings(table(tmp_path / "a", rows))
    assert slash.endswith("Write: a-b")
    assert slash.startswith("Row 2 of fixes.csv, Id:")
    assert twice.endswith("Write: same-2")
    result = table(tmp_path / "b", rows.replace("a/b", "a-b").replace("same,C", "same-2,C"))
    assert warnings(result) == []
    assert [site.id for site in sites(result)] == ["a-b", "same", "same-2"]


def test_source_that_is_missing_is_one_sentence_with_its_rows(tmp_path: Path) -> None:
    rows = "".join(
        f"P{row},50,{60 + row / 10},{'trail' if row in (3, 4, 5, 6, 12, 20, 21) else 'trial'}\n" for row in range(2, 30)
    )
    result = table(tmp_path / "a", f"Name,Lat,Lon,Source\n{rows}")
    (found,) = [line for line in warnings(result) if "trail" in line]
    assert SOURCES[0]["id"] == "trial"
    assert found == (
        'Rows 3–6, 12, 20, 21 of fixes.csv, Source: The source "trail" is not in sources.json. Did you mean “trial”?'
    )


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([5], "5"),
        ([9, 3, 4, 5, 5, 6, 7, 8, 12], "3–9, 12"),
        ([1, 2, 4], "1, 2, 4"),
        (range(1, 60, 2), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 18 more"),
    ],
)
def test_numbers_of_rows(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text


@pytest.mark.parametrize(
    ("wrong", "right", "shown"),
    [
        ("Found.\n---\n\nMoved.", "Found.\n\n---\n\nMoved.", "<p>Found.</p>\n<hr>\n<p>Moved.</p>"),
        ("One\ntwo\n===", "One\ntwo", "<p>One\ntwo</p>"),
        ("    There.", "There.", "<p>There.</p>"),
        ("[a](ftp://a.example)", "a", "<p>a</p>"),
        ("[^1]: https://a.example", "There.[^trial]", "<p>There.[^trial]</p>"),
        ("[[a]]", "a", "<p>a</p>"),
        ("==a==", "**a**", "<p><strong>a</strong></p>"),
        ("- [ ] a", "- a", "<ul>\n<li>a</li>\n</ul>"),
    ],
)
def test_markdown_written_as_advised_is_shown(tmp_path: Path, wrong: str, right: str, shown: str) -> None:
    assert warnings(read(tmp_path / "a", story_en_md=f"{STORY}\n{wrong}\n"))
    assert warnings(read(tmp_path / "b", story_en_md=f"{STORY}\n{right}\n")) == []
    assert to_html(right) == f"{shown}\n"


@pytest.mark.parametrize(
    "words",
    [
        "### A heading\n\n#### Another",
        "A <https://a.example/> and [words](https://a.example/), [a][b] and `https://c.example/`.\n\n[b]: https://b.example",
        "[See](#chapter=start). Write to <info@a.example>.\n\n[//]: # (a comment)",
        "Found.\n\n---\n\n*Moved*, at 5 < 6, for $5, by {him} & her, #7 of 9.",
        "[^trial, p. 4\nand 5] as said before",
    ],
)
def test_markdown_that_is_shown_as_written_is_not_reported(tmp_path: Path, words: str) -> None:
    assert warnings(read(tmp_path / "a", story_en_md=f"{STORY}\n{words}\n")) == []
