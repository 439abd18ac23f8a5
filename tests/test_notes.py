"""The page that sets a work that was checked beside the sources."""

from __future__ import annotations

import re

from app import create_app
from app.assets import Inlined, Linked
from app.domain import Account, Citation, Claim, Exhibit, Layer, Site, Source, Text
from app.page import render_atlas
from app.page.notes import notes_of, render_notes
from app.presentation import Presentation
from tests.conftest import library

ARTICLE, BOOK = Source("article", "The Article", authors=("Writer, A.",), checked=True), Source("book", "The Book")
SEVEN = Account(Text.of("Seven years."), (Citation("article"),), quote=Text.of("sentenced to 7 years"))
SENTENCE = Claim(
    Text.of("The sentence"),
    (
        Account(Text.of("Seven years."), (Citation("article"),), quote=Text.of("sentenced to 7 years")),
        Account(Text.of("Ten years."), (Citation("book"),), preferred=True),
    ),
)
DATE = Claim(
    Text.of("The date"),
    (Account(Text.of("In May."), (Citation("book", "p. 12"), Citation("article")), preferred=True),),
)
ELSEWHERE = Claim(Text.of("Elsewhere"), (Account(Text.of("No word of it."), (Citation("book"),)),))
COURT = Site("court room", Text.of("Court"), claims=(SENTENCE, DATE, ELSEWHERE))
PLACES = Layer("places", Text.of("Places"), "places.geojson", (COURT,))
EXHIBIT = Exhibit("trial", Text.of("Trial"), layers=(PLACES,), sources=(ARTICLE, BOOK))


def test_notes_list_exactly_the_claims_of_checked_works() -> None:
    assert [(note.claim.topic, note.holds) for note in notes_of(EXHIBIT)] == [
        (SENTENCE.topic, False),
        (DATE.topic, True),
    ]


def test_notes_show_other_accounts_and_link_to_the_map() -> None:
    html = render_notes((EXHIBIT,), Presentation(Linked(), home="/")).html
    row = html.partition("The sentence")[2].partition("</article>")[0]
    said, found = row.partition('class="found"')[::2]
    assert "Seven years." in said
    assert "<blockquote>sentenced to 7 years</blockquote>" in said
    assert "Writer, A., The Article" in said
    assert "The Article" in said
    assert "Ten years." in found
    assert "The Book" in found
    assert 'href="/trial/#feature=court%20room"' in row
    assert "The Book, p. 12" in html
    assert "Elsewhere" not in html


def test_static_site_links_to_its_own_files() -> None:
    html = render_notes((EXHIBIT,), Presentation(Inlined(), offline=True)).html
    assert 'href="trial.html#feature=' in html
    assert 'href="index.html"' in html


def test_atlas_links_to_notes_only_if_there_are_any() -> None:
    live = Presentation(Linked(), home="/")
    assert 'href="/notes/"' in render_atlas((EXHIBIT,), live).html
    assert "/notes/" not in render_atlas((Exhibit("bare", Text.of("Bare")),), live).html


def test_shipped_notes_link_to_existing_features() -> None:
    with create_app().test_client() as client:
        html = client.get("/notes/").text
    exhibits = {exhibit.slug: exhibit for exhibit in library().exhibits}
    rows = re.findall(r'data-note="([^":]+):([^"]+)"', html)
    assert len(rows) >= 15
    for slug, feature in rows:
        flights = {
            f"{flight.id}/{number}" for flight in exhibits[slug].flights for number, _ in enumerate(flight.fixes, 1)
        }
        assert feature in flights | {each.id for each in exhibits[slug].features}
