"""Plates: the map of a moment, drawn for paper without a browser.

The second painter of an exhibit. Its colours, widths and dashes are those of the style sheet that the browser's painter
reads (`app.plate.styles`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain import Exhibit, LonLat, ProjectionName
from app.plate.card import picture, thumbnail
from app.plate.drawing import Said
from app.plate.moment import scene
from app.plate.sheet import Form, Plate, Sheet

__all__ = ["Form", "Order", "Output", "Plate", "Sheet", "draw", "picture", "plate_of", "printed", "scene", "thumbnail"]


Output = Literal["svg", "pdf", "png"]


@dataclass(frozen=True, slots=True)
class Order:
    """How a plate is wanted; what is not said is the exhibit's own.

    `sheet` is A4 on its side without one, `dpi` the resolution of PNG. `numbers` are written at positions.
    """

    moment: datetime | None = None
    chapter: str | None = None
    sheet: Sheet | None = None
    language: str = ""
    projection: ProjectionName | None = None
    grey: bool = False
    form: Form = Form.SHEET
    numbers: tuple[tuple[str, LonLat], ...] = ()
    output: Output = "svg"
    dpi: float = 300


def plate_of(exhibit: Exhibit, order: Order) -> Plate:
    """The plate of an exhibit; raises `NotFound` for a chapter that there is not and a moment outside the exhibit."""
    return Plate(
        scene(exhibit, order.moment, order.chapter),
        order.sheet or Sheet.of("a4"),
        order.language or exhibit.language,
        order.projection or exhibit.projection,
        order.grey,
        order.form,
        order.numbers,
    )


def draw(exhibit: Exhibit, moment: datetime | None = None, *, chapter: str | None = None, language: str = "") -> str:
    """A plate on A4 as SVG, the same bytes each time; raises what `plate_of` raises."""
    return plate_of(exhibit, Order(moment, chapter, language=language)).svg()


def printed(exhibit: Exhibit, order: Order) -> bytes:
    """A plate as a file, the same bytes each time.

    Raises what `plate_of` raises, and for PDF and PNG `Rejected` for words in a script that no font has.
    """
    plate = plate_of(exhibit, order)
    if order.output == "svg":
        return plate.svg().encode()
    from app.plate import typesetting

    size = (plate.sheet.width_mm, plate.sheet.height_mm)
    said = Said(plate.title, plate.description, plate.language)
    return typesetting.page(plate.svg(with_fonts=False), size, said, output=order.output, dpi=order.dpi)
