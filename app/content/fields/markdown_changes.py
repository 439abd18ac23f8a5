"""Markdown that a page shows otherwise than its author expects: headings of other levels, links that lead nowhere,
definitions that nothing refers to, and marks that only other programs know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from app.content.fields.markdown_lines import Found, Line, Link, Parsed
from app.content.fields.values import shorten

SHOWN_HEADINGS = ("h3", "h4")
"""The headings within a text: those above are the exhibit's and the chapters'."""
SCHEMES = ("https://", "http://", "mailto:", "#")
"""How the addresses of links begin that a page keeps."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKS = re.compile(r"#{1,6}(?=[ \t]|$)")
_UNSPACED = re.compile(r"(?P<before>[ >]*)(?P<marks>##{1,5})(?P<words>[^\W_].*)")
_SENTENCE = re.compile(r"[.!?…:;,”»“\"’')\]]$")
_REFUSED = re.compile(r"\[(?P<words>[^\]]*)\]\(<?(?P<address>(?:javascript|vbscript|file|data):[^)]*)\)", re.IGNORECASE)
_GAP = re.compile(r"(?<!!)\[(?P<words>[^\]^\[][^\]]*)\]\s+\((?P<address>(?:https?://|mailto:)[^()\s]+)\)")
_ADDRESS = re.compile(r"(?<![\w/:.@+-])(?:(?:https?://|www\.)[^\s<>\[\]\"“”„«»`]+)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w/:.@+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w/])", re.ASCII)
_AFTER = "?!.,:;*_~'’)}…"
_TYPED = (
    (re.compile(r"==[^\s=](?:[^=]*[^\s=])?=="), "Write important words as **words**."),
    (re.compile(r"!?\[\[[^\[\]]+\]\]"), "Write a link as [words](https://…), and a picture as ![words](media/…)."),
    (re.compile(r"\[![A-Z]+\]"), "Remove it; a quotation has no kind."),
    (re.compile(r"^\[[ xX]\](?=\s)"), "Remove it; a list has no boxes."),
    (re.compile(r"(?<=\w)\^[\w+−-]{1,5}\^"), "Write the raised letter itself, such as ²."),
    (re.compile(r"(?<=\w)(?<!~)~\w{1,5}~(?!~)"), "Write the lowered letter itself, such as ₂."),
    (re.compile(r"\{[#.][\w-]+\}"), "Remove it."),
)
"""What other programs read as marks, and what to do instead."""


def changes(parsed: Parsed, *, is_story: bool) -> Found:
    """What the page shows otherwise. In a story the headings with an id are reported elsewhere; only there a bare
    address is reported, since the texts of layers often come from other programs.
    """
    yield from _headings(parsed, is_story=is_story)
    yield from _indented(parsed)
    yield from _definitions(parsed)
    for line in parsed.lines:
        raw = parsed.raw[line.offset]
        found = chain(_links(line), _refused(line, raw), _typed(line, raw, is_story=is_story), _unspaced(line, raw))
        bare = _bare_addresses(line, raw) if is_story else ()
        yield from ((line.offset, problem, fix) for problem, fix in chain(found, bare))


def _headings(parsed: Parsed, *, is_story: bool) -> Found:
    for token, inline in zip(parsed.tokens, parsed.tokens[1:], strict=False):
        if token.type != "heading_open" or token.tag in SHOWN_HEADINGS or not token.map or not inline.content:
            continue
        first, last = token.map[0], token.map[1] - 1
        if not token.markup.startswith("#"):
            yield _underlined(first, last, inline.content, token.markup, parsed.raw)
        elif not (is_story and "{#" in inline.content):
            line = parsed.raw[first]
            marks = "###" if token.tag in ("h1", "h2") else "####"
            problem = f"“{shorten(line.strip())}” is shown as plain text: headings within a text have three or four #."
            yield first, problem, f"Write: {_MARKS.sub(marks, line.strip(), count=1)}"


def _underlined(first: int, last: int, words: str, mark: str, raw: list[str]) -> tuple[int, str, str]:
    """A heading that is underlined; where its words are sentences, a rule below them was meant."""
    line = raw[last].strip()
    if "\n" in words or _SENTENCE.search(words):
        problem = f"The line “{shorten(line)}” makes the words above it a heading, which is shown as plain text."
        return last, problem, "Leave a line empty above it." if mark == "-" else "Remove it."
    problem = f"The underlined heading “{shorten(words)}” is shown as plain text."
    return (
        first,
        problem,
        f"Remove the line “{shorten(line)}” below it, and write: {raw[first].replace(words, f'### {words}')}",
    )


def _indented(parsed: Parsed) -> Found:
    for token in parsed.tokens:
        if token.type == "code_block" and token.map:
            problem = "The line begins with four spaces or more, and is therefore shown as program code."
            yield token.map[0], problem, "Remove the spaces at its beginning."


def _definitions(parsed: Parsed) -> Found:
    """Definitions that nothing refers to, or that are repeated: nothing of them is shown. An empty one is a comment."""
    children = [child for token in parsed.tokens for child in token.children or []]
    used = {child.attrs.get("href", child.attrs.get("src")) for child in children}
    for definition in parsed.definitions:
        offset = definition["map"][0]
        line = parsed.raw[offset].strip(" \t>")
        label = line[: line.find("]:") + 1]
        if line.startswith("[^") or definition["href"] in ("", "#"):
            continue
        if "label" in definition:
            problem = f"“{shorten(line)}” is not used, since {label} is defined further up."
            yield offset, problem, "Remove the line, or write another word between its square brackets."
        elif definition["href"] not in used:
            problem = f"“{shorten(line)}” is not shown, since nothing refers to {label}."
            yield offset, problem, f"Write [words]{label} where the link should be, or remove the line."


def _links(line: Line) -> Iterator[tuple[str, str]]:
    for link in line.links:
        if not link.address.lower().startswith(SCHEMES):
            yield _unfit(link), "Write an address that begins with https:// or http://, or only the words."
        elif not link.words.strip():
            written = f"[{link.words}]({link.address})"
            yield f"“{written}” has no words, so nothing of it is shown.", f"Write: <{link.address}>"


def _unfit(link: Link) -> str:
    """What is wrong with an address that a page does not keep, or that leads nowhere from a file."""
    words, address = shorten(link.words), shorten(unquote(link.address))
    if not address:
        return f"The link “{words}” has no address."
    if _SCHEME.match(address):
        return f"The link “{words}” is shown as plain words: a page has no links to “{address}”."
    return f"The link “{words}” leads nowhere from an exported file: its address “{address}” is not a whole one."


def _refused(line: Line, raw: str) -> Iterator[tuple[str, str]]:
    for link in _REFUSED.finditer(line.text):
        if link[0] in raw:
            problem = f"“{shorten(link[0])}” is shown as text: a page has no links to such addresses."
            yield problem, "Write an address that begins with https:// or http://, or only the words."
    for link in _GAP.finditer(line.unlinked):
        if link[0] in raw:
            problem = f"“{shorten(link[0])}” is shown as text, since there is a space before its address."
            yield problem, f"Write: [{link['words']}]({link['address']})"


def _typed(line: Line, raw: str, *, is_story: bool) -> Iterator[tuple[str, str]]:
    if is_story and raw.lstrip().startswith("#"):
        return
    for pattern, fix in _TYPED:
        if (found := pattern.search(line.text)) and found[0] in raw:
            yield f"“{shorten(found[0])}” is shown as it is written.", fix


def _unspaced(line: Line, raw: str) -> Iterator[tuple[str, str]]:
    """A heading without a space after its marks."""
    if (found := _UNSPACED.fullmatch(raw)) and line.text.startswith(found["marks"]):
        marks = "####" if len(found["marks"]) > 3 else "###"
        problem = f"“{shorten(raw.strip())}” is shown as text, since a heading has a space after its #."
        yield problem, f"Write: {found['before']}{marks} {found['words']}"


def _bare_addresses(line: Line, raw: str) -> Iterator[tuple[str, str]]:
    text = _GAP.sub("", line.unlinked)
    for found in chain(_ADDRESS.finditer(text), _MAIL.finditer(text)):
        address = _without_end(found[0])
        is_whole = not address.lower().startswith("www.") and address in raw
        fix = f"Write: <{address}>" if is_whole else "Write its whole address between angle brackets: <https://…>"
        yield f"“{shorten(address)}” is shown as text, not as a link.", fix


def _without_end(address: str) -> str:
    """An address without the punctuation after it; a bracket that is opened in it belongs to it."""
    while address and address[-1] in _AFTER and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address
