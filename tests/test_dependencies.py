"""Every dependency is used, and the documentation says why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from app.settings import PROJECT
from tests.test_house import SOURCES, imports_of

LISTED = [
    match[0]
    for line in (PROJECT / "requirements.in").read_text(encoding="utf-8").splitlines()
    if (match := re.match(r"[A-Za-z][\w.-]*", line))
]
BY_NAME = {"XStatic-Leaflet": "app/assets.py", "tzdata": "app/zones.py", "brotli": "app/plate/typeface.py"}
"""Packages that nothing here imports: data, which is read by the package's name, and what another library needs."""


@cache
def modules_by_package() -> Mapping[str, set[str]]:
    """The modules of each installed package, by its name in lower case with hyphens."""
    modules = defaultdict(set)
    for module, packages in packages_distributions().items():
        for package in packages:
            modules[package.lower().replace("_", "-")].add(module)
    return modules


@pytest.mark.parametrize("package", LISTED)
def test_dependency_is_used(package: str) -> None:
    if package in BY_NAME:
        assert package in (PROJECT / BY_NAME[package]).read_text(encoding="utf-8")
        return
    modules = modules_by_package()[package.lower()]
    assert modules
    names = {name.partition(".")[0] for path in SOURCES for name in imports_of(path)}
    assert modules & names, f"{package} is in requirements.in, but nothing in app/ imports {modules}."


@pytest.mark.parametrize("package", LISTED)
def test_dependency_is_documented(package: str) -> None:
    page = (PROJECT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| [^|]*\b{re.escape(package)}\b", page, re.MULTILINE | re.IGNORECASE), package
