"""Small edits of a JSON text: what is not changed keeps its bytes, its order and its layout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.content.formats.strict_json import JsonPositions

_LONG = 100
"""From how many characters on an object is written over several lines."""

Path = Sequence[str | int]
"""The keys and indices that lead from the whole to a value."""


@dataclass(frozen=True)
class JsonText:
    """A valid JSON text. The methods return an edited one, and raise `KeyError` for a path that does not exist."""

    text: str

    def value(self, path: Path) -> Any:
        """The value at a path, or None."""
        found = self._positions.find(path)
        return json.loads(self.text[found.start : found.end]) if found else None

    def having(self, path: Path, value: object) -> JsonText:
        """With this value at a path; its last key may be new to the object."""
        found = self._positions.find(path)
        if found is None:
            return self._with_member(path, value)
        if json.dumps(json.loads(self.text[found.start : found.end])) == json.dumps(value):
            return self
        return self._replaced(found.start, found.end, self._written(value, found.at))

    def inserted(self, path: Path, value: object) -> JsonText:
        """With a new item of a list before that at a path, or after its last."""
        *parent, index = path
        place = self._container(parent)
        if not isinstance(index, int) or not 0 <= index <= len(place.items):
            raise KeyError(index)
        return self._put(place, index, self._written(value, place.near(index)))

    def without(self, path: Path) -> JsonText:
        """Without this item of a list or member of an object."""
        *parent, key = path
        place = self._container(parent)
        if key not in place.keys:
            raise KeyError(key)
        return self._replaced(*place.cut(place.keys.index(key)), "")

    @cached_property
    def _positions(self) -> JsonPositions:
        return JsonPositions(self.text)

    @property
    def _is_spaced(self) -> bool:
        return ": " in self.text or ", " in self.text

    def _with_member(self, path: Path, value: object) -> JsonText:
        *parent, key = path
        place = self._container(parent)
        if not isinstance(key, str) or self.text[place.start] != "{":
            raise KeyError(key)
        written = self._written(value, place.near(len(place.items)))
        colon = ": " if self._is_spaced else ":"
        return self._put(place, len(place.items), f"{json.dumps(key, ensure_ascii=False)}{colon}{written}")

    def _put(self, place: _Container, index: int, written: str) -> JsonText:
        if not place.items:
            return self._replaced(place.start + 1, place.end - 1, written)
        if index < len(place.items):
            at = place.items[index][0]
            return self._replaced(at, at, written + place.separator)
        at = place.items[-1][1]
        return self._replaced(at, at, place.separator + written)

    def _container(self, path: Path) -> _Container:
        found = self._positions.find(path)
        if found is None:
            raise KeyError(path)
        members = self._positions.members(found.start)
        items = tuple((member.at, member.end) for member in members.values())
        return _Container(self.text, found.start, found.end, tuple(members), items)

    def _replaced(self, start: int, end: int, written: str) -> JsonText:
        return JsonText(self.text[:start] + written + self.text[end:])

    def _written(self, value: object, offset: int) -> str:
        """A value on one line if it is short or the text has no lines, else indented as the line at `offset`."""
        if "\n" not in self.text:
            return self._on_one_line(value)
        line = self.text[self.text.rfind("\n", 0, offset) + 1 :]
        return self._laid_out(value, line[: len(line) - len(line.lstrip())])

    def _on_one_line(self, value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(", ", ": ") if self._is_spaced else (",", ":"))

    def _laid_out(self, value: object, indent: str) -> str:
        written, inner = self._on_one_line(value), f"{indent}  "
        if len(written) <= _LONG or not _contains_objects(value):
            return written
        if isinstance(value, dict):
            members = (
                f"{json.dumps(key, ensure_ascii=False)}: {self._laid_out(each, inner)}" for key, each in value.items()
            )
            return f"{{\n{inner}" + f",\n{inner}".join(members) + f"\n{indent}}}"
        items = (self._laid_out(each, inner) for each in value) if isinstance(value, list) else ()
        return f"[\n{inner}" + f",\n{inner}".join(items) + f"\n{indent}]"


@dataclass(frozen=True, slots=True)
class _Container:
    """A list or an object: where it is in the text, its keys or indices, and where each of its items is."""

    text: str
    start: int
    end: int
    keys: tuple[str | int, ...]
    items: tuple[tuple[int, int], ...]

    @property
    def separator(self) -> str:
        """What is between two items, with the line break of those on lines of their own."""
        if len(self.items) > 1:
            return self.text[self.items[0][1] : self.items[1][0]]
        before = self.text[self.start + 1 : self.items[0][0]]
        return f",{before}" if "\n" in before else ", "

    def near(self, index: int) -> int:
        """An offset on the line of an item, or of the last; of an empty container its own."""
        return self.items[min(index, len(self.items) - 1)][0] if self.items else self.start

    def cut(self, index: int) -> tuple[int, int]:
        """What to cut out for an item to be gone, with one comma."""
        if index + 1 < len(self.items):
            return self.items[index][0], self.items[index + 1][0]
        if index:
            return self.items[index - 1][1], self.items[index][1]
        return self.start + 1, self.end - 1


def _contains_objects(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, dict) or any(map(_contains_objects, inner))
