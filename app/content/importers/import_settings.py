"""What exhibit.toml says of a layer's file in another format, where the file does not say it itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.content.fields.numbers import Unit
from app.content.fields.table import Table
from app.content.fields.values import choice, day, describe, flag, sentence, string, zone
from app.domain import Basis
from app.errors import Rejected

KEYS = (
    "as", "columns", "zone", "date", "day_first", "altitude_unit", "speed_unit", "decimal", "sheet", "folder",
    "basis", "style", "zero_altitude",
)  # fmt: skip


WEAKEST_EVIDENCE = "Evidence: “interpolated”, the weakest, since nothing says more."
WEAKEST = (
    WEAKEST_EVIDENCE,
    'If the fixes are recorded or documented, write in [[layers]] of exhibit.toml: basis = "documented"',
)
"""What to say of fixes whose evidence is not given: the problem, and what to write."""


class Purpose(StrEnum):
    """What a table is: the fixes of flights, or places."""

    FLIGHT = "flight"
    PLACES = "places"


class AltitudeUnit(StrEnum):
    """The unit of altitudes."""

    METRES = "m"
    FEET = "ft"
    KILOMETRES = "km"
    FLIGHT_LEVELS = "fl"


class SpeedUnit(StrEnum):
    """The unit of speeds."""

    KMH = "km/h"
    KNOTS = "kt"
    MPH = "mph"
    METRES_PER_SECOND = "m/s"


METRES = {unit: Unit.METRES.factors[unit.value] for unit in AltitudeUnit}
"""What one of a unit of altitude is in metres; a flight level is a hundred feet."""
KMH = {unit: Unit.KMH.factors[unit.value] for unit in SpeedUnit}
"""What one of a unit of speed is in km/h."""


class Decimal(StrEnum):
    """The decimal separator."""

    POINT = "."
    COMMA = ","


class ZeroAltitude(StrEnum):
    """Whether an altitude of exactly zero is known, or written where none was."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class StyleSource(StrEnum):
    """Whose colours and widths are shown, if not Overflight's own."""

    FILE = "file"


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """The settings of one layer; None or empty where exhibit.toml does not say.

    `columns` gives the heading of a column by its meaning: ``{"time": "Abflug"}``. `zone` is the IANA zone of times
    without one, `date` the UTC or local date of times without one; `day_first` says how 9/6/1976 is read. `folder` is
    the folder of a KML file that is shown. `name` is the layer's name, for features whose file names none. `style` is
    set where the file's own styles are shown, `zero_altitude` where GDAL may have written 0 for altitudes that are not
    known.
    """

    purpose: Purpose | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    date: date | None = None
    day_first: bool | None = None
    altitude_unit: AltitudeUnit | None = None
    speed_unit: SpeedUnit | None = None
    decimal: Decimal | None = None
    sheet: str | None = None
    folder: str | None = None
    basis: Basis | None = None
    style: StyleSource | None = None
    zero_altitude: ZeroAltitude | None = None
    name: object = None


def read_settings(table: Table) -> ImportSettings:
    """The settings in the table of a layer."""
    return ImportSettings(
        purpose=table.take("as", choice(Purpose), None),
        columns=table.take("columns", _columns, {}),
        zone=table.take("zone", zone, None),
        date=table.take("date", day, None),
        day_first=table.take("day_first", flag, None),
        altitude_unit=table.take("altitude_unit", choice(AltitudeUnit), None),
        speed_unit=table.take("speed_unit", choice(SpeedUnit), None),
        decimal=table.take("decimal", choice(Decimal), None),
        sheet=table.take("sheet", string, None),
        folder=table.take("folder", string, None),
        basis=table.take("basis", choice(Basis), None),
        style=table.take("style", choice(StyleSource), None),
        zero_altitude=table.take("zero_altitude", choice(ZeroAltitude), None),
        name=table.values.get("name"),
    )


def _columns(value: object) -> Mapping[str, str]:
    """Headings by meaning; the importer checks which meanings there are."""
    if not isinstance(value, dict):
        raise Rejected(
            f"{sentence(describe(value))} does not say what the columns are.",
            'Write: [layers.columns], and below it the heading of each column: time = "Departure"',
        )
    return {meaning: string(heading) for meaning, heading in value.items()}
