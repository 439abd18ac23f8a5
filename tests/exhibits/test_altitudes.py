"""A flight is drawn at no height that its own words do not give, in metres or in feet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.domain import Exhibit, Flight
from tests.conftest import library

EXHIBITS = library().exhibits
HIGH_M = 1500
"""Above it a fix is in flight, and not on a runway."""
FOOT_M = 0.3048
NUMBER = r"\d[\d,.]*\d|\d"
HEIGHT = re.compile(
    rf"(?:(?P<low>{NUMBER})\s*(?:to|or)\s*)?(?P<number>{NUMBER})\s*(?P<unit>feet|ft|km|kilometres|metres|m)\b"
)
UNIT_M = {"feet": FOOT_M, "ft": FOOT_M, "km": 1000, "kilometres": 1000, "metres": 1, "m": 1}


def heights(words: str) -> list[float]:
    """Every height that the words give, in metres."""
    return [
        float(number.replace(",", "")) * UNIT_M[found["unit"]]
        for found in HEIGHT.finditer(words)
        for number in (found["low"], found["number"])
        if number
    ]


def says(flight: Flight) -> Iterator[str]:
    """What a flight says of itself in English."""
    yield flight.description.in_language("en")
    yield from (fix.note.in_language("en") for fix in flight.fixes)
    for claim in flight.claims:
        yield claim.assessment.in_language("en")
        yield from (account.says.in_language("en") for account in claim.accounts)


def test_heights_are_found_in_words() -> None:
    assert heights("just under 67,000 feet (20,400 m)") == pytest.approx([20421.6, 20400])
    assert heights("20 to 22 km") == [20000, 22000]
    assert heights("at 11:32, 4 miles inside") == []


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_a_height_that_is_drawn_is_given_in_words(exhibit: Exhibit) -> None:
    flights = [feature for feature in exhibit.features if isinstance(feature, Flight)]
    drawn = {
        (flight, fix.altitude_m)
        for flight in flights
        for fix in flight.fixes
        if fix.altitude_m and fix.altitude_m > HIGH_M
    }
    given = {flight: [height for words in says(flight) for height in heights(words)] for flight in flights}
    assert not [
        (flight.id, altitude)
        for flight, altitude in drawn
        if not any(height == pytest.approx(altitude, rel=0.01) for height in given[flight])
    ]
