"""One table of a curator's file, read key by key: what is wrong with one key costs that key alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from app.content.desk import Desk
from app.content.markdown_links import check_markdown
from app.content.values import clipped, describe, joined, listed, meant, nearest, unknown_source
from app.domain import Text
from app.errors import Rejected

T = TypeVar("T")
D = TypeVar("D")

_NO_WORDS = Text()


class Table:
    """Reads keys by name; every fault is told with the key's path, and the reading goes on with the default."""

    def __init__(self, values: Mapping[str, object], desk: Desk, path: str = "") -> None:
        self.values, self.desk, self.path = values, desk, path

    def field(self, key: str, narrower: str = "") -> str:
        """The path of `key`, and of a place within its value."""
        return joined(joined(self.path, key), narrower)

    def check_keys(self, known: Iterable[str]) -> None:
        """Warn of keys that no reader knows."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                mend = meant(key, names) or "Remove it."
                self.desk.report.warn(
                    f"the unknown key {describe(key)}", f"one of {listed(names, len(names))}", mend, field=self.field(clipped(key))
                )

    def note_slips(self, known: Iterable[str], cutoff: float = 0.8) -> None:
        """Tell of keys that are kept for the download only, but are hardly anything but a slip of a known one."""
        names = frozenset(known)
        for key in self.values:
            if key not in names and (near := nearest(key, names, cutoff)):
                self.desk.report.note(
                    f"the key {describe(key)}, which is shown nowhere",
                    f"“{near}”, perhaps",
                    "Correct the key, or leave it for the download.",
                    field=self.field(clipped(key)),
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

    def need(self, key: str, parse: Callable[[object], T], wanted: str, mend: str) -> T | None:
        """The value of `key`; to miss it is a fault, too."""
        if self.values.get(key) is None:
            self.desk.report.error("nothing", wanted, mend, field=self.field(key))
        return self.take(key, parse, None)

    def words(self, key: str) -> Text:
        """The words at `key`, or empty ones; languages left out are told."""
        text = self.take(key, self.desk.words, _NO_WORDS)
        if text.words:
            self.desk.tell_missing(text, self.field(key))
        return text

    def markdown(self, key: str) -> Text:
        """Markdown words, their notes and pictures looked up."""
        text = self.words(key)
        for _, words in text:
            check_markdown(words, self.desk, self.field(key))
        return text

    def citations(self, key: str = "citations") -> tuple[str, ...]:
        """The source ids at `key`; those that are not in the bibliography are told and left out."""
        value = self.values.get(key)
        return () if value is None else self.citations_in(value, key)

    def citations_in(self, value: object, key: str) -> tuple[str, ...]:
        """The source ids of one list that stands at `key`."""
        if not isinstance(value, list):
            self.reject(key, Rejected(describe(value), "a list of source ids", "Put the ids between square brackets."))
            return ()
        return tuple(source for index, source in enumerate(value) if self._is_source(source, f"{key}[{index}]"))

    def tables(self, key: str, wanted: str) -> Iterator[Table]:
        """Each table of the list at `key`."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.reject(key, Rejected(describe(value), f"a list of {wanted}"))
            return
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield Table(entry, self.desk, self.field(f"{key}[{index}]"))
            else:
                self.reject(f"{key}[{index}]", Rejected(describe(entry), f"a table, one of the {wanted}"))

    def reject(self, key: str, rejected: Rejected) -> None:
        """Tell of the value of `key` that it is left out."""
        self.desk.report.error(rejected.found, rejected.wanted, rejected.mend, field=self.field(key, rejected.field))

    def warn(self, key: str, found: str, wanted: str, mend: str = "") -> None:
        """Tell of the value of `key` that it is kept but probably not meant."""
        self.desk.report.warn(found, wanted, mend, field=self.field(key))

    def _is_source(self, source: object, key: str) -> bool:
        sources = self.desk.sources
        if not isinstance(source, str):
            self.reject(key, Rejected(describe(source), "a source id", "Write it between double quotes."))
            return False
        self.desk.cited.add(source)
        if sources is not None and source not in sources:
            self.reject(key, unknown_source(source, sources))
        return sources is not None and source in sources
