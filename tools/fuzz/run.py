"""Fuzz one reader: ``python tools/fuzz/run.py TARGET [SECONDS]``, by `make fuzz TARGET=toml SECONDS=300`.

atheris changes the committed samples in ``tools/fuzz/corpus/TARGET`` for as long as asked, guided by which lines of the
reader they reach. What it learns and finds is kept in ``build/fuzz/TARGET``; the exit code is not 0 after a finding.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "tools" / "fuzz" / "corpus"
INSTRUMENTED = [
    "app.content",
    "app.dates",
    "app.loose_dates",
    "app.markdown",
    "app.negotiation",
    "edtf",
    "markdown_it",
    "pmtiles",
    "tomllib",
]
LONGEST_SECONDS = 20
"""An input that takes longer is a finding, too."""
MOST_BYTES = 16_384
MEMORY_MB = 2048

sys.path[:0] = [str(PROJECT), str(PROJECT / "tools")]
with atheris.instrument_imports(include=INSTRUMENTED):
    from fuzz.targets import TARGETS


def main(name: str, seconds: int) -> None:
    """Fuzz a target; libFuzzer ends the process."""
    if name not in TARGETS:
        sys.exit(f"There is no target {name!r}. Use one of {', '.join(TARGETS)}.")
    learned = PROJECT / "build" / "fuzz" / name
    learned.mkdir(parents=True, exist_ok=True)
    arguments = [
        sys.argv[0],
        str(learned),
        str(SAMPLES / name),
        f"-artifact_prefix={learned}/",
        f"-max_total_time={seconds}",
        f"-timeout={LONGEST_SECONDS}",
        f"-max_len={MOST_BYTES}",
        f"-rss_limit_mb={MEMORY_MB}",
        "-print_final_stats=1",
    ]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "", int(sys.argv[2]) if len(sys.argv) > 2 else 300)
