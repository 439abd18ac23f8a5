"""The commands of the gallery floor: `flask kiosk install | run | visits`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import files
from app.errors import OverflightError
from app.kiosk import installation, visits
from app.settings import PROJECT, Settings

kiosk = AppGroup("kiosk", help="Install, run and count on the gallery floor; docs/kiosk.md tells how.")


def register(app: Flask) -> None:
    """Give an app the commands."""
    app.cli.add_command(kiosk)


@kiosk.command("install")
@click.option("--dry-run", is_flag=True, help="Print the files instead of writing them.")
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path("/"), help="Write below this folder instead of /.")
@click.option("--user", default="overflight", help="Who runs the server and the screen.")
@click.option("--play", default="", metavar="SLUG,SLUG…", help="The playlist; without it every exhibit is on show.")
@click.option("--port", default=5000, type=click.IntRange(1, 65535), help="Where the server listens, on this machine only.")
def install(dry_run: bool, root: Path, user: str, play: str, port: int) -> None:
    """Write the systemd units, Chromium's policy, the settings and the launcher for Debian.

    Settings that are there already are kept.
    """
    plan = installation.Installation(PROJECT, Path(sys.executable), user, play, port)
    for name, content in installation.files(plan).items():
        if dry_run:
            click.echo(f"# /{name}\n{content}")
            continue
        if name == installation.SETTINGS and (root / name).exists():
            click.echo(f"{root / name}  kept")
            continue
        try:
            path = files.write(root / name.parent, name.name, content.encode())
        except OverflightError as error:
            click.echo(f"{error} Are you root?", err=True)
            sys.exit(1)
        path.chmod(0o755 if name == installation.LAUNCHER else 0o600 if name == installation.SETTINGS else 0o644)
        click.echo(str(path))
    if not dry_run:
        click.echo("Now: systemctl daemon-reload && systemctl enable --now overflight overflight-kiosk")


@kiosk.command("run")
@click.option("--no-server", is_flag=True, help="Only the screen; the server runs elsewhere, as overflight.service.")
@click.option("--address", help="Where the kiosk is; the server's own when not given.")
@click.option("--play", default="", metavar="SLUG,SLUG…", help="The playlist; without it every exhibit is on show.")
@click.option("--browser", default=lambda: shutil.which("chromium") or "chromium", help="The Chromium to run.")
@click.option("--flag", "flags", multiple=True, help="A further flag for the browser, such as --flag=--force-device-scale-factor=1.5.")
def run(no_server: bool, address: str | None, play: str, browser: str, flags: tuple[str, ...]) -> None:
    """Start the server and the browser, and keep both going until Ctrl+C."""
    from app.kiosk.browser import Browser
    from app.kiosk.watch import HOLDING, Watch, profile_in

    settings: Settings = current_app.config["OVERFLIGHT"]
    profile = profile_in(Path(settings.state) if settings.state else Path.home() / ".local" / "state" / "overflight")
    port = os.environ.get("PORT", "5000")
    address = address or f"http://127.0.0.1:{port}/kiosk" + (f"?play={play}" if play else "")
    server = None if no_server else subprocess.Popen([sys.executable, "-m", "flask", "serve"], cwd=PROJECT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        Watch(address, lambda: Browser(browser, profile, HOLDING, *flags), lambda words: click.echo(words, err=True)).run()
    except OSError as error:
        click.echo(f"The browser {browser!r} could not be started: {error.strerror}.", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        pass
    finally:
        if server:
            server.terminate()
            server.wait()


@kiosk.command("visits")
def show_visits() -> None:
    """Print the visits as CSV: day, exhibit, language, visits, seconds. The exhibit “-” counts whole visits."""
    settings: Settings = current_app.config["OVERFLIGHT"]
    if not settings.state:
        click.echo("Nothing is counted without OVERFLIGHT_STATE.", err=True)
        sys.exit(1)
    click.echo(visits.as_csv(visits.read(Path(settings.state))), nl=False)
