"""Insets: a small map at another scale, in the corner of the large one."""

from __future__ import annotations

from app.domain import Exhibit
from app.elements.element import ExhibitElement
from app.elements.payloads import InsetsPayload
from app.elements.views import browser_view


class Insets(ExhibitElement):
    """Shows a chapter's inset, and in the map of the smaller scale what the other one shows."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> InsetsPayload:
        """The views by chapter."""
        views = {chapter.id: browser_view(chapter.inset) for chapter in self.exhibit.chapters}
        return {"views": {chapter: view for chapter, view in views.items() if view}}
