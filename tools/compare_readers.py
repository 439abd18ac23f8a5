"""Compare what is read of tracks with togeojson, another reader: ``python tools/compare_readers.py FOLDER…``.

Every GPX, KML, KMZ and IGC file in the folders is read as a layer. What togeojson makes of a file must be there vertex
by vertex, with times and altitudes; what we have in addition is counted. togeojson does not read IGC. An IGC file, and
one that togeojson refuses, must be read or refused with a message. Ends with exit code 1 where something is missing or
a reader fails. Made for the reference files of togeojson (``test/data``) and GPSBabel (``reference``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from app.content.fields.context import ReadContext  # noqa: E402
from app.content.formats.recognition import Format, recognize  # noqa: E402
from app.content.importers import importer_for  # noqa: E402
from app.content.importers.import_settings import AltitudeUnit, ImportSettings, Purpose  # noqa: E402
from app.content.layers.geojson_reader import read_collection  # noqa: E402
from app.errors import Rejected, Report  # noqa: E402

ENDINGS = (".gpx", ".kml", ".kmz", ".igc")
COMPARED = (Format.GPX, Format.KML, Format.KMZ)
SETTINGS = ImportSettings(purpose=Purpose.PLACES, zone="UTC", altitude_unit=AltitudeUnit.METRES)
"""What togeojson always does: points stay points, and altitudes are kept whatever they are measured from."""
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["']([\w.-]+)""")

Position = tuple[float, ...]


class Shape(NamedTuple):
    """One point, line or ring: its positions with altitudes where known, the times of them that are known, its date."""

    kind: str
    positions: tuple[Position, ...]
    times: tuple[str, ...]
    date: str


@dataclass(slots=True)
class Comparison:
    """One file: what is missing, what only we have, and what we say of the file."""

    missing: list[Shape] = field(default_factory=list)
    further: list[Shape] = field(default_factory=list)
    vertices: int = 0
    messages: tuple[str, ...] = ()
    failure: str = ""
    is_compared: bool = False


def compare(files: Mapping[str, bytes]) -> dict[str, Comparison]:
    """Read files with both readers."""
    formats = {name: recognize(data) for name, data in files.items()}
    theirs = _features_of_togeojson({name: _xml(data) for name, data in files.items() if formats[name] in COMPARED})
    compared = {}
    for name, data in files.items():
        ours, outcome = _read(data, formats[name])
        outcome.is_compared = isinstance(theirs.get(name), list)
        if outcome.is_compared:
            known = Counter(_shapes(theirs[name]))
            outcome.missing = list((known - Counter(ours)).elements())
            outcome.further = list((Counter(ours) - known).elements())
            outcome.vertices = sum(len(shape.positions) for shape in known.elements())
        compared[name] = outcome
    return compared


def _read(data: bytes, found: Format | None) -> tuple[list[Shape], Comparison]:
    """Our reading, as far as the features of a layer."""
    report, shapes, failure = Report(), list[Shape](), ""
    try:
        importer = importer_for(found)
        if importer is None:
            report.error("The file is not a track.")
            return shapes, Comparison(messages=tuple(map(str, report.faults)))
        context = ReadContext(report)
        features = importer(data, SETTINGS, context).features
        shapes = list(_shapes(features))
        read_collection(features, context, "main")
    except Rejected as error:
        report.reject(error)
    except Exception:  # noqa: BLE001 - a reader must not fail, whatever the file
        failure = traceback.format_exc()
    return shapes, Comparison(messages=tuple(map(str, report.faults)), failure=failure)


def _features_of_togeojson(texts: Mapping[str, str]) -> Mapping[str, Any]:
    """By name, a list of features, or the error."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    node = shutil.which("node", path=os.pathsep.join(folders)) or sys.exit("Node.js is missing. Run: make test")
    ran = subprocess.run(
        [node, str(PROJECT / "tools" / "js" / "togeojson.js")],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        sys.exit(ran.stderr)
    found: Mapping[str, Any] = json.loads(ran.stdout)
    return found


def _xml(data: bytes) -> str:
    """The text of a file; of an archive, that of its KML file."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            documents = [name for name in archive.namelist() if name.lower().endswith(".kml")]
            data = archive.read(min(documents, key=lambda name: (name.lower() != "doc.kml", name.count("/"))))
    except BadZipFile:
        pass
    declared = _ENCODING.match(data)
    return data.decode(declared[1].decode() if declared else "utf-8-sig", "replace").removeprefix("\ufeff")


def _shapes(features: Iterable[Any]) -> Iterator[Shape]:
    """The points, lines and rings of features of either reader."""
    for feature in features:
        properties = feature["properties"]
        if not properties.get("@geometry-type"):
            date = "" if properties.get("_gpxType") else _date(properties)
            times = properties.get("coordinateProperties", {}).get("times", [])
            yield from _with_times(list(_simple(feature["geometry"])), list(_known(times)), date)


def _simple(geometry: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """The points, lines and rings of a geometry."""
    if not geometry:
        return
    kind, content = geometry["type"], geometry.get("coordinates")
    if kind == "GeometryCollection":
        yield from chain.from_iterable(map(_simple, geometry["geometries"]))
    elif kind == "Point":
        yield "point", [content]
    elif kind == "LineString":
        yield "line", content
    elif kind == "MultiLineString":
        yield from (("line", part) for part in content)
    else:
        polygons = content if kind == "MultiPolygon" else [content]
        yield from (("ring", _open(ring)) for ring in chain.from_iterable(polygons))


def _open(ring: Sequence[Any]) -> Sequence[Any]:
    """A ring without the last position, where that is the first again."""
    return ring[:-1] if len(ring) > 1 and ring[0][:2] == ring[-1][:2] else ring


def _known(times: Any) -> Iterator[str]:
    """The times that are known, of all parts."""
    for time in times:
        if isinstance(time, list):
            yield from _known(time)
        elif time:
            yield _moment(time)


def _with_times(parts: Sequence[tuple[str, Sequence[Any]]], times: list[str], date: str) -> Iterator[Shape]:
    """The shapes of a feature. Where some of its times are not known, togeojson does not say which: then all that are
    known are those of its first part.
    """
    counts = {kinds: sum(len(at) for kind, at in parts if kind in kinds) for kinds in (("line",), ("line", "point"))}
    timed = next((kinds for kinds, count in counts.items() if count == len(times)), ())
    rest = iter(times)
    for kind, positions in parts:
        own = [next(rest) for _ in positions] if kind in timed else []
        kept = [index for index, at in enumerate(positions) if len(at) > 1 and None not in at[:2]]
        known = [own[index] for index in kept] if own else [] if timed else list(rest)
        is_point = kind == "point"
        yield Shape(
            kind,
            tuple(_position(positions[index], kind) for index in kept),
            () if is_point else tuple(known),
            known[0] if is_point and known else date,
        )


def _position(at: Sequence[float | None], kind: str) -> Position:
    """Longitude, latitude and altitude where there is one; areas are read without altitudes."""
    return tuple(float(value) for value in at[: 2 if kind == "ring" else 3] if value is not None)


def _date(properties: Mapping[str, Any]) -> str:
    """The date of a feature, by the keys of either reader."""
    if span := properties.get("timespan"):
        begin, end = span["begin"], span["end"]
        if begin and end:
            return f"{_moment(begin)}/{_moment(end)}"
        return f"{begin[:10]}/.." if begin else f"../{end[:10]}" if end else ""
    text = properties.get("when") or properties.get("timestamp") or properties.get("time") or ""
    return "/".join(map(_moment, text.split("/")))


def _moment(text: str) -> str:
    """A time in UTC; anything else as it is."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text.strip()
    has_time = len(text.strip()) > len("1960-05-01")
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat() if has_time else text.strip()


def print_comparison(compared: Mapping[str, Comparison]) -> bool:
    """Print what differs; whether nothing is missing and no reader has failed."""
    for name, outcome in sorted(compared.items()):
        if outcome.failure or outcome.missing:
            print(f"{name}: {len(outcome.missing)} missing, {len(outcome.further)} further")
            for shape in outcome.missing[:3]:
                print(f"  missing: {str(shape)[:300]}")
            for shape in outcome.further[:3] if outcome.missing else ():
                print(f"  further: {str(shape)[:300]}")
            print("".join(f"  {message}\n" for message in (*outcome.messages, outcome.failure) if message))
    both = [outcome for outcome in compared.values() if outcome.is_compared]
    bad = sum(bool(outcome.missing or outcome.failure) for outcome in compared.values())
    print(
        f"{len(compared):,} files read, {len(both):,} of them by togeojson, too: "
        f"{sum(each.vertices for each in both):,} vertices. {sum(bool(each.further) for each in both):,} files have "
        f"more with us. {bad:,} files differ or fail."
    )
    return not bad


if __name__ == "__main__":
    found = [
        path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*")) if path.suffix.lower() in ENDINGS
    ]
    if not found:
        sys.exit("Usage: python tools/compare_readers.py FOLDER…, with files that end in " + ", ".join(ENDINGS))
    sys.exit(0 if print_comparison(compare({str(path): path.read_bytes() for path in found})) else 1)
