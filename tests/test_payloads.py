"""The contract between Python and JavaScript: a key renamed or a constant changed on one side fails here."""

from __future__ import annotations

import importlib

import pytest

from app.domain import View
from app.elements.views import browser_view
from app.settings import PROJECT
from tests.payloads import FOLDER, goldens


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.json")))
def test_what_crosses_is_what_both_sides_know(name: str) -> None:
    known = (FOLDER / name).read_text(encoding="utf-8")
    assert goldens().get(name) == known, "After a wanted change: python -m tests.payloads"


def test_there_is_a_file_for_all_that_crosses_and_for_nothing_else() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == set(goldens())


def test_the_types_of_the_scripts_are_those_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    types = importlib.import_module("payload_types")
    assert types.TARGET.read_text(encoding="utf-8") == types.declarations(), "Run: python tools/payload_types.py"


def test_the_centre_of_a_projection_is_no_finer_than_in_the_address_of_a_moment() -> None:
    view = browser_view(View(bounds=(10, 40, 20, 50), about=(12.3456, 56.7891)))
    assert view
    assert view["projection"] == (56.79, 12.35)
