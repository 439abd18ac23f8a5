"""Every message of `flask exhibit check`: it appears for its fault, everything valid is shown, and following it
helps.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.content.cases import CASES, Case
from tests.content.folders import read, sentences
from tests.content.write_messages import PAGE, messages

MESSAGES: dict[str, list[str]] = tomllib.loads(PAGE.read_text(encoding="utf-8"))


def test_each_case_has_its_messages() -> None:
    assert [case.name for case in CASES] == list(MESSAGES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_message_appears_and_the_rest_is_shown(case: Case, tmp_path: Path) -> None:
    result = read(tmp_path / "urals", case.limits, **case.files)
    assert messages(result) == MESSAGES[case.name]
    assert tuple(feature.id for feature in result.exhibit.features) == case.shows if result.exhibit else not case.shows


def test_valid_exhibit_has_no_faults(tmp_path: Path) -> None:
    result = read(tmp_path / "urals")
    assert not result.faults, sentences(result)
    assert str(result.counts) == "1 layer, 1 site, 1 chapter, 2 sources"
