"""JSON as RFC 8259 has it, and every departure from it with line and column.

The C scanner of the standard library does the reading; it alone is too lenient (NaN, duplicate keys, half surrogates) and
its hooks know no positions. So what it finds odd is located afterwards by a second look at the text, which costs only those who err.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from math import isfinite

from app.errors import Rejected, Report

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_HALF_SURROGATE = re.compile(
    r"(?<!\\)(?:\\\\)*(\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|[c-fC-F][0-9a-fA-F]{2}(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})))"
)
_MEMBERS = re.compile(rf"(?P<string>{_STRING})(?P<colon>\s*:)?|(?P<open>[{{\[])|(?P<close>[}}\]])", re.DOTALL)
_NUMBERS = re.compile(rf"{_STRING}|(?P<number>NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)", re.DOTALL)
_REPLACEMENT = "\\ufffd"
_CONTAINERS = frozenset((dict, list))
_LONGEST_INTEGER = 300
"""Digits that a double still holds, and Python still converts."""


@dataclass(slots=True)
class OddNumber:
    """A number that JSON or a double has no room for, as it stands in the file: ``NaN``, ``-Infinity``, ``1e400``."""

    token: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.token} ({self.place})" if self.place else self.token


def find_odd_number(value: object) -> OddNumber | None:
    """The first `OddNumber` within `value`, if any."""
    if isinstance(value, OddNumber):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(find_odd_number, inner)), None)


class Lines:
    """Offsets in a text as line and column, both from 1."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def place(self, offset: int) -> str:
        """``line 3, column 17``."""
        line = bisect_left(self._ends, offset)
        start = self._ends[line - 1] + 1 if line else 0
        return f"line {line + 1}, column {offset - start + 1}"


def read_json(text: str, depth: int, report: Report) -> object:
    """The value that `text` holds.

    Raises `Rejected`, its field the line and column, where the text is not JSON or is nested deeper than `depth`.
    Duplicate keys (the last counts) and half surrogates (replaced by U+FFFD) are told and let pass; numbers
    that are none come as `OddNumber`, for the reader to refuse where they stand.
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
    scanner.locate_odd_numbers()
    scanner.tell_duplicates(report)
    return value


class _Scanner:
    """One reading of one text; remembers what the hooks met, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.odd_numbers: list[OddNumber] = []
        self.has_duplicates = False

    def read(self) -> object:
        return json.loads(
            self.text,
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_int=self._int,
            parse_constant=self._odd,
        )

    def locate_odd_numbers(self) -> None:
        if not self.odd_numbers:
            return
        lines, remaining = Lines(self.text), iter(self.odd_numbers)
        for match in _NUMBERS.finditer(self.text):
            token = match["number"]
            if token and _is_odd(token):
                next(remaining).place = lines.place(match.start())

    def tell_duplicates(self, report: Report) -> None:
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
                        f"the key {json.dumps(key, ensure_ascii=False)} a second time in the same object",
                        "each key once",
                        "Remove one of the two; the last one counts for now.",
                        field=lines.place(match.start()),
                    )
                open_keys[-1].add(key)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        self.has_duplicates |= len(members) < len(pairs)
        return members

    def _float(self, token: str) -> object:
        number = float(token)
        return number if isfinite(number) else self._odd(token)

    def _int(self, token: str) -> object:
        return int(token) if len(token) <= _LONGEST_INTEGER else self._odd(token)

    def _odd(self, token: str) -> OddNumber:
        self.odd_numbers.append(OddNumber(token if len(token) <= 24 else f"{token[:20]}…"))
        return self.odd_numbers[-1]


def _is_odd(token: str) -> bool:
    if token.lstrip("-").isdigit():
        return len(token) > _LONGEST_INTEGER
    return not isfinite(float(token))


def _is_shallow(value: object, depth: int) -> bool:
    """Whether containers lie at most `depth` deep in each other; level by level, since a recursion is what is to be prevented."""
    level = [value] if type(value) in _CONTAINERS else []
    for _ in range(depth):
        inner: list[object] = []
        for container in level:
            members = container.values() if isinstance(container, dict) else container
            if not _CONTAINERS.isdisjoint(map(type, members)):  # type: ignore[call-overload]
                inner += [member for member in members if type(member) in _CONTAINERS]  # type: ignore[attr-defined]
        level = inner
    return not level


def _too_deep(depth: int) -> Rejected:
    return Rejected(
        f"lists and objects nested more than {depth} deep", f"at most {depth}", "Flatten the file, or raise the limit in the settings."
    )


def _without_half_surrogates(text: str, report: Report) -> str:
    if "\\u" not in text or not _HALF_SURROGATE.search(text):
        return text
    lines = Lines(text)

    def replaced(match: re.Match[str]) -> str:
        report.warn(
            f"{match[1]}, half of a character",
            "whole characters",
            "Write the character itself, in UTF-8; a � stands in its place for now.",
            field=lines.place(match.start(1)),
        )
        return match[0][: -len(match[1])] + _REPLACEMENT

    return _HALF_SURROGATE.sub(replaced, text)


_BEGINNINGS = (
    (("//", "/*", "#"), "a comment", "Remove it: JSON has no comments."),
    (("<<<<<<<", "=======", ">>>>>>>"), "the mark of a merge conflict", "Settle the conflict and remove its marks."),
    (("<",), "XML or HTML", "Export the layer as GeoJSON."),
    (("'", "‘", "“", "”"), "a quotation mark that JSON does not know", 'Use straight double quotes: ".'),
    (("None", "True", "False"), "a word of Python", "Write null, true or false."),
    (("undefined",), "undefined", "Write null."),
    (("+", "."), "a number that JSON does not know", "Write a digit before the point, and no plus sign."),
)
_MESSAGES = {
    "Expecting ',' delimiter": "a comma between two members",
    "Expecting ':' delimiter": "a colon after the key",
    "Expecting value": "a value",
    "Expecting property name enclosed in double quotes": "a key in double quotes",
    "Extra data": "the end of the file",
    "Unterminated string starting at": "a closing quotation mark",
    "Invalid control character at": "the text on one line, with \\n for a new line and \\t for a tab",
    "Invalid \\escape": "a known escape; a backslash itself is written \\\\",
    "Invalid \\uXXXX escape": "four hexadecimal digits after \\u",
}


def _explained(error: json.JSONDecodeError) -> Rejected:
    """The library's message in a curator's words."""
    text, position = error.doc, error.pos
    place = Lines(text).place(position)
    rest = text[position : position + 40].lstrip()
    unterminated = error.msg.startswith("Unterminated")
    if not rest or (unterminated and text.count('"', position + 1) == 0):
        return Rejected(
            "the file's end in the middle of things", "the rest of it", "Save the file again; its writing was cut off.", field=place
        )
    if (rest[0] in "]}" and text[:position].rstrip().endswith(",")) or error.msg.startswith("Illegal trailing comma"):
        return Rejected("a comma before the closing bracket", "no comma after the last member", "Remove the comma.", field=place)
    wanted = next((words for message, words in _MESSAGES.items() if error.msg.startswith(message)), error.msg)
    for starts, found, mend in _BEGINNINGS:
        if rest.startswith(starts) and not unterminated:
            return Rejected(found, wanted, mend, field=place)
    excerpt = rest.splitlines()[0][:24]
    return Rejected(f"“{excerpt}”", wanted, "Correct it there, or a little before.", field=place)
