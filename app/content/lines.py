"""The lines of faults: found in the file once the reading is over, so that only faulty files cost the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.content.fields.context import Cell, FindPlace
from app.content.fields.values import join_path
from app.content.folder import Folder
from app.content.formats.encoding import decode
from app.content.formats.strict_json import JsonPositions
from app.content.formats.strict_toml import toml_lines
from app.content.layers.geojson_reader import geojson_text
from app.errors import Fault, Location, Rejected


def with_lines(
    faults: Iterable[Fault], folder: Folder, most: int, imported: Mapping[str, FindPlace]
) -> tuple[Fault, ...]:
    """The faults with the line of each value that JSON or TOML has, as far as it can be found; `imported` finds the
    lines, or the cells of tables, in layers of other formats.
    """
    finders = dict(imported)

    def located(fault: Fault) -> Fault:
        location = fault.location
        path = join_path(location.path, location.field)
        if location.line is not None or location.row is not None or not path:
            return fault
        if location.file not in finders:
            finders[location.file] = _finder(folder, location.file, most)
        return replace(fault, location=_with_line(location, finders[location.file](path)))

    return tuple(map(located, faults))


def with_rows(faults: Iterable[Fault], imported: Mapping[str, FindPlace]) -> tuple[Fault, ...]:
    """The faults with the cell of each value that comes from a table; those that differ in their row alone are one."""
    merged: dict[tuple[object, ...], list[Fault]] = {}
    for index, fault in enumerate(faults):
        located = _in_table(fault, imported)
        place = located.location
        key = (located.severity, place.file, place.field, located.problem, located.fix, located.topic)
        merged.setdefault((index,) if place.row is None else key, []).append(located)
    return tuple(map(_with_all_rows, merged.values()))


def _in_table(fault: Fault, imported: Mapping[str, FindPlace]) -> Fault:
    location = fault.location
    path = join_path(location.path, location.field)
    if location.line is not None or location.row is not None or not path or location.file not in imported:
        return fault
    return replace(fault, location=_with_line(location, imported[location.file](path)))


def _with_all_rows(found: list[Fault]) -> Fault:
    rows = sorted({row for fault in found if (row := fault.location.row) is not None})
    if len(rows) < 2:
        return found[0]
    return replace(found[0], location=replace(found[0].location, row=rows[0], rows=tuple(rows)))


def _with_line(location: Location, found: int | Cell | None) -> Location:
    if isinstance(found, Cell):
        return replace(location, row=found.row, feature="", field=found.heading)
    return location if found is None else replace(location, line=found)


def _finder(folder: Folder, name: str, most: int) -> FindPlace:
    """What finds lines in a file; it finds none in files of another format, or that have changed and are not
    valid now.
    """
    try:
        data = folder.read(name, most)
        if name.endswith(".toml"):
            return _toml_finder(toml_lines(decode(data)))
        if not name.endswith((".md", ".po")) and "/" not in name:
            return _json_finder(JsonPositions(geojson_text(data)))
    except Rejected:
        pass
    return lambda _: None


def _toml_finder(lines: dict[str, int]) -> FindPlace:
    def find(path: str) -> int | None:
        while path:
            if (line := lines.get(path, lines.get(f"{path}[0]"))) is not None:
                return line
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    return find


def _json_finder(positions: JsonPositions) -> FindPlace:
    def find(path: str) -> int | None:
        try:
            return positions.line(path)
        except (ValueError, IndexError, StopIteration, RecursionError):
            return None

    return find
