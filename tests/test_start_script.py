"""The start script: a person who knows nothing of Python starts Overflight with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import PROJECT
from tests.conftest import SLUGS

SCRIPTS = (PROJECT / "overflight", PROJECT / "overflight.cmd")
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python")
NEEDED = "Overflight needs Python 3.11 or newer, which was not found: install it from "
INSTALL = "-m pip install --quiet --disable-pip-version-check --require-hashes -r"
OLD = "exit 1"
STUB = """[ "$1" != -c ] || exit 0
echo "$*" >> "{log}"
[ "$2" != "{failing}" ] || exit 1
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; fi"""
"""A Python that writes down what it is asked for, and fails at one module."""

on_posix = pytest.mark.skipif(os.name != "posix", reason="The script for Windows is another file.")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A fresh copy of the project's folder, as far as the script uses it."""
    home = tmp_path / "over flight"
    home.mkdir()
    for name in ("overflight", "requirements.txt"):
        (home / name).write_bytes((PROJECT / name).read_bytes())
    (home / "overflight").chmod(0o755)
    return home


def write_program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def launch(home: Path, script: str, *arguments: str, failing: str = "") -> subprocess.CompletedProcess[str]:
    """Start the script from another folder, where every Python that it knows is this script."""
    for name in NAMES:
        write_program(home.parent / "programs" / name, script.format(log=home.parent / "log", failing=failing))
    return subprocess.run(
        [home / "overflight", *arguments],
        cwd=home.parent,
        env={"PATH": f"{home.parent / 'programs'}:/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def asked(home: Path) -> list[str]:
    """What Python was asked for since the last look."""
    log = home.parent / "log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


@on_posix
def test_without_a_python_that_is_new_enough_it_says_so_in_one_sentence(home: Path) -> None:
    started = launch(home, OLD)
    assert (started.returncode, started.stdout) == (1, "")
    assert started.stderr.startswith(NEEDED)
    assert started.stderr.count("\n") == 1
    assert not (home / ".venv").exists()


@on_posix
def test_it_installs_once_and_again_after_an_update(home: Path) -> None:
    requirements = home / "requirements.txt"
    assert launch(home, STUB).returncode == 0
    assert asked(home) == [f"-m venv {home / '.venv'}", f"{INSTALL} {requirements}", "-m flask serve --edit"]
    assert launch(home, STUB, "exhibit", "check", "my flight").returncode == 0
    assert asked(home) == ["-m flask exhibit check my flight"]
    later = (home / ".venv" / ".run").stat().st_mtime + 10
    os.utime(requirements, (later, later))
    assert launch(home, STUB).returncode == 0
    assert asked(home) == [f"{INSTALL} {requirements}", "-m flask serve --edit"]


@on_posix
def test_without_the_module_venv_nothing_is_left_behind(home: Path) -> None:
    started = launch(home, STUB, failing="venv")
    assert started.returncode == 1
    assert "install the package python3-venv" in started.stderr.splitlines()[-1]
    assert not (home / ".venv").exists()


@on_posix
def test_an_installation_that_failed_is_tried_again(home: Path) -> None:
    for _ in range(2):
        started = launch(home, STUB, failing="pip")
        assert started.returncode == 1
        assert started.stderr.splitlines()[-1].startswith("The installation failed: check the network")
        assert asked(home)[-1].startswith(INSTALL)


@on_posix
def test_a_command_runs_from_any_folder(home: Path) -> None:
    for name in ("app", "geodata", "templates", "wsgi.py"):
        (home / name).symlink_to(PROJECT / name)
    write_program(home / ".venv" / "bin" / "python", f'exec "{sys.executable}" "$@"')
    (home / ".venv" / ".run").touch()
    listed = launch(home, OLD, "exhibit", "list")
    assert listed.returncode == 0, listed.stderr
    assert sorted(line.split()[0] for line in listed.stdout.splitlines()) == SLUGS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_both_scripts_do_and_say_the_same(script: Path) -> None:
    text = script.read_bytes().decode("ascii")
    assert 'target-version = "py311"' in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    for words in (NEEDED, "sys.version_info < (3, 11)", INSTALL, "The installation failed: check the", "serve --edit"):
        assert words in text


def test_the_script_for_windows_survives_what_windows_does() -> None:
    """Labels are found only in lines that end in CR LF, names of variables are those of the programs that are started,
    folders have blanks and exclamation marks, `rem` is followed by no redirection, and an exit without a code is none
    to the program that called.
    """
    script = (PROJECT / "overflight.cmd").read_bytes().decode("ascii")
    assert "*.cmd text eol=crlf" in (PROJECT / ".gitattributes").read_text(encoding="utf-8")
    assigned = set(re.findall(r'set "(\w+)=', script))
    assert assigned == {"here", "python", "suitable", "FLASK_APP", "PYTHONPATH", "PYTHONUTF8"}
    assert not re.search(r"^rem.*[<>|&]", script, re.MULTILINE)
    assert "DisableDelayedExpansion" in script
    assert re.findall(r"exit /b *(.*)", script.replace("\r", "")) == ["0", "%errorlevel%", "1"]
    labels = set(re.findall(r"^:(\w+)", script, re.MULTILINE))
    assert labels == set(re.findall(r"goto (\w+)", script))
    paths = re.findall(r"\S*%(?:here|python)%\S*", script)
    assert paths
    assert all(
        path.count('"') == 2 for path in paths if not path.startswith('"FLASK_APP=') and '"PYTHONPATH=' not in path
    )
