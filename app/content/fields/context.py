"""What all readers of one exhibit share: the report, the limits, the languages, the sources, the pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.content.fields.limits import Limits
from app.content.fields.origins import Origin
from app.content.fields.values import describe, join_names, sentence, shorten
from app.domain import Text
from app.errors import Location, Rejected, Report, Topic

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class Cell(NamedTuple):
    """A cell of a table: its row, counted from 1, and the heading of its column."""

    row: int
    heading: str


FindPlace = Callable[[str], "int | Cell | None"]
"""From a path such as ``chapters[0].view.zoom`` to its line, or in a table to its cell."""


@dataclass(slots=True)
class ReadContext:
    """The shared state of one reading."""

    report: Report
    limits: Limits = field(default_factory=Limits)
    languages: tuple[str, ...] = ("en",)
    sources: Mapping[str, str] | None = None
    """The ids that may be cited, and whose source each is; None where the bibliography could not be read, so that
    citations cannot be checked.
    """
    bibliography: str = "sources.json"
    """The name of the file, or the names of the files, of the bibliography."""
    cited: set[str] = field(default_factory=set)
    """Every id cited so far, whether or not the bibliography has it."""
    media: frozenset[str] = frozenset()
    """The names of the exhibit's pictures and sounds."""
    pictured: set[str] = field(default_factory=set)
    """Those that a story or a description shows."""
    catalogs: dict[str, dict[str, str]] = field(default_factory=dict)
    """By language, the translations of the words in the first language."""
    translatable: dict[str, Location] = field(default_factory=dict)
    """Words given in the first of several languages only, in reading order, with the place that has them first."""
    feature_paths: dict[str, list[str]] = field(default_factory=dict)
    """By the id of a layer, or the file of borders, the path of each feature that was read: ``features[3]``."""
    imported: dict[str, int] = field(default_factory=dict)
    """By layer file in another format, how many features were read of it so far, in one layer or several."""
    lines: dict[str, FindPlace] = field(default_factory=dict)
    """By layer file in another format, what finds the line or the cell that a path comes from."""
    origins: dict[str, Origin] = field(default_factory=dict)
    """By layer file, what its features come from."""

    @property
    def origin(self) -> Origin:
        """What the features of the layer that is being read come from."""
        return self.origins.get(self.report.location().file, Origin.GEOJSON)

    def words(self, value: object) -> Text:
        """Words as a curator writes them; a plain string is in the exhibit's first language."""
        if isinstance(value, str):
            self.check_length(value)
            return self._translated(value) if value.strip() else Text()
        if not isinstance(value, dict) or not value:
            raise Rejected(f"{sentence(describe(value))} is not text.", _as_text(value))
        for language, words in value.items():
            if not _LANGUAGE.fullmatch(language):
                raise Rejected(
                    f"{describe(language)} is not a language tag.",
                    "Write the tag of the language in front of its words: en, de, ja, ru.",
                )
            if not isinstance(words, str):
                raise Rejected(f"The words in “{language}” are {describe(words)}, not text.", _as_text(words))
            self.check_length(words)
        return Text(tuple((language, words) for language, words in value.items() if words.strip()))

    def _translated(self, words: str) -> Text:
        """Words of the first language with the translations that the catalogs have."""
        if len(self.languages) == 1:
            return Text(((self.languages[0], words),))
        self.translatable.setdefault(words, self.report.location())
        found = ((language, self.catalogs.get(language, {}).get(words)) for language in self.languages[1:])
        translations = ((language, translation) for language, translation in found if translation)
        return Text(((self.languages[0], words), *translations))

    def check_length(self, words: str) -> None:
        """Raises `Rejected` where `words` are longer than the limit."""
        limit = self.limits.text_bytes
        if len(words) > limit // 4 and (size := len(words.encode())) > limit:
            raise Rejected(
                f"The text has {size:,} bytes; at most {limit:,} are allowed.",
                "Shorten it, or raise the limit in the settings.",
            )

    def report_missing(self, text: Text, field: str) -> None:
        """Warn of the exhibit's languages in which `text` has no words."""
        if missing := text.missing(self.languages):
            given = shorten(str(text).strip().splitlines()[0])
            catalog = f"words.{missing[0]}.po"
            self.report.warn(
                f"“{given}” has no words in {join_names(missing)}.",
                f"Add the translation in {catalog}, or here."
                if missing[0] != self.languages[0]
                else f"Add the words in “{missing[0]}” here.",
                field=field,
                topic=Topic.TRANSLATION,
            )


def _as_text(value: object) -> str:
    return f'Write: "{value}"' if type(value) in (int, float) else "Write the text between double quotes."
