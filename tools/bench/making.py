"""Makes one page in a fresh interpreter and tells what it cost: `python -m bench.making WAY COUNT FILE`.

WAY is a Folium way of `plain.WAYS`, or ``overflight:FOLDER`` for the exhibit in that folder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def main(way: str, count: int, target: Path) -> None:
    """Write the page to `target` and the cost as JSON to standard output: seconds of CPU to read, to make once, and
    again.
    """
    make, read = _overflight(Path(way.partition(":")[2])) if way.startswith("overflight:") else _folium(way, count)
    first, html = _timed(make)
    again, _ = _timed(make)
    target.write_text(html, encoding="utf-8")
    print(json.dumps({"read": read, "first": first, "again": again, "bytes": len(html.encode())}))


def _folium(way: str, count: int) -> tuple[Callable[[], str], float]:
    from bench import plain

    return (plain.exhibit if way == "exhibit" else lambda: plain.WAYS[way](count)), 0.0


def _overflight(folder: Path) -> tuple[Callable[[], str], float]:
    from app.assets import Linked
    from app.content import read_exhibit
    from app.page import render
    from app.presentation import Presentation

    seconds, result = _timed(lambda: read_exhibit(folder))
    if result.exhibit is None:
        raise SystemExit(f"{folder} cannot be read: {result.faults}")
    exhibit = result.exhibit
    return lambda: render(exhibit, Presentation(Linked())).html, seconds


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
