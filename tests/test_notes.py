"""The page that sets a work that was checked beside the sources."""

from __future__ import annotations

import re

from app import create_app
from app.assets import Inlined, Linked
from app.content import Library
from app.domain import Account, Claim, Exhibit, Layer, Site, Source, Text
from app.page import Presentation, render_atlas
from app.page.notes import notes_of, render_notes
from app.settings import PROJECT

ARTICLE, BOOK = Source("article", "The Article", checked=True), Source("book", "The Book")
SENTENCE = Claim(
    Text.of("The sentence"),
    (Account(Text.of("Seven years."), ("article",)), Account(Text.of("Ten years."), ("book",), preferred=True)),
)
DATE = Claim(Text.of("The date"), (Account(Text.of("In May."), ("book", "article"), preferred=True),))
ELSEWHERE = Claim(Text.of("Elsewhere"), (Account(Text.of("No word of it."), ("book",)),))
COURT = Site("court room", Text.of("Court"), claims=(SENTENCE, DATE, ELSEWHERE))
PLACES = Layer("places", Text.of("Places"), "places.geojson", (COURT,))
EXHIBIT = Exhibit("trial", Text.of("Trial"), layers=(PLACES,), sources=(ARTICLE, BOOK))


def test_every_claim_in_which_the_work_speaks_is_listed_and_no_other() -> None:
    assert [(note.claim.topic, note.holds) for note in notes_of(EXHIBIT)] == [(SENTENCE.topic, False), (DATE.topic, True)]


def test_the_page_sets_it_beside_the_others_and_leads_to_the_map() -> None:
    html = render_notes((EXHIBIT,), Presentation(Linked(), home="/")).html
    row = html.partition("The sentence")[2].partition("</article>")[0]
    said, found = row.partition('class="found"')[::2]
    assert "Seven years." in said
    assert "The Article" in said
    assert "Ten years." in found
    assert "The Book" in found
    assert 'href="/trial/#feature=court%20room"' in row
    assert "Elsewhere" not in html


def test_the_static_site_leads_to_its_own_files() -> None:
    html = render_notes((EXHIBIT,), Presentation(Inlined(), offline=True)).html
    assert 'href="trial.html#feature=' in html
    assert 'href="index.html"' in html


def test_the_atlas_leads_there_only_where_a_work_was_checked() -> None:
    live = Presentation(Linked(), home="/")
    assert 'href="/notes/"' in render_atlas((EXHIBIT,), live).html
    assert "/notes/" not in render_atlas((Exhibit("bare", Text.of("Bare")),), live).html


def test_the_projects_own_notes_name_a_feature_that_is_there() -> None:
    with create_app().test_client() as client:
        html = client.get("/notes/").text
    exhibits = {exhibit.slug: exhibit for exhibit in Library(PROJECT / "geodata").exhibits}
    rows = re.findall(r'data-note="([^":]+):([^"]+)"', html)
    assert len(rows) >= 15
    for slug, feature in rows:
        flights = {f"{flight.id}/{number}" for flight in exhibits[slug].flights for number, _ in enumerate(flight.fixes, 1)}
        assert feature in flights | {each.id for each in exhibits[slug].features}
