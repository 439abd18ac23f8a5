"""What every part of one reading shares: where faults are told, the languages, the sources, the limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.content.limits import Limits
from app.content.values import clipped, describe, listed
from app.domain import Text
from app.errors import Place, Rejected, Report

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Desk:
    """What lies at hand in every part of one reading."""

    report: Report
    limits: Limits = field(default_factory=Limits)
    languages: tuple[str, ...] = ("en",)
    sources: frozenset[str] | None = None
    """The ids that may be cited, or None where the bibliography could not be read and citations cannot be judged."""
    cited: set[str] = field(default_factory=set)
    """Every id that was cited so far, be it in the bibliography or not."""
    media: frozenset[str] = frozenset()
    """The names of the pictures that there are."""
    catalogues: dict[str, dict[str, str]] = field(default_factory=dict)
    """By language, the translations of what is said in the first one."""
    spoken: dict[str, Place] = field(default_factory=dict)
    """What is said in the first of several languages alone, in the order of reading, with the feature that says it first."""

    def words(self, value: object) -> Text:
        """Words as a curator writes them; a plain string is in the exhibit's first language."""
        if isinstance(value, str):
            self.check_length(value)
            return self._translated(value) if value.strip() else Text()
        if not isinstance(value, dict) or not value:
            raise Rejected(describe(value), "words: text, or a table of texts by language", "Write them between double quotes.")
        for language, words in value.items():
            if not _LANGUAGE.fullmatch(language):
                raise Rejected(describe(language), "a language tag such as en, de or ru", "Name the language of the words.")
            if not isinstance(words, str):
                raise Rejected(describe(words), f"text in “{language}”", "Write it between double quotes.")
            self.check_length(words)
        return Text(tuple((language, words) for language, words in value.items() if words.strip()))

    def _translated(self, words: str) -> Text:
        """Words of the first language, and what the catalogues have for them."""
        if len(self.languages) == 1:
            return Text(((self.languages[0], words),))
        self.spoken.setdefault(words, self.report.place())
        found = ((language, self.catalogues.get(language, {}).get(words)) for language in self.languages[1:])
        return Text(((self.languages[0], words), *((language, translation) for language, translation in found if translation)))

    def check_length(self, words: str) -> None:
        """Raises `Rejected` where `words` are longer than the limit."""
        if len(words) > self.limits.text_bytes // 4 and (size := len(words.encode())) > self.limits.text_bytes:
            raise Rejected(
                f"{size:,} bytes of text", f"at most {self.limits.text_bytes:,}", "Shorten it, or raise the limit in the settings."
            )

    def tell_missing(self, text: Text, place: str) -> None:
        """Warn of the exhibit's languages in which nothing is said, where something is said at all."""
        if missing := text.missing(self.languages):
            said = clipped(str(text).strip().splitlines()[0])
            self.report.warn(
                f"no words in {listed(missing)} for “{said}”",
                f"words in every language of the exhibit ({listed(self.languages)})",
                f"Add the words in “{missing[0]}”, here or in words.{missing[0]}.po.",
                field=place,
            )
