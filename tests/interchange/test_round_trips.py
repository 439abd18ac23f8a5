"""What is written is read again: the table of what survives, and every exhibit of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.interchange import FORMATS, Content, Format
from tests.conftest import SLUGS
from tests.interchange.reference import project_exhibit, reference_exhibit
from tests.interchange.survival import ONE_WAY, PAGE, READ_AGAIN, is_equal, read_again, survivors, table

READ = [each for each in FORMATS if each.key in READ_AGAIN]


def test_the_page_has_the_table_of_what_survives() -> None:
    assert table() in PAGE.read_text(encoding="utf-8"), "Run: python -m tests.interchange.survival"


@pytest.mark.parametrize("each", READ, ids=lambda each: each.key)
def test_a_format_keeps_what_it_says_that_it_keeps(each: Format) -> None:
    assert survivors()[each.key] >= each.keeps - ONE_WAY


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exhibit_comes_back_from_gpx_and_workbooks(slug: str, tmp_path: Path) -> None:
    exhibit = project_exhibit(slug)
    for each in READ:
        if each.key in ("gpx", "kml", "xlsx", "places-xlsx"):
            after = read_again(exhibit, each, tmp_path / each.key)
            lost = [
                content
                for content in (Content.FIXES, Content.TIMES, Content.ALTITUDES, Content.EVIDENCE, Content.PLACES)
                if content in each.keeps and not is_equal(exhibit, after, content)
            ]
            assert not lost, each.key


def test_losses_are_counted(tmp_path: Path) -> None:
    exhibit = reference_exhibit(tmp_path)
    gpx = next(each for each in FORMATS if each.key == "gpx")
    left = {"2 conflicting accounts", "1 area or line", "1 event without a position", "1 range", "1 chapter"}
    assert left <= set(gpx.losses(exhibit))
    assert not any("evidence" in loss or "sites" in loss for loss in gpx.losses(exhibit))
