"""What is quoted from the article and its comments stands there word for word.

`article.json` has no text: for the article and each comment, the hashes of every four consecutive words, in order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest

from app.domain import Account, Exhibit, Flight
from tests.conftest import library

WINDOW = 4
ARTICLE = "aviationist"
PARTS: dict[str, list[str]] = {
    name: hashes.split()
    for name, hashes in json.loads(Path(__file__).with_name("article.json").read_text("utf-8")).items()
}
EXHIBITS = library().exhibits
OPENINGS = ("", "“", "(")
ENDINGS = ("", *".,;:", ".”", ",”", ".)")
"""What may stand about quoted words in the text and be left out of the quotation."""


def hashes(words: list[str]) -> list[str]:
    """The hash of every four consecutive words."""
    windows = (" ".join(words[start : start + WINDOW]) for start in range(len(words) - WINDOW + 1))
    return [sha256(window.encode()).hexdigest()[:10] for window in windows]


def find(passage: str, part: list[str], start: int) -> int | None:
    """Where in a part, from `start` on, a passage ends; None where it does not stand there."""
    for opening, ending in product(OPENINGS, ENDINGS):
        wanted = hashes(f"{opening}{passage}{ending}".split())
        for at in range(start, len(part) - len(wanted) + 1):
            if wanted and part[at : at + len(wanted)] == wanted:
                return at + len(wanted)
    return None


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether a quotation's passages, between its ellipses, stand in the part of the article that `source` names, in
    their order.
    """
    start = 0
    for passage in filter(None, (passage.strip() for passage in quotation.split("…"))):
        end = find(passage, PARTS[part_of(source)], start)
        if end is None:
            return False
        start = end
    return True


def part_of(source: str) -> str:
    """``aviationist-comment-2`` to ``comment-2``."""
    return source.removeprefix(ARTICLE).removeprefix("-") or "article"


def accounts(exhibit: Exhibit) -> Iterator[Account]:
    """The accounts that cite the article or one of its comments."""
    return (each for each in claimed(exhibit) if any(cited.source.startswith(ARTICLE) for cited in each.citations))


def claimed(exhibit: Exhibit) -> Iterator[Account]:
    """Every account of every claim."""
    return (account for feature in exhibit.features for claim in feature.claims for account in claim.accounts)


def quoted(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Every quotation that the exhibit gives as the article's or a comment's, in English, with its source."""
    for account in accounts(exhibit):
        source = account.citations[0].source
        yield account.quote.in_language("en"), source
        said = re.findall(r"“([^”]+)”", account.says.in_language("en"))
        yield from ((words, source) for words in said if len(words.split()) >= WINDOW)
    for chapter in exhibit.chapters:
        yield from re.findall(rf"“([^”]+)”[.,;]?\[\^({ARTICLE}[^\],\s]*)", chapter.body.in_language("en"))


def test_only_words_that_stand_there_are_verbatim() -> None:
    assert is_verbatim("Targets were Sverdlovsk, Plesetsk (ICBM sites) and Mayak", "aviationist")
    assert is_verbatim("brought with him the pilot’s manual … in evaluating and testing the aircraft", "aviationist")
    assert not is_verbatim(
        "in evaluating and testing the aircraft … brought with him the pilot’s manual", "aviationist"
    )
    assert not is_verbatim("Targets were Sverdlovsk and Plesetsk", "aviationist")
    assert is_verbatim("with only 30 seconds of fuel left", "aviationist-comment-3")
    assert not is_verbatim("with only 30 seconds of fuel left", "aviationist")


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_an_account_that_cites_the_article_quotes_it(exhibit: Exhibit) -> None:
    for account in accounts(exhibit):
        assert account.citations[0].source.startswith(ARTICLE), account.says
        assert account.quote, account.says


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_the_article_is_quoted_word_for_word(exhibit: Exhibit) -> None:
    for words, source in quoted(exhibit):
        assert len(words.split()) >= WINDOW, f"“{words}” is too short to be looked up."
        assert is_verbatim(words, source), f"“{words}” does not stand in {part_of(source)}."


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_the_words_of_other_sources_are_those_that_their_notes_record(exhibit: Exhibit) -> None:
    notes = {source.id: source.note for source in exhibit.sources}
    for account in claimed(exhibit):
        if account.quote and not account.citations[0].source.startswith(ARTICLE):
            words = str(account.quote)
            assert words in notes[account.citations[0].source], words


def quotations(words: str) -> list[str]:
    """The passages of the quotations in English words that are long enough to be looked up, without their first
    letter: an author may begin a sentence with them.
    """
    found = re.findall(r"[“\"]([^”\"]+)[”\"]", words)
    passages = (passage for each in found if len(each.split()) >= WINDOW for passage in each.split("…"))
    return [passage.strip(" .,;:!?")[1:] for passage in passages]


def english(exhibit: Exhibit) -> Iterator[str]:
    """What an exhibit says in English, except the captions of its pictures."""
    for feature in exhibit.features:
        yield from (feature.name.in_language("en"), feature.description.in_language("en"))
        yield from (fix.note.in_language("en") for fix in feature.fixes) if isinstance(feature, Flight) else ()
        yield from (claim.assessment.in_language("en") for claim in feature.claims)
    yield from (account.says.in_language("en") for account in claimed(exhibit))
    yield from (re.sub(r"!\[.*?\]\(.*?\)", "", chapter.body.in_language("en")) for chapter in exhibit.chapters)


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_what_is_quoted_is_recorded_in_a_note_or_stands_in_the_article(exhibit: Exhibit) -> None:
    recorded = " ".join(source.note for source in exhibit.sources)
    quoted_here = {words for text in english(exhibit) for words in quotations(" ".join(text.split()))}
    unknown = [words for words in quoted_here if words not in recorded]
    assert not [words for words in unknown if not stands_in_the_article(words)]


def stands_in_the_article(words: str) -> bool:
    """Whether words without their first letter stand in the article or in a comment, from the second word on."""
    passage = words.partition(" ")[2]
    return any(is_verbatim(passage, part) for part in PARTS)


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_no_story_has_straight_quotation_marks(exhibit: Exhibit) -> None:
    """A quotation has the marks of its language."""
    assert not [
        (chapter.id, language)
        for chapter in exhibit.chapters
        for language in exhibit.languages
        if '"' in re.sub(r"!\[.*", "", chapter.body.in_language(language))
    ]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: str(exhibit.slug))
def test_no_english_text_has_a_straight_apostrophe(exhibit: Exhibit) -> None:
    topics = [claim.topic.in_language("en") for feature in exhibit.features for claim in feature.claims]
    texts = [*english(exhibit), *topics, exhibit.subtitle.in_language("en"), exhibit.summary.in_language("en")]
    assert [text for text in texts if re.search(r"\w'\w|s' ", text)] == []
