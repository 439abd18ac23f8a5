"""Characters for which the pages have no font: a reader's system may show them as boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from app.content.fields.values import join_names
from app.errors import Report
from app.fonts import covered

_SHOWN = 8
"""Of one script so many characters are listed."""
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_SCRIPTS = {"CJK": "Chinese or Japanese", "HANGUL": "Korean"}


def characters(data: bytes) -> frozenset[str]:
    """The characters of a file that may lack a glyph: none of ASCII, none that are invisible, none of a picture or
    an archive.
    """
    if data.isascii() or data.startswith(b"PK\x03\x04") or b"\0" in data:
        return frozenset()
    return frozenset(
        char for char in set(data.decode("utf-8", "ignore")) if unicodedata.category(char) not in _INVISIBLE
    )


def note_without_glyph(used: Mapping[str, frozenset[str]], report: Report) -> None:
    """Note, once for each script, the characters without a glyph in any font of the pages; `used` has those of each
    file.
    """
    missing = {file: unknown for file, each in used.items() if (unknown := each - covered())}
    by_script: dict[str, set[str]] = {}
    for char in sorted(frozenset().union(*missing.values())):
        by_script.setdefault(_script(char), set()).add(char)
    for script, found in by_script.items():
        files = [file for file, each in missing.items() if each & found]
        with report.at(file=files[0]):
            report.note(
                f"The pages have no font for {_counted(len(found), script)}: {_listed(found)}{_elsewhere(files[1:])}. "
                "They are shown in a font of the reader's system, or as boxes where it has none.",
                "Install such a font on every kiosk. For the project's own, run: make fonts",
            )


def _script(char: str) -> str:
    """The script by the first word of the character's name, such as ``Arabic``; empty for signs."""
    word = unicodedata.name(char, "").partition(" ")[0]
    is_letter = unicodedata.category(char).startswith(("L", "M"))
    return _SCRIPTS.get(word, word.capitalize()) if is_letter else ""


def _counted(count: int, script: str) -> str:
    noun = f"{script} character" if script else "sign"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(found: set[str]) -> str:
    return " ".join(sorted(found)[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")


def _elsewhere(files: list[str]) -> str:
    return f" (also in {join_names(files)})" if files else ""
