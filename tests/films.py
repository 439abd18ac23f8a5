"""A film of three seconds, a red bar that moves to the right: drawn on a canvas and recorded by a browser."""

from __future__ import annotations

from pathlib import Path

FILM = (Path(__file__).parent / "film.webm").read_bytes()
