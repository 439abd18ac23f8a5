"""``words.<lang>.po``: what translators write, and what they are told."""

from __future__ import annotations

from pathlib import Path

from app.content import Reading
from app.content.catalogue import brought_up_to_date
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


def read_german(folder: Path, catalogue: str | None = GERMAN, layer: str = LAYER) -> Reading:
    return read(folder / "urals", exhibit_toml=BILINGUAL, main_geojson=layer, story_de_md=STORY, words_de_po=catalogue)


def test_words_are_found_in_the_catalogue_wherever_they_stand(tmp_path: Path) -> None:
    reading = read_german(tmp_path)
    assert not reading.faults, sentences(reading)
    assert reading.exhibit
    assert reading.exhibit.title.as_dict() == {"en": "Over the Urals", "de": "Über dem Ural"}
    assert reading.exhibit.clocks[0].name.in_language("de") == "Moskau"
    assert [fix.place.in_language("de") for fix in reading.exhibit.flights[0].fixes] == ["Start", "", "Landung"]


def test_a_fuzzy_or_empty_translation_is_missing(tmp_path: Path) -> None:
    spoilt = GERMAN.replace('msgid "Moscow"', '#, fuzzy\nmsgid "Moscow"').replace('"Hauptebene"', '""')
    found = {fault.found for fault in read_german(tmp_path, spoilt).faults}
    assert found == {"no words in de for “Moscow”", "no words in de for “Main”"}


def test_a_translation_of_changed_words_is_told_with_the_words_that_it_may_be_for(tmp_path: Path) -> None:
    reading = read_german(tmp_path, GERMAN.replace('"Degtyarsk"', '"Degtjarsk"'))
    assert [(fault.place.file, fault.found) for fault in reading.faults] == [
        ("main.geojson", "no words in de for “Degtyarsk”"),
        ("words.de.po", "a translation of “Degtjarsk”, which the exhibit does not say"),
    ]
    assert "Did you mean “Degtyarsk”?" in reading.faults[1].mend


def test_a_file_that_is_no_catalogue_costs_the_translations_alone(tmp_path: Path) -> None:
    reading = read_german(tmp_path, GERMAN + "\nthis is no catalogue\n")
    assert reading.exhibit
    assert reading.broken == {"words.de.po"}
    fault = next(fault for fault in reading.faults if fault.place.file == "words.de.po")
    assert (fault.place.field, fault.found) == ("line 19", "“this is no catalogue”")


def test_a_catalogue_in_a_language_that_the_exhibit_does_not_speak_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path / "urals", words_fr_po=GERMAN)
    assert [fault.found for fault in reading.faults] == ["a catalogue in “fr”"]


def test_bringing_up_to_date_keeps_what_is_translated_and_asks_for_the_rest(tmp_path: Path) -> None:
    spoken = read_german(tmp_path, None).spoken
    assert str(spoken["Take-off"]) == "main.geojson: x (features[0])"
    fresh = brought_up_to_date(None, "de", spoken)
    assert fresh.count(b'msgstr ""') == len(spoken) + 1
    grown = brought_up_to_date(GERMAN.replace("Moscow", "Moscov").replace('msgid "X"', 'msgid "Quite gone"').encode(), "de", spoken)
    assert '#, fuzzy\nmsgid "Moscow"\nmsgstr "Moskau"' in grown.decode()
    assert 'msgid "Over the Urals"\nmsgstr "Über dem Ural"' in grown.decode()
    assert '#~ msgid "Quite gone"\n#~ msgstr "Y"' in grown.decode()
    assert brought_up_to_date(grown, "de", spoken) == grown
