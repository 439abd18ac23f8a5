"""The JavaScript that needs no browser, by Node's own test runner, where there is Node."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from app.settings import PROJECT

TESTS = sorted((PROJECT / "tests" / "js").rglob("*.test.js"))


def test_there_is_something_to_run() -> None:
    assert TESTS


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed; the page itself needs none")
def test_pure_javascript() -> None:
    run = subprocess.run(["node", "--test", *map(str, TESTS)], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
