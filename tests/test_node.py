"""The JavaScript that needs no browser, by Node's own test runner."""

from __future__ import annotations

import pytest

from app.settings import PROJECT
from tests.node import node, run

TESTS = sorted((PROJECT / "tests" / "js").rglob("*.test.js"))


def test_there_are_js_tests() -> None:
    assert TESTS


def test_pure_javascript() -> None:
    run("--test", *map(str, TESTS))


def test_a_run_without_node_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    with pytest.raises(pytest.fail.Exception, match=r"Node\.js is missing"):
        node()
