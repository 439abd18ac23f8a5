"""The widths of words in the project's fonts, which are read from their files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from app import fonts
from app.assets import asset

Family = Literal["sans", "serif"]
_FAMILIES: dict[str, tuple[str, ...]] = {
    "sans": ("Overflight Sans", "Overflight Others"),
    "serif": ("Overflight Serif", "Overflight Others"),
}
WIDE = "\u2e80"
"""The first of the characters that are as wide as they are high."""
_UNKNOWN = 0.6
"""The width, as a share of the size, of a character that no font has."""


@dataclass(frozen=True, slots=True)
class Face:
    """A family with its weight, slant and size in pixels; `spacing` is added behind every character."""

    family: Family
    size: float
    weight: int = 400
    italic: bool = False
    spacing: float = 0.0

    def width(self, text: str) -> float:
        """The width of a line in pixels; pairs of letters that are drawn closer together are not considered."""
        return _share(self.family, self.weight, self.italic, text) * self.size + len(text) * self.spacing


@lru_cache(maxsize=8192)
def _share(family: str, weight: int, italic: bool, text: str) -> float:
    """The width of a line as a share of the size."""
    return sum(1.0 if char >= WIDE else _advance(family, weight, italic, char) for char in text)


@lru_cache(maxsize=8192)
def _advance(family: str, weight: int, italic: bool, char: str) -> float:
    for name in _FAMILIES[family]:
        for piece in fonts.pieces():
            if piece.family == name and char in piece.characters and _matches(piece, name, weight, italic):
                return _advances(piece.name).get(ord(char), _UNKNOWN)
    return _UNKNOWN


def _matches(piece: fonts.Piece, name: str, weight: int, italic: bool) -> bool:
    return name == _FAMILIES["sans"][-1] or (piece.weight, piece.style == "italic") == (weight, italic)


@cache
def _advances(name: str) -> dict[int, float]:
    """The advance widths of a font file by code point, as shares of the size."""
    from fontTools.ttLib import TTFont  # reads WOFF2 with brotli; only plates measure text

    font = TTFont(io.BytesIO(asset(name).content), lazy=True)
    widths, unit = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: widths[glyph][0] / unit for code, glyph in font.getBestCmap().items()}
