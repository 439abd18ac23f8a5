"""What crosses to the browser for a small exhibit with something of everything, as JSON for the tests of both sides.

To write the files again after a wanted change: ``python -m tests.payloads``
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from app.assets import Linked
from app.dates import parse_instant, parse_span
from app.domain import (
    Account,
    Area,
    Basis,
    Borders,
    Ceiling,
    Chapter,
    Citation,
    Claim,
    Clock,
    Event,
    Exhibit,
    Fix,
    Flight,
    Layer,
    Mode,
    Reach,
    Site,
    Source,
    Status,
    Style,
    Surface,
    Territory,
    Thread,
    View,
)
from app.elements.element import ExhibitElement
from app.elements.kiosk import Kiosk
from app.elements.timeline import Timeline
from app.page.exhibit import elements, stage
from app.presentation import Presentation
from app.text import Text

FOLDER = Path(__file__).parent


def _text(english: str, german: str = "") -> Text:
    return Text((("en", english), ("de", german))) if german else Text.of(english)


FIXES = (
    Fix(30.0, 60.0, 100.0, parse_instant("1960-05-01T05:00Z"), Basis.DOCUMENTED, place=_text("Field", "Feld")),
    Fix(30.0, 61.0, 9000.0, parse_instant("1960-05-01T05:10Z"), Basis.INFERRED, 5.0, 2.0, place=_text("Turn", "Kehre")),
    Fix(31.0, 61.5, None, None, Basis.INTERPOLATED),
    Fix(32.0, 62.0, 0.0, parse_instant("1960-05-01T05:40Z"), Basis.DOCUMENTED, place=_text("Lake", "See")),
)
CLAIM = Claim(
    _text("When it turned"),
    (
        Account(_text("At 05:10"), (Citation("log"),), preferred=True),
        Account(
            _text("At 05:12, higher"), (Citation("memoir"),), time=parse_instant("1960-05-01T05:12Z"), altitude_m=9500.0
        ),
    ),
    fix=2,
)
FEATURES = (
    Flight(
        "leg",
        _text("First flight", "Erster Flug"),
        fixes=FIXES,
        claims=(CLAIM,),
        style=Style(stroke="#123456", stroke_width=3.0),
    ),
    Flight("plan", _text("The plan"), fixes=FIXES[:2], status=Status.PLANNED),
    Flight("ship", _text("By sea"), fixes=(Fix(29.0, 60.0), Fix(29.5, 60.0)), mode=Mode.SEA),
    Site("tower", _text("Tower", "Turm"), position=(30.0, 60.0), style=Style(marker_symbol="t")),
    Event(
        "start",
        _text("Start"),
        when=parse_span("1960-05-01T05:00Z"),
        position=(30.0, 60.0),
        citations=(Citation("log"),),
    ),
    Area(
        "bay",
        _text("Bay"),
        polygons=((((30.0, 60.0), (31.0, 60.0), (31.0, 61.0), (30.0, 60.0)),),),
        surface=Surface.WATER,
    ),
    Reach("range", _text("Range"), position=(30.0, 60.0), radius_km=1.0),
)
EXAMPLE = Exhibit(
    slug="example",
    title=_text("Example", "Beispiel"),
    subtitle=_text("With something of everything"),
    period=parse_span("1960-05-01"),
    languages=("en", "de"),
    opening=View(bounds=(29.0, 59.0, 33.0, 63.0)),
    opening_date=parse_instant("1960-05-01T05:00Z"),
    clocks=(Clock("Europe/Oslo", _text("Oslo"), (Citation("log"),), parse_span("1960-04/1960-06")),),
    borders=(
        Borders(
            _text("A survey of 1950", "einer Vermessung von 1950"),
            "borders.geojson",
            (
                Territory(
                    _text("Northland"), ((((29.0, 60.0), (31.0, 60.0), (31.0, 62.0), (29.0, 62.0), (29.0, 60.0)),),)
                ),
            ),
            _text("A. Surveyor"),
            (Citation("log"),),
            parse_span("1950/1959"),
        ),
    ),
    layers=(Layer("all", _text("All"), "all.geojson", FEATURES),),
    chapters=(
        Chapter(
            "one",
            _text("One"),
            view=View(center=(30.0, 60.0), zoom=7.0),
            inset=View(bounds=(10.0, 40.0, 60.0, 70.0)),
            date=parse_instant("1960-05-01T05:10Z"),
            focus="leg/2",
        ),
        Chapter("two", _text("Two"), layers=("all",)),
    ),
    ceilings=(Ceiling(_text("Out of reach"), 12000.0, 14000.0, citations=(Citation("memoir"),)),),
    threads=(Thread("example", _text("And again")),),
    sources=(Source("log", "The log"), Source("memoir", "A memoir")),
    version="0123456789abcdef",
)


class _Named(Linked):
    """Assets whose addresses do not change with what they address."""

    def data(self, address: str, content: bytes, mimetype: str) -> str:
        return address


@cache
def goldens() -> dict[str, str]:
    """The text of each file by its name."""
    presentation = Presentation(_Named(), contact="mailto:desk@museum.example")
    kiosk = Kiosk(EXAMPLE, EXAMPLE.opening, 90, 20)
    all_elements: list[ExhibitElement] = [*elements(EXAMPLE, presentation), Timeline((EXAMPLE,)), kiosk]
    shared = {**stage(EXAMPLE, presentation), "messages": {}}
    payloads = {"stage": shared, **{element.module: element.payload() for element in all_elements}}
    return {f"{name}.json": _json(payload) for name, payload in payloads.items() if payload}


def _json(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=1, default=Text.as_dict) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write the files."""
    for name, text in goldens().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
