"""What search engines and chats read of the pages: addresses, descriptions, structured data, the site map."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from app import create_app, export
from app.settings import Settings
from tests.conftest import library, write_exhibit

SITE = "https://maps.example.org/flights/"
LANGUAGES = ("en", "de", "ru", "ja")


@pytest.fixture(scope="module")
def public() -> FlaskClient:
    """Asks the app over the project's exhibits, with a public address."""
    return create_app(Settings(site_url=SITE)).test_client()


def links(html: str, rel: str) -> dict[str, str]:
    """The address of each link of a relation, by its language."""
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([^"]*)")? href="([^"]*)">', html)
    return {language: unescape(address) for language, address in found}


def tags(html: str) -> dict[str, str]:
    """The content of each meta by its name."""
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


def linked_data(html: str) -> Any:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


def test_page_names_its_address_in_each_language(public: FlaskClient) -> None:
    html = public.get("/grand-slam/?lang=de").text
    assert links(html, "canonical") == {"": f"{SITE}grand-slam/?lang=de"}
    assert links(html, "alternate") == {
        **{language: f"{SITE}grand-slam/?lang={language}" for language in LANGUAGES},
        "x-default": f"{SITE}grand-slam/",
    }
    assert tags(html)["og:url"] == f"{SITE}grand-slam/?lang=de"


def test_link_to_a_moment_shows_title_moment_and_picture(public: FlaskClient) -> None:
    shared = "/grand-slam/?lang=en&date=1960-05-01T05:53Z"
    html = public.get(shared).text
    found = tags(html)
    assert found["og:title"] == "Grand Slam · 1 May 1960, 05:53 UTC"
    assert found["og:url"] == f"{SITE}{shared[1:]}"
    assert found["og:image"] == f"{SITE}grand-slam/picture.png?lang=en&date=1960-05-01T05:53Z"
    assert links(html, "canonical") == {"": f"{SITE}grand-slam/?lang=en"}
    assert found["citation_public_url"] == f"{SITE}grand-slam/?lang=en"
    german = public.get("/grand-slam/?lang=de&date=1960-05-01T05:53Z").text
    assert tags(german)["og:title"] == "Grand Slam · 1. Mai 1960, 05:53 UTC"
    pictures = [public.get(f"/grand-slam/picture.png{query}").data for query in ("", "?date=1960-05-01T05:53Z")]
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("date", ["1805-10-21T12:00Z", "noon", "1960-05-01", ""])
def test_link_to_a_moment_that_there_is_not_shows_the_exhibit(public: FlaskClient, date: str) -> None:
    found = tags(public.get(f"/grand-slam/?lang=en&date={date}").text)
    assert (found["og:title"], found["og:url"]) == ("Grand Slam", f"{SITE}grand-slam/?lang=en")


@pytest.mark.parametrize("path", ["/", "/grand-slam/", "/notes/"])
def test_page_in_the_visitors_language_has_the_address_without_one(public: FlaskClient, path: str) -> None:
    html = public.get(path, headers={"Accept-Language": "de"}).text
    assert links(html, "canonical") == {"": f"{SITE}{path[1:]}"} == {"": links(html, "alternate")["x-default"]}


@pytest.mark.parametrize("path", ["/", "/grand-slam/", "/notes/"])
def test_page_has_no_absolute_address_without_the_setting(client: FlaskClient, path: str) -> None:
    html = client.get(path, base_url="http://evil.example/").text
    assert "evil.example" not in html
    assert not links(html, "canonical")
    assert not links(html, "alternate")
    assert "og:url" not in tags(html)


@pytest.mark.parametrize("path", ["/", "/grand-slam/", "/notes/"])
def test_page_is_described_in_its_language(public: FlaskClient, path: str) -> None:
    german, english = (tags(public.get(f"{path}?lang={language}").text) for language in ("de", "en"))
    assert german["og:title"]
    for name in ("description", "og:description"):
        assert german[name]
        assert german[name] != english[name]
    assert german["twitter:card"] == ("summary_large_image" if path == "/grand-slam/" else "summary")


def test_exhibit_is_described_with_the_words_of_schema_org(public: FlaskClient) -> None:
    data = linked_data(public.get("/grand-slam/?lang=en").text)
    assert data["@type"] == ["LearningResource", "Map"]
    assert data["url"] == f"{SITE}grand-slam/"
    assert data["temporalCoverage"] == "1960-04-27/1962-02-10"
    assert data["inLanguage"] == list(LANGUAGES)
    assert data["license"].endswith("MIT.html")
    assert data["author"] == [{"@type": "Organization", "name": "The Overflight contributors"}]
    assert data["@id"] == f"{SITE}grand-slam/"
    south, west, north, east = map(float, data["spatialCoverage"]["geo"]["box"].split())
    assert -90 <= south < north <= 90
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    flights = {event["name"]: event for event in data["about"]}
    assert not [name for name in flights if "planned" in name.lower()]
    assert any(event["startDate"] == "1960-05-01T01:26Z" for event in flights.values())


def test_each_source_is_a_citation_of_the_exhibit_as_microdata(public: FlaskClient) -> None:
    html = public.get("/grand-slam/?lang=en").text
    (bibliography,) = re.findall(r'<ol class="bibliography"([^>]*)>(.*?)</ol>', html, re.DOTALL)
    head = 'itemscope itemtype="https://schema.org/LearningResource"'
    assert bibliography[0].strip() == f'{head} itemid="{SITE}grand-slam/"'
    works = re.findall(r"<li .*?</li>", bibliography[1], re.DOTALL)
    assert len(works) == len(library().exhibit("grand-slam").sources)
    for work in works:
        assert 'itemprop="citation" itemscope itemtype="https://schema.org/CreativeWork"' in work
        assert '<span itemprop="name">' in work
    assert any(re.search(r'<a href="https://[^"]*" itemprop="url"', work) for work in works)
    assert "itemprop" not in public.get("/grand-slam/single.html").text


def test_time_that_may_be_off_by_hours_is_only_a_day(public: FlaskClient) -> None:
    data = linked_data(public.get("/oxcart-to-blackbird/?lang=en").text)
    starts = [event["startDate"] for event in data["about"]]
    assert "1968-03-21" in starts
    assert not [start for start in starts if start.startswith("1968-03-21T")]


def test_words_of_a_curator_stay_text_in_structured_data(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script>"
    write_exhibit(tmp_path / "geodata", "small", title=title)
    html = create_app(Settings(geodata=tmp_path / "geodata")).test_client().get("/small/").text
    assert title not in html
    assert linked_data(html)["name"] == title


def test_kiosk_and_file_stay_small(public: FlaskClient) -> None:
    assert "ld+json" not in public.get("/grand-slam/kiosk").text
    assert "ld+json" not in public.get("/grand-slam/single.html").text


def test_site_map_has_every_page_in_each_of_its_languages(public: FlaskClient) -> None:
    root = fromstring(public.get("/sitemap.xml").data)
    found = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    wanted = {"": LANGUAGES, "notes/": LANGUAGES, **{f"{each.slug}/": each.languages for each in library().exhibits}}
    assert sorted(filter(None, found)) == sorted(
        f"{SITE}{path}?lang={language}" for path, languages in wanted.items() for language in languages
    )
    for address in filter(None, found):
        page = public.get(f"/{address.removeprefix(SITE)}")
        assert links(page.text, "canonical") == {"": address}


def test_site_map_needs_the_setting(client: FlaskClient) -> None:
    assert client.get("/sitemap.xml").status_code == 404
    assert "Sitemap" not in client.get("/robots.txt").text


def test_robots_may_read_exhibits_but_not_kiosks(public: FlaskClient) -> None:
    rules = public.get("/robots.txt").text
    assert "Disallow: /kiosk\n" in rules
    assert f"Sitemap: {SITE}sitemap.xml\n" in rules
    assert "Disallow: /\n" not in rules


def test_web_manifest_leads_to_the_atlas_and_an_icon(client: FlaskClient) -> None:
    (address,) = re.findall(r'<link rel="manifest" href="([^"]*)">', client.get("/grand-slam/").text)
    response = client.get(address)
    assert response.mimetype == "application/manifest+json"
    manifest = response.get_json()
    assert client.get(manifest["icons"][0]["src"]).mimetype == "image/svg+xml"
    assert "manifest-src 'self'" in client.get("/").headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """The text of each file of a static site with a public address."""
    exhibit = library().exhibit("glienicke-bridge")
    written = export.files([exhibit], site=True, site_url=SITE)
    return {name: content.decode() for name, content in written if name.endswith((".html", ".xml", ".txt"))}


def test_static_site_names_its_addresses(site: dict[str, str]) -> None:
    page = site["glienicke-bridge.html"]
    assert links(page, "canonical") == {"": f"{SITE}glienicke-bridge.html"}
    in_german = f"{SITE}glienicke-bridge.html?lang=de"
    assert links(page, "alternate")["de"] == in_german
    assert linked_data(page)["url"] == f"{SITE}glienicke-bridge.html"
    assert links(site["index.html"], "canonical") == {"": SITE}
    assert "og:image" not in tags(page)
    pictured = export.single_file(library().exhibit("glienicke-bridge"), site_url=SITE, has_picture=True)
    assert tags(pictured)["og:image"] == f"{SITE}glienicke-bridge/picture.png"
    root = fromstring(site["sitemap.xml"])
    found = {each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found >= {f"{SITE}?lang=en", in_german}
    assert f"Sitemap: {SITE}sitemap.xml" in site["robots.txt"]
    assert page.count('itemprop="citation"') == page.count('class="Z3988"') - 1 > 0


def test_static_site_without_an_address_has_no_site_map() -> None:
    exhibit = library().exhibit("glienicke-bridge")
    names = dict(export.files([exhibit], site=True))
    assert "sitemap.xml" not in names
    assert b'rel="canonical"' not in names["index.html"]
