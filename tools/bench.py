"""Our figures beside the plain Folium way's, in one run: `make bench`.

Parts can be asked for by name: ``python tools/bench.py serving making reading features world playing size``.

Machines differ and are noisy, so it is the ratios that count. Nothing but Chromium is needed; wrk and nginx are used
where they are installed. `docs/explanation/performance.md` explains the figures and what they were.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tools")]

from bench import browser, content, plain, servers, tables  # noqa: E402

SECONDS = 3.0
"""How long a server is asked."""
ZIPPED = {"Accept-Encoding": "gzip"}
SIZES = (10_000, 100_000)
CROWDS = (10, 100, 1_000)
MOST_MARKERS = 10_000
"""Folium's markers are not tried beyond: 100,000 take minutes and no browser shows them."""


def main(wanted: list[str]) -> None:
    """Print the parts that are wanted, or all."""
    every = (serving, making, reading, features, world, playing, size)
    parts: dict[str, Callable[[Path], None]] = {part.__name__: part for part in every}
    with tempfile.TemporaryDirectory() as folder:
        for name, part in parts.items():
            if not wanted or name in wanted:
                part(Path(folder))


def serving(folder: Path) -> None:
    """A page of three flights of 200 points and 25 places, asked for over loopback; and how soon there is a first
    answer.
    """
    content.write_exhibit(folder / "small", "small", content.collection(content.points(25), content.flights()))
    with servers.overflight(folder / "small", "/small/") as (address, printed_after, answered):
        url = f"{address}/small/"
        with urllib.request.urlopen(urllib.request.Request(url, headers=ZIPPED)) as answer:
            page, etag = gzip.decompress(answer.read()), answer.headers["ETag"]
        ours = servers.requests_per_second(url, ZIPPED, SECONDS)
        unchanged = servers.requests_per_second(url, {**ZIPPED, "If-None-Match": etag}, SECONDS)
    with servers.granian("bench.plain:app") as (address, _, plain_answered):
        theirs = servers.requests_per_second(f"{address}/", ZIPPED, SECONDS)
    with servers.handing_out(page) as (address, _, _):
        bare = servers.requests_per_second(f"{address}/", ZIPPED, SECONDS)
    site = _static_site(folder)
    (site / "page.html").write_bytes(page)
    (site / "page.html.gz").write_bytes(gzip.compress(page, 9))
    with servers.nginx(site) as address:
        best = servers.requests_per_second(f"{address}/page.html", ZIPPED, SECONDS) if address else None
        static = servers.requests_per_second(f"{address}/small.html", ZIPPED, SECONDS) if address else None
    alone = _bare_start(folder)
    _title("Serving one page: requests a second")
    _row("plain Flask + Folium, made for each request (granian)", f"{theirs:,.0f}", "1 ×")
    _row("Overflight, page kept", f"{ours:,.0f}", f"{ours / theirs:,.0f} ×{_share(ours, best)}")
    _row("Overflight, 304 Not Modified", f"{unchanged:,.0f}", f"{unchanged / theirs:,.0f} ×{_share(unchanged, best)}")
    _row("an application that does nothing but hand out the page (granian)", f"{bare:,.0f}", f"{bare / theirs:,.0f} ×")
    if best:
        _row("nginx gzip_static, the same page", f"{best:,.0f}", f"{best / theirs:,.0f} ×")
    if static:
        size = f", {(site / 'small.html.gz').stat().st_size / 1000:,.0f} kB with everything in it"
        _row(f"nginx gzip_static, the page of the static site{size}", f"{static:,.0f}", f"{static / theirs:,.0f} ×")
    _title("Starting: seconds")
    _row("Flask alone with shapely imported, first byte (granian)", f"{alone:.2f}", "1 ×")
    _row("Overflight, address printed", f"{printed_after:.2f}", f"{printed_after / alone:.1f} ×")
    _row("Overflight, first byte of an exhibit", f"{answered:.2f}", f"{answered / alone:.1f} ×")
    _row("plain Flask + Folium, first byte of its map", f"{plain_answered:.2f}", f"{plain_answered / alone:.1f} ×")


def making(folder: Path) -> None:
    """CPU to make one page, beyond reading its files."""
    content.write_exhibit(folder / "small", "small", content.collection(content.points(25), content.flights()))
    theirs = _made("exhibit", 0, folder / "plain.html")
    _title("Making a page: milliseconds of CPU beyond reading its files (first in a process · from then on)")
    _cost("plain Folium: 3 flights of 200 points, 25 markers", theirs, theirs)
    _cost(
        "Overflight: the same", _made(f"overflight:{folder / 'small/exhibits/small'}", 0, folder / "ours.html"), theirs
    )
    for exhibit in sorted((PROJECT / "geodata" / "exhibits").iterdir()):
        if exhibit.is_dir():
            _cost(f"Overflight: {exhibit.name}", _made(f"overflight:{exhibit}", 0, folder / "ours.html"), theirs)


def reading(_: Path) -> None:
    """The same fixes and places in each format: what it costs to read and check them."""
    count = 100_000
    _title("Reading a layer: microseconds of CPU for each fix or place, and the share of GeoJSON's")
    for name, files in (("fixes with times and altitudes", tables.fixes(count)), ("places", tables.places(count))):
        costs = {label: min(tables.cost(data) for _ in range(2)) for label, data in files.items()}
        for label, seconds in costs.items():
            _row(f"{count:,} {name}, {label}", f"{seconds / count * 1e6:.1f}", f"{seconds / costs['GeoJSON']:.2f} ×")


def features(folder: Path) -> None:
    """Many points and a long track: Python's time, the page's weight, when a browser is ready, how evenly the map
    moves.
    """
    _lay_leaflet(folder / "plain")
    for count in SIZES:
        content.write_exhibit(folder / "many", f"points-{count}", content.collection(content.points(count), []))
    content.write_exhibit(folder / "many", "track-100000", content.collection([], [content.track(100_000)]))
    with (
        browser.chromium() as chromium,
        browser.serving(folder / "plain") as files,
        servers.overflight(folder / "many") as (address, _, _),
    ):
        for count in SIZES:
            ways = [
                way
                for way in plain.WAYS
                if way != "GeoJson line" and (count <= MOST_MARKERS or way == "GeoJson, circles on canvas")
            ]
            _compare(f"{count:,} points", folder, f"points-{count}", count, ways, (chromium, files, address))
        _compare(
            "A track of 100,000 vertices", folder, "track-100000", 100_000, ["GeoJson line"], (chromium, files, address)
        )


def world(_: Path) -> None:
    """How long the map takes to become that of another day, and how long when nothing on it is another."""
    changes, same = ("1960-05-01T06:00Z", "1962-01-01T06:00Z"), ("1960-05-01T06:00Z", "1960-05-02T06:00Z")
    views = {"the world, zoom 3": "3/30/20", "Europe, zoom 4.5": "4.5/50/14", "the Urals, zoom 6.5": "6.5/56.5/60"}
    _title(
        "Another day on the clock: milliseconds until it is drawn, some 8 of them waiting for a frame (borders "
        "change · nothing does)"
    )
    with browser.chromium() as chromium, servers.overflight(PROJECT / "geodata", "/grand-slam/") as (address, _, _):
        for name, view in views.items():
            changed, kept = (
                browser.turn(chromium, f"{address}/grand-slam/", view, days) * 1000 for days in (changes, same)
            )
            _row(name, f"{changed:,.0f} · {kept:,.0f}", f"{kept / changed:.2f} ×")


def playing(folder: Path) -> None:
    """Flights in motion with clocks, profile and trails; and what two hundred replays leave in memory."""
    for count in CROWDS:
        content.write_exhibit(folder / "play", f"flights-{count}", content.timed(count))
    _title("Playing: frames a second · longest wait for one · tasks over 50 ms in six seconds")
    with browser.chromium() as chromium, servers.overflight(folder / "play", "/flights-10/") as (address, _, _):
        for count in CROWDS:
            seen = browser.play(chromium, f"{address}/flights-{count}/")
            _row(f"{count:,} aircraft", f"{seen.fps:.0f} · {seen.worst * 1000:.0f} ms · {seen.long_tasks}", "")
        heaps = browser.replay(chromium, f"{address}/flights-10/", 200)
    _title("Replays of ten aircraft: heap in MB after 20, 40 … 200")
    _row("ten aircraft", " ".join(f"{heap:.2f}" for heap in heaps), "")


def size(_: Path) -> None:
    """How much the project's own exhibits weigh."""
    from app import export
    from app.assets import Linked
    from app.content import read_exhibit
    from app.page import render
    from app.presentation import Presentation

    theirs = len(plain.exhibit().encode())
    _title("Size: kB, and gzip")
    _row("plain Folium's small exhibit, without the ten files that it asks of four hosts", f"{theirs / 1000:,.0f}", "")
    for folder in sorted((PROJECT / "geodata" / "exhibits").iterdir()):
        exhibit = read_exhibit(folder).exhibit if folder.is_dir() else None
        if exhibit:
            _row(f"{exhibit.slug}, live page's HTML", *_weights(render(exhibit, Presentation(Linked())).html))
            _row(f"{exhibit.slug}, single file with all it needs", *_weights(export.single_file(exhibit)))


def _compare(
    title: str, folder: Path, slug: str, count: int, ways: list[str], stage: tuple[browser.Browser, str, str]
) -> None:
    chromium, files, address = stage
    _title(f"{title}: seconds of Python (reading + making) · kB · until ready, its CPU · frames a second (worst, ms)")
    ours = _made(f"overflight:{folder / 'many/exhibits' / slug}", 0, folder / "ours.html")
    with urllib.request.urlopen(f"{address}/{slug}/") as answer:
        answer.read()
    seen = browser.look(chromium, f"{address}/{slug}/")
    _feature_row("Overflight", ours, seen, seen)
    for number, way in enumerate(ways):
        cost = _made(way, count, folder / "plain" / f"{slug}-{number}.html")
        times = 1 if way == "Marker and popup" else 3
        _feature_row(f"Folium {way}", cost, browser.look(chromium, f"{files}/{slug}-{number}.html", times), seen)


def _feature_row(name: str, cost: dict[str, float], seen: browser.Seen, ours: browser.Seen) -> None:
    python = f"{cost['read']:.2f} + {cost['again']:.2f}" if cost["read"] else f"{cost['again']:.2f}"
    shown = f"{seen.ready:5.2f}, {seen.work:5.2f} · {seen.fps:3.0f} ({seen.worst * 1000:,.0f})"
    _row(name, f"{python:>13} · {cost['bytes'] / 1000:8,.0f} · {shown}", f"CPU {seen.work / ours.work:.1f} ×")


def _made(way: str, count: int, target: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.making", way, str(count), str(target)]
    settings = {**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'tools'}"}
    cost: dict[str, float] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True, env=settings).stdout
    )
    return cost


def _static_site(folder: Path) -> Path:
    """The folder of the exhibit as a static site, with its text compressed."""
    from app.content import Library
    from app.export import FolderTarget, files

    target = FolderTarget(folder / "site", compress=True)
    for name, written in files(Library(folder / "small").exhibits, site=True):
        target.add(name, written)
    return folder / "site"


def _bare_start(folder: Path) -> float:
    (folder / "bare.py").write_text(
        "import shapely\nfrom flask import Flask\napp = Flask(__name__)\napp.get('/')(lambda: 'x')\n"
    )
    with servers.granian("bare:app", PYTHONPATH=str(folder)) as (_, _, answered):
        return answered


def _lay_leaflet(folder: Path) -> None:
    """Leaflet beside the plain pages, so that they need no network either."""
    from app.assets import all_assets

    for name, asset in all_assets().items():
        if name.startswith("leaflet/"):
            target = folder / name.removeprefix("leaflet/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(asset.content)


def _cost(name: str, cost: dict[str, float], theirs: dict[str, float]) -> None:
    _row(name, f"{cost['first'] * 1000:,.0f} · {cost['again'] * 1000:,.0f}", f"{cost['again'] / theirs['again']:.2f} ×")


def _weights(html: str) -> tuple[str, str]:
    return f"{len(html.encode()) / 1000:,.0f}", f"{len(gzip.compress(html.encode(), 9)) / 1000:,.0f} gzip"


def _share(figure: float, best: float | None) -> str:
    return f" · {figure / best:.0%} of nginx" if best else ""


def _title(words: str) -> None:
    print(f"\n{words}", flush=True)


def _row(name: str, figure: str, ratio: str) -> None:
    print(f"  {name:76} {figure:>14}   {ratio}", flush=True)


if __name__ == "__main__":
    started = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt):
        main(sys.argv[1:])
    print(
        f"\nMeasured in {time.monotonic() - started:.0f} s on {os.cpu_count()} processors, Python "
        f"{sys.version.split()[0]}."
    )
