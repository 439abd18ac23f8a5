"""The error page: what is wrong, and where to go instead."""

from __future__ import annotations

from app.domain import Exhibit
from app.page.document import Page, render_document
from app.page.translator import Translator
from app.presentation import Presentation
from app.text import Text


def render_error(
    status: int, explanation: Text | None, exhibits: tuple[Exhibit, ...], presentation: Presentation
) -> Page:
    """The page for an HTTP error, with links to the exhibits. `explanation` says more where there is more to say."""
    language = presentation.language or "en"
    return render_document(
        "error.html",
        presentation,
        Translator((language,), language),
        (),
        status=status,
        explanation=explanation.in_language(language) if explanation else "",
        exhibits=exhibits,
    )
