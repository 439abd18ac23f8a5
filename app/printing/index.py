"""The indexes of a book: places, by their names in the list of places and in the text, and people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from app.domain import Event, Exhibit, Flight, Site
from app.mentions import SPACELESS, mentions_of, stem_of
from app.printing.rich import Node, running

_HEAD = re.compile(r"[^,(:：（、]+")
_SHORTEST = {True: 3, False: 4}
"""A shorter name of a place is not looked for in the text: by whether the language is one of `SPACELESS`."""
PLACE, PERSON = "place", "person"
_NOTE = "footnote"
"""The text of a source's note is not indexed."""


class Index:
    """The places and people of some exhibits in a language."""

    def __init__(self, exhibits: Sequence[Exhibit], language: str) -> None:
        self.language = language
        self.places = _sorted(name for exhibit in exhibits for name in _places(exhibit, language))
        self.people = _sorted(person.name.in_language(language) for exhibit in exhibits for person in exhibit.people)

    @property
    def names(self) -> dict[str, list[str]]:
        """The names by their kind, in order."""
        return {PERSON: self.people, PLACE: self.places}

    @cached_property
    def _place_stems(self) -> dict[str, list[Node]]:
        shortest = _SHORTEST[self.language in SPACELESS]
        stems = ((self._stem(name), name) for name in reversed(self.places))
        return {stem: [mark(name, PLACE)] for stem, name in stems if len(stem) >= shortest and not stem[0].islower()}

    def _stem(self, name: str) -> str:
        """The stem of the part of a name before a comma or a bracket."""
        head = _HEAD.match(name)
        return stem_of(head[0].strip(), self.language) if head else ""

    def of(self, exhibit: Exhibit) -> Marker:
        """What marks the names in the text of one of the exhibits: all places, and the people of this one. Several
        people may have the same words.
        """
        people: dict[str, list[Node]] = {}
        for person in exhibit.people:
            marked = mark(running(person.name.in_language(self.language)), PERSON)
            for word in person.words_in(self.language):
                people.setdefault(stem_of(word, self.language), []).append(marked)
        return Marker(self._place_stems | people, self.language)


class Marker:
    """Marks names in a text, by the marks of their stems."""

    def __init__(self, marks: Mapping[str, list[Node]], language: str) -> None:
        self._marks = marks
        self._pattern = mentions_of(marks, language)

    def marked(self, nodes: Iterable[Node]) -> list[Node]:
        """The nodes with a mark before each name."""
        return [each for node in nodes for each in self._marked(node)]

    def _marked(self, node: Node) -> Iterator[Node]:
        if isinstance(node, dict):
            content = node["c"]
            yield node | {"c": self.marked(content)} if isinstance(content, list) and node["t"] != _NOTE else node
            return
        end = 0
        for match in self._pattern.finditer(node):
            yield node[end : match.start()]
            yield from self._marks[match[1]]
            end = match.start()
        yield node[end:]


def mark(name: str, kind: str) -> Node:
    """What stands where a name of an index is."""
    return {"t": "mark", "c": [], "name": name, "kind": kind}


def _places(exhibit: Exhibit, language: str) -> Iterator[str]:
    for feature in exhibit.features:
        if isinstance(feature, Site) and not isinstance(feature, Event):
            yield feature.name.in_language(language)
        for fix in feature.fixes if isinstance(feature, Flight) else ():
            if fix.place:
                yield fix.place.in_language(language)


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted({running(name) for name in names}, key=_order)


def _order(name: str) -> tuple[str, str]:
    """Letters without accents and case first."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return plain.casefold(), name
