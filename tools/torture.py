"""What a served copy of the exhibits withstands: ``python tools/torture.py [SHARE]``, with SHARE of the full counts (1
by default).

Every trial prints a row: what was done, how often, and how many times it went wrong. Everything happens on loopback and
in a temporary folder, and every loop is bounded. Ends with exit code 1 where anything went wrong. Linux only: memory is
read from ``/proc``.
"""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tools")]

from bench import servers  # noqa: E402
from killed_saves import kill_saves  # noqa: E402
from soak_server import Use, worker_of  # noqa: E402

from app import create_app  # noqa: E402
from app.world import FIRST_DAY, LAST_DAY  # noqa: E402

SLUG = "grand-slam"
PAGE = f"/{SLUG}/"
PICKED_UP_SECONDS = 5.0
ANSWER_SECONDS = 1.0
PAUSE_SECONDS = 0.01
"""Between the requests of a visitor; without it this process takes most of a processor."""
MEMORY_LIMIT_MB = 600
"""Caches may fill, but are bounded; more memory than this after hundreds of days of the world is a leak."""
UNFINISHED_POST = (
    b"POST /kiosk/visits HTTP/1.1\r\nHost: museum\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["
)
UNREAD_GET = f"GET {PAGE} HTTP/1.1\r\nHost: museum\r\n\r\n".encode()
SMUGGLED = (
    b"POST / HTTP/1.1\r\nHost: museum\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    b"GET / HTTP/1.1\r\nHost: museum\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"GET / HTTP/1.1\r\nHost : museum\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: museum\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW")
ODD_PATHS = (
    "/../../etc/passwd",
    f"/{SLUG}/media/../exhibit.toml",
    f"/{SLUG}/media/%2e%2e/exhibit.toml",
    f"/{SLUG}/layers/..%2f..%2fexhibit.geojson",
    f"/{SLUG}/basemaps/none/0/0/0",
    "/%00",
    "/%ff%fe/",
    f"/{quote('выставка')}/",
    "/" + "a" * 8000,
    f"/{SLUG}/?lang=xx",
    f"/{SLUG}/?lang=" + "d" * 4000,
    "/kiosk?play=" + ",".join(f"x{number}" for number in range(500)),
    "/world/9999-99-99.geojson",
    "/world/1066-10-14.geojson",
    "/assets/0/../../wsgi.py",
    PAGE,
    "/",
    "/readyz",
)
ODD_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Range": "bytes=0-1,5-9,99999999-"},
    {"Range": "lines=1-2"},
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"' + "x" * 5000 + '"'},
    {"If-Modified-Since": "yesterday"},
    {"Accept-Language": "," * 3000},
    {"Accept-Encoding": "gzip;q=nan, *;q=0"},
    {"X-Forwarded-For": "1.2.3.4, <script>"},
    {"Cookie": "session=" + "y" * 3000},
)
ODD_BODIES = (b"", b"[" * 2000, b'{"a":' * 2000, b"\xff\xfe\x00", b"[1e999]", b"0" * 100_000, b'[{"seconds": -1}]')


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome of one trial; `measured` is a figure for the reader."""

    trial: str
    times: int
    wrong: int
    measured: str = ""

    def __str__(self) -> str:
        return f"| {self.trial} | {self.times:,} | {self.wrong:,} | {self.measured} |"


@dataclass(frozen=True, slots=True)
class Served:
    """A server over a copy of the exhibits."""

    host: str
    geodata: Path
    process: int

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one request."""
        with contextlib.closing(http.client.HTTPConnection(self.host, timeout=30)) as connection:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()

    def connect(self) -> socket.socket:
        """A bare connection."""
        name, _, port = self.host.partition(":")
        return socket.create_connection((name, int(port)), timeout=30)


def held_connections(served: Served, rounds: int) -> Row:
    """200 unfinished POSTs, 200 clients that do not read and 1,000 idle ones, while others ask for a page and the
    health check.
    """
    slowest, wrong = 0.0, 0
    with contextlib.ExitStack() as connections:
        for request, count in ((UNFINISHED_POST, 200), (UNREAD_GET, 200), (b"", 1000)):
            for _ in range(count):
                connections.enter_context(served.connect()).sendall(request)
        for path in ("/healthz", PAGE) * rounds:
            start = time.monotonic()
            status, _ = served.ask("GET", path)
            took = time.monotonic() - start
            slowest = max(slowest, took)
            wrong += status != 200 or took > ANSWER_SECONDS
    return Row("requests while 1,400 clients hold connections", 2 * rounds, wrong, f"slowest {slowest * 1000:.0f} ms")


def odd_requests(served: Served, count: int) -> Row:
    """Methods, paths, ranges, conditions and bodies that no browser sends."""
    rng = random.Random(1)
    wrong, before = list[str](), Use.of(served.process)
    for _ in range(count):
        method, path = rng.choice(METHODS), rng.choice(ODD_PATHS)
        path = "/kiosk/visits" if method == "POST" and rng.random() < 0.5 else path
        body = rng.choice(ODD_BODIES) if method in {"POST", "PUT", "PATCH"} else None
        headers = rng.choice(ODD_HEADERS) | ({"Content-Type": "application/json"} if body else {})
        try:
            status, _ = served.ask(method, path, headers, body)
        except (http.client.HTTPException, OSError):
            status = 400  # the connection was closed
        if status >= 500:
            wrong.append(f"{status} for {method} {path[:40]}")
    after = Use.of(served.process)
    measured = f"{after.threads - before.threads:+} threads, {after.files - before.files:+} files"
    return Row("odd requests (5xx counts)", count, len(wrong), ", ".join([measured, *wrong[:3]]))


def smuggling(served: Served, rounds: int) -> Row:
    """Requests of ambiguous length: refused, or answered once and the connection closed."""
    wrong = 0
    for request in SMUGGLED * rounds:
        with contextlib.closing(served.connect()) as connection:
            connection.sendall(request + b"GET /healthz HTTP/1.1\r\nHost: museum\r\nConnection: close\r\n\r\n")
            connection.settimeout(2)
            answer = _received(connection)
            wrong += answer.count(b'{"alive"') > 0 and b" 400 " not in answer
    return Row("smuggled requests", len(SMUGGLED) * rounds, wrong)


def world_days(served: Served, count: int) -> Row:
    """A reader who walks through the days of the world."""
    before, span = Use.of(served.process).memory, (LAST_DAY - FIRST_DAY).days
    wrong = 0
    for number in range(count):
        day: date = FIRST_DAY + timedelta(days=number * span // count)
        status, _ = served.ask("GET", f"/world/{day}.geojson", {"Accept-Encoding": "gzip"})
        wrong += status != 200
    after = Use.of(served.process).memory
    wrong += after > MEMORY_LIMIT_MB * 1000
    return Row("days of the world", count, wrong, f"memory {before / 1000:.0f} → {after / 1000:.0f} MB")


def broken_content(served: Served, cycles: int) -> Row:
    """A layer that is corrupted, cut off, deleted and put back under load: no error, no mixed page, picked up
    in time.
    """
    layer = next((served.geodata / "exhibits" / SLUG).glob("flown.geojson"))
    good = layer.read_bytes()
    over, errors, asked = threading.Event(), [0], [0]

    def visit() -> None:
        while not over.wait(PAUSE_SECONDS):
            status, body = served.ask("GET", PAGE)
            asked[0] += 1
            errors[0] += status != 200 or not body.rstrip().endswith(b"</html>")

    visitors = [threading.Thread(target=visit, daemon=True) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    late, slowest = 0, 0.0
    try:
        for number in range(cycles):
            _break(layer, good, number)
            noticed = _until_ready(served, is_ready=False)
            layer.write_bytes(good)
            repaired = _until_ready(served, is_ready=True)
            late += max(noticed, repaired) > PICKED_UP_SECONDS
            slowest = max(slowest, noticed, repaired)
    finally:
        over.set()
        for visitor in visitors:
            visitor.join(30)
    return Row(
        f"cycles of a broken layer, under {asked[0]:,} requests",
        cycles,
        late + errors[0],
        f"slowest pick-up {slowest:.1f} s",
    )


def killed_exports(_served: Served, count: int) -> Row:
    """Exports that are killed at a random moment: the file is the old one or the new one, whole.

    Each is a fork of this process, in which everything is imported and the world is read, so that most are killed
    while they render or write.
    """
    rng = random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{SLUG}.html"
        _export(folder)
        whole = file.read_bytes()
        start = time.monotonic()
        _exporting(folder).join()
        whole_time = time.monotonic() - start
        wrong = 0
        for _ in range(count):
            process = _exporting(folder)
            process.join(whole_time * rng.uniform(0.1, 1.05))
            process.kill()
            process.join()
            wrong += file.read_bytes() != whole
        _exporting(folder).join()
        wrong += file.read_bytes() != whole or len(list(Path(folder).iterdir())) != 1
    return Row("exports killed (torn, changed or left over)", count, wrong)


def _exporting(folder: str) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=_export, args=(folder,))
    process.start()
    return process


def _export(folder: str) -> None:
    outcome = create_app().test_cli_runner().invoke(args=["exhibit", "export", SLUG, "--to", folder])
    if outcome.exit_code:
        raise SystemExit(f"The export failed: {outcome.output}")


def killed_saves(served: Served, count: int) -> Row:
    """Saves of the desk that are killed at a random moment: the folder is that of one state, whole."""
    wrong = kill_saves(served.geodata / "exhibits" / SLUG, count, seed=3)
    return Row("saves of the desk killed (neither the old nor the new state)", count, wrong)


def _until_ready(served: Served, *, is_ready: bool) -> float:
    """Seconds until ``/readyz`` says so; four times the limit where it never does."""
    start = time.monotonic()
    while (served.ask("GET", "/readyz")[0] == 200) != is_ready and time.monotonic() - start < 4 * PICKED_UP_SECONDS:
        time.sleep(0.05)
    return time.monotonic() - start


def _break(layer: Path, good: bytes, number: int) -> None:
    match number % 4:
        case 0:
            layer.write_bytes(good[: len(good) // 2])
        case 1:
            layer.unlink()
        case 2:
            layer.write_bytes(b"")
        case _:
            layer.write_bytes(good[:100] + b"\xff\x00" + good[100:])


def _received(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(OSError):
        while chunk := connection.recv(65536):
            received += chunk
    return received


@contextlib.contextmanager
def serving() -> Iterator[Served]:
    """A server over a copy of the exhibits, with visits counted."""
    with tempfile.TemporaryDirectory() as folder:
        geodata = Path(folder) / "geodata"
        shutil.copytree(PROJECT / "geodata" / "exhibits", geodata / "exhibits")
        with servers.overflight(geodata, "/healthz", OVERFLIGHT_STATE=str(Path(folder) / "state")) as (address, _, _):
            host = address.removeprefix("http://")
            served = Served(host, geodata, worker_of(int(host.rpartition(":")[2])))
            served.ask("GET", PAGE)
            yield served


def main(share: float) -> int:
    """Run every trial and print the table; the exit code."""
    print("| trial | times | wrong | measured |\n|---|---|---|---|")
    rows, start = [], time.monotonic()
    with serving() as served:
        for trial, count in (
            (held_connections, 50),
            (odd_requests, 20_000),
            (smuggling, 25),
            (world_days, 300),
            (broken_content, 200),
            (killed_exports, 100),
            (killed_saves, 200),
        ):
            rows.append(trial(served, max(1, round(count * share))))
            print(rows[-1], flush=True)
    print(f"\nIt took {(time.monotonic() - start) / 60:.0f} minutes.")
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
