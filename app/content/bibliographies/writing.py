"""The formats in which a bibliography can be downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.content.bibliographies.bibtex_writer import write_bibtex
from app.content.bibliographies.csl_writer import write_csl
from app.content.bibliographies.ris_writer import write_ris
from app.domain import Source


@dataclass(frozen=True, slots=True)
class BibliographyFormat:
    """A format: its media type, and what writes it."""

    mimetype: str
    write: Callable[[Iterable[Source]], str]


BIBLIOGRAPHIES: Mapping[str, BibliographyFormat] = MappingProxyType(
    {
        "json": BibliographyFormat("application/vnd.citationstyles.csl+json", write_csl),
        "bib": BibliographyFormat("application/x-bibtex; charset=utf-8", write_bibtex),
        "ris": BibliographyFormat("application/x-research-info-systems; charset=utf-8", write_ris),
    }
)
"""The formats, by the ending of their files."""
