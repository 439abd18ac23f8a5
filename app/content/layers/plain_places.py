"""Places as most layers have them, read without the steps that only unusual ones need.

A large layer has thousands of points with a name, a date and a few columns of its own. What is read here is exactly
what `features.read_feature` makes of them; anything else is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from app.content.fields.context import ReadContext
from app.content.fields.table import Table
from app.content.fields.values import span
from app.content.layers.features import EVERY_KEY, PLAIN, TIME_LIKE
from app.content.layers.ids import is_clean
from app.domain import Basis, Event, Site, Span, Text
from app.errors import Rejected, Report

_FEATURE = frozenset(("type", "id", "geometry", "properties"))
_GEOMETRY = frozenset(("type", "coordinates"))
_READ = frozenset(("kind", "name", "when", "basis"))
_SCALARS = frozenset((str, int, float, bool, type(None)))
_CHOICES = _SCALARS | {Basis}
"""The types of choices: as they are in a file, or as an importer has read them."""
_BASES: Mapping[object, Basis] = {basis.value: basis for basis in Basis} | {None: Basis.DOCUMENTED}
_KINDS: Mapping[object, type[Site]] = {None: Site, "site": Site, "event": Event}


def read_plain_place(raw: object, context: ReadContext) -> Site | None:
    """The site or event of a feature in which nothing is unusual or wrong; None for any other."""
    if type(raw) is not dict or raw.get("type") != "Feature" or not raw.keys() <= _FEATURE:
        return None
    feature_id, geometry, properties = raw.get("id"), raw.get("geometry"), raw.get("properties")
    if type(feature_id) is not str or type(geometry) is not dict or type(properties) is not dict:
        return None
    at = _position(geometry)
    if at is None or len(context.languages) > 1 or not is_clean(feature_id):
        return None
    get = properties.get
    name, kind, basis, when = get("name"), get("kind"), get("basis"), get("when")
    if type(name) is not str or not name.strip() or len(name) > context.limits.text_bytes // 4:
        return None
    if type(kind) not in _SCALARS or kind not in _KINDS or type(basis) not in _CHOICES or basis not in _BASES:
        return None
    day = _span(when) if type(when) is str else None
    if day is None and when is not None:
        return None
    further: tuple[tuple[str, object], ...] = ()
    if not properties.keys() <= _READ:
        further = tuple((key, value) for key, value in properties.items() if key not in _READ)
        if not all(type(value) in _SCALARS and _is_foreign(key) for key, value in further):
            return None
    return _KINDS[kind](
        id=feature_id,
        name=Text(((context.languages[0], name),)),
        when=day,
        basis=_BASES[basis],
        style=PLAIN,
        properties=further,
        position=at,
    )


def _position(geometry: dict[str, object]) -> tuple[float, float] | None:
    at = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not geometry.keys() <= _GEOMETRY or type(at) is not list or len(at) != 2:
        return None
    lon, lat = at
    is_in_degrees = type(lon) is type(lat) is float and abs(lon) <= 180 and abs(lat) <= 90
    return (lon, lat) if is_in_degrees else None


@lru_cache(maxsize=4096)
def _span(text: str) -> Span | None:
    """The date; None where the text is none."""
    try:
        return span(text)
    except Rejected:
        return None


@lru_cache(maxsize=1024)
def _is_foreign(key: str) -> bool:
    """Whether a key is kept for the download without a word: it is none that is read, and not near one."""
    report = Report()
    Table({key: None}, ReadContext(report)).note_misspelled(EVERY_KEY)
    return key not in EVERY_KEY and key not in TIME_LIKE and not report.faults
