"""References: names, dates, titles and marks in four languages, and nothing of an entry lost or run as HTML."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import citeproc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import create_app, references
from app.domain import Source
from app.errors import SettingInvalid
from app.references import DATES, NAMES, STYLE, TEXTS, plain, reference
from app.settings import Settings

BOOK: dict[str, Any] = {
    "type": "book",
    "title": "The Trial",
    "author": [{"family": "Rich", "given": "Ben R."}, {"family": "Janos", "given": "Leo"}],
    "publisher": "Little, Brown",
    "publisher-place": "Boston",
    "issued": {"date-parts": [[1994]]},
}
PART: dict[str, Any] = {"type": "article-newspaper", "title": "Up", "container-title": "The Press"}


def written(language: str = "en", /, **item: Any) -> str:
    """The reference to an entry, with its tags."""
    return str(reference(Source("x", item.get("title", "x"), csl=json.dumps(item)), language))


def words(language: str = "en", /, **item: Any) -> str:
    """The reference to an entry, as text."""
    return unescape(re.sub("<[^<>]*>", "", written(language, **item)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Rich, Ben R., and Leo Janos. The Trial. 2nd ed., vol. 3. Boston: Little, Brown, 1994."),
        ("de", "Rich, Ben R., und Leo Janos. The Trial. 2. Aufl., Bd. 3. Boston: Little, Brown, 1994."),
        ("ru", "Rich, Ben R., и Leo Janos. The Trial. 2-е изд., т. 3. Boston: Little, Brown, 1994."),
        ("ja", "Rich, Ben R., & Leo Janos. The Trial. 2 版, vol. 3. Boston: Little, Brown, 1994."),
        ("fr", "Rich, Ben R., et Leo Janos. The Trial. 2ᵉ éd., vol. 3. Boston: Little, Brown, 1994."),
        ("x-none", "Rich, Ben R., and Leo Janos. The Trial. 2nd ed., vol. 3. Boston: Little, Brown, 1994."),
    ],
)
def test_terms_are_those_of_the_language(language: str, expected: str) -> None:
    assert words(language, **BOOK, edition="2", volume="3") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}, "Gogh, Vincent van"),
        ({"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}, "Humboldt, Alexander von"),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr."}, "King, Martin Luther, Jr"),
        ({"family": "山田", "given": "太郎"}, "山田太郎"),
        ({"family": "Kádár", "given": "János", "static-ordering": True}, "Kádár János"),
        ({"literal": "CIA"}, "CIA"),
        ({"family": "Homer"}, "Homer"),
    ],
)
def test_name_is_written_as_its_parts_say(name: dict[str, Any], expected: str) -> None:
    assert words(**BOOK | {"author": [name]}).startswith(f"{expected}. The Trial")


def test_editor_stands_in_for_the_author() -> None:
    edited = BOOK | {"author": [], "editor": BOOK["author"]}
    assert words(**edited).startswith("Rich, Ben R., and Leo Janos, eds. The Trial. Boston")
    both = BOOK | {"editor": [{"family": "B", "given": "A"}], "translator": [{"family": "D", "given": "C"}]}
    assert "The Trial. Edited by A B. Translated by C D. Boston" in words(**both)


@pytest.mark.parametrize(
    ("issued", "en", "de", "ru", "ja"),
    [
        ({"date-parts": [[1960]]}, "1960", "1960", "1960", "1960"),
        ({"date-parts": [[1960, 5]]}, "May 1960", "Mai 1960", "май 1960 г", "1960年5月"),
        ({"date-parts": [[1960, 5, 1]]}, "1 May 1960", "1. Mai 1960", "1 мая 1960 г", "1960年5月1日"),
        (
            {"date-parts": [[1927, 5, 20], [1927, 5, 21]]},
            "20 May 1927 – 21 May 1927",
            "20. Mai 1927 – 21. Mai 1927",
            "20 мая 1927 г. – 21 мая 1927 г",
            "1927年5月20日 – 1927年5月21日",
        ),
        ({"date-parts": [[1960]], "circa": True}, "about 1960", "etwa 1960", "примерно 1960", "1960頃"),
        ({"date-parts": [[1960]], "season": 1}, "Spring 1960", "Frühjahr 1960", "весна 1960", "1960年春季"),
        ({"literal": "n.d."}, "n.d", "o. J", "б. д", "日付なし"),
        ({"literal": "between the wars"}, *["between the wars"] * 4),
        ({"date-parts": [[-43, 3]]}, *["-043-03"] * 4),
    ],
)
def test_date_is_in_words(issued: dict[str, Any], en: str, de: str, ru: str, ja: str) -> None:
    found = [words(language, **PART, issued=issued) for language in ("en", "de", "ru", "ja")]
    assert [each.replace("\xa0", " ").replace("\u202f", " ").partition("The Press, ")[2] for each in found] == [
        f"{d}." for d in (en, de, ru, ja)
    ]


def test_undated_book_says_so() -> None:
    undated = {key: value for key, value in BOOK.items() if key != "issued"}
    assert words(**undated).endswith("Little, Brown, n.d.")
    assert words(**PART) == "“Up”. The Press."


@pytest.mark.parametrize(
    ("title", "en", "de", "ru"),
    [
        ("Up", "“Up”.", "„Up“.", "«Up»."),
        ("Up?", "“Up?”", "„Up?“", "«Up?»"),
        ("A “Swap”", "A “Swap”.", "A “Swap”.", "«A “Swap”»."),
        ("«Воюя»", "“«Воюя»”.", "„«Воюя»“.", "«Воюя»."),
    ],
)
def test_title_keeps_its_own_marks(title: str, en: str, de: str, ru: str) -> None:
    for language, expected in (("en", en), ("de", de), ("ru", ru)):
        assert words(language, **PART | {"title": title}) == f"{expected} The Press."


def test_title_in_italics_needs_no_second_full_stop() -> None:
    assert words(**BOOK | {"author": [], "title": "Who was the U.S.S.R.?"}).startswith("Who was the U.S.S.R.? Boston")
    assert written(**BOOK | {"author": [], "title": "The U.S."}).startswith("<cite>The U.S.</cite> Boston")


def test_markup_of_zotero_is_read_and_any_other_is_text() -> None:
    title = (
        '<i>Enola</i> H<sub>2</sub>O <span class="nocase">USA</span> <b>a <i>b</i></b> <script>x</script> <i>open & "'
    )
    html = written(**PART | {"title": title})
    assert (
        "<i>Enola</i> H<sub>2</sub>O USA <b>a <i>b</i></b> &lt;script&gt;x&lt;/script&gt; &lt;i&gt;open &amp; &#34;"
        in html
    )
    assert plain(title) == 'Enola H2O USA a b <script>x</script> <i>open & "'


def test_title_has_its_language_and_direction_where_they_are_not_those_of_the_page() -> None:
    assert '<cite lang="ru">Абель</cite>' in written(**BOOK | {"title": "Абель", "language": "ru"})
    assert "<cite>Абель</cite>" in written("ru", **BOOK | {"title": "Абель", "language": "ru-RU"})
    assert '<cite dir="rtl">מבצע</cite>' in written(**BOOK | {"title": "מבצע", "language": "Hebrew, I think"})
    assert '<cite dir="ltr">Up</cite>' in written("he", **BOOK | {"title": "Up"})
    assert "<cite>1994</cite>" in written("he", **BOOK | {"title": "1994"})


def test_everything_that_leads_to_a_source_is_shown() -> None:
    texts = {key: f"the {key}" for key in TEXTS}
    people = {key: [{"family": f"F-{key}", "given": "G"}] for key in NAMES}
    dates = {key: {"literal": f"day of {key}"} for key in DATES}
    for kind in ("article-journal", "article-newspaper", "book", "chapter", "webpage", "manuscript", "nonsense"):
        found = words(type=kind, **texts, **people, **dates)
        hidden = [value for value in texts.values() if value not in found]
        assert not hidden, kind
        assert all(f"F-{key}" in found for key in NAMES), kind
        assert all(value["literal"] in found for value in dates.values()), kind


def test_style_and_module_name_the_same_variables() -> None:
    names = {"text": "variable", "names": "variable", "date": "variable", "number": "variable"}
    used: set[str] = set()
    for element in ET.parse(STYLE).iter():
        tag = element.tag.partition("}")[2]
        used |= set(element.get(names.get(tag, ""), "").split())
    assert used == {*TEXTS, *NAMES, *DATES}


def test_no_network_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert "et Leo Janos" in words("fr", **BOOK, note="uncached", DOI="10.1000/182", URL="https://a.example/")


ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(
    title=ANY,
    kind=st.sampled_from(["book", "chapter", "webpage", "article-journal"]),
    texts=st.dictionaries(st.sampled_from(sorted({*TEXTS} - {"title"})), ANY, max_size=4),
    people=st.lists(st.dictionaries(st.sampled_from(["family", "given", "literal"]), ANY, min_size=1), max_size=3),
    language=st.sampled_from(["en", "de", "ru", "ja", "he"]),
)
def test_any_words_are_shown_as_they_are(
    title: str, kind: str, texts: dict[str, str], people: list[dict[str, str]], language: str
) -> None:
    html = written(language, type=kind, title=title, author=people, **texts)
    assert not re.search(r"<(?!/?(?:cite|i|b|sup|sub)\b)", html)
    assert plain(title) in unescape(re.sub("</?(?:cite|i|b|sup|sub)\\b[^<>]*>", "", html))


HARVARD = Path(citeproc.__file__).parent / "data" / "styles" / "harvard-cite-them-right.csl"


@pytest.fixture
def harvard() -> Iterator[None]:
    """References in Harvard style, as citeproc-py brings it along."""
    references.use_style(HARVARD)
    yield
    references.use_style(None)


DATED: dict[str, Any] = {"type": "book", "title": "Up", "issued": {"date-parts": [[1970, 5, 7]]}}


@pytest.mark.usefixtures("harvard")
@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            {"title": "Up & <i>away</i>", "author": [{"family": "Powers", "given": "Francis Gary"}]},
            "Powers, F.G. (1970) <cite>Up &amp; <i>away</i></cite>.",
        ),
        (
            PART | {"author": [{"family": "<b>", "given": "Ada"}]},
            '&lt;b&gt;, A. (1970) “<cite class="part">Up</cite>”, <i>The Press</i>, 7 May.',
        ),
        (
            {"issued": {"date-parts": [[1970]], "circa": True}, "author": [{"literal": "CIA"}]},
            "CIA (about 1970) <cite>Up</cite>.",
        ),
        ({"author": [{"family": "Doe", "given": "9000019"}]}, "Doe, . 9000019 . (1970) <cite>Up</cite>."),
    ],
)
def test_another_style_of_csl(entry: dict[str, Any], text: str) -> None:
    assert written(**DATED | entry) == text


def test_the_style_is_a_setting_and_can_be_set_back(geodata: Path) -> None:
    before = written(**BOOK)
    create_app(Settings(geodata=geodata, citation_style=str(HARVARD)))
    try:
        assert written(**BOOK).startswith("Rich, B.R. and Janos, L. (1994) ")
    finally:
        create_app(Settings(geodata=geodata))
    assert written(**BOOK) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("<style", "cannot be read"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "cannot be read"),
        ("<html/>", "is not a style of CSL"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl"><info/></style>', "has no bibliography"),
        (
            '<style xmlns="http://purl.org/net/xbiblio/csl"><bibliography><layout><text variable="citation-number"/>'
            "</layout></bibliography></style>",
            "numbers its entries",
        ),
    ],
)
def test_file_that_is_no_usable_style_is_refused(content: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "style.csl"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingInvalid, match=message):
        references.use_style(path)
