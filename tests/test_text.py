"""Words by language, with a fallback; the interface's own words."""

from __future__ import annotations

from app.text import Text, interface

PESHAWAR = Text((("en", "Peshawar"), ("ru", "Пешавар")))


def test_text_falls_back_to_the_first_language() -> None:
    assert PESHAWAR.find("ru") == ("ru", "Пешавар")
    assert PESHAWAR.find("ja") == ("en", "Peshawar")
    assert Text().find("ja") == ("ja", "")
    assert str(PESHAWAR) == PESHAWAR.in_language("en") == "Peshawar"


def test_text_falls_back_to_a_wider_language_first() -> None:
    bridge = Text((("en", "Bridge"), ("de", "Brücke")))
    assert bridge.find("de-x-easy") == ("de", "Brücke")
    assert bridge.missing(("en", "de", "de-x-easy", "fr-x-easy")) == ("fr-x-easy",)
    assert PESHAWAR.missing(("en", "de", "de-x-easy")) == ("de",)


def test_a_plain_string_is_in_one_language() -> None:
    assert Text.of("Brücke", "de").as_dict() == {"de": "Brücke"}
    assert Text.of({"en": "Bridge", "de": "Brücke"}).as_dict() == {"en": "Bridge", "de": "Brücke"}


def test_missing_languages() -> None:
    assert PESHAWAR.missing(("en", "de", "ru", "ja")) == ("de", "ja")
    assert Text((("en", "Peshawar"), ("de", "  "))).missing(("en", "de")) == ("de",)
    assert PESHAWAR
    assert not Text((("en", " "),))


def test_english_is_the_first_interface_language() -> None:
    assert all(next(iter(text))[0] == "en" for text in interface().values())
