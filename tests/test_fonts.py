"""Fonts: every character in use has a glyph, and a single file contains the pieces that it needs."""

from __future__ import annotations

import base64
import gzip
import importlib
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app import fonts
from app.assets import all_assets, asset
from app.settings import PROJECT

MAX_BYTES = 700_000


def named(characters: frozenset[str]) -> str:
    return ", ".join(f"{char} (U+{ord(char):04X})" for char in sorted(characters))


def test_every_character_in_use_has_a_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    in_use = importlib.import_module("fonts").in_use()
    missing = frozenset(map(chr, in_use)) - fonts.covered()
    assert not missing, f"No font in app/static/fonts has {named(missing)}. Run: make fonts"


DRAWINGS = [
    path
    for path in sorted(PROJECT.glob("geodata/exhibits/*/media/*.svg"))
    if max(path.read_text(encoding="utf-8")) >= "\u2e80"
]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_contains_the_font_for_its_japanese_words(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    ranges = re.search(r"src: url\(data:font/woff2;base64,[A-Za-z0-9+/=]+\); unicode-range: ([^ ]+) \}", text)
    assert ranges, "Run: make fonts"
    assert fonts.in_ranges(ranges[1]) == {char for char in text if char >= "\u2e80"}, "Run: make fonts"


def test_every_font_is_named_by_the_style_sheet_and_has_a_licence() -> None:
    files = {name for name in all_assets() if name.startswith("fonts/")}
    assert {piece.name for piece in fonts.pieces()} == files
    licences = {path.stem.removeprefix("LICENSE-") for path in (PROJECT / "app/static/fonts").glob("LICENSE-*.txt")}
    family = re.compile(r"fonts/(literata|noto-(?:sans|serif)(?:-(?:jp|sc|hebrew|math))?)-")
    assert {match[1] for name in files if (match := family.match(name))} == licences


def test_no_character_of_a_family_is_in_two_pieces() -> None:
    faces: dict[tuple[str, str], set[str]] = {}
    for piece in fonts.pieces():
        style = re.search(r"font-weight: \d+; font-style: \w+", piece.rule)
        assert style
        seen = faces.setdefault((piece.family, style[0]), set())
        assert not seen & piece.characters, piece.name
        seen |= piece.characters


def test_fonts_stay_small() -> None:
    assert sum(len(asset(piece.name).content) for piece in fonts.pieces()) < MAX_BYTES


def test_a_page_of_another_language_loads_only_a_small_japanese_piece() -> None:
    needed = [piece for piece in fonts.pieces() if piece.characters & set("日本語")]
    assert needed
    assert all(len(asset(piece.name).content) < 4_000 for piece in needed)


@pytest.mark.parametrize(("words", "scripts"), [
    ("Peshawar", {"latin"}), ("Poznań", {"latin", "latin-ext"}), ("Полёт", {"cyrillic"}), ("Ночь", {"cyrillic"}),
])  # fmt: skip
def test_a_file_contains_the_pieces_for_its_characters(words: str, scripts: set[str]) -> None:
    names = re.findall(r'"(Overflight \w+)"', fonts.inlined(words))
    assert len(names) == 5 * len(scripts)
    assert set(names) == {"Overflight Serif", "Overflight Sans"}


def test_a_file_contains_japanese_once() -> None:
    sheet = fonts.inlined("飛行")
    assert set(re.findall(r'font-family: "([^"]+)"', sheet)) == {"Overflight Sans Japanese"}
    assert "url(../" not in sheet


def test_a_file_contains_few_glyphs_that_it_does_not_need() -> None:
    needed = "飛行 Poznań"
    whole, cut = fonts.inlined(needed), fonts.inlined(needed, cut=True)
    assert len(cut) < len(whole) / 2
    assert cut == fonts.inlined(needed, cut=True)
    encoded = re.findall(r"data:font/woff2;base64,([^)]+)", cut)
    glyphs = [TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap() for font in encoded]
    assert {ord(char) for char in needed} - {ord(" ")} <= set().union(*glyphs)
    assert not any(ord("語") in each for each in glyphs)


def test_characters_of_a_page_include_packed_data_and_capitals() -> None:
    packed = base64.b64encode(gzip.compress("語".encode())).decode()
    found = fonts.characters(
        f'<p>ж</p><script src="data:text/javascript,%E2%89%88"></script>"data:application/gzip;base64,{packed}"'
    )
    assert {"ж", "Ж", "≈", "語"} <= found


@pytest.mark.parametrize("language", ["en", "de", "de-x-easy", "ru", "uk", "ja", "ar", "fr"])
def test_what_a_page_asks_for_first_are_pieces_with_the_letters_of_its_language(language: str) -> None:
    letters = {"ru": "абвгд", "uk": "абвгд", "ja": "", "ar": ""}.get(language, "abcde")
    named = [piece for piece in fonts.pieces() if piece.name in fonts.first(language)]
    assert len(named) == len(fonts.first(language)) == (4 if letters else 0)
    assert all(set(letters) <= piece.characters for piece in named)
