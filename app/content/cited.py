"""Which sources an exhibit and its features cite, and the numbers that these have in its bibliography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain import AnyFeature, Chapter, Citation, Exhibit, Feature, Flight, Source
from app.markdown import citations_of


@dataclass(frozen=True)
class Numbering:
    """The numbers of an exhibit's sources, in the order in which the story, then the features, first cite them."""

    exhibit: Exhibit

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source by its id; what nothing cites is last."""
        known = (source.id for source in self.exhibit.sources)
        cited = (self.ids[each.source] for each in _cited(self.exhibit) if each.source in self.ids)
        return {source: number for number, source in enumerate(dict.fromkeys((*cited, *known)), 1)}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id of each source by all ids by which it can be cited."""
        sources = self.exhibit.sources
        aliases = {alias: source.id for source in reversed(sources) for alias in source.aliases}
        return aliases | {source.id: source.id for source in sources}

    @cached_property
    def sources(self) -> dict[int, Source]:
        """The sources by number."""
        by_id = {source.id: source for source in self.exhibit.sources}
        return {number: by_id[source] for source, number in self.numbers.items()}

    def number(self, cited: str) -> int | None:
        """The number of the source that is cited by that id; None where there is none."""
        return self.numbers.get(self.ids.get(cited, ""))

    def cited(self, citations: Iterable[Citation]) -> tuple[tuple[int, str], ...]:
        """The numbers of the cited sources, each with its locator."""
        found = ((self.number(each.source), each.locator) for each in dict.fromkeys(citations))
        return tuple(sorted((number, locator) for number, locator in found if number))


def sources_of(exhibit: Exhibit, feature_id: str) -> tuple[Source, ...]:
    """The sources that a feature, its fixes and its claims cite, in the order of the bibliography; none for an unknown
    feature.
    """
    found = (feature for feature in exhibit.features if feature.id == feature_id)
    cited = {citation.source for feature in found for citation in _cited_by_feature(feature)}
    return tuple(source for source in exhibit.sources if cited & {source.id, *source.aliases})


def cited_in_chapter(chapter: Chapter) -> Iterator[Citation]:
    """The citations of a chapter in all its languages."""
    for _, words in chapter.body:
        yield from citations_of(words)


def cited_by_features(exhibit: Exhibit) -> Iterator[Citation]:
    """The citations of the features, ceilings, clocks and borders."""
    for feature in exhibit.features:
        yield from _cited_by_feature(feature)
    for ceiling in exhibit.ceilings:
        yield from ceiling.citations
    for clock in exhibit.clocks:
        yield from clock.citations
    for borders in exhibit.borders:
        yield from borders.citations


def feature_citations(feature: Feature) -> tuple[Citation, ...]:
    """The citations of a feature and of its claims."""
    return feature.citations + tuple(
        citation for claim in feature.claims for account in claim.accounts for citation in account.citations
    )


def _cited(exhibit: Exhibit) -> Iterator[Citation]:
    """The citations of the story, then those of the features."""
    for chapter in exhibit.chapters:
        yield from cited_in_chapter(chapter)
    yield from cited_by_features(exhibit)


def _cited_by_feature(feature: AnyFeature) -> Iterator[Citation]:
    yield from feature_citations(feature)
    for fix in feature.fixes if isinstance(feature, Flight) else ():
        yield from fix.citations
