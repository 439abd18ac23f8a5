"""The people of exhibit.toml, which the index of a book lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.content.fields.table import Table
from app.content.fields.values import describe, join_names, sentence, string
from app.domain import Exhibit, Flight, Person, Text
from app.errors import Rejected, Report
from app.mentions import mentions_of, stem_of
from app.text import lookup

KEYS = ("name", "words")


def read_person(table: Table) -> Person | None:
    """A person; None without a name, or with words that are none."""
    name = table.need(
        "name", table.context.words, "The person has no name.", 'Write for example: name = "Powers, Francis Gary"'
    )
    words = table.take("words", _words, None) if table.values.get("words") is not None else ()
    return Person(name, words) if name and words is not None else None


def _words(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        return (("", _listed(value)),)
    return tuple((language, _listed(words)) for language, words in value.items())


def _listed(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise Rejected(
            f"{sentence(describe(value))} are not words to look for.",
            'Write for example: words = "Powers", or words = { ru = "Пауэрс", ja = "パワーズ" }',
        )
    return tuple(string(word).strip() for word in words)


def report_unfound(exhibit: Exhibit, paths: Sequence[str], report: Report) -> None:
    """Warn of people whose words are nowhere in the text of a language; `paths` are those of the people."""
    found = {language: _found(exhibit, language) for language in _languages(exhibit)}
    for person, path in zip(exhibit.people, paths, strict=True):
        missing = [language for language, stems in found.items() if stems.isdisjoint(_stems(person, language))]
        if missing:
            words = join_names(list(dict.fromkeys(word for each in missing for word in person.words_in(each))), 6, "or")
            where = "anywhere" if len(missing) == len(found) else f"in {join_names(missing)}"
            with report.at(feature=path, path=path):
                report.warn(
                    f"“{person.name}” is not found {where}: no story, list or account has {words}.",
                    f'Write the words that it has: words = {{ {missing[0]} = "…" }}, or remove the person.',
                    field="words",
                )


def _languages(exhibit: Exhibit) -> list[str]:
    """The languages of the stories but those beside a wider one, whose text may be shorter; else the first language."""
    told = {language for chapter in exhibit.chapters for language, _ in chapter.body}
    wider = {language: set(list(lookup(language))[1:]) for language in told}
    return [each for each in exhibit.languages if each in told and not wider[each] & told] or [exhibit.language]


def _found(exhibit: Exhibit, language: str) -> set[str]:
    """Those of the stems of all people's words that the text in a language has."""
    pattern = mentions_of({stem for person in exhibit.people for stem in _stems(person, language)}, language)
    return {match[1] for text in _texts(exhibit) for match in pattern.finditer(text.in_language(language))}


def _stems(person: Person, language: str) -> list[str]:
    return [stem_of(word, language) for word in person.words_in(language)]


def _texts(exhibit: Exhibit) -> Iterator[Text]:
    """What a book prints: the story, the list of places and times, the accounts."""
    yield from (chapter.body for chapter in exhibit.chapters)
    for feature in exhibit.features:
        yield feature.description
        yield from (fix.note for fix in feature.fixes if fix.note) if isinstance(feature, Flight) else ()
        for claim in feature.claims:
            yield from (claim.topic, claim.assessment, *(account.says for account in claim.accounts))
