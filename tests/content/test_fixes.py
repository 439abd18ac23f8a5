"""Following a message helps: what it says to write is accepted, and is the right value."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.content import ReadResult
from app.content.fields.numbers import Angle, Unit, read_angle, suggest_number
from app.content.fields.values import join_path
from app.content.formats.strict_json import path_keys
from app.domain import Flight, Reach, Site
from app.errors import Fault
from app.loose_dates import suggest_date, suggest_instant
from tests.content.cases import CASES, Case
from tests.content.folders import TOML, named, read, sentences


def written(fault: Fault) -> str:
    """The exact text that a message says to write; empty where it says something else."""
    _, found, text = fault.fix.partition("Write: ")
    return "" if "…" in text or "[lon, lat]" in text or not found else text.partition(", or set max_zoom")[0]


def follow(case: Case, fault: Fault) -> dict[str, Any]:
    """The files with the text written where the message says."""
    file, text = fault.location.file, written(fault)
    files: dict[str, Any] = {"exhibit.toml": TOML} | named(case.files)
    content = files[file] if isinstance(files[file], str) else files[file].decode()
    fixed = in_json(content, fault, text) if file.endswith(("json",)) else in_lines(content, fault, text)
    return {name.replace("/", "__").replace(".", "_"): value for name, value in (files | {file: fixed}).items()}


def in_json(content: str, fault: Fault, text: str) -> str:
    if fault.location.column is not None:  # not JSON yet: the number before the column
        lines = content.split("\n")
        lines[(fault.location.line or 1) - 1] = re.sub(r"\d+,\d+", text, lines[(fault.location.line or 1) - 1])
        return "\n".join(lines)
    document = json.loads(content)
    *keys, last = path_keys(join_path(fault.location.path, fault.location.field))
    holder = document
    for key in keys:
        holder = holder[key]
    if re.match(r'"[\w-]+": ', text):
        holder.update(json.loads(f"{{{text}}}"))
        return json.dumps(document)
    value = json.loads(text)
    if isinstance(value, list) and isinstance(holder, list) and not isinstance(holder[0], list):
        holder[:] = value  # a whole position, where one of its numbers is wrong
    else:
        holder[last] = value
    return json.dumps(document)


def in_lines(content: str, fault: Fault, text: str) -> str:
    lines = content.split("\n")
    index = (fault.location.line or 1) - 1
    if fault.location.file.endswith(".md"):
        picture = re.search(r"!?\[[^\]]*\]\([^)]*\)|<img[^>]*>", lines[index])
        lines[index] = lines[index].replace(picture[0], text) if picture and text.startswith("!") else text
    elif lines[index].startswith("[[") and not text.startswith("["):
        lines.insert(index + 1, text)
    elif text.startswith("[[") or " = " in text:
        lines[index] = (
            text if "view" not in lines[index] else lines[index].replace(lines[index].partition("{")[2], f" {text} }}")
        )
    elif fault.location.field.endswith("]"):
        lines[index] = re.sub(r"\[.*\]", f"[{text}]", lines[index])
    else:
        lines[index] = f"{lines[index].partition('=')[0]}= {text}"
    return "\n".join(lines)


FOLLOWED = [
    "a day of access that is text",
    "decimal comma in JSON", "no geometry", "no id", "an id with a slash", "an id with a line break",
    "an id with a colon",
    "an id used twice", "a number as text", "decimal commas as text", "degrees and minutes",
    "degrees with a letter, latitude first",
    "latitude first", "an altitude in feet", "an altitude in kilometres", "bounds from east to west",
    "a radius in nautical miles",
    "a date as a number", "a date with dots", "a date with a month's name", "an approximate date in words", "a season",
    "a speed in knots", "a locator that is no text", "a source without brackets", "a name that is a number",
    "an uncertainty with a comma", "a time in words with zone", "a position of an account with commas",
    "a swapped interval",
    "a country in place of a language", "a language without brackets", "a zoom above max_zoom", "limits upside down",
    "limits with latitude first", "a center with decimal commas", "one bracket for a list", "a layer without id",
    "a chapter's id with blanks", "a ceiling in feet", "visible as text", "text without quotes",
    "an interval without quotes",
    "curly quotes in TOML", "German quotes in TOML", "a missing end quote", "decimal comma in TOML", "true in capitals",
    "a colon for the equals sign", "a picture without description", "a heading without id", "a heading with one mark",
    "true in capitals with a comment", "decimal comma in TOML with a comment", "a comma after a text",
    "a semicolon after a number", "a colon and no quotes", "a missing single quote",
    "a heading with three marks", "a source with half an address", "a Windows path", "quotes inside a text",
]  # fmt: skip


@pytest.mark.parametrize("name", FOLLOWED)
def test_following_the_message_removes_the_fault(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    before = read(tmp_path / "before" / "urals", case.limits, **case.files)
    fault = next(fault for fault in before.faults if written(fault) or "name: " in fault.fix or "quotes: " in fault.fix)
    if not written(fault):  # the text to write is at the end of a longer sentence
        fault = Fault(
            fault.severity, fault.location, fault.problem, f"Write: {re.split(r'(?:name|quotes): ', fault.fix)[-1]}"
        )
    after = read(tmp_path / "after" / "urals", case.limits, **follow(case, fault))
    assert fault.problem not in {each.problem for each in after.faults}, sentences(after)
    new = {each.problem for each in after.faults} - {each.problem for each in before.faults}
    assert after.exhibit is not None or before.exhibit is None
    assert not [each for each in after.faults if each.problem in new and each.location == fault.location], sentences(
        after
    )


def fixed(name: str, folder: Path) -> ReadResult:
    """The result after following the only suggestion of a case."""
    case = next(case for case in CASES if case.name == name)
    fault = next(
        fault for fault in read(folder / "before" / "urals", case.limits, **case.files).faults if written(fault)
    )
    return read(folder / "after" / "urals", case.limits, **follow(case, fault))


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("a number as text", (61.1, 56.7)),
        ("decimal commas as text", (13.4, 52.41)),
        ("degrees and minutes", (13.4, 52.4133)),
        ("degrees with a letter, latitude first", (-13.4, 52.41)),
        ("latitude first", (161.1, 56.7)),
    ],
)
def test_suggested_position_is_the_right_one(name: str, position: tuple[float, float], tmp_path: Path) -> None:
    exhibit = fixed(name, tmp_path).exhibit
    assert exhibit
    assert isinstance(exhibit.features[0], Site)
    assert exhibit.features[0].position == position


def test_suggested_altitude_and_speed_are_converted(tmp_path: Path) -> None:
    for name, altitude in (("an altitude in feet", 20726), ("an altitude in kilometres", 20700)):
        exhibit = fixed(name, tmp_path / name[-4:]).exhibit
        assert exhibit
        assert isinstance(exhibit.features[0], Site)
        assert exhibit.features[0].altitude_m == altitude
    exhibit = fixed("a speed in knots", tmp_path / "speed").exhibit
    assert exhibit
    assert isinstance(exhibit.features[0], Flight)
    assert exhibit.features[0].max_speed_kmh == 796
    exhibit = fixed("a radius in nautical miles", tmp_path / "radius").exhibit
    assert exhibit
    assert isinstance(exhibit.features[0], Reach)
    assert exhibit.features[0].radius_km == 27.78


@pytest.mark.parametrize(
    ("text", "unit", "fix"),
    [
        ("13,4", Unit.PLAIN, "Write: 13.4"),
        ("1.234,5", Unit.PLAIN, "Write: 1234.5"),
        ("1,234.5", Unit.PLAIN, "Write: 1234.5"),
        ("20 700", Unit.METRES, "Write: 20700"),
        ("20’700", Unit.METRES, "Write: 20700"),
        ("\u22125,5", Unit.PLAIN, "Write: -5.5"),
        ("FL 680", Unit.METRES, "Write digits only, with a decimal point where one is needed."),
        ("680 FL", Unit.METRES, "680 FL is 20726 metres. Write: 20726"),
        ("20,700 m", Unit.METRES, "Write 20700 if the comma separates thousands, or 20.700 if it is a decimal comma."),
        ("65,000 ft.", Unit.METRES, "65,000 ft. is 19812 metres. Write: 19812"),
        ("1.5 h", Unit.MINUTES, "1.5 h is 90 minutes. Write: 90"),
        ("15 nm", Unit.KILOMETRES, "15 nm is 27.78 kilometres. Write: 27.78"),
        ("400 mph", Unit.KMH, "400 mph is 644 km/h. Write: 644"),
        ("12 kg", Unit.METRES, "Write digits only, with a decimal point where one is needed."),
        ("", Unit.PLAIN, "Write digits only, with a decimal point where one is needed."),
    ],
)
def test_number_suggestions(text: str, unit: Unit, fix: str) -> None:
    assert suggest_number(text, unit) == fix


@pytest.mark.parametrize(
    ("text", "angle"),
    [
        ("52.41", Angle("52.41")),
        ("52,41", Angle("52.41")),
        ("52°24'48\"N", Angle("52.4133", "latitude")),
        ("52° 24′ 48″ S", Angle("-52.4133", "latitude")),
        ("N52 24.8", Angle("52.4133", "latitude")),
        ("73°36.6'W", Angle("-73.61", "longitude")),
        ("13.4W", Angle("-13.4", "longitude")),
        ("-73.61", Angle("-73.61")),
        ("52 24 48", None),
        ("52,41 13,40", None),
        ("N52N", None),
        ("west", None),
    ],
)
def test_angles(text: str, angle: Angle | None) -> None:
    assert read_angle(text) == angle


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("06.09.1976", 'Write: "1976-09-06"'),
        ("6.9.1976", 'Write: "1976-09-06"'),
        ("1976/9/6", 'Write: "1976-09-06"'),
        ("1976年9月6日", 'Write: "1976-09-06"'),
        ("23/6/1976", 'Write: "1976-06-23"'),
        ("6/23/1976", 'Write: "1976-06-23"'),
        ("9/6/1976", 'Write "1976-06-09" for 9 June, or "1976-09-06" for 6 September.'),
        ("5/5/1976", 'Write: "1976-05-05"'),
        ("6 September 1976", 'Write: "1976-09-06"'),
        ("6. Oktober 1976", 'Write: "1976-10-06"'),
        ("6 сентября 1976", 'Write: "1976-09-06"'),
        ("Sept. 6th, 1976", 'Write: "1976-09-06"'),
        ("May 1960", 'Write: "1960-05"'),
        ("c. 1960", 'Write: "1960~"'),
        ("31.02.1976", ""),
        ("some day", ""),
    ],
)
def test_date_suggestions(text: str, fix: str) -> None:
    assert suggest_date(text) == fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1976-09-06 11:57 UTC", 'Write: "1976-09-06T11:57Z"'),
        ("6.9.1976, 11:57:30 GMT", 'Write: "1976-09-06T11:57:30Z"'),
        ("6 Sept 1976 1:57 pm +0300", 'Write: "1976-09-06T13:57+03:00"'),
        (
            "6 Sept 1976 11:57",
            'Write "1976-09-06T11:57Z" if this is UTC (Greenwich time), or the offset of the zone: '
            '"1976-09-06T11:57+03:00" in Moscow.',
        ),
        ("6.9.1976", 'Write the time of day and its zone, too: "1976-09-06T12:00Z" is noon in UTC.'),
        ("9/6/1976 11:57", ""),
        ("6.9.1976 25:00", ""),
    ],
)
def test_instant_suggestions(text: str, fix: str) -> None:
    assert suggest_instant(text) == fix
