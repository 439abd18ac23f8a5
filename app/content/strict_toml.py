"""TOML, its errors with line and column and in a curator's words."""

from __future__ import annotations

import re
import tomllib

from app.errors import Rejected

_PLACE = re.compile(r"\s*\((at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")
_MENDS = {
    "Invalid value": "Put words in double quotes; write true and false in small letters.",
    "Cannot overwrite a value": "The key stands twice: remove one.",
    "Cannot declare": "The table stands twice: remove one, or write [[…]] for one of a list.",
    "Cannot mutate": "The table was already closed: join its parts.",
    'Expected "=" after a key': "Write key = value; put an address or words in double quotes.",
    "Expected newline or end of document": "Write one key = value on each line; put words in double quotes.",
    "Unterminated": "Close it.",
    "Unclosed": "Close the bracket.",
    "Illegal character": "Write text on one line, or between three double quotes.",
    "Unescaped": "Write a backslash twice.",
}


def read_toml(text: str) -> dict[str, object]:
    """The tables that `text` holds. Raises `Rejected`, its field the line and column, where it is not TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Rejected("lists nested hundreds deep", "a list of plain values", "Flatten it.") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, or an integer of thousands of digits
        raise _explained(text, str(error)) from None


def _explained(text: str, message: str) -> Rejected:
    match = _PLACE.search(message)
    reason = message[: match.start()] if match else message
    lines = text.split("\n")
    line = int(match["line"]) if match and match["line"] else len(lines)
    column = int(match["column"]) if match and match["column"] else len(lines[-1]) + 1
    written = lines[line - 1].strip()
    found = f"“{written[:60]}”" if written else "the end of the file" if line == len(lines) else "an empty line"
    mend = next((mend for start, mend in _MENDS.items() if reason.startswith(start)), "Correct it there, or a little before.")
    return Rejected(found, f"TOML ({reason[:1].lower()}{reason[1:]})", mend, field=f"line {line}, column {column}")
