"""Documents for paper: what they contain, and that everybody can read them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app, export, plate, printing
from app.content import Library, read_exhibit
from app.domain import Basis, Chapter, Exhibit, Person, Text
from app.errors import NotFound, Rejected
from app.papers import PRINTS
from app.printing import Options, kept
from app.printing.document import Document
from app.printing.index import Index
from app.printing.moments import moments_of
from app.printing.rich import nodes_of
from app.printing.text import ExhibitText, shortened
from app.settings import PROJECT, Settings
from tests.conftest import feature, write_exhibit
from tests.content.folders import make
from tests.pdf import Printed
from tests.photographs import picture
from tests.test_cli import overflight

INDEXES = ["Index of persons", "Index of places"]

SITE = "https://museum.example/"


@cache
def exhibit(slug: str = "grand-slam") -> Exhibit:
    """One of the project's exhibits."""
    found = read_exhibit(PROJECT / "geodata" / "exhibits" / slug).exhibit
    assert found
    return found


@cache
def document(form: str, language: str = "en", paper: str = "") -> Printed:
    """A document, made once: of an exhibit with every kind of evidence, or of a short one where that is enough."""
    found = exhibit("zuyev-to-trabzon" if form == "booklet" else "grand-slam")
    return Printed(printing.DOCUMENTS[form](found, Options(language, paper)))


def unbroken(words: str) -> str:
    """Words without spaces, hyphens and what else may be where a line ends."""
    return re.sub(r"[\s\x02\u00ad\u200b-]", "", words)


def small(tmp_path: Path, **properties: Any) -> Exhibit:
    """The smallest exhibit, without story and bibliography."""
    found = read_exhibit(write_exhibit(tmp_path, "small", features=[feature("bridge", **properties)])).exhibit
    assert found
    return found


@pytest.mark.parametrize(
    ("form", "language"), [("handout", "en"), ("handout", "ja"), ("poster", "ru"), ("booklet", "de")]
)
def test_a_document_can_be_read_by_everybody(form: str, language: str) -> None:
    printed = document(form, language)
    assert printed.is_tagged
    assert printed.is_for_all
    assert printed.language == language
    assert printed.descriptions
    assert all(printed.descriptions)
    assert not printed.fonts_without_file
    assert printed.bookmarks


def test_a_document_is_the_same_bytes_each_time() -> None:
    assert printing.handout(exhibit(), Options("en")) == document("handout").content


def test_a_handout_has_two_sides_with_moments_accounts_and_sources() -> None:
    printed = document("handout")
    assert printed.sizes_mm == {(210, 297)}
    assert min(printed.text_sizes) >= 6.5
    front, back = printed.pages
    for number, title in enumerate(("Grand Slam", "One more flight before Paris", "The hit, 08:53 in Moscow")):
        assert title in front, number
    order = [
        "Conflicting accounts",
        "Which battalion hit",
        "under Major M. Voronov",
        "The official story is wrong",
        "Which account",
        "Sources",
    ]
    assert [back.index(words) for words in order] == sorted(back.index(words) for words in order)
    assert "Dabrowski, Krzysztof" in back


def test_a_handout_has_the_size_of_its_paper() -> None:
    printed = document("handout", "en", "letter")
    assert printed.sizes_mm == {(216, 279)}
    assert len(printed.pages) == 2


def test_a_handout_without_a_disputed_point_is_one_page(tmp_path: Path) -> None:
    (words,) = Printed(printing.handout(small(tmp_path), Options("en"))).pages
    assert "A small exhibit" in words
    assert "Land: Natural Earth" in words


@pytest.mark.parametrize("form", ["handout", "poster"])
def test_words_too_long_for_their_place_never_run_over(tmp_path: Path, form: str) -> None:
    word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    text = Text.of(f"A title that its author has not thought about, {word}, and which goes on")
    chapters = tuple(Chapter(f"chapter-{number}", text, Text.of(f"{text}. {text}.")) for number in range(40))
    found = replace(
        small(tmp_path, name=word),
        title=Text.of(word),
        subtitle=text,
        summary=Text.of(f"{text}. " * 9),
        chapters=chapters,
    )
    printed = Printed(printing.DOCUMENTS[form](found, Options("en")))
    assert len(printed.pages) == 1
    assert not printed.runs_over


def test_a_poster_with_few_chapters_has_a_higher_map(tmp_path: Path) -> None:
    found = small(tmp_path)
    many = replace(found, chapters=tuple(Chapter(str(number), Text.of(str(number))) for number in range(12)))
    few_end, many_end = (
        Printed(printing.poster(each, Options("en"))).heights_of("Warsaw Pact")[0] for each in (found, many)
    )
    assert few_end < many_end - 200


def test_a_poster_is_one_sheet_with_the_chapters_and_a_code() -> None:
    printed = Printed(printing.poster(exhibit(), Options("en", "a1", address="https://museum.example/grand-slam/")))
    assert printed.sizes_mm == {(594, 841)}
    assert min(printed.text_sizes) >= 18
    (words,) = printed.pages
    for chapter in exhibit().chapters:
        assert str(chapter.title) in words
    assert printed.descriptions[-1] == "QR code: https://museum.example/grand-slam/"
    assert "QR code" not in " ".join(document("poster", "ru").descriptions)


def test_the_text_of_a_poster_is_large_enough_to_be_read_from_afar() -> None:
    assert min(document("poster", "ru").text_sizes) >= 6.5 * 2


def test_no_line_of_a_poster_is_over_its_title_in_japanese() -> None:
    printed = Printed(printing.poster(exhibit("across-the-line"), Options("ja")))
    (_, lowest), (highest, bottom), (top, _) = map(printed.heights_of, ("1945", "線", "八つの飛行"))
    assert lowest > highest
    assert bottom > top


@pytest.mark.parametrize(
    ("words", "most", "short"),
    [
        (
            "18:15に007便は東京へより高い高度を求め、18:20に許可され、18:23に報告した。",
            46,
            "18:15に007便は東京へより高い高度を求め…",
        ),
        ("Senior Lieutenant No Kum-Sok, twenty-one years old, landed", 32, "Senior Lieutenant No Kum-Sok…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudampf…"),
        ("東京", 4, "東京"),
    ],
)
def test_what_is_shortened_ends_with_a_whole_part_of_a_sentence(words: str, most: int, short: str) -> None:
    assert shortened(words, most) == short


def test_no_sentence_of_a_moment_is_cut() -> None:
    (words,) = document("poster", "ru").pages
    assert "…" not in words
    found = exhibit()
    text = ExhibitText(found, "ru", Document("ru", (420, 594)))
    for chapter in found.chapters:
        assert unbroken(text.opening_of(chapter, 0)) in unbroken(words)


def test_moments_have_fewer_words_where_there_is_no_room_for_more() -> None:
    found = replace(exhibit(), chapters=(Chapter("one", Text.of("One"), Text.of(f"{'Long ' * 20}end. Two. Three.")),))
    (moment,) = moments_of(ExhibitText(found, "en", Document("en", (210, 297))), found.chapters, 110)
    whole = f"{'Long ' * 20}end."
    assert moment["words"] == [f"{whole} Two.", whole, whole, whole, whole, "", ""]


def test_a_wide_poster_has_the_story_beside_the_map() -> None:
    printed = Printed(printing.poster(exhibit(), Options("en", "a3", landscape=True)))
    assert printed.sizes_mm == {(420, 297)}
    assert len(printed.pages) == 1


def test_a_booklet_has_chapters_with_maps_notes_accounts_places_sources_and_an_index() -> None:
    printed, found = document("booklet", "de"), exhibit("zuyev-to-trabzon")
    titles = [chapter.title.in_language("de") for chapter in found.chapters]
    parts = ["Widersprüchliche Darstellungen", "Orte und Zeiten", "Quellen", "Personenregister", "Ortsregister"]
    assert printed.bookmarks == ["Inhalt", *titles, *parts]
    assert len(printed.descriptions) == len(titles) + 1
    kinds = {kind for kind, _ in printed.elements}
    assert {"/H1", "/H2", "/Note", "/TH", "/TD", "/TOC", "/Caption", "/Link"} <= kinds
    words = " ".join(printed.pages)
    for source in found.sources:
        assert source.title.split(":")[0].split(" ")[0] in words
    assert "Trabzon" in printed.pages[-1]
    for title in titles:
        (caption,) = [number for number, page in enumerate(printed.pages) if f"{title} · " in page]
        assert title in printed.pages[caption].partition(f"{title} · ")[0] + printed.pages[caption - 1]


def test_a_booklet_has_the_pictures_of_the_story_in_every_format(tmp_path: Path) -> None:
    folder = make(tmp_path / "test")
    (folder / "media").mkdir()
    with (folder / "story.en.md").open("a", encoding="utf-8") as story:
        for form in ("jpeg", "png", "webp"):
            (folder / "media" / f"hall.{form}").write_bytes(picture(form.upper()))
            story.write(f"\n![The hall as {form}](media/hall.{form})\n")
    found = read_exhibit(folder).exhibit
    assert found
    descriptions = Printed(printing.booklet(found, Options("en"))).descriptions
    assert {"The hall as jpeg", "The hall as png", "The hall as webp"} <= set(descriptions)


def test_a_catalogue_has_all_exhibits_of_the_language(tmp_path: Path) -> None:
    small_one = small(tmp_path)
    both = [small_one, exhibit("zuyev-to-trabzon")]
    printed = Printed(printing.catalogue(both, Options("en", "a5")))
    assert printed.sizes_mm == {(148, 210)}
    assert printed.bookmarks == ["Contents", "Timeline", "A small exhibit", "Zuyev to Trabzon", *INDEXES]
    assert "A small exhibit" not in "".join(Printed(printing.catalogue(both, Options("ru"))).pages)
    with pytest.raises(NotFound, match="No exhibit is in 'fr'"):
        printing.catalogue([small_one], Options("fr"))


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("en", "Over Kosulino, near Sverdlovsk's edge; Sverdlovskaya is another.", ["Kosulino", "Sverdlovsk"]),
        ("ru", "В Косулине и под Свердловском.", ["Косулино", "Свердловск"]),
        ("ja", "コスリノの上空で。", ["コスリノ"]),
    ],
)
def test_the_index_finds_places_in_the_words_of_the_story(language: str, words: str, marked: list[str]) -> None:
    assert names_in(words, exhibit(), language) == marked


def names_in(words: str, found: Exhibit, language: str) -> list[object]:
    """The names that are marked in a text."""
    nodes = Index([found], language).of(found).marked([words])
    assert "".join(node for node in nodes if isinstance(node, str)) == words
    return [node["name"] for node in nodes if isinstance(node, dict)]


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("en", "Khrushchev's voice; Powers, and superPowers.", ["Khrushchev", "Powers, Francis Gary"]),
        ("de", "Chruschtschows Stimme", ["Chruschtschow"]),
        ("ru", "С Пауэрсом и у Малиновского, у де Голля", ["Пауэрс, Фрэнсис Гэри", "Малиновский", "Голль, де"]),
        ("ja", "パワーズは", ["パワーズ、フランシス・ゲイリー"]),
    ],
)
def test_the_index_finds_people_with_the_endings_of_the_language(language: str, words: str, marked: list[str]) -> None:
    assert names_in(words, exhibit(), language) == marked


def test_the_longest_words_say_who_is_meant_and_several_people_may_have_the_same(tmp_path: Path) -> None:
    people = (
        Person(Text.of("Belenko, Lyudmila"), (("", ("Lyudmila Belenko", "Lyudmila")),)),
        Person(Text.of("Belenko, Viktor")),
        Person(Text.of("Koecher, Hana")),
        Person(Text.of("Koecher, Karl")),
    )
    words = "Belenko; Lyudmila Belenko; Karl and Hana Koecher"
    found = names_in(words, replace(small(tmp_path), people=people), "en")
    assert found == ["Belenko, Viktor", "Belenko, Lyudmila", "Koecher, Hana", "Koecher, Karl"]


def test_a_note_is_not_indexed() -> None:
    note = {"t": "footnote", "c": ["Powers, Operation Overflight"], "n": 1, "label": "source-1"}
    assert Index([exhibit()], "en").of(exhibit()).marked([{"t": "p", "c": [note]}]) == [{"t": "p", "c": [note]}]


def test_the_index_of_persons_names_their_pages() -> None:
    *pages, last = document("booklet", "de").pages
    assert last.rindex("Personenregister") < last.rindex("Ortsregister")
    expected = [str(number) for number, words in enumerate(pages, 1) if "Warren" in words.partition("Quellen")[0]]
    listed = re.search(r"Warren, Jerry ([\d, ]+\d)", last)
    assert listed
    assert listed[1].split(", ") == expected


def test_time_and_altitude_have_their_own_evidence_in_print() -> None:
    fix = replace(
        next(each for flight in exhibit().flights for each in flight.fixes if each.altitude_m and each.time),
        basis=Basis.INFERRED,
        altitude_uncertainty_m=300,
        time_basis=Basis.DOCUMENTED,
    )
    text = ExhibitText(exhibit(), "de", Document("de", (210, 297)))
    assert [*text._fix_facts(fix)][-2:] == ["Höhe ± 300 m", "Zeit belegt"]


def test_chapters_at_one_place_have_their_numbers_together() -> None:
    position = (60.6, 56.8)
    order = plate.Order(numbers=(("1", position), ("2", position), ("3", (30.0, 60.0))))
    drawn = plate.plate_of(exhibit(), order).svg(with_fonts=False)
    assert ">1 · 2<" in drawn
    assert ">3<" in drawn


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Am 16. Mai 1960 begann es. Dann mehr.", "Am 16. Mai 1960 begann es."),
        ("Hier steht das 176. Jagdfliegerregiment. Dann mehr.", "Hier steht das 176. Jagdfliegerregiment."),
        ("“Abeam of the target?” he asked. They turned.", "“Abeam of the target?” he asked."),
        ("N. S. Khrushchev spoke in 1956. He left.", "N. S. Khrushchev spoke in 1956."),
        ("「行け。」と言った。次の日。", "「行け。」と言った。"),
        ("“Watch out! He is near,” said one. They turned.", "“Watch out! He is near,” said one."),
        ("„Pass auf! Er ist nah“, sagte einer. Sie drehten um.", "„Pass auf! Er ist nah“, sagte einer."),
        ("«Осторожно! Он близко», — сказал один. Повернули.", "«Осторожно! Он близко», — сказал один."),
    ],
)
def test_a_moment_has_whole_sentences(words: str, first: str) -> None:
    language = "ja" if words.startswith("「") else "en"
    text = ExhibitText(exhibit(), language, Document(language, (210, 297)))
    assert text.opening_of(Chapter("one", Text.of("One"), Text.of(words)), 10) == first


@pytest.mark.parametrize("form", sorted(printing.DOCUMENTS))
def test_bad_input_is_refused_in_one_sentence(tmp_path: Path, form: str) -> None:
    with pytest.raises(Rejected, match=r"'b5' is not a size of paper\. Use one of a5, a4"):
        printing.DOCUMENTS[form](exhibit(), Options("en", "b5"))
    with pytest.raises(Rejected, match="No font of Overflight has these characters: ج ر س"):
        printing.DOCUMENTS[form](small(tmp_path, name="جسر"), Options("en"))


def test_print_writes_a_document_for_each_exhibit(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    out = tmp_path / "out"
    result = overflight("exhibit", "print", "small", "--as", "handout", "--to", str(out), geodata=tmp_path)
    assert result.exit_code == 0, result.output
    assert result.output.strip() == str(out / "small-handout.pdf")
    assert Printed((out / "small-handout.pdf").read_bytes()).is_tagged


def test_print_writes_a_catalogue_of_all_exhibits(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    out = tmp_path / "out"
    result = overflight("exhibit", "print", "--as", "catalogue", "--to", str(out), geodata=tmp_path)
    assert result.exit_code == 0, result.output
    assert "A small exhibit" in Printed((out / "catalogue.pdf").read_bytes()).bookmarks
    result = overflight("exhibit", "print", "--as", "booklet", "--to", str(out), geodata=tmp_path)
    assert (result.exit_code, result.output.split(".")[0]) == (1, "No exhibit is named")
    result = overflight("exhibit", "print", "small", "smal", "--to", str(out), geodata=tmp_path)
    message = "smal: there is no exhibit of that name. Did you mean “small”?\n"
    assert (result.exit_code, result.output) == (1, message)
    assert [path.name for path in out.iterdir()] == ["catalogue.pdf"]


def test_print_says_why_an_exhibit_cannot_be_shown(tmp_path: Path) -> None:
    (write_exhibit(tmp_path, "small") / "exhibit.toml").write_text("title =", encoding="utf-8")
    result = overflight("exhibit", "print", "small", "--to", str(tmp_path / "out"), geodata=tmp_path)
    message = "small cannot be shown. “flask exhibit check small” says why.\n"
    assert (result.exit_code, result.output) == (1, message)


def test_the_server_makes_a_document_once_for_each_version_and_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made = write_exhibit(tmp_path, "small"), []

    def make(found: Exhibit, options: Options) -> bytes:
        made.append(options)
        return f"%PDF {found.title}".encode()

    monkeypatch.setattr(kept, "DOCUMENTS", {"handout": make})
    settings = Settings(geodata=tmp_path, cache=str(tmp_path / "cache"), site_url="https://museum.example/")

    def get() -> bytes:
        response = create_app(settings).test_client().get("/small/handout.pdf")
        assert response.mimetype == "application/pdf"
        assert response.headers["Content-Disposition"] == 'attachment; filename="small-handout-en.pdf"'
        return bytes(response.data)

    assert get() == get() == b"%PDF A small exhibit"
    assert made == [Options("en", address="https://museum.example/small/")]
    path = folder / "exhibit.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("A small", "Another"), encoding="utf-8")
    assert get() == b"%PDF Another exhibit"
    assert len(list((tmp_path / "cache" / "prints").iterdir())) == 1


def test_an_export_has_what_is_for_paper_and_names_what_has_no_font(tmp_path: Path) -> None:
    write_exhibit(tmp_path, "small")
    write_exhibit(tmp_path, "arabic", features=[feature("bridge", name="جسر")])
    found = Library(tmp_path).exhibits
    prints = printing.Prints(None)
    files = dict(export.files(found, site=True, prints=prints))
    printed = {name for name in files if name.endswith((".pdf", "plate.svg"))}
    paper = {"plate.svg", "handout.pdf", "poster.pdf", "booklet.pdf"}
    assert printed == {*(f"small/{name}" for name in paper), "arabic/plate.svg"}
    assert files["index.html"].count(b'<img src="data:image/png;base64,') == 2
    assert [sentence.split(":")[0] for sentence in prints.refused] == [
        "arabic/handout.pdf",
        "arabic/poster.pdf",
        "arabic/booklet.pdf",
        "catalogue.pdf",
    ]
    for slug in ("small", "arabic"):
        led_to = set(re.findall(rf'href="({slug}/[^"]*)"', files[f"{slug}.html"].decode()))
        beside = {name for name in files if re.match(rf"{slug}/(?!plate|sources)", name)}
        assert beside <= led_to <= files.keys()
    assert "small/" not in export.single_file(found[0])
    assert "catalogue.pdf" not in files["index.html"].decode()
    whole = dict(export.files(found[1:], site=True, prints=printing.Prints(None), site_url=SITE))
    assert 'href="catalogue.pdf"' in whole["index.html"].decode()
    assert f'href="{found[1].slug}/manifest.json"' in whole[f"{found[1].slug}.html"].decode()
    assert {"catalogue.pdf", f"{found[1].slug}/manifest.json"} <= whole.keys()


def test_the_page_links_what_is_for_paper_and_the_kiosk_does_not(client: FlaskClient) -> None:
    page = client.get("/grand-slam/?lang=de").text
    for name in ("plate.svg", *(f"{form}.pdf" for form in printing.DOCUMENTS)):
        assert f'href="{name}?lang=de"' in page
    assert set(printing.DOCUMENTS) == set(PRINTS)
    assert "deck-print" not in client.get("/grand-slam/kiosk").text
    assert "deck-print" not in client.get("/grand-slam/embed").text
    assert "booklet.pdf" not in client.get("/grand-slam/single.html").text


def test_html_becomes_nodes_with_their_notes() -> None:
    html = '<p>One <em>two</em><sup class="note">0</sup> <a href="#x">three</a></p><ol start="2"><li>4</li></ol>'
    assert nodes_of(html, lambda number: f"[{number}]") == [
        {"t": "p", "c": ["One ", {"t": "em", "c": ["two"]}, "[0]", " ", {"t": "a", "c": ["three"], "to": "#x"}]},
        {"t": "ol", "c": [{"t": "li", "c": ["4"]}], "start": "2"},
    ]  # fmt: skip


def test_the_ends_of_written_lines_are_not_those_of_printed_ones() -> None:
    assert nodes_of("<p>One\nline <em>and\nmore</em>\nin Japanese\n線を\n越えて</p><pre>as\nit is</pre>") == [
        {"t": "p", "c": ["One line ", {"t": "em", "c": ["and more"]}, " in Japanese 線を越えて"]},
        {"t": "pre", "c": ["as\nit is"]},
    ]
