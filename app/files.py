"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from app.errors import ExportFailed

_STRAY = ".overflight-"


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all: beside its place first, then into it in one step.

    Raises `ExportFailed` with path and cause; an earlier file of that name is then untouched.
    """
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        handle, beside = tempfile.mkstemp(prefix=f"{_STRAY}{os.getpid()}-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(0o644)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _sync(target.parent)
    except OSError as error:
        raise ExportFailed(f"{target} could not be written: {error.strerror or error}. What was there before is untouched.") from error
    return target


def _sweep(folder: Path) -> None:
    """Remove what an export left behind whose process is gone."""
    for stray in folder.glob(f"{_STRAY}*"):
        owner = stray.name.removeprefix(_STRAY).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            with contextlib.suppress(OSError):
                stray.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
