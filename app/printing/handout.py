"""The handout: two sides for a class, with a map, its profile, five moments and one disputed point to judge."""

from __future__ import annotations

from dataclasses import replace

from app.domain import AnyFeature, Claim, Exhibit
from app.plate import Form, Order, Sheet, plate_of
from app.printing.document import Document, Options
from app.printing.moments import LONGEST_SUMMARY, chosen, moments_of, numbers_of
from app.printing.text import ExhibitText, claims_of

_MOMENTS = 5
_WORDS = 230
"""How many letters of a moment are printed, where its first sentence is not longer."""
_MARGIN_MM = 15.0
_MAP_SHARE = 0.5
"""The height of the map with its profile and legend, as a share of the sheet's."""
_LONGEST = 1000
"""A disputed point with more characters than this leaves no room for the pupil's answer."""
_MOST_ACCOUNTS = 5
_MESSAGES = ("accounts", "credits", "preferred", "print_judge", "sources")


def handout(exhibit: Exhibit, options: Options) -> bytes:
    """The handout as PDF, upright."""
    language, grey = options.language, options.grey
    width, height = replace(options, landscape=False).size("a4")
    document = Document(language, (width, height), grey)
    text = ExhibitText(exhibit, language, document)
    chapters = chosen(exhibit, _MOMENTS)
    size = Sheet(width - 2 * _MARGIN_MM, round(height * _MAP_SHARE, 1), width)
    order = Order(sheet=size, language=language, grey=grey, form=Form.PART, numbers=numbers_of(exhibit, chapters))
    plate = plate_of(exhibit, order)
    dispute = _dispute(exhibit)
    sources = dispute[1].accounts if dispute else ()
    cited = text.numbering.cited(citation for account in sources for citation in account.citations)
    data = {
        **text.head(LONGEST_SUMMARY),
        "words": {key: text.word(key) for key in _MESSAGES},
        "margin": _MARGIN_MM,
        "map": document.plate(plate),
        "borders": plate.borders,
        "moments": moments_of(text, chapters, _WORDS),
        "dispute": text.claim(*dispute) if dispute else None,
        "sources": text.bibliography((number for number, _ in cited), remarks=False),
        "address": options.address,
    }
    return document.pdf("handout", data)


def _dispute(exhibit: Exhibit) -> tuple[AnyFeature, Claim] | None:
    """The disputed point that suits a class best: of a length that leaves room for an answer, then with most accounts,
    then with most sources; the first of several.
    """

    def suits(pair: tuple[AnyFeature, Claim]) -> tuple[bool, int, int]:
        accounts = pair[1].accounts
        is_short = sum(len(str(account.says)) for account in accounts) <= _LONGEST
        sources = {citation.source for account in accounts for citation in account.citations}
        return is_short and len(accounts) <= _MOST_ACCOUNTS, len(accounts), len(sources)

    return max(claims_of(exhibit), key=suits, default=None)
