"""What the headings of a table mean, in English, German, Russian and Japanese, with the unit or zone that they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache, lru_cache

from app import zones
from app.content.fields.numbers import Unit
from app.content.importers.import_settings import METRES, AltitudeUnit, SpeedUnit

Zone = str | timedelta
"""An IANA zone, or an offset from UTC."""


class Meaning(StrEnum):
    """What a column has; the words are those of ``[layers.columns]``."""

    ID = "id"
    FLIGHT = "flight"
    FLIGHT_ID = "flight_id"
    PART = "part"
    TIME = "time"
    DATE = "date"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    LAT_LON = "lat_lon"
    LON_LAT = "lon_lat"
    POSITION = "position"
    ALTITUDE = "altitude"
    ALTITUDE_HOLD = "altitude_hold"
    SPEED = "speed"
    PLACE = "place"
    ADDRESS = "address"
    NOTE = "note"
    BASIS = "basis"
    SOURCE = "source"
    PAGE = "page"
    UNCERTAINTY = "uncertainty"
    POSITION_UNCERTAINTY = "position_uncertainty"
    TIME_UNCERTAINTY = "time_uncertainty"
    ALTITUDE_UNCERTAINTY = "altitude_uncertainty"
    POSITION_BASIS = "position_basis"
    TIME_BASIS = "time_basis"
    ALTITUDE_BASIS = "altitude_basis"
    KIND = "kind"
    ZONE = "zone"


WORDS = (Meaning.PLACE, Meaning.NOTE)
"""Columns that can be given in several languages: ``name:de``."""
TRANSLATED = (*WORDS, Meaning.FLIGHT)
"""Those, and the name of a flight, whose language follows a colon and nothing else: ``Flight_no`` is a number."""
FLIGHT_IDS = frozenset(("flight id", "track id"))
"""Headings that are the id of a flight where another column has its name."""

_NAMES: Mapping[Meaning, str] = {
    Meaning.ID: "id|key|identifier|kennung|идентификатор|識別子",
    Meaning.FLIGHT: "flight|flight id|flight no|flight number|flight name|track id|track name|callsign|call sign|"
    "mission|sortie|flug|flug nr|flugnummer|flugname|rufzeichen|einsatz|рейс|номер рейса|полет|позывной|"
    "便|便名|飛行|コールサイン",
    Meaning.TIME: "time|date time|datetime|date and time|time stamp|timestamp|fix time|clock|uhrzeit|zeit|zeitpunkt|"
    "zeitstempel|datum uhrzeit|datum zeit|datum und uhrzeit|ortszeit|время|дата время|дата и время|местное время|"
    "時刻|時間|日時|タイムスタンプ|現地時刻|現地時間",
    Meaning.DATE: "date|day|when|year|datum|tag|jahr|дата|день|год|日付|年月日|日|年",
    Meaning.LATITUDE: "latitude|lat|breite|breitengrad|geographische breite|geogr breite|широта|緯度",
    Meaning.LONGITUDE: "longitude|lon|long|lng|länge|laenge|längengrad|geographische länge|geogr länge|долгота|経度",
    Meaning.LAT_LON: "lat lon|lat long|lat lng|latlon|latlong|latlng|latitude longitude|breite länge|широта долгота|"
    "緯度経度|緯度 経度",
    Meaning.LON_LAT: "lon lat|long lat|lng lat|lonlat|longitude latitude|länge breite|долгота широта|"
    "経度緯度|経度 緯度",
    Meaning.POSITION: "position|pos|coordinates|coordinate|coords|coord|koordinaten|koordinate|координаты|座標|位置",
    Meaning.ALTITUDE: "altitude|alt|elevation|elev|ele|height|flight level|höhe|hoehe|flughöhe|flugfläche|высота|"
    "эшелон|高度|標高",
    Meaning.SPEED: "speed|ground speed|groundspeed|gs|velocity|geschwindigkeit|скорость|путевая скорость|速度|対地速度",
    Meaning.PLACE: "place|name|place name|title|location|fix|city|town|airport|waypoint|ort|ortsname|titel|stadt|"
    "flughafen|wegpunkt|место|название|имя|пункт|город|аэропорт|場所|地名|名称|名前|地点|都市|空港",
    Meaning.ADDRESS: "address|street address|adresse|anschrift|адрес|住所|所在地",
    Meaning.NOTE: "note|notes|remark|remarks|comment|comments|description|desc|bemerkung|bemerkungen|anmerkung|"
    "anmerkungen|notiz|kommentar|beschreibung|примечание|примечания|комментарий|описание|заметка|備考|注|注記|メモ|説明",
    Meaning.BASIS: "basis|evidence|evidenz|nachweis|beleg|основание|достоверность|根拠|確度",
    Meaning.SOURCE: "source|sources|citation|citations|reference|references|quelle|quellen|источник|источники|"
    "出典|典拠",
    Meaning.PAGE: "page|pages|locator|seite|seiten|fundstelle|страница|страницы|стр|頁|ページ",
    Meaning.UNCERTAINTY: "uncertainty|accuracy|error|±|unsicherheit|unschärfe|genauigkeit|"
    "ungenauigkeit|погрешность|точность|誤差|精度",
    Meaning.POSITION_UNCERTAINTY: "position uncertainty|position accuracy|horizontal accuracy|position error|"
    "unsicherheit der position|погрешность места|位置誤差",
    Meaning.TIME_UNCERTAINTY: "time uncertainty|time accuracy|time error|unsicherheit der zeit|zeitunsicherheit|"
    "погрешность времени|時刻誤差",
    Meaning.ALTITUDE_UNCERTAINTY: "altitude uncertainty|altitude accuracy|vertical accuracy|altitude error|"
    "unsicherheit der höhe|höhenunsicherheit|погрешность высоты|高度誤差",
    Meaning.POSITION_BASIS: "position basis|position evidence|evidence of the position|beleg der position|"
    "обоснование места|位置の根拠",
    Meaning.TIME_BASIS: "time basis|time evidence|evidence of the time|beleg der zeit|обоснование времени|時刻の根拠",
    Meaning.ALTITUDE_BASIS: "altitude basis|altitude evidence|evidence of the altitude|beleg der höhe|"
    "обоснование высоты|高度の根拠",
    Meaning.KIND: "kind",
    Meaning.PART: "part of the flight",
    Meaning.ALTITUDE_HOLD: "altitude held",
    Meaning.ZONE: "zone of the place",
}
_MEANINGS = {name: meaning for meaning, names in _NAMES.items() for name in names.split("|")}

_ALTITUDE_UNITS = {
    AltitudeUnit.METRES: "m|meter|meters|metre|metres|metern|м|метр|метры|метров|метрах|メートル",
    AltitudeUnit.FEET: "ft|feet|foot|fuß|fuss|фут|футы|футов|футах|フィート",
    AltitudeUnit.KILOMETRES: "km|kilometer|kilometers|kilometre|kilometres|км|километры|километрах|キロメートル|キロ",
    AltitudeUnit.FLIGHT_LEVELS: "fl|flight level|flight levels|flugfläche|эшелон",
}
_SPEED_UNITS = {
    SpeedUnit.KMH: "km/h|kmh|kph|км/ч",
    SpeedUnit.KNOTS: "kt|kts|kn|knot|knots|knoten|уз|узлы|узлов|узлах|ノット",
    SpeedUnit.MPH: "mph",
    SpeedUnit.METRES_PER_SECOND: "m/s|м/с|ms",
}
_MILES = {"nm": "nm", "nmi": "nm", "nautical miles": "nm", "海里": "nm", "mi": "mi", "miles": "mi"}
_TIMES = {
    1.0: "min|minute|minutes|minuten|мин|минуты|минут|分",
    60.0: "h|hour|hours|stunden|ч|часы|часов|時間",
    1 / 60: "s|sec|second|seconds|sekunden|с|сек|секунды|секунд|秒",
}
ALTITUDE_WORDS = {word: unit for unit, words in _ALTITUDE_UNITS.items() for word in words.split("|")}
SPEED_WORDS = {word: unit for unit, words in _SPEED_UNITS.items() for word in words.split("|")}
NAMES: Mapping[AltitudeUnit | SpeedUnit, str] = {
    AltitudeUnit.METRES: "metres",
    AltitudeUnit.FEET: "feet",
    AltitudeUnit.KILOMETRES: "kilometres",
    AltitudeUnit.FLIGHT_LEVELS: "flight levels",
    SpeedUnit.KMH: "km/h",
    SpeedUnit.KNOTS: "knots",
    SpeedUnit.MPH: "miles per hour",
    SpeedUnit.METRES_PER_SECOND: "metres per second",
}
"""The names of units in a sentence."""
LENGTHS = {word: METRES[unit] for word, unit in ALTITUDE_WORDS.items() if unit is not AltitudeUnit.FLIGHT_LEVELS}
"""What one of a unit of length is in metres."""
KILOMETRES = {word: metres / 1000 for word, metres in LENGTHS.items()} | {
    word: Unit.KILOMETRES.factors[unit] for word, unit in _MILES.items()
}
"""What one of a unit of length is in kilometres."""
MINUTES = {word: minutes for minutes, words in _TIMES.items() for word in words.split("|")}
"""What one of a unit of time is in minutes."""

_NOISE = frozenset(
    [
        "decimal",
        "degrees",
        "degree",
        "deg",
        "dd",
        "°",
        "wgs84",
        "wgs 84",
        "epsg 4326",
        "grad",
        "dezimalgrad",
        "градусы",
        "град",
        "度",
        "gps",
        "msl",
        "amsl",
        "asl",
        "above sea level",
        "über nn",
        "ü nn",
        "nn",
        "über normalnull",
        "над уровнем моря",
        "iso",
        "iso 8601",
        "hh mm",
        "hh mm ss",
        "of fix",
        "local",
        "local time",
        "ortszeit",
        "местное",
        "現地",
    ]
)
_ABOVE_GROUND = re.compile(r"\b(agl|above ground|über grund|над землей)\b|対地高度")
_GROUP = re.compile(r"[(\[{（［]([^)\]}）］]*)[)\]}）］]")
_LANGUAGE = re.compile(r"(?P<base>.*?)\s*(?:[:@_]|[(\[]\s*)(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)*)[)\]]?\s*")
_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")
_UTC = frozenset(
    (
        "utc",
        "gmt",
        "ut",
        "z",
        "zulu",
        "zulu time",
        "greenwich",
        "ugt",
        "utc time",
        "мск гринвич",
        "世界時",
        "協定世界時",
        "всемирное",
    )
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column, and what it says: `unit` is the word that it has for a unit, `zone` that of its times.

    `unknown` is what stands where a zone would be and is none, such as ``EST``.
    """

    text: str
    meaning: Meaning | None = None
    unit: str = ""
    zone: Zone | None = None
    language: str = ""
    unknown: str = ""


def normal(text: str) -> str:
    """A heading as it is compared: small letters, single blanks, no punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").replace("\u2212", "-")
    return " ".join(re.sub(r"[_.,;:/\\|#*\"'-]", " ", folded).split())


def count_recognized(cells: Iterable[object]) -> int:
    """How many different meanings the cells have as headings."""
    return len({meaning for cell in cells if isinstance(cell, str) and (meaning := recognize_heading(cell).meaning)})


@lru_cache(maxsize=4096)
def recognize_heading(text: str) -> Heading:
    """The meaning of a heading, None where it is not known."""
    if (known := _MEANINGS.get(normal(_GROUP.sub(" ", text)))) is not None:
        return _qualified(text, known, _GROUP.findall(text))
    match = _LANGUAGE.fullmatch(text)
    known = _MEANINGS.get(normal(match["base"])) if match else None
    if match and (known in WORDS or (known in TRANSLATED and ":" in text)):
        return Heading(text, known, language=match["language"])
    bare, _, after = _GROUP.sub(" ", text).partition(",")
    words = normal(bare).split()
    qualifiers = [*_GROUP.findall(text), *([after] if after.strip() else [])]
    if (known := _MEANINGS.get(" ".join(words))) is not None:
        return _qualified(text, known, qualifiers)
    if " ".join(words) in _UTC:
        return Heading(text, Meaning.TIME, zone="UTC")
    for split in range(1, len(words)):
        for name, rest in ((words[:-split], words[-split:]), (words[split:], words[:split])):
            known = _MEANINGS.get(" ".join(name))
            if known is not None and _is_qualifier(known, " ".join(_without_in(rest))):
                return _qualified(text, known, [*qualifiers, " ".join(_without_in(rest))])
    return Heading(text)


def _without_in(words: list[str]) -> list[str]:
    return words[1:] if words[0] in ("in", "в") and len(words) > 1 else words


def _is_qualifier(meaning: Meaning, text: str) -> bool:
    return text in _NOISE or bool(_unit(meaning, text)) or (meaning is Meaning.TIME and zone_of(text) is not None)


def _qualified(text: str, meaning: Meaning, qualifiers: Iterable[str]) -> Heading:
    """A heading with what its brackets, or the words beside its name, say."""
    unit, language, unknown = "", "", ""
    zone: Zone | None = None
    for qualifier in filter(str.strip, qualifiers):
        word = normal(qualifier)
        if meaning is Meaning.TIME and (found := zone_of(qualifier)) is not None:
            zone = found
        elif meaning is Meaning.ALTITUDE and _ABOVE_GROUND.search(word):
            return Heading(text)
        elif found_unit := _unit(meaning, word) or _unit(meaning, qualifier.strip().casefold()):
            unit = found_unit
        elif meaning in WORDS and re.fullmatch(r"[a-z]{2,3}", word):
            language = word
        elif word not in _NOISE:
            unknown = qualifier.strip()
    if meaning is Meaning.TIME and normal(unknown) in MINUTES:  # time since the start, not of the day
        return Heading(text)
    if meaning is Meaning.ALTITUDE and not unit and normal(text) in ("flight level", "flugfläche", "эшелон"):
        unit = "fl"
    if meaning is Meaning.UNCERTAINTY:
        meaning = Meaning.TIME_UNCERTAINTY if unit in MINUTES else Meaning.POSITION_UNCERTAINTY if unit else meaning
    return Heading(text, meaning, unit, zone, language, unknown)


def _unit(meaning: Meaning, word: str) -> str:
    """`word`, if it is a unit of what the column has."""
    units: Mapping[Meaning, Iterable[str]] = {
        Meaning.ALTITUDE: ALTITUDE_WORDS,
        Meaning.SPEED: SPEED_WORDS,
        Meaning.POSITION_UNCERTAINTY: KILOMETRES,
        Meaning.TIME_UNCERTAINTY: MINUTES,
        Meaning.ALTITUDE_UNCERTAINTY: LENGTHS,
        Meaning.UNCERTAINTY: (*KILOMETRES, *MINUTES),
    }
    known = tuple(units.get(meaning, ()))
    if word in known:
        return word
    first, _, rest = word.partition(" ")
    return first if first in known and rest in _NOISE else ""


def zone_of(text: str) -> Zone | None:
    """The zone that a heading names: UTC, an offset, an IANA name, or a city of one in the four languages."""
    word = text.strip().casefold().removesuffix(" time").removesuffix("-zeit").removesuffix("時間")
    if normal(word) in _UTC:
        return "UTC"
    if match := _OFFSET.fullmatch(word.replace("\u2212", "-")):
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        return (-offset if match["sign"] == "-" else offset) if offset <= timedelta(hours=14) else None
    for beginning in ("local time", "local", "ortszeit", "местное время"):
        word = word.removeprefix(beginning).strip(" ,:")
    found = _iana().get(word) or _cities().get(normal(word), frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _iana() -> Mapping[str, frozenset[str]]:
    """The zones with a place in their name; others are abbreviations, which mean several zones."""
    return {
        name.casefold(): frozenset((name,)) for name in zones.names() if "/" in name and not name.startswith("Etc/")
    }


@cache
def _cities() -> Mapping[str, frozenset[str]]:
    """The zones by the cities that they are named after, and by the countries that the IANA names instead: Japan."""
    from babel import Locale
    from babel.core import get_global

    countries = {
        code: own[0]
        for code, own in get_global("territory_zones").items()
        if Locale("en").territories.get(code) in zones.names()
    }
    found: dict[str, set[str]] = {}
    for name in _iana().values():
        for zone in name:
            found.setdefault(normal(zone.rpartition("/")[2]), set()).add(zone)
    for language in ("en", "de", "ru", "ja"):
        for zone, words in Locale(language).time_zones.items():
            if zone in zones.names() and isinstance(city := words.get("city"), str):
                found.setdefault(normal(city), set()).add(zone)
        for code, zone in countries.items():
            found.setdefault(normal(Locale(language).territories[code]), set()).add(zone)
    return {city: frozenset(names) for city, names in found.items()}
