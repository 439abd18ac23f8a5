"""The desk's pages: the list of exhibits, and the forms of one exhibit beside its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import Chapter, Exhibit
from app.elements.payloads import DeskColumnsPayload, DeskSetupPayload
from app.page.document import Page, render_document
from app.page.page_text import PageText
from app.page.translator import Translator
from app.presentation import Presentation
from app.text import Text, interface, languages

_MESSAGES = ("documented", "inferred", "interpolated", "editing_error", "editing_warning")
"""What the forms say beside the messages whose keys begin with ``desk_``."""


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """An exhibit in the list: how many errors and warnings it has, when its newest file was saved in ISO 8601 (empty
    where nobody knows), and whether it can be shown.
    """

    slug: str
    title: str
    errors: int
    warnings: int
    saved: str
    shown: bool


def render_desk(entries: Sequence[DeskEntry], presentation: Presentation) -> Page:
    """The list of exhibits, and the form for a new one."""
    translator = _translator(presentation)
    setup = _setup("", translator)
    return render_document(
        "desk.html", presentation, translator, ("desk/start",), entries=entries, languages=languages(), setup=setup
    )


def render_workbench(slug: str, zones: Sequence[str], presentation: Presentation) -> Page:
    """The forms of an exhibit, which a script fills, and the visitors' page in a frame. `zones` are the names of all
    zones.
    """
    translator = _translator(presentation)
    setup = _setup(slug, translator)
    return render_document(
        "desk_workbench.html", presentation, translator, ("desk/workbench",), slug=slug, setup=setup, zones=zones
    )


def render_import(slug: str, columns: DeskColumnsPayload, zones: Sequence[str], presentation: Presentation) -> Page:
    """The import screen, which a script fills; without a slug for a new exhibit. `zones` are the names of all zones."""
    translator = _translator(presentation)
    setup = _setup(slug, translator)
    setup["columns"] = columns
    return render_document(
        "desk_import.html", presentation, translator, ("desk/import",), slug=slug, setup=setup, zones=zones
    )


def render_words(words: str, language: str, exhibit: Exhibit, presentation: Presentation) -> Page:
    """The words of a chapter as its page will show them, with the exhibit's pictures and numbered sources."""
    translator = Translator((language,), language)
    text = PageText(exhibit, translator, presentation.media)
    chapter = Chapter("preview", Text(), Text(((language, words),)))
    return render_document("desk_words.html", presentation, translator, (), words=text.chapter(chapter))


def _setup(slug: str, translator: Translator) -> DeskSetupPayload:
    keys = [key for key in interface() if key.startswith("desk_") or key in _MESSAGES]
    return {"slug": slug, "messages": {key: interface()[key].in_language(translator.language) for key in keys}}


def _translator(presentation: Presentation) -> Translator:
    language = presentation.language or "en"
    return Translator((language,), language)
