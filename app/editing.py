"""What an editor's open page is sent: whether it is out of date, and what is wrong with the files."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs

from app.assets import script_json
from app.content import Library, Snapshot, group_translations
from app.elements.payloads import ChangesPayload, ProblemPayload
from app.errors import Fault, Severity

MOST = 20
"""How many problems a page lists."""


class Changes:
    """The changes of a library's exhibits, as pages ask for them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def since(self, query: str) -> str:
        """What has changed since the version of a page, as JSON; the files are read again where they differ.

        `query` names the ``version`` that the page shows and the ``exhibit``; without one, the page is about all.
        """
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        self._library.refresh()
        return script_json(changes(self._library.snapshot, asked.get("exhibit", ""), asked.get("version", "")))


def changes(snapshot: Snapshot, slug: str, version: str) -> ChangesPayload:
    """What an editor's page has to know: that of an exhibit, or where the slug is empty that of all."""
    entry = snapshot.entries.get(slug)
    shown = entry.shown.exhibit if entry else None
    faults = {key: faults for key, faults in snapshot.faults.items() if not slug or key in (slug, "")}
    problems = [problem for key in faults for problem in _problems(key, faults[key])]
    problems.sort(key=lambda problem: problem["severity"] != "error")
    saved = entry.saved if entry and slug in snapshot.outdated else None
    return {
        "isOutdated": shown.version != version if shown else not slug and snapshot.version != version,
        "isMissing": bool(slug) and not shown,
        "shownSince": saved.isoformat(timespec="seconds") if saved else None,
        "problems": problems[:MOST],
        "count": len(problems),
    }


def _problems(slug: str, faults: Iterable[Fault]) -> list[ProblemPayload]:
    """The faults that cost a visitor something, without notes."""
    return [
        {
            "severity": "error" if fault.severity is Severity.ERROR else "warning",
            "exhibit": slug,
            "place": fault.location.place,
            "problem": fault.problem,
            "fix": fault.fix,
        }
        for fault in group_translations(faults)
        if fault.severity > Severity.NOTE
    ]
