"""A page's text: story, places and times, and sources, as HTML that can be read and printed without the map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from html import unescape
from typing import ClassVar
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from app import zones
from app.content import Numbering, cited_by_features, cited_in_chapter, feature_citations
from app.dates import Span, iso, parse_moment, parse_span, spell
from app.domain import (
    Account,
    Basis,
    Chapter,
    Citation,
    Claim,
    Exhibit,
    Feature,
    Fix,
    Flight,
    Layer,
    Reach,
    Site,
    Source,
)
from app.errors import Rejected
from app.keys import fix_key
from app.markdown import Cite, citations_of, to_html
from app.media import VERSIONS, Screen
from app.page.coins import coins, coins_of_exhibit
from app.page.qr import qr_code
from app.page.translator import Translator
from app.references import reference
from app.text import Text, interface

_CARRIED = re.compile(r'data-media="([^"]+)"')
_HTML_DATETIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z)?)?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A feature or a fix in the list, with the content of its card."""

    key: str
    kind: str
    name: Markup
    when: Markup
    datetime: str
    clocks: tuple[tuple[Markup, str], ...]
    facts: tuple[Markup, ...]
    basis: Basis
    description: Markup
    claims: tuple[Claim, ...]
    notes: tuple[tuple[int, str], ...]
    """The numbers of the cited sources, each with its locator."""
    located: bool


@dataclass(frozen=True)
class PageText:
    """The text of an exhibit for the templates; what many rows share is computed once."""

    vocabulary: ClassVar[str] = "https://schema.org/"
    """What the types of microdata begin with."""
    exhibit: Exhibit
    translator: Translator
    pictures: Mapping[str, str]
    links: bool = True
    _carried: set[str] = field(default_factory=set)
    """The names of the files that the page carries in its own language."""

    @cached_property
    def _numbering(self) -> Numbering:
        return Numbering(self.exhibit)

    def bibliography(self) -> list[tuple[int, Source, str]]:
        """The sources by number, each with the anchor of the story's first note to it, or nothing where the story has
        none.
        """
        first: dict[int, str] = {}
        for chapter in self.exhibit.chapters:
            for citation in cited_in_chapter(chapter):
                if number := self._numbering.number(citation.source):
                    first.setdefault(number, _note_anchor(chapter, number, 1))
        return [(number, source, first.get(number, "")) for number, source in self._numbering.sources.items()]

    def reference(self, source: Source) -> Markup:
        """A source as the bibliography of each language has it."""
        return self.translator.render(
            lambda language: (language, reference(source, language)), ("reference", source.id)
        )

    def coins(self, source: Source) -> str:
        """A source for Zotero's button."""
        return coins(source)

    def own_coins(self, address: str) -> str:
        """The exhibit itself for Zotero's button."""
        return coins_of_exhibit(self.exhibit, address, self.translator.language)

    def locators(self, source: str) -> Text:
        """Where in a source it is cited, by language: the locators of the story in that language, then those of the
        features.
        """
        joined = ((language, "; ".join(located.get(source, ()))) for language, located in self._located.items())
        return Text(tuple((language, words) for language, words in joined if words))

    @cached_property
    def _located(self) -> dict[str, dict[str, dict[str, None]]]:
        """By language and source, the locators in order."""
        by_features = tuple(cited_by_features(self.exhibit))
        found: dict[str, dict[str, dict[str, None]]] = {}
        for language in self.exhibit.languages:
            in_story = (
                each for chapter in self.exhibit.chapters for each in citations_of(chapter.body.in_language(language))
            )
            for citation in (*in_story, *by_features):
                if citation.locator and (source := self._numbering.ids.get(citation.source)):
                    found.setdefault(language, {}).setdefault(source, {})[citation.locator] = None
        return found

    def day(self, moment: datetime) -> Markup:
        """The day of a moment in UTC."""
        return self._span(parse_span(moment.date().isoformat()))

    def period(self) -> Markup:
        """The exhibit's period."""
        return self._span(self.exhibit.period)

    def span(self, span: Span) -> Markup:
        """A span in words."""
        return self._span(span)

    def code(self, address: str) -> str:
        """An address as a QR code, for pages without links."""
        return qr_code(address)

    def host(self, address: str) -> str:
        """The host of an address, without ``www.``."""
        return urlsplit(address).netloc.removeprefix("www.") or address

    def chapter(self, chapter: Chapter) -> Markup:
        """A chapter's text with numbered notes."""

        def write(language: str) -> tuple[str, Markup]:
            counts: dict[int, int] = {}

            def cite(citation: Citation) -> str:
                number = self._numbering.number(citation.source)
                if number is None:
                    return ""
                counts[number] = counts.get(number, 0) + 1
                return _note(number, citation.locator, _note_anchor(chapter, number, counts[number]))

            return self._markdown(chapter.body, language, cite)

        return self.translator.render(write, ("chapter", chapter.id), tag="div")

    def rows(self, layer: Layer) -> Iterator[Row]:
        """Each listed feature of a layer; after a flight, its fixes that have a name, a note or a claim."""
        for feature in layer.listed:
            yield self._feature(feature)
            if isinstance(feature, Flight):
                for number, fix in enumerate(feature.fixes, 1):
                    if fix.place or fix.note or any(claim.fix == number for claim in feature.claims):
                        yield self._fix(feature, number, fix)

    def unlisted(self, layer: Layer) -> Markup:
        """How many features of a layer are not listed; empty if all are."""
        more = len(layer.features) - len(layer.listed)
        return self.translator.word("and_more", count=float(more)) if more else Markup()

    def account(self, account: Account) -> Markup:
        """The text of an account."""
        return self.translator.say(account.says)

    def cited(self, citations: tuple[Citation, ...]) -> tuple[tuple[int, str], ...]:
        """The numbers of the cited sources, each with its locator."""
        return self._numbering.cited(citations)

    def _feature(self, feature: Feature) -> Row:
        located = not isinstance(feature, Site | Reach) or feature.position is not None
        return Row(
            key=feature.id,
            kind=feature.kind,
            name=self.translator.say(feature.name),
            when=self._span(feature.when),
            datetime=_html_datetime(feature.when),
            clocks=self._clocks(feature.when.start) if feature.when and feature.when.is_instant else (),
            facts=tuple(self._facts(feature)),
            basis=feature.basis,
            description=self._description(feature.description),
            claims=tuple(claim for claim in feature.claims if claim.fix is None or not isinstance(feature, Flight)),
            notes=self.cited(feature_citations(feature)),
            located=located,
        )

    def _fix(self, flight: Flight, number: int, fix: Fix) -> Row:
        claims = tuple(claim for claim in flight.claims if claim.fix == number)
        contested = tuple(citation for claim in claims for account in claim.accounts for citation in account.citations)
        return Row(
            key=fix_key(flight.id, number),
            kind="fix",
            name=self.translator.say(fix.place)
            if fix.place
            else Markup("{} {}").format(self.translator.word("fix"), number),
            when=self._moment(fix.time) if fix.time else Markup(),
            datetime=iso(fix.time) if fix.time else "",
            clocks=self._clocks(fix.time) if fix.time else (),
            facts=tuple(self._fix_facts(fix)),
            basis=fix.basis,
            description=self._description(fix.note),
            claims=claims,
            notes=self.cited(fix.citations + contested),
            located=True,
        )

    def _facts(self, feature: Feature) -> Iterator[Markup]:
        if isinstance(feature, Flight) and feature.aircraft:
            yield self.translator.say(feature.aircraft)
        if isinstance(feature, Reach):
            yield self.translator.word("radius_of", km=feature.radius_km)
            if feature.target_height_m:
                yield self.translator.word("at_altitude", metres=feature.target_height_m)
        if isinstance(feature, Site) and feature.position_uncertainty_km:
            yield self.translator.word("within_km", km=feature.position_uncertainty_km)

    def _fix_facts(self, fix: Fix) -> Iterator[Markup]:
        if fix.altitude_m is not None:
            yield self.translator.word("metres_of", n=fix.altitude_m)
        if fix.position_uncertainty_km:
            yield self.translator.word("within_km", km=fix.position_uncertainty_km)
        if fix.time_uncertainty_min and fix.time:
            yield self.translator.word("within_minutes", minutes=fix.time_uncertainty_min)
        if fix.altitude_uncertainty_m and fix.altitude_m is not None:
            yield self.translator.word("altitude_within", metres=fix.altitude_uncertainty_m)
        for what, basis in fix.bases_apart:
            yield self.translator.word(f"{what}_{basis.value}")

    def _span(self, span: Span | None) -> Markup:
        if span is None:
            return Markup()

        def spelled(language: str) -> tuple[str, Markup]:
            return language, escape(spell(span, language, lambda key: interface()[key].in_language(language)))

        return self.translator.render(spelled, span)

    def _moment(self, moment: datetime) -> Markup:
        return Markup("{} UTC").format(moment.strftime("%H:%M" if moment.second == 0 else "%H:%M:%S"))

    def _clocks(self, moment: datetime) -> tuple[tuple[Markup, str], ...]:
        """The local time on each of the exhibit's clocks that is shown at that moment, by the tz database for that
        date.
        """
        local = ((clock, zones.local(clock.zone, moment)) for clock in self.exhibit.clocks if clock.is_shown_at(moment))
        return tuple((self.translator.say(clock.name), f"{time:%H:%M}") for clock, time in local)

    def _description(self, text: Text) -> Markup:
        if not text:
            return Markup()

        def cite(citation: Citation) -> str:
            number = self._numbering.number(citation.source)
            return _note(number, citation.locator) if number else ""

        return self.translator.render(
            lambda language: self._markdown(text, language, cite),
            ("markdown", text),
            tag="div",
            varies=len(text.words) > 1,
        )

    def _markdown(self, text: Text, language: str, cite: Cite) -> tuple[str, Markup]:
        """Markdown as HTML. A file that the page carries in its own language is referred to by name in the others."""
        real, words = text.find(language)
        is_own = language == self.translator.language
        pictures = self.pictures if is_own else self._by_name()
        screen = self._screen(language)
        html = Markup(to_html(words, pictures=pictures, screen=screen, cite=cite, links=self.links))
        if is_own:
            self._carried.update(map(unescape, _CARRIED.findall(html)))
        return real, html

    def _screen(self, language: str) -> Screen:
        say = partial(_in_language, language=language)
        versions = {version: say(version) for version in VERSIONS}
        return Screen(language, say("enlarge"), versions, partial(_moment_in, language), not self.links)

    def _by_name(self) -> Mapping[str, str]:
        return {**self.pictures, **{name: f"#{name}" for name in self._carried}} if self._carried else self.pictures


def _moment_in(language: str, written: str) -> tuple[str, str] | None:
    try:
        span = parse_moment(written)
    except Rejected:
        return None
    return written, spell(span, language, partial(_in_language, language=language))


def _in_language(key: str, language: str) -> str:
    return interface()[key].in_language(language)


def _note_anchor(chapter: Chapter, number: int, count: int) -> str:
    return f"note-{chapter.id}-{number}-{count}"


def _note(number: int, locator: str, anchor: str = "") -> str:
    """A link to the bibliography, with the locator in the source; `anchor` is the id that the bibliography links back
    to.
    """
    where = f", {escape(locator)}" if locator else ""
    name = f'id="{anchor}" ' if anchor else ""
    return f'<sup class="note"><a {name}href="#source-{number}">{number}{where}</a></sup>'


def _html_datetime(when: Span | None) -> str:
    """The value for ``<time datetime>``: a year, month, day or instant; empty for the intervals and doubts of EDTF,
    which HTML lacks.
    """
    return when.edtf if when and _HTML_DATETIME.fullmatch(when.edtf) else ""
