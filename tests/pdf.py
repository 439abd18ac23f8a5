"""What other programs find in a PDF: its structure by pikepdf (qpdf), its words by pypdfium2 (PDFium)."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2


@dataclass(frozen=True)
class Printed:
    """A PDF that was made."""

    content: bytes

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """As pikepdf reads it."""
        return pikepdf.open(io.BytesIO(self.content))

    @property
    def language(self) -> str:
        """The language of the document."""
        return str(self.pdf.Root.Lang)

    @property
    def is_tagged(self) -> bool:
        """Whether it has a tree of structure."""
        return bool(self.pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in self.pdf.Root

    @property
    def is_for_all(self) -> bool:
        """Whether it says that it is PDF/UA-1."""
        return b"<pdfuaid:part>1</pdfuaid:part>" in self.pdf.Root.Metadata.read_bytes()

    @property
    def sizes_mm(self) -> set[tuple[int, int]]:
        """The sizes of its pages."""
        boxes = ([float(side) for side in page.mediabox] for page in self.pdf.pages)
        return {(round((x1 - x0) / 72 * 25.4), round((y1 - y0) / 72 * 25.4)) for x0, y0, x1, y1 in boxes}

    @cached_property
    def elements(self) -> list[tuple[str, str]]:
        """Every element of the tree of structure in reading order: its kind and its alternative text."""
        return list(_elements(self.pdf.Root.StructTreeRoot.K))

    @property
    def descriptions(self) -> list[str]:
        """The alternative text of each figure."""
        return [alt for kind, alt in self.elements if kind == "/Figure"]

    @property
    def fonts_without_file(self) -> list[str]:
        """The fonts that are not embedded."""
        dictionaries = (each for each in self.pdf.objects if isinstance(each, pikepdf.Dictionary))
        fonts = [each for each in dictionaries if each.get("/Type") == "/FontDescriptor"]
        assert fonts
        return [str(font.FontName) for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())]

    @property
    def bookmarks(self) -> list[str]:
        """The titles of the bookmarks at the top."""
        with self.pdf.open_outline() as outline:
            return [item.title for item in outline.root]

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page, in one line."""
        document = pypdfium2.PdfDocument(self.content)
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]

    @property
    def text_sizes(self) -> set[float]:
        """The sizes in points of the characters of the first page, as they are on paper."""
        page = pypdfium2.PdfDocument(self.content)[0].get_textpage()
        matrix, found = pypdfium2.raw.FS_MATRIX(), set()
        drawn = (each for each in range(page.count_chars()) if not pypdfium2.raw.FPDFText_IsGenerated(page, each))
        for index in drawn:
            pypdfium2.raw.FPDFText_GetMatrix(page, index, matrix)
            size = pypdfium2.raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
            found.add(round(size, 1))
        return found

    @property
    def runs_over(self) -> bool:
        """Whether a character is outside its page, or within 4 mm of an edge."""
        edge = 4 / 25.4 * 72
        for page in pypdfium2.PdfDocument(self.content):
            (width, height), words = page.get_size(), page.get_textpage()
            boxes = (words.get_charbox(index, loose=True) for index in range(words.count_chars()))
            seen = [box for box in boxes if box[2] > box[0]]
            if any(x0 < edge or y0 < edge or x1 > width - edge or y1 > height - edge for x0, y0, x1, y1 in seen):
                return True
        return False

    def heights_of(self, words: str) -> tuple[float, float]:
        """The top and the bottom of the first place of some words on the first page, in points from below."""
        page = pypdfium2.PdfDocument(self.content)[0].get_textpage()
        first = page.get_text_range().index(words)
        boxes = [page.get_charbox(index) for index in range(first, first + len(words))]
        return max(box[3] for box in boxes), min(box[1] for box in boxes)


def _elements(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _elements(node.K)
