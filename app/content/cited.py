"""Which sources a feature cites."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import AnyFeature, Citation, Exhibit, Flight, Source


def sources_of(exhibit: Exhibit, feature_id: str) -> tuple[Source, ...]:
    """The sources that a feature, its fixes and its claims cite, in the order of the bibliography; none for an unknown
    feature.
    """
    found = (feature for feature in exhibit.features if feature.id == feature_id)
    cited = {citation.source for feature in found for citation in _citations(feature)}
    return tuple(source for source in exhibit.sources if cited & {source.id, *source.aliases})


def _citations(feature: AnyFeature) -> Iterator[Citation]:
    yield from feature.citations
    for claim in feature.claims:
        for account in claim.accounts:
            yield from account.citations
    for fix in feature.fixes if isinstance(feature, Flight) else ():
        yield from fix.citations
