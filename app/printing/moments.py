"""The moments of an exhibit: chapters of its story, numbered, with their places on one map."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import Chapter, Exhibit, LonLat
from app.plate import scene
from app.printing.text import Data, ExhibitText, breadth, position_of, shortened

Numbers = tuple[tuple[str, LonLat], ...]
"""What is written at positions of a map."""


LONGEST_TITLE = 90
"""How many letters of the title of a moment are printed."""
LONGEST_SUMMARY = 450
"""How many letters of an exhibit's summary are printed above its moments."""
_LONGEST_FIRST = (300, 200, 150, 110, 75, 0)
"""The letters of the longest first sentence that is printed, in turn, where there is no room for more."""


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
    """Chapters as moments: number, title, day and words: first sentences of up to `most` letters, and fewer and fewer
    for where these have no room, in the end none.
    """
    return [
        {
            "n": number,
            "title": shortened(text.say(chapter.title), LONGEST_TITLE),
            "when": text.moment(chapter.date).replace(" UTC", "\N{NO-BREAK SPACE}UTC") if chapter.date else "",
            "words": [text.opening_of(chapter, most), *_fewer(text.opening_of(chapter, 0))],
        }
        for number, chapter in enumerate(chapters, 1)
    ]


def _fewer(sentence: str) -> list[str]:
    """A first sentence, or nothing where it is too long."""
    return [sentence if breadth(sentence) <= longest else "" for longest in _LONGEST_FIRST]
