"""Joins JavaScript modules into one: on a slow line a hundred small files cost seconds of waiting, one costs none.

It knows what our modules are made of, and no more of JavaScript: they import by name from `#folder/file`, and export
constants, classes and functions where they define them, or by name from another module. Anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter

DOCUMENTATION = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n|/\*\* @(?:(?!\*/).)*\*/ ?", re.DOTALL | re.MULTILINE)
_IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*['"]#([\w/]+)['"]""")
_IMPORT = re.compile(r"^import \{([^}]*)\} from '#([\w/]+)'$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|class|(?:async )?function(?: ?\*)?) (\w+))", re.MULTILINE)
_PASSED_ON = re.compile(r"^export \{([^}]*)\} from '#([\w/]+)'$", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_MARGIN = re.compile(r"\n\s+")
"""Blank lines and indentation; no string literal of our scripts spans lines."""
_BREAK = re.compile(r"^((?!.*//).*)\n(?=[}\])])|^((?!.*//).*[{(\[,])\n", re.MULTILINE)
"""Ends of lines without a remark that no statement ends at: before a closing bracket, or after an opening one or a
comma.
"""


def compact(script: str) -> str:
    """A script without its documentation, indentation and needless ends of lines."""
    return _BREAK.sub(r"\1\2", _MARGIN.sub("\n", DOCUMENTATION.sub("", script)))


def imported(script: str) -> list[str]:
    """The names of the modules that a script imports, such as ``lib/dom``."""
    return _IMPORTED.findall(DOCUMENTATION.sub("", script))


def in_one(modules: Mapping[str, str]) -> str:
    """One module that exports what all of `modules` export; each has a scope of its own.

    `modules` are scripts by name. They import only each other, not in circles, and no two define the same export:
    raises `ValueError` otherwise, or where a script is written in another way than ours.
    """
    needed = {name: imported(script) for name, script in modules.items()}
    if missing := {name for names in needed.values() for name in names} - modules.keys():
        raise ValueError(f"Imported, but not among the modules: {sorted(missing)}")
    order = TopologicalSorter(needed).static_order()
    parts = [_scope(name, DOCUMENTATION.sub("", modules[name])) for name in order]
    defined = {name: [match[2] for match in _EXPORT.finditer(script)] for name, script in modules.items()}
    exports = [export for names in defined.values() for export in names]
    if len(exports) != len(set(exports)):
        raise ValueError(f"Exported twice: {sorted({each for each in exports if exports.count(each) > 1})}")
    parts += [f"export const {{ {', '.join(names)} }} = {_variable(name)}" for name, names in defined.items() if names]
    return "\n".join(parts) + "\n"


def _scope(name: str, script: str) -> str:
    """A module as a constant that holds what it exports."""
    exports = [match[2] for match in _EXPORT.finditer(script)]
    exports += [each.strip() for match in _PASSED_ON.finditer(script) for each in match[1].split(",")]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_taken, _PASSED_ON.sub(_taken, script)))
    if left := _LEFT.search(body):
        raise ValueError(f"{name}: {left[0]!r} is neither an import nor an export that is known here.")
    return f"const {_variable(name)} = (() => {{\n{body.strip()}\nreturn {{ {', '.join(exports)} }}\n}})()"


def _taken(match: re.Match[str]) -> str:
    """An import as a declaration."""
    return f"const {{{match[1].replace(' as ', ': ')}}} = {_variable(match[2])}"


def _variable(module: str) -> str:
    return module.replace("/", "$")
