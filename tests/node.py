"""Node.js for the tests: from the wheel among the test requirements, or one on the PATH. A run without Node fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import PROJECT


def node() -> str:
    """The command; fails the test where there is none."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return shutil.which("node", path=os.pathsep.join(folders)) or pytest.fail("Node.js is missing. Run: make test")


def run(*arguments: str, stdin: str | None = None) -> str:
    """What Node writes; fails the test with everything that it wrote where it ends with an error."""
    command = [node(), *arguments]
    outcome = subprocess.run(
        command, cwd=PROJECT, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout
