"""JSON as RFC 8259 defines it; every departure from it is reported with its line.

The C scanner of the standard library reads the text. It is too lenient on its own (NaN, duplicate keys, lone
surrogates) and its hooks get no positions, so oddities are located afterwards in a second pass, which only faulty files
cost.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from math import isfinite
from typing import Any, NamedTuple

from app.content.fields.numbers import OddNumber
from app.content.formats.encoding import decode
from app.errors import Rejected, Report

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_HALF_SURROGATE = re.compile(
    r"(?<!\\)(?:\\\\)*(\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|[c-fC-F][0-9a-fA-F]{2}(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})))"
)
_MEMBERS = re.compile(rf"(?P<string>{_STRING})(?P<colon>\s*:)?|(?P<open>[{{\[])|(?P<close>[}}\]])", re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r]*")
_REPLACEMENT = "\\ufffd"
_CONTAINERS = frozenset((dict, list))
_LONGEST_INTEGER = 300
"""Digits that fit a double, and that Python converts."""


class TextPosition(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


class Lines:
    """Offsets in a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def position(self, offset: int) -> TextPosition:
        """The line and column of an offset."""
        line = bisect_left(self._ends, offset)
        start = self._ends[line - 1] + 1 if line else 0
        return TextPosition(line + 1, offset - start + 1)


def read_json(text: str, depth: int, report: Report) -> object:
    """The value of `text`.

    Raises `Rejected`, with line and column, where the text is not JSON or is nested deeper than `depth`.
    Duplicate keys (the last counts) and lone surrogates (replaced by U+FFFD) are reported and accepted; numbers that
    JSON does not have are returned as `OddNumber`, for the reader to refuse where they are.
    """
    scanner = _Scanner(_without_half_surrogates(text, report))
    try:
        value = scanner.read()
    except json.JSONDecodeError as error:
        raise _explained(error) from None
    except RecursionError:
        raise _too_deep(depth) from None
    if not _is_shallow(value, depth):
        raise _too_deep(depth)
    scanner.report_duplicates(report)
    return value


def parse_json(data: bytes, depth: int) -> object:
    """The value of JSON from outside, such as a request's body. Raises `Rejected` where it is no JSON or nested too
    deep.
    """
    return read_json(decode(data), depth, Report())


def lines_as_collection(text: str) -> str | None:
    """Newline-delimited GeoJSON (RFC 8142, ``.geojsonl``) as one FeatureCollection on the same lines; None for other
    text.
    """
    lines = text.replace("\x1e", "").split("\n")
    records = [line.strip() for line in lines]
    filled = [index for index, record in enumerate(records) if record]
    if len(filled) < 2 or not all(records[index].startswith("{") for index in filled):
        return None
    if not all(records[index].endswith("}") for index in filled[:-1]):
        return None
    for index in filled[1:]:
        records[index] = f",{records[index]}"
    return f'{{"type":"FeatureCollection","features":[{chr(10).join(records)}]}}'


class JsonMember(NamedTuple):
    """Where an item of a list, or a member of an object, is in a text: its key or value begins at `at`, its value is
    `start` to `end`.
    """

    at: int
    start: int
    end: int


class JsonPositions:
    """Finds values in a valid text by their paths. It parses only what a path leads through."""

    def __init__(self, text: str) -> None:
        self._text, self._lines = text, Lines(text)
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str)
        self._members: dict[int, dict[str | int, JsonMember]] = {}

    def line(self, path: str) -> int:
        """The line where ``features[3].properties.name`` begins, or the innermost part of it that exists."""
        offset = self._skip_space(0)
        for key in path_keys(path):
            members = self.members(offset)
            if key not in members:
                break
            offset = members[key].start
        return self._lines.position(offset).line

    def find(self, path: Iterable[str | int]) -> JsonMember | None:
        """The value at a path of keys and indices, or None."""
        offset = self._skip_space(0)
        found = JsonMember(offset, offset, len(self._text.rstrip()))
        for key in path:
            if (member := self.members(found.start).get(key)) is None:
                return None
            found = member
        return found

    def members(self, offset: int) -> dict[str | int, JsonMember]:
        """The members of the list or object that begins at an offset, in order; of any other value none."""
        if offset not in self._members:
            opening = self._text[offset : offset + 1]
            self._members[offset] = (
                self._object(offset) if opening == "{" else self._list(offset) if opening == "[" else {}
            )
        return self._members[offset]

    def _object(self, offset: int) -> dict[str | int, JsonMember]:
        found: dict[str | int, JsonMember] = {}
        at = self._skip_space(offset + 1)
        while self._text[at] == '"':
            key, end = self._decoder.raw_decode(self._text, at)
            found[key] = self._member(at, self._skip_space(self._skip_space(end) + 1))
            at = self._next(found[key])
        return found

    def _list(self, offset: int) -> dict[str | int, JsonMember]:
        found: dict[str | int, JsonMember] = {}
        at = self._skip_space(offset + 1)
        while self._text[at] != "]":
            found[len(found)] = member = self._member(at, at)
            at = self._next(member)
        return found

    def _member(self, at: int, start: int) -> JsonMember:
        return JsonMember(at, start, self._decoder.raw_decode(self._text, start)[1])

    def _next(self, member: JsonMember) -> int:
        at = self._skip_space(member.end)
        return self._skip_space(at + 1) if self._text[at] == "," else at

    def _skip_space(self, offset: int) -> int:
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset


_PATH_KEY = re.compile(r"\[(?P<index>\d+)\]|(?P<name>[^.\[\]]+)")


def path_keys(path: str) -> list[str | int]:
    """``features[3].name`` as ``["features", 3, "name"]``."""
    return [int(match["index"]) if match["index"] else match["name"] for match in _PATH_KEY.finditer(path)]


class _Scanner:
    """One reading of one text; remembers what the hooks found, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.has_duplicates = False

    def read(self) -> object:
        return json.loads(
            self.text,
            object_pairs_hook=self._object,
            parse_float=_float,
            parse_int=_int,
            parse_constant=_odd,
        )

    def report_duplicates(self, report: Report) -> None:
        if not self.has_duplicates:
            return
        lines, open_keys = Lines(self.text), list[set[str]]()
        for match in _MEMBERS.finditer(self.text):
            if match["open"]:
                open_keys.append(set())
            elif match["close"]:
                open_keys.pop()
            elif match["colon"]:
                key = json.loads(match["string"], strict=False)
                if key in open_keys[-1]:
                    report.warn(
                        f"The key {json.dumps(key, ensure_ascii=False)} is given twice in the same object.",
                        "Remove one of the two; until then the last one counts.",
                        line=lines.position(match.start()).line,
                    )
                open_keys[-1].add(key)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        self.has_duplicates |= len(members) < len(pairs)
        return members


def _float(token: str) -> object:
    number = float(token)
    return number if isfinite(number) else _odd(token)


def _int(token: str) -> object:
    return int(token) if len(token) <= _LONGEST_INTEGER else _odd(token)


def _odd(token: str) -> OddNumber:
    return OddNumber(token if len(token) <= 24 else f"{token[:20]}…")


def _is_shallow(value: object, depth: int) -> bool:
    """Whether containers are nested at most `depth` deep; level by level, since recursion is what must be avoided."""
    level: list[Any] = [value] if type(value) in _CONTAINERS else []
    for _ in range(depth):
        level = [
            member
            for container in level
            for member in (container.values() if type(container) is dict else container)
            if type(member) in _CONTAINERS
        ]
    return not level


def _too_deep(depth: int) -> Rejected:
    return Rejected(
        f"Lists and objects are nested more than {depth} deep.", "Flatten the file, or raise the limit in the settings."
    )


def _without_half_surrogates(text: str, report: Report) -> str:
    if "\\u" not in text or not _HALF_SURROGATE.search(text):
        return text
    lines = Lines(text)

    def replaced(match: re.Match[str]) -> str:
        report.warn(
            f"{match[1]} is half of a character; it is shown as �.",
            "Write the character itself, in UTF-8.",
            line=lines.position(match.start(1)).line,
        )
        return match[0][: -len(match[1])] + _REPLACEMENT

    return _HALF_SURROGATE.sub(replaced, text)


_BEGINNINGS = (
    (("//", "/*", "#"), "JSON has no comments.", "Remove the comment."),
    (
        ("<<<<<<<", "=======", ">>>>>>>"),
        "Git left the marks of a merge conflict here.",
        "Keep one of the two versions and remove the marks.",
    ),
    (("'",), "JSON has no single quotes.", 'Write straight double quotes: "…"'),
    (
        ("‘", "’", "“", "”", "„", "«", "»"),
        "A word processor typed curly quotes; JSON needs straight ones.",
        'Write straight double quotes: "…"',
    ),
    (
        ("None", "True", "False", "NaN", "nan", "undefined"),
        "JSON has no such word; it has null, true and false.",
        "Write null, true or false.",
    ),
    (("+",), "JSON has no plus sign in front of a number.", "Remove the plus sign."),
    ((".",), "JSON needs a digit in front of the decimal point.", "Write: 0."),
)
_MESSAGES = {
    "Expecting ',' delimiter": ("A comma is missing before “{excerpt}”.", "Write the comma after the value before it."),
    "Expecting ':' delimiter": (
        "A colon is missing before “{excerpt}”.",
        "Write a colon between the key and its value.",
    ),
    "Expecting value": ("“{excerpt}” is not a value.", 'Text is written between double quotes: "…".'),
    "Expecting property name enclosed in double quotes": (
        "“{excerpt}” is not a key in double quotes.",
        'Write the key between double quotes: "name": …',
    ),
    "Extra data": ("“{excerpt}” follows after the end of the JSON.", "Remove it, or check the brackets before it."),
    "Unterminated string starting at": ("The text that begins here has no closing quote.", 'Write " at its end.'),
    "Invalid control character at": (
        "A text runs over several lines, or has a tab in it.",
        "Write the text on one line, with \\n for a new line and \\t for a tab.",
    ),
    "Invalid \\escape": ("The backslash before “{excerpt}” starts no known escape.", "Write a backslash twice: \\\\"),
    "Invalid \\uXXXX escape": ("\\u needs four hexadecimal digits.", "Write the character itself, in UTF-8."),
}
_SCRIPT = re.compile(r"(?P<head>(?:(?:var|let|const|export default)\s+)?[\w.$]+\s*=?|[\w.$]+\s*\()\s*(?=[{\[])")
_COMMA_NUMBER = re.compile(r"(?P<whole>-?\d+),[ ]?(?P<zeros>0*)$")


def _explained(error: json.JSONDecodeError) -> Rejected:
    """The library's message in plain words."""
    text, offset = error.doc, error.pos
    line, column = Lines(text).position(offset)

    def rejected(problem: str, fix: str) -> Rejected:
        return Rejected(problem, fix, line=line, column=column)

    rest = text[offset : offset + 40].lstrip()
    unterminated = error.msg.startswith("Unterminated")
    if not rest or (unterminated and text.count('"', offset + 1) == 0):
        return rejected("The file ends too early.", "Save it again; saving was probably interrupted.")
    if (rest[0] in "]}" and text[:offset].rstrip().endswith(",")) or error.msg.startswith("Illegal trailing comma"):
        return rejected("There is a comma before the closing bracket.", "Remove the comma.")
    before = _COMMA_NUMBER.search(text[max(0, offset - 40) : offset])
    if before and (digits := re.match(r"\d+", rest)):
        return rejected(*_number_with_comma(before["whole"], before["zeros"] + digits[0]))
    if not unterminated:
        for starts, problem, fix in _BEGINNINGS:
            if rest.startswith(starts):
                return rejected(problem, fix)
    script = _SCRIPT.match(rest) if not text[:offset].strip() else None
    if script:
        return rejected(
            f"The file begins with “{script['head'].strip()}”: it is a script, not JSON.",
            "Remove what is before the first bracket, and what follows after the last one.",
        )
    excerpt = rest.splitlines()[0][:24]
    problem, fix = next(
        (words for start, words in _MESSAGES.items() if error.msg.startswith(start)), (error.msg + ".", "Correct it.")
    )
    return rejected(problem.format(excerpt=excerpt), fix)


def _number_with_comma(whole: str, rest: str) -> tuple[str, str]:
    problem = f"{whole},{rest} is a number with a comma; JSON has only a decimal point."
    if len(rest) == 3 and len(whole.lstrip("-")) <= 3:
        return (
            problem,
            f"Write {whole}{rest} if the comma separates thousands, or {whole}.{rest} if it is a decimal comma.",
        )
    return problem, f"Write: {whole}.{rest}"
