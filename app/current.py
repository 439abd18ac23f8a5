"""The parts of the app that is running, for its views and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from app.content import Library
    from app.settings import Settings

LIBRARY = "overflight"
SETTINGS = "OVERFLIGHT"
EDITING = "OVERFLIGHT_EDITING"
IN_DESK = "OVERFLIGHT_IN_DESK"


def current_library() -> Library:
    """The exhibits."""
    library: Library = current_app.extensions[LIBRARY]
    return library


def current_settings() -> Settings:
    """The settings from the environment."""
    settings: Settings = current_app.config[SETTINGS]
    return settings


def is_editing() -> bool:
    """Whether the pages are for an editor, and follow the files."""
    return bool(current_app.config.get(EDITING)) or is_in_desk()


def is_in_desk() -> bool:
    """Whether the desk shows the pages in its frame, and tells them when to follow the files."""
    return bool(current_app.config.get(IN_DESK))
