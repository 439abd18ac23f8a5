"""The targets of `make fuzz` read their own samples, among them everything that fuzzing has found."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from app.settings import PROJECT
from tests.node import run

CORPUS = PROJECT / "tools" / "fuzz" / "corpus"
SAMPLES = sorted(path for path in CORPUS.glob("*/*") if path.parent.name != "addresses")


@pytest.fixture
def targets(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    return importlib.import_module("fuzz.targets")


def test_every_target_has_samples(targets: ModuleType) -> None:
    assert {path.name for path in CORPUS.iterdir()} == {*targets.TARGETS, "addresses"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_read_or_refused(sample: Path, targets: ModuleType) -> None:
    targets.TARGETS[sample.parent.name](sample.read_bytes())


def test_addresses_of_moments_are_read() -> None:
    assert "nothing found" in run("tools/fuzz/addresses.mjs", "0")
