"""Bibliographies as they are downloaded: what our own readers, and Zotero, read of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from app.content import BIBLIOGRAPHIES
from app.content.bibliographies import Entry
from app.content.bibliographies.bibtex import read_bibtex
from app.content.bibliographies.csl_writer import item_of
from app.content.bibliographies.ris import read_ris
from app.content.fields.limits import Limits
from app.content.sources import entries_of
from app.domain import Source
from app.errors import Report
from app.page.coins import coins
from tests.conftest import SLUGS, library

Reader = Callable[[str, Report], Iterator[Entry]]
READERS: dict[str, Reader] = {"bib": read_bibtex, "ris": read_ris}
NOT_KEPT = {"bib": {"type"}, "ris": {"type", "container-title"}}
"""What a format has no place for, or only one of two."""


def source(**item: Any) -> Source:
    whole = {"id": "key", "type": "book", "title": "A Title", **item}
    return Source(whole["id"], whole["title"], whole["type"], csl=json.dumps(whole))


def read_back(ending: str, *sources: Source) -> list[dict[str, Any]]:
    report = Report()
    entries = READERS[ending](BIBLIOGRAPHIES[ending].write(sources), report)
    items = [entry.item for entry in entries if isinstance(entry.item, dict)]
    assert not report.faults
    return items


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("ending", ["bib", "ris"])
def test_bibliography_is_read_back_without_loss(slug: str, ending: str) -> None:
    sources = library().exhibit(slug).sources
    for written, back in zip(map(item_of, sources), read_back(ending, *sources), strict=True):
        for key in written.keys() - NOT_KEPT[ending] - {"author"}:
            assert back[key] == written[key], (written["id"], key)
        families = [[name.get("family") for name in item.get("author", ())] for item in (written, back)]
        if ending == "bib":
            assert families[0] == families[1]


@pytest.mark.parametrize("kind", ["dataset", "map", "periodical"])
def test_bibtex_has_no_type_that_makes_zotero_leave_an_entry_out(kind: str) -> None:
    assert BIBLIOGRAPHIES["bib"].write([source(type=kind)]).startswith("@misc{")
    (item,) = read_back("bib", source(type=kind))
    assert item["type"] == kind


def test_signs_of_latex_and_markup_survive() -> None:
    title = "50 % of {all} $5 & <i>U-2</i> #1_a ~ \\ “quoted”"
    (item,) = read_back("bib", source(title=title))
    assert item["title"] == title


@pytest.mark.parametrize("ending", ["bib", "ris"])
@pytest.mark.parametrize(
    "name",
    [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"literal": "Central Intelligence Agency"},
        {"family": "Powers", "given": "Francis Gary", "suffix": "Jr."},
        {"family": "Зуев", "given": "Александр"},
    ],
)
def test_names_survive(ending: str, name: dict[str, str]) -> None:
    (item,) = read_back(ending, source(author=[name]))
    if ending == "ris" and "non-dropping-particle" in name:
        name = {"family": "van Gogh", "given": "Vincent"}
    assert item["author"] == [name]


def test_suffix_written_after_the_given_names_is_a_suffix() -> None:
    written = BIBLIOGRAPHIES["bib"].write([source(author=[{"family": "Powers", "given": "Francis Gary, Jr."}])])
    assert "author = {Powers, Jr., Francis Gary}" in written


def test_id_of_zotero_becomes_a_citation_key() -> None:
    zotero = Source("http://zotero.org/users/1/items/JZC78ECC", "T", aliases=("JZC78ECC",))
    assert BIBLIOGRAPHIES["bib"].write([zotero]).startswith("@misc{JZC78ECC,\n")


def test_sources_are_downloads(client: FlaskClient) -> None:
    for ending, form in BIBLIOGRAPHIES.items():
        response = client.get(f"/grand-slam/sources.{ending}")
        assert response.headers["Content-Type"] == form.mimetype
        assert response.headers["Content-Disposition"].endswith(f'filename="grand-slam-sources.{ending}"')


def test_sources_of_one_feature(client: FlaskClient) -> None:
    every = client.get("/grand-slam/sources.json").get_json(force=True)
    some = client.get("/grand-slam/sources.json?feature=mission-4154").get_json(force=True)
    assert 0 < len(some) < len(every)
    assert all(item in every for item in some)
    assert client.get("/grand-slam/sources.json?feature=none").status_code == 404


def as_zotero_reads(open_url: str) -> dict[str, Any]:
    """An item as Zotero's button makes it (`parseContextObject` in openurl.js of zotero/utilities): what is behind a
    second ``=`` is cut off, and the type is that of Dublin Core if Zotero has it.
    """
    pairs = [(part.split("=")[0], unquote(part.split("=")[1].replace("+", " "))) for part in open_url.split("&")]
    values = dict(pairs)
    form = values["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:")
    genres = {"bookitem": "bookSection", "proceeding": "conferencePaper", "report": "report"}
    types = {"journal": "journalArticle", "book": genres.get(values.get("rft.genre", ""), "book")}
    kind = types.get(form) or values.get("rft.type", "webpage")
    title = {"book": "rft.btitle", "report": "rft.btitle", "journalArticle": "rft.atitle", "bookSection": "rft.atitle"}
    addresses = [value for name, value in pairs if name == "rft_id" and value.startswith("http")]
    return {
        "itemType": kind,
        "title": values.get(title.get(kind, "rft.title")),
        "creators": [value for name, value in pairs if name in ("rft.au", "rft.creator", "rft.aucorp")],
        "url": addresses[-1] if addresses else "",
        "date": values.get("rft.date", ""),
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_zotero_reads_type_title_authors_date_and_address_of_each_source(slug: str) -> None:
    for each in library().exhibit(slug).sources:
        item = as_zotero_reads(coins(each))
        assert (item["title"], len(item["creators"])) == (each.title, len(each.authors))
        assert (item["url"], item["date"]) == (each.url, each.issued)
        if each.kind in ("article-newspaper", "post-weblog", "chapter"):
            types = {"article-newspaper": "newspaperArticle", "post-weblog": "blogPost", "chapter": "bookSection"}
            assert item["itemType"] == types[each.kind]


def test_zotero_takes_no_institution_apart_and_drops_no_suffix() -> None:
    office = {"literal": "Office of the Historian, U.S. Department of State"}
    powers = {"family": "Powers", "given": "Francis Gary", "suffix": "Jr."}
    works = [{"id": kind, "title": "T", "type": kind, "author": [office, powers]} for kind in ("book", "document")]
    for work, key in zip(entries_of(json.dumps(works).encode(), Limits()), ("rft.au", "rft.creator"), strict=True):
        found = parse_qs(coins(work), strict_parsing=True)
        assert found["rft.aucorp"] == [office["literal"]]
        assert found[key] == ["Powers, Francis Gary Jr."]


def test_zotero_finds_the_exhibit_and_each_source(client: FlaskClient) -> None:
    html = client.get("/grand-slam/?lang=en").text
    titles = [Markup(part.partition('"')[0]).unescape() for part in html.split('<span class="Z3988" title="')[1:]]
    works = [parse_qs(title, strict_parsing=True) for title in titles]
    assert works[0]["rft.title"] == ["Grand Slam"]
    assert works[0]["rft.aucorp"] == ["The Overflight contributors"]
    assert works[0]["rft.source"] == ["Overflight"]
    assert works[0]["rft.date"] == [str(library().exhibit("grand-slam").updated)]
    sources = library().exhibit("grand-slam").sources
    found = {work.get("rft.atitle", work.get("rft.btitle", work.get("rft.title", [""])))[0] for work in works[1:]}
    assert found == {each.title for each in sources}
    assert '<meta name="citation_title" content="Grand Slam">' in html
    for path in ("/grand-slam/single.html", "/grand-slam/kiosk"):
        assert "Z3988" not in client.get(path).text
