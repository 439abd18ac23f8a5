"""The search in the list of places and times, under then-names and now-names alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from app.domain import Exhibit, Flight, Text
from app.elements.element import ExhibitElement
from app.world import World


class Search(ExhibitElement):
    """Finds rows of the list by name: in every language of the page, and by the other names that their city has had."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{aliases: {row: names}}`: what cities named in a row were or are called at other times."""
        found = ((key, _aliases(name)) for key, name in _rows(self.exhibit))
        return {"aliases": {key: aliases for key, aliases in found if aliases}}


@cache
def _renamed() -> tuple[frozenset[str], ...]:
    """All names that a city has had, in all languages, for each city that was renamed."""
    return tuple(frozenset().union(*names) for city in World.default().cities if len(names := _names(city.names)) > 1)


def _names(names: tuple[tuple[object, Text], ...]) -> list[frozenset[str]]:
    """A city's names, those of one time together in all languages; a time that changed none of them does not count."""
    return list(dict.fromkeys(frozenset(words for _, words in name) for _, name in names))


def _rows(exhibit: Exhibit) -> Iterator[tuple[str, Text]]:
    for layer in exhibit.layers:
        for feature in layer.listed:
            yield feature.id, feature.name
            if isinstance(feature, Flight):
                yield from ((f"{feature.id}/{number}", fix.place) for number, fix in enumerate(feature.fixes, 1) if fix.place)


def _aliases(name: Text) -> str:
    said = " ".join(words for _, words in name)
    named = (city for city in _renamed() if any(words in said for words in city))
    return " ".join(sorted(words for city in named for words in city if words not in said))
