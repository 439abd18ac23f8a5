"""What is said of a bibliography as a whole, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

from app.content import Limits
from tests.content.folders import SOURCES, read, sentences, the_only

PIRATE = {"id": "web", "type": "book", "title": "A Book", "publisher": "B", "URL": "https://sub.copies.example/1"}


def test_refused_hosts_can_be_replaced(tmp_path: Path) -> None:
    sources = json.dumps([*SOURCES, PIRATE])
    assert not read(tmp_path / "a", sources_json=sources).faults
    refusing = Limits(refused_hosts=frozenset({"copies.example"}))
    assert "leads to sub.copies.example" in the_only(read(tmp_path / "b", refusing, sources_json=sources)).problem
    known = json.dumps([*SOURCES, {**PIRATE, "URL": "https://rulit.me/1"}])
    assert not read(tmp_path / "c", Limits(refused_hosts=frozenset({"none"})), sources_json=known).faults


def test_article_in_a_periodical_needs_no_author(tmp_path: Path) -> None:
    article = {"id": "news", "type": "article-newspaper", "title": "Up", "container-title": "The Press"}
    result = read(tmp_path / "urals", sources_json=json.dumps([*SOURCES, article]))
    assert not result.faults, sentences(result)


def test_unsigned_works_of_one_title_are_different(tmp_path: Path) -> None:
    pages = [{"id": name, "type": "webpage", "title": "The Bridge", "publisher": name} for name in ("a", "b")]
    result = read(tmp_path / "urals", sources_json=json.dumps([*SOURCES, *pages]))
    assert not result.faults, sentences(result)


def test_documents_of_different_days_on_one_page(tmp_path: Path) -> None:
    page = {"type": "document", "author": [{"literal": "C"}], "URL": "https://a.example/papers"}
    papers = [
        page | {"id": f"day-{day}", "title": f"Note {day}", "issued": {"date-parts": [[1960, 5, day]]}}
        for day in (6, 7)
    ]
    result = read(tmp_path / "urals", sources_json=json.dumps([*SOURCES, *papers]))
    assert not result.faults, sentences(result)


def test_chapters_need_no_citation_without_a_bibliography(tmp_path: Path) -> None:
    result = read(tmp_path / "urals", sources_json=None, story_en_md="## The start {#start}\n\nThere.\n")
    assert not result.faults, sentences(result)
