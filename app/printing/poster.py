"""The poster: one sheet with the map as its hero, the chapters as numbered moments, the profile and the legend."""

from __future__ import annotations

import math

from app.dates import iso
from app.domain import Exhibit
from app.plate import Form, Order, Sheet, plate_of
from app.printing.document import Document, Options
from app.printing.moments import LONGEST_SUMMARY, chosen, moments_of, numbers_of
from app.printing.text import Data, ExhibitText

_A4_MM = 210.0
_MARGIN_MM = 13.0
"""The margin on A4; it grows with the sheet."""
_WIDE_SHARE = (0.64, 0.72)
"""Width and height of the map with profile and legend as shares of the room between the margins of a wide sheet."""
_UPRIGHT_SHARES = (0.84, 0.74, 0.56, 0.53, 0.5)
"""The height for an upright sheet, by how many rows of moments are below the map."""
_MOST_COLUMNS = 5
_MOST = 20
"""How many moments a poster has at most."""
_WORDS = {"": 110, "ja": 55}
"""How many characters of a moment are printed, by language."""
_FEW_WORDS = 66
"""How many where there is no room for more."""


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
    rows = math.ceil(len(chapters) / columns)
    across, up = _WIDE_SHARE if options.landscape else (1.0, _UPRIGHT_SHARES[min(rows, len(_UPRIGHT_SHARES) - 1)])
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
        "moments": [_shorter(text, each) for each in moments_of(text, chapters, _WORDS.get(language, _WORDS[""]))],
        "address": options.address,
        "code": document.code(_moment(exhibit, options), text.link(options.address)) if options.address else None,
    }
    return document.pdf("poster", data)


def _shorter(text: ExhibitText, moment: Data) -> Data:
    """A moment that has fewer words, too."""
    return {**moment, "few": text.shortened(str(moment["words"]), _FEW_WORDS)}


def _columns(moments: int) -> int:
    """How many columns the moments of an upright sheet have: few rows, the last of them as full as can be."""
    if moments <= _MOST_COLUMNS:
        return max(3, moments)
    return min(range(3, _MOST_COLUMNS + 1), key=lambda columns: (math.ceil(moments / columns), -moments % columns))


def _moment(exhibit: Exhibit, options: Options) -> str:
    """The address of the moment at which the exhibit opens."""
    return f"{options.address}?lang={options.language}#date={iso(exhibit.opening_moment)}"
