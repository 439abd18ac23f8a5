"""Writes messages.toml from what the readers report now: ``python -m tests.content.write_messages``. Read the diff."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from app.content import ReadResult
from app.world import FIRST_DAY, LAST_DAY
from tests.content.cases import CASES, Case
from tests.content.folders import read, sentences

PAGE = Path(__file__).parent / "messages.toml"
HEAD = (
    "# The messages of `flask exhibit check`, by the names of the faults in cases.py. A test proves that each "
    "appears.\n"
)


def messages(result: ReadResult) -> list[str]:
    """The messages of a result, without the days of the world's tables, which change with them."""
    return sentences(result).replace(str(FIRST_DAY), "<first day>").replace(str(LAST_DAY), "<last day>").split("\n")


def entry(case: Case) -> str:
    """The messages of one case as a TOML list."""
    with tempfile.TemporaryDirectory() as folder:
        lines = messages(read(Path(folder) / "urals", case.limits, **case.files))
    return "\n".join([f"{quoted(case.name)} = [", *(f"    {quoted(line)}," for line in lines), "]\n"])


def quoted(text: str) -> str:
    """A text as TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


if __name__ == "__main__":
    PAGE.write_text(HEAD + "".join(map(entry, CASES)), encoding="utf-8")
