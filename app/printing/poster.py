"""The poster: one sheet with the map as its hero, the chapters as numbered moments, the profile and the legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.dates import iso
from app.domain import Exhibit
from app.plate import Form, Order, Sheet, plate_of
from app.printing.document import Document, Options
from app.printing.moments import LONGEST_SUMMARY, chosen, moments_of, numbers_of
from app.printing.text import Data, ExhibitText, breadth

_A4_MM = 210.0
_MARGIN_MM = 13.0
"""The margin on A4; it grows with the sheet."""
_WIDE_SHARE = (0.64, 0.72)
"""Width and height of the map with profile and legend as shares of the room between the margins of a wide sheet."""
_UPRIGHT_SHARES = (0.84, 0.74, 0.56, 0.53, 0.5)
"""The height for an upright sheet, by how many rows of moments are below the map."""
_ALL_SHARE, _LETTERS, _LEAST_SHARE = 0.74, 6900, 0.44
"""The share that the map of an upright sheet would have without words, with how many letters it would have none if all
moments of a row were as long as its longest, and what it has at least.
"""
_MOST_COLUMNS = 5
_MOST = 20
"""How many moments a poster has at most."""
_WORDS = 110
"""How many letters of a moment are printed, where its first sentence is not longer."""


def poster(exhibit: Exhibit, options: Options) -> bytes:
    """The poster as PDF; with an address it has a QR code to the moment that it shows."""
    language, grey = options.language, options.grey
    width, height = options.size("a2")
    short = min(width, height)
    margin = round(_MARGIN_MM * short / _A4_MM, 2)
    document = Document(language, (width, height), grey)
    text = ExhibitText(exhibit, language, document)
    chapters = chosen(exhibit, _MOST)
    columns = _columns(len(chapters))
    moments = moments_of(text, chapters, _WORDS)
    across, up = _WIDE_SHARE if options.landscape else (1.0, _upright_share(moments, columns))
    sheet = Sheet(round((width - 2 * margin) * across, 1), round((height - 2 * margin) * up, 1), short)
    numbers = numbers_of(exhibit, chapters)
    plate = plate_of(exhibit, Order(sheet=sheet, language=language, grey=grey, form=Form.PART, numbers=numbers))
    data = {
        **text.head(LONGEST_SUMMARY),
        "words": {"credits": text.word("credits")},
        "margin": margin,
        "unit": short / _A4_MM,
        "map": document.plate(plate),
        "date": plate.date,
        "borders": plate.borders,
        "columns": 1 if options.landscape else columns,
        "moments": moments,
        "address": options.address,
        "code": document.code(_moment(exhibit, options), text.link(options.address)) if options.address else None,
    }
    return document.pdf("poster", data)


def _upright_share(moments: Sequence[Data], columns: int) -> float:
    """The height of the map as a share of that of an upright sheet: the more rows of moments, and words, the lower."""
    letters = [breadth(words[0]) for each in moments for words in [each["words"]] if isinstance(words, list)]
    rows = [max(letters[first : first + columns]) for first in range(0, len(letters), columns)]
    beside_words = max(_LEAST_SHARE, _ALL_SHARE * (1 - sum(rows) * columns / _LETTERS))
    return min(_UPRIGHT_SHARES[min(len(rows), len(_UPRIGHT_SHARES) - 1)], beside_words)


def _columns(moments: int) -> int:
    """How many columns the moments of an upright sheet have: few rows, the last of them as full as can be."""
    if moments <= _MOST_COLUMNS:
        return max(3, moments)
    return min(range(3, _MOST_COLUMNS + 1), key=lambda columns: (math.ceil(moments / columns), -moments % columns))


def _moment(exhibit: Exhibit, options: Options) -> str:
    """The address of the moment at which the exhibit opens."""
    return f"{options.address}?lang={options.language}#date={iso(exhibit.opening_moment)}"
