"""The desk's pages: the list of exhibits, and the forms of one exhibit beside its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.elements.payloads import DeskSetupPayload
from app.page.document import Page, render_document
from app.page.translator import Translator
from app.presentation import Presentation
from app.text import interface

_MESSAGES = ("documented", "inferred", "interpolated")
"""What the forms say beside the messages whose keys begin with ``desk_``."""


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """An exhibit in the list, and how many errors and warnings it has."""

    slug: str
    title: str
    errors: int
    warnings: int


def render_desk(entries: Sequence[DeskEntry], presentation: Presentation) -> Page:
    """The list of exhibits."""
    return render_document("desk.html", presentation, _translator(presentation), (), entries=entries)


def render_workbench(slug: str, presentation: Presentation) -> Page:
    """The forms of an exhibit, which a script fills, and the visitors' page in a frame."""
    translator = _translator(presentation)
    keys = [key for key in interface() if key.startswith("desk_") or key in _MESSAGES]
    setup: DeskSetupPayload = {
        "slug": slug,
        "messages": {key: interface()[key].in_language(translator.language) for key in keys},
    }
    return render_document(
        "desk_workbench.html",
        presentation,
        translator,
        ("desk/workbench",),
        slug=slug,
        setup=setup,
    )


def _translator(presentation: Presentation) -> Translator:
    language = presentation.language or "en"
    return Translator((language,), language)
