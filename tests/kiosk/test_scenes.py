"""The attract loop shows real moments only."""

from __future__ import annotations

from typing import Any

import pytest

from app.dates import parse_span, seconds
from app.domain import Basis, Exhibit, Layer, Site, View
from app.elements.kiosk import WARNING_SECONDS, Kiosk
from app.text import Text
from tests.conftest import SLUGS, library


def payload(exhibit: Exhibit) -> Any:
    return Kiosk(exhibit, View(center=(0, 0), zoom=3), 90, 20).payload()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exhibit_has_scenes_of_documented_moments(slug: str) -> None:
    exhibit = library().exhibit(slug)
    documented = {
        seconds(fix.time)
        for flight in exhibit.flights
        for fix in flight.fixes
        if fix.time and fix.basis is Basis.DOCUMENTED
    }
    dated = {seconds(chapter.date) for chapter in exhibit.chapters if chapter.date}
    scenes = payload(exhibit)["scenes"]
    assert len(scenes) == 1 + sum(chapter.date is not None for chapter in exhibit.chapters)
    for scene in scenes:
        assert scene["from"] <= scene["to"]
        assert {moment["at"] for moment in scene["moments"]} <= documented
        assert scene["title"]
        assert set(scene["layers"]) <= {layer.id for layer in exhibit.layers}
    assert {scene["from"] for scene in scenes[1:]} <= dated


def test_attract_scenes_have_flights() -> None:
    for slug in ("grand-slam", "foxbat-to-hakodate"):
        scenes = payload(library().exhibit(slug))["scenes"]
        assert scenes[0]["to"] - scenes[0]["from"] > 1800
        assert sum(scene["to"] > scene["from"] for scene in scenes) >= 3


@pytest.mark.parametrize(
    ("period", "written"), [("1962", "1962"), ("1962-10", "October 1962"), ("1944~", "about 1944")]
)
def test_period_without_a_moment_is_not_given_as_its_first_day(period: str, written: str) -> None:
    site = Site("site", Text.of("A site"), when=parse_span(period), position=(1.0, 45.0))
    layers = (Layer("all", Text.of("All"), "all.geojson", (site,)),)
    shown = Exhibit("x", Text.of("X"), subtitle=Text.of("A year"), period=parse_span(period), layers=layers)
    (scene,) = payload(shown)["scenes"]
    assert (scene["from"], str(scene["line"])) == (None, f"A year · {written}")


def test_idle_warning_leaves_20_seconds() -> None:
    assert WARNING_SECONDS >= 20
    assert payload(Exhibit("bare", Text.of("Bare")))["scenes"][0]["from"] is None
