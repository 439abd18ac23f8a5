"""Write the types of what crosses from Python to the browser: `app/static/js/payloads.d.ts`, from
`app.elements.payloads`.

python tools/payload_types.py
"""

from __future__ import annotations

import enum
import inspect
import textwrap
import types
import typing
from pathlib import Path
from typing import Any, Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from app.elements import payloads
from app.geodesy.packing import Column
from app.settings import PROJECT
from app.text import Text

TARGET = PROJECT / "app" / "static" / "js" / "payloads.d.ts"
HEAD = """\
// Written by tools/payload_types.py from app/elements/payloads.py; do not edit.

/** Text as it crosses: an entry's number in the page's message table, a table by language, or itself. */
export type Words = string | number | Record<string, string>

/** A column of numbers as Python packed it: differences, `null` for an unknown value, `[item, n]` for repeats. */
export type Column = (number | null | [number | null, number])[]
"""
NAMES: dict[object, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    Text: "Words",
    Column: "Column",
}


def declarations() -> str:
    """The whole file."""
    found = {name: value for name, value in vars(payloads).items() if is_typeddict(value)}
    return "\n".join([HEAD, *(_interface(name, value) for name, value in found.items())])


def _interface(name: str, of: Any) -> str:
    hints = get_type_hints(of, include_extras=True)
    lines = [f"  {key}{'?' if get_origin(hint) is NotRequired else ''}: {_type(hint)}" for key, hint in hints.items()]
    return "\n".join([*_doc(of), f"export interface {name} {{", *lines, "}", ""])


def _doc(of: Any) -> list[str]:
    doc = inspect.cleandoc(of.__doc__ or "").partition("\n\n")[0]
    if not doc or doc.startswith("dict("):
        return []
    lines = textwrap.wrap(doc, 112)
    return [f"/** {lines[0]} */"] if len(lines) == 1 else ["/**", *(f" * {line}" for line in lines), " */"]


def _type(hint: Any) -> str:
    if hint in NAMES:
        return NAMES[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return " | ".join(f"'{member.value}'" for member in hint)
    return _generic(get_origin(hint), get_args(hint), hint)


def _generic(origin: Any, args: tuple[Any, ...], hint: object) -> str:
    if origin is NotRequired:
        return _type(args[0])
    if origin is Literal:
        return " | ".join(f"'{value}'" for value in args)
    if origin in {types.UnionType, typing.Union}:
        return " | ".join(dict.fromkeys(_type(arg) for arg in args))
    if origin is list or (origin is tuple and args[-1] is Ellipsis):
        item = _type(args[0])
        return f"({item})[]" if "|" in item else f"{item}[]"
    if origin is tuple:
        return f"[{', '.join(_type(arg) for arg in args)}]"
    if origin is dict:
        return f"Record<{_type(args[0])}, {_type(args[1])}>"
    raise TypeError(f"There is no TypeScript for {hint}.")


def main(target: Path = TARGET) -> None:
    """Write the file."""
    target.write_text(declarations(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
