"""Books: the booklet, which is an exhibit as a whole, and the catalogue of all exhibits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain import Chapter, Exhibit, Layer, Thread
from app.errors import NotFound
from app.plate import Form, Order, Sheet, plate_of
from app.printing.document import Document, Options
from app.printing.index import Index, Marker
from app.printing.text import Data, ExhibitText, claims_of, word

_WIDTH_SHARE, _SHAPE = 0.762, 0.68
"""The width of a map as a share of the page's, and its height as a share of its width."""
_MESSAGES = (
    "accounts", "credits", "leads_to", "licence", "places", "preferred", "print_contents", "print_index",
    "print_people", "sources", "timeline", "what", "when",
)  # fmt: skip


def booklet(exhibit: Exhibit, options: Options) -> bytes:
    """The booklet as PDF, upright."""
    book = _Book.of([exhibit], options)
    part = book.part(exhibit)
    return book.pdf("booklet", {"title": part["title"], "part": part})


def catalogue(exhibits: Sequence[Exhibit], options: Options) -> bytes:
    """The catalogue of those of some exhibits that are in the language, as PDF, upright.

    Raises what a booklet raises, and `NotFound` where no exhibit is in the language.
    """
    shown = [exhibit for exhibit in exhibits if options.language in exhibit.languages]
    if not shown:
        raise NotFound(f"No exhibit is in {options.language!r}.")
    book = _Book.of(shown, options)
    data: Data = {
        "title": word("atlas_title", options.language),
        "lead": word("atlas_lead", options.language),
        "parts": [book.part(exhibit) for exhibit in shown],
        "years": _years(shown),
    }
    return book.pdf("catalogue", data)


@dataclass(frozen=True)
class _Book:
    """A document in the making, with the titles of its exhibits by their slugs, and the indexes of all."""

    options: Options
    document: Document
    titles: Mapping[str, str]
    index: Index

    @classmethod
    def of(cls, exhibits: Sequence[Exhibit], options: Options) -> _Book:
        """A book of some exhibits."""
        paper = replace(options, landscape=False).size("a4")
        titles = {exhibit.slug: exhibit.title.in_language(options.language) for exhibit in exhibits}
        document = Document(options.language, paper, options.grey)
        return cls(options, document, titles, Index(exhibits, options.language))

    def part(self, exhibit: Exhibit) -> Data:
        """An exhibit as a part of the book."""
        text, marker = ExhibitText(exhibit, self.options.language, self.document), self.index.of(exhibit)
        return {
            **text.head(),
            "opening": self._plate(exhibit, None),
            "chapters": [self._chapter(text, chapter, marker) for chapter in exhibit.chapters],
            "claims": [text.claim(feature, claim, marker.marked) for feature, claim in claims_of(exhibit)],
            "layers": list(self._layers(text, marker)),
            "sources": text.bibliography(),
            "threads": [self._thread(text, thread) for thread in exhibit.threads if thread.to in self.titles],
        }

    def _chapter(self, text: ExhibitText, chapter: Chapter, marker: Marker) -> Data:
        return {
            "title": text.say(chapter.title),
            "when": text.moment(chapter.date) if chapter.date else "",
            "plate": self._plate(text.exhibit, chapter),
            "text": marker.marked(text.story(chapter)),
        }

    def _thread(self, text: ExhibitText, thread: Thread) -> Data:
        return {"to": thread.to, "says": text.say(thread.says), "title": self.titles[thread.to]}

    def _plate(self, exhibit: Exhibit, chapter: Chapter | None) -> Data:
        """The map of a chapter, or of the opening; below it the chapter, the moment and the day of its borders."""
        width, _ = self.document.paper
        across = round(width * _WIDTH_SHARE, 1)
        order = Order(
            chapter=chapter.id if chapter else None,
            sheet=Sheet(across, round(across * _SHAPE, 1), width),
            language=self.options.language,
            grey=self.options.grey,
            form=Form.PART,
        )
        plate = plate_of(exhibit, order)
        title = [plate.title] if chapter else []
        return {**self.document.plate(plate), "caption": " · ".join([*title, plate.date, plate.borders])}

    def _layers(self, text: ExhibitText, marker: Marker) -> Iterator[Data]:
        for layer in text.exhibit.layers:
            if layer.features:
                rows = list(text.rows(layer, marker.marked))
                yield {"name": text.say(layer.name), "rows": rows, "more": _unlisted(text, layer)}

    def pdf(self, template: str, data: Data) -> bytes:
        """The book as PDF."""
        shared = {
            "words": {key: word(key, self.options.language) for key in _MESSAGES},
            "indexes": self.index.names,
            "address": self.options.address,
        }
        return self.document.pdf(template, shared | data)


def _unlisted(text: ExhibitText, layer: Layer) -> str:
    more = len(layer.features) - len(layer.listed)
    return text.word("and_more", count=float(more)) if more else ""


def _years(exhibits: Iterable[Exhibit]) -> Data:
    """The time line: its first and last year, and of each exhibit when it begins and ends, in years."""
    spans = [(exhibit.slug, exhibit.days) for exhibit in exhibits]
    bars = [{"slug": slug, "from": _year(days[0]), "to": _year(days[1])} for slug, days in spans if days]
    ends = [year for bar in bars for year in (bar["from"], bar["to"]) if isinstance(year, float)]
    first, last = (int(min(ends)), int(max(ends)) + 1) if ends else (0, 1)
    return {"first": first, "last": last, "bars": bars}


def _year(day: date) -> float:
    """A day as a year with a fraction."""
    start = date(day.year, 1, 1)
    return round(day.year + (day - start).days / 366, 3)
