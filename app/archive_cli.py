"""The commands for archives: `flask exhibit deposit | verify | diff`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.assets import script_json
from app.command_errors import reported
from app.content import BIBLIOGRAPHIES, Library, folder_files, layer_document, read_exhibit
from app.current import current_library, current_settings
from app.domain import Exhibit
from app.errors import NotFound
from app.seal import Seal, read_seal


def register(app: Flask) -> None:
    """Add the commands to the app's group `flask exhibit`."""
    exhibit = app.cli.commands["exhibit"]
    if isinstance(exhibit, click.Group):
        for command in (deposit, verify, diff):
            exhibit.add_command(command)


@click.command("deposit", epilog="Example: flask exhibit deposit grand-slam --to deposits --publisher Museum")
@click.argument("slug")
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@click.option("--publisher", help="Who publishes it. [default: the first author]")
@click.option("--print/--no-print", "printed", default=True, help="Also write the booklet.")
@click.option("--published", metavar="DAY", help="The day of publication: 2026-11-29. [default: today]")
@with_appcontext
def deposit(slug: str, folder: Path, publisher: str | None, published: str | None, *, printed: bool) -> None:
    """Write an exhibit for an archive: a BagIt bag with an RO-Crate inside.

    It has the exhibit's folder, its page as one file and as a booklet, the layers, the formats and the bibliography,
    with CITATION.cff and the fields of DataCite. The exhibit needs authors and a licence.
    """
    from app.archive import Deposit

    with reported():
        exhibit = _exhibit(slug)
        contents = dict(_contents(exhibit, with_booklet=printed))
        by = publisher or next((author.name for author in exhibit.authors), "")
        made = Deposit(exhibit, contents, _day(published), by)
        path = made.bag().write(folder / made.name)
        click.echo(f"{path}  {sum(map(len, contents.values())) / 1000:,.0f} kB")


def _contents(exhibit: Exhibit, *, with_booklet: bool) -> Iterator[tuple[str, bytes]]:
    """Every file of a deposit by its path."""
    from app import export, interchange

    for name, content in folder_files(Path(exhibit.folder)):
        yield f"exhibit/{name}", content
    yield f"{exhibit.slug}.html", export.single_file(exhibit, contact=current_settings().contact).encode()
    if with_booklet:
        yield "booklet.pdf", _booklet(exhibit)
    for layer in exhibit.layers:
        yield f"layers/{layer.id}.geojson", script_json(layer_document(exhibit, layer)).encode()
    for each in interchange.FORMATS:
        yield f"formats/{each.file}", each.write(exhibit)
    for ending, form in BIBLIOGRAPHIES.items():
        yield f"sources.{ending}", form.write(exhibit.sources).encode()


def _booklet(exhibit: Exhibit) -> bytes:
    """The exhibit as a book, in its first language."""
    from app.printing import Prints  # imports numpy

    settings = current_settings()
    return Prints(settings.print_folder, settings.site_url).document(exhibit, "booklet", exhibit.language)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day such as 2026-11-29.", param_hint="--published") from None


@click.command("verify", epilog="Example: flask exhibit verify grand-slam.html")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
def verify(path: Path) -> None:
    """Print the version of an exported file or a deposit, and whether a byte was changed. Exits with 1 if one was.

    The checksums show damage and edits. They do not prove who made a file.
    """
    from app.archive import verify_bag

    with reported():
        page = next(path.glob("data/*.html"), None) if path.is_dir() else path
        seal = read_seal(page.read_bytes()) if page else None
        problems = list(verify_bag(path) if path.is_dir() else _problems_of(seal))
    for problem in problems:
        click.echo(f"{path}: {problem}", err=True)
    if problems:
        sys.exit(1)
    click.echo(f"{path}: unchanged{_described(seal)}.")


def _problems_of(seal: Seal | None) -> Iterator[str]:
    """What is wrong with an exported file, by its seal."""
    if seal is None:
        yield "the file has no checksum; it is not an exported exhibit, or an old one."
    elif not seal.is_intact:
        yield f"the file was changed since it was written (content version {seal.version})."


def _described(seal: Seal | None) -> str:
    """What an exported page says of itself; empty for a deposit without a page."""
    if seal is None:
        return ""
    program = f", written by Overflight {seal.program}" if seal.program else ""
    updated = f" of {seal.updated}" if seal.updated else ""
    return f"; content version {seal.version}{updated}{program}, opens in {seal.language}"


@click.command("diff", epilog="Example: flask exhibit diff deposits/grand-slam-0f3a2b1c4d5e grand-slam")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@with_appcontext
def diff(old: str, new: str) -> None:
    """List what changed between two versions of an exhibit, feature by feature.

    OLD and NEW are slugs, folders of exhibits, or deposits.
    """
    from app.archive import changes

    with reported():
        before, after = _exhibit(old), _exhibit(new)
        found = list(changes(before, after))
        for sentence in found:
            click.echo(sentence)
        if not found:
            click.echo("No differences.")


def _exhibit(name: str) -> Exhibit:
    """An exhibit by its slug, its folder or a deposit of it. Raises `NotFound`."""
    library: Library = current_library()
    if name in library.snapshot.entries:
        return library.exhibit(name)
    folder = Path(name) / "data" / "exhibit" if (Path(name) / "bagit.txt").is_file() else Path(name)
    found = read_exhibit(folder, library.limits).exhibit if folder.is_dir() else None
    if found is None:
        raise NotFound(f"{name}: there is no exhibit of that name, and no folder of one.")
    return found
