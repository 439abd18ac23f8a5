"""The commands: `flask serve`, and `flask exhibit list | check | words | export`."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import files
from app.content import Library
from app.domain import Exhibit
from app.errors import NotFound, OverflightError, Severity
from app.settings import Settings
from app.text import languages

exhibit = AppGroup("exhibit", help="List, check and export exhibits.")


def register(app: Flask) -> None:
    """Give an app the commands."""
    app.cli.add_command(exhibit)
    app.cli.add_command(serve)


@exhibit.command("list")
def list_exhibits() -> None:
    """Every exhibit in time order: slug, period, title."""
    shown = _library().exhibits
    width = max((len(each.slug) for each in shown), default=0)
    for each in shown:
        click.echo(f"{each.slug:{width}}  {each.period.edtf if each.period else '':21}  {each.title}")
    if not shown:
        click.echo(f"No exhibit in {_settings().geodata / 'exhibits'}. Put a folder there; geodata/README.md tells its form.", err=True)
        sys.exit(1)


@exhibit.command("check")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
def check(slugs: tuple[str, ...]) -> None:
    """Read exhibits (all, or those named) and tell every fault; exit code 0 only when all is well."""
    library = _library()
    wrong = False
    for slug in slugs or library.snapshot.shelves:
        try:
            reading = library.reading(slug)
        except NotFound as error:
            click.echo(f"{slug}: {error}", err=True)
            wrong = True
            continue
        for fault in sorted(reading.faults, key=lambda fault: -fault.severity):
            click.echo(f"{slug}/{fault}")
        bad = any(fault.severity > Severity.NOTE for fault in reading.faults)
        wrong = wrong or bad or reading.exhibit is None
        click.echo(f"{slug}: {reading.counts}")
    for fault in library.faults.get("", ()):
        click.echo(str(fault))
        wrong = True
    sys.exit(1 if wrong else 0)


@exhibit.command("words")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
def words(slugs: tuple[str, ...]) -> None:
    """Bring the translators' catalogues words.LANG.po of exhibits (all, or those named) up to date."""
    from app.content import catalogue

    try:
        for shown in _chosen(slugs):
            folder = Path(shown.folder)
            for language in shown.languages[1:]:
                name = catalogue.file_name(language)
                before = (folder / name).read_bytes() if (folder / name).exists() else None
                after = catalogue.brought_up_to_date(before, language, _library().reading(shown.slug).spoken)
                if after != before:
                    click.echo(files.write(folder, name, after))
    except OverflightError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@exhibit.command("export")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--all", "everything", is_flag=True, help="Every exhibit; if not for the kiosk, with index.html: a site for any web server.")
@click.option("--kiosk", is_flag=True, help="In kiosk dress: full screen, idle reset, no way out.")
@click.option("--lang", "language", type=click.Choice(languages()), help="The language in which they open; all others are inside, too.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into.")
def export_exhibits(slugs: tuple[str, ...], everything: bool, kiosk: bool, language: str | None, folder: Path) -> None:
    """Write exhibits as single files that open without a network."""
    from app import export

    if not slugs and not everything:
        raise click.UsageError("Name the exhibits to export, or say --all.")
    try:
        chosen = _chosen(slugs)
        site = everything and not kiosk
        language = language or _settings().language or None
        pages = export.files(chosen, idle_seconds=_settings().idle_seconds if kiosk else None, site=site, language=language)
        count = len(chosen) + (2 + sum(len(each.layers) for each in chosen) if site else 0)
        written = []
        with click.progressbar(pages, length=count, label="Exporting", file=sys.stderr, hidden=count == 1) as progress:
            for name, content in progress:
                written.append((export.write(folder, name, content), len(content)))
    except OverflightError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    for path, size in written:
        click.echo(f"{path}  {size / 1000:,.0f} kB")
    for sentence in (sentence for each in chosen for sentence in export.left_out(each)):
        click.echo(sentence, err=True)
    if any(fault.severity is Severity.ERROR for each in chosen for fault in _library().faults.get(each.slug, ())):
        click.echo("Some features have faults and are left out; “flask exhibit check” tells which.", err=True)
        sys.exit(1)


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", help="Address to listen on; HOST in the environment.")
@click.option("--port", envvar="PORT", default=5000, type=click.IntRange(1, 65535), help="Port to listen on; PORT in the environment.")
def serve(host: str, port: int) -> None:
    """Serve the atlas with granian, the production server."""
    import logging

    from granian import Granian
    from granian.constants import Interfaces

    obstacle = _obstacle(host, port)
    if obstacle:
        click.echo(obstacle, err=True)
        sys.exit(1)
    for slug, faults in _library().faults.items():
        for fault in faults:
            if fault.severity > Severity.NOTE:
                click.echo(f"{slug}/{fault}" if slug else str(fault), err=True)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    click.echo(f"Overflight is on show at http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/ – stop it with Ctrl+C.")  # noqa: S104
    Granian("wsgi:app", address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4, log_enabled=True).serve()


def _obstacle(host: str, port: int) -> str:
    """Why nothing can be served there, with the mend; empty where it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere it would let a second server in
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} on {host} is taken by another program. Stop it, or choose another port: PORT={port % 65535 + 1}."
            return f"Nothing can be served at {host}, port {port}: {error.strerror}. Choose another address with HOST and PORT."
    return ""


def _chosen(slugs: tuple[str, ...]) -> tuple[Exhibit, ...]:
    """The exhibits of those names, or all; raises `NotFound` where there are none."""
    library = _library()
    for slug in slugs:
        if slug not in library.snapshot.shelves:
            raise NotFound(f"{slug}: there is no exhibit of that name.")
    if not library.exhibits:
        raise NotFound(f"No exhibit in {_settings().geodata / 'exhibits'} can be shown; “flask exhibit check” tells why.")
    return tuple(library.exhibit(slug) for slug in slugs) if slugs else library.exhibits


def _library() -> Library:
    library: Library = current_app.extensions["overflight"]
    return library


def _settings() -> Settings:
    settings: Settings = current_app.config["OVERFLIGHT"]
    return settings
