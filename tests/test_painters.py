"""The two painters of a map: what the plate shows is what the page shows, flight by flight, in the same style."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from app import plate
from app.assets import Linked
from app.content import read_exhibit
from app.domain import Exhibit, ProjectionName
from app.geodesy.track import track
from app.page.exhibit import stage
from app.plate.flights import Flights, runs
from app.plate.styles import styles
from app.presentation import Presentation
from app.settings import PROJECT
from app.text import Text
from tests.node import run

SLUGS = ("grand-slam", "foxbat-to-hakodate", "across-the-line")
LANGUAGE = "de"


@cache
def exhibit(slug: str) -> Exhibit:
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / slug).exhibit
    assert found
    return found


@cache
def on_the_page(slug: str) -> list[dict[str, Any]]:
    """The visible flights as the page's own scripts draw them when it opens."""
    payload = {"stage": stage(exhibit(slug), Presentation(Linked())), "properties": dict(styles().properties)}
    written = run("tests/js/drawn_flights.js", stdin=json.dumps(payload, default=Text.as_dict))
    found: list[dict[str, Any]] = json.loads(written)
    return found


@cache
def on_the_plate(slug: str) -> tuple[plate.Plate, Flights]:
    """The plate as it opens, in the projection of the screen."""
    drawn = plate.plate_of(exhibit(slug), plate.Order(language=LANGUAGE, projection=ProjectionName.MERCATOR))
    return drawn, Flights(drawn.scene, drawn.frame, styles(), LANGUAGE)


@pytest.mark.parametrize("slug", SLUGS)
def test_both_show_the_same_flights_in_the_same_pieces_and_colours(slug: str) -> None:
    drawn, flights = on_the_plate(slug)
    for_paper = [
        {
            "id": flight.id,
            "isOfDay": drawn.scene.is_of_day(flight),
            "color": flights.color(flight),
            "runs": [
                {
                    "first": first,
                    "last": last,
                    "evidence": evidence,
                    "dash": list(styles().line(evidence).dash),
                    "width": flight.style.stroke_width or styles().line(evidence).width,
                }
                for evidence, first, last in runs(flight, track(flight))
            ],
        }
        for flight in drawn.scene.flights
    ]
    for_screen = [{key: value for key, value in flight.items() if key != "fixes"} for flight in on_the_page(slug)]
    assert for_paper == for_screen


@pytest.mark.parametrize("slug", SLUGS)
def test_the_plate_draws_the_lines_of_the_page_in_its_style(slug: str) -> None:
    drawn, _ = on_the_plate(slug)
    svg = drawn.svg(with_fonts=False)
    lines = set(
        re.findall(
            r'stroke="(#\w+)" stroke-width="([\d.]+)"(?: stroke-dasharray="([^"]+)")?[^>]*data-evidence="(\w+)"', svg
        )
    )
    styled = {
        (flight["color"], f"{each['width']:g}", " ".join(f"{length:g}" for length in each["dash"]), each["evidence"])
        for flight in on_the_page(slug)
        for each in flight["runs"]
    }
    assert lines
    assert lines <= styled
    assert {evidence for *_, evidence in lines} == {evidence for *_, evidence in styled}


@pytest.mark.parametrize("slug", SLUGS)
def test_both_name_the_same_fixes_in_the_same_words(slug: str) -> None:
    drawn, flights = on_the_plate(slug)
    named = [
        (flight.id, fix.place.in_language(LANGUAGE))
        for flight in drawn.scene.flights
        for fix in flight.fixes
        if fix.place
    ]
    assert named == [(flight["id"], place[LANGUAGE]) for flight in on_the_page(slug) for place in flight["fixes"]]
    assert {label.lines[0].text for label in flights.labels()} <= {name for _, name in named}
