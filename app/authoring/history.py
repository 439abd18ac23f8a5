"""The history of an exhibit's folder: its saved states, each of which can be brought back.

A state is a JSON file with the hash of every file of the exhibit; contents are stored once, by hash. A state is in the
history before it is written to the exhibit's folder, and `_PENDING` names it: what was interrupted is completed by
the next one that opens the history. A lock keeps two processes from writing at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from app import files
from app.content import Folder
from app.errors import NotFound, OverflightError, Report

FOLDER = ".history"
"""The folder beside the exhibits; hidden folders are no exhibits."""
MOST_STATES = 500
LOCK_SECONDS = 10.0

_PENDING = "pending"
_CURRENT = "current"
_STATES = "states"
_CONTENTS = "contents"


class ChangedMeanwhile(OverflightError):
    """Another program has changed the files that were about to be written; they are as it wrote them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Another program has just changed {', '.join(names)}. Try again.")


@dataclass(frozen=True, slots=True)
class State:
    """The files of an exhibit at one moment: a number, when it was saved, what changed, and the hash of each file."""

    number: int
    saved: datetime
    change: str
    hashes: Mapping[str, str]


class History:
    """The states of one exhibit. The current one is what the folder should contain."""

    def __init__(self, exhibit: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Complete a save that was interrupted; the folder becomes a state, unless it is the current one."""
        from filelock import FileLock

        self.exhibit, self._now = exhibit, now
        self.folder = exhibit.parent / FOLDER / exhibit.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lock = FileLock(self.folder / "lock", timeout=LOCK_SECONDS)
        self._known: dict[tuple[str, int, int], str] = {}
        with self.lock:
            self._complete()
            self.take("")

    @property
    def states(self) -> list[State]:
        """All states, the latest first."""
        return [self._state(number) for number in reversed(self._numbers())]

    def latest(self, count: int) -> list[State]:
        """That many states at most, the latest first."""
        return [self._state(number) for number in reversed(self._numbers()[-count:])]

    @property
    def current(self) -> State | None:
        """The state that the folder should contain."""
        number = self._read(_CURRENT)
        return self._state(int(number)) if number else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before the current one."""
        return self._neighbour(-1) is not None

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return self._neighbour(1) is not None

    def changed_outside(self) -> list[str]:
        """The names of files that are not as in the current state."""
        return changed(self._current_hashes, self._present())

    def content(self, state: State, name: str) -> bytes | None:
        """A file of a state, or None where it has none of that name."""
        return self._content(state.hashes[name]) if name in state.hashes else None

    def take(self, change: str) -> State | None:
        """Add the folder as it is as a state, unless it is the current one."""
        with self.lock:
            return self._add(self._stored(), change, is_current=True) if self.changed_outside() else None

    def save(self, changes: Mapping[str, bytes | None], change: str) -> State:
        """Write files, or remove those that are None, as a new state. What was undone is no longer offered.

        Raises `ChangedMeanwhile`.
        """
        with self.lock:
            hashes = self._stored() | {name: self._store(data) for name, data in changes.items() if data is not None}
            kept = {name: digest for name, digest in hashes.items() if changes.get(name, b"") is not None}
            return self._restored_new(self._add(kept, change))

    def undo(self) -> State:
        """Bring back the state before the current one. Raises `NotFound` where there is none."""
        return self._step(-1)

    def redo(self) -> State:
        """Bring back the state after the current one. Raises `NotFound` where there is none."""
        return self._step(1)

    def restore(self, number: int, change: str, name: str | None = None) -> State:
        """Bring back any state, or one file of it, as a new one. Raises `NotFound`."""
        with self.lock:
            if number not in self._numbers():
                raise NotFound(f"There is no state {number}.")
            hashes = self._state(number).hashes
            if name is not None:
                others = {other: digest for other, digest in self._stored().items() if other != name}
                hashes = others | {other: digest for other, digest in hashes.items() if other == name}
            return self._restored_new(self._add(hashes, change))

    def _step(self, by: int) -> State:
        with self.lock:
            number = self._neighbour(by)
            if number is None:
                raise NotFound("There is nothing to undo." if by < 0 else "There is nothing to redo.")
            return self._restored(self._state(number))

    def _neighbour(self, by: int) -> int | None:
        current, numbers = self._read(_CURRENT), self._numbers()
        index = numbers.index(int(current)) + by if current and int(current) in numbers else -1
        return numbers[index] if 0 <= index < len(numbers) else None

    def _add(self, hashes: Mapping[str, str], change: str, *, is_current: bool = False) -> State:
        """Add a state after the current one; those after it, which were undone, go."""
        current = self._read(_CURRENT)
        for undone in [number for number in self._numbers() if current and number > int(current)]:
            self._path(undone).unlink()
        state = State(max(self._numbers(), default=0) + 1, self._now(), change, dict(sorted(hashes.items())))
        document = {"saved": state.saved.isoformat(), "change": change, "files": state.hashes}
        files.write(self.folder / _STATES, self._path(state.number).name, json.dumps(document, indent=1).encode())
        if is_current:
            files.write(self.folder, _CURRENT, str(state.number).encode())
        self._forget()
        return state

    def _restored_new(self, state: State) -> State:
        """Make the folder contain a new state, which goes again where the files are not its predecessor's."""
        try:
            return self._restored(state)
        except ChangedMeanwhile:
            self._path(state.number).unlink()
            raise

    def _restored(self, state: State) -> State:
        """Make the folder contain a state; if this is interrupted, `_complete` does it again.

        Raises `ChangedMeanwhile` where another program has written one of the files; the others are then as before.
        """
        files.write(self.folder, _PENDING, str(state.number).encode())
        before, present = self._current_hashes, self._present()
        names = [name for name in changed(before, state.hashes) if present.get(name) != state.hashes.get(name)]
        meanwhile = [name for name in names if present.get(name) != before.get(name)]
        written: list[str] = []
        for name in names if not meanwhile else ():
            if not self._exchange(name, before, state.hashes):
                meanwhile.append(name)
                break
            written.append(name)
        if meanwhile:
            for name in written:
                self._exchange(name, state.hashes, before)
            (self.folder / _PENDING).unlink()
            raise ChangedMeanwhile(meanwhile)
        self._end(str(state.number))
        return state

    def _complete(self) -> None:
        """Write what a state that was interrupted has otherwise than the one before it; what another program has
        written since stays, and becomes a state of its own.
        """
        pending = self._read(_PENDING)
        if not pending:
            return
        state, before, present = self._state(int(pending)), self._current_hashes, self._present()
        for name in changed(before, state.hashes):
            if present.get(name) == before.get(name):
                self._exchange(name, before, state.hashes)
        self._end(pending)

    def _exchange(self, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Replace a file of one state by that of another; whether it was the one of the first."""
        earlier, later = (self._content(hashes[name]) if name in hashes else None for hashes in (before, after))
        return files.exchange(self.exhibit / name, earlier, later)

    def _end(self, number: str) -> None:
        """The folder contains a state."""
        files.write(self.folder, _CURRENT, number.encode())
        (self.folder / _PENDING).unlink()

    @property
    def _current_hashes(self) -> Mapping[str, str]:
        current = self.current
        return current.hashes if current else {}

    def _present(self) -> dict[str, str]:
        """The hash of every file of the folder; files that have not changed are not read again."""
        paths = Folder.scan(self.exhibit, Report()).files if self.exhibit.is_dir() else {}
        return {name: self._digest(name, path) for name, path in paths.items()}

    def _digest(self, name: str, path: Path) -> str:
        state = path.stat()
        key = (name, state.st_size, state.st_mtime_ns)
        if key not in self._known:
            self._known[key] = _hash(path.read_bytes())
        return self._known[key]

    def _stored(self) -> dict[str, str]:
        """The hash of every file of the folder; their contents are in the history afterwards."""
        return {
            name: digest
            if (self.folder / _CONTENTS / digest).exists()
            else self._store((self.exhibit / name).read_bytes())  # it may have been written again meanwhile
            for name, digest in self._present().items()
        }

    def _forget(self) -> None:
        """Remove the oldest states beyond `MOST_STATES`, and contents that no state has."""
        numbers = self._numbers()
        if len(numbers) <= MOST_STATES:
            return
        for number in numbers[:-MOST_STATES]:
            self._path(number).unlink()
        used = {digest for state in self.states for digest in state.hashes.values()}
        for path in (self.folder / _CONTENTS).iterdir():
            if path.name not in used:
                path.unlink()

    def _store(self, data: bytes) -> str:
        digest = _hash(data)
        if not (self.folder / _CONTENTS / digest).exists():
            files.write(self.folder / _CONTENTS, digest, data)
        return digest

    def _content(self, digest: str) -> bytes:
        return (self.folder / _CONTENTS / digest).read_bytes()

    def _numbers(self) -> list[int]:
        folder = self.folder / _STATES
        return sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdecimal())

    def _path(self, number: int) -> Path:
        return self.folder / _STATES / f"{number:06}.json"

    def _state(self, number: int) -> State:
        document = json.loads(self._path(number).read_bytes())
        return State(number, datetime.fromisoformat(document["saved"]), document["change"], document["files"])

    def _read(self, name: str) -> str:
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of files whose hashes differ, by the hashes of two states."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
