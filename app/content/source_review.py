"""What a bibliography should not hold: the same work twice, links to copies of doubtful right, works for which nobody
answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from app.content.fields.context import ReadContext
from app.content.fields.values import shorten
from app.domain import Source
from app.errors import Location

REFUSED_HOSTS = frozenset({
    # whole books, copied
    "100vampirenovels.net", "annas-archive.org", "bibliboba.com", "bookfreevampire.com", "bookreadfree.com",
    "booksonline.com.ua",
    "fb2.top", "helpiks.org", "huntersmoonguesthouse.com", "libcat.ru", "libgen.is", "libgen.li", "libgen.rs",
    "nanobukva.ru",
    "read-online-books.com", "readonlinefree.net", "rulit.me", "trantor.is", "urking.top", "whosread.com",
    "x-libri.ru", "z-lib.io",
    # articles and encyclopedias, reposted without their authors' names or leave
    "absoluteastronomy.com", "alearned.com", "daydaynews.cc", "galaxdaily.com", "jetechnologie.com",
    "kramekmydla.cz", "osmarks.net",
    "rightleadingfuture.com", "sci-hub.ru", "sci-hub.se", "the-uncensored-wiki.com", "wangchao.net.cn", "zyfc.asia",
})  # fmt: skip
"""Hosts of copies that nobody may print a link to; ``OVERFLIGHT_REFUSED_HOSTS`` puts another list in the place of this
one.
"""


def review_sources(sources: Mapping[str, Source], places: Mapping[str, Location], context: ReadContext) -> None:
    """Warn of works entered twice and of refused hosts; note works without author or publisher.

    `places` has the place of each source in its file.
    """
    hosts = context.limits.refused_hosts or REFUSED_HOSTS
    earlier = dict(_repeated(sources.values()))
    for source in sources.values():
        place = places[source.id]
        with context.report.at(file=place.file, feature=place.feature, path=place.path, line=place.line):
            if host := _refused(source.url, hosts):
                problem = f"The address leads to {host}, which has copies of other people's work."
                context.report.warn(
                    problem, "Name publisher, year and page, and link a page of theirs or none.", field="URL"
                )
            if source in earlier:
                problem = f"This is the work “{shorten(earlier[source].id)}” again."
                context.report.warn(
                    problem, 'Keep one entry, and cite it with a locator: {"id": "…", "locator": "p. 12"}'
                )
            if not (source.authors or source.publisher or (source.container and source.kind != "webpage")):
                context.report.note(
                    "The source has neither author nor publisher.", "Add one; for an article, the periodical is enough."
                )


def _refused(address: str, hosts: frozenset[str]) -> str:
    """The host of an address, where it or a domain above it is refused."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    domains = host.split(".")
    return host if any(".".join(domains[start:]) in hosts for start in range(len(domains))) else ""


def _repeated(sources: Iterable[Source]) -> Iterator[tuple[Source, Source]]:
    """Each source that is an earlier one once more, with that one.

    Two are one work if they have the same title, authors and year, or the same address and not two different dates: a
    page may have several documents.
    """
    at_address: dict[str, list[Source]] = defaultdict(list)
    signed: dict[tuple[str, tuple[str, ...], str], Source] = {}
    for source in sources:
        signature = (source.title.casefold(), source.authors, source.issued[:4])
        earlier = next(
            (each for each in at_address[source.url] if _may_be_of_one_day(source, each)), None
        ) or signed.get(signature)
        if earlier:
            yield source, earlier
        if source.url:
            at_address[source.url].append(source)
        if all(signature):
            signed.setdefault(signature, source)


def _may_be_of_one_day(source: Source, other: Source) -> bool:
    return source.issued == other.issued or not (source.issued and other.issued)
