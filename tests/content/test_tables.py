"""Tables as layers: what the rows become, what is said of each conversion, and what is never guessed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import Limits, ReadResult, read_exhibit
from app.content.importers.headings import Meaning, recognize_heading
from app.domain import Basis, Fix, Flight, Site
from tests.content.folders import SOURCES, make, sentences

FIXES = """Time (New York),"Lat, Lon",Alt (ft),Place
1927-05-20 07:52,"40.738, -73.613",100,Roosevelt Field
1927-05-20 12:10,"43.5, -66.0",150,Nova Scotia
1927-05-20 19:15,"47.56, -52.71",200,St John's
1927-05-21 16:21,"48.95, 2.44",,Le Bourget
"""


def table(
    folder: Path, data: str | bytes, more: str = "", name: str = "fixes.csv", limits: Limits | None = None
) -> ReadResult:
    """The exhibit whose only layer is a table; `more` are further lines of its ``[[layers]]``."""
    toml = f'title = "T"\nperiod = "1927/2024"\n[[layers]]\nid = "main"\nfile = "{name}"\nname = "Crossing"\n{more}\n'
    make(folder, exhibit_toml=toml, main_geojson=None, story_en_md=None)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_exhibit(folder, limits)


def naive(*parts: int) -> datetime:
    """A date and time as a spreadsheet has it, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def flight(result: ReadResult) -> Flight:
    """The only flight."""
    assert result.exhibit, sentences(result)
    found = [feature for feature in result.exhibit.features if isinstance(feature, Flight)]
    assert len(found) == 1, sentences(result)
    return found[0]


def sites(result: ReadResult) -> list[Site]:
    assert result.exhibit, sentences(result)
    return [feature for feature in result.exhibit.features if isinstance(feature, Site)]


def times(fixes: Sequence[Fix]) -> list[str]:
    return [fix.time.strftime("%Y-%m-%dT%H:%M:%SZ") if fix.time else "" for fix in fixes]


def errors(result: ReadResult) -> list[str]:
    return [line for line in sentences(result).splitlines() if line.startswith("error")]


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def ods(rows: str) -> bytes:
    """A spreadsheet with one sheet, as LibreOffice writes its rows."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Fixes">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return written.getvalue()


def ods_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def ods_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_number(number: float) -> str:
    shown = str(number).replace(".", ",")
    cell = f'<table:table-cell office:value-type="float" office:value="{number}">'
    return f"{cell}<text:p>{shown}</text:p></table:table-cell>"


def ods_moment(moment: str) -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{moment}"><text:p>x</text:p></table:table-cell>'
    )


def test_rows_with_times_are_the_fixes_of_a_flight(tmp_path: Path) -> None:
    result = table(tmp_path / "x", FIXES, 'basis = "inferred"')
    found = flight(result)
    assert (found.id, str(found.name)) == ("fixes", "Crossing")
    assert [(fix.lon, fix.lat, fix.altitude_m) for fix in found.fixes] == [
        (-73.613, 40.738, 30.48),
        (-66.0, 43.5, 45.72),
        (-52.71, 47.56, 60.96),
        (2.44, 48.95, None),
    ]
    assert times(found.fixes)[0] == "1927-05-20T11:52:00Z"
    assert times(found.fixes)[-1] == "1927-05-21T20:21:00Z"
    assert {fix.basis for fix in found.fixes} == {Basis.INFERRED}
    assert str(found.fixes[2].place) == "St John's"
    assert sentences(result).splitlines() == [
        "note: fixes.csv: Altitude: feet to metres, by the heading.",
        "note: fixes.csv: Time: from America/New_York to UTC, by the heading.",
        "note: fixes.csv: The rows have times, so they are the fixes of a flight. If they are places, write in "
        '[[layers]] of exhibit.toml: as = "places"',
    ]


LINDBERGH = [
    (naive(1927, 5, 20, 7, 52), "40.738, -73.613", 0, "Roosevelt Field"),
    (naive(1927, 5, 20, 8, 52), "41.6, -71.5", 500, "Rhode Island"),
    (naive(1927, 5, 20, 9, 52), "42.0, -69.5", 150, None),
    (naive(1927, 5, 20, 12, 8), "43.9, -66.0", 200, "Nova Scotia"),
    (naive(1927, 5, 20, 16, 5), "46.0, -60.0", 900, "Cape Breton"),
    (naive(1927, 5, 20, 19, 15), "47.56, -52.71", 200, "St John’s"),
    (naive(1927, 5, 21, 0, 0), "50.0, -45.0", 10000, None),
    (naive(1927, 5, 21, 10, 52), "52.0, -10.5", 1500, "Dingle Bay"),
    (naive(1927, 5, 21, 13, 52), "50.4, -4.1", 1500, "Plymouth"),
    (naive(1927, 5, 21, 15, 20), "49.65, -1.62", 2000, "Cherbourg"),
    (naive(1927, 5, 21, 17, 22), "48.95, 2.44", 0, "Le Bourget"),
]


def test_workbook_of_fixes_is_a_flight_that_plays(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Time (New York)", "Lat, Lon", "Alt (ft)", "Place"], *map(list, LINDBERGH)]
    result = table(tmp_path / "x", workbook(Fixes=rows, Empty=[]), 'basis = "documented"', "lindbergh.xlsx")
    found = flight(result)
    assert not errors(result)
    assert found.id == "lindbergh"
    new_york = timedelta(hours=4)  # daylight saving time
    assert [fix.time for fix in found.fixes] == [(row[0] + new_york).replace(tzinfo=UTC) for row in LINDBERGH]
    assert [fix.altitude_m for fix in found.fixes] == [pytest.approx(row[2] * 0.3048) for row in LINDBERGH]
    assert [f"{fix.lat:g}, {fix.lon:g}" for fix in found.fixes] == [
        row[1].replace(".0,", ",").replace(".0", "") for row in LINDBERGH
    ]
    assert [str(fix.place) or None for fix in found.fixes] == [row[3] for row in LINDBERGH]
    assert {fix.basis for fix in found.fixes} == {Basis.DOCUMENTED}


def test_spreadsheet_of_libreoffice_is_read_with_its_own_numbers(tmp_path: Path) -> None:
    rows = ods_row(*map(ods_text, ("Time (UTC)", "Latitude", "Longitude", "Note")))
    rows += ods_row(ods_moment("1871-01-18T12:00:00"), ods_number(48.8), ods_number(2.12), ods_text("Versailles"))
    rows += ods_row(ods_moment("1871-01-18T13:00:00"), ods_number(48.9), ods_number(2.5), ods_text("East"))
    rows += '<table:table-row table:number-rows-repeated="1048573">'
    rows += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    found = flight(table(tmp_path / "x", ods(rows), name="fixes.ods"))
    assert [(fix.lon, fix.lat, str(fix.note)) for fix in found.fixes] == [
        (2.12, 48.8, "Versailles"),
        (2.5, 48.9, "East"),
    ]
    assert times(found.fixes) == ["1871-01-18T12:00:00Z", "1871-01-18T13:00:00Z"]


def test_dates_before_1900_are_read_as_the_text_that_excel_keeps(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Date", "Time (UTC)", "Lat", "Lon"],
        ["1897-07-11", time(13, 43), 79.7, 11.0],
        ["1897-07-14", time(7, 30), 82.9, 29.9],
    ]
    result = table(tmp_path / "x", workbook(A=rows), name="balloon.xlsx")
    assert times(flight(result).fixes) == ["1897-07-11T13:43:00Z", "1897-07-14T07:30:00Z"]


def test_midnight_in_a_workbook_is_a_time(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Time (UTC)", "Lat", "Lon"],
        [naive(2001, 1, 1, 0, 0), 1, 1],
        [naive(2001, 1, 1, 6, 0), 1, 2],
    ]
    assert times(flight(table(tmp_path / "x", workbook(A=rows), name="a.xlsx")).fixes)[0] == "2001-01-01T00:00:00Z"


def test_one_of_several_sheets_must_be_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Lat", "Lon"], ["A", 1, 2], ["B", 2, 3]]
    book = workbook(Notes=[["x"]], Places=rows)
    result = table(tmp_path / "x", book, name="a.xlsx")
    assert errors(result) == [
        "error: a.xlsx: The workbook has 2 sheets with content: “Notes”, “Places”. Say in [[layers]] of exhibit.toml "
        'which one is the layer. Write: sheet = "Places"'
    ]
    result = table(tmp_path / "y", book, 'sheet = "Places"', "a.xlsx")
    assert [site.id for site in sites(result)] == ["a", "b"]
    assert "Did you mean “Places”?" in sentences(table(tmp_path / "z", book, 'sheet = "Place"', "a.xlsx"))


def test_formulas_are_not_calculated(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Lat", "Lon"], ["A", "=1+1", 2], ["B", 2, 3]]
    result = table(tmp_path / "x", workbook(A=rows), name="a.xlsx")
    assert [(site.id, site.position) for site in sites(result)] == [("a", None), ("b", (3.0, 2.0))]


def test_large_archives_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    result = table(tmp_path / "x", written.getvalue(), name="a.xlsx", limits=Limits(file_bytes=1_000_000))
    assert "The workbook unpacked has 5,000,000 bytes; at most 4,000,000 are allowed." in sentences(result)


def test_archive_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    data = written.getvalue().replace((3_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert "The workbook is damaged" in sentences(table(tmp_path / "x", data, name="a.xlsx"))


def test_cells_far_from_the_table_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = "x"
    written = io.BytesIO()
    book.save(written)
    assert "The sheet reaches to row 1,048,576 and column 16,384." in sentences(
        table(tmp_path / "x", written.getvalue(), name="a.xlsx")
    )
    many = '<table:table-row table:number-rows-repeated="1000000">'
    wide = '<table:table-cell table:number-columns-repeated="16383"/>'
    for rows in (f"{many}{wide}{ods_text('x')}</table:table-row>", many + ods_text("x") * 9 + "</table:table-row>"):
        assert "The sheet reaches to row 1,000,000" in sentences(table(tmp_path / "y", ods(rows), name="a.ods"))
        (tmp_path / "y" / "a.ods").unlink()


def test_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO(ods(ods_row(ods_text("x"))))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "The workbook defines entities of its own." in sentences(
        table(tmp_path / "x", data.getvalue(), name="a.ods")
    )


@pytest.mark.parametrize(
    "data",
    [
        FIXES.replace('"Lat, Lon"', "Lat, Lon").replace('"', "").encode(),
        FIXES.replace(",", ";")
        .replace("; -", ", -")
        .replace('"Lat; Lon"', '"Lat, Lon"')
        .replace("; 2.44", ", 2.44")
        .encode(),
        ("\ufeff" + FIXES).encode(),
        FIXES.encode("utf-16"),
        FIXES.replace("\n", "\r\n").encode(),
        ("sep=,\n" + FIXES).encode(),
        ("Lindbergh's flight\n\n" + FIXES).encode(),
        "\n".join(
            "\t".join(cells)
            for cells in [
                ("Time (America/New_York)", "Lat", "Lon", "Alt [ft]", "Place"),
                ("1927-05-20 07:52", "40.738", "-73.613", "100", "Roosevelt Field"),
                ("20 May 1927 12:10", "43.5", "-66.0", "150", "Nova Scotia"),
                ("May 20, 1927 7:15 pm", "47°33'36\"N", "52°42.6'W", "200", '"St John\'s"'),
                ("21.05.1927 16:21", "48.95", "2.44", "-", "Le Bourget"),
            ]
        ).encode(),
    ],
    ids=["unquoted", "semicolons", "BOM", "UTF-16", "CRLF", "sep", "title above", "tabs and other forms"],
)
def test_dialects_of_csv_give_the_same_flight(data: bytes, tmp_path: Path) -> None:
    found, same = flight(table(tmp_path / "x", data)), flight(table(tmp_path / "y", FIXES))
    assert times(found.fixes) == times(same.fixes)
    numbers = [(fix.lon, fix.lat, fix.altitude_m or 0) for fix in found.fixes]
    for numbers_of, other in zip(numbers, same.fixes, strict=True):
        assert numbers_of == pytest.approx((other.lon, other.lat, other.altitude_m or 0))
    assert [fix.place for fix in found.fixes] == [fix.place for fix in same.fixes]


@pytest.mark.parametrize(
    ("heading", "meaning", "said"),
    [
        ("Alt (ft)", Meaning.ALTITUDE, "ft"),
        ("Höhe [m]", Meaning.ALTITUDE, "m"),
        ("Höhe in m", Meaning.ALTITUDE, "m"),
        ("Höhe (m ü. NN)", Meaning.ALTITUDE, "m"),
        ("Высота, м", Meaning.ALTITUDE, "м"),
        ("高度（フィート）", Meaning.ALTITUDE, "フィート"),
        ("altitude_m", Meaning.ALTITUDE, "m"),
        ("Altitude in feet", Meaning.ALTITUDE, "feet"),
        ("Time (America/New_York)", Meaning.TIME, "America/New_York"),
        ("Local time (New York)", Meaning.TIME, "America/New_York"),
        ("Uhrzeit (Moskau)", Meaning.TIME, "Europe/Moscow"),
        ("время (Москва)", Meaning.TIME, "Europe/Moscow"),
        ("時刻（日本時間）", Meaning.TIME, "Asia/Tokyo"),
        ("Uhrzeit (Japan)", Meaning.TIME, "Asia/Tokyo"),
        ("Time (Georgia)", Meaning.TIME, None),
        ("時刻（東京）", Meaning.TIME, "Asia/Tokyo"),
        ("Moscow time", Meaning.TIME, "Europe/Moscow"),
        ("UTC", Meaning.TIME, "UTC"),
        ("Zeit (UTC)", Meaning.TIME, "UTC"),
        ("Time (UTC+3)", Meaning.TIME, timedelta(hours=3)),
        ("время", Meaning.TIME, None),
        ("緯度", Meaning.LATITUDE, ""),
        ("Länge", Meaning.LONGITUDE, ""),
        ("Lat/Lon", Meaning.LAT_LON, ""),
        ("Latitude (decimal degrees)", Meaning.LATITUDE, ""),
        ("name:de", Meaning.PLACE, ""),
        ("± (min)", Meaning.TIME_UNCERTAINTY, "min"),
        ("Uncertainty (nm)", Meaning.POSITION_UNCERTAINTY, "nm"),
        ("Altitude uncertainty (ft)", Meaning.ALTITUDE_UNCERTAINTY, "ft"),
        ("Unsicherheit der Höhe in m", Meaning.ALTITUDE_UNCERTAINTY, "m"),
        ("погрешность высоты (м)", Meaning.ALTITUDE_UNCERTAINTY, "м"),
        ("高度誤差（メートル）", Meaning.ALTITUDE_UNCERTAINTY, "メートル"),
        ("обоснование места", Meaning.POSITION_BASIS, ""),
        ("Evidence of the time", Meaning.TIME_BASIS, ""),
        ("Beleg der Höhe", Meaning.ALTITUDE_BASIS, ""),
        ("時刻の根拠", Meaning.TIME_BASIS, ""),
        ("Speed (kt)", Meaning.SPEED, "kt"),
        ("Time (s)", None, ""),
        ("Wind speed", None, ""),
        ("Cabin altitude", None, ""),
        ("Height (m AGL)", None, ""),
        ("Squawk", None, ""),
    ],
)
def test_headings_are_recognized(heading: str, meaning: Meaning | None, said: object) -> None:
    found = recognize_heading(heading)
    assert found.meaning is meaning
    assert (found.zone if meaning is Meaning.TIME else found.unit) == said


@pytest.mark.parametrize("heading", ["Time (EST)", "Time (CET)", "Time (Louisville)", "Local time"])
def test_abbreviations_and_names_of_several_zones_are_no_zone(heading: str) -> None:
    assert recognize_heading(heading).zone is None


CASES: list[tuple[str, str, str, list[str], list[str]]] = [
    (
        "a date of two readings",
        "Time (UTC),Lat,Lon\n9/6/1976 03:50,44,135\n9/7/1976 04:57,41.8,140.8\n",
        'Row 2 of fixes.csv, Time (UTC): "9/6/1976 03:50" may be 9 June 1976 or 6 September 1976; no other date in the '
        "column says which. In [[layers]] of exhibit.toml, write day_first = true for 9 June 1976, or "
        "day_first = false for 6 September 1976.",
        ["day_first = true", "day_first = false"],
        ["1976-06-09T03:50:00Z", "1976-09-06T03:50:00Z"],
    ),
    (
        "times without a zone",
        "Time,Lat,Lon\n1976-09-06 12:50,44,135\n1976-09-06 13:57,41.8,140.8\n",
        'Row 2 of fixes.csv, Time: The times do not say their zone, such as "1976-09-06 12:50". In [[layers]] of '
        'exhibit.toml, write zone = "UTC", or the zone such as zone = "America/New_York"; or say it in the heading: '
        "“Time (UTC)”, “Time (New York)”.",
        ['zone = "UTC"', 'zone = "America/New_York"'],
        ["1976-09-06T12:50:00Z", "1976-09-06T16:50:00Z"],
    ),
    (
        "times without a date",
        "Time (UTC),Lat,Lon\n23:50,44,135\n00:57,41.8,140.8\n",
        'Row 2 of fixes.csv, Time (UTC): "23:50" has no date, and the table has no column for it. Add a column “Date”, '
        'or in [[layers]] of exhibit.toml the date of the first row, such as date = "1927-05-20"',
        ['date = "1927-05-20"'],
        ["1927-05-20T23:50:00Z"],
    ),
]


@pytest.mark.parametrize(("name", "data", "message", "fixes", "first"), CASES, ids=[case[0] for case in CASES])
def test_times_of_two_minds_are_refused_and_each_fix_helps(
    name: str, data: str, message: str, fixes: list[str], first: list[str], tmp_path: Path
) -> None:
    refused = table(tmp_path / "x", data)
    assert errors(refused) == [f"error: {message}"]
    assert times(flight(refused).fixes) == ["", ""]
    for index, fix in enumerate(fixes):
        assert fix in message
        followed = table(tmp_path / f"x{index}", data, fix)
        assert not errors(followed)
        assert times(flight(followed).fixes)[0] == first[index]


@pytest.mark.parametrize(
    ("column", "message", "fixes", "metres"),
    [
        (
            ["Altitude", "68000", "500"],
            "“Altitude” does not say in which unit it is. In [[layers]] of exhibit.toml, write "
            'altitude_unit = "ft" for feet, or altitude_unit = "m" for metres.',
            ['altitude_unit = "ft"', 'altitude_unit = "m"'],
            [20726.4, 68000],
        ),
        (
            ["Alt (m)", '"20,700"', '"1,234"'],
            '"20,700" may be 20700, if the comma separates thousands, or 20.700, if it is a decimal comma. In '
            '[[layers]] of exhibit.toml, write decimal = "." for 20700, or decimal = "," for 20.700.',
            ['decimal = "."', 'decimal = ","'],
            [20700, 20.7],
        ),
        (
            ["Alt", "100 ft", "200"],
            '"200" has no unit, but "100 ft" in row 2 has one. Write the unit in all cells or in the heading.',
            [],
            [],
        ),
        (
            ["Alt (m)", '"1.234,5"', '"1,234.5"'],
            '"1.234,5" has a decimal comma, but "1,234.5" in row 3 has a decimal point. Write all numbers of the table '
            "in one of the two ways.",
            [],
            [],
        ),
    ],
)
def test_altitudes_of_two_minds_are_refused_and_each_fix_helps(
    column: list[str], message: str, fixes: list[str], metres: list[float], tmp_path: Path
) -> None:
    rows = zip(column, ["Lat", "44.0", "41.8"], ["Lon", "135.0", "140.8"], strict=True)
    data = "\n".join(",".join(row) for row in rows)
    refused = table(tmp_path / "x", data, 'as = "flight"')
    assert [line.partition(": ")[2].partition(": ")[2] for line in errors(refused)] == [message]
    assert [fix.altitude_m for fix in flight(refused).fixes] == [None, None]
    for index, fix in enumerate(fixes):
        assert fix in message
        followed = table(tmp_path / f"x{index}", data, f'as = "flight"\n{fix}')
        assert not errors(followed)
        assert "Positions" not in sentences(followed)
        assert flight(followed).fixes[0].altitude_m == pytest.approx(metres[index])


@pytest.mark.parametrize(
    ("cells", "metres"),
    [
        (["1200 ft", "1 300 ft"], [365.76, 396.24]),
        (["FL350", "FL 410"], [10668, 12496.8]),
        (["1,5 km", "2,25 km"], [1500, 2250]),
        (["1.200 m", "850,5 m"], [1200, 850.5]),
        (["1,200.5 m", "1,300 m"], [1200.5, 1300]),
    ],
)
def test_units_and_marks_are_taken_from_the_whole_column(cells: list[str], metres: list[float], tmp_path: Path) -> None:
    data = f"Alt;Lat;Lon\n{cells[0]};44;135\n{cells[1]};41;140\n"
    found = flight(table(tmp_path / "x", data, 'as = "flight"'))
    assert [fix.altitude_m for fix in found.fixes] == [pytest.approx(metre) for metre in metres]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            'Name,Lat,Lon\nA,"52,41",13.4\nB,"52,5",13.5\n',
            'Row 2 of fixes.csv, Lat: "52,41" has a decimal comma, but "13.4" in row 2 of “Lon” has a decimal point.',
        ),
        (
            'Name,Koordinaten\nA,"52.41, 13.4"\n',
            "“Koordinaten” does not say whether latitude or longitude comes first",
        ),
        ("Name,Lat,Lon\nA,-173.6,40.7\nB,-172,41\n", "“Lat” has numbers beyond 90, which no latitude has"),
        ("Name,Lat,Latitude,Lon\nA,1,1,1\n", "The latitude may be in “Lat” or “Latitude”."),
        ("Time (UTC),Time (New York),Lat,Lon\nx,y,1,1\n", "The time may be in “Time (UTC)” or “Time (New York)”."),
        (
            "Foo,Bar\nA,B\n",
            "The table has no columns that are known as latitude and longitude. The first row has “Foo”, “Bar”.",
        ),
        ("Lat,Lon\n,\n", "The table has headings, but no rows."),
        ("Lat,Lon\n", "The table has headings, but no rows."),
        ("Lat,Lon\nx,y\n", "No row has a position that can be read."),
        ('Lat,Lon\n1,2\n"1,2\n', "Row 3 of fixes.csv: A cell has a quotation mark that is not closed"),
        ("Größe,Lat,Lon\nA,1,2\n".encode("latin-1"), "Save it again as “CSV UTF-8”"),
    ],
)
def test_tables_without_clear_positions_are_refused(data: str | bytes, message: str, tmp_path: Path) -> None:
    result = table(tmp_path / "x", data)
    assert message in "\n".join(errors(result))
    assert not result.exhibit or not result.exhibit.features


@pytest.mark.parametrize(("order", "position"), [("lat_lon", (13.4, 52.41)), ("lon_lat", (52.41, 13.4))])
def test_order_of_positions_follows_the_setting(order: str, position: tuple[float, float], tmp_path: Path) -> None:
    data = 'Name,Koordinaten\nA,"52.41, 13.4"\n'
    result = table(tmp_path / "x", data, f'[layers.columns]\n{order} = "Koordinaten"')
    assert [site.position for site in sites(result)] == [position]


@pytest.mark.parametrize(
    ("data", "columns", "position"),
    [
        ("Name,Lat,Lon\nA,-173.6,40.7\n", 'latitude = "Lon"\nlongitude = "Lat"', (-173.6, 40.7)),
        ("Name,Lat,Latitude,Lon\nA,1,2,3\n", 'latitude = "Lat"', (3, 1)),
        ("Name,B,L\nA,1,2\n", 'latitude = "B"\nlongitude = "L"', (2, 1)),
    ],
)
def test_columns_that_a_message_says_to_write_are_used(
    data: str, columns: str, position: tuple[float, float], tmp_path: Path
) -> None:
    refused = table(tmp_path / "x", data)
    assert len(errors(refused)) == 1
    assert "[layers.columns], latitude = " in errors(refused)[0]
    followed = table(tmp_path / "y", data, f"[layers.columns]\n{columns}")
    assert [site.position for site in sites(followed)] == [position]
    assert not errors(followed)


def test_purpose_that_a_note_says_to_write_is_followed(tmp_path: Path) -> None:
    places = table(tmp_path / "x", FIXES, 'as = "places"')
    assert [(site.id, site.when and site.when.edtf) for site in sites(places)][-1] == (
        "le-bourget",
        "1927-05-21T20:21Z",
    )
    line = table(tmp_path / "y", "Name,Lat,Lon\nA,1,2\nB,1,3\n", 'as = "flight"')
    assert [str(fix.place) for fix in flight(line).fixes] == ["A", "B"]
    assert "The rows have" not in sentences(places) + sentences(line)


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("52.41, 13.4", (13.4, 52.41)),
        ("52,41 13,4", (13.4, 52.41)),
        ("52,41; 13,4", (13.4, 52.41)),
        ("52,41, 13,4", (13.4, 52.41)),
        ("(52.41 -13.4)", (-13.4, 52.41)),
        ("N52.41 W13.4", (-13.4, 52.41)),
        ("52°24'36\"N 13°24'E", (13.4, 52.41)),
        ("13°24'E, 52°24'36\"N", (13.4, 52.41)),
        ("52.41", None),
        ("52,41,13,4", None),
        ("somewhere", None),
    ],
)
def test_position_in_one_cell(cell: str, position: tuple[float, float] | None, tmp_path: Path) -> None:
    quoted = cell.replace('"', '""')
    result = table(tmp_path / "x", f'Name\t"Lat, Lon"\nA\t"{quoted}"\nB\t\n')
    found = sites(result)[0].position if position else None
    assert found == (position and pytest.approx(position))
    if not position:
        assert "is not a position. Write latitude and longitude such as" in sentences(result)


def test_times_that_a_change_of_clocks_left_out_or_repeated_are_reported(tmp_path: Path) -> None:
    data = (
        "Time (New York),Lat,Lon\n1967-04-30 01:30,40,-73\n1967-04-30 02:30,40,-73.1\n1967-04-30 03:30,40,-73.2\n"
        "1967-10-29 01:30,40,-73.3\n1967-10-29 01:30-05:00,40,-73.4\n"
    )
    result = table(tmp_path / "x", data)
    assert errors(result) == [
        "error: Row 3 of fixes.csv, Time (New York): There was no 1967-04-30 02:30 in America/New_York: the clocks "
        "were put forward. Correct the time, or write it in UTC with a Z at its end.",
        "error: Row 5 of fixes.csv, Time (New York): 1967-10-29 01:30 was twice in America/New_York, when the clocks "
        "were put back: at 1967-10-29T05:30Z and at 1967-10-29T06:30Z. Write the time with its offset: "
        "1967-10-29 01:30-04:00 or 1967-10-29 01:30-05:00.",
    ]
    assert times(flight(result).fixes) == [
        "1967-04-30T06:30:00Z",
        "",
        "1967-04-30T07:30:00Z",
        "",
        "1967-10-29T06:30:00Z",
    ]


def test_table_of_one_column_is_read_by_its_name(tmp_path: Path) -> None:
    assert [site.position for site in sites(table(tmp_path / "x", '"Lat, Lon"\n"1.5, 2"\n"1.6, 3"\n'))] == [
        (2, 1.5),
        (3, 1.6),
    ]


def test_column_of_times_without_any_is_reported_once(tmp_path: Path) -> None:
    result = table(tmp_path / "x", "Name,Time (UTC),Lat,Lon\nA,9998.328,1,2\nB,9998.4,1,3\n")
    assert [line.partition(" The same")[0] for line in errors(result)] == [
        'error: Row 2 of fixes.csv, Time (UTC): "9998.328" is not a time.'
    ]
    years = table(tmp_path / "y", "Name,Zeit,Lat,Lon\nA,1960,1,2\nB,1961-05~,1,3\n")
    assert [site.when and site.when.edtf for site in sites(years)] == ["1960", "1961-05~"]


def test_times_of_a_date_without_a_day_are_reported(tmp_path: Path) -> None:
    data = "Date,Time (UTC),Lat,Lon\nMay 1927,07:52,1,3\n1927-05-21,07:53,1,3.1\n1927-02-30,07:54,1,3.2\n"
    result = table(tmp_path / "x", data)
    assert errors(result) == [
        'error: Row 4 of fixes.csv, Date: "1927-02-30" is not a date. Write the date such as 1927-05-20.',
        'error: Row 2 of fixes.csv, Time (UTC): The date of "07:52" has no day, so the time cannot be used. Write '
        "the day.",
    ]
    assert times(flight(result).fixes) == ["", "1927-05-21T07:53:00Z", ""]


def test_times_in_another_zone_than_the_heading_are_refused(tmp_path: Path) -> None:
    result = table(tmp_path / "x", "Time (New York),Lat,Lon\n1927-05-20 07:52Z,1,3\n1927-05-20 07:53Z,1,3.1\n")
    assert errors(result) == [
        'error: Row 2 of fixes.csv, Time (New York): "1927-05-20 07:52Z" is not the time in America/New_York, the zone '
        "of the heading. The same in 1 more row (3). Correct the heading, the setting or the times."
    ]


def test_heading_and_setting_must_agree(tmp_path: Path) -> None:
    result = table(tmp_path / "x", FIXES, 'zone = "UTC"\naltitude_unit = "m"')
    assert [line.partition(": ")[2].partition(" Correct")[0] for line in errors(result)] == [
        "fixes.csv, Alt (ft): The heading “Alt (ft)” says feet, the setting says metres.",
        "fixes.csv, Time (New York): The heading “Time (New York)” says America/New_York, the setting says UTC.",
    ]


def test_one_cause_is_one_sentence(tmp_path: Path) -> None:
    rows = "".join(
        f"1927-05-20 {index // 60:02d}:{index % 60:02d},{'x' if index % 2 else '50.1'},{index / 10}\n"
        for index in range(200)
    )
    result = table(tmp_path / "x", f"Time (UTC),Lat,Lon\n{rows}")
    assert errors(result) == [
        'error: Row 3 of fixes.csv, Lat: "x" is not a latitude. The same in 99 more rows (5, 7, 9 and 96 more). Write '
        "degrees such as 52.41 or 52°24'36\"N, or leave the cell empty."
    ]
    assert "100 rows without a position (3, 5, 7 and 97 more): not shown." in sentences(result)


def test_places_have_words_sources_and_dates(tmp_path: Path) -> None:
    data = (
        "id;Name;Name:de;Lat;Lon;Date;Source;Page;Note;Evidence;Uncertainty (km)\n"
        "degt;Degtyarsk;Degtjarsk;56.7;60.1;01.05.1960;trial;p. 12;The wreck.;documented;0.5\n"
        ";Kosulino;;56.7;60.9;May 1960;trial, p. 3; memoir;;;;\n".replace("3; memoir", "3")
        + ";Kosulino;;56.8;60.9;1960;memoir;;;inferred;\n"
    )
    result = table(tmp_path / "x", data)
    assert [site.id for site in sites(result)] == ["degt", "kosulino", "kosulino-2"]
    first, second, third = sites(result)
    assert dict(first.name) == {"en": "Degtyarsk", "de": "Degtjarsk"}
    assert [(each.source, each.locator) for each in first.citations] == [("trial", "p. 12")]
    assert [(each.source, each.locator) for each in second.citations] == [("trial", "p. 3")]
    assert [site.when and site.when.edtf for site in sites(result)] == ["1960-05-01", "1960-05", "1960"]
    assert [site.basis for site in sites(result)] == [Basis.DOCUMENTED, Basis.INTERPOLATED, Basis.INFERRED]
    assert (str(first.description), first.position_uncertainty_km) == ("The wreck.", 0.5)
    assert third.position == (60.9, 56.8)


def test_evidence_is_never_documented_by_default(tmp_path: Path) -> None:
    for data in (FIXES, "Name,Lat,Lon\nA,1,2\n"):
        result = table(tmp_path / "x", data)
        assert 'write in [[layers]] of exhibit.toml: basis = "documented"' in sentences(result)
        assert result.exhibit
        found = [fix.basis for feature in result.exhibit.flights for fix in feature.fixes]
        assert {*found, *(site.basis for site in sites(result))} == {Basis.INTERPOLATED}
        (tmp_path / "x" / "fixes.csv").unlink()


def test_unknown_source_is_reported_with_its_cell(tmp_path: Path) -> None:
    result = table(tmp_path / "x", "Name,Lat,Lon,Source\nA,1,2,trial\nB,1,3,trail\n")
    assert errors(result) == [
        'error: Row 3 of fixes.csv, Source: The source "trail" is not in sources.json. Did you mean “trial”?'
    ]
    assert [source["id"] for source in SOURCES] == ["trial", "memoir"]


def test_faults_of_fixes_are_reported_with_their_cells(tmp_path: Path) -> None:
    data = FIXES.replace("1927-05-20 19:15", "1927-05-20 11:15").replace(",200,", ',"300,000.5",')
    said = sentences(table(tmp_path / "x", data))
    assert (
        "Row 4 of fixes.csv, Time (New York): The time of fix 3 (1927-05-20T15:15Z) is earlier than that of fix 2"
        in said
    )
    assert "Row 4 of fixes.csv, Alt (ft): Fix 3 is at 91,440 m" in said


def test_several_flights_of_one_table(tmp_path: Path) -> None:
    data = (
        "Flight,Time (UTC),Lat,Lon\nGRAND SLAM,1960-05-01 01:26,34,71.6\nКвадрат,1960-05-01 02:00,40,60\n"
        "GRAND SLAM,1960-05-01 05:53,56.7,61\nКвадрат,1960-05-01 03:00,41,60\nAlone,1960-05-01 03:00,42,60\n"
    )
    result = table(tmp_path / "x", data)
    assert result.exhibit
    assert [(each.id, str(each.name), type(each).__name__) for each in result.exhibit.features] == [
        ("grand-slam", "GRAND SLAM", "Flight"),
        ("квадрат", "Квадрат", "Flight"),
        ("alone", "Alone", "Site"),
    ]


def test_table_with_the_newest_row_first_is_turned(tmp_path: Path) -> None:
    result = table(tmp_path / "x", "UTC,Lat,Lon\n2020-01-01 03:00,1,3\n2020-01-01 02:00,1,2\n2020-01-01 01:00,1,1\n")
    assert [fix.lon for fix in flight(result).fixes] == [1, 2, 3]
    assert "The newest is first" in sentences(result).replace("the newest", "The newest")


LAYOUTS = {
    "Flightradar24": (
        "Timestamp,UTC,Callsign,Position,Altitude,Speed,Direction\n"
        '1684515906,2023-05-19T17:05:06Z,CTM1022,"21.66923,39.136734",0,0,250\n'
        '1684515966,2023-05-19T17:06:06Z,CTM1022,"21.7,39.2",1200,200,250\n',
        "",
        ("ctm1022", 39.2, 21.7, 365.76, "2023-05-19T17:06:06Z"),
    ),
    "FlightAware": (
        "Time (EDT)\tLatitude\tLongitude\tCourse\tkts\tmph\tfeet\tRate\tReporting Facility\n"
        "Fri 11:58:10 PM\t40.1\t-73.5\t← 270°\t200\t230\t1,500\t\tNew York\n"
        "Sat 12:01:10 AM\t40.3\t-73.5\t← 270°\t200\t230\t2,000\t500\tNew York\n",
        'date = "2023-05-19"',
        ("fixes", -73.5, 40.3, 609.6, "2023-05-20T04:01:10Z"),
    ),
    "the OpenSky Network": (
        "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,alert,spi,squawk,baroaltitude,geoaltitude,"
        "lastposupdate,lastcontact\n"
        "1672575671,39c902,43.289,5.402,3.45,296.5,5.8,SAMU13,False,False,False,,100,121.92,1672575670.76,1672575670.7\n"
        "1672575681,39c902,43.290,5.403,3.45,296.5,5.8,SAMU13,False,False,False,,200.5,121.92,1672575670.76,1672575670.7\n",
        "",
        ("39c902", 5.403, 43.29, 200.5, "2023-01-01T12:21:21Z"),
    ),
    "ADS-B Exchange": (
        "timestamp,hex,flight,lat,lon,alt_baro,gs,track\n"
        "1672575671,39c902,SAMU13,43.289,5.402,ground,3,290\n1672575681,39c902,SAMU13,43.290,5.403,1000,80,290\n",
        "",
        ("39c902", 5.403, 43.29, 304.8, "2023-01-01T12:21:21Z"),
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_tables_of_other_programs_are_known(name: str, tmp_path: Path) -> None:
    data, setting, last = LAYOUTS[name]
    result = table(tmp_path / "x", data, setting)
    found = flight(result)
    assert not errors(result), sentences(result)
    fix = found.fixes[-1]
    assert (found.id, fix.lon, fix.lat, fix.altitude_m, times([fix])[0]) == last
    assert f"The table is read as one of {name}, by its headings." in sentences(result)
    assert "not shown" in sentences(result)


def test_accidents_of_the_ntsb_are_places(tmp_path: Path) -> None:
    data = (
        "NtsbNo,EventType,Mkey,EventDate,City,State,Country,Latitude,Longitude,ProbableCause\n"
        "DCA09MA026,ACC,73121,2009-01-15T15:27:00Z,Weehawken,NJ,USA,40.7695,-74.0046,The ingestion of large birds.\n"
    )
    found = sites(table(tmp_path / "x", data))
    assert [(site.id, str(site.name), site.position) for site in found] == [
        ("DCA09MA026", "Weehawken", (-74.0046, 40.7695))
    ]


def test_columns_named_in_the_settings(tmp_path: Path) -> None:
    data = "Abflug;B;L;H;Wo\n1927-05-20 07:52;1,5;3;100;Hier\n1927-05-20 08:52;1,5;3,1;200;Dort\n"
    columns = 'time = "Abflug"\nlatitude = "B"\nlongitude = "L"\naltitude = "H"\nplace = "Wo"'
    result = table(tmp_path / "x", data, f'zone = "Europe/Berlin"\naltitude_unit = "ft"\n[layers.columns]\n{columns}')
    assert [(times([fix])[0], fix.lat, fix.altitude_m, str(fix.place)) for fix in flight(result).fixes] == [
        ("1927-05-20T06:52:00Z", 1.5, 30.48, "Hier"),
        ("1927-05-20T07:52:00Z", 1.5, 60.96, "Dort"),
    ]
    result = table(tmp_path / "y", data, '[layers.columns]\ntime = "Abfug"')
    assert "The table has no column “Abfug”" in sentences(result)
    assert "Did you mean “Abflug”?" in sentences(result)
    result = table(tmp_path / "z", data, '[layers.columns]\ntim = "Abflug"')
    assert (
        "“tim” in [layers.columns] of exhibit.toml is not the meaning of a column. Did you mean “time”?"
        in sentences(result)
    )


def test_file_that_no_layer_names_is_mentioned(tmp_path: Path) -> None:
    result = table(tmp_path / "x", FIXES)
    (tmp_path / "x" / "My Places.xlsx").write_bytes(b"PK\x03\x04")
    assert (
        "note: My Places.xlsx: The file is not shown, since no layer of exhibit.toml has it. Add [[layers]] with "
        'id = "my-places", file = "My Places.xlsx" and name = "My Places", or remove the file.'
    ) in sentences(read_exhibit(tmp_path / "x"))
    assert "My Places" not in sentences(result)


zones = st.sampled_from(["UTC", "America/New_York", "Europe/Moscow", "Asia/Tokyo"])
moments = st.datetimes(naive(1930, 1, 1), naive(2020, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
fixes = st.lists(
    st.tuples(moments, st.floats(-89, 89), st.floats(-179, 179), st.integers(-1000, 100_000)), min_size=2, max_size=5
)
DIALECTS = [(",", ".", "utf-8"), (";", ",", "utf-8-sig"), ("\t", ".", "utf-16"), (";", ".", "utf-8")]
UNITS = {"m": 1.0, "ft": 0.3048, "km": 1000.0, "FL": 30.48}
FORMS = ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d %B %Y, %H:%M", "%Y/%m/%d %H:%M"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=fixes,
    dialect=st.sampled_from(DIALECTS),
    unit=st.sampled_from(list(UNITS)),
    zone=zones,
    form=st.sampled_from(FORMS),
)
def test_fixes_written_in_any_dialect_unit_and_zone_are_read_again(
    known: list[tuple[datetime, float, float, int]],
    dialect: tuple[str, str, str],
    unit: str,
    zone: str,
    form: str,
    tmp_path: Path,
) -> None:
    """To a hundred-millionth of a degree, a centimetre and a minute, but for the hours that a change of clocks leaves
    out or repeats, which are reported.
    """
    delimiter, mark, encoding = dialect
    local = ZoneInfo(zone)
    known = sorted(known)
    rows: list[list[Any]] = [[f"Time ({zone})", "Lat", "Lon", f"Alt ({unit})"]]
    for at, lat, lon, altitude in known:
        numbers = [f"{lat:.8f}", f"{lon:.8f}", f"{altitude / 100:.2f}"]
        rows.append([at.strftime(form), *(number.replace(".", mark) for number in numbers)])
    data = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)
    result = table(tmp_path / "x", data)
    positions = {(round(lon, 8), round(lat, 8)) for _, lat, lon, _ in known}
    if len(positions) < 2:
        return
    expected = {
        at.replace(tzinfo=local).astimezone(UTC)
        for at, *_ in known
        if at.replace(tzinfo=local).astimezone(UTC) == at.replace(tzinfo=local, fold=1).astimezone(UTC)
    }
    found = flight(result).fixes
    assert {fix.time for fix in found if fix.time} <= expected
    if len(expected) == len(known) == len(found):
        assert [fix.lon for fix in found] == [pytest.approx(lon, abs=1e-8) for _, _, lon, _ in known]
        assert [fix.altitude_m for fix in found] == [
            pytest.approx(altitude / 100 * UNITS[unit], abs=0.01) for *_, altitude in known
        ]


CELLS = """Lat|Lon|Time|Time (UTC)|Alt (ft)|Lat, Lon|1,5|1.5|9/6/1976|07:52||x|"|1e999|nan|-|²|٣|24:00|name:de|sep=;
1927-02-30 10:00|0001-01-01 00:00+14:00|9999-12-31 23:59-12:00"""
cells = st.sampled_from(CELLS.replace("\n", "|").split("|")) | st.text(max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, max_size=5), max_size=5), delimiter=st.sampled_from([",", ";", "\t"]))
def test_any_table_is_read_or_refused(rows: list[list[str]], delimiter: str, tmp_path: Path) -> None:
    data = "\n".join(delimiter.join(row) for row in [["Time", "Lat", "Lon", "Alt", "Date"], *rows])
    sentences(table(tmp_path / "x", data.encode("utf-8", "surrogatepass"))).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.integers(0, 5000))
def test_damaged_workbook_is_read_or_refused(place: int, byte: int, cut: int, tmp_path: Path) -> None:
    data = bytearray(
        workbook(A=[["Time (UTC)", "Lat", "Lon"], [naive(2001, 1, 1, 5), 1.5, 2], [date(2001, 1, 2), 2, 3]])
    )
    data[place % len(data)] = byte
    sentences(table(tmp_path / "x", bytes(data), name="a.xlsx")).encode()
    sentences(table(tmp_path / "x", bytes(data[: cut % len(data)]), name="a.xlsx")).encode()


def test_json_of_features_is_the_same_at_each_reading(tmp_path: Path) -> None:
    one, other = table(tmp_path / "x", FIXES), table(tmp_path / "y", FIXES)
    assert one.exhibit
    assert other.exhibit
    assert one.exhibit.features == other.exhibit.features
    assert json.dumps(sentences(one)) == json.dumps(sentences(other))


def test_time_and_altitude_have_their_own_evidence_and_uncertainty(tmp_path: Path) -> None:
    result = table(
        tmp_path / "t",
        "UTC;Lat;Lon;Alt (ft);Evidence;Position evidence;Time evidence;Beleg der Höhe;Altitude uncertainty (ft)\n"
        "1960-05-01 05:00;50;60;68000;documented;;;erschlossen;1000\n"
        "1960-05-01 05:20;51;60;;inferred;documented;;;\n",
    )
    first, second = flight(result).fixes
    assert (first.basis, first.time_basis, first.altitude_basis) == (Basis.DOCUMENTED, None, Basis.INFERRED)
    assert first.altitude_uncertainty_m == pytest.approx(304.8)
    assert (second.basis, second.position_basis, second.time_basis) == (Basis.INFERRED, Basis.DOCUMENTED, None)
    assert second.altitude_uncertainty_m is None
    assert errors(result) == []


def test_evidence_and_uncertainty_of_the_altitude_are_checked(tmp_path: Path) -> None:
    result = table(
        tmp_path / "t",
        "Time (UTC),Lat,Lon,Alt (ft),Altitude evidence,Altitude uncertainty\n"
        "1960-05-01 05:00,50,60,68000,guessed,1000\n1960-05-01 05:20,51,60,68000,,\n",
    )
    (unit, evidence) = errors(result)
    assert 'Altitude evidence: "guessed" is not known. Write one of these: documented, inferred or' in evidence
    assert "Write the unit into the heading: “Altitude uncertainty (m)”." in unit
    assert {fix.altitude_basis for fix in flight(result).fixes} == {None}


@pytest.mark.parametrize("heading", ["Time (UTC)", "Time"])
@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1960-05-01 05:00", "1960-05-01T05:00:30Z"], ["1960-05-01T05:00:00Z", "1960-05-01T05:00:30Z"]),
        (["1960-05-01T05:00:00Z", "1960-05-01T05:00:30.5Z"], ["1960-05-01T05:00:00Z", "1960-05-01T05:00:30Z"]),
        (["1960-05-01T05:00Z", "1960-05-01T24:00Z"], ["1960-05-01T05:00:00Z", ""]),
        (["1960-05-01T05:00Z", "1960-02-30T05:00Z"], ["1960-05-01T05:00:00Z", ""]),
    ],
)
def test_column_of_utc_is_read_as_its_cells_are(
    heading: str, cells: list[str], read: list[str], tmp_path: Path
) -> None:
    rows = [f"{cell},50,6{index},9000" for index, cell in enumerate(cells)]
    head = f"{heading},Lat,Lon,Alt (m)"
    at_once = table(tmp_path / "at-once", "\n".join([head, *rows]), 'basis = "inferred"')
    one_by_one = table(tmp_path / "one-by-one", "\n".join([head, *rows, "-,50,69,9000"]), 'basis = "inferred"')
    assert errors(at_once) == errors(one_by_one)
    found = [times(flight(result).fixes) for result in (at_once, one_by_one)]
    assert found[0] == found[1][:-1]
    assert found[0] == read or "zone" in errors(at_once)[0]


def test_column_of_utc_with_another_zone_in_the_setting_is_refused(tmp_path: Path) -> None:
    rows = "Time (UTC),Lat,Lon\n1960-05-01 05:00,50,60\n1960-05-01 06:00,50,61\n"
    (found,) = errors(table(tmp_path / "urals", rows, 'zone = "Europe/Moscow"\nbasis = "inferred"'))
    assert "The heading “Time (UTC)” says UTC, the setting says Europe/Moscow." in found
