"""The fonts of the pages: which pieces a page needs, and which characters no piece has.

``css/type.css`` names every piece with its characters. A live page links it, and the browser loads the pieces it needs;
a single file contains them.
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from app.assets import asset

SHEET = "css/type.css"
TOO_LARGE = "Overflight Serif Japanese"
"""The family that a single file does not contain: the next in the list of families has the same characters."""

_RULE = re.compile(
    r'@font-face \{ font-family: "(?P<family>[^"]+)"; font-weight: (?P<weight>\d+); font-style: (?P<style>\w+);'
    r".*?url\(\.\./(?P<name>[^)]+)\).*?unicode-range: (?P<ranges>[^ ]+) \}"
)
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
_PACKED = re.compile(r"data:application/gzip;base64,([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A rule of the style sheet: a font file and the characters it is for."""

    rule: str
    family: str
    weight: int
    style: str
    name: str
    characters: frozenset[str]

    @property
    def inlined(self) -> str:
        """The rule with the file itself."""
        return self.rule.replace(f"../{self.name}", asset(self.name).data_uri)


@cache
def pieces() -> tuple[Piece, ...]:
    """Every piece, in the order of the style sheet."""
    rules = _RULE.finditer(asset(SHEET).content.decode())
    return tuple(
        Piece(
            match[0],
            match["family"],
            int(match["weight"]),
            match["style"],
            match["name"],
            in_ranges(match["ranges"]),
        )
        for match in rules
    )


@cache
def covered() -> frozenset[str]:
    """Every character that has a glyph in a piece."""
    return frozenset().union(*(piece.characters for piece in pieces()))


def in_ranges(ranges: str) -> frozenset[str]:
    """The characters of a value of ``unicode-range``."""
    spans = [(int(start, 16), int(end or start, 16)) for start, end in _RANGE.findall(ranges)]
    return frozenset(chr(code) for start, end in spans for code in range(start, end + 1))


def characters(html: str) -> frozenset[str]:
    """Every character of a self-contained page, also of its scripts and packed data, and their capitals."""
    packed = [gzip.decompress(base64.b64decode(data)).decode() for data in _PACKED.findall(html)]
    found = "".join(frozenset("".join((_PACKED.sub("", unquote(html)), *packed))))
    return frozenset(found + found.upper())


def inlined(needed: Iterable[str]) -> str:
    """A style sheet that contains the pieces for these characters."""
    wanted = frozenset(needed)
    return "\n".join(piece.inlined for piece in pieces() if piece.family != TOO_LARGE and piece.characters & wanted)
