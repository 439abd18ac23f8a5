"""The story: chapters that move the view, the clock, the layers and the selection."""

from __future__ import annotations

from app.dates import seconds
from app.domain import Exhibit
from app.elements.element import ExhibitElement
from app.elements.views import browser_view


class Story(ExhibitElement):
    """One chapter at a time beside the map; their words stand in the page."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{chapters: [{id, view, date, focus, layers}]}` in order; null where a chapter changes nothing."""
        return {
            "chapters": [
                {
                    "id": chapter.id,
                    "view": browser_view(chapter.view),
                    "date": seconds(chapter.date) if chapter.date else None,
                    "focus": chapter.focus,
                    "layers": chapter.layers,
                }
                for chapter in self.exhibit.chapters
            ]
        }
