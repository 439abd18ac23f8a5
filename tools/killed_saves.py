"""Saves of the desk that are killed at random moments: ``python tools/killed_saves.py EXHIBIT COUNT``.

What is left in the folder is the old or the new state, whole. Ends with exit code 1 where it once is not.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from itertools import count as counting
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from app.authoring.history import History  # noqa: E402

NAMES = ("saved-1.txt", "saved-2.txt", "media/saved-1.svg", "media/saved-2.svg")
SAVING = "--saving"
_LONGEST_SECONDS = 0.12
"""About as long as some saves take; a kill comes earlier."""


def state(number: int) -> dict[str, bytes]:
    """The files of a state; each differs from that of any other."""
    return {name: f"{name} {number}\n".encode() * 2000 for name in NAMES}


def save_on(exhibit: Path, number: int) -> None:
    """Save one state after the other, those after `number`."""
    kept = History(exhibit)
    print(flush=True)
    for following in counting(number + 1):
        kept.save(state(following), str(following))


def kill_saves(exhibit: Path, count: int, seed: int) -> int:
    """Kill a process that saves to an exhibit's folder so many times; how often what was left was no whole state."""
    rng = random.Random(seed)
    number = wrong = 0
    for _ in range(count):
        command = [sys.executable, __file__, SAVING, str(exhibit), str(number)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(rng.uniform(0, _LONGEST_SECONDS))
            process.send_signal(signal.SIGKILL)
        current = History(exhibit).current  # completes what was interrupted
        number = int(current.change) if current and current.change else 0
        found = {name: (exhibit / name).read_bytes() for name in NAMES if (exhibit / name).exists()}
        wrong += found != (state(number) if number else {})
    return wrong


if __name__ == "__main__":
    if sys.argv[1] == SAVING:
        save_on(Path(sys.argv[2]), int(sys.argv[3]))
    sys.exit(1 if kill_saves(Path(sys.argv[1]), int(sys.argv[2]), seed=1) else 0)
