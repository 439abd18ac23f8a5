"""PDF and PNG by Typst: plates as pictures, and as pages of tagged PDF with alternative text.

Typst reads TrueType and no WOFF2, so the pieces of the project's fonts are joined, once in each process, to one file
for each face. No font of the system is used, so that the result is the same on every machine.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app import fonts
from app.assets import asset
from app.errors import Rejected
from app.plate.drawing import Said
from app.plate.typeface import WIDE

if TYPE_CHECKING:
    import typst

_INVISIBLE = frozenset("\n\t\u00ad\u200b\u200e\u200f\u202f\u2060")
_STYLES = {(400, "normal"): "Regular", (700, "normal"): "Bold", (400, "italic"): "Italic"}
_PAGE = """#let data = json("data.json")
#set document(title: data.title, date: none)
#set text(lang: data.language, region: data.region)
#set text(font: ("Overflight Sans", "Overflight Sans Japanese", "Overflight Others"))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image("plate.svg", width: 100%, alt: data.alt)
"""
_POINTS_PER_MM = 72 / 25.4
_NEW_YEAR_2000 = 3_029_529_600
"""1 January 2000 as fonts count, in seconds since 1904: a date that does not change."""


def page(
    svg: str,
    size_mm: tuple[float, float],
    said: Said,
    *,
    output: Literal["pdf", "png"],
    dpi: float,
    checked: bool = True,
) -> bytes:
    """A picture on a page of its size: PDF/UA-1 with its title and alternative text, or PNG of so many dots an inch.

    Raises `Rejected` for words in a script that no font has, unless these may be boxes (`checked`).
    """
    if checked:
        check_script(svg)
    width, height = (length * _POINTS_PER_MM for length in size_mm)
    data = {"title": said.title, "alt": said.description, "width": width, "height": height}
    data |= language_and_region(said.language)
    files = {"main": _PAGE.encode(), "data.json": json.dumps(data).encode(), "plate.svg": svg.encode()}
    return compiled(files, faces_for(svg) if "<text" in svg else no_faces(), output=output, dpi=dpi)


def compiled(
    files: Mapping[str, bytes], faces: typst.Fonts, *, output: Literal["pdf", "png"] = "pdf", dpi: float = 0
) -> bytes:
    """The document ``main`` of some files as PDF/UA-1, or its one page as PNG, the same bytes each time."""
    import typst  # only for print

    with tempfile.TemporaryDirectory() as folder:  # of files in memory, it reads texts only
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        written = typst.compile(
            f"{folder}/main",
            root=folder,
            font_paths=faces,
            format=output,
            ppi=dpi if output == "png" else None,
            pdf_standards=["ua-1"] if output == "pdf" else [],
            timestamp=0,
        )
    assert isinstance(written, bytes)  # noqa: S101 (one page, or a PDF)
    return written


def language_and_region(tag: str) -> dict[str, str | None]:
    """A language tag as Typst wants it, as ``language`` and ``region``."""
    language, *further = tag.split("-")
    return {"language": language, "region": next((part for part in further if len(part) == 2), None)}


def faces_for(text: str) -> typst.Fonts:
    """The fonts for a text; those of Chinese and Japanese, which are large, only where it has such characters."""
    return _faces(wide=any(char >= WIDE for char in text))


@cache
def no_faces() -> typst.Fonts:
    """No font, for what has no words."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])


def check_script(text: str) -> None:
    """Raise `Rejected` where a text has characters that no font has."""
    missing = sorted(frozenset(text) - fonts.covered() - _INVISIBLE)
    if missing:
        shown = " ".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in missing[:8])
        raise Rejected(
            f"No font of Overflight has these characters: {shown}", "Print it from the browser, which has other fonts."
        )


@cache
def _faces(*, wide: bool) -> typst.Fonts:
    """Typst's fonts, from files that are there as long as the process is; `wide` has Japanese too."""
    import typst

    folder = Path(_temporary(wide=wide).name)
    for (family, weight, style), names in _groups().items():
        if wide or "Japanese" not in family:
            name = f"{family.replace(' ', '')}-{_STYLES[weight, style]}.ttf"
            (folder / name).write_bytes(_joined(family, _STYLES[weight, style], tuple(names)))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@cache
def _temporary(*, wide: bool) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=f"overflight-fonts-{'wide-' if wide else ''}")


def _groups() -> dict[tuple[str, int, str], list[str]]:
    """The names of the pieces of each face, by family, weight and style."""
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for piece in fonts.pieces():
        found[piece.family, piece.weight, piece.style].append(piece.name)
    return found


@cache
def _joined(family: str, style: str, names: tuple[str, ...]) -> bytes:
    """Pieces of a font as one, under the name that the style sheet gives it; the same bytes each time."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    parts = []
    for name in names:
        font = TTFont(io.BytesIO(asset(name).content), recalcTimestamp=False)
        font.flavor = None
        parts.append(io.BytesIO())
        font.save(parts[-1])
        parts[-1].seek(0)
    joined = Merger().merge(parts)
    joined.recalcTimestamp = False
    joined["head"].created = joined["head"].modified = _NEW_YEAR_2000
    whole = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    if "GSUB" in joined:
        del joined["GSUB"]  # Typst finds no other font for the rest of a line of SVG in which one has a ligature
    joined["name"].names = []
    for number, text in whole.items():
        joined["name"].setName(text, number, 3, 1, 0x409)
    written = io.BytesIO()
    joined.save(written)
    return written.getvalue()
