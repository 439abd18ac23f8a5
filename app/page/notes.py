"""What a work that we checked says, beside what the other sources say: every claim of every exhibit in which it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain import Account, Claim, Exhibit, Text
from app.page import Page, Presentation, address_from, dress
from app.page.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Note:
    """One claim with the accounts of the checked work and those of all others; `feature` is where it stands on the map."""

    exhibit: Exhibit
    feature: str
    name: Text
    claim: Claim
    checked: tuple[Account, ...]
    others: tuple[Account, ...]

    @property
    def holds(self) -> bool:
        """Whether the checked work is of our own opinion."""
        return any(account.preferred for account in self.checked) or not self.others


def render_notes(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Page:
    """The page ``/notes/``."""
    languages = tuple(dict.fromkeys(language for exhibit in exhibits for language in exhibit.languages)) or ("en",)
    asked = presentation.language
    speaker = Speaker(languages, asked if asked in languages else languages[0])
    chapters = [(exhibit, found) for exhibit in exhibits if (found := list(notes_of(exhibit)))]
    return dress(
        "notes.html",
        presentation,
        speaker,
        ("notes",),
        chapters=chapters,
        works=tuple({source.title: source for exhibit, _ in chapters for source in exhibit.sources if source.checked}.values()),
        sources=lambda exhibit, account: [source for source in exhibit.sources if source.id in account.citations],
        home="index.html" if presentation.offline else presentation.home,
        address=address_from(presentation),
        words_at="/notes/words.json",
    )


def notes_of(exhibit: Exhibit) -> Iterator[Note]:
    """The claims of an exhibit in which a checked source speaks, in the order of its layers."""
    works = {source.id for source in exhibit.sources if source.checked}
    for feature in exhibit.features:
        for claim in feature.claims:
            checked = tuple(account for account in claim.accounts if works & set(account.citations))
            if checked:
                others = tuple(account for account in claim.accounts if account not in checked)
                place = feature.id if claim.fix is None else f"{feature.id}/{claim.fix}"
                yield Note(exhibit, place, feature.name, claim, checked, others)


def has_notes(exhibits: tuple[Exhibit, ...]) -> bool:
    """Whether any work was checked."""
    return any(source.checked for exhibit in exhibits for source in exhibit.sources)
