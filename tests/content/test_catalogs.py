"""``words.<lang>.po``: translations that are used, and messages for translators."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content import ReadResult
from app.content.catalogs import updated
from tests.content.folders import STORY, TOML, collection, flight, read, sentences

BILINGUAL = TOML.replace("period =", 'languages = ["en", "de"]\nperiod =')
GERMAN = """msgid "Over the Urals"
msgstr "Über dem Ural"

msgid "Moscow"
msgstr "Moskau"

msgid "Main"
msgstr "Hauptebene"

msgid "Degtyarsk"
msgstr "Degtjarsk"

msgid "Take-off"
msgstr "Start"

msgid "X"
msgstr "Y"
"""
LAYER = collection(flight(coordinateProperties={"places": ["Take-off", None, {"en": "Landing", "de": "Landung"}]}))


def read_german(folder: Path, catalog: str | None = GERMAN, layer: str = LAYER) -> ReadResult:
    return read(folder / "urals", exhibit_toml=BILINGUAL, main_geojson=layer, story_de_md=STORY, words_de_po=catalog)


def test_translations_apply_to_every_field(tmp_path: Path) -> None:
    result = read_german(tmp_path)
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert result.exhibit.title.as_dict() == {"en": "Over the Urals", "de": "Über dem Ural"}
    assert result.exhibit.clocks[0].name.in_language("de") == "Moskau"
    assert [fix.place.in_language("de") for fix in result.exhibit.flights[0].fixes] == ["Start", "", "Landung"]


def test_fuzzy_or_empty_translation_is_missing(tmp_path: Path) -> None:
    broken = GERMAN.replace('msgid "Moscow"', '#, fuzzy\nmsgid "Moscow"').replace('"Hauptebene"', '""')
    found = {fault.problem for fault in read_german(tmp_path, broken).faults}
    assert found == {"“Moscow” has no words in de.", "“Main” has no words in de."}


def test_translation_of_changed_words_is_noted_with_the_new_words(tmp_path: Path) -> None:
    result = read_german(tmp_path, GERMAN.replace('"Degtyarsk"', '"Degtjarsk"'))
    assert [(fault.location.file, fault.problem) for fault in result.faults] == [
        ("main.geojson", "“Degtyarsk” has no words in de."),
        ("words.de.po", "“Degtjarsk” is translated, but is nowhere in the exhibit."),
    ]
    assert result.faults[1].fix == "Did you mean “Degtyarsk”?"


def test_invalid_catalog_costs_only_its_translations(tmp_path: Path) -> None:
    result = read_german(tmp_path, GERMAN + "\nthis is no catalog\n")
    assert result.exhibit
    assert result.broken == {"words.de.po"}
    fault = next(fault for fault in result.faults if fault.location.file == "words.de.po")
    assert str(fault).startswith(
        "Line 19 of words.de.po: “this is no catalog” cannot be here in a gettext catalog. Write msgid"
    )


def test_catalog_in_another_language_is_noted(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", words_fr_po=GERMAN)
    assert [fault.problem for fault in result.faults] == [
        "The catalog is in “fr”, which is not a language of the exhibit (en)."
    ]


def test_update_keeps_translations_and_adds_missing_words(tmp_path: Path) -> None:
    translatable = read_german(tmp_path, None).translatable
    assert str(translatable["Take-off"]) == "main.geojson: x (features[0])"
    fresh = updated(None, "de", translatable)
    assert fresh.count(b'msgstr ""') == len(translatable) + 1
    grown = updated(
        GERMAN.replace("Moscow", "Moscov").replace('msgid "X"', 'msgid "Quite gone"').encode(), "de", translatable
    )
    assert '#, fuzzy\nmsgid "Moscow"\nmsgstr "Moskau"' in grown.decode()
    assert 'msgid "Over the Urals"\nmsgstr "Über dem Ural"' in grown.decode()
    assert '#~ msgid "Quite gone"\n#~ msgstr "Y"' in grown.decode()
    assert updated(grown, "de", translatable) == grown


@pytest.mark.parametrize("charset", ["ISO-8859-1", "utf-99"])
def test_update_writes_utf_8_whatever_the_head_says(tmp_path: Path, charset: str) -> None:
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={charset}\\n"\n\n'
    translatable = read_german(tmp_path, None).translatable
    written = updated((head + GERMAN.replace("Moskau", "Москва")).encode(), "de", translatable).decode()
    assert 'msgid "Moscow"\nmsgstr "Москва"' in written
    assert charset not in written
