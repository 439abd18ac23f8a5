"""Exhibits in languages that the interface has not, and in those that are written from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskClient

from app import create_app
from app.locales import direction_of
from app.page.translator import Translator
from app.settings import Settings
from app.text import Text
from tests.content.folders import STORY, TOML, make

FRENCH = {"Over the Urals": "Au-dessus de l'Oural"}
ARABIC = {"Over the Urals": "فوق الأورال"}


def catalog(words: dict[str, str]) -> str:
    return "\n".join(f'msgid "{english}"\nmsgstr "{other}"\n' for english, other in words.items())


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    for slug, languages in (("urals", ["en", "fr", "ar"]), ("other", ["en", "de"])):
        toml = TOML.replace("period =", f"languages = {languages}\nperiod =")
        stories: dict[str, str | bytes | None] = {f"story_{language}_md": STORY for language in languages}
        make(
            tmp_path / "exhibits" / slug,
            exhibit_toml=toml,
            words_fr_po=catalog(FRENCH),
            words_ar_po=catalog(ARABIC),
            **stories,
        )
    return tmp_path


@pytest.fixture
def client(geodata: Path) -> FlaskClient:
    return create_app(Settings(geodata=geodata)).test_client()


def test_there_is_no_document_in_a_script_without_a_font(client: FlaskClient) -> None:
    assert client.get("/urals/handout.pdf?lang=fr").status_code == 200
    assert client.get("/urals/handout.pdf?lang=ar").status_code == 404


def run(geodata: Path, *arguments: str, language: str = "") -> Result:
    return (
        create_app(Settings(geodata=geodata, language=language))
        .test_cli_runner()
        .invoke(args=["exhibit", "export", *arguments])
    )


@pytest.mark.parametrize(("address", "accepted", "language"), [
    ("/urals/?lang=fr", "", "fr"),
    ("/urals/", "fr-CA, en;q=0.5", "fr"),
    ("/other/", "fr, de;q=0.5", "de"),
    ("/urals/?lang=fr", "ar", "fr"),
    ("/urals/?lang=xx", "ar", "ar"),
    ("/urals/?lang=de", "", "en"),
    ("/urals/kiosk?lang=fr", "", "fr"),
    ("/?lang=ar", "", "ar"),
])  # fmt: skip
def test_every_language_of_an_exhibit_can_be_requested(
    client: FlaskClient, address: str, accepted: str, language: str
) -> None:
    page = client.get(address, headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}"' in page


def test_an_answer_from_the_cache_is_in_the_requested_language(client: FlaskClient) -> None:
    for accepted, language in (("fr", "fr"), ("ar, fr;q=0.5", "ar"), ("en", "en"), ("fr", "fr")):
        assert f'<html lang="{language}"' in client.get("/urals/", headers={"Accept-Language": accepted}).text


def test_a_setting_may_name_a_language_that_only_exhibits_have(geodata: Path) -> None:
    settings = Settings.from_environment({"OVERFLIGHT_GEODATA": str(geodata), "OVERFLIGHT_LANGUAGE": "fr"})
    client = create_app(settings).test_client()
    assert '<html lang="fr"' in client.get("/urals/").text
    assert '<html lang="en"' in client.get("/other/").text


def test_a_file_can_be_exported_in_any_language_of_the_exhibit(geodata: Path, tmp_path: Path) -> None:
    done = run(geodata, "urals", "--lang", "fr", "--to", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert '<html lang="fr"' in (tmp_path / "out" / "urals.html").read_text(encoding="utf-8")
    refused = run(geodata, "other", "--lang", "fr", "--to", str(tmp_path / "out"))
    assert refused.exit_code == 2
    assert "Use one of en, de." in refused.output


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ja", "ltr"), ("xx", "ltr"), ("de-x-easy", "ltr")],
)
def test_directions(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_a_page_has_the_direction_of_its_language(client: FlaskClient) -> None:
    arabic = client.get("/urals/?lang=ar").text
    assert '<html lang="ar" dir="rtl"' in arabic
    assert 'lang="en" dir="ltr" data-language="en"' in arabic
    assert '<html lang="en" dir="ltr"' in client.get("/urals/?lang=en").text


def test_a_name_in_the_other_direction_is_isolated_in_a_sentence() -> None:
    sentence = Translator(("en", "ar"), "en").text("map_of", title=Text.of("فوق", "ar")).in_language("en")
    assert "\u2068فوق\u2069" in sentence


def test_words_in_the_other_direction_say_so() -> None:
    assert 'lang="en" dir="ltr"' in Translator(("ar", "en"), "ar").say(Text.of("Peshawar"))
    assert "dir=" not in Translator(("de", "en"), "de").say(Text.of("Peshawar"))
