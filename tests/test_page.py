"""Rendering: what is in an exhibit is on its page, live, in the file and in the kiosk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from app import create_app
from app.assets import Inlined, Linked, integrity
from app.content import Library
from app.domain import (
    Account,
    Area,
    Basis,
    Chapter,
    Citation,
    Claim,
    Exhibit,
    Fix,
    Flight,
    Layer,
    Reach,
    Site,
    Source,
    Text,
    View,
)
from app.elements.areas import Areas
from app.elements.extent import extent_of
from app.interchange import FORMATS
from app.page import Page, atlas_exhibit, render, render_atlas, render_error
from app.presentation import Presentation
from app.settings import Settings
from tests.conftest import SLUGS, feature, library, write_exhibit
from tests.unpacking import unpacked_text

LIBRARY = library()
PRESENTATIONS = {
    "live": Presentation(Linked(), home="/"),
    "file": Presentation(Inlined(), offline=True),
    "kiosk": Presentation(Linked(), idle_seconds=90),
}


DATA = {"application/json", "application/ld+json"}
"""Types of script elements that no browser runs."""


class Inline(HTMLParser):
    """Collects what stands in a page's own scripts and styles, and the policy that it carries."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.policy = ""
        self._into: list[str] | None = None
        self._is_packed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        runs = tag == "script" and "src" not in said and said.get("type") not in DATA
        self._into = self.scripts if runs else self.styles if tag == "style" else None
        self._is_packed = "data-import-map" in said
        if said.get("http-equiv") == "Content-Security-Policy":
            self.policy = said["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(unpacked_text(data) if self._is_packed else data)


@cache
def rendered(slug: str, way: str) -> Page:
    """One of the project's exhibits, rendered once."""
    return render(LIBRARY.exhibit(slug), PRESENTATIONS[way])


def read(page: Page) -> Inline:
    inline = Inline()
    inline.feed(page.html)
    return inline


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("way", PRESENTATIONS)
def test_csp_allows_exactly_the_inlined_scripts_and_styles(slug: str, way: str) -> None:
    page = rendered(slug, way)
    inline = read(page)
    allowed = dict(directive.split(" ", 1) for directive in page.policy.split("; "))
    assert set(re.findall(r"'sha256-[^']+'", allowed["script-src"])) == {integrity(script) for script in inline.scripts}
    assert set(re.findall(r"'sha256-[^']+'", allowed["style-src"])) == {integrity(style) for style in inline.styles}
    assert "unsafe" not in page.policy
    assert allowed["default-src"] == allowed["object-src"] == allowed["base-uri"] == "'none'"
    if way == "file":
        assert inline.policy == page.policy
        assert allowed["connect-src"] == "'none'"


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("way", PRESENTATIONS)
def test_every_claim_and_source_is_on_the_page(slug: str, way: str) -> None:
    exhibit = LIBRARY.exhibit(slug)
    html = rendered(slug, way).html
    for claim in (claim for each in exhibit.features for claim in each.claims):
        for words in (claim.topic, claim.assessment, *(account.says for account in claim.accounts)):
            assert str(escape(str(words))) in html
    assert all(str(escape(source.title)) in html for source in exhibit.sources)


@pytest.mark.parametrize("way", PRESENTATIONS)
def test_rendering_is_deterministic(way: str) -> None:
    assert render(LIBRARY.exhibit(SLUGS[0]), PRESENTATIONS[way]) == rendered(SLUGS[0], way)


@pytest.mark.parametrize("way", PRESENTATIONS)
@pytest.mark.parametrize("slug", SLUGS)
def test_ids_are_unique_and_internal_links_resolve(slug: str, way: str) -> None:
    html = re.sub(r"<(script|style).*?</\1>", "", rendered(slug, way).html, flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_never_skip_a_level(slug: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", rendered(slug, "live").html)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_kiosk_page_has_no_external_link() -> None:
    for slug in SLUGS:
        html = rendered(slug, "kiosk").html
        assert not [link for link in re.findall(r'<a\s[^>]*href="([^"]+)"', html) if not link.startswith("#")]


def small(**changes: object) -> Exhibit:
    layer = Layer(
        "places", Text.of("Places"), "places.geojson", (Site("bridge", Text.of("Bridge"), position=(13.09, 52.41)),)
    )
    return Exhibit(**{"slug": "small", "title": Text.of("Small"), "layers": (layer,), **changes})  # type: ignore[arg-type]


def test_unnamed_fix_with_a_note_or_claim_is_listed() -> None:
    claim = Claim(Text.of("When?"), (Account(Text.of("Early")), Account(Text.of("Late"))), fix=2)
    fixes = (Fix(13.0, 52.0), Fix(13.1, 52.1), Fix(13.2, 52.2, note=Text.of("A guess")), Fix(13.3, 52.3))
    flight = Flight("walk", Text.of("Walk"), fixes=fixes, claims=(claim,))
    html = render(
        small(layers=(Layer("walk", Text.of("Walk"), "walk.geojson", (flight,)),)), PRESENTATIONS["live"]
    ).html
    assert re.findall(r'data-feature="([^"]+)"', html) == ["walk", "walk/2", "walk/3"]
    assert "When?" in html
    assert "A guess" in html


def test_exhibit_with_only_a_title_has_a_page() -> None:
    for presentation in PRESENTATIONS.values():
        assert "<h1>Bare</h1>" in render(Exhibit("bare", Text.of("Bare")), presentation).html


def test_atlas_without_exhibits_has_a_message() -> None:
    assert "No exhibits are available." in render_atlas((), PRESENTATIONS["live"]).html


def test_the_atlas_has_a_layer_and_a_card_for_each_exhibit() -> None:
    whole = atlas_exhibit(LIBRARY.exhibits)
    assert list(dict.fromkeys(layer.id.partition(":")[0] for layer in whole.layers)) == [
        exhibit.slug for exhibit in LIBRARY.exhibits
    ]
    assert "grand-slam:1960" in {layer.id for layer in whole.layers}
    html = render_atlas(LIBRARY.exhibits, PRESENTATIONS["live"]).html
    assert re.findall(r'data-exhibit="([^"]+)"', html) == [exhibit.slug for exhibit in LIBRARY.exhibits]


def test_error_page_has_links_and_no_script() -> None:
    page = render_error(404, Text.of("There is no <b>such</b> thing."), LIBRARY.exhibits, PRESENTATIONS["live"])
    assert "<script" not in page.html
    assert "There is no &lt;b&gt;such&lt;/b&gt; thing." in page.html
    assert all(f'href="/{slug}/"' in page.html for slug in SLUGS)


def test_page_is_in_one_language_and_numbers_its_messages() -> None:
    exhibit = small(
        title=Text((("en", "Small"), ("de", "Klein"))),
        languages=("en", "de"),
        chapters=(Chapter("one", Text.of("One"), Text((("en", "*First*"), ("de", "*Zuerst*")))),),
    )
    pages = {
        language: render(exhibit, Presentation(Linked(), language=language, home="/")) for language in exhibit.languages
    }
    numbers = {language: dict(re.findall(r'data-w="(\d+)">([^<]+)<', page.html)) for language, page in pages.items()}
    assert numbers["en"].keys() == numbers["de"].keys()
    number = next(number for number, words in numbers["de"].items() if words == "Klein")
    assert numbers["en"][number] == "Small"
    assert pages["de"].messages
    spoken = pages["de"].messages.in_every_language()
    assert [spoken[language][int(number) - 1] for language in ("en", "de")] == ["Small", "Klein"]
    assert {"html": "<p><em>Zuerst</em></p>\n"} in spoken["de"]
    assert '<html lang="de"' in pages["de"].html
    assert f'<title data-w="{number}">Klein</title>' in pages["de"].html
    assert '<h2 id="heading-one" tabindex="-1"><span lang="en">One</span></h2>' in pages["de"].html


def test_single_language_has_no_message_numbers() -> None:
    html = render(small(), PRESENTATIONS["live"]).html
    assert "data-w=" not in html
    assert '"others":null' in html


@pytest.mark.parametrize(("way", "carries"), [("live", False), ("file", True), ("kiosk", True)])
def test_file_and_kiosk_include_all_languages(way: str, carries: bool) -> None:
    exhibit = small(title=Text((("en", "Small"), ("de", "Klein"))), languages=("en", "de"))
    others = re.search(r'"others":"([^"]+)"', render(exhibit, PRESENTATIONS[way]).html)
    assert others
    assert others[1].startswith("data:application/gzip;base64,") if carries else others[1] == "/small/words.json"


def test_numbers_in_the_format_of_each_language() -> None:
    flight = Flight("walk", Text.of("Walk"), fixes=(Fix(13.0, 52.0, 1234.5, place=Text.of("Bridge")), Fix(13.1, 52.1)))
    exhibit = small(languages=("en", "de"), layers=(Layer("walk", Text.of("Walk"), "walk.geojson", (flight,)),))
    assert "1\u202f234.5 m" in render(exhibit, PRESENTATIONS["live"]).html
    assert "1\u202f234,5 m" in render(exhibit, Presentation(Linked(), language="de", home="/")).html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["altitude ± 300 m", "position documented", "time interpolated", "altitude documented"]),
        ("de", ["Höhe ± 300 m", "Position belegt", "Zeit interpoliert", "Höhe belegt"]),
        (
            "ru",
            ["высота ± 300 м", "место документировано", "время интерполировано", "высота документирована"],
        ),
        ("ja", ["高度±300 m", "位置は史料あり", "時刻は補間", "高度は史料あり"]),
    ],
)
def test_time_and_altitude_of_a_fix_have_their_own_evidence(language: str, words: list[str]) -> None:
    known = Fix(
        13.0, 52.0, 1000.0, datetime(1960, 5, 1, tzinfo=UTC), Basis.INFERRED, place=Text.of("Bridge"),
        altitude_uncertainty_m=300, position_basis=Basis.DOCUMENTED, time_basis=Basis.INTERPOLATED,
        altitude_basis=Basis.DOCUMENTED,
    )  # fmt: skip
    without = replace(known, lon=13.1, time=None, altitude_m=None, position_basis=None)
    flight = Flight("walk", Text.of("Walk"), fixes=(known, without))
    exhibit = small(languages=(language,), layers=(Layer("walk", Text.of("Walk"), "walk.geojson", (flight,)),))
    html = render(exhibit, Presentation(Linked(), language=language, home="/")).html
    facts = [re.sub("<.*?>", "", each).split(" · ") for each in re.findall(r'<p class="facts">(.*)</p>', html)]
    assert [each[2:] for each in facts] == [[], words, []]


@pytest.mark.parametrize(("way", "links"), [("live", 2), ("file", 2), ("kiosk", 0)])
def test_contact_link_is_shown_where_set_and_not_in_the_kiosk(way: str, links: int) -> None:
    contact = 'href="mailto:desk@museum.example"'
    assert contact not in render(small(), PRESENTATIONS[way]).html
    asked = replace(PRESENTATIONS[way], contact="mailto:desk@museum.example")
    assert render(small(), asked).html.count(contact) == links


def test_citation_shows_its_locator() -> None:
    story = Text((("en", "First.[^a, ch. <V>] Then.[^a]"), ("de", "Erst.[^a, Kap. <V>] Dann.[^a]")))
    site = Site("x", Text.of("X"), position=(13.0, 52.0), citations=(Citation("a", "p. 12"),))
    exhibit = small(
        languages=("en", "de"),
        chapters=(Chapter("one", Text.of("One"), story),),
        layers=(Layer("main", Text.of("Main"), "main.geojson", (site,)),),
        sources=(Source("a", "Alpha"),),
    )
    html = render(exhibit, PRESENTATIONS["live"]).html
    assert re.findall(r'href="#source-1"[^>]*>([^<]+)</a>', html) == ["1, ch. &lt;V&gt;", "1", "1, p. 12"]
    assert html.count("<cite>Alpha</cite>") == 1
    assert "ch. &lt;V&gt;; p. 12</span>" in html
    german = render(exhibit, Presentation(Linked(), language="de", home="/")).html
    assert "Kap. &lt;V&gt;; p. 12</span>" in german


def test_chapters_cite_existing_sources_by_number() -> None:
    exhibit = small(
        chapters=(Chapter("one", Text.of("One"), Text.of("First.[^b] Then.[^a][^b][^none]")),),
        sources=(Source("a", "Alpha"), Source("b", "Beta")),
        opening=View(center=(13, 52), zoom=9),
    )
    html = render(exhibit, PRESENTATIONS["live"]).html
    assert re.findall(r'id="(note-one-\d-\d)"', html) == ["note-one-1-1", "note-one-2-1", "note-one-1-2"]
    assert re.findall(r"<cite>(\w+)</cite>", html) == ["Beta", "Alpha"]
    assert "none" not in re.sub(
        r"'none'|data-[\w-]+|\"\w+\":", "", html.partition("<article")[2].partition("</article>")[0]
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_every_time_element_has_a_date_that_html_knows_and_text(slug: str, client: FlaskClient) -> None:
    times = re.findall(r"<time([^>]*)>(.*?)</time>", client.get(f"/{slug}/").text, re.DOTALL)
    assert times
    for attributes, text in times:
        assert re.fullmatch(r' datetime="\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z)?)?)?"', attributes), attributes
        assert text.strip()


def test_features_without_location_are_listed_and_break_nothing(geodata: Path) -> None:
    kinds: dict[str, dict[str, Any]] = {"flight": {}, "area": {}, "reach": {"radius_km": 20}, "site": {}, "event": {}}
    unplaced = [{**feature(kind, kind=kind, **more), "geometry": None} for kind, more in kinds.items()]
    write_exhibit(geodata, "unplaced", features=unplaced)
    client = create_app(Settings(geodata=geodata)).test_client()
    formats = [f"/unplaced/{each.file}" for each in FORMATS]
    for address in ("/", "/unplaced/", "/unplaced/world.json.gz", "/unplaced/plate.svg", *formats):
        assert client.get(address).status_code == 200, address
    listed = client.get("/unplaced/").text
    assert all(f'data-feature="{kind}"' in listed for kind in kinds)
    assert Areas(Library(geodata).exhibit("unplaced")).payload() == {"areas": []}


def test_an_exhibit_without_an_opening_view_opens_on_whole_areas_and_circles() -> None:
    ring = ((10.0, 40.0), (20.0, 40.0), (20.0, 50.0), (10.0, 50.0), (10.0, 40.0))
    area = Area(id="area", name=Text.of("Area"), polygons=((ring,),))
    reach = Reach(id="reach", name=Text.of("Reach"), position=(15.0, 55.0), radius_km=200)
    exhibit = Exhibit(slug="large", title=Text.of("Large"), layers=(Layer("all", Text.of("All"), "", (area, reach)),))
    bounds = extent_of(exhibit)
    assert bounds is not None
    west, south, east, north = bounds
    assert (west, south, east) == (10, 40, 20)
    assert north == pytest.approx(56.8, abs=0.1)
    assert extent_of(replace(exhibit, layers=())) is None
