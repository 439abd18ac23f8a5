"""Many faults in few lines: repeated ones are collapsed, and a summary counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.errors import Fault, Severity, Topic

MAX_PER_KIND = 10

Kind = tuple[Severity, str, str, str]

_INDEX = re.compile(r"\[\d+\]|\d+")
_EXCERPT = re.compile(r'"[^"]*"|“[^”]*”|\([^)]*\)|-?\d[\d.,:TZ-]*|\b(null|true|false)\b')


def digest_faults(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults in order: at most ten of each kind (severity, file, field, problem), then how many more there are.
    Of more than ten that say exactly the same, the first says how many there are.
    """
    faults = tuple(faults)
    kinds: dict[Kind, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(_kind(fault), []).append(fault)
    many = [found for found in kinds.values() if len(found) > MAX_PER_KIND]
    same = {id(found[0]): _for_all(found) for found in many if len({fault.problem for fault in found}) == 1}
    hidden = {id(fault) for found in many for fault in found[1 if id(found[0]) in same else MAX_PER_KIND :]}
    kept = (same.get(id(fault), fault) for fault in faults if id(fault) not in hidden)
    collapsed = (_and_more(found[-1], len(found) - MAX_PER_KIND) for found in many if id(found[0]) not in same)
    return (*kept, *collapsed)


def _for_all(found: Sequence[Fault]) -> Fault:
    """The first of faults that say the same, with the number of the others."""
    problem = f"{found[0].problem} The same is true of {len(found) - 1:,} more."
    return replace(found[0], problem=problem, count=len(found))


def _kind(fault: Fault) -> Kind:
    """What similar faults have in common: everything but the excerpts and numbers."""
    location = fault.location
    return fault.severity, location.file, _INDEX.sub("", location.field), _EXCERPT.sub("", fault.problem)


def _and_more(last: Fault, count: int) -> Fault:
    """One fault that represents `count` others, of which it is the last."""
    location = replace(last.location, field=_INDEX.sub("", last.location.field))
    return replace(last, location=location, problem=f"{count:,} more like these; the last: {last.problem}", count=count)


def summarize(faults: Sequence[Fault]) -> str:
    """``1 mistake, 16 translations missing``; empty where nothing is wrong. Notes do not count."""
    wrong = [fault for fault in faults if fault.severity > Severity.NOTE]
    missing = sum(fault.count for fault in wrong if fault.topic is Topic.TRANSLATION)
    mistakes = sum(fault.count for fault in wrong if fault.topic is Topic.MISTAKE)
    parts = [
        _counted(mistakes, "mistake", "mistakes"),
        _counted(missing, "translation missing", "translations missing"),
    ]
    return ", ".join(filter(None, parts))


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}" if count else ""


def group_translations(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults, with all missing translations of a file in one."""
    grouped: dict[tuple[str, str], list[Fault]] = {}
    others: list[Fault] = []
    for fault in faults:
        if fault.topic is Topic.TRANSLATION:
            grouped.setdefault((fault.location.file, fault.fix), []).append(fault)
        else:
            others.append(fault)
    return (*others, *(_one_of(found) for found in grouped.values()))


def _one_of(found: list[Fault]) -> Fault:
    if len(found) == 1:
        return found[0]
    count = sum(fault.count for fault in found)
    location = replace(found[0].location, feature="", field="")
    problem = f"{count:,} texts have no translation. The first: {found[0].problem}"
    return replace(found[0], location=location, problem=problem, count=count)
