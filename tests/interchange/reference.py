"""An exhibit with everything in it that a format may keep or leave out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from app.domain import Exhibit
from tests.conftest import library
from tests.content.folders import area, collection, feature, flight, read, sentences, site

TOML = """
title = { en = "Over the Urals", de = "Über dem Ural" }
period = "1960-05-01"
languages = ["en", "de"]
[[layers]]
id = "main"
file = "main.geojson"
name = { en = "Main", de = "Haupt" }
[[chapters]]
id = "start"
view = { center = [61.0, 56.6], zoom = 6 }
date = "1960-05-01T05:00Z"
"""
STORY = "## {title} {{#start}}\n\n{text}\n"


def both(english: str, german: str) -> dict[str, str]:
    """Words in both languages."""
    return {"en": english, "de": german}


FLIGHT = feature(
    "mission",
    {
        "type": "MultiLineString",
        "coordinates": [[[179.5, 50, 20000], [-179.2, 51.25], [-178, 52, 0]], [[-177, 53.123456, 100], [-176, 54]]],
    },
    kind="flight",
    name=both("=Mission; 1, “A”", "@Einsatz"),
    description="**Flown** at night[^trial, p. 3]",
    citations=["trial"],
    aircraft=both("Plane", "Flugzeug"),
    claims=[
        {
            "topic": both("When?", "Wann?"),
            "fix": 2,
            "accounts": [
                {"says": both("At <five>", "Um fünf"), "citations": ["trial"], "preferred": True},
                {"says": both("Later & north", "Später"), "time": "1960-05-01T05:30Z", "position": [-179, 52]},
            ],
        }
    ],
    coordinateProperties={
        "times": [["1960-05-01T05:00Z", "1960-05-01T05:20:30Z", None], ["1960-05-01T07:00Z", "1960-05-01T08:00:00.5Z"]],
        "basis": [["documented", "inferred", "interpolated"], ["documented", "documented"]],
        "position_uncertainty_km": [[1.5, None, 12], [None, 0]],
        "time_uncertainty_min": [[None, 5, None], [0.5, None]],
        "altitude_uncertainty_m": [[300, None, 0.5], [None, None]],
        "position_basis": [[None, "documented", None], ["inferred", None]],
        "time_basis": [["inferred", None, None], ["interpolated", None]],
        "altitude_basis": [["interpolated", None, "documented"], [None, None]],
        "altitude_hold": [[True, None, False], [None, None]],
        "zones": [["Asia/Tashkent", None, None], [None, "Asia/Yekaterinburg"]],
        "places": [[both("+Border", "Grenze"), None, both("-5 km", "-5 km")], [None, both("Lake", "See")]],
        "notes": [[None, both("“Seen”, he said;\nby *radar*", "gesehen"), None], [None, None]],
        "citations": [
            [["trial"], [{"id": "memoir", "locator": "p. 1; p. 2"}, "trial"], None],
            [None, [{"id": "trial", "locator": "ch. 3, p. 9"}]],
        ],
    },
)
PLAN = flight(
    "plan",
    line=[[60, 50], [61, 51], [62, 52]],
    name=both("Plan", "Plan"),
    status="planned",
    coordinateProperties={"places": [both("A", "A"), None, both("C", "C")], "times": [None, "1960-05-01T06:00Z", None]},
)
FEATURES: list[dict[str, Any]] = [
    FLIGHT,
    PLAN,
    site(
        "lake",
        [61.1, 56.7, 250],
        name=both("Lake", "See"),
        description=both("*Deep* & wide", "Tief"),
        when="1960-05-01~",
    ),
    site(
        "camp", [61.2, 56.8], name=both("Camp", "Lager"), when="1960/1961", basis="inferred", position_uncertainty_km=3
    ),
    site("hit", [61.3, 56.9], kind="event", name=both("Hit", "Treffer"), when="1960-05-01T05:53Z", citations=["trial"]),
    feature("talks", None, kind="event", name=both("Talks", "Gespräche"), when="1960-05-01", citations=["trial"]),
    area("wood", [[60, 56], [61, 56], [61, 57], [60, 56]], name=both("Wood", "Wald"), surface="wood"),
    site("radar", [61.4, 57], kind="reach", name=both("Radar", "Radar"), radius_km=30),
]


def reference_exhibit(folder: Path) -> Exhibit:
    """The exhibit, read from a folder without a fault."""
    result = read(
        folder / "urals",
        exhibit_toml=TOML,
        main_geojson=collection(*FEATURES),
        story_en_md=STORY.format(title="The start", text="Where *it* was seen.[^trial]"),
        story_de_md=STORY.format(title="Der Anfang", text="Wo *es* gesehen wurde.[^trial]"),
    )
    assert result.exhibit, sentences(result)
    return result.exhibit


@cache
def project_exhibit(slug: str) -> Exhibit:
    """One of the project's own exhibits, read once."""
    return library().exhibit(slug)
