"""Bibliographies in BibTeX and RIS, as entries of CSL-JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography, not yet checked.

    `item` is an object of CSL-JSON; what CSL has no variable for is in its ``custom``. `line` is where the entry
    begins, in formats other than JSON.
    """

    item: object
    line: int | None = None
