"""All exhibits of a folder: read again when their files change; the last valid version is shown while a file is
broken.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from app.addresses import RESERVED_SLUGS
from app.content.backups import Backups
from app.content.fields.limits import Limits
from app.content.fields.values import SLUG, did_you_mean
from app.content.folder import Signature, last_saved, printable, signature
from app.content.reader import ReadResult, read_exhibit
from app.domain import Exhibit
from app.errors import Fault, NotFound, Rejected, Report, Severity, reason
from app.text import languages

EXHIBITS = "exhibits"
LOG = logging.getLogger(__name__)

SETTLING_NS = 150_000_000
"""A file that changed less than this ago may still be being written: the earlier version stays until it has settled."""
_FIX = "Put exhibits there, or set OVERFLIGHT_GEODATA to the folder that contains “exhibits”."
_MOST_LOGGED = 5
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One exhibit at one moment: the latest reading of its folder, and the one that is shown, which may be older.

    `signature` is None where the next refresh must read it again. `saved` is when the newest file of the shown version
    was saved, None where nobody knows.
    """

    latest: ReadResult
    shown: ReadResult
    signature: Signature | None
    saved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is shown at one moment. Immutable and replaced as a whole, so that nobody sees half of a refresh.

    `exhibits` are in time order, then by slug; `faults` are by slug, those of the folder of exhibits itself under the
    empty one; `version` is a hash of all that is shown; `languages` are the interface's, then the others that exhibits
    have.
    """

    entries: Mapping[str, LibraryEntry]
    exhibits: tuple[Exhibit, ...]
    faults: Mapping[str, tuple[Fault, ...]]
    version: str
    languages: tuple[str, ...]

    @property
    def outdated(self) -> tuple[str, ...]:
        """The slugs of exhibits that are shown in an earlier version, because their folders have problems."""
        return tuple(
            slug for slug, entry in self.entries.items() if entry.shown.exhibit and entry.shown is not entry.latest
        )

    @classmethod
    def of(cls, entries: Mapping[str, LibraryEntry], folder_faults: tuple[Fault, ...] = ()) -> Snapshot:
        """The exhibits that are shown, and all faults."""
        exhibits = sorted((entry.shown.exhibit for entry in entries.values() if entry.shown.exhibit), key=_in_time)
        all_faults = {"": folder_faults} | {slug: entry.latest.faults for slug, entry in entries.items()}
        versions = "\n".join(f"{exhibit.slug} {exhibit.version}" for exhibit in exhibits)
        return cls(
            entries=MappingProxyType(dict(entries)),
            exhibits=with_valid_threads(exhibits),
            faults=MappingProxyType({slug: faults for slug, faults in all_faults.items() if faults}),
            version=sha256(versions.encode()).hexdigest()[:16],
            languages=tuple(
                dict.fromkeys((*languages(), *(each for exhibit in exhibits for each in exhibit.languages)))
            ),
        )


def with_valid_threads(exhibits: Sequence[Exhibit]) -> tuple[Exhibit, ...]:
    """The exhibits with those threads only that lead to another of them."""
    slugs = {exhibit.slug for exhibit in exhibits}

    def checked(exhibit: Exhibit) -> Exhibit:
        threads = tuple(thread for thread in exhibit.threads if thread.to in slugs)
        return exhibit if threads == exhibit.threads else replace(exhibit, threads=threads)

    return tuple(map(checked, exhibits))


def _in_time(exhibit: Exhibit) -> tuple[datetime, str]:
    return exhibit.period.start if exhibit.period else _LAST, exhibit.slug


class Library:
    """The exhibits in ``root/exhibits/``. Safe to read from any thread while another refreshes."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        """Read everything once. Never raises for the content of the folders; see `faults`."""
        self.folder = Path(root) / EXHIBITS
        self.limits = limits or Limits()
        self._backups: Backups | None = None
        self._refreshing = Lock()
        self._snapshot = Snapshot.of({})
        self._show(self._read_again(self._snapshot))

    @property
    def snapshot(self) -> Snapshot:
        """Everything at one moment; take it once where several values must agree."""
        return self._snapshot

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits that are shown, in time order, then by slug."""
        return self._snapshot.exhibits

    @property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """The current faults by slug, even where an older version is shown; the empty slug is the folder of exhibits
        itself.
        """
        return self._snapshot.faults

    @property
    def version(self) -> str:
        """A hash of all that is shown."""
        return self._snapshot.version

    @property
    def languages(self) -> tuple[str, ...]:
        """The interface's languages, and those that exhibits have besides."""
        return self._snapshot.languages

    def exhibit(self, slug: str) -> Exhibit:
        """The exhibit of that slug. Raises `NotFound`."""
        shown = next((exhibit for exhibit in self._snapshot.exhibits if exhibit.slug == slug), None)
        if shown is None:
            raise NotFound("There is no exhibit of that name.")
        return shown

    def named(self, slug: str) -> Exhibit:
        """The exhibit that somebody has named. Raises `NotFound`, with the nearest name or the way to its errors."""
        entries = self._snapshot.entries
        if slug not in entries:
            raise NotFound(f"{slug}: there is no exhibit of that name. {did_you_mean(slug, entries)}".rstrip())
        if not any(slug == exhibit.slug for exhibit in self._snapshot.exhibits):
            raise NotFound(f"{slug} cannot be shown. “flask exhibit check {slug}” says why.")
        return self.exhibit(slug)

    def result(self, slug: str) -> ReadResult:
        """The latest reading of a folder, whether or not it is shown. Raises `NotFound`."""
        entry = self._snapshot.entries.get(slug)
        if entry is None:
            raise NotFound("There is no exhibit of that name.")
        return entry.latest

    def use_backups(self, folder: Path) -> None:
        """Keep the last valid version of each exhibit in `folder`, and show it from there where the exhibit itself is
        broken.
        """
        with self._refreshing:
            backups = self._backups = Backups(folder)
            entries = dict(self._snapshot.entries)
            for slug in entries or backups.slugs:
                entry = entries.get(slug) or LibraryEntry(ReadResult(slug), ReadResult(slug), None)
                kept = backups.load(slug, self.limits) if entry.shown.exhibit is None or entry.shown.broken else None
                if kept and is_worse(kept, entry.latest):
                    entry = replace(entry, shown=kept, saved=backups.kept_since(slug))
                entries[slug] = entry
            self._back_up(entries)
            self._show(Snapshot.of(entries, self._snapshot.faults.get("", ())))

    def backup_shown(self, slug: str, folder: Path) -> datetime | None:
        """When the copy in `folder` was made that a server shows instead of this exhibit's folder; None where it shows
        the folder. Raises `NotFound`.
        """
        backups, latest = Backups(folder), self.result(slug)
        kept = backups.load(slug, self.limits) if latest.exhibit is None or latest.broken else None
        return backups.kept_since(slug) if kept and is_worse(kept, latest) else None

    def refresh(self, *, wait: bool = False) -> bool:
        """Read what has changed since the last refresh; returns whether anything shown, or any fault, is different now.

        Where nothing has changed only the files' times are read. While another thread refreshes this returns at once;
        with `wait`, it then reads after that, so that what was written before the call is seen.
        """
        if not self._refreshing.acquire(blocking=wait):
            return False
        try:
            before = self._snapshot
            self._show(self._read_again(before))
            self._back_up(self._snapshot.entries, before.entries)
            return (before.version, before.faults) != (self._snapshot.version, self._snapshot.faults)
        finally:
            self._refreshing.release()

    def _show(self, snapshot: Snapshot) -> None:
        """Replace what is shown, and log which exhibits are no longer shown in their current version, and which are
        again.
        """
        before, self._snapshot = self._snapshot, snapshot
        for slug in snapshot.outdated:
            if slug not in before.outdated:
                LOG.warning("%s: The last valid version is shown, because the folder has problems.", slug)
                for fault in _errors(snapshot.faults.get(slug, ())):
                    LOG.warning("%s: %s: %s", slug, fault.severity.word, fault)
        for slug in before.outdated:
            if slug in snapshot.entries and slug not in snapshot.outdated:
                LOG.warning("%s: The folder is valid again, and is shown.", slug)

    def _read_again(self, before: Snapshot) -> Snapshot:
        """The current state. Where no folder is left, a disk was probably unmounted: all exhibits stay."""
        report = Report()
        folders: dict[str, Path] = {}
        with report.at(file=EXHIBITS):
            folders = self._folders(report)
        kept = {} if folders else dict(before.entries)
        entries = {slug: self._entry(slug, path, before.entries.get(slug)) for slug, path in folders.items()}
        return Snapshot.of(kept | entries, tuple(report.faults))

    def _back_up(
        self, entries: Mapping[str, LibraryEntry], before: Mapping[str, LibraryEntry] = MappingProxyType({})
    ) -> None:
        """Copy each exhibit that was read anew and is valid."""
        if self._backups is None or not entries:
            return
        for slug, entry in entries.items():
            if entry.latest.exhibit and not entry.latest.broken and entry.signature and entry is not before.get(slug):
                self._backups.save(entry.latest.exhibit, self.limits)
        self._backups.keep_only(entries)

    def _folders(self, report: Report) -> dict[str, Path]:
        """The folders of exhibits by name. Raises `Rejected` where there are none."""
        try:
            home = self.folder.resolve()
            paths = [path for path in sorted(self.folder.iterdir()) if is_exhibit_folder(path)]
        except (OSError, RuntimeError) as error:
            why = reason(error) if isinstance(error, OSError) else "it links to itself"
            raise Rejected(f"The folder of exhibits cannot be read ({why}).", _FIX) from None
        folders: dict[str, Path] = {}
        for path in paths:
            with report.at(file=printable(path.name)):
                if not path.resolve().is_relative_to(home):
                    raise Rejected("The link leads out of the folder of exhibits.", "Copy the exhibit itself into it.")
                folders[printable(path.name)] = path
        if not folders:
            raise Rejected("There are no exhibits.", _FIX)
        return folders

    def _entry(self, slug: str, path: Path, before: LibraryEntry | None) -> LibraryEntry:
        state = signature(path)
        if before and before.signature == state:
            return before
        if before and before.shown.exhibit and _is_young(state):
            return replace(before, signature=None)
        result = read_exhibit(path, self.limits)
        if not SLUG.fullmatch(slug) or slug in RESERVED_SLUGS:
            result = replace(result, exhibit=None)
        is_settled = signature(path) == state and not _is_young(state)
        settled = state if is_settled else None
        if before and is_worse(before.shown, result):
            return LibraryEntry(result, before.shown, settled, before.saved)
        return LibraryEntry(result, result, settled, last_saved(state))


def is_worse(shown: ReadResult, latest: ReadResult) -> bool:
    """Whether the shown version should stay: a file that it could use is missing or unusable now."""
    return shown.exhibit is not None and (latest.exhibit is None or not latest.broken <= shown.broken)


def is_exhibit_folder(path: Path) -> bool:
    """Whether a path in the folder of exhibits is an exhibit: a folder that is not hidden."""
    try:
        return not path.name.startswith((".", "__")) and path.is_dir()
    except OSError:
        return False


def _errors(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The first few errors, for a log."""
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR)[:_MOST_LOGGED]


def _is_young(state: Signature) -> bool:
    now = time.time_ns()
    return any(0 <= now - changed <= SETTLING_NS for *_, changed, _ in state)
