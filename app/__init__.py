"""Overflight: historical maps of flights and the places they touched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import archive_cli, authoring_cli, cli, desk_cli, kiosk_cli, opening_hours, print_cli, references, web
from app.content import Library, Limits
from app.current import EDITING, LIBRARY, SETTINGS
from app.editing import Changes
from app.page_cache import PageCache
from app.release import VERSION
from app.settings import Settings

if TYPE_CHECKING:
    from app.server import EditingServer

__version__ = VERSION


def create_app(settings: Settings | None = None, *, editing: bool = False) -> Flask:
    """Join the parts: the library of exhibits, the views, the commands, and the cache of finished pages in front.

    With `editing` the pages follow the files.
    """
    settings = settings or Settings.from_environment()
    opening_hours.parse(settings.opening_hours)
    references.use_style(Path(settings.citation_style).expanduser() if settings.citation_style else None)
    app = Flask(__name__, static_folder=None)
    library = Library(settings.geodata, _limits(settings))
    app.config[SETTINGS] = settings
    app.config[EDITING] = editing
    app.config["TRUSTED_HOSTS"] = [host.strip() for host in settings.trusted_hosts.split(",") if host.strip()] or None
    app.extensions[LIBRARY] = library
    web.register(app)
    cli.register(app)
    authoring_cli.register(app)
    archive_cli.register(app)
    kiosk_cli.register(app)
    print_cli.register(app)
    desk_cli.register(app, create_app)

    def current_version() -> str:
        library.refresh()
        return library.version

    app.extensions["overflight_cache"] = PageCache(
        app.wsgi_app,
        current_version,
        interval=0 if editing else 1,
        by_host=bool(app.config["TRUSTED_HOSTS"]),
        languages=lambda: library.languages,
    )
    app.wsgi_app = app.extensions["overflight_cache"]  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.proxies] * 5)  # type: ignore[method-assign]
    return app


def editing_server() -> EditingServer:
    """The server of ``flask serve --edit``."""
    from app.server import EditingServer

    app = create_app(editing=True)
    settings, library = app.config[SETTINGS], app.extensions[LIBRARY]

    def start() -> None:
        if settings.backup_folder:
            library.use_backups(settings.backup_folder)

    return EditingServer(app.wsgi_app, app.extensions["overflight_cache"], Changes(library).since, start)


def _limits(settings: Settings) -> Limits:
    return Limits(
        file_bytes=settings.file_megabytes * 1_000_000,
        json_depth=settings.json_depth,
        features=settings.features,
        vertices=settings.vertices,
        text_bytes=settings.text_kilobytes * 1_000,
        refused_hosts=frozenset(filter(None, map(str.strip, settings.refused_hosts.lower().split(",")))),
    )
