"""Curators' Markdown: what it may show, what it may not, and notes by number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markdown import to_html, to_plain

PICTURES = {"media/bridge.svg": "/small/media/bridge.svg", "media/日本 1.svg": "data:image/svg+xml;base64,AA"}


def cite(source: str) -> str:
    return f'<sup class="note"><a href="#source-1">{len(source)}</a></sup>'


def test_paragraphs_emphasis_lists_and_quotations() -> None:
    html = to_html("One *two* **three**\n\n- a\n- b\n\n> q\n\n### h")
    assert html.replace("\n", "") == (
        "<p>One <em>two</em> <strong>three</strong></p><ul><li>a</li><li>b</li></ul><blockquote><p>q</p></blockquote><h3>h</h3>"
    )


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b onclick=x>b</b>", "<iframe src=/></iframe>",
    "</p></div><style>*{}</style>", "<!-- x -->",
    "<svg/onload=alert(1)>", "&lt;script&gt;", "<a href='javascript:alert(1)'>x</a>", "{{7*7}}{% x %}",
])  # fmt: skip
def test_html_is_shown_and_not_run(words: str) -> None:
    html = to_html(words)
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}
    assert to_html(words).count("&lt;") == words.count("<") + words.count("&lt;")


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
    "  javascript:alert(1)", "data:image/svg+xml;base64,AA",
])  # fmt: skip
def test_links_that_run_something_lead_nowhere(address: str) -> None:
    html = to_html(f"[x](<{address}>)")
    assert not re.search(r'href="(?!#)', html)


def test_links_lead_out_but_tell_nobody_from_where() -> None:
    html = to_html("[a](https://example.org/?a=1&b=2)")
    assert html == '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a</a></p>\n'


def test_on_the_gallery_floor_links_are_words() -> None:
    assert "href" not in to_html("[a](https://example.org/) <mailto:a@example.org>", links=False)
    assert 'href="#source-1"' in to_html("a[^b]", links=False, cite=cite)


def test_only_pictures_of_the_exhibit_are_shown() -> None:
    assert 'src="/small/media/bridge.svg"' in to_html("![The bridge](media/bridge.svg)", pictures=PICTURES)
    assert 'src="/small/media/bridge.svg"' in to_html("![The bridge](bridge.svg)", pictures=PICTURES)
    assert 'src="data:image/svg+xml;base64,AA"' in to_html("![x](<media/日本 1.svg>)", pictures=PICTURES)
    elsewhere = ("https://elsewhere.example/a.png", "//elsewhere.example/a.png", "data:image/png;base64,AA")
    for other in (*elsewhere, "media/other.svg", "../bridge.svg"):
        assert 'src="' not in to_html(f"![x]({other})", pictures=PICTURES).replace('src=""', "")


def test_notes_become_numbers() -> None:
    assert to_html("Words.[^ab] More[^c]", cite=cite) == (
        '<p>Words.<sup class="note"><a href="#source-1" rel="noopener noreferrer">2</a></sup>'
        ' More<sup class="note"><a href="#source-1" rel="noopener noreferrer">1</a></sup></p>\n'
    )
    assert to_html("Words.[^ab]", cite=lambda _: "") == "<p>Words.</p>\n"


def test_a_note_is_a_note_whatever_its_name_and_none_in_code_or_in_a_pictures_words() -> None:
    assert "4</a>" in to_html("a[^b&<c]", cite=cite)
    assert to_html("`a[^b]`", cite=cite) == "<p><code>a[^b]</code></p>\n"
    assert 'alt="a[^b]"' in to_html("![a[^b]](media/bridge.svg)", pictures=PICTURES, cite=cite)


@given(st.text(alphabet=st.sampled_from("<>&\"'`[](){}!*_#\\ \n^:/abjavscript=%;日\u202e"), max_size=80))
def test_whatever_is_written_nothing_comes_out_that_is_not_allowed(words: str) -> None:
    html = to_html(words, pictures=PICTURES, cite=cite)
    allowed = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "img", "br", "code", "pre", "h3", "h4", "hr", "sup"}
    tags = re.findall(r"<(\w+)([^>]*)>", html)
    assert {tag for tag, _ in tags} <= allowed
    assert not [attributes for _, attributes in tags if re.search(r"\son\w+=|style=|javascript:", re.sub(r'"[^"]*"', '""', attributes))]
    assert not re.findall(r'href="\s*javascript:', html, re.IGNORECASE)


@given(st.text(alphabet=st.sampled_from("abc .,;:'\"()-+=1/@$%?äя日\u202e\u2028|"), min_size=1, max_size=40))
def test_words_without_marks_come_out_the_same_by_the_short_way(words: str) -> None:
    assert to_html(f"{words}\n\n*x*").startswith(to_html(words))


def test_plain_words_for_a_label() -> None:
    assert to_plain("One *two*\n\n`three`[^b] [four](https://example.org/)") == "One two three four"


def test_a_picture_with_a_title_is_a_figure_with_a_caption() -> None:
    html = to_html('Before\n\n![The bridge](media/bridge.svg "Drawn <here>")\n\nAfter', pictures=PICTURES)
    figure = '<figure><img src="/small/media/bridge.svg" alt="The bridge"><figcaption>Drawn &lt;here&gt;</figcaption></figure>'
    assert re.sub(r"\s*\n\s*", "", html) == f"<p>Before</p>{figure}<p>After</p>"


def test_a_sound_can_be_played_and_read() -> None:
    sounds = {"media/news.mp3": "/small/media/news.mp3"}
    html = to_html('![“Moscow speaking”](media/news.mp3 "Radio Moscow")', pictures=sounds)
    assert '<audio controls="" preload="none" src="/small/media/news.mp3"></audio>' in html
    assert "<figcaption>“Moscow speaking” Radio Moscow</figcaption>" in html
    assert "src=" not in to_html("![x](https://elsewhere.example/a.mp3)", pictures=sounds).replace('src=""', "")
