"""The soak in its short form: for a few visitors what `make soak` does for a year; and the control that must fail."""

from __future__ import annotations

import subprocess
import sys

from app.settings import PROJECT

NOTHING = {"loops": 0, "warm-up": 10, "scenes": 0, "fingers": 0, "kills": 0}


def soak(*flags: str, **numbers: int) -> subprocess.CompletedProcess[str]:
    chosen = [f"--{name}={number}" for name, number in {**NOTHING, **numbers}.items()]
    command = [sys.executable, "tools/soak.py", *chosen, *flags]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)


def test_short_soak_leaks_nothing() -> None:
    ran = soak(loops=12, scenes=12, fingers=100, kills=1)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for said in ("12 of 12 visits", "12 of 12 scenes", "100 of 100 touches", "1 of 1 ends of the server"):
        assert said in ran.stdout


def test_soak_detects_a_leaking_page() -> None:
    ran = soak("--leak", **{"loops": 12, "warm-up": 3})
    assert ran.returncode == 1, ran.stdout + ran.stderr
    for what in ("growth of nodes", "growth of the heap"):
        assert f"FAULT {what}" in ran.stdout
