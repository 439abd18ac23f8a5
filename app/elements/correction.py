"""The link by which a reader reports a mistake."""

from __future__ import annotations

from app.domain import Exhibit
from app.elements.element import ExhibitElement
from app.elements.payloads import CorrectionPayload


class Correction(ExhibitElement):
    """Completes the link to a mail or an issue form with what is on show: the moment, the selected feature, the
    version.
    """

    def __init__(self, exhibit: Exhibit, contact: str) -> None:
        super().__init__()
        self.exhibit, self.contact = exhibit, contact

    def payload(self) -> CorrectionPayload:
        """The contact, and what the message is about."""
        return {"contact": self.contact, "title": self.exhibit.title, "version": self.exhibit.version[:12]}
