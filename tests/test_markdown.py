"""Curators' Markdown: what it may show, what it may not, and notes by number."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.importers.descriptions import escape_markdown
from app.domain import Citation
from app.markdown import citations_of, to_html, to_plain
from app.media import Screen

PICTURES = {"media/bridge.svg": "/small/media/bridge.svg", "media/日本 1.svg": "data:image/svg+xml;base64,AA"}


def cite(citation: Citation) -> str:
    where = f", {escape(citation.locator)}" if citation.locator else ""
    return f'<sup class="note"><a href="#source-1">{len(citation.source)}{where}</a></sup>'


def test_paragraphs_emphasis_lists_and_quotations() -> None:
    html = to_html("One *two* **three**\n\n- a\n- b\n\n> q\n\n### h")
    assert html.replace("\n", "") == (
        "<p>One <em>two</em> "
        "<strong>three</strong></p><ul><li>a</li><li>b</li></ul><blockquote><p>q</p></blockquote><h3>h</h3>"
    )


@pytest.mark.parametrize("line", ["---", "===", " -", "- a", "1. a", "# a", "| a |"])
def test_plain_words_of_other_formats_stay_plain(line: str) -> None:
    shown = to_html(escape_markdown(f"First\n{line}\nlast"))
    assert shown == f"<p>First\n{line.strip()}\nlast</p>\n"


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b onclick=x>b</b>", "<iframe src=/></iframe>",
    "</p></div><style>*{}</style>", "<!-- x -->",
    "<svg/onload=alert(1)>", "&lt;script&gt;", "<a href='javascript:alert(1)'>x</a>", "{{7*7}}{% x %}",
])  # fmt: skip
def test_html_is_escaped(words: str) -> None:
    html = to_html(words)
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}
    assert to_html(words).count("&lt;") == words.count("<") + words.count("&lt;")


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
    "  javascript:alert(1)", "data:image/svg+xml;base64,AA",
])  # fmt: skip
def test_script_links_are_removed(address: str) -> None:
    html = to_html(f"[x](<{address}>)")
    assert not re.search(r'href="(?!#)', html)


def test_links_have_noreferrer() -> None:
    html = to_html("[a](https://example.org/?a=1&b=2)")
    assert html == '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a</a></p>\n'


def test_kiosk_links_are_plain_text() -> None:
    assert "href" not in to_html("[a](https://example.org/) <mailto:a@example.org>", links=False)
    assert 'href="#source-1"' in to_html("a[^b]", links=False, cite=cite)


def test_only_pictures_of_the_exhibit_are_rendered() -> None:
    assert 'src="/small/media/bridge.svg"' in to_html("![The bridge](media/bridge.svg)", pictures=PICTURES)
    assert 'src="/small/media/bridge.svg"' in to_html("![The bridge](bridge.svg)", pictures=PICTURES)
    assert 'src="data:image/svg+xml;base64,AA"' in to_html("![x](<media/日本 1.svg>)", pictures=PICTURES)
    elsewhere = ("https://elsewhere.example/a.png", "//elsewhere.example/a.png", "data:image/png;base64,AA")
    for other in (*elsewhere, "media/other.svg", "../bridge.svg"):
        assert to_html(f"![x]({other})", pictures=PICTURES) == "<p><em>x</em></p>\n"


def test_picture_that_cannot_be_shown_is_replaced_by_its_description() -> None:
    assert to_html('![The <wreck>](media/wreck.gif "Credit")') == "<p><em>The &lt;wreck&gt;</em></p>\n"
    assert to_html("Before ![](media/wreck.gif) after") == "<p>Before  after</p>\n"


def test_footnotes_become_numbers() -> None:
    assert to_html("Words.[^ab] More[^c]", cite=cite) == (
        '<p>Words.<sup class="note"><a href="#source-1" rel="noopener noreferrer">2</a></sup>'
        ' More<sup class="note"><a href="#source-1" rel="noopener noreferrer">1</a></sup></p>\n'
    )
    assert to_html("Words.[^ab]", cite=lambda _: "") == "<p>Words.</p>\n"


def test_footnote_with_a_locator() -> None:
    assert ">2, ch. V, p. 12</a>" in to_html("Words.[^ab, ch. V, p. 12]", cite=cite)
    assert ">2</a>" in to_html("Words.[^ab, ]", cite=cite)
    assert list(citations_of("[^ab, 第5章] [^c]")) == [Citation("ab", "第5章"), Citation("c")]
    assert to_plain("One[^ab, p. 12].") == "One."


def test_footnote_syntax_outside_code_and_picture_text() -> None:
    assert "4</a>" in to_html("a[^b&<c]", cite=cite)
    assert to_html("`a[^b]`", cite=cite) == "<p><code>a[^b]</code></p>\n"
    assert 'alt="a[^b]"' in to_html("![a[^b]](media/bridge.svg)", pictures=PICTURES, cite=cite)


@given(st.text(alphabet=st.sampled_from("<>&\"'`[](){}!*_#\\ \n^:/abjavscript=%;日\u202e"), max_size=80))
def test_any_markdown_gives_allowed_html_only(words: str) -> None:
    html = to_html(words, pictures=PICTURES, cite=cite)
    allowed = {
        "p",
        "em",
        "strong",
        "ul",
        "ol",
        "li",
        "blockquote",
        "a",
        "img",
        "br",
        "code",
        "pre",
        "h3",
        "h4",
        "hr",
        "sup",
    }
    tags = re.findall(r"<(\w+)([^>]*)>", html)
    assert {tag for tag, _ in tags} <= allowed
    assert not [
        attributes
        for _, attributes in tags
        if re.search(r"\son\w+=|style=|javascript:", re.sub(r'"[^"]*"', '""', attributes))
    ]
    assert not re.findall(r'href="\s*javascript:', html, re.IGNORECASE)


@given(st.text(alphabet=st.sampled_from("abc .,;:'\"()-+=1/@$%?äя日\u202e\u2028|"), min_size=1, max_size=40))
def test_plain_text_shortcut_agrees_with_markdown(words: str) -> None:
    assert to_html(f"{words}\n\n*x*").startswith(to_html(words))


def test_markdown_to_plain_text() -> None:
    assert to_plain("One *two*\n\n`three`[^b] [four](https://example.org/)") == "One two three four"


def test_a_picture_with_a_title_is_a_figure_with_a_caption() -> None:
    html = to_html('Before\n\n![The bridge](media/bridge.svg "Drawn <here>")\n\nAfter', pictures=PICTURES)
    figure = (
        '<figure><img src="/small/media/bridge.svg" alt="The bridge"><figcaption>Drawn '
        "&lt;here&gt;</figcaption></figure>"
    )
    assert re.sub(r"\s*\n\s*", "", html) == f"<p>Before</p>{figure}<p>After</p>"


def test_a_sound_can_be_played_and_read() -> None:
    sounds = {"media/news.mp3": "/small/media/news.mp3"}
    html = to_html('![“Moscow speaking”](media/news.mp3 "Radio Moscow")', pictures=sounds)
    assert '<audio controls="" preload="none" src="/small/media/news.mp3"></audio>' in html
    assert "<figcaption>“Moscow speaking” · Radio Moscow</figcaption>" in html
    assert to_html("![x](https://elsewhere.example/a.mp3)", pictures=sounds) == "<p><em>x</em></p>\n"


FILM = {f"media/landing.{ending}": f"/small/media/landing.{ending}" for ending in ("webm", "jpg", "en.vtt", "de.vtt")}
VERSIONS = {f"media/landing.{name}.webm": f"/{name}" for name in ("described", "signed", "de.described")}
SCREEN = Screen(
    "de-x-easy",
    "Vergrößern",
    {"described": "Mit Audiodeskription", "signed": "In Gebärdensprache"},
    {"1960-05-01T05:53Z": ("1960-05-01T05:53Z", "1. Mai 1960, 05:53 UTC")}.get,
)
LANDING = '![It lands](media/landing.webm "Foxtrot")'


def test_a_film_has_its_poster_and_captions_in_each_language() -> None:
    html = to_html(LANDING, pictures=FILM, screen=SCREEN)
    assert '<video controls="" playsinline="" preload="none" poster="/small/media/landing.jpg"' in html
    assert 'src="/small/media/landing.de.vtt" srclang="de" label="Deutsch" default=""' in html
    assert 'src="/small/media/landing.en.vtt" srclang="en" label="English">' in html
    assert "<figcaption>It lands · Foxtrot</figcaption>" in html
    assert "<button" not in html


def test_a_film_has_a_button_for_its_other_versions_in_the_language_of_the_page() -> None:
    html = to_html(LANDING, pictures=FILM | VERSIONS, screen=SCREEN)
    assert 'data-film="/de.described">Mit Audiodeskription</button>' in html
    assert 'data-film="/signed">In Gebärdensprache</button>' in html
    english = to_html(LANDING, pictures=FILM | VERSIONS, screen=replace(SCREEN, language="en"))
    assert 'data-film="/described"' in english


def test_a_film_is_its_description_where_nothing_can_be_played() -> None:
    assert to_html(LANDING, pictures=FILM) == "<p><em>It lands</em></p>\n"
    assert to_html("![Words](media/landing.en.vtt)", pictures=FILM, screen=SCREEN) == "<p><em>Words</em></p>\n"


def test_the_controls_of_a_film_in_the_kiosk_lead_to_nothing_else() -> None:
    html = to_html(LANDING, pictures=FILM, screen=replace(SCREEN, is_kiosk=True))
    assert 'controlslist="nodownload nofullscreen noremoteplayback"' in html
    assert "disablepictureinpicture" in html


def test_a_picture_alone_can_be_enlarged_on_a_screen() -> None:
    html = to_html("![The bridge](media/bridge.svg)", pictures=PICTURES, screen=SCREEN)
    assert '<button type="button" class="enlarge" aria-label="Vergrößern: The bridge"></button></figure>' in html
    assert "<figcaption>" not in html
    assert "<button" not in to_html("See ![The bridge](media/bridge.svg)", pictures=PICTURES, screen=SCREEN)


def test_a_picture_leads_to_its_moment() -> None:
    html = to_html('![The bridge](media/bridge.svg "Foxtrot @1960-05-01T05:53Z")', pictures=PICTURES, screen=SCREEN)
    button = '<button type="button" class="moment" data-moment="1960-05-01T05:53Z">1. Mai 1960, 05:53 UTC</button>'
    assert f"<figcaption>Foxtrot {button}</figcaption>" in html
    other = to_html('![The bridge](media/bridge.svg "Foxtrot @noon")', pictures=PICTURES, screen=SCREEN)
    assert "<figcaption>Foxtrot</figcaption>" in other
    assert "@" not in to_html('![The bridge](media/bridge.svg "Foxtrot @1960-05-01T05:53Z")', pictures=PICTURES)
