"""The command that prints exhibits: `flask exhibit print`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import with_appcontext

from app.command_errors import reported
from app.current import current_library, current_settings
from app.dates import parse_span
from app.domain import Exhibit, ProjectionName
from app.errors import NotFound, Rejected
from app.files import write
from app.papers import PAPERS

if TYPE_CHECKING:
    from app import plate, printing

MAPS = ("plate", "figure")
WIDTH_MM, DPI = 170, 300
"""The default width of a figure, and the default resolution of a PNG."""
DOCUMENTS = ("handout", "poster", "booklet", "catalogue")


def register(app: Flask) -> None:
    """Add the command to the app's group `flask exhibit`."""
    exhibit = app.cli.commands["exhibit"]
    if isinstance(exhibit, click.Group):
        exhibit.add_command(print_exhibits)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; None is what was not given."""

    form: str
    output: plate.Output | None
    paper: str | None
    landscape: bool | None
    width: float | None
    dpi: int | None
    moment: str | None
    chapter: str | None
    language: str | None
    grey: bool
    projection: str | None

    def check(self) -> None:
        """Refuse what does not go together."""
        is_map, is_figure = self.form in MAPS, self.form == "figure"
        own_maps = f"a {self.form} is a PDF with maps of its own"
        refused = (
            ("--format", self.output not in {None, "pdf"}, is_map, f"is for plates and figures; {own_maps}"),
            ("--moment", self.moment, is_map, f"is for plates and figures; {own_maps}"),
            ("--chapter", self.chapter, is_map, f"is for plates and figures; {own_maps}"),
            ("--projection", self.projection, is_map, f"is for plates and figures; {own_maps}"),
            ("--landscape", self.landscape is not None, self.form in {"plate", "poster"}, "is for plates and posters"),
            ("--width", self.width, is_figure, "is for figures; a sheet has the size of its --paper"),
            ("--paper", self.paper, not is_figure, "is for sheets; a figure is as wide as its --width"),
            ("--dpi", self.dpi, self.output == "png", "is for --format png; lines have no dots"),
        )
        for option, is_given, is_fitting, reason in refused:
            if is_given and not is_fitting:
                raise Rejected(f"{option} {reason}.")


class _Command(click.Command):
    """Says in one sentence what is wrong with an option, and exits with 1, as for anything else that is wrong."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            click.echo(error.format_message(), err=True)
            ctx.exit(1)


@click.command(
    "print", cls=_Command, epilog="Example: flask exhibit print grand-slam --chapter tyuratam --paper a3 --to prints"
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option(
    "--as",
    "form",
    type=click.Choice([*MAPS, *DOCUMENTS]),
    default="plate",
    show_default=True,
    help="plate: a sheet with its title; figure: a map for an article; handout: two sides for a class; poster: one "
    "sheet for a wall; booklet: the whole exhibit; catalogue: all exhibits, or those named, in one book.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["pdf", "svg", "png"]),
    help="The format of a plate or figure; default: pdf.",
)
@click.option("--paper", metavar="SIZE", help=f"The size of the sheet: {', '.join(PAPERS)}.")
@click.option(
    "--landscape/--portrait", "landscape", default=None, help="Wide or upright; plates are wide, posters upright."
)
@click.option("--width", type=click.FloatRange(80, 1000), help=f"The width of a figure in mm; default: {WIDTH_MM}.")
@click.option("--dpi", type=click.IntRange(50, 1200), help=f"The resolution of a PNG in dots per inch; default: {DPI}.")
@click.option("--moment", metavar="ISO", help="The moment of a plate: 1960-05-01T05:53Z, or a day.")
@click.option("--chapter", metavar="ID", help="The chapter of the story whose view, layers and moment are shown.")
@click.option("--language", metavar="TAG", help="The language of the words; without it, the exhibit's first.")
@click.option(
    "--theme", type=click.Choice(["colour", "grey"]), default="colour", show_default=True, help="Grey is for copiers."
)
@click.option(
    "--projection",
    type=click.Choice([str(each) for each in ProjectionName]),
    help="The projection of a plate; without it, that of exhibit.toml.",
)
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@with_appcontext
def print_exhibits(
    slugs: tuple[str, ...],
    form: str,
    output: plate.Output | None,
    paper: str | None,
    landscape: bool | None,
    width: float | None,
    dpi: int | None,
    moment: str | None,
    chapter: str | None,
    language: str | None,
    theme: str,
    projection: str | None,
    folder: Path,
) -> None:
    """Write exhibits for paper: maps of a moment, of a chapter or as the exhibit opens, and documents with text."""
    wanted = Wanted(form, output, paper, landscape, width, dpi, moment, chapter, language, theme == "grey", projection)
    with reported():
        wanted.check()
        exhibits = _chosen(slugs, wanted)
        for name, content in list(_files(exhibits, wanted)):
            click.echo(write(folder, name, content))


def _chosen(slugs: Sequence[str], wanted: Wanted) -> Sequence[Exhibit]:
    """The named exhibits, each of which has to have the language; all for a catalogue where none is named."""
    library = current_library()
    if not slugs and wanted.form == "catalogue":
        return library.exhibits
    if not slugs:
        raise Rejected("No exhibit is named.", "Name the exhibits to print, or use --as catalogue for all of them.")
    exhibits = [library.named(slug) for slug in slugs]
    for exhibit in exhibits:
        _check_language(exhibit, wanted.language)
    return exhibits


def _files(exhibits: Sequence[Exhibit], wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file."""
    from app import plate, printing  # both import numpy

    if wanted.form == "catalogue":
        language = wanted.language or current_settings().language or next((each.language for each in exhibits), "en")
        options = _options(language, wanted, current_settings().site_url)
        yield f"{_joined('catalogue', wanted.language)}.pdf", printing.catalogue(exhibits, options)
        return
    for exhibit in exhibits:
        name = _joined(exhibit.slug, wanted.chapter, wanted.form, wanted.language)
        if wanted.form in MAPS:
            order = _order(wanted)
            yield f"{name}.{order.output}", plate.printed(exhibit, order)
        else:
            site = current_settings().site_url
            options = _options(wanted.language or exhibit.language, wanted, f"{site}{exhibit.slug}/" if site else "")
            yield f"{name}.pdf", printing.DOCUMENTS[wanted.form](exhibit, options)


def _joined(*parts: str | None) -> str:
    return "-".join(part for part in parts if part)


def _options(language: str, wanted: Wanted, address: str) -> printing.Options:
    from app import printing

    return printing.Options(language, wanted.paper or "", bool(wanted.landscape), wanted.grey, address)


def _order(wanted: Wanted) -> plate.Order:
    from app import plate

    is_figure = wanted.form == "figure"
    sheet = plate.Sheet.of(wanted.paper or "a4", landscape=wanted.landscape is not False)
    return plate.Order(
        parse_span(wanted.moment).start if wanted.moment else None,
        wanted.chapter,
        plate.Sheet.of_figure(wanted.width or WIDTH_MM) if is_figure else sheet,
        wanted.language or "",
        ProjectionName(wanted.projection) if wanted.projection else None,
        wanted.grey,
        plate.Form.FIGURE if is_figure else plate.Form.SHEET,
        output=wanted.output or "pdf",
        dpi=wanted.dpi or DPI,
    )


def _check_language(exhibit: Exhibit, language: str | None) -> None:
    """Refuse a language that the exhibit does not have."""
    if language and language not in exhibit.languages:
        known = ", ".join(exhibit.languages)
        raise NotFound(f"The exhibit {exhibit.slug!r} is not in {language!r}. Use one of {known}.")
