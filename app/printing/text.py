"""The text of an exhibit in one language as data for a printed document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate

from app import zones
from app.content import Numbering, read_picture
from app.dates import Span, parse_span, spell
from app.domain import (
    Account,
    AnyFeature,
    Chapter,
    Citation,
    Claim,
    Event,
    Exhibit,
    Fix,
    Flight,
    Layer,
    LonLat,
    Reach,
    Site,
    Source,
)
from app.keys import split_fix_key
from app.locales import number_in
from app.markdown import to_html, to_plain
from app.media import PICTURES
from app.plate.typeface import WIDE
from app.printing.document import Document
from app.printing.rich import NOTE, Node, nodes_of, running
from app.references import reference, short_reference
from app.text import Text, interface

Data = dict[str, object]
Mark = Callable[[list[Node]], list[Node]]
"""What marks names in a text."""

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\b\d\d\.)(?<!\b\d\d\d\.)\s+(?![a-zäöüа-яё])"
    r"|(?<=[.!?…][\"”»“])\s+(?![a-zäöüа-яё])"
    r"|(?<=[。！？])(?![」』）])"
)
"""The end of a sentence; no abbreviation of one letter, no ordinal number as German writes them, and nothing before a
small letter is one.
"""

_PAUSES = " ,;:–—、"
"""What is not written before “…”."""


def word(key: str, language: str, **values: object) -> str:
    """A message of the interface."""
    said = {name: number_in(value, language) if isinstance(value, float) else value for name, value in values.items()}
    return interface()[key].in_language(language).format(**said)


def breadth(text: str) -> int:
    """The letters of a text, of which a Chinese or Japanese character counts as two."""
    return sum(map(_breadth, text))


def _breadth(char: str) -> int:
    return 2 if char >= WIDE else 1


def first_sentences(text: str, most: int) -> str:
    """The first sentences of a text, of up to `most` letters in all, but at least one, and none without the end of a
    quotation that begins in it.
    """
    shown, *others = _SENTENCE_END.split(text)
    for sentence in others:
        if breadth(shown + sentence) > most and not _is_in_quotation(shown):
            break
        shown += sentence if shown[-1:] >= WIDE else f" {sentence}"
    return shown


def _is_in_quotation(text: str) -> bool:
    """Whether a quotation has begun in a text, and not ended."""
    pairs = ("„" if "„" in text else "“", "“" if "„" in text else "”"), ("«", "»"), ("「", "」")
    return any(text.count(begin) > text.count(end) for begin, end in pairs)


def shortened(text: str, most: int) -> str:
    """A text of up to `most` letters, cut short with “…”."""
    if breadth(text) <= most:
        return text
    cut = text[: sum(reached <= most for reached in accumulate(map(_breadth, text)))]
    whole = cut[: max(0, *(cut.rfind(pause) for pause in " 、"))]
    return f"{(whole if breadth(whole) > most / 2 else cut).rstrip(_PAUSES)}…"


@dataclass(frozen=True)
class ExhibitText:
    """The text of an exhibit in a language, for a document, whose labels begin with its slug."""

    exhibit: Exhibit
    language: str
    document: Document

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers of the sources."""
        return Numbering(self.exhibit)

    def word(self, key: str, **values: object) -> str:
        """A message of the interface."""
        return word(key, self.language, **values)

    def say(self, text: Text) -> str:
        """A text of the exhibit."""
        return running(text.in_language(self.language))

    def span(self, span: Span | None) -> str:
        """A span of time in words; empty for none."""
        return spell(span, self.language, lambda key: interface()[key].in_language(self.language)) if span else ""

    def day(self, moment: datetime) -> str:
        """The day of a moment in UTC."""
        return self.span(parse_span(moment.date().isoformat()))

    def moment(self, moment: datetime) -> str:
        """A moment in words; midnight is the day alone."""
        has_time = moment.strftime("%H%M") != "0000"
        return self.span(parse_span(f"{moment:%Y-%m-%dT%H:%MZ}")) if has_time else self.day(moment)

    def head(self, most: int = 0) -> Data:
        """Title, subtitle, summary, period, authors and licence; the summary of up to `most` letters, if given."""
        exhibit = self.exhibit
        summary = self.say(exhibit.summary)
        return {
            "slug": exhibit.slug,
            "title": self.say(exhibit.title),
            "subtitle": self.say(exhibit.subtitle),
            "summary": shortened(first_sentences(summary, most), most) if most else summary,
            "period": self.span(exhibit.period),
            "authors": ", ".join(author.name for author in exhibit.authors),
            "licence": exhibit.licence.name if exhibit.licence else "",
            "doi": exhibit.doi,
            "version": self.word("data_version", version=exhibit.edition),
        }

    def link(self, address: str) -> str:
        """What a QR code of an address is, for who does not see it."""
        return self.word("print_code", address=address)

    def label(self, number: int) -> str:
        """The label of a source in the bibliography."""
        return f"source-{self.exhibit.slug}-{number}"

    def cited(self, citations: Iterable[Citation]) -> list[Data]:
        """The cited sources: number, label, and where in it."""
        return [
            {"n": number, "label": self.label(number), "where": where}
            for number, where in self.numbering.cited(citations)
        ]

    def _note(self, citation: Citation, number: int) -> Node:
        """A footnote: the source in short, the place in it, and its number."""
        short = nodes_of(short_reference(self.numbering.sources[number], self.language))
        where = [f", {citation.locator}"] if citation.locator else []
        return {"t": "footnote", "c": [*short, *where], "n": number, "label": self.label(number)}

    def story(self, chapter: Chapter) -> list[Node]:
        """The text of a chapter with footnotes."""
        return self._rich(chapter.body, self._note)

    def prose(self, text: Text) -> list[Node]:
        """A text with the numbers of its sources in brackets."""

        def cite(citation: Citation, number: int) -> Node:
            where = f", {citation.locator}" if citation.locator else ""
            return {"t": "cite", "c": [f"{number}{where}"], "label": self.label(number)}

        return self._rich(text, cite)

    def _rich(self, text: Text, note: Callable[[Citation, int], Node]) -> list[Node]:
        """Markdown as nodes, with the notes that `note` makes."""
        found: list[Node] = []

        def cite(citation: Citation) -> str:
            number = self.numbering.number(citation.source)
            if number is None:
                return ""
            found.append(note(citation, number))
            return f'<sup class="{NOTE}">{len(found) - 1}</sup>'

        names = (f"media/{name}" for name in self.exhibit.media if name.lower().endswith(PICTURES))
        pictures = {name: name for name in names}
        nodes = nodes_of(
            to_html(text.in_language(self.language), pictures=pictures, cite=cite), lambda index: found[index]
        )
        self._add_pictures(nodes)
        return nodes

    def _add_pictures(self, nodes: list[Node]) -> None:
        """Put the pictures of the nodes into the document."""
        for node in nodes:
            if not isinstance(node, dict):
                continue
            if node["t"] == "img":
                name = str(node["src"])
                node["src"] = self.document.picture(name, read_picture(self.exhibit, name.removeprefix("media/")))
            content = node["c"]
            self._add_pictures(content if isinstance(content, list) else [])

    def opening_of(self, chapter: Chapter, most: int) -> str:
        """The first sentences of a chapter, of up to `most` letters in all, but at least one."""
        body = chapter.body.in_language(self.language)
        first = next((line for line in body.split("\n\n") if line.strip()), "")
        return first_sentences(running(to_plain(first)), most)

    def bibliography(self, numbers: Iterable[int] | None = None, *, remarks: bool = True) -> list[Data]:
        """The sources, or some of them, as they are in the bibliography."""
        wanted = self.numbering.sources if numbers is None else sorted(set(numbers))
        return [self._source(number, self.numbering.sources[number], remarks=remarks) for number in wanted]

    def _source(self, number: int, source: Source, *, remarks: bool) -> Data:
        return {
            "n": number,
            "label": self.label(number),
            "entry": nodes_of(reference(source, self.language)),
            "addresses": list(source.addresses),
            "remark": source.note if remarks else "",
        }

    def claim(self, feature: AnyFeature, claim: Claim, marked: Mark = list) -> Data:
        """A disputed point with all its accounts, and what it is about; `marked` marks names in the words of both."""
        fix = feature.fixes[claim.fix - 1] if isinstance(feature, Flight) and claim.fix else None
        about = [self.say(feature.name), self.say(fix.place) if fix else ""]
        return {
            "topic": self.say(claim.topic),
            "about": " · ".join(part for part in about if part),
            "accounts": [self._account(account, marked) for account in claim.accounts],
            "assessment": marked([self.say(claim.assessment)]) if claim.assessment else [],
        }

    def _account(self, account: Account, marked: Mark) -> Data:
        return {
            "says": marked([self.say(account.says)]),
            "preferred": account.preferred,
            "cited": self.cited(account.citations),
        }

    def rows(self, layer: Layer, marked: Mark) -> Iterator[Data]:
        """The listed features of a layer; after a flight, its fixes that have a name or a note. `marked` marks names in
        their descriptions.
        """
        for feature in layer.listed:
            yield self._feature(feature, marked)
            for fix in feature.fixes if isinstance(feature, Flight) else ():
                if fix.place or fix.note:
                    yield self._fix(fix, marked)

    def _feature(self, feature: AnyFeature, marked: Mark) -> Data:
        return {
            "kind": feature.kind,
            "marked": isinstance(feature, Site) and not isinstance(feature, Event),
            "when": self.span(feature.when),
            "name": self.say(feature.name),
            "facts": [self.word(feature.basis.value), *self._facts(feature)],
            "prose": marked(self.prose(feature.description)) if feature.description else [],
            "cited": self.cited(feature.citations),
        }

    def _facts(self, feature: AnyFeature) -> Iterator[str]:
        match feature:
            case Flight():
                if feature.aircraft:
                    yield self.say(feature.aircraft)
            case Reach():
                yield self.word("radius_of", km=float(feature.radius_km))
            case Site():
                if feature.position:
                    yield self.position(feature.position)
                if feature.position_uncertainty_km:
                    yield self.word("within_km", km=float(feature.position_uncertainty_km))
            case _:
                pass

    def _fix(self, fix: Fix, marked: Mark) -> Data:
        return {
            "kind": "fix",
            "marked": bool(fix.place),
            "when": self.clock(fix) if fix.time else "",
            "name": self.say(fix.place),
            "facts": [self.word(fix.basis.value), *self._fix_facts(fix)],
            "prose": marked(self.prose(fix.note)) if fix.note else [],
            "cited": self.cited(fix.citations),
        }

    def _fix_facts(self, fix: Fix) -> Iterator[str]:
        yield self.position((fix.lon, fix.lat))
        if fix.position_uncertainty_km:
            yield self.word("within_km", km=float(fix.position_uncertainty_km))
        if fix.altitude_m is not None:
            yield self.word("metres_of", n=float(fix.altitude_m))
        if fix.time_uncertainty_min and fix.time and not fix.has_only_day:
            yield self.word("within_minutes", minutes=float(fix.time_uncertainty_min))
        if fix.altitude_uncertainty_m and fix.altitude_m is not None:
            yield self.word("altitude_within", metres=float(fix.altitude_uncertainty_m))
        for what, basis in fix.bases_apart:
            yield self.word(f"{what}_{basis.value}")

    def clock(self, fix: Fix) -> str:
        """The time of a fix: that of its place, if it is known, and UTC; the day alone where the hour is not known."""
        if fix.time is None:
            return ""
        if fix.has_only_day:
            return self.day(fix.time)
        utc = f"{fix.time:%H:%M} UTC"
        return f"{zones.local(fix.zone, fix.time):%H:%M} · {utc}" if fix.zone else utc

    def position(self, position: LonLat) -> str:
        """A position in degrees with two decimals."""
        lon, lat = (round(value, 2) for value in position)
        north = self.word("degrees_north" if lat >= 0 else "degrees_south", degrees=float(abs(lat)))
        east = self.word("degrees_east" if lon >= 0 else "degrees_west", degrees=float(abs(lon)))
        return f"{north}, {east}"


def claims_of(exhibit: Exhibit) -> Iterator[tuple[AnyFeature, Claim]]:
    """Every disputed point with the feature that it is about."""
    return ((feature, claim) for feature in exhibit.features for claim in feature.claims)


def position_of(exhibit: Exhibit, key: str | None) -> LonLat | None:
    """The position of a site, or of a fix of a flight, by its key; None for anything else."""
    flight, number = split_fix_key(key or "")
    for feature in exhibit.features:
        if isinstance(feature, Site | Reach) and feature.id == key:
            return feature.position
        if isinstance(feature, Flight) and feature.id == flight and number.isdecimal():
            fix = feature.fixes[int(number) - 1] if 0 < int(number) <= len(feature.fixes) else None
            return (fix.lon, fix.lat) if fix else None
    return None
