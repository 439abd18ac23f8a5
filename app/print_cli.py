"""The command that prints exhibits: `flask exhibit print`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import with_appcontext

from app.command_errors import reported
from app.current import current_library
from app.dates import parse_span
from app.domain import Exhibit, ProjectionName
from app.errors import NotFound, Rejected
from app.files import write
from app.papers import PAPERS

if TYPE_CHECKING:
    from app import plate


def register(app: Flask) -> None:
    """Add the command to the app's group `flask exhibit`."""
    exhibit = app.cli.commands["exhibit"]
    if isinstance(exhibit, click.Group):
        exhibit.add_command(print_exhibits)


class Moment(click.ParamType[datetime]):
    """A day or an instant with its zone, as the first moment of it in UTC."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the moment; a command line that has none is refused."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_span(str(value)).start
        except Rejected as error:
            self.fail(str(error), param, ctx)


@click.command("print", epilog="Example: flask exhibit print grand-slam --chapter tyuratam --paper a3 --to prints")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG…")
@click.option(
    "--as",
    "form",
    type=click.Choice(["plate", "figure"]),
    default="plate",
    show_default=True,
    help="A sheet with its title, or a figure for an article, with a caption.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["pdf", "svg", "png"]),
    default="pdf",
    show_default=True,
    help="The format of the files.",
)
@click.option(
    "--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True, help="The size of the sheet."
)
@click.option("--portrait", is_flag=True, help="The sheet is upright; without it, it is wide.")
@click.option(
    "--width", type=click.FloatRange(80, 1000), default=170, show_default=True, help="The width of a figure in mm."
)
@click.option("--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="The dots an inch of a PNG.")
@click.option("--moment", type=Moment(), metavar="ISO", help="The moment shown: 1960-05-01T05:53Z, or a day.")
@click.option("--chapter", metavar="ID", help="The chapter of the story whose view, layers and moment are shown.")
@click.option("--language", metavar="TAG", help="The language of the words; without it, the exhibit's first.")
@click.option(
    "--theme", type=click.Choice(["colour", "grey"]), default="colour", show_default=True, help="Grey is for copiers."
)
@click.option(
    "--projection",
    type=click.Choice([str(each) for each in ProjectionName]),
    help="The projection; without it, that of exhibit.toml.",
)
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@with_appcontext
def print_exhibits(
    slugs: tuple[str, ...],
    form: str,
    output: plate.Output,
    paper: str,
    portrait: bool,
    width: float,
    dpi: int,
    moment: datetime | None,
    chapter: str | None,
    language: str | None,
    theme: str,
    projection: str | None,
    folder: Path,
) -> None:
    """Write maps of exhibits for paper, each of a moment, a chapter or as the exhibit opens."""
    from app import plate  # imports numpy

    with reported():
        exhibits = [current_library().exhibit(slug) for slug in slugs]
        for exhibit in exhibits:
            _check_language(exhibit, language)
        sheet = plate.Sheet.of(paper, landscape=not portrait)
        order = plate.Order(
            moment,
            chapter,
            plate.Sheet.of_figure(width) if form == "figure" else sheet,
            language or "",
            ProjectionName(projection) if projection else None,
            theme == "grey",
            form == "figure",
            output,
            dpi,
        )
        names = [f"{exhibit.slug}{f'-{chapter}' if chapter else ''}-{form}.{output}" for exhibit in exhibits]
        files = [plate.printed(exhibit, order) for exhibit in exhibits]
        for name, content in zip(names, files, strict=True):
            click.echo(write(folder, name, content))


def _check_language(exhibit: Exhibit, language: str | None) -> None:
    """Refuse a language that the exhibit does not have."""
    if language and language not in exhibit.languages:
        known = ", ".join(exhibit.languages)
        raise NotFound(f"The exhibit {exhibit.slug!r} is not in {language!r}. Use one of {known}.")
