"""Instants, days and EDTF's uncertain dates: read, kept, and spelled as precisely as they are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dates import EPOCH, iso, iso_dates, parse_instant, parse_span, seconds, spell, spell_day
from app.errors import Rejected
from app.text import interface


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def english(text: str, language: str = "en") -> str:
    return spell(parse_span(text), language, lambda key: interface()[key].in_language(language))


@given(st.datetimes(min_value=datetime(1800, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_is_read_as_it_was_written(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_instant(iso(whole)) == whole
    assert EPOCH + timedelta(seconds=seconds(whole)) == whole


@pytest.mark.parametrize(("text", "moment"), [
    ("1960-05-01T01:26Z", at(1960, 5, 1, 1, 26)),
    ("1960-05-01T06:26+05:00", at(1960, 5, 1, 1, 26)),
    ("1960-05-01T06:26+05", at(1960, 5, 1, 1, 26)),
    ("1960-05-01T01:26:30.5Z", at(1960, 5, 1, 1, 26, 30, 500000)),
])  # fmt: skip
def test_instants_are_in_utc(text: str, moment: datetime) -> None:
    assert parse_instant(text) == moment


@pytest.mark.parametrize("text", [
    "1960-05-01T01:26", "1960-05-01", "1960-05-01T24:00Z", "1960-02-30T01:00Z", "1960-05-01 01:26",
    "0001-01-01T00:00+14:00", "", "١٩٦٠-05-01T01:26Z",
])  # fmt: skip
def test_invalid_instant_is_rejected(text: str) -> None:
    with pytest.raises(Rejected):
        parse_instant(text)


@pytest.mark.parametrize(("text", "start", "end"), [
    ("1960-05-01", at(1960, 5, 1), at(1960, 5, 1, 23, 59, 59)),
    ("1960-02", at(1960, 2, 1), at(1960, 2, 29, 23, 59, 59)),
    ("1962", at(1962, 1, 1), at(1962, 12, 31, 23, 59, 59)),
    ("1971-10-10/1972-05-16", at(1971, 10, 10), at(1972, 5, 16, 23, 59, 59)),
    ("1960-05-01T01:26Z/1960-05-01T08:53Z", at(1960, 5, 1, 1, 26), at(1960, 5, 1, 8, 53)),
    ("1976-09~", at(1976, 9, 1), at(1976, 9, 30, 23, 59, 59)),
    ("1960-05-XX", at(1960, 5, 1), at(1960, 5, 31, 23, 59, 59)),
    ("1985-04/..", at(1985, 4, 1), datetime.max.replace(microsecond=0, tzinfo=UTC)),
    ("../1985-04", datetime.min.replace(tzinfo=UTC), at(1985, 4, 30, 23, 59, 59)),
])  # fmt: skip
def test_span_covers_its_text(text: str, start: datetime, end: datetime) -> None:
    span = parse_span(text)
    assert (span.edtf, span.start, span.end) == (text, start, end)


def test_uncertain_dates_keep_their_qualifier() -> None:
    assert [(span.approximate, span.uncertain) for span in map(parse_span, ("1984", "1984~", "1984?", "1984%"))] == [
        (False, False), (True, False), (False, True), (True, True)
    ]  # fmt: skip
    assert parse_span("1960-05-01T05:53Z").is_instant
    assert not parse_span("1960-05-01").is_instant


@pytest.mark.parametrize(
    "text", ["", " ", "never", "1960-13", "1960-02-30", "1972/1971", "1960-05-01T05:53", "1 May 1960", "{{7*7}}"]
)
def test_invalid_date_is_rejected(text: str) -> None:
    with pytest.raises(Rejected):
        parse_span(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_rejected(text: str) -> None:
    try:
        span = parse_span(text)
    except Rejected:
        return
    assert span.start <= span.end


@pytest.mark.parametrize(("text", "spelled"), [
    ("1960-05-01", "1 May 1960"),
    ("1960-05", "May 1960"),
    ("1960", "1960"),
    ("1960-05-01T05:53Z", "1 May 1960, 05:53 UTC"),
    ("1976-09~", "about September 1976"),
    ("1984?", "possibly 1984"),
    ("1971-10-10/1972-05-16", "10 October 1971 – 16 May 1972"),
    ("1985-04/..", "since April 1985"),
    ("../1985-04", "until April 1985"),
    ("1960-05-XX", "May 1960"),
])  # fmt: skip
def test_a_date_is_spelled_as_precisely_as_it_is_known(text: str, spelled: str) -> None:
    assert english(text) == spelled


def test_days_in_the_form_of_each_language() -> None:
    day = date(1960, 5, 1)
    assert {language: spell_day(day, language) for language in ("en", "de", "ru", "ja", "xx")} == {
        "en": "1 May 1960", "de": "1. Mai 1960", "ru": "1 мая 1960\u202fг.", "ja": "1960年5月1日", "xx": "1 May 1960"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1976-09~", "1976-09"),
        ("1960-05-01?/1962%", "1960-05-01/1962"),
        ("1962-02-10/..", "1962-02-10/.."),
        ("196X", "1960-01-01/1969-12-31"),
        ("[1960,1962]", "1960-01-01/1962-12-31"),
    ],
)
def test_a_date_in_iso_8601_has_no_doubts(text: str, written: str) -> None:
    assert iso_dates(parse_span(text)) == written
