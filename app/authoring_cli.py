"""The commands that write exhibits: `flask exhibit new | import | locate | convert`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask
from flask.cli import with_appcontext

from app.authoring import (
    SERVICES,
    Attached,
    Candidate,
    Draft,
    Geocoder,
    GeocoderFailed,
    LayerPlan,
    NewExhibit,
    Picture,
    Unlocated,
    converted,
    described,
    ids_on_map,
    in_folders,
    lacks_evidence,
    layer_plans,
    offline_candidates,
    period_of,
    question,
    unlocated,
    unlocated_elsewhere,
    with_entry,
    with_layer,
    with_positions,
    with_scan,
)
from app.command_errors import reported
from app.content import (
    GEOCODER,
    SLUG,
    SOURCE_FILES,
    ReadResult,
    as_slug,
    did_you_mean,
    group_translations,
    language_tag,
)
from app.current import current_library, current_settings
from app.domain import Basis, Exhibit
from app.errors import OverflightError, Severity

Command = TypeVar("Command", bound=Callable[..., object])

_LEFT_OUT = "Nothing was written, since the errors above would leave something out."
_WHICH_PERIOD = "No flight has a time. Which day, year or interval is the exhibit about (1960-05-01, 1960, 1960/1961)?"


def register(app: Flask) -> None:
    """Add the commands to the app's group `flask exhibit`."""
    exhibit = app.cli.commands["exhibit"]
    if isinstance(exhibit, click.Group):
        for command in (new, import_files, locate, convert):
            exhibit.add_command(command)


class Stopped(OverflightError):
    """Nothing was written, for the reason given."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Whether questions are asked, and whether anything is written at the end."""

    yes: bool
    dry_run: bool

    def ask(self, text: str, flag: str) -> str:
        """A line from the terminal. Raises `Stopped` where no questions are asked; `flag` gives the same answer."""
        if self.yes:
            raise Stopped(f"{text} Answer with {flag}.")
        return str(click.prompt(text.rstrip(), prompt_suffix="\n> ")).strip()

    def confirm(self, result: ReadResult) -> None:
        """Raises `Stopped` unless the draft is to be written; with mistakes in it, only a person may say so."""
        mistaken = any(fault.severity is Severity.ERROR for fault in result.faults)
        if self.yes and mistaken:
            raise Stopped(_LEFT_OUT)
        if self.yes or self.dry_run:
            return
        if not click.confirm("Write it, without what is wrong?" if mistaken else "Write it?", default=not mistaken):
            raise Stopped("Nothing was written.")

    def write(self, draft: Draft) -> None:
        """Write the draft, and list its files."""
        paths = [draft.folder / name for name in draft.files] if self.dry_run else draft.write()
        for path in paths:
            click.echo(f"{path}{'  not written (--dry-run)' if self.dry_run else ''}")


def layer_options(command: Command) -> Command:
    """The options that say of a layer's file what it does not say itself."""
    options = (
        click.option("--as", "purpose", metavar="flight|places", help="What the rows of a table are."),
        click.option("--zone", metavar="ZONE", help="The zone of times without one: America/New_York."),
        click.option("--date", metavar="DAY", help="The day of times without one: 1927-05-20."),
        click.option("--day-first/--month-first", "day_first", default=None, help="How 9/6/1976 is read."),
        click.option("--altitude-unit", metavar="m|ft|km|fl", help="The unit of altitudes."),
        click.option("--speed-unit", metavar="km/h|kt|mph|m/s", help="The unit of speeds."),
        click.option("--decimal", metavar=".|,", help="The decimal separator."),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook."),
        click.option("--folder", metavar="NAME", help="The folder of a KML file; without it, each becomes a layer."),
        click.option("--basis", metavar="BASIS", help="The evidence: documented, inferred or interpolated."),
        click.option("--columns", multiple=True, metavar="MEANING=HEADING", help="A column: time=Departure."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def picture_options(command: Command) -> Command:
    """The options that say of pictures what they do not say themselves."""
    described = click.option("--describe", "descriptions", multiple=True, metavar="FILE=TEXT",
                             help="What a picture shows, in the first language.")  # fmt: skip
    credited = click.option("--credit", "credits_", multiple=True, metavar="FILE=TEXT",
                            help="Who made a picture, and who permits its use.")  # fmt: skip
    return described(credited(command))


def answer_options(command: Command) -> Command:
    """--yes and --dry-run."""
    yes = click.option("--yes", is_flag=True, help="Ask no questions; fail where something is ambiguous.")
    return yes(click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")(command))


@click.command("new", epilog="Example: flask exhibit new lindbergh --from lindbergh.xlsx --language en --language de")
@click.argument("slug")
@click.option("--title", help="The title; asked for if omitted.")
@click.option("--from", "paths", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="FILE", help="A layer, a bibliography or a picture; can be repeated.")  # fmt: skip
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="A language; can be repeated. [default: en]"
)
@click.option("--period", metavar="DATE", help="What the exhibit is about; by default the days of its flights.")
@click.option("--in", "parent", type=click.Path(file_okay=False, path_type=Path), help="The folder of exhibits.")
@layer_options
@picture_options
@answer_options
@with_appcontext
def new(
    slug: str,
    title: str | None,
    paths: tuple[Path, ...],
    languages: tuple[str, ...],
    period: str | None,
    parent: Path | None,
    descriptions: tuple[str, ...],
    credits_: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    **settings: object,
) -> None:
    """Make an exhibit from files as they are: tables, tracks, GeoJSON, bibliographies, pictures.

    SLUG is the folder's name and the exhibit's address. The files are copied; what they are taken for is shown before
    anything is written. Photographs are turned upright and scaled for a page, without the place where they were taken.
    """
    answers = Answers(yes, dry_run)
    with reported():
        folder = (parent or current_settings().geodata / "exhibits") / _checked_slug(slug)
        if folder.exists():
            raise Stopped(f"{folder} exists. Add files to it with flask exhibit import {slug} FILE.")
        languages = tuple(map(language_tag, languages)) or ("en",)
        title = title or (slug.replace("-", " ").capitalize() if yes else click.prompt("Title", slug.capitalize()))
        attached = Attached.of(paths)
        layers = tuple(layer_plans(attached.files, _given(settings)))
        plan = NewExhibit(folder, title, languages, layers, attached.files)
        for layer in plan.layers:
            plan = plan.having(_settled(layer, answers, plan.draft_with))
        plan = replace(plan, layers=tuple(in_folders(plan.layers, attached.files, current_library().limits)))
        result = _read(plan.draft())
        found = period or (period_of(result.exhibit) if result.exhibit else "")
        plan = replace(plan, period=found or _asked_period(result, answers))
        entries = Entries(_by_file(descriptions), _by_file(credits_), answers)
        draft = entries.added(plan.draft(), attached, plan.languages)
        result = _read(draft)
        _show(result, plan.layers, attached)
        if not period and found:
            click.echo(
                f"Period: {found}, the days of the flights. If the exhibit is about others, answer with --period."
            )
        answers.confirm(result)
        answers.write(draft)
        if not dry_run:
            click.echo(f"Run flask serve --edit, and open http://127.0.0.1:5000/{slug}/")


@click.command("import", epilog="Example: flask exhibit import lindbergh track.gpx --basis documented")
@click.argument("slug")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…"
)
@layer_options
@picture_options
@answer_options
@with_appcontext
def import_files(
    slug: str,
    paths: tuple[Path, ...],
    descriptions: tuple[str, ...],
    credits_: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    **settings: object,
) -> None:
    """Add files to an exhibit: each becomes a layer, a bibliography or a picture."""
    answers = Answers(yes, dry_run)
    with reported():
        before = _exhibit(slug)
        draft = Draft(Path(before.folder))
        attached = Attached.of(paths)
        for name in attached.names:
            _check_new(draft.folder / name)
        draft, taken, added = draft.having(attached.files), ids_on_map(draft), list[LayerPlan]()
        for layer in layer_plans(attached.files, _given(settings), taken):
            whole = _settled(layer, answers, partial(with_layer, draft))
            for part in in_folders(
                [whole], attached.files, current_library().limits, taken | {each.id for each in added}
            ):
                draft = with_layer(draft, part)
                added.append(part)
        entries = Entries(_by_file(descriptions), _by_file(credits_), answers)
        draft = entries.added(draft, attached, before.languages)
        result = _new_in(_read(draft), current_library().result(before.slug))
        _show(result, added, attached)
        answers.confirm(result)
        answers.write(draft)


@click.command("locate", epilog="Example: flask exhibit locate lindbergh --provider nominatim")
@click.argument("slug")
@click.option("--provider", type=click.Choice(list(SERVICES)), help="A service to ask; without it, nothing is sent.")
@click.option("--user", default="", metavar="NAME", help="Your GeoNames account, which that service requires.")
@answer_options
@with_appcontext
def locate(slug: str, provider: str | None, user: str, yes: bool, dry_run: bool) -> None:
    """Find positions for the places of GeoJSON layers that have an "address" and no geometry.

    Coordinates in the address, the cities of the world map and the places of all exhibits are searched first, without a
    network. A service named by --provider is asked for the others, once for each address. You choose among all that is
    found; a position is written as inferred, with its source.
    """
    answers = Answers(yes, dry_run)
    with reported():
        if provider == "geonames" and not user:
            raise Stopped("GeoNames answers only to an account. Name yours with --user.")
        exhibit = _exhibit(slug)
        depth, today = current_library().limits.json_depth, datetime.now(UTC).date()
        draft = Draft(Path(exhibit.folder))
        geocoder = (
            Geocoder.of(provider, user, exhibit.languages[0], draft, today, depth) if provider is not None else None
        )
        places = unlocated(draft, exhibit, depth)
        chosen: dict[Unlocated, Candidate] = {}
        left: list[list[Candidate]] = []
        failure = ""
        for place in places:
            found = offline_candidates(place.address, current_library().exhibits, today)
            if not found and geocoder and not failure:
                try:
                    found = geocoder.candidates(place.address)
                except GeocoderFailed as failed:
                    failure = str(failed)
            if candidate := _choice(place, found, answers):
                chosen[place] = candidate
            else:
                left.append(found)
        if geocoder and geocoder.has_new:
            draft = draft.having({GEOCODER: geocoder.file})
        draft = with_positions(draft, chosen, depth)
        if draft.files:
            answers.confirm(_read(draft))
            answers.write(draft)
        if not places:
            click.echo(f"{slug}: no place of a GeoJSON layer has an address and no position.")
        if failure:
            raise Stopped(failure)
        _report_left(slug, left, unlocated_elsewhere(draft, exhibit, depth), is_asked=provider is not None)


def _choice(place: Unlocated, found: list[Candidate], answers: Answers) -> Candidate | None:
    """The candidate that is taken: by the curator, or without questions the only one."""
    click.echo(f"{place.name}, “{place.address}”:{'' if found else ' nothing found'}")
    for number, candidate in enumerate(found, 1):
        click.echo(f"  {number}  {candidate}")
    if not found:
        return None
    if answers.yes:
        return found[0] if len(found) == 1 else None
    number = click.prompt("Which one? (0: none)", type=click.IntRange(0, len(found)), prompt_suffix="\n> ")
    return found[number - 1] if number else None


def _report_left(slug: str, left: list[list[Candidate]], others: list[str], *, is_asked: bool) -> None:
    """Raises `Stopped` where places still have no position; `left` has what was found for each, `is_asked` says whether
    a service was asked.
    """
    messages = []
    if left:
        ways = (
            "run the command without --yes and choose" if any(left) else "",
            "write the address in full",
            "name a service with --provider" if not is_asked and not all(left) else "",
        )
        messages.append(
            f"{len(left)} {'place still has' if len(left) == 1 else 'places still have'} no position. "
            f"Write it yourself, or {', or '.join(filter(None, ways))}."
        )
    if others:
        messages.append(
            f"To locate the places of {', '.join(others)}, first run flask exhibit convert {slug} --to geojson."
        )
    if messages:
        raise Stopped("\n".join(messages))


@click.command("convert", epilog="Example: flask exhibit convert lindbergh --to geojson --dry-run")
@click.argument("slug")
@click.option("--to", "form", type=click.Choice(["geojson"]), required=True, help="The format of the layers.")
@answer_options
@with_appcontext
def convert(slug: str, form: str, yes: bool, dry_run: bool) -> None:
    """Convert the layers in other formats to GeoJSON, and use these from then on. The original files stay."""
    answers = Answers(yes, dry_run)
    with reported():
        exhibit = _exhibit(slug)
        draft = converted(Draft(Path(exhibit.folder)), exhibit)
        if not draft.files:
            click.echo(f"{slug}: every layer is {form} already.")
            return
        result = _read(draft)
        for layer in result.exhibit.layers if result.exhibit else ():
            if layer.file in draft.files:
                click.echo(f"{layer.file}: {described(layer)}")
        answers.confirm(result)
        answers.write(draft)


def _settled(layer: LayerPlan, answers: Answers, drafted: Callable[[LayerPlan], Draft]) -> LayerPlan:
    """The layer with the settings that its file needs, each asked for in turn, and with the evidence of its fixes."""
    faults = _read(drafted(layer)).faults
    while asked := question(faults, layer.file):
        setting, fault = asked
        answer = answers.ask(f"{fault}", _FLAGS.get(setting, f"--{setting.replace('_', '-')}"))
        layer = layer.having(_given({setting: _typed(setting, answer)}))
        faults = _read(drafted(layer)).faults
    if not answers.yes and lacks_evidence(faults, layer.file):
        layer = layer.having({"basis": _asked_evidence(layer.file)})
    return layer


def _check_new(path: Path) -> None:
    """Raises `Stopped` where a file would be overwritten, unless it is a bibliography without a source."""
    if path.name in SOURCE_FILES:
        if path.exists() and path.read_bytes().strip() not in (b"", b"[]"):
            raise Stopped(
                f"The exhibit has a bibliography, {path}. Add the sources to it, or export all of them together and "
                "replace it."
            )
    elif path.exists():
        raise Stopped(f"{path} exists. Rename the file, or change the one that is there.")


def _asked_period(result: ReadResult, answers: Answers) -> str:
    """What the exhibit is about, where no flight says so; what is wrong with the files may be why, and comes first."""
    errors = [fault for fault in result.faults if fault.severity is Severity.ERROR]
    wrong = [fault for fault in errors if fault.location.file != "exhibit.toml"]
    for fault in wrong:
        click.echo(f"  error: {fault}")
    if wrong and answers.yes:
        raise Stopped(_LEFT_OUT)
    return answers.ask(_WHICH_PERIOD, "--period")


def _asked_evidence(file: str) -> str:
    bases = [basis.value for basis in Basis]
    question = f"What do the fixes of {file} rest on: {', '.join(bases[:-1])} or {bases[-1]}?"
    kinds = click.Choice(bases)
    weakest = Basis.INTERPOLATED.value
    return str(click.prompt(question, weakest, type=kinds, show_choices=False, prompt_suffix="\n> "))


_FLAGS = {"day_first": "--day-first or --month-first"}
_TRUTHS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


def _typed(setting: str, answer: str) -> object:
    """An answer as the setting's value: it may be written with or without its key and quotes."""
    value = answer.removeprefix(f"{setting} =").strip().strip('"')
    if setting == "columns":
        return (value,)
    return _TRUTHS.get(value.casefold(), value) if setting == "day_first" else value


def _given(settings: dict[str, object]) -> dict[str, object]:
    """The settings that have a value, as exhibit.toml writes them."""
    columns = dict(str(pair).split("=", 1) for pair in _pairs(settings.get("columns")))
    named = {"as" if key == "purpose" else key: value for key, value in settings.items() if key != "columns"}
    given = {key: value for key, value in named.items() if value is not None}
    return given | ({"columns": {key.strip(): heading.strip() for key, heading in columns.items()}} if columns else {})


def _pairs(columns: object) -> Iterable[str]:
    for pair in columns if isinstance(columns, tuple) else ():
        if "=" not in pair:
            raise Stopped(f"“{pair}” does not say what a column means. Write MEANING=HEADING, such as time=Departure.")
        yield pair


def _by_file(pairs: Iterable[str]) -> dict[str, str]:
    """The texts of an option that is given as ``FILE=TEXT``."""
    wrong = next((pair for pair in pairs if "=" not in pair), None)
    if wrong is not None:
        raise Stopped(f"“{wrong}” does not name a file. Write FILE=TEXT, such as hangar.jpg=“The hangar in 1961”.")
    return dict(pair.split("=", 1) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Entries:
    """What pictures show and who made them, by file: from the command line, else asked for."""

    descriptions: dict[str, str]
    credits: dict[str, str]
    answers: Answers

    def added(self, draft: Draft, attached: Attached, languages: Iterable[str]) -> Draft:
        """The draft with the scans as basemaps, and with an entry in the story for each picture that has a description;
        how to write the others is printed.
        """
        for scan in attached.scans:
            draft = with_scan(draft, replace(scan, attribution=self._credit(scan.original)))
        for picture in attached.pictures:
            words = self._descriptions(picture, tuple(languages))
            if words:
                draft = with_entry(draft, picture, words, self._credit(picture.original, picture.credit))
            else:
                entry = f'![what it shows](media/{picture.name} "who made it")'
                click.echo(f"media/{picture.name} is not in the story yet. Write where it belongs: {entry}")
        return draft

    def _descriptions(self, picture: Picture, languages: tuple[str, ...]) -> dict[str, str]:
        given = self.descriptions.get(picture.original, "").strip()
        words = {languages[0]: given} if given else {}
        if self.answers.yes:
            return words
        for language in languages:
            if language not in words and (
                text := self._line(f"What does {picture.original} show, in “{language}”? (Enter: not in this story)")
            ):
                words[language] = text
        return words

    def _credit(self, file: str, known: str = "") -> str:
        given = self.credits.get(file, known if self.answers.yes else None)
        return self._line(f"Who made {file}, and who permits its use?", known) if given is None else given

    @staticmethod
    def _line(text: str, default: str = "") -> str:
        return str(click.prompt(text, default=default, show_default=bool(default), prompt_suffix="\n> ")).strip()


def _new_in(result: ReadResult, earlier: ReadResult) -> ReadResult:
    """The result without the faults that the exhibit has already, which may be on other lines now."""
    known = {replace(fault, location=replace(fault.location, line=None)) for fault in earlier.faults}
    new = (f for f in result.faults if replace(f, location=replace(f.location, line=None)) not in known)
    return replace(result, faults=tuple(new))


def _show(result: ReadResult, layers: Iterable[LayerPlan], attached: Attached) -> None:
    """What the layers were taken for, what was done to pictures, and every problem and conversion."""
    for scan in attached.scans:
        click.echo(f"{scan.name}: a scan of a map; {scan.summary}")
    for picture in attached.pictures:
        if picture.changes:
            click.echo(f"media/{picture.name}: {', '.join(picture.changes)}")
    shown = {layer.id: layer for layer in result.exhibit.layers} if result.exhibit else {}
    for layer in layers:
        click.echo(f"{layer.title}: {described(shown[layer.id]) if layer.id in shown else 'cannot be shown'}")
    for fault in sorted(group_translations(result.faults), key=lambda fault: -fault.severity):
        click.echo(f"  {fault.severity.word}: {fault}")


def _checked_slug(slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise Stopped(
            f"“{slug}” cannot be an address: only small letters, digits and hyphens can. "
            f"Write for example: {as_slug(slug) or 'my-exhibit'}"
        )
    return slug


def _read(draft: Draft) -> ReadResult:
    return draft.read(current_library().limits)


def _exhibit(slug: str) -> Exhibit:
    """The exhibit as its folder is now. Raises `Stopped` where there is none, or none that can be read."""
    library = current_library()
    name = slug.rstrip("/\\")
    if name not in library.snapshot.entries:
        raise Stopped(f"There is no exhibit “{slug}”. {did_you_mean(name, library.snapshot.entries)}".rstrip())
    exhibit = library.result(name).exhibit
    if exhibit is None:
        raise Stopped(f"The exhibit cannot be read. Run flask exhibit check {slug}, and correct it first.")
    return exhibit
