"""Thousands of sentences alike help nobody: those beyond the hundredth of a kind are told in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from app.errors import Fault, Severity

TOLD_SINGLY = 100

Kind = tuple[Severity, str, str, str]


def gathered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults in their order, of each kind (severity, file, field, what is wanted) a hundred at most, then how many more there are."""
    seen = Counter[Kind]()
    told: list[Fault] = []
    latest: dict[Kind, Fault] = {}
    for fault in faults:
        kind = (fault.severity, fault.place.file, _INDEX.sub("", fault.place.field), fault.wanted)
        seen[kind] += 1
        latest[kind] = fault
        if seen[kind] <= TOLD_SINGLY:
            told.append(fault)
    for kind, count in seen.items():
        if count > TOLD_SINGLY:
            told.append(_and_more(latest[kind], count - TOLD_SINGLY))
    return tuple(told)


_INDEX = re.compile(r"\[\d+\]|\d+")


def _and_more(last: Fault, count: int) -> Fault:
    """The last of many, in the name of all that are not told singly."""
    place = replace(last.place, feature="", field=_INDEX.sub("", last.place.field))
    where = last.place.feature or last.place.field
    return replace(last, place=place, found=f"{count:,} more like these, the last in {where}: {last.found}")
