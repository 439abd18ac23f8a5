"""What a page of the documentation asks its reader to do: files to create or extend, and commands to run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.settings import PROJECT

DOCS = PROJECT / "docs"
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w*)\n(?P<body>.*?)```", re.DOTALL)
_FILE = re.compile(r"(?P<verb>Create|Add to the end of) `(?P<name>[\w./-]+\.\w+)`:")


@dataclass(frozen=True, slots=True)
class Step:
    """A fenced block of a page: a file (`name` and whether it is added to the end), or shell commands (no `name`)."""

    body: str
    name: str = ""
    is_added: bool = False


def steps(page: Path) -> Iterator[Step]:
    """The files and shell commands of a page, in its order. The line before a file's block is "Create `name`:"."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        file = _FILE.fullmatch(block["before"])
        if file:
            yield Step(block["body"], file["name"], file["verb"] != "Create")
        elif block["kind"] == "sh":
            yield Step(block["body"])


def write(step: Step, folder: Path) -> None:
    """Create or extend the file of a step below a folder."""
    path = folder / step.name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") + "\n" if step.is_added else ""
    path.write_text(before + step.body, encoding="utf-8")


def run(commands: str, **environment: str) -> str:
    """Run shell commands in the project's folder, with `flask` that of this interpreter; returns what they print."""
    flask = f'"{sys.executable}" -m flask'
    return subprocess.run(
        ["sh", "-e"],
        input=commands.replace(".venv/bin/flask", flask),
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=True,
    ).stdout
