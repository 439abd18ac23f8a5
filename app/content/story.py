"""The words of the chapters: ``story.<lang>.md``, one second-level heading for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.content.desk import Desk
from app.content.encoding import decode
from app.content.markdown_links import check_markdown
from app.content.values import clipped, describe, meant
from app.errors import Rejected, Report

NAME = re.compile(r"story\.(?P<language>[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)\.md")

_HEADING = re.compile(r" {0,3}##(?!#)[ \t]*(?P<title>.*?)[ \t]*(\{#(?P<id>[^{}]*)\})?[ \t]*#*[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(slots=True)
class Section:
    """One heading and the words below it. `id` is empty where the heading names no chapter."""

    id: str
    title: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """The words, without the empty lines around them."""
        return "\n".join(self.lines).strip("\n")


def read_story(data: bytes, chapters: Iterable[str], desk: Desk) -> dict[str, Section]:
    """The sections by chapter. A heading that leads to no chapter, or words before the first heading, are told and left out."""
    known = frozenset(chapters)
    preface, *sections = _sections(decode(data))
    if preface.body.strip() and not _is_title(preface.body):
        desk.report.error(
            f"words before the first heading: “{clipped(preface.body.strip().splitlines()[0])}”",
            "a heading before all words",
            "Put “## Title {#chapter-id}” above them.",
            field="line 1",
        )
    found: dict[str, Section] = {}
    for section in sections:
        with desk.report.at(feature=clipped(section.id)):
            _check(section, known, found, desk)
            found[section.id] = section
    return found


def _sections(text: str) -> Iterator[Section]:
    """The words before the first heading, then each heading's; a ``##`` within fenced code is no heading."""
    section, fence = Section("", "", 1), ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        heading = None if fence else _HEADING.fullmatch(line)
        if heading:
            yield section
            section = Section((heading["id"] or "").strip(), heading["title"], number)
        else:
            section.lines.append(line)
    yield section


def _is_title(words: str) -> bool:
    """Whether there is nothing but the first-level heading that many editors want."""
    lines = words.strip().splitlines()
    return len(lines) == 1 and lines[0].startswith("# ")


def _check(section: Section, known: frozenset[str], found: Mapping[str, Section], desk: Desk) -> None:
    line = f"line {section.line}"
    if not section.id:
        raise Rejected(
            f"the heading “{clipped(section.title)}” without a chapter",
            "the chapter's id in braces",
            f"Write “## {clipped(section.title)} {{#chapter-id}}”.",
            field=line,
        )
    if section.id not in known:
        mend = meant(section.id, known) or "Add the chapter to exhibit.toml, or remove the heading and its words."
        raise Rejected(
            f"the heading {describe('#' + section.id)} without a chapter", "the id of a chapter of exhibit.toml", mend, field=line
        )
    if section.id in found:
        raise Rejected(
            f"{describe('#' + section.id)} a second time", "one heading for each chapter", "Join the two; the first counts.", field=line
        )
    try:
        desk.check_length(section.body)
    except Rejected as rejected:
        raise Rejected(rejected.found, rejected.wanted, rejected.mend, field=line) from None
    if not section.title:
        desk.report.warn("no words in the heading", "a title", "Write “## Title {#" + section.id + "}”.", field=line)
    check_markdown(section.body, desk, line)


def tell_missing_words(found: Mapping[str, Section], chapters: Iterable[str], report: Report) -> None:
    """Warn of chapters that have no words in this story."""
    for chapter in chapters:
        with report.at(feature=chapter):
            if chapter not in found:
                report.warn(
                    "no heading for the chapter",
                    "words for each chapter in every language of the exhibit",
                    f"Add “## Title {{#{chapter}}}” and the words.",
                )
            elif not found[chapter].body.strip():
                report.warn("a heading without words", "the words of the chapter", "Add them.", field=f"line {found[chapter].line}")
