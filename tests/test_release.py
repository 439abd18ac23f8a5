"""What the project says of itself as a whole: one version everywhere, no package, no host of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.settings import PROJECT


def test_the_version_is_the_same_everywhere() -> None:
    cited = re.search(r"^version: (.+)$", (PROJECT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    released = re.findall(
        r"^## (\d+\.\d+\.\d+) – \d{4}-\d\d-\d\d$", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert cited
    assert released
    assert [cited[1], released[0]] == [__version__, __version__]


def test_pip_install_says_that_it_is_no_package(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-index",
        "--wheel-dir",
        str(tmp_path),
        str(PROJECT),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert said.returncode != 0
    assert "Overflight is not a package to install" in said.stdout + said.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["run", "test", "quick", "check", "requirements"])
def test_documented_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:.* ## ", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
