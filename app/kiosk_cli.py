"""The kiosk's commands: `flask kiosk install | run | visits`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app import files
from app.content import did_you_mean
from app.current import current_library, current_settings
from app.errors import OverflightError
from app.kiosk import installation, visits
from app.settings import PROJECT, Settings

kiosk = AppGroup(
    "kiosk", help="Install and run a kiosk, and print its visit counts. See docs/how-to/install-a-kiosk.md."
)


def register(app: Flask) -> None:
    """Add the commands to an app."""
    app.cli.add_command(kiosk)


@kiosk.command("install")
@click.option("--dry-run", is_flag=True, help="Print the files instead of writing them.")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("/"),
    help="Write below this folder instead of /.",
)
@click.option("--user", default="overflight", help="The account that runs the server and the browser.")
@click.option("--play", default="", metavar="SLUG,SLUG…", help="The playlist; all exhibits if omitted.")
@click.option("--port", default=5000, type=click.IntRange(1, 65535), help="The loopback port of the server.")
def install(dry_run: bool, root: Path, user: str, play: str, port: int) -> None:
    """Write the systemd units, Chromium's policy, the settings and the launcher for Debian.

    An existing settings file is not changed.
    """
    settings = current_settings()
    _check_playlist(play)
    geodata = settings.geodata if settings.geodata != Settings().geodata else None
    plan = installation.Installation(PROJECT, Path(sys.executable), user, play, port, geodata)
    for name, content in installation.files(plan).items():
        if dry_run:
            click.echo(f"# /{name}\n{content}")
            continue
        if name == installation.SETTINGS and (root / name).exists():
            click.echo(f"{root / name}  not changed")
            continue
        try:
            path = files.write(root / name.parent, name.name, content.encode())
        except OverflightError as error:
            click.echo(f"{error} Are you root?", err=True)
            sys.exit(1)
        path.chmod(0o755 if name == installation.LAUNCHER else 0o600 if name == installation.SETTINGS else 0o644)
        click.echo(str(path))
    if not dry_run:
        click.echo("Next: systemctl daemon-reload && systemctl enable --now overflight overflight-kiosk")


def _check_playlist(play: str) -> None:
    """Raise a usage error if a playlist names an unknown exhibit."""
    known = [exhibit.slug for exhibit in current_library().exhibits]
    for slug in filter(None, play.split(",")):
        if slug not in known:
            hint = did_you_mean(slug, known) or f"The exhibits are: {', '.join(known)}."
            raise click.BadParameter(f"There is no exhibit “{slug}”. {hint}", param_hint="--play")


@kiosk.command("run")
@click.option(
    "--no-server", is_flag=True, help="Start only the browser; the server runs elsewhere, as overflight.service."
)
@click.option("--address", help="The kiosk's address; the address of the started server if omitted.")
@click.option("--play", default="", metavar="SLUG,SLUG…", help="The playlist; all exhibits if omitted.")
@click.option("--browser", default=lambda: shutil.which("chromium") or "chromium", help="The Chromium to run.")
@click.option(
    "--flag",
    "flags",
    multiple=True,
    help="A further flag for the browser, such as --flag=--force-device-scale-factor=1.5.",
)
def run(no_server: bool, address: str | None, play: str, browser: str, flags: tuple[str, ...]) -> None:
    """Start the server and the browser, and keep both running until Ctrl+C."""
    from app.kiosk.browser import Browser
    from app.kiosk.watch import WAITING_PAGE, Watchdog, profile_in

    settings = current_settings()
    profile = profile_in(Path(settings.state) if settings.state else Path.home() / ".local" / "state" / "overflight")
    port = os.environ.get("PORT", "5000")
    address = address or f"http://127.0.0.1:{port}/kiosk" + (f"?play={play}" if play else "")
    server = None if no_server else subprocess.Popen([sys.executable, "-m", "flask", "serve"], cwd=PROJECT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        Watchdog(
            address, lambda: Browser(browser, profile, WAITING_PAGE, *flags), lambda line: click.echo(line, err=True)
        ).run()
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
    settings = current_settings()
    if not settings.state:
        click.echo("Visits are only counted where OVERFLIGHT_STATE is set.", err=True)
        sys.exit(1)
    click.echo(visits.as_csv(visits.read(Path(settings.state))), nl=False)
