"""Bibliographies as Zotero and Better BibTeX export them: what is read, shown, cited and reported."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from app.assets import Linked
from app.content import ReadResult
from app.page import render
from app.presentation import Presentation
from app.references import reference
from tests.content.folders import SOURCES, STORY, collection, read, sentences, site

EXPORTS = Path(__file__).parent / "bibliographies"
BIBTEX = "@book{{trial,\n title = {{{title}}},\n author = {{{author}}},\n publisher = {{P}}\n}}\n"


def exported(folder: Path, name: str, **files: str) -> ReadResult:
    """An exhibit with an export of that name as its bibliography, beside `files`."""
    file = f"sources_{name.rpartition('.')[2]}"
    given: dict[str, Any] = {"sources_json": None, file: (EXPORTS / name).read_bytes()}
    return read(folder / "urals", **given | {"story_en_md": "## The start {#start}\n\nThere.\n"} | files)


def shown(result: ReadResult, language: str = "en") -> dict[str, str]:
    """The references as text, by id."""
    assert result.exhibit
    return {
        source.id.rpartition("/")[2]: unescape(re.sub("<[^<>]*>", "", reference(source, language)))
        for source in result.exhibit.sources
    }


def test_zotero_export_is_read_whole(tmp_path: Path) -> None:
    result = exported(tmp_path, "zotero.json")
    assert list(shown(result).values()) == [
        "Rich, Ben R., and Leo Janos. Skunk works: a personal memoir of my years at Lockheed. Boston: Little, Brown, "
        "1994. TL565 .R53 1994. 370 pp. ISBN 978-0-316-74330-3. Accessed 3 November 2026.",
        "Gogh, Vincent van, and Simone de Beauvoir. “Eisenhower, the Francis Gary Powers affair, and CO2”. Diplomatic "
        "History 41, no. 4 (Autumn 2017): 752–779. ISSN 0145-2096, 1467-7709.",
        "Foreign Office. “Shooting down of U2 aircraft”. 6 May 1960 – 9 May 1960. Memorandum. FO 371/151997, fol. 12, "
        "The National Archives, Kew.",
        "Braun, Wernher von. “Der Absturz”. In Krieg ohne Front, 2nd ed., vol. 2, edited by Hans Müller and Eva Mayer, "
        "translated by Iwan Petrow, 90–101. Reihe Luftfahrt 7. München: Oldenbourg, about 1961.",
        "山田太郎. “Open skies”. In Proceedings of the Pugwash Conference, 1–9, n.d. Pugwash Conference on Science and "
        "World Affairs, London.",
        "Карта Урала. Москва: ГУГК, Spring 1958. 60 × 80 cm, 1:500,000.",
        "Kubrick, Stanley, Jr., dir. The Overflight. US Air Force, 1960. USAF-1960, 35 mm.",
    ]
    assert "kept, but not shown: abstract (1 source), source (2 sources)." in sentences(result)
    assert "error" not in sentences(result)
    assert result.exhibit
    assert result.exhibit.sources[1].addresses == ("https://doi.org/10.1093/dh/dhx017",)
    assert json.loads(result.exhibit.sources[1].csl)["abstract"] == "On the decision."


def test_better_biblatex_export_is_read_whole(tmp_path: Path) -> None:
    result = exported(tmp_path, "better-bibtex.bib")
    assert shown(result, "de") == {
        "richSkunkWorksPersonal1994": "Rich, Ben R., und Leo Janos. Skunk Works: A Personal Memoir of My Years at "
        "Lockheed. Boston: Little, Brown, 1994. 370 S. ISBN 978-0-316-74330-3.",
        "mcininchBlackShield1995": "McIninch, Thomas P., Central Intelligence Agency, Jan van der Meer, und Martin "
        "King Jr. „Black Shield“. Air Force Magazine, Bd. 78, Nr. 1, Januar 1995, 66–71. Abgerufen am 3. November "
        "2026.",
        "mullerAbsturz1961": "Braun, Wernher von. „Der Absturz der U-2 über Sverdlovsk: 100% belegt“. In Krieg ohne "
        "Front, 2. Aufl., Bd. 2, hrsg. von Hans Müller, 90–101. Reihe Luftfahrt 7. München: Oldenbourg, etwa 1961.",
        "foreignofficeShootingU21960": "Foreign Office. „Shooting down of U2 Aircraft“. 6. Mai 1960 – 9. Mai 1960. "
        "Memorandum. FO 371/151997, fol. 12, The National Archives, Kew.",
        "old_style": "Smith, Ann. „Flights“. University of Łódź, Oktober 1988.",
    }
    assert result.exhibit
    by_id = {source.id: source for source in result.exhibit.sources}
    assert by_id["mcininchBlackShield1995"].addresses == (
        "https://doi.org/10.1000/182",
        "https://airandspaceforces.com/article/0195_shield%20x~y",
    )
    assert "<i>U-2</i>" in reference(by_id["mullerAbsturz1961"], "de")
    assert by_id["foreignofficeShootingU21960"].note == "Seen 2025."
    assert "kept, but not shown: file (1 source), keyword (1 source)." in sentences(result)


def test_ris_export_is_read_whole(tmp_path: Path) -> None:
    result = exported(tmp_path, "zotero.ris")
    assert shown(result) == {
        "rich-1994": "Rich, Ben R., and Leo Janos. Skunk works: a personal memoir of my years at Lockheed. Boston: "
        "Little, Brown, 1994. TL565 .R53 1994. ISBN 978-0-316-74330-3.",
        "fo-371": "Foreign Office. “Shooting down of U2 aircraft”. Kew, 6 May 1960. FO 371/151997, fol. 12, The "
        "National Archives.",
        "van-gogh-2017": "van Gogh, Vincent. “Eisenhower and the affair”. Diplomatic History 41, no. 4 (September "
        "2017): 752–779. ISSN 0145-2096. Accessed 3 November 2026.",
    }
    assert result.exhibit
    assert result.exhibit.sources[1].note == "First line second line"
    assert "2 sources have no id (tag ID). By author and year: rich-1994, van-gogh-2017." in sentences(result)
    assert "UR (1 source), keyword (1 source), source (1 source)." in sentences(result)


@pytest.mark.parametrize(
    "cited", ["http://zotero.org/users/19396332/items/JZC78ECC", "JZC78ECC", "richSkunkWorksPersonal1994"]
)
def test_zotero_item_is_cited_by_each_of_its_ids(cited: str, tmp_path: Path) -> None:
    layer = collection(site("x", citations=[cited], description=f"There.[^{cited}, p. 2]"))
    result = exported(
        tmp_path, "zotero.json", story_en_md=f"## The start {{#start}}\n\nThere.[^{cited}, p. 1]\n", main_geojson=layer
    )
    assert result.exhibit
    assert sentences(result).count("error") == 0, sentences(result)
    html = render(result.exhibit, Presentation(Linked(), language="en", home="/")).html
    assert re.findall(r'href="#source-1"[^>]*>([^<]+)</a>', html) == ["1, p. 1", "1, p. 2", "1"]
    assert 'href="#note-start-1-1"' in html.partition('<li id="source-1"')[2].partition("</li>")[0]
    assert html.partition('class="locators"')[2].partition("</span>")[0] == ">Cited here: p. 1"


def test_short_id_never_hides_a_whole_one(tmp_path: Path) -> None:
    items = [
        {"id": "http://zotero.org/users/1/items/trial", "title": "By address", "publisher": "P"},
        {"id": "trial", "title": "By id", "publisher": "Q"},
    ]
    result = read(tmp_path / "urals", sources_json=json.dumps(items))
    assert not result.faults, sentences(result)
    assert result.exhibit
    html = render(result.exhibit, Presentation(Linked(), language="en", home="/")).html
    assert "By id" in html.partition('<li id="source-1"')[2].partition("</li>")[0]


def test_bibliography_is_recognized_by_its_content(tmp_path: Path) -> None:
    bibtex = BIBTEX.format(title="T", author="A, B")
    for number, name in enumerate(("sources_json", "sources_bib", "sources_ris")):
        for kind, content in enumerate((bibtex, f"\ufeff% Encoding: UTF-8\n\n{bibtex}", json.dumps(SOURCES))):
            files: dict[str, Any] = {"sources_json": None} | {name: content}
            assert not read(tmp_path / f"{number}-{kind}", **files).faults


def test_several_files_are_one_bibliography(tmp_path: Path) -> None:
    story = STORY.replace("[^trial]", "[^trial][^b][^c]")
    ris = "TY  - BOOK\nID  - c\nTI  - C\nPB  - P\nER  - \n"
    bibtex = "@book{b,\n title = {B},\n publisher = {P}\n}\n"
    result = read(tmp_path / "urals", sources_bib=bibtex, sources_ris=ris, story_en_md=story)
    assert not result.faults, sentences(result)
    assert str(result.counts).endswith("4 sources")


def test_damaged_bibliography_leaves_citations_alone(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", sources_bib="", story_en_md=STORY.replace("trial", "elsewhere"))
    assert (
        sentences(result) == "error: sources.bib: The file is empty. Save it again; saving may have been interrupted."
    )
    assert result.broken == {"sources.bib"}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"\'Etude \"uber {\L}\'od\'z", "Étude über Łódź"),
        ("100% of R&D", "100% of R&D"),
        ("100\\% of R\\&D", "100% of R&D"),
        ("The {{NASA}} {Files}", "The NASA Files"),
        (r"\textit{a \textbf{b}}", "a b"),
        ("Berlin--Paris", "Berlin–Paris"),
        ("``Up''", "“Up”"),
        ("a < b <script>", "a < b <script>"),
    ],
)
def test_latex_becomes_text(written: str, title: str, tmp_path: Path) -> None:
    bibtex = BIBTEX.format(title=written, author="A, B")
    result = read(tmp_path / "urals", sources_json=None, sources_bib=bibtex)
    assert not result.faults, sentences(result)
    assert result.exhibit
    assert result.exhibit.sources[0].title == title


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ludwig van Beethoven", ["Beethoven, Ludwig van"]),
        ("van Beethoven, Ludwig and {Air and Space Forces}", ["Beethoven, Ludwig van", "Air and Space Forces"]),
        (r"M{\"u}ller, Hans and others", ["Müller, Hans"]),
        ("King, Jr., Martin", ["King, Martin, Jr."]),
    ],
)
def test_names_of_bibtex_have_their_parts(written: str, names: list[str], tmp_path: Path) -> None:
    bibtex = BIBTEX.format(title="T", author=written)
    result = read(tmp_path / "urals", sources_json=None, sources_bib=bibtex)
    assert result.exhibit
    assert list(result.exhibit.sources[0].authors) == names


def test_crossref_gives_what_the_entry_lacks(tmp_path: Path) -> None:
    bibtex = (
        "@incollection{trial,\n title = {Part},\n author = {A, B},\n crossref = {whole}\n}\n"
        "@book{whole,\n title = {Whole},\n editor = {C, D},\n publisher = {P},\n year = 1960\n}\n"
        "@book{own,\n title = {Own},\n publisher = {P},\n crossref = {own}\n}\n"
    )
    result = read(tmp_path / "urals", sources_json=None, sources_bib=bibtex)
    assert not result.faults, sentences(result)
    assert shown(result)["trial"] == "A, B. “Part”. In Whole, edited by D C. P, 1960."


def test_ids_of_ris_are_unique_and_lines_continue(tmp_path: Path) -> None:
    entry = (
        "TY  - BOOK\nAU  - Powers, Francis Gary\nTI  - Operation\n  Overflight\nPB  - P\nPY  - 1970\nET  - {}\nER  - \n"
    )
    ris = "".join(map(entry.format, (1, 2, 3))) + "TY  - GEN\nER  - \nstray\nTY  - GEN\n\nER  - "
    result = read(tmp_path / "urals", sources_json=None, sources_ris=ris)
    assert result.exhibit
    ids = [source.id for source in result.exhibit.sources]
    assert ids == ["powers-1970", "powers-1970-2", "powers-1970-3", "source", "source-2"]
    assert result.exhibit.sources[0].title == "Operation Overflight"
