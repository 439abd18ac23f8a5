"""Edits of exhibit.toml, which keep its comments, its order and its layout."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.content import SLUG, toml_tables
from app.errors import Rejected
from app.keys import fix_key, split_fix_key

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

CHAPTER_KEYS = ("view", "inset", "date", "speed", "focus", "layers")
"""What can be edited of a chapter beside its id."""

ROW_KEYS = {
    "clocks": ("zone", "name", "when", "citations"),
    "ceilings": ("name", "altitude_m", "top_m", "when", "basis", "citations"),
    "threads": ("to", "says"),
    "layers": ("name", "visible"),
    "basemaps": ("name", "attribution", "visible", "bounds"),
}
"""The lists whose rows can be edited, and the keys of a row."""


@dataclass(frozen=True)
class ExhibitText:
    """The text of exhibit.toml. The methods return an edited one, or raise `Rejected` where it is no TOML."""

    text: str

    @cached_property
    def values(self) -> dict[str, Any]:
        """All that it says, as plain values. Raises `Rejected` for a text that is no TOML."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError:
            raise _unreadable() from None

    @property
    def chapter_ids(self) -> list[str]:
        """The ids of the chapters in order."""
        return [str(chapter.get("id", "")) for chapter in self.values.get("chapters", [])]

    def having(self, key: str, value: object) -> ExhibitText:
        """With another value for a key of the exhibit; None removes it."""
        end = min(toml_tables(self.text).values(), default=len(self.text))
        if key not in self.values and (edited := self._uncommented(key, value, 0, end)):
            return edited
        return self._edited(lambda document: _set(document, key, value))

    def chapter_having(self, chapter: str, key: str, value: object) -> ExhibitText:
        """With another value for one of `CHAPTER_KEYS`; None removes it."""
        if key not in CHAPTER_KEYS:
            raise Rejected(f"A chapter has no {key!r}.", f"Use one of {', '.join(CHAPTER_KEYS)}.")
        index = self._index(chapter)
        if key not in self.values["chapters"][index]:
            edited = self._uncommented(key, value, *self._blocks("chapters")[index])
            if edited:
                return edited
        return self._edited(lambda document: _set(document["chapters"][index], key, value))

    def _uncommented(self, key: str, value: object, start: int, end: int) -> ExhibitText | None:
        """With a value in place of the comment that shows how it is written, as in a new exhibit."""
        import tomlkit

        comment = re.compile(rf"^# {re.escape(key)} = .*$", re.MULTILINE).search(self.text, start, end)
        if comment is None or value is None or isinstance(value, dict):
            return None
        written = tomlkit.dumps({key: value}).rstrip()
        return ExhibitText(f"{self.text[: comment.start()]}{written}{self.text[comment.end() :]}")

    def with_chapter(self, chapter: str, index: int) -> ExhibitText:
        """With a new chapter at a place in the order."""
        if not SLUG.fullmatch(chapter):
            raise Rejected(f"{chapter!r} is not an id.", "Use lower-case letters, digits and hyphens.")
        if chapter in self.chapter_ids:
            raise Rejected(f"There is already a chapter {chapter!r}.", "Choose another id.")
        return self._with_block("chapters", f'id = "{chapter}"', index)

    def without_chapter(self, chapter: str) -> ExhibitText:
        """Without a chapter."""
        return self._without_block("chapters", self._index(chapter))

    def row_having(self, name: str, row: int, key: str, value: object) -> ExhibitText:
        """With another value for one of the `ROW_KEYS` of a row, counted from 0; None removes it."""
        self._check_row(name, [key], row)
        return self._edited(lambda document: _set(document[name][row], key, value))

    def with_row(self, name: str, values: Mapping[str, object]) -> ExhibitText:
        """With a further row, after the last."""
        import tomlkit

        self._check_row(name, values)
        return self._with_block(name, tomlkit.dumps(dict(values)).rstrip(), len(self._blocks(name)))

    def with_table(self, name: str, values: Mapping[str, object]) -> ExhibitText:
        """With a further layer or base map, after the last."""
        import tomlkit

        return self._with_block(name, tomlkit.dumps(dict(values)).rstrip(), len(self._blocks(name)))

    def without_row(self, name: str, row: int) -> ExhibitText:
        """Without a row."""
        self._check_row(name, (), row)
        return self._without_block(name, row)

    def _check_row(self, name: str, keys: Iterable[str], row: int | None = None) -> None:
        if name not in ROW_KEYS or not set(keys) <= set(ROW_KEYS[name]):
            raise Rejected(f"This cannot be edited in {name!r}.", f"Use one of {', '.join(ROW_KEYS)}.")
        rows = self.values.get(name, [])
        if len(rows) != len(self._blocks(name)):
            raise Rejected(f"The {name} are written in one line.", f"Write each as [[{name}]] in exhibit.toml first.")
        if row is not None and not 0 <= row < len(rows):
            raise Rejected(f"The {name} have no row {row + 1}.", "Reload: the file may have changed.")

    def _with_block(self, name: str, content: str, index: int) -> ExhibitText:
        written, blocks = f"[[{name}]]\n{content}", self._blocks(name)
        if index < len(blocks):
            start = blocks[index][0]
            return ExhibitText(f"{self.text[:start]}{written}\n\n{self.text[start:]}")
        end = blocks[-1][1] if blocks else len(self.text.rstrip())
        return ExhibitText(f"{self.text[:end]}\n\n{written}\n{self.text[end:].removeprefix(chr(10))}")

    def _without_block(self, name: str, index: int) -> ExhibitText:
        start, end = self._blocks(name)[index]
        before, after = self.text[:start].rstrip(), self.text[end:].lstrip()
        return ExhibitText(f"{before}\n\n{after}" if before and after else f"{before or after}".rstrip() + "\n")

    def chapter_moved(self, chapter: str, index: int) -> ExhibitText:
        """With a chapter elsewhere in the order."""
        blocks = self._blocks("chapters")
        texts = [self.text[start:end] for start, end in blocks]
        texts.insert(index, texts.pop(self._index(chapter)))
        text = self.text
        for (start, end), written in reversed(list(zip(blocks, texts, strict=True))):
            text = text[:start] + written + text[end:]
        return ExhibitText(text)

    def basemap_with_corner(self, basemap: str, corner: int, position: tuple[float, float]) -> ExhibitText:
        """With a corner of a scan elsewhere."""
        basemaps = self.values.get("basemaps", [])
        index = next((number for number, each in enumerate(basemaps) if each.get("id") == basemap), None)
        if index is None or len(basemaps[index].get("corners", ())) != 4 or not 0 <= corner < 4:
            raise Rejected(
                f"There is no base map {basemap!r} with such a corner.", "Reload: the file may have changed."
            )

        def move(document: Any) -> None:
            document["basemaps"][index]["corners"][corner] = list(position)

        return self._edited(move)

    def with_focus_renumbered(self, flight: str, renumber: Callable[[int], int]) -> ExhibitText:
        """With the `focus` of chapters still on the same fixes of a flight, whose numbers change."""
        edited = self
        for chapter in self.values.get("chapters", []):
            name, number = split_fix_key(str(chapter.get("focus", "")))
            if name == flight and number.isdecimal() and renumber(int(number)) != int(number):
                edited = edited.chapter_having(chapter["id"], "focus", fix_key(flight, renumber(int(number))))
        return edited

    def _blocks(self, name: str) -> list[tuple[int, int]]:
        """Where the text of each table of a list is, with the comment right above it and without the empty lines after
        it.
        """
        block = re.compile(rf"{name}\[\d+\]")
        tables = [(path, self._with_comment(offset)) for path, offset in toml_tables(self.text).items()]
        outer = [(path, start) for path, start in tables if not path.startswith(f"{name}[") or block.fullmatch(path)]
        return [
            (start, start + len(self.text[start:end].rstrip()))
            for (path, start), (_, end) in pairwise([*outer, ("", len(self.text))])
            if path.startswith(f"{name}[")
        ]

    def _with_comment(self, offset: int) -> int:
        """Where the comment begins that ends right above an offset."""
        while offset and (line := self.text[: offset - 1].rpartition("\n")[2]).startswith("#"):
            offset -= len(line) + 1
        return offset

    def _index(self, chapter: str) -> int:
        if chapter not in self.chapter_ids:
            raise Rejected(f"There is no chapter {chapter!r}.", "Reload: the file may have changed.")
        return self.chapter_ids.index(chapter)

    def _edited(self, edit: Callable[[Any], None]) -> ExhibitText:
        import tomlkit

        document = self._document()
        edit(document)
        return ExhibitText(tomlkit.dumps(document))

    def _document(self) -> TOMLDocument:
        """Raises `Rejected` for a text that is no TOML."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            return tomlkit.parse(self.text)
        except TOMLKitError:
            raise _unreadable() from None


def _unreadable() -> Rejected:
    return Rejected("exhibit.toml cannot be read.", "Correct it first, or take the change back.")


def _set(table: Any, key: str, value: object) -> None:
    if value is None:
        table.pop(key, None)
    elif key not in table or table.unwrap()[key] != value:
        table[key] = value
