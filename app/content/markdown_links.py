"""What a Markdown text points to: the sources that its notes cite, the pictures that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.content.desk import Desk
from app.content.values import describe, listed, nearest, unknown_source
from app.markdown import CITATION


def _notes_and_pictures(words: str) -> tuple[list[str], list[str]]:
    """The ids of ``[^id]`` and the addresses of ``![alt](address)``, each in order; what stands in code does not count."""
    if "[^" not in words and "![" not in words:
        return [], []
    tokens = list(_walk(_parser().parse(words)))
    notes = [note for token in tokens if token.type == "text" for note in CITATION.findall(token.content)]
    return notes, [str(token.attrs["src"]) for token in tokens if token.type == "image"]


def check_markdown(words: str, desk: Desk, field: str) -> None:
    """Tell of every note that leads to no source and every picture that is not in the exhibit's own folder."""
    notes, pictures = _notes_and_pictures(words)
    for source in dict.fromkeys(notes):
        desk.cited.add(source)
        if desk.sources is not None and source not in desk.sources:
            rejected = unknown_source(source, desk.sources)
            desk.report.error(f"a note on {rejected.found.removeprefix('the ')}", rejected.wanted, rejected.mend, field=field)
    for address in dict.fromkeys(pictures):
        folder, _, name = unquote(address).rpartition("/")
        if folder != "media" or name not in desk.media:
            there = f"one of the pictures in media/: {listed(sorted(desk.media))}" if desk.media else "a picture in media/"
            mend = f"Write it as ![what it shows](media/{nearest(name, desk.media) or 'name.svg'})."
            desk.report.error(f"the picture {describe(unquote(address))}", there, mend, field=field)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])
