"""The story: chapters that set view, clock, layers and selection."""

from __future__ import annotations

from app.dates import seconds
from app.domain import Exhibit
from app.elements.element import ExhibitElement
from app.elements.payloads import StoryPayload
from app.elements.views import browser_view


class Story(ExhibitElement):
    """Shows one chapter at a time beside the map; the text is in the page."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> StoryPayload:
        """What each chapter changes, in order."""
        return {
            "chapters": [
                {
                    "id": chapter.id,
                    "view": browser_view(chapter.view),
                    "date": seconds(chapter.date) if chapter.date else None,
                    "focus": chapter.focus,
                    "layers": None if chapter.layers is None else list(chapter.layers),
                }
                for chapter in self.exhibit.chapters
            ]
        }
