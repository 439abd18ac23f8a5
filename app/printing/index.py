"""The index of places: their names in the list of places and in the words of the story."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from app.domain import Event, Exhibit, Flight, Site
from app.printing.rich import SPACELESS, Node, running

_HEAD = re.compile(r"[^,(:：（、]+")
_SHORTEST = {True: 3, False: 4}
"""A shorter name is not looked for in the words of the story: by whether the language is one of `SPACELESS`."""
_LONGEST = {"de": 2, "ru": 3}
"""How many letters a name may have after its stem, by language."""
_ENDING = re.compile(r"[аеийоуыьэюя]$")
"""The last letter of a Russian noun, which changes with its case."""


class Index:
    """The places of some exhibits in a language."""

    def __init__(self, exhibits: Iterable[Exhibit], language: str) -> None:
        self.language = language
        self.names = sorted({running(name) for exhibit in exhibits for name in _places(exhibit, language)}, key=_order)
        self._spaceless = language in SPACELESS

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        stems = ((self._stem(name), name) for name in reversed(self.names))
        return {stem: name for stem, name in stems if len(stem) >= _SHORTEST[self._spaceless] and not stem[0].islower()}

    def _stem(self, name: str) -> str:
        """What of a name stands in every case: the part before a comma or a bracket, in Russian without its ending."""
        head = _HEAD.match(name)
        stem = head[0].strip() if head else ""
        return _ENDING.sub("", stem) if self.language == "ru" else stem

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        stems = "|".join(map(re.escape, sorted(self._by_stem, key=len, reverse=True))) or r"(?!)"
        return re.compile(
            f"({stems})" if self._spaceless else rf"\b({stems})\w{{0,{_LONGEST.get(self.language, 0)}}}\b"
        )

    def marked(self, nodes: list[Node]) -> list[Node]:
        """The nodes with a mark before each name."""
        return [each for node in nodes for each in self._marked(node)]

    def _marked(self, node: Node) -> Iterator[Node]:
        if isinstance(node, dict):
            content = node["c"]
            yield node | {"c": self.marked(content) if isinstance(content, list) else content}
            return
        end = 0
        for match in self._pattern.finditer(node):
            yield node[end : match.start()]
            yield mark(self._by_stem[match[1]])
            end = match.start()
        yield node[end:]


def mark(name: str) -> Node:
    """What stands where a name of the index is."""
    return {"t": "mark", "c": [], "name": name}


def _places(exhibit: Exhibit, language: str) -> Iterator[str]:
    for feature in exhibit.features:
        if isinstance(feature, Site) and not isinstance(feature, Event):
            yield feature.name.in_language(language)
        for fix in feature.fixes if isinstance(feature, Flight) else ():
            if fix.place:
                yield fix.place.in_language(language)


def _order(name: str) -> tuple[str, str]:
    """Letters without accents and case first."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return plain.casefold(), name
