"""The words of a page: story, places and times, sources, as HTML that reads and prints well without a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from app import zones
from app.dates import Span, iso, spell
from app.domain import Account, Basis, Chapter, Claim, Exhibit, Feature, Fix, Flight, Layer, Reach, Site, Source, Status
from app.markdown import CITATION, to_html
from app.page.codes import code_of
from app.page.speaker import Speaker
from app.text import Text, interface


@dataclass(frozen=True, slots=True)
class Row:
    """A feature or a fix in the list: what its card says, too."""

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
    located: bool


@dataclass(frozen=True)
class Reading:
    """Everything a template needs to tell an exhibit in words; what many rows need is worked out once."""

    exhibit: Exhibit
    speaker: Speaker
    pictures: Mapping[str, str]
    links: bool = True

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Source id to its number: in the order in which the story, then the features, first cite them."""
        known = dict.fromkeys(source.id for source in self.exhibit.sources)
        cited = dict.fromkeys((*_cited_in_story(self.exhibit), *_cited_by_features(self.exhibit), *known))
        return {source: number for number, source in enumerate((source for source in cited if source in known), 1)}

    def bibliography(self) -> list[tuple[int, Source, str]]:
        """The sources by number, each with the anchor of the story's first note to it, or nothing where the story has none."""
        by_id = {source.id: source for source in self.exhibit.sources}
        first: dict[str, str] = {}
        for chapter in self.exhibit.chapters:
            for source in _cited_in_chapter(chapter):
                first.setdefault(source, _note_anchor(chapter, self.numbers.get(source, 0), 1))
        return [(number, by_id[source], first.get(source, "")) for source, number in self.numbers.items()]

    def period(self) -> Markup:
        """When the exhibit plays."""
        return self._span(self.exhibit.period)

    def code(self, address: str) -> str:
        """An address for a telephone's camera, where the page has no links."""
        return code_of(address)

    def host(self, address: str) -> str:
        """The site that an address leads to, as short as people say it."""
        return urlsplit(address).netloc.removeprefix("www.") or address

    def bases(self) -> list[str]:
        """The kinds of line that the map has, for the legend."""
        flights = self.exhibit.flights
        flown = {flight.leg_basis(leg) for flight in flights if flight.status is Status.FLOWN for leg in range(len(flight.fixes) - 1)}
        planned = any(flight.status is Status.PLANNED for flight in flights)
        return [basis.value for basis in Basis if basis in flown] + (["planned"] if planned else [])

    def marks(self) -> list[str]:
        """The kinds of mark that the map has, for the legend."""
        kinds = {feature.kind for feature in self.exhibit.features if isinstance(feature, Site) and feature.position}
        return [kind for kind in ("site", "event") if kind in kinds]

    def chapter(self, chapter: Chapter) -> Markup:
        """A chapter's words with numbered notes."""
        numbers = self.numbers

        def write(language: str) -> tuple[str, Markup]:
            counts: dict[str, int] = {}

            def cite(source: str) -> str:
                if source not in numbers:
                    return ""
                counts[source] = counts.get(source, 0) + 1
                anchor = _note_anchor(chapter, numbers[source], counts[source])
                return f'<sup class="note"><a id="{anchor}" href="#source-{numbers[source]}">{numbers[source]}</a></sup>'

            return self._markdown(chapter.body, language, cite)

        return self.speaker.render(write, ("chapter", chapter.id), tag="div")

    def rows(self, layer: Layer) -> Iterator[Row]:
        """Each listed feature of a layer; after a flight, each of its fixes of which there is more to say than where it is."""
        for feature in layer.listed:
            yield self._feature(feature)
            if isinstance(feature, Flight):
                for number, fix in enumerate(feature.fixes, 1):
                    if fix.place or fix.note or any(claim.fix == number for claim in feature.claims):
                        yield self._fix(feature, number, fix)

    def unlisted(self, layer: Layer) -> Markup:
        """How many features of a layer have no row, in words; nothing where all have one."""
        more = len(layer.features) - len(layer.listed)
        return self.speaker.word("and_more", count=float(more)) if more else Markup()

    def account(self, account: Account) -> Markup:
        """What one side says."""
        return self.speaker.say(account.says)

    def cited(self, citations: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        """The numbers of sources, with their titles."""
        numbers, titles = self.numbers, self._titles
        return tuple(sorted((numbers[source], titles[source]) for source in dict.fromkeys(citations) if source in numbers))

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {source.id: source.title for source in self.exhibit.sources}

    def _feature(self, feature: Feature) -> Row:
        located = not isinstance(feature, Site | Reach) or feature.position is not None
        return Row(
            key=feature.id,
            kind=feature.kind,
            name=self.speaker.say(feature.name),
            when=self._span(feature.when),
            datetime=feature.when.edtf if feature.when else "",
            clocks=self._clocks(feature.when.start) if feature.when and feature.when.is_instant else (),
            facts=tuple(self._facts(feature)),
            basis=feature.basis,
            description=self._description(feature.description),
            claims=tuple(claim for claim in feature.claims if claim.fix is None or not isinstance(feature, Flight)),
            notes=self.cited(_feature_citations(feature)),
            located=located,
        )

    def _fix(self, flight: Flight, number: int, fix: Fix) -> Row:
        claims = tuple(claim for claim in flight.claims if claim.fix == number)
        contested = tuple(source for claim in claims for account in claim.accounts for source in account.citations)
        return Row(
            key=f"{flight.id}/{number}",
            kind="fix",
            name=self.speaker.say(fix.place) if fix.place else Markup("{} {}").format(self.speaker.word("fix"), number),
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
            yield self.speaker.say(feature.aircraft)
        if isinstance(feature, Reach):
            yield self.speaker.word("radius_of", km=feature.radius_km)
            if feature.target_height_m:
                yield self.speaker.word("at_height", metres=feature.target_height_m)
        if isinstance(feature, Site) and feature.position_uncertainty_km:
            yield self.speaker.word("within_km", km=feature.position_uncertainty_km)

    def _fix_facts(self, fix: Fix) -> Iterator[Markup]:
        if fix.altitude_m is not None:
            yield self.speaker.word("metres_of", n=fix.altitude_m)
        if fix.position_uncertainty_km:
            yield self.speaker.word("within_km", km=fix.position_uncertainty_km)
        if fix.time_uncertainty_min and fix.time:
            yield self.speaker.word("within_minutes", minutes=fix.time_uncertainty_min)

    def _span(self, span: Span | None) -> Markup:
        if span is None:
            return Markup()

        def spelled(language: str) -> tuple[str, Markup]:
            return language, escape(spell(span, language, lambda key: interface()[key].in_language(language)))

        return self.speaker.render(spelled, span)

    def _moment(self, moment: datetime) -> Markup:
        return Markup("{} UTC").format(moment.strftime("%H:%M" if moment.second == 0 else "%H:%M:%S"))

    def _clocks(self, moment: datetime) -> tuple[tuple[Markup, str], ...]:
        """The moment on each of the exhibit's own clocks that hangs then, by the tz database for that date."""
        local = ((clock, zones.local(clock.zone, moment)) for clock in self.exhibit.clocks if clock.hangs(moment))
        return tuple((self.speaker.say(clock.name), f"{time:%H:%M}") for clock, time in local)

    def _description(self, text: Text) -> Markup:
        if not text:
            return Markup()
        cite_number = self.numbers

        def cite(source: str) -> str:
            number = cite_number.get(source)
            return f'<sup class="note"><a href="#source-{number}">{number}</a></sup>' if number else ""

        return self.speaker.render(
            lambda language: self._markdown(text, language, cite), ("markdown", text), tag="div", varies=len(text.words) > 1
        )

    def _markdown(self, text: Text, language: str, cite: Callable[[str], str]) -> tuple[str, Markup]:
        real, words = text.find(language)
        return real, Markup(to_html(words, pictures=self.pictures, cite=cite, links=self.links))


def _note_anchor(chapter: Chapter, number: int, count: int) -> str:
    return f"note-{chapter.id}-{number}-{count}"


def _cited_in_story(exhibit: Exhibit) -> Iterator[str]:
    for chapter in exhibit.chapters:
        yield from _cited_in_chapter(chapter)


def _cited_in_chapter(chapter: Chapter) -> Iterator[str]:
    for _, words in chapter.body:
        yield from CITATION.findall(words)


def _cited_by_features(exhibit: Exhibit) -> Iterator[str]:
    for feature in exhibit.features:
        yield from _feature_citations(feature)
        if isinstance(feature, Flight):
            for fix in feature.fixes:
                yield from fix.citations
    for ceiling in exhibit.ceilings:
        yield from ceiling.citations
    for clock in exhibit.clocks:
        yield from clock.citations


def _feature_citations(feature: Feature) -> tuple[str, ...]:
    return feature.citations + tuple(source for claim in feature.claims for account in claim.accounts for source in account.citations)
