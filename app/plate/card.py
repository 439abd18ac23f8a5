"""Small pictures of an exhibit's map: with its title for chats and search engines, and for the atlas.

They have no relief, which would make their files twice as large.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from app.domain import Exhibit, ProjectionName
from app.papers import PICTURE, THUMBNAIL
from app.plate.drawing import Drawing, Said, document
from app.plate.frame import framed
from app.plate.legend import LEAST_TEXT
from app.plate.moment import scene
from app.plate.sheet import Plate, Sheet
from app.plate.styles import Line, styles
from app.plate.svg import Box, Words, element, joined, stroke
from app.plate.typeface import Face

WIDTH, HEIGHT = PICTURE
_SCALE = 1.6
"""How much larger the map is drawn than on a sheet: the picture is shown small."""
_SHRUNK = 2.4
"""How much smaller the map of a thumbnail is drawn than on a sheet: it shows lines, and no words."""
_INCH = 96.0
"""The pixels of CSS in an inch."""
_COLOURS = 128
_INSET, _PADDING = 18.0, 14.0


def card(exhibit: Exhibit, language: str, moment: datetime | None = None) -> tuple[str, Said]:
    """The picture as SVG without fonts, and what is said of it; raises what `scene` raises."""
    opening, look = scene(exhibit, moment), styles()
    plate = Plate(opening, Sheet.of("a4"), language)
    width, height = WIDTH / _SCALE, HEIGHT / _SCALE
    frame = framed(opening, ProjectionName.MERCATOR, (0.0, 0.0, width, height))
    drawing = Drawing(opening, frame, look, language, is_shaded=False)
    lines = (
        (Words(plate.date, Face("sans", 11), look.color("flight-text")), 10.0),
        (Words(plate.title, Face("serif", 27), look.color("ink")), 33.0),
        (Words(plate.subtitle, Face("serif", 13, italic=language != "ja"), look.color("quiet")), 58.0),
    )
    room = width - 2 * (_INSET + _PADDING)
    shown = [(words.fitted(room, LEAST_TEXT), down) for words, down in lines if words.text]
    left, top = _INSET, height - _INSET - 2 * _PADDING - shown[-1][1] - 8
    panel: Box = (left, top, left + 2 * _PADDING + max(words.width for words, _ in shown), height - _INSET)
    paper = {"x": panel[0], "y": panel[1], "width": panel[2] - panel[0], "height": panel[3] - panel[1]}
    edge = stroke(look.color("ink"), Line(0.8)) | {"fill": look.color("paper")}
    title = joined(words.at(left + _PADDING, top + _PADDING + down) for words, down in shown)
    content = joined([drawing.definitions(), drawing.draw([panel]), element("rect", **paper, **edge), title])
    said = Said(plate.title, plate.description, language)
    size = (f"{WIDTH}px", f"{HEIGHT}px")
    return document(size, (width, height), content, said, look, with_fonts=False), said


def picture(exhibit: Exhibit, language: str, moment: datetime | None = None) -> bytes:
    """The picture as PNG of the size `PICTURE`, as the exhibit opens or at a moment, the same bytes each time."""
    from app.plate import typesetting

    svg, said = card(exhibit, language, moment)
    size_mm = (WIDTH / _INCH * 25.4, HEIGHT / _INCH * 25.4)
    return typesetting.page(svg, size_mm, said, output="png", dpi=_INCH, checked=False)


def thumbnail(exhibit: Exhibit) -> bytes:
    """The map without words as PNG of twice the size `THUMBNAIL`, in few colours, the same bytes each time."""
    from app.plate import typesetting

    width, height = (float(side) for side in THUMBNAIL)
    drawn = (width * _SHRUNK, height * _SHRUNK)
    opening, look = scene(exhibit), styles()
    frame = framed(opening, exhibit.projection, (0.0, 0.0, *drawn))
    drawing = Drawing(opening, frame, look, exhibit.language, is_shaded=False)
    said = Said(exhibit.title.in_language(exhibit.language), "", exhibit.language)
    content = joined([drawing.definitions(), drawing.picture])
    svg = document((f"{width}px", f"{height}px"), drawn, content, said, look, with_fonts=False)
    size_mm = (width / _INCH * 25.4, height / _INCH * 25.4)
    return _in_few_colours(typesetting.page(svg, size_mm, said, output="png", dpi=2 * _INCH, checked=False))


def _in_few_colours(png: bytes) -> bytes:
    """A picture with a palette: it looks the same and takes a third of the bytes, and an atlas has many."""
    from PIL import Image

    with Image.open(BytesIO(png)) as picture, BytesIO() as written:
        flat = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat.save(written, "PNG", optimize=True)
        return written.getvalue()
