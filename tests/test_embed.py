"""Embedding in other sites: the embed view and who may frame it, the code to copy, oEmbed."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.settings import Settings
from tests.conftest import write_exhibit

SITE = "https://maps.example.org/flights/"


@pytest.fixture
def public(geodata: Path) -> FlaskClient:
    """Asks an app with one exhibit and a public address."""
    return create_app(Settings(geodata=geodata, site_url=SITE)).test_client()


def discovered(client: FlaskClient, page: str) -> Any:
    """The answer that a consumer finds for a page."""
    html = client.get(page).text
    (address,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" [^>]*href="([^"]*)"', html) or (
        re.findall(r'<link rel="alternate" href="([^"]*)" type="application/json\+oembed"', html)
    )
    return client.get(unescape(address).removeprefix(SITE.rstrip("/"))).get_json()


def test_any_site_may_frame_the_embed_view_alone(client: FlaskClient) -> None:
    embed = client.get("/grand-slam/embed")
    assert embed.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert embed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for path in ("/grand-slam/", "/", "/grand-slam/kiosk", "/kiosk"):
        other = client.get(path)
        assert other.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
        assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_named_sites_may_frame_the_embed_view(geodata: Path) -> None:
    client = create_app(Settings(geodata=geodata, embed_ancestors="https://school.example")).test_client()
    assert (
        client.get("/small/embed").headers["Content-Security-Policy"].endswith("frame-ancestors https://school.example")
    )


def test_embedding_can_be_turned_off(geodata: Path) -> None:
    client = create_app(Settings(geodata=geodata, embed_ancestors="'none'", site_url=SITE)).test_client()
    assert client.get("/small/embed").status_code == 404
    assert client.get(f"/oembed?url={quote(SITE)}small/").status_code == 404
    page = client.get("/small/").text
    assert "data-frame" not in page
    assert "json+oembed" not in page


def test_embed_view_leads_to_the_page_of_the_exhibit(public: FlaskClient) -> None:
    embed = public.get("/small/embed").text
    assert re.search(r'<a class="whole" data-whole href="/small/" target="_blank" rel="noopener">', embed)
    assert f'<link rel="canonical" href="{SITE}small/">' in embed
    assert '<meta name="robots" content="noindex">' in embed
    assert "ld+json" not in embed


def test_page_offers_the_code_and_names_its_oembed(public: FlaskClient) -> None:
    page = public.get("/small/").text
    assert 'data-frame="/small/embed"' in page
    assert 'data-copy="embed"' in page
    assert discovered(public, "/small/")["title"] == "A small exhibit"
    for path in ("/small/kiosk", "/small/single.html"):
        assert 'data-copy="embed"' not in public.get(path).text


def test_consumer_that_is_given_a_link_to_a_moment_finds_its_frame(public: FlaskClient) -> None:
    answer = discovered(public, "/small/?date=1960-05-01T05:53Z")
    assert answer["title"] == "A small exhibit · 1 May 1960, 05:53 UTC"
    assert f'src="{SITE}small/embed?date=1960-05-01T05:53Z"' in answer["html"]


def test_oembed_keeps_language_moment_and_the_size_that_is_allowed(public: FlaskClient) -> None:
    page = f"{SITE}small/?lang=en#date=1960-05-01T05:53Z"
    response = public.get(f"/oembed?url={quote(page, safe='')}&maxwidth=400&format=json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    answer = response.get_json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert (answer["width"], answer["height"]) == (400, 520)
    assert answer["html"] == (
        f'<iframe src="{SITE}small/embed?lang=en#date=1960-05-01T05:53Z" title="A small exhibit · 1 May 1960, '
        '05:53 UTC" width="400" height="520" style="border: 0" loading="lazy" allowfullscreen></iframe>'
    )


def test_oembed_has_the_picture_of_the_moment(public: FlaskClient) -> None:
    page = quote(f"{SITE}small/?lang=en#map=5/56/61&date=1960-05-01T05:53Z", safe="")
    answer = public.get(f"/oembed?url={page}").get_json()
    assert answer["title"] == "A small exhibit · 1 May 1960, 05:53 UTC"
    assert answer["thumbnail_url"] == f"{SITE}small/picture.png?lang=en&date=1960-05-01T05:53Z"
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (1200, 630)
    picture = public.get(answer["thumbnail_url"].removeprefix(SITE.rstrip("/")))
    assert (picture.mimetype, picture.headers["Cross-Origin-Resource-Policy"]) == ("image/png", "cross-origin")


def test_oembed_has_no_picture_larger_than_is_allowed(public: FlaskClient) -> None:
    sizes = ((600, 400), (200, 150))
    answers = [
        public.get(f"/oembed?url={SITE}small/&maxwidth={width}&maxheight={height}").get_json()
        for width, height in sizes
    ]
    assert answers[0]["thumbnail_url"] == f"{SITE}small/thumbnail.png"
    assert (answers[0]["thumbnail_width"], answers[0]["thumbnail_height"]) == (288, 192)
    assert "thumbnail_url" not in answers[1]
    odd = public.get(f"/oembed?url={SITE}small/&maxwidth=-5&maxheight=much").get_json()
    assert (odd["width"], odd["height"]) == (700, 520)


def test_oembed_escapes_the_words_of_curators(tmp_path: Path) -> None:
    write_exhibit(tmp_path / "geodata", "small", title='A "map" <b>')
    client = create_app(Settings(geodata=tmp_path / "geodata", site_url=SITE)).test_client()
    answer = json.loads(client.get(f"/oembed?url={SITE}small/embed").data)
    assert 'title="A &#34;map&#34; &lt;b&gt;"' in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=https://elsewhere.example/small/", 404),
        (f"url={SITE}nothing/", 404),
        (f"url={SITE}small/kiosk", 404),
        (f"url={SITE}", 404),
        (f"url={SITE}../small/", 404),
        ("", 404),
        (f"url={SITE}small/&format=xml", 501),
    ],
)
def test_oembed_answers_for_its_own_exhibits_only(public: FlaskClient, query: str, status: int) -> None:
    assert public.get(f"/oembed?{query}").status_code == status


def test_oembed_needs_the_public_address(client: FlaskClient) -> None:
    assert client.get("/oembed?url=http://localhost/grand-slam/").status_code == 404
