"""What `pip install .` meets instead of a build: Overflight runs from its own folder."""

from __future__ import annotations

import sys


def build_wheel(*_: object, **__: object) -> str:
    """Say how to run Overflight, and build nothing."""
    sys.exit(
        "Overflight is not a package to install. Run it from its own folder with `make run`; README.md shows how "
        "to do it without make."
    )


build_sdist = build_editable = build_wheel
