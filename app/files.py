"""Atomic writes: a file is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from app.errors import WriteFailed

_PREFIX = ".overflight-"
"""How the names of temporary files begin; the process id follows."""


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file atomically: to a temporary file in the same folder first, which then replaces the target.

    Raises `WriteFailed` with path and cause; an earlier file of that name is then unchanged.
    """
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target.parent)
        handle, temporary = tempfile.mkstemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync(target.parent)
    except OSError as error:
        raise WriteFailed(
            f"{target} could not be written: {error.strerror or error}. The file that was there before is unchanged."
        ) from error
    return target


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
