"""TOML, its errors in plain words, and the line of each key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from app.errors import Rejected

_PLACE = re.compile(r"\s*\((at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")
_TOKEN = re.compile(
    r'(?P<text>"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<bracket>[\[\]{}])|(?P<newline>\n)|(?P<comma>,)",
    re.DOTALL,
)
_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_HEADER = re.compile(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<key>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*\]\]?")
_PAIR = re.compile(rf"[ \t]*(?P<key>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*=[ \t]*")
_ENTRY = re.compile(r"(?:\s|#[^\n]*\n)*([^\s\]#])")
_CURLY = "“”„‟«»‘’‚"
_ASSIGNMENT = re.compile(r"\s*(?P<key>[^=#]*?)\s*=\s*(?P<value>.*?)\s*")
_COMMENT = re.compile(rf"(?:^|\s+)#[^\"'{_CURLY}]*$")
_ENDED = re.compile(r"""(?P<value>"[^"\\]*"|'[^']*'|true|false|[\d.+:TZ-]+)\s*(?P<end>[,;])""")
"""A whole value, and what ends a line in other languages."""
_OPEN_LITERAL = re.compile(r"[^'\"#]*=\s*'[^']*")
_WINDOWS_PATH = re.compile(r"""["']?[A-Za-z]:\\""")


def read_toml(text: str) -> dict[str, object]:
    """The tables of `text`. Raises `Rejected`, with the line, where it is not TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Rejected("Lists are nested hundreds deep.", "Flatten the list.") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, or an integer of thousands of digits
        raise _explained(text, str(error)) from None


def toml_lines(text: str) -> dict[str, int]:
    """The line of every key and list entry of a valid text: ``chapters[0].view.center`` and the like."""
    found: dict[str, int] = {}
    for _ in _tables(text, found):
        pass
    return found


def toml_tables(text: str) -> dict[str, int]:
    """Where the heading of every table of a valid text begins: ``chapters[0]`` and the like."""
    return dict(_tables(text, {}))


def _tables(text: str, found: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Each table with the offset of its heading; the lines of all keys are added to `found`."""
    counts: dict[str, int] = {}
    prefix, offset = "", 0
    while offset < len(text):
        line = text.count("\n", 0, offset) + 1
        if header := _HEADER.match(text, offset):
            prefix = _resolved(_bare(header["key"]), counts)
            if header["open"] == "[[":
                counts[prefix] = counts.get(prefix, -1) + 1
                prefix = f"{prefix}[{counts[prefix]}]"
            found.setdefault(prefix, line)
            yield prefix, offset
            offset = _line_end(text, header.end())
        elif pair := _PAIR.match(text, offset):
            path = f"{prefix}.{_bare(pair['key'])}" if prefix else _bare(pair["key"])
            found.setdefault(path, line)
            offset = _value_end(text, pair.end(), path, found)
        else:
            offset = _line_end(text, offset)


def _bare(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _resolved(key: str, counts: dict[str, int]) -> str:
    """``chapters.view`` below the third ``[[chapters]]`` as ``chapters[2].view``."""
    first, dot, rest = key.partition(".")
    return f"{first}[{counts[first]}]{dot}{rest}" if dot and first in counts else key


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _value_end(text: str, offset: int, path: str, found: dict[str, int]) -> int:
    """The end of the line on which the value at `offset` ends; the lines of a list's entries are noted."""
    entries = _Entries(text, path, found)
    for match in _TOKEN.finditer(text, offset):
        if match["newline"] and not entries.stack:
            return match.end()
        if match["bracket"]:
            entries.bracket(match["bracket"], match.end())
        elif match["comma"]:
            entries.comma(match.end())
    return len(text)


class _Entries:
    """Notes the line of each entry of nested lists; `stack` has the index in each open list, and -1 for an open
    table.
    """

    def __init__(self, text: str, path: str, found: dict[str, int]) -> None:
        self.text, self.path, self.found = text, path, found
        self.stack: list[int] = []

    def bracket(self, bracket: str, end: int) -> None:
        if bracket in "[{":
            self.stack.append(0 if bracket == "[" else -1)
            self._note(end)
        elif self.stack:
            self.stack.pop()

    def comma(self, end: int) -> None:
        if self.stack and self.stack[-1] >= 0:
            self.stack[-1] += 1
            self._note(end)

    def _note(self, end: int) -> None:
        entry = _ENTRY.match(self.text, end)
        if entry and -1 not in self.stack:
            indices = "".join(f"[{index}]" for index in self.stack)
            self.found.setdefault(f"{self.path}{indices}", self.text.count("\n", 0, entry.start(1)) + 1)


def _explained(text: str, message: str) -> Rejected:
    match = _PLACE.search(message)
    reason = message[: match.start()] if match else message
    lines = text.split("\n")
    line = int(match["line"]) if match and match["line"] else len(lines)
    if reason.startswith(("Unclosed", "Expected", "Invalid")) and (opened := _unclosed(text)) and opened < line:
        return Rejected("The bracket that opens here is never closed.", "Write the closing bracket.", line=opened)
    if reason.startswith("Unterminated") and line == len(lines):
        line = next((number for number, written in _numbered(lines) if written.count('"""') % 2), line)
    if reason == 'Expected "\'"':
        line = next((number for number, written in _numbered(lines) if _OPEN_LITERAL.fullmatch(written)), line)
    problem, fix = _advice(lines[min(line, len(lines)) - 1].strip(), reason)
    return Rejected(problem, fix, line=line)


def _numbered(lines: list[str]) -> Iterator[tuple[int, str]]:
    return enumerate(lines, 1)


def _unclosed(text: str) -> int | None:
    """The line of the bracket of a list that is still open at the next ``key =`` or header."""
    for pair in _PAIR.finditer(text):
        if text[: pair.start()].rpartition("\n")[2].strip():
            continue
        if not text.startswith("[", pair.end()):
            continue
        depth = 0
        for token in _TOKEN.finditer(text, pair.end()):
            depth += {"[": 1, "]": -1}.get(token["bracket"] or "", 0)
            if depth == 0:
                break
            if token["newline"] and (_PAIR.match(text, token.end()) or text.startswith("[[", token.end())):
                return text.count("\n", 0, pair.start("key")) + 1
        else:
            if depth:
                return text.count("\n", 0, pair.start("key")) + 1
    return None


_LINE = "Write each line as key = value, and text in double quotes."
_REASONS: tuple[tuple[str, str, str], ...] = (
    ("Cannot overwrite a value", "“{key}” is already set above.", "Remove one of the two."),
    (
        "Cannot declare",
        "This table is already there.",
        "Remove one of the two, or write [[…]] for one of several.",
    ),
    ("Cannot mutate", "This table is already complete above.", "Move the lines up to it."),
    ("Unterminated", "A text has no closing quotes.", 'Write the closing quotes: " or """.'),
    ("Unclosed", "A bracket is never closed.", "Write the closing bracket."),
    ("Unescaped", "A backslash starts no known escape.", "Write the backslash twice, or the text in single quotes."),
    (
        "Illegal character",
        "There is a character that cannot be here.",
        'Write the text on one line, or between three double quotes: """…""".',
    ),
)


def _advice(written: str, reason: str) -> tuple[str, str]:
    """The problem of one line and its fix, by what is written there, else by tomllib's reason."""
    match = _ASSIGNMENT.fullmatch(written)
    is_repeated = reason.startswith("Cannot")
    if match and not is_repeated and (advice := _value_advice(match["key"], match["value"])):
        return advice
    for start, problem, fix in _REASONS:
        if reason.startswith(start):
            return problem.format(key=match["key"] if match else written), fix
    if not match and (colon := re.fullmatch(r"([A-Za-z_-]+)\s*:\s*(.+)", written)):
        return f"There is a colon after “{colon[1]}”, where TOML has an equals sign.", _assignment(colon[1], colon[2])
    if not match:
        return f"“{written[:60]}” is not a line of TOML.", _LINE
    return f"“{written[:60]}” is not TOML ({reason[:1].lower()}{reason[1:]}).", "Put text between double quotes."


def _assignment(key: str, value: str) -> str:
    """The fix that writes `value`, which may be wrong itself, with an equals sign."""
    try:
        tomllib.loads(f"{key} = {value}")
    except ValueError:
        advice = _value_advice(key, value)
        return advice[1] if advice else _LINE
    return f"Write: {key} = {value}"


def _value_advice(key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a line ``key = value``, where it is one of the common slips."""
    if not value.startswith('"'):
        value = _COMMENT.sub("", value)
    if not value:
        return f"“{key}” has no value.", "Write the value after the equals sign, or remove the line."
    if value[:1] in _CURLY or (value[:1] == '"' and value[-1:] in _CURLY):
        inner = value.strip(_CURLY + '"')
        return "A word processor typed curly quotes; TOML needs straight ones.", f'Write: {key} = "{inner}"'
    if _WINDOWS_PATH.match(value):
        name = re.split(r"[\\/]+", value.strip("\"'"))[-1]
        return (
            "This is a path on one computer.",
            f'Put the file next to exhibit.toml, and write only its name: {key} = "{name}"',
        )
    if ended := _ENDED.fullmatch(value):
        return (
            f"There is a “{ended['end']}” after the value; a line of TOML has nothing there.",
            f"Write: {key} = {ended['value']}",
        )
    return _text_advice(key, value) if value[:1] in "\"'" else _bare_advice(key, value)


def _text_advice(key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value that begins with a quote."""
    quotes = value.count('"') - value.count('\\"')
    if value.startswith('"') and not value.startswith('"""'):
        if quotes % 2:
            return "The text has no closing quote.", f'Write: {key} = {value}"'
        if quotes > 2:
            return _inner_quotes(key, value)
    if value.startswith("'") and value.count("'") == 1:
        return "The text has no closing quote.", f"Write: {key} = {value}'"
    return None


def _bare_advice(key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value without quotes."""
    if number := re.fullmatch(r"([+-]?\d+),(\d+)", value):
        return _number_with_comma(key, number[1], number[2])
    if value in ("True", "False", "TRUE", "FALSE"):
        return f"“{value}” is written in capitals.", f"Write: {key} = {value.lower()}"
    if re.fullmatch(r"[^\"'\[\]{}]+", value):
        return f"“{value}” has no quotes; text and dates that are not plain need them.", f'Write: {key} = "{value}"'
    return None


def _inner_quotes(key: str, value: str) -> tuple[str, str]:
    problem = "There are double quotes inside the text, which end it."
    if "'" not in value and value.endswith('"'):
        return problem, f"Write the text between single quotes: {key} = '{value[1:-1]}'"
    return problem, r"Write each quote inside the text as \"."


def _number_with_comma(key: str, whole: str, rest: str) -> tuple[str, str]:
    problem = f"{whole},{rest} is a number with a comma; TOML has only a decimal point."
    if len(rest) == 3 and len(whole.lstrip("+-")) <= 3:
        return (
            problem,
            f"Write {key} = {whole}{rest} if the comma separates thousands, "
            f"or {key} = {whole}.{rest} if it is a decimal comma.",
        )
    return problem, f"Write: {key} = {whole}.{rest}"
