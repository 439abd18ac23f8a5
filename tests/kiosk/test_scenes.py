"""The attract loop shows real moments only."""

from __future__ import annotations

from typing import Any

import pytest

from app.content import Library
from app.dates import seconds
from app.domain import Basis, Exhibit, View
from app.elements.kiosk import WARNING_SECONDS, Kiosk
from app.settings import PROJECT
from app.text import Text
from tests.conftest import SLUGS


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(PROJECT / "geodata")


def payload(exhibit: Exhibit) -> Any:
    return Kiosk(exhibit, View(center=(0, 0), zoom=3), 90, 20).payload()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exhibit_has_scenes_of_documented_moments(library: Library, slug: str) -> None:
    exhibit = library.exhibit(slug)
    documented = {seconds(fix.time) for flight in exhibit.flights for fix in flight.fixes if fix.time and fix.basis is Basis.DOCUMENTED}
    dated = {seconds(chapter.date) for chapter in exhibit.chapters if chapter.date}
    scenes = payload(exhibit)["scenes"]
    assert len(scenes) == 1 + sum(chapter.date is not None for chapter in exhibit.chapters)
    for scene in scenes:
        assert scene["from"] <= scene["to"]
        assert {moment["at"] for moment in scene["moments"]} <= documented
        assert scene["title"]
        assert set(scene["layers"]) <= {layer.id for layer in exhibit.layers}
    assert {scene["from"] for scene in scenes[1:]} <= dated


def test_something_flies_where_something_flew(library: Library) -> None:
    for slug in ("grand-slam", "foxbat-to-hakodate"):
        scenes = payload(library.exhibit(slug))["scenes"]
        assert scenes[0]["to"] - scenes[0]["from"] > 1800
        assert sum(scene["to"] > scene["from"] for scene in scenes) >= 3


def test_the_question_leaves_time_to_answer() -> None:
    assert WARNING_SECONDS >= 20
    assert payload(Exhibit("bare", Text.of("Bare")))["scenes"][0]["from"] is None
