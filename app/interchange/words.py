"""Words for people in files of other programs: the evidence of a fix, a cited source, a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from app.dates import EPOCH, iso
from app.domain import Citation, Exhibit, Fix, Site, Source, Span
from app.seal import made_by
from app.text import interface


def number(value: float) -> str:
    """A number without an exponent, as XML Schema's decimals are written; to a tenth of a millimetre in degrees."""
    written = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def stamp(moment: datetime) -> str:
    """``1960-05-01T05:53:00Z``: a moment with its seconds, which XML Schema and others require."""
    text = iso(moment)
    return f"{text[:-1]}:00Z" if text.count(":") == 1 else text


def stamp_of(seconds: float) -> str:
    """The same for seconds since 1970."""
    return stamp(EPOCH + timedelta(seconds=seconds))


def limits(when: Span) -> tuple[str, str]:
    """The first and the last moment of a date, as it says them: days, or instants where it has a time of day; empty
    where it is open.
    """
    say: Callable[[datetime], str] = stamp if "T" in when.edtf else lambda moment: str(moment.date())
    start, end = when.known_start, when.known_end
    return say(start) if start else "", say(end) if end else ""


def word(key: str, language: str, **values: object) -> str:
    """A message of the interface in a language."""
    return interface()[key].in_language(language).format(**values)


def evidence(known: Fix | Site, language: str) -> str:
    """What a position rests on, and how far off it may be: ``inferred; within 3 km; ± 5 min``."""
    return "; ".join(_evidence(known, language))


def _evidence(known: Fix | Site, language: str) -> Iterator[str]:
    yield word(known.basis.value, language)
    if known.position_uncertainty_km is not None:
        yield word("within_km", language, km=number(known.position_uncertainty_km))
    if isinstance(known, Fix):
        if known.time_uncertainty_min is not None:
            yield word("within_minutes", language, minutes=number(known.time_uncertainty_min))
        if known.altitude_uncertainty_m is not None and known.altitude_m is not None:
            yield word("altitude_within", language, metres=number(known.altitude_uncertainty_m))
        for what, basis in known.bases_apart:
            yield word(f"{what}_{basis.value}", language)


def sources_by_id(exhibit: Exhibit) -> dict[str, Source]:
    """The sources by their ids and aliases."""
    return {name: source for source in exhibit.sources for name in (*source.aliases, source.id)}


def cited(citations: tuple[Citation, ...], sources: Mapping[str, Source]) -> str:
    """The sources in short: ``John Barron, MiG Pilot, chapter V; Der Spiegel``."""
    return "; ".join(_cited(each, sources.get(each.source)) for each in citations)


def _cited(citation: Citation, source: Source | None) -> str:
    if source is None:
        return citation.source
    return ", ".join(filter(None, (*source.authors, source.title, citation.locator)))


def about(exhibit: Exhibit, language: str, notes: tuple[str, ...]) -> str:
    """What a file says of itself: the exhibit's summary, its authors, licence, DOI and contact, what is left out, and
    the versions of the program and of the content.
    """
    authors = ", ".join(author.name for author in exhibit.authors)
    licence = f"{exhibit.licence.name}, {exhibit.licence.url}" if exhibit.licence else ""
    left_out = f"Not in this file: {', '.join(notes)}." if notes else ""
    lines = (exhibit.summary.in_language(language), authors, licence, exhibit.doi_address, exhibit.contact, left_out)
    return "\n".join(filter(None, (*lines, made_by(exhibit.edition))))


def citation_list(citations: tuple[Citation, ...]) -> str:
    """The citations as a cell of a table has them: ``trial; memoir, p. 12``, a semicolon in a locator twice."""
    return "; ".join(
        f"{each.source}, {each.locator}".replace(";", ";;") if each.locator else each.source for each in citations
    )
