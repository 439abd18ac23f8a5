"""A document for paper: data, which Typst sets after one of the templates beside this file, and pictures.

What authors write is data and never Typst's own language.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import segno

from app.errors import Rejected
from app.papers import PAPERS
from app.plate import Plate, typesetting
from app.plate.styles import styles

_FOLDER = Path(__file__).parent
_SHARED = ("base.typ", "book.typ")
_COLORS = ("ink", "quiet", "flight-text", "hairline", "paper")


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is wanted: its language, the name of its paper (empty for the usual one of its form), on its side
    or upright, without colours. `address` is the public address of the exhibit's page, or of the atlas; empty where
    there is none.
    """

    language: str
    paper: str = ""
    landscape: bool = False
    grey: bool = False
    address: str = ""

    def size(self, usual: str) -> tuple[float, float]:
        """The width and height of the sheet in millimetres; raises `Rejected` for a paper that is not known."""
        name = (self.paper or usual).lower()
        if name not in PAPERS:
            raise Rejected(f"{self.paper!r} is not a size of paper.", f"Use one of {', '.join(PAPERS)}.")
        short, long = PAPERS[name]
        return (long, short) if self.landscape else (short, long)


@dataclass(frozen=True)
class Document:
    """A document in the making. `paper` is the width and height in millimetres."""

    language: str
    paper: tuple[float, float]
    grey: bool = False
    files: dict[str, bytes] = field(default_factory=dict)

    def plate(self, plate: Plate) -> dict[str, object]:
        """Add a plate; its name, its width in millimetres, and its alternative text."""
        name = f"plate-{len(self.files) + 1}.svg"
        self.files[name] = plate.svg(with_fonts=False).encode()
        return {"file": name, "width": plate.sheet.width_mm, "alt": plate.description}

    def picture(self, name: str, content: bytes) -> str:
        """Add a picture of an exhibit; its name in the document."""
        known = f"{len(self.files) + 1}-{name.rpartition('/')[2]}"
        self.files[known] = content
        return known

    def code(self, address: str, description: str) -> dict[str, object]:
        """Add the QR code of an address; its name and its alternative text."""
        written = io.BytesIO()
        segno.make_qr(address, error="m").save(written, kind="svg", border=0, xmldecl=False, nl=False)
        self.files["code.svg"] = written.getvalue()
        return {"file": "code.svg", "alt": description}

    def pdf(self, template: str, data: Mapping[str, object]) -> bytes:
        """The document as PDF/UA-1, the same bytes each time; `data` has at least its ``title``.

        Raises `Rejected` for words in a script that no font has.
        """
        colors = {name: styles(grey=self.grey).color(name) for name in _COLORS}
        shared = {"paper": self.paper, "colors": colors, **typesetting.language_and_region(self.language)}
        text = json.dumps({**shared, **data}, ensure_ascii=False)
        svgs = [content.decode() for name, content in self.files.items() if name.startswith("plate-")]
        typesetting.check_script("".join([text, *svgs]))
        files = {
            "main": (_FOLDER / f"{template}.typ").read_bytes(),
            **{name: (_FOLDER / name).read_bytes() for name in _SHARED},
            "data.json": text.encode(),
            **self.files,
        }
        return typesetting.compiled(files, typesetting.faces_for(text))
