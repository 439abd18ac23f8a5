"""Works that were checked against the sources: what each says, beside what the other sources say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain import Account, Claim, Exhibit, Source, Text
from app.keys import fix_key
from app.page.document import Page, render_document
from app.page.metadata import site_metadata
from app.page.translator import Translator, languages_of
from app.presentation import Presentation


@dataclass(frozen=True, slots=True)
class Note:
    """One claim, with the accounts of the checked work and of all others. `feature` is the id, or fix key, that it
    belongs to.
    """

    exhibit: Exhibit
    feature: str
    name: Text
    claim: Claim
    checked: tuple[Account, ...]
    others: tuple[Account, ...]

    @property
    def holds(self) -> bool:
        """Whether the exhibit prefers the account of the checked work."""
        return any(account.preferred for account in self.checked) or not self.others


def render_notes(exhibits: tuple[Exhibit, ...], presentation: Presentation) -> Page:
    """The page ``/notes/``."""
    translator = Translator.choose(languages_of(exhibits), presentation.language)
    chapters = [(exhibit, found) for exhibit in exhibits if (found := list(notes_of(exhibit)))]
    return render_document(
        "notes.html",
        presentation,
        translator,
        ("notes",),
        head=site_metadata(
            "notes", presentation.path("notes"), presentation, translator.languages, translator.language
        ),
        chapters=chapters,
        works=tuple(
            {source.title: source for exhibit, _ in chapters for source in exhibit.sources if source.checked}.values()
        ),
        sources=_sources_of,
        home="index.html" if presentation.offline else presentation.home,
        messages_path="/notes/words.json",
    )


def _sources_of(exhibit: Exhibit, account: Account) -> list[tuple[Source, str]]:
    """The sources of an account, each with where in it."""
    by_id = {source.id: source for source in exhibit.sources}
    return [(by_id[each.source], each.locator) for each in account.citations if each.source in by_id]


def notes_of(exhibit: Exhibit) -> Iterator[Note]:
    """The claims of an exhibit that have an account of a checked source, in the order of its layers."""
    works = {source.id for source in exhibit.sources if source.checked}
    for feature in exhibit.features:
        for claim in feature.claims:
            checked = tuple(
                account for account in claim.accounts if any(citation.source in works for citation in account.citations)
            )
            if checked:
                others = tuple(account for account in claim.accounts if account not in checked)
                place = feature.id if claim.fix is None else fix_key(feature.id, claim.fix)
                yield Note(exhibit, place, feature.name, claim, checked, others)


def has_notes(exhibits: tuple[Exhibit, ...]) -> bool:
    """Whether any exhibit cites a work that was checked."""
    return any(source.checked for exhibit in exhibits for source in exhibit.sources)
