"""The words of the chapters: ``story.<lang>.md``, with a second-level heading for each chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.content.fields.context import ReadContext
from app.content.fields.markdown_lines import plain
from app.content.fields.markdown_links import check_markdown
from app.content.fields.values import as_slug, describe, did_you_mean, join_names, shorten
from app.content.formats.encoding import decode
from app.content.formats.recognition import check_text
from app.errors import Rejected, Report, Topic
from app.markdown import CITATION, citations_of

NAME = re.compile(r"story\.(?P<language>[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)\.md")

_HEADING = re.compile(r" {0,3}##(?!#)[ \t]*(?P<title>.*?)[ \t]*(\{#(?P<id>[^{}]*)\})?[ \t]*#*[ \t]*")
_OTHER_LEVEL = re.compile(r" {0,3}(?P<marks>#|###+)(?!#)[ \t]*(?P<title>.*?)[ \t]*\{#(?P<id>[^{}]*)\}.*")
_BROKEN_NOTE = re.compile(r"(\[\^[^\]\s,]+,[^\]\n]*)\n[ \t]*(?=[^\]\n]*\])")
"""A note with a line break in its locator, as editors leave it that wrap lines."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(slots=True)
class Section:
    """One heading and the words below it. `id` is empty where the heading names no chapter."""

    id: str
    title: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The words as the file has them, without the empty lines around them."""
        return "\n".join(self.lines).strip("\n")

    @property
    def body(self) -> str:
        """The words, each note on one line."""
        return _BROKEN_NOTE.sub(r"\1 ", self.written)

    @property
    def first_line(self) -> int:
        """The line of the file on which `written` begins."""
        return self.line + 1 + next((index for index, line in enumerate(self.lines) if line), 0)


def read_story(data: bytes, chapters: Iterable[str], context: ReadContext) -> dict[str, Section]:
    """The sections by chapter. A heading of no chapter, and words before the first heading, are reported and
    left out.
    """
    known = tuple(chapters)
    check_text(data)
    preface, *sections = story_sections(decode(data))
    _check_preface(preface, context.report)
    found: dict[str, Section] = {}
    for section in sections:
        with context.report.at(feature=shorten(section.id), line=section.line):
            _check(section, known, found, context)
            found[section.id] = section
    return found


def _check_preface(preface: Section, report: Report) -> None:
    """Report words before the first heading; a title of the first level is accepted."""
    written = [(number, text.strip()) for number, text in enumerate(preface.lines, 1) if text.strip()]
    if not written or (len(written) == 1 and _is_title(written[0][1])):
        return
    line, first = written[0]
    if match := _OTHER_LEVEL.fullmatch(first):
        problem = f"This heading has {_marks(match)}, but a chapter's heading has two."
        report.error(problem, f"Write: ## {match['title']} {{#{match['id']}}}", line=line)
    else:
        problem = f"There are words before the first heading: “{shorten(first)}”."
        report.error(problem, "Write the heading of a chapter above them: ## Title {#chapter-id}", line=line)


def _marks(match: re.Match[str]) -> str:
    return "one #" if match["marks"] == "#" else f"{len(match['marks'])} #"


def story_sections(text: str) -> Iterator[Section]:
    """The words before the first heading, then each heading's; a ``##`` within fenced code is no heading."""
    section, fence = Section("", "", 0), ""
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


def _is_title(line: str) -> bool:
    """Whether this is the first-level heading that many editors expect."""
    return line.startswith("# ") and not _OTHER_LEVEL.fullmatch(line)


def _check(section: Section, known: tuple[str, ...], found: Mapping[str, Section], context: ReadContext) -> None:
    title = shorten(section.title)
    if not section.id:
        raise Rejected(
            f"The heading “{title}” does not say which chapter it is.", _with_id(section.title, known, found)
        )
    if section.id not in known:
        raise Rejected(
            f"There is no chapter {describe(section.id)} in exhibit.toml.",
            did_you_mean(section.id, known)
            or (
                f"Write the id of a chapter: {join_names(known, last='or')}." if known else "Add it below [[chapters]]."
            ),
        )
    if section.id in found:
        raise Rejected(
            f"The chapter {describe(section.id)} has two headings; the second is left out.",
            "Put the words of both below one heading.",
        )
    context.check_length(section.body)
    if not section.title:
        context.report.warn("The heading has no title.", "Write: ## Title {#" + section.id + "}")
    elif (words := plain(CITATION.sub("", section.title)).strip()) != section.title:
        problem = f"The heading “{title}” is shown with its marks; a chapter's title is plain text."
        context.report.warn(problem, f"Write: ## {words or 'Title'} {{#{section.id}}}")
    for number, line in enumerate(section.lines, section.line + 1):
        if match := _OTHER_LEVEL.fullmatch(line):
            problem = f"This heading has {_marks(match)}, but a chapter's heading has two."
            context.report.warn(problem, f"Write: ## {match['title']} {{#{match['id']}}}", line=number)
    check_markdown(section.written, context, first_line=section.first_line)


def note_uncited(found: Mapping[str, Section], report: Report) -> None:
    """Note the chapters that cite nothing."""
    for section in found.values():
        if section.body.strip() and not any(citations_of(section.body)):
            with report.at(feature=section.id, line=section.line):
                report.note("The chapter cites nothing.", "Cite a source where the words rest on it: [^source-id]")


def _with_id(title: str, known: tuple[str, ...], found: Mapping[str, Section]) -> str:
    """How to write a heading with the id of its chapter: the one of like name, else the first without words."""
    missing = [chapter for chapter in known if chapter not in found]
    if not missing:
        return "Write three marks (###) for a heading within the chapter, or add a chapter to exhibit.toml."
    own = as_slug(title)
    return f"Write: ## {title} {{#{own if own in missing else missing[0]}}}"


def report_missing_words(found: Mapping[str, Section], chapters: Iterable[str], report: Report) -> None:
    """Warn of chapters that have no words in this story."""
    for chapter in chapters:
        with report.at(feature=chapter):
            if chapter not in found:
                report.warn(
                    "The chapter has no heading and no words in this file.",
                    f"Write: ## Title {{#{chapter}}}, and below it the words.",
                    topic=Topic.TRANSLATION,
                )
            elif not found[chapter].body.strip():
                problem = "The heading has no words below it."
                report.warn(
                    problem, "Write the words of the chapter.", line=found[chapter].line, topic=Topic.TRANSLATION
                )
