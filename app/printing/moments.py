"""The moments of an exhibit: chapters of its story, numbered, with their places on one map."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import Chapter, Exhibit, LonLat
from app.plate import scene
from app.printing.text import Data, ExhibitText, position_of

Numbers = tuple[tuple[str, LonLat], ...]
"""What is written at positions of a map."""


LONGEST_TITLE = 90
"""How many characters of the title of a moment are printed."""
_SURPLUS = 60
"""How many characters longer a first sentence may be than all of them should be."""
LONGEST_SUMMARY = 450
"""How many characters of an exhibit's summary are printed above its moments."""


def chosen(exhibit: Exhibit, most: int) -> list[Chapter]:
    """Up to `most` chapters, as evenly spread as can be, first of those that have a place."""
    placed = [chapter for chapter in exhibit.chapters if place_of(exhibit, chapter)]
    chapters = placed if len(placed) >= most else list(exhibit.chapters)
    if len(chapters) <= most:
        return chapters
    return [chapters[round(index * (len(chapters) - 1) / (most - 1))] for index in range(most)]


def place_of(exhibit: Exhibit, chapter: Chapter) -> LonLat | None:
    """Where a chapter is: what it points at, else the flight that is under way at its moment."""
    if place := position_of(exhibit, chapter.focus):
        return place
    if chapter.date is None:
        return None
    shown = scene(exhibit, chapter=chapter.id)
    places = (shown.position(flight) for flight in shown.flights)
    return next((place for place in places if place), None)


def numbers_of(exhibit: Exhibit, chapters: Sequence[Chapter]) -> Numbers:
    """The numbers of chapters at their places."""
    places = ((str(number), place_of(exhibit, chapter)) for number, chapter in enumerate(chapters, 1))
    return tuple((number, place) for number, place in places if place)


def moments_of(text: ExhibitText, chapters: Sequence[Chapter], most: int) -> list[Data]:
    """Chapters as moments: number, title, day and first sentences of up to `most` characters."""
    return [
        {
            "n": number,
            "title": text.shortened(text.say(chapter.title), LONGEST_TITLE),
            "when": text.moment(chapter.date).replace(" UTC", "\N{NO-BREAK SPACE}UTC") if chapter.date else "",
            "words": text.shortened(text.opening_of(chapter, most), most + _SURPLUS),
        }
        for number, chapter in enumerate(chapters, 1)
    ]
