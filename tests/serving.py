"""A real server in a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

from app.settings import PROJECT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(*options: str, **environment: str) -> Iterator[str]:
    """Run `flask serve` with these options and settings; yields its address."""
    port = int(environment.get("PORT") or free_port())
    command = [sys.executable, "-m", "flask", "serve", *options]
    settings = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "OVERFLIGHT_CACHE": "none", **environment}
    process = subprocess.Popen(command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _await_answer(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextlib.contextmanager
def desk(**environment: str) -> Iterator[str]:
    """Run `flask desk` with these settings; yields the address that it prints."""
    command = [sys.executable, "-m", "flask", "desk", "--no-open"]
    settings = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    with subprocess.Popen(
        command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline().decode())
        assert found
        yield found[0]
        process.terminate()


def _await_answer(url: str, process: subprocess.Popen[bytes], tries: int = 300) -> None:
    for _ in range(tries):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            raise AssertionError(f"The server ended: {process.communicate()[0].decode()}")
    raise AssertionError(f"No answer from {url}.")
