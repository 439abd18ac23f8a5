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
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from app.assets import asset, data_uri
from app.locales import script_of

if TYPE_CHECKING:
    from fontTools.subset import Subsetter

SHEET = "css/type.css"
TOO_LARGE = "Overflight Serif Japanese"
"""The family that a single file does not contain: the next in the list of families has the same characters."""
FEATURES = ["ccmp", "locl", "mark", "mkmk", "rlig", "liga", "clig", "calt", "kern", "lnum", "tnum"]
"""What browsers apply on their own, and the figures that our style sheets ask for."""
FEW = 0.7
"""The share of a piece's characters below which it is worth the time to leave out the others."""

_FIRST = ("literata-{}-400-normal", "literata-{}-400-italic", "noto-sans-{}-400-normal", "noto-sans-{}-700-normal")

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

    def inlined(self, wanted: frozenset[str]) -> str:
        """The rule with the file itself; where few of its characters are wanted, with only their glyphs."""
        few = len(wanted) < FEW * len(self.characters)
        content = _cut(self.name, wanted) if few else asset(self.name).content
        return self.rule.replace(f"../{self.name}", data_uri(content, asset(self.name).mimetype))


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


def first(language: str) -> tuple[str, ...]:
    """The files in which the title and the words about a map are set, which a page may ask for before its style sheet
    does: none for a language that is written otherwise than in Latin or Cyrillic letters.
    """
    script = {"Latn": "latin", "Cyrl": "cyrillic"}.get(script_of(language))
    return tuple(f"fonts/{name.format(script)}.woff2" for name in _FIRST) if script else ()


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
    found = "".join(frozenset("".join(map(unquote, (_PACKED.sub("", html), *packed)))))
    return frozenset(found + found.upper())


def inlined(needed: Iterable[str], *, cut: bool = False) -> str:
    """A style sheet that contains the pieces for these characters; with `cut`, which takes time, few other glyphs."""
    wanted = frozenset(needed)
    found = (piece for piece in pieces() if piece.family != TOO_LARGE and piece.characters & wanted)
    return "\n".join(piece.inlined(piece.characters & wanted if cut else piece.characters) for piece in found)


def subsetter(characters: Iterable[int]) -> Subsetter:
    """What cuts a font of fontTools to the glyphs for these code points."""
    from fontTools import subset

    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True)
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    return cutter


@lru_cache(maxsize=256)
def _cut(name: str, wanted: frozenset[str]) -> bytes:
    """A font file with only these characters."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(asset(name).content), recalcTimestamp=False)
    subsetter(map(ord, wanted)).subset(font)
    written = BytesIO()
    font.save(written)
    return written.getvalue()
