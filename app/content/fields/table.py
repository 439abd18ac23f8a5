"""One table of a curator's file, read key by key: a fault in one value costs only that value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from app.content.fields.context import ReadContext
from app.content.fields.markdown_links import check_markdown
from app.content.fields.values import (
    describe,
    did_you_mean,
    join_names,
    join_path,
    nearest,
    sentence,
    shorten,
    string,
    unknown_source,
)
from app.domain import Citation, Text
from app.errors import Rejected

T = TypeVar("T")
D = TypeVar("D")

_NO_WORDS = Text()
_UNITS = ("_km", "_kmh", "_m", "_min")


class Table:
    """Reads keys by name; every fault is reported with the key's path, and the default is used instead."""

    def __init__(self, values: Mapping[str, object], context: ReadContext, path: str = "") -> None:
        self.values, self.context, self.path = values, context, path

    def field(self, key: str, narrower: str = "") -> str:
        """The path of `key`, and of a place within its value."""
        return join_path(join_path(self.path, key), narrower)

    def check_keys(self, known: Iterable[str]) -> None:
        """Warn of keys that no reader knows."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                fix = did_you_mean(key, names) or f"Remove it, or use one of these: {join_names(names, len(names))}."
                self.context.report.warn(f"The key {describe(key)} is not known.", fix, field=self.field(shorten(key)))

    def note_misspelled(self, known: Iterable[str], cutoff: float = 0.8) -> None:
        """Report unknown keys, which are kept for the download only, where they are probably misspelled."""
        names = frozenset(known)
        for key in self.values:
            if key in names:
                continue
            if unit_key := _other_unit(key, names):
                self.context.report.warn(
                    f"The key {describe(key)} is not read; the value must be in the unit of “{unit_key}”.",
                    f"Convert the value and write it as “{unit_key}”.",
                    field=self.field(shorten(key)),
                )
            elif near := nearest(key, names, cutoff):
                self.context.report.note(
                    f"The key {describe(key)} is not shown anywhere.",
                    f"Did you mean “{near}”? If not, leave it: it stays in the download.",
                    field=self.field(shorten(key)),
                )

    def take(self, key: str, parse: Callable[[object], T], default: D) -> T | D:
        """The value of `key`, or `default` where it is missing, null or wrong."""
        value = self.values.get(key)
        if value is None:
            return default
        try:
            return parse(value)
        except Rejected as rejected:
            self.reject(key, rejected)
            return default

    def need(self, key: str, parse: Callable[[object], T], problem: str, fix: str) -> T | None:
        """The value of `key`; a missing one is an error, described by `problem` and `fix`."""
        if self.values.get(key) is None:
            self.context.report.error(problem, fix, field=self.field(key))
        return self.take(key, parse, None)

    def words(self, key: str) -> Text:
        """The words at `key`, or empty ones; missing languages are reported."""
        text = self.take(key, self.context.words, _NO_WORDS)
        if text.words:
            self.context.report_missing(text, self.field(key))
        return text

    def markdown(self, key: str) -> Text:
        """Markdown words, their notes and pictures checked."""
        text = self.words(key)
        for _, words in text:
            check_markdown(words, self.context, self.field(key))
        return text

    def citations(self, key: str = "citations") -> tuple[Citation, ...]:
        """The citations at `key`; those whose source is not in the bibliography are reported and left out."""
        value = self.values.get(key)
        return () if value is None else self.citations_in(value, key)

    def citations_in(self, value: object, key: str) -> tuple[Citation, ...]:
        """The citations of one list, found at `key`."""
        if not isinstance(value, list):
            fix = f"Write: [{describe(value)}]" if isinstance(value, str) else "Write the ids between square brackets."
            self.reject(key, Rejected(f"{sentence(describe(value))} is not a list of source ids.", fix))
            return ()
        citations = (self._citation(entry, f"{key}[{index}]") for index, entry in enumerate(value))
        return tuple(citation for citation in citations if citation)

    def tables(self, key: str, one: str) -> Iterator[Table]:
        """Each table of the list at `key`; `one` names an entry, such as ``a layer``."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.reject(key, self._not_a_list(key, value, one))
            return
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield Table(entry, self.context, self.field(f"{key}[{index}]"))
            else:
                self.reject(f"{key}[{index}]", Rejected(f"{sentence(describe(entry))} is not {one}.", "Remove it."))

    def _not_a_list(self, key: str, value: object, one: str) -> Rejected:
        return Rejected(
            f"“{key}” is {describe(value)}, not a list.",
            f"Write each as {one} between square brackets: [{{…}}, {{…}}].",
        )

    def reject(self, key: str, rejected: Rejected) -> None:
        """Report the value of `key` as left out."""
        self.context.report.reject(rejected, field=self.field(key, rejected.field))

    def warn(self, key: str, problem: str, fix: str = "") -> None:
        """Report the value of `key` as kept but probably not meant."""
        self.context.report.warn(problem, fix, field=self.field(key))

    def _citation(self, value: object, key: str) -> Citation | None:
        """A source id, or a table of an id and a locator."""
        if not isinstance(value, dict):
            source = self._source(value, key)
            return None if source is None else Citation(source)
        entry = Table(value, self.context, self.field(key))
        entry.check_keys(("id", "locator"))
        source = entry._source(value.get("id"), "id")
        return None if source is None else Citation(source, entry.take("locator", string, "").strip())

    def _source(self, cited: object, key: str) -> str | None:
        """The id of the source that is cited by its id or an alias."""
        sources = self.context.sources
        if not isinstance(cited, str):
            fix = f'Write: "{cited}"' if type(cited) is int else "Write the source's id between double quotes."
            self.reject(key, Rejected(f"{sentence(describe(cited))} is not a source id.", fix))
            return None
        self.context.cited.add(cited)
        if sources is not None and cited not in sources:
            self.reject(key, unknown_source(cited, sources, self.context.bibliography))
        return None if sources is None else sources.get(cited)


def _other_unit(key: str, known: frozenset[str]) -> str:
    """The known key that `key` gives in another unit: ``max_speed_knots`` for ``max_speed_kmh``."""
    stem, _, unit = key.rpartition("_")
    return next((f"{stem}{own}" for own in _UNITS if stem and unit and f"{stem}{own}" in known), "")
