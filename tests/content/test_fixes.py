"""Following a message helps: what it says to write is accepted, and is the right value."""

from __future__ import annotations

import tomllib

import pytest

from app.content.fields.numbers import Angle, Unit, read_angle, suggest_number
from app.loose_dates import suggest_date, suggest_instant
from tests.content.cases import CASES, Case
from tests.content.following import PAGE, outcomes
from tests.content.test_messages import MESSAGES

PLACES = {"[lon, lat]", "![what it shows]", "## Title {#"}
"""What stands for a value that only the curator knows."""
FOLLOWED: dict[str, list[list[str]]] = tomllib.loads(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_following_a_suggestion_leads_where_the_curator_wants(case: Case) -> None:
    """Each leads to the values and the messages in ``following.toml``; its own message is gone (`outcome`)."""
    assert outcomes(case) == FOLLOWED.get(case.name, [])


def test_only_what_is_exact_is_told_to_be_written() -> None:
    """A text after “Write:” is what belongs there, or has a gap in it; an example is called one."""
    fixes = {line.partition(" Write: ")[2] for lines in MESSAGES.values() for line in lines if " Write: " in line}
    exact = {line.partition(" ")[2] for each in FOLLOWED.values() for lines in each for line in lines[:1]}
    assert not {fix for fix in fixes if "…" not in fix and not any(text in fix for text in exact | PLACES)}


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
        (
            "9/6/1976 11:57",
            'Write "1976-06-09T11:57Z" for 9 June, or "1976-09-06T11:57Z" for 6 September. Z is for UTC (Greenwich '
            "time); in Moscow, write +03:00 instead.",
        ),
        ("6.9.1976 25:00", ""),
    ],
)
def test_instant_suggestions(text: str, fix: str) -> None:
    assert suggest_instant(text) == fix
