"""Atomic writes: a file is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.errors import WriteFailed

_PREFIX = ".overflight-"
"""How the names of temporary files begin; the process id follows."""


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file atomically: to a temporary file in the same folder first, which then replaces the target.

    Raises `WriteFailed` with path and cause; an earlier file of that name is then unchanged.
    """
    target = folder / name
    with _explained(target), _temporary(target.parent, content) as temporary:
        temporary.replace(target)
        _sync(target.parent)
    return target


def exchange(path: Path, before: bytes | None, after: bytes | None) -> bool:
    """Replace a file with the content `before` by one with the content `after`, atomically; None is no file.

    Returns whether it did: what another program has written there meanwhile stays. Raises `WriteFailed`.

    The file is compared when its successor is complete, and again when that has its name: what was written into it in
    between takes the name back. No system call replaces a file only if it is a certain one, so a file of another
    program that takes the name within the microseconds after the first comparison is replaced; and what a program
    writes later into a file that it opened before is in no folder.
    """
    if before is None and after is None:
        return not path.exists()
    with _explained(path), _temporary(path.parent, after or b"") as temporary:
        try:
            is_done = _added(path, temporary) if before is None else _replaced(path, before, temporary, after)
        except FileNotFoundError:
            return False
        _sync(path.parent)
        return is_done


def _added(path: Path, temporary: Path) -> bool:
    """Give a file a name that none has."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # the file system has no hard links
        if path.exists():
            return False
        temporary.replace(path)
    return True


def _replaced(path: Path, before: bytes, temporary: Path, after: bytes | None) -> bool:
    """Let a file take the place of one with a known content, or remove that one."""
    kept = _linked(path, temporary.with_name(f"{temporary.name}-kept"))
    try:
        if kept.read_bytes() != before or not kept.samefile(path):
            return False
        if after is None:
            path.unlink()
        else:
            temporary.replace(path)
        if kept == path or kept.read_bytes() == before:
            return True
        kept.replace(path)
        return False
    finally:
        if kept != path:
            kept.unlink(missing_ok=True)


def _linked(path: Path, name: Path) -> Path:
    """Another name of a file, or its own where the file system has no hard links."""
    try:
        os.link(path, name)
    except FileNotFoundError:
        raise
    except OSError:
        return path
    return name


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Raise `WriteFailed` with path and cause for what the system refuses."""
    try:
        yield
    except OSError as error:
        raise WriteFailed(
            f"{target} could not be written: {error.strerror or error}. The file that was there before is unchanged."
        ) from error


@contextlib.contextmanager
def _temporary(folder: Path, content: bytes) -> Iterator[Path]:
    """A temporary file in a folder, complete and on disk; removed at the end, unless it has another name by then."""
    folder.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(folder)
    handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of processes that have ended."""
    for leftover in folder.glob(f"{_PREFIX}*"):
        owner = leftover.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            with contextlib.suppress(OSError):
                leftover.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(folder: Path) -> None:
    """Flush the folder's entry to disk, where the system supports it, so that the new name survives a power cut."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
