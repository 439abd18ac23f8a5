"""All exhibits of a folder, kept up with: read again when their files change, the last good version on show while one is bad."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from app.content.folder import Signature, printable, reason, signature
from app.content.limits import Limits
from app.content.reading import TAKEN, Reading, read_exhibit
from app.content.values import SLUG
from app.domain import Exhibit
from app.errors import Fault, NotFound, Rejected, Report

EXHIBITS = "exhibits"

SETTLING_NS = 300_000_000
"""A file changed this short a time ago may still be growing: what was on show stays until it has settled."""
_WHERE = "Put exhibits there, or correct the setting OVERFLIGHT_GEODATA."
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One exhibit at one moment: what its folder gave last, and what is on show, which may be older.

    `signature` is None where the next refresh has to read again in any case.
    """

    reading: Reading
    shown: Reading
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything on show at one moment. Never changed, only replaced, so that no reader ever sees half of a refresh.

    `exhibits` stand in time order, then by slug; `faults` are by slug, those of the folder of exhibits itself under the
    empty one; `version` is a hash over all that is on show.
    """

    shelves: Mapping[str, Shelf]
    exhibits: tuple[Exhibit, ...]
    faults: Mapping[str, tuple[Fault, ...]]
    version: str

    @classmethod
    def of(cls, shelves: Mapping[str, Shelf], house_faults: tuple[Fault, ...] = ()) -> Snapshot:
        """What the shelves have on show, and all that is wrong with them."""
        exhibits = sorted((shelf.shown.exhibit for shelf in shelves.values() if shelf.shown.exhibit), key=_in_time)
        told = {"": house_faults} | {slug: shelf.reading.faults for slug, shelf in shelves.items()}
        versions = "\n".join(f"{exhibit.slug} {exhibit.version}" for exhibit in exhibits)
        return cls(
            shelves=MappingProxyType(dict(shelves)),
            exhibits=_tied(exhibits),
            faults=MappingProxyType({slug: faults for slug, faults in told.items() if faults}),
            version=sha256(versions.encode()).hexdigest()[:16],
        )


def _tied(exhibits: list[Exhibit]) -> tuple[Exhibit, ...]:
    """The exhibits with those of their threads that lead to one on show."""
    on_show = {exhibit.slug for exhibit in exhibits}

    def tied(exhibit: Exhibit) -> Exhibit:
        threads = tuple(thread for thread in exhibit.threads if thread.to in on_show)
        return exhibit if threads == exhibit.threads else replace(exhibit, threads=threads)

    return tuple(map(tied, exhibits))


def _in_time(exhibit: Exhibit) -> tuple[datetime, str]:
    return exhibit.period.start if exhibit.period else _LAST, exhibit.slug


class Library:
    """The exhibits below ``root/exhibits/``. All of it is safe to read from any thread while another refreshes."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        """Read everything once. Never raises for what the folders hold: `faults` tells."""
        self._folder = Path(root) / EXHIBITS
        self._limits = limits or Limits()
        self._refreshing = Lock()
        self._snapshot = self._look(Snapshot.of({}))

    @property
    def snapshot(self) -> Snapshot:
        """Everything at one moment; take it once where several things have to agree."""
        return self._snapshot

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits on show, in time order, then by slug."""
        return self._snapshot.exhibits

    @property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong now, by slug, even where an older version is on show; the empty slug is the folder of exhibits itself."""
        return self._snapshot.faults

    @property
    def version(self) -> str:
        """A hash over all that is on show."""
        return self._snapshot.version

    def exhibit(self, slug: str) -> Exhibit:
        """The exhibit on show at that address. Raises `NotFound`."""
        shown = next((exhibit for exhibit in self._snapshot.exhibits if exhibit.slug == slug), None)
        if shown is None:
            raise NotFound("There is no exhibit of that name.")
        return shown

    def reading(self, slug: str) -> Reading:
        """The latest reading of a folder, whether or not it is what is on show. Raises `NotFound`."""
        shelf = self._snapshot.shelves.get(slug)
        if shelf is None:
            raise NotFound("There is no exhibit of that name.")
        return shelf.reading

    def refresh(self) -> bool:
        """Read again what has changed since the last look; whether anything on show or any fault is different now.

        Costs a look at the files' times where nothing has changed. While another thread refreshes this returns at once.
        """
        if not self._refreshing.acquire(blocking=False):
            return False
        try:
            before = self._snapshot
            self._snapshot = self._look(before)
            return (before.version, before.faults) != (self._snapshot.version, self._snapshot.faults)
        finally:
            self._refreshing.release()

    def _look(self, before: Snapshot) -> Snapshot:
        """What is there now. Where no folder is left at all a disk has gone rather than every exhibit: all stay on show."""
        report = Report()
        folders: dict[str, Path] = {}
        with report.at(file=EXHIBITS):
            folders = self._folders(report)
        kept = {} if folders else dict(before.shelves)
        shelves = {slug: self._shelf(slug, path, before.shelves.get(slug)) for slug, path in folders.items()}
        return Snapshot.of(kept | shelves, tuple(report.faults))

    def _folders(self, report: Report) -> dict[str, Path]:
        """The folders that are meant to be exhibits, by name. Raises `Rejected` where there are none."""
        try:
            home = self._folder.resolve()
            paths = [path for path in sorted(self._folder.iterdir()) if is_exhibit_folder(path)]
        except (OSError, RuntimeError) as error:
            why = reason(error) if isinstance(error, OSError) else "a link that leads in a circle"
            raise Rejected(f"a folder that cannot be listed ({why})", "a readable folder of exhibits", _WHERE) from None
        folders: dict[str, Path] = {}
        for path in paths:
            with report.at(file=printable(path.name)):
                if not path.resolve().is_relative_to(home):
                    raise Rejected("a link that leads out of the folder of exhibits", "a folder in it", "Copy the exhibit there.")
                folders[printable(path.name)] = path
        if not folders:
            raise Rejected("no exhibit", "a folder for each exhibit", _WHERE)
        return folders

    def _shelf(self, slug: str, path: Path, before: Shelf | None) -> Shelf:
        state = signature(path)
        if before and before.signature == state:
            return before
        if before and before.shown.exhibit and _is_young(state):
            return replace(before, signature=None)
        reading = read_exhibit(path, self._limits)
        if not SLUG.fullmatch(slug) or slug in TAKEN:
            reading = replace(reading, exhibit=None)
        is_settled = signature(path) == state and not _is_young(state)
        shown = before.shown if before and has_gone_bad(before.shown, reading) else reading
        return Shelf(reading, shown, state if is_settled else None)


def has_gone_bad(shown: Reading, latest: Reading) -> bool:
    """Whether what is on show should stay: a file that was whole in it is missing or unusable now."""
    return shown.exhibit is not None and (latest.exhibit is None or not latest.broken <= shown.broken)


def is_exhibit_folder(path: Path) -> bool:
    """Whether something among the exhibits is meant to be one: a folder that is not hidden."""
    try:
        return not path.name.startswith((".", "__")) and path.is_dir()
    except OSError:
        return False


def _is_young(state: Signature) -> bool:
    now = time.time_ns()
    return any(0 <= now - changed <= SETTLING_NS for *_, changed, _ in state)
