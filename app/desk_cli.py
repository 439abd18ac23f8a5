"""The command `flask desk`."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import replace

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.current import SETTINGS, current_library, current_settings

HOST = "127.0.0.1"


def register(app: Flask) -> None:
    """Add the command to an app."""
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
    from werkzeug.serving import make_server

    from app.desk import Desk, Guard

    _allow_own_pages()
    application = Desk(current_library(), current_app.wsgi_app)
    try:
        server = make_server(HOST, port, application, threaded=True)
    except (OSError, SystemExit):
        click.echo(f"Port {port} on {HOST} is used by another program. Choose another with --port.", err=True)
        sys.exit(1)
    guard = Guard(application, server.server_port)
    server.app = guard
    address = f"http://{HOST}:{server.server_port}{guard.address}"
    click.echo(f"The desk is open at {address}\nThe address works once. Press Ctrl+C to stop.")
    if opens:
        webbrowser.open(address)
    server.serve_forever()


def _allow_own_pages() -> None:
    """Let the desk show the visitors' pages in its frame, at its own address, whatever the settings of the site say."""
    current_app.config[SETTINGS] = replace(current_settings(), frame_ancestors="'self'")
    current_app.config["TRUSTED_HOSTS"] = None
