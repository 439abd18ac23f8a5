"""The search in the list of places and times, by names of the time and of today."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from app.domain import Exhibit, Flight, Text
from app.elements.element import ExhibitElement
from app.elements.payloads import SearchPayload
from app.keys import fix_key
from app.world import World


class Search(ExhibitElement):
    """Finds rows of the list by name, in every language of the page, and by other names of the same city."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> SearchPayload:
        """The names at other times of cities that a row names."""
        found = ((key, _aliases(name)) for key, name in _rows(self.exhibit))
        return {"aliases": {key: aliases for key, aliases in found if aliases}}


@cache
def _renamed() -> tuple[frozenset[str], ...]:
    """For each renamed city, all its names in all languages."""
    return tuple(frozenset().union(*names) for city in World.default().cities if len(names := _names(city.names)) > 1)


def _names(names: tuple[tuple[object, Text], ...]) -> list[frozenset[str]]:
    """A city's names, grouped by time; times without a change are left out."""
    return list(dict.fromkeys(frozenset(words for _, words in name) for _, name in names))


def _rows(exhibit: Exhibit) -> Iterator[tuple[str, Text]]:
    for layer in exhibit.layers:
        for feature in layer.listed:
            yield feature.id, feature.name
            if isinstance(feature, Flight):
                yield from (
                    (fix_key(feature.id, number), fix.place) for number, fix in enumerate(feature.fixes, 1) if fix.place
                )


def _aliases(name: Text) -> str:
    said = " ".join(words for _, words in name)
    named = (city for city in _renamed() if any(words in said for words in city))
    return " ".join(sorted(words for city in named for words in city if words not in said))
