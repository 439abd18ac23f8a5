"""The command `flask desk`."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.current import IN_DESK, SETTINGS, current_library, current_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from _typeshed.wsgi import WSGIApplication

    from app.desk import Exports
    from app.domain import Exhibit
    from app.settings import Settings

HOST = "127.0.0.1"
_MAKE_APP = "overflight_desk_preview"


def register(app: Flask, make_app: Callable[[Settings], Flask]) -> None:
    """Add the command to an app. `make_app` makes the visitors' pages of an exhibit that is not written yet."""
    app.extensions[_MAKE_APP] = make_app
    app.cli.add_command(desk)


@click.command("desk")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; 0, the default, is any.")
@click.option("--open/--no-open", "opens", default=True, help="Open the desk in the browser.")
@with_appcontext
def desk(port: int, *, opens: bool) -> None:
    """Edit exhibits in the browser, beside their pages. On this machine only; press Ctrl+C to stop it.

    \b
    flask desk
    flask desk --no-open --port 5001
    """
    from werkzeug.serving import WSGIRequestHandler, make_server

    from app.desk import Desk, Guard

    class Quiet(WSGIRequestHandler):
        """Keeps the address, which is printed once, in sight: answers are not logged."""

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Log nothing."""

    _allow_own_pages()
    application = Desk(current_library(), current_app.wsgi_app, _preview(), _exports())
    try:
        server = make_server(HOST, port, application, threaded=True, request_handler=Quiet)
    except (OSError, SystemExit):
        click.echo(f"Port {port} on {HOST} is used by another program. Choose another with --port.", err=True)
        sys.exit(1)
    guard = Guard(application, server.server_port)
    server.app = guard
    address = f"http://{HOST}:{server.server_port}{guard.address}"
    click.echo(f"The desk is open at {address}\nThe address works once. Press Ctrl+C to stop.")
    if opens:
        webbrowser.open(address)
    try:
        server.serve_forever()
    finally:
        application.close()


def _allow_own_pages() -> None:
    """Let the desk show the visitors' pages in its frame, in their latest version, whatever the settings say."""
    current_app.config[SETTINGS] = replace(current_settings(), frame_ancestors="'self'")
    current_app.config["TRUSTED_HOSTS"] = None
    current_app.config[IN_DESK] = True
    current_app.extensions["overflight_cache"].interval = 0


def _exports() -> Exports:
    """How the files to download are made."""
    from app import export
    from app.desk import Exports

    settings = current_settings()

    def single(exhibit: Exhibit, idle_seconds: int | None = None) -> bytes:
        return export.single_file(exhibit, idle_seconds=idle_seconds, contact=settings.contact).encode()

    return Exports(
        single,
        lambda exhibit: single(exhibit, settings.idle_seconds),
        lambda exhibit: export.files([exhibit], site=True, contact=settings.contact),
        export.part_sizes,
    )


def _preview() -> Callable[[Path], WSGIApplication]:
    """Makes the visitors' pages of another folder of exhibits."""
    make_app, settings = current_app.extensions[_MAKE_APP], current_settings()

    def preview(geodata: Path) -> WSGIApplication:
        made: Flask = make_app(replace(settings, geodata=geodata, trusted_hosts="", proxies=0))
        made.config[IN_DESK] = True
        return made.wsgi_app

    return preview
