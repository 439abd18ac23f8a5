"""Servers to be measured, each in its own process on a free port of this machine, and how fast they answer."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

Server = contextlib.AbstractContextManager[tuple[str, float, float]]
PROJECT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, path: str = "/", **environment: str) -> Iterator[tuple[str, float, float]]:
    """Start a server; gives its address, and the seconds until it printed anything and until it had answered `path`."""
    address = f"http://127.0.0.1:{port}"
    settings = {**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'tools'}", **environment}
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    printed_after: list[float] = []
    listener = threading.Thread(target=_listen, args=(process, started, printed_after), daemon=True)
    listener.start()
    try:
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(address + path, timeout=30) as answer:
                answer.read(1)
                break
            if process.poll() is not None:
                raise SystemExit(f"{' '.join(command)} ended at once.")
            time.sleep(0.01)
        answered = time.monotonic() - started
        yield address, printed_after[0] if printed_after else answered, answered
    finally:
        process.terminate()
        process.wait(20)
        listener.join(5)
        if process.stdout:
            process.stdout.close()


def _listen(process: subprocess.Popen[bytes], started: float, printed_after: list[float]) -> None:
    printed_after.extend(time.monotonic() - started for _ in process.stdout or ())


def overflight(geodata: Path, path: str = "/", **environment: str) -> Server:
    """`flask serve` over a folder of exhibits."""
    port = free_port()
    command = [sys.executable, "-m", "flask", "serve"]
    return running(
        command, port, path, PORT=str(port), HOST="127.0.0.1", OVERFLIGHT_GEODATA=str(geodata), **environment
    )


def granian(target: str, path: str = "/", **environment: str) -> Server:
    """granian over a WSGI application, as `flask serve` runs it."""
    port = free_port()
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--port", str(port)]
    command = [sys.executable, "-m", "granian", *options, target]
    return running(command, port, path, **environment)


@contextlib.contextmanager
def handing_out(page: bytes) -> Iterator[tuple[str, float, float]]:
    """granian over an application that does nothing but hand out `page`, compressed: what can be had of it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.gz").write_bytes(gzip.compress(page, 9))
        (Path(folder) / "handing_out.py").write_text(
            "from pathlib import Path\n"
            "page = Path(__file__).with_name('page.gz').read_bytes()\n"
            "headers = [('content-type', 'text/html'), ('content-encoding', 'gzip'), ('content-length', "
            "str(len(page)))]\n"
            "def app(environ, start_response):\n"
            "    start_response('200 OK', headers)\n"
            "    return [page]\n"
        )
        with granian("handing_out:app", PYTHONPATH=folder) as server:
            yield server


@contextlib.contextmanager
def nginx(site: Path) -> Iterator[str | None]:
    """nginx handing out the files of a folder by gzip_static; None where it is not installed."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not found:
        yield None
        return
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        user = "user root;" if os.geteuid() == 0 else ""
        (Path(folder) / "nginx.conf").write_text(
            f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit; events {{}} "
            f"http {{ access_log off; keepalive_requests 10000000; "
            f"server {{ listen 127.0.0.1:{port}; root {site}; gzip_static on; }} }}"
        )
        with running([found, "-p", folder, "-c", f"{folder}/nginx.conf"], port) as (address, _, _):
            yield address


def requests_per_second(url: str, headers: dict[str, str], seconds: float) -> float:
    """How many requests a second are answered to two connections: by wrk where there is one, else by a small generator
    of our own.
    """
    wrk = shutil.which("wrk")
    if not wrk:
        return _own_generator(url, headers, seconds)
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    answer = subprocess.run(
        [wrk, "-t1", "-c8", f"-d{seconds:g}s", *given, url], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", answer)
    if not found:
        raise SystemExit(f"wrk said nothing of use: {answer}")
    return float(found[1])


def _own_generator(url: str, headers: dict[str, str], seconds: float) -> float:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host)
    count, started = 0, time.monotonic()
    while time.monotonic() - started < seconds:
        connection.request("GET", f"/{path}", headers=headers)
        connection.getresponse().read()
        count += 1
    return count / (time.monotonic() - started)
