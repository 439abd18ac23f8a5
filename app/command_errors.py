"""What a command prints of an error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.errors import OverflightError


@contextmanager
def reported() -> Iterator[None]:
    """Print an error that can be explained, and exit with 1."""
    try:
        yield
    except (OverflightError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
