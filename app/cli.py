"""The commands: `flask serve`, and `flask exhibit list | check | words | export`."""

from __future__ import annotations

import errno
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import AppGroup

from app import files, settings
from app.addresses import is_loopback
from app.command_errors import reported
from app.content import BIBLIOGRAPHIES, ReadResult, did_you_mean, group_translations, read_exhibit, summarize
from app.current import current_library, current_settings
from app.domain import Exhibit
from app.errors import ExportFailed, NotFound, SettingInvalid, Severity
from app.interchange import FORMATS
from app.object_store import SCHEME, Store
from app.papers import PRINTS

if TYPE_CHECKING:
    from app import export
    from app.printing import Prints

MAX_CONNECTIONS = 4096
_WHOLE_SITE = "An object store gets a whole site: use --all, without --kiosk and --as."
STREAMS_END_SECONDS = 1
"""How long Ctrl+C waits for open pages that follow the files, which never leave by themselves."""
HEADER_SECONDS = 10
"""How long a client may take to send a request's headers."""

exhibit = AppGroup("exhibit", help="Make, check and export exhibits.")


def register(app: Flask) -> None:
    """Add the commands to an app."""
    app.cli.add_command(exhibit)
    app.cli.add_command(serve)


@exhibit.command("list")
def list_exhibits() -> None:
    """Every exhibit in time order: slug, period, title."""
    shown = current_library().exhibits
    width = max((len(each.slug) for each in shown), default=0)
    for each in shown:
        click.echo(f"{each.slug:{width}}  {each.period.edtf if each.period else '':21}  {each.title}")
    if not shown:
        folder = current_settings().geodata / "exhibits"
        click.echo(f"No exhibit in {folder}. Put a folder there; geodata/README.md describes it.", err=True)
        sys.exit(1)


@exhibit.command("check")
@click.argument("exhibits", nargs=-1, metavar="[SLUG|FOLDER]…")
@click.option("--plain", is_flag=True, help="Each problem once, missing translations counted, and a summary.")
def check(exhibits: tuple[str, ...], plain: bool) -> None:
    """Read exhibits (all, or those named) and report all problems. Exits with 1 if there are any."""
    library = current_library()
    wrong = False
    for name in exhibits or library.snapshot.entries:
        try:
            result = _read(name)
        except NotFound as error:
            click.echo(f"{name}: {error}", err=True)
            wrong = True
            continue
        faults = group_translations(result.faults) if plain else result.faults
        for fault in sorted(faults, key=lambda fault: -fault.severity):
            click.echo(f"{result.slug}: {fault.severity.word}: {fault}")
        problems = summarize(result.faults)
        wrong = wrong or bool(problems) or result.exhibit is None
        click.echo(f"{result.slug}: {problems or result.counts}" if plain else f"{result.slug}: {result.counts}")
        if name in library.snapshot.entries and (shown := _backup_shown(name)):
            click.echo(f"{result.slug}: Until this is corrected, visitors see the last valid version, of {shown}.")
    for fault in library.faults.get("", ()):
        click.echo(f"{current_settings().geodata}: {fault.severity.word}: {fault}")
        wrong = True
    sys.exit(1 if wrong else 0)


def _backup_shown(slug: str) -> str:
    """When the copy of an exhibit was made that visitors see instead of its folder; empty where they see the folder."""
    folder = current_settings().backup_folder
    made = current_library().backup_shown(slug, folder) if folder else None
    return f"{made:%Y-%m-%d %H:%M}" if made else ""


def _read(name: str) -> ReadResult:
    """The reading of an exhibit by its slug or the path of its folder. Raises `NotFound`, with the nearest slug."""
    library, settings = current_library(), current_settings()
    slug = name.rstrip("/\\")
    if slug in library.snapshot.entries:
        return library.result(slug)
    path = Path(slug)
    if path.is_dir():
        is_listed = (
            path.resolve().parent == (settings.geodata / "exhibits").resolve() and path.name in library.snapshot.entries
        )
        return library.result(path.name) if is_listed else read_exhibit(path, library.limits)
    hint = did_you_mean(path.name, library.snapshot.entries)
    raise NotFound(f"There is no exhibit of that name. {hint}".rstrip())


@exhibit.command("words")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
def words(slugs: tuple[str, ...]) -> None:
    """Update the translation catalogs words.LANG.po of exhibits (all, or those named)."""
    from app.content import catalogs

    with reported():
        for shown in _chosen(slugs):
            folder = Path(shown.folder)
            for language in shown.languages[1:]:
                name = catalogs.file_name(language)
                before = (folder / name).read_bytes() if (folder / name).exists() else None
                after = catalogs.updated(before, language, current_library().result(shown.slug).translatable)
                if after != before:
                    click.echo(files.write(folder, name, after))


@exhibit.command("export")
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Every exhibit; without --kiosk also index.html, notes and layers: a static site.",
)
@click.option("--kiosk", is_flag=True, help="Kiosk mode: full screen, resets when idle, no links to other pages.")
@click.option("--lang", "language", metavar="TAG", help="The language shown first; the files contain all languages.")
@click.option("--as", "formats", metavar="LIST", help="Other formats instead of the single file: gpx,xlsx, or all.")
@click.option("--layer", default="", metavar="ID", help="With --as: this layer alone.")
@click.option("--flight", default="", metavar="ID", help="With --as: this flight alone.")
@click.option("--losses", is_flag=True, help="With --as: report what each format leaves out.")
@click.option("--print/--no-print", "printed", default=True, help="With --all: also write the documents for paper.")
@click.option(
    "--compress", is_flag=True, help="With --all: also write each text file compressed, as FILE.gz and FILE.br."
)
@click.option(
    "--site-url",
    metavar="URL",
    callback=lambda _context, _option, value: value and _site_url(value),
    help="With --all: the public address of the site, for canonical addresses and a site map.",
)
@click.option(
    "--to", "target", metavar="DIR", required=True, help="The folder to write into; with --all also s3://BUCKET/FOLDER."
)
def export_exhibits(
    slugs: tuple[str, ...],
    everything: bool,
    kiosk: bool,
    language: str | None,
    formats: str | None,
    layer: str,
    flight: str,
    losses: bool,
    printed: bool,
    compress: bool,
    site_url: str | None,
    target: str,
) -> None:
    """Write exhibits as single files that need no network, or in formats of other programs."""
    from app import export

    if formats is not None:
        _export_as(formats, slugs, language, Selection(everything, layer, flight, losses), _folder(target))
        return
    if not slugs and not everything:
        raise click.UsageError("Name the exhibits to export, or use --all.")
    with reported():
        chosen = _chosen(slugs)
        if everything:
            _check_whole(chosen, strict=target.startswith(SCHEME))
        _check_language(language, chosen)
        site = everything and not kiosk
        written = _target(target, compress=compress and site, site=site)
        language = language or current_settings().language or None
        idle_seconds = current_settings().idle_seconds if kiosk else None
        address = (site_url or current_settings().site_url) if site else ""
        prints = _prints(address) if site and printed else None
        pages = export.files(
            chosen,
            idle_seconds=idle_seconds,
            site=site,
            language=language,
            contact=current_settings().contact,
            site_url=address,
            prints=prints,
        )
        count = _file_count(chosen, site=site, has_prints=prints is not None)
        large: list[str] = []
        with click.progressbar(pages, length=count, label="Exporting", file=sys.stderr, hidden=count == 1) as progress:
            for name, content in progress:
                written.add(name, content)
                large += export.large_parts(name, content, chosen)
        for path, size in written.finish():
            click.echo(f"{path}  {size / 1000:,.0f} kB")
    refused = prints.refused if prints else ()
    for sentence in (*large, *refused, *(sentence for each in chosen for sentence in export.left_out(each))):
        click.echo(sentence, err=True)
    _exit_on_errors(chosen)


def _file_count(exhibits: tuple[Exhibit, ...], *, site: bool, has_prints: bool) -> int:
    """About how many files an export has, for its progress bar."""
    if not site:
        return len(exhibits)
    documents = 1 + len(PRINTS) if has_prints else 0
    own = sum(1 + len(each.layers) + len(BIBLIOGRAPHIES) + len(FORMATS) + documents for each in exhibits)
    return own + 6  # the catalogue, the notes, 404, robots.txt, the site map and the atlas


def _exit_on_errors(exhibits: tuple[Exhibit, ...]) -> None:
    """End with status 1 where errors have kept features of the exhibits out of an export."""
    faults = current_library().faults
    if any(fault.severity is Severity.ERROR for each in exhibits for fault in faults.get(each.slug, ())):
        click.echo("Some features have faults and are left out. “flask exhibit check” lists them.", err=True)
        sys.exit(1)


def _check_whole(exhibits: tuple[Exhibit, ...], *, strict: bool) -> None:
    """Raise `ExportFailed` where one of all exhibits would not be written, or if `strict` one of its features, because
    of an error.
    """
    slugs = {each.slug for each in exhibits}
    for slug, faults in current_library().faults.items():
        error = next((fault for fault in faults if fault.severity is Severity.ERROR), None)
        if error and (strict or slug not in slugs):
            named = f"{slug}: {error}" if slug else str(error)
            raise ExportFailed(f"Nothing was written. “flask exhibit check” lists all that is wrong. {named}")


def _prints(site_url: str) -> Prints:
    from app.printing import Prints  # imports numpy

    return Prints(current_settings().print_folder, site_url)


def _target(address: str, *, compress: bool, site: bool) -> export.FolderTarget | export.StoreTarget:
    """Where an export is written to."""
    from app import export

    if not address.startswith(SCHEME):
        return export.FolderTarget(_folder(address), compress=compress)
    if not site:
        raise click.UsageError(_WHOLE_SITE)
    return export.StoreTarget(Store.of(address, os.environ))


def _folder(address: str) -> Path:
    if address.startswith(SCHEME):
        raise click.UsageError(_WHOLE_SITE)
    path = Path(address)
    if path.exists() and not path.is_dir():
        raise click.BadParameter(f"{address} is a file, not a folder.", param_hint="--to")
    return path


def _site_url(value: str) -> str:
    try:
        return settings.site_url(value)
    except SettingInvalid as error:
        raise click.BadParameter(str(error).partition(". ")[2]) from error


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the exhibits is written in other formats, and whether to report what they leave out."""

    everything: bool
    layer: str
    flight: str
    losses: bool


def _export_as(formats: str, slugs: tuple[str, ...], language: str | None, selection: Selection, folder: Path) -> None:
    """Write exhibits, or one layer or flight, in formats of other programs."""
    from app import export, interchange

    if not slugs and not selection.everything:
        raise click.UsageError("Name the exhibits to export, or use --all.")
    with reported():
        found = interchange.find_formats(key.strip() for key in formats.split(","))
        whole = _chosen(slugs)
        _check_language(language, whole)
        chosen = [interchange.part_of(each, selection.layer, selection.flight) for each in whole]
        for name, content in export.downloads(chosen, found, language):
            click.echo(f"{export.write(folder, name, content)}  {len(content) / 1000:,.0f} kB")
    for exhibit in chosen if selection.losses else ():
        for each in found:
            lost = ", ".join(each.losses(exhibit)) or "nothing"
            click.echo(f"{exhibit.slug}/{each.file} leaves out: {lost}.", err=True)


def _check_language(language: str | None, exhibits: tuple[Exhibit, ...]) -> None:
    """Refuse a language that none of the exhibits has."""
    known = dict.fromkeys(each for exhibit in exhibits for each in exhibit.languages)
    if language and language not in known:
        raise click.BadParameter(
            f"No exhibit to be exported is in {language!r}. Use one of {', '.join(known)}.", param_hint="--lang"
        )


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", help="Address to listen on; HOST in the environment.")
@click.option(
    "--port",
    envvar="PORT",
    default=5000,
    type=click.IntRange(1, 65535),
    help="Port to listen on; PORT in the environment.",
)
@click.option("--edit", is_flag=True, help="For editors, on this computer only: open pages follow the files.")
def serve(host: str, port: int, edit: bool) -> None:
    """Serve the atlas with granian, the production server.

    With --edit an open page shows a saved change within about a second, at the same view and moment, and lists what is
    wrong with the files.
    """
    import logging

    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    problem = (_editing_problem(host) if edit else "") or _port_problem(host, port)
    if problem:
        click.echo(problem, err=True)
        sys.exit(1)
    for slug, faults in current_library().faults.items():
        for fault in faults:
            if fault.severity > Severity.NOTE:
                click.echo(f"{slug or 'exhibits'}: {fault.severity.word}: {fault}", err=True)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    name = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    click.echo(f"Overflight is running at http://{name}:{port}/ – press Ctrl+C to stop it.")
    _allow_many_connections()
    Granian(
        "app:editing_server" if edit else "wsgi:server",
        factory=edit,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=1,
        backlog=MAX_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        workers_kill_timeout=STREAMS_END_SECONDS if edit else None,
        log_enabled=True,
    ).serve()


def _allow_many_connections() -> None:
    """Raise this process' limit of open files, if the system has one, to what `MAX_CONNECTIONS` needs."""
    try:
        import resource
    except ModuleNotFoundError:  # on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + 256
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )


def _editing_problem(host: str) -> str:
    """Why pages cannot follow the files there, and what to do; empty if they can."""
    if not is_loopback(f"[{host}]" if ":" in host else host):
        return f"--edit is for this computer only, and {host} is not. Use --host 127.0.0.1."
    if current_settings().proxies:
        return "--edit is for this computer only. Unset OVERFLIGHT_PROXIES."
    return ""


def _port_problem(host: str, port: int) -> str:
    """Why the server cannot listen there, and what to do; empty if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # on other systems it would allow a second server on the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return (
                    f"Port {port} on {host} is used by another program. Stop it, or choose another port: "
                    f"PORT={port % 65535 + 1}."
                )
            return (
                f"The server cannot listen at {host}, port {port}: {error.strerror}. Choose another address with "
                f"HOST and PORT."
            )
    return ""


def _chosen(slugs: tuple[str, ...]) -> tuple[Exhibit, ...]:
    """The named exhibits, or all; raises `NotFound` if there are none."""
    library = current_library()
    if slugs:
        return tuple(map(library.named, slugs))
    if not library.exhibits:
        raise NotFound(
            f"No exhibit in {current_settings().geodata / 'exhibits'} can be shown. “flask exhibit check” says why."
        )
    return library.exhibits
