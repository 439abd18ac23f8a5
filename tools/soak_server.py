"""A long run of the server: does it grow? ``python tools/soak_server.py [REQUESTS [RELOADS]]`` (20,000 and 1,000 by
default).

Asks a served copy of the project's exhibits for everything there is in turn, rewrites one exhibit's words in between so
that it is read and rendered anew, and watches the worker's resident memory, threads and open files (Linux: from
``/proc``). Ends with exit code 1 where memory grows by a tenth or more after the warm-up, threads grow beyond the
server's pool, open files grow at all, or an answer is an error.
"""

from __future__ import annotations

import http.client
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tools")]

from bench import servers  # noqa: E402

GROWTH = 0.10
WARM_UP = 0.25
"""The share of the run after which memory is first looked at: caches are full by then."""
POOL = 4
"""The threads that the server starts as it needs them and ends when they idle."""
ACCEPTABLE = {200, 304, 308, 404}


@dataclass(frozen=True, slots=True)
class Use:
    """What a process holds: resident memory in kB, threads, open files."""

    memory: int
    threads: int
    files: int

    @classmethod
    def of(cls, process: int) -> Use:
        """What `process` holds now."""
        said = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
        return cls(
            int(said["VmRSS"].split()[0]), int(said["Threads"]), len(list(Path(f"/proc/{process}/fd").iterdir()))
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Use after the warm-up and at the end, and every status that should not have been."""

    before: Use
    after: Use
    errors: tuple[str, ...]

    @property
    def growth(self) -> float:
        """The share by which memory grew after the warm-up."""
        return self.after.memory / self.before.memory - 1

    @property
    def is_steady(self) -> bool:
        """Whether nothing grew and nothing failed."""
        return self.growth < GROWTH and self.is_flat and not self.errors

    @property
    def is_flat(self) -> bool:
        """Whether there are no more threads, but for those of the server's pool, and no more open files than before."""
        return self.after.threads <= self.before.threads + POOL and self.after.files <= self.before.files


def soak(requests: int, reloads: int, slugs: Collection[str] = ()) -> Outcome:
    """Serve a copy of the exhibits (all, or those named) and ask it `requests` things, with `reloads` changes of
    content spread among them.
    """
    with tempfile.TemporaryDirectory() as folder:
        geodata = Path(folder) / "geodata"
        for exhibit in (PROJECT / "geodata" / "exhibits").iterdir():
            if exhibit.name in slugs or not slugs:
                shutil.copytree(exhibit, geodata / "exhibits" / exhibit.name)
        with servers.overflight(geodata, "/healthz") as (address, _, _):
            return _run(address.removeprefix("http://"), geodata, requests, reloads)


def _run(host: str, geodata: Path, requests: int, reloads: int) -> Outcome:
    story = min(geodata.glob("exhibits/*/story.en.md"))
    words = story.read_text(encoding="utf-8")
    changes = {requests * number // reloads for number in range(1, reloads)}
    errors: list[str] = []
    before = None
    with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
        worker = worker_of(int(host.rpartition(":")[2]))
        for number, (path, headers) in enumerate(itertools.islice(_paths(geodata), requests)):
            if number in changes:
                story.write_text(f"{words}\nReading {number}.\n", encoding="utf-8")
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in ACCEPTABLE:
                errors.append(f"{path}: {answer.status}")
            if number >= requests * WARM_UP and before is None:
                before = Use.of(worker)
    return Outcome(before or Use.of(worker), Use.of(worker), tuple(errors))


def _paths(geodata: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Everything that a visitor may ask for, in turn, without end."""
    slugs = sorted(folder.name for folder in (geodata / "exhibits").iterdir())
    own = ("", "kiosk", "world.json.gz", "world-details.json.gz", "single.html")
    paths = [
        "/",
        "/healthz",
        "/nothing-here",
        "/world/1960-05-01.geojson",
        *(f"/{slug}/{rest}" for slug in slugs for rest in own),
    ]
    paths += [
        f"/{layer.parent.name}/layers/{layer.stem}.geojson" for layer in sorted(geodata.glob("exhibits/*/*.geojson"))
    ]
    for path in itertools.cycle(paths):
        yield path, {}
        yield path, {"Accept-Encoding": "gzip"}


def worker_of(port: int) -> int:
    """The process that answers at `port`: the last child of the server, itself a child of this process."""
    server = next(child for child in _children(os.getpid()) if str(port).encode() in _environment(child))
    return max(_children(server), default=server)


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for listing in found for child in listing.read_text().split()]


def _environment(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


if __name__ == "__main__":
    requests, reloads = (int(argument) for argument in (*sys.argv[1:3], *("20000", "1000")[len(sys.argv) - 1 :]))
    outcome = soak(requests, reloads)
    for name in ("memory", "threads", "files"):
        print(
            f"{name:8} {getattr(outcome.before, name):>9,} after the warm-up, {getattr(outcome.after, name):>9,} "
            f"at the end"
        )
    for error in outcome.errors[:10]:
        print(error)
    print(f"Memory grew by {outcome.growth:.1%}. {'Steady.' if outcome.is_steady else 'Not steady.'}")
    sys.exit(0 if outcome.is_steady else 1)
