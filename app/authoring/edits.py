"""The edits of an exhibit that the desk can ask for, each as small a change of its files as possible."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

from app.authoring.basemap_edits import with_basemap
from app.authoring.draft import EXHIBIT, Draft
from app.authoring.exhibit_edits import ExhibitText
from app.authoring.layer_edits import FeatureText, LayerText, as_in_file
from app.authoring.layers import ids_on_map
from app.authoring.measures import as_in_files
from app.authoring.source_edits import FILE as SOURCES
from app.authoring.source_edits import SourcesText, new_id
from app.authoring.story_edits import StoryText
from app.content import as_slug, free_id
from app.errors import Rejected

EXHIBIT_KEYS = ("title", "subtitle", "summary", "period", "opening", "languages")
"""What can be edited of the exhibit as a whole."""
FEATURE_KEYS = (
    "name",
    "kind",
    "aircraft",
    "description",
    "when",
    "basis",
    "position_uncertainty_km",
    "radius_km",
    "citations",
)
"""What can be edited of a feature, beside its geometry."""
_NO_FEATURES = b'{\n  "type": "FeatureCollection",\n  "features": []\n}\n'
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_KINDS = {"site": ("Point", 1), "flight": ("LineString", 2), "area": ("Polygon", 3), "reach": ("Point", 1)}
"""What can be drawn: the type of its geometry, and how many positions it needs."""


@dataclass(frozen=True, slots=True)
class Request:
    """An edit as the browser sends it: names and values. Each property raises `Rejected` where it is no such value."""

    values: Mapping[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise Rejected(f"The edit has no {key}.", f"Send {key} as text.", field=key)
        return value

    @property
    def positions(self) -> list[tuple[float, float]]:
        """One or more positions, each as longitude and latitude."""
        values = self.values.get("positions")
        if not isinstance(values, list) or not values:
            raise Rejected("The edit has no positions.", "Send a list of longitudes and latitudes.")
        return [Request({"position": value}).position for value in values]

    @property
    def language(self) -> str:
        """The language of the value, where the words that are edited are in several; else empty."""
        language = self.text("language", "")
        return _checked_language(language) if language else ""

    def number(self, key: str) -> int:
        """A whole number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Rejected(f"The edit has no {key}.", f"Send {key} as a whole number.", field=key)
        return value

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude in degrees."""
        match self.values.get("position"):
            case [int() | float() as lon, int() | float() as lat] if isfinite(lon) and -540 <= lon <= 540:
                if abs(lat) <= 90:
                    return lon, lat
        raise Rejected("The position is not a longitude and a latitude.", "Give both in degrees.", field="position")


Edit = Callable[[Draft, Request], Draft]


def edited(draft: Draft, values: Mapping[str, Any]) -> Draft:
    """The draft after an edit. Raises `Rejected` where it cannot be made.

    `time_zone` is that of times without one, `altitude_unit` is ``ft`` for altitudes in feet.
    """
    request = Request(as_in_files(values))
    edit = EDITS.get(request.text("edit"))
    if edit is None:
        raise Rejected(f"There is no edit {request.text('edit')!r}.", f"Use one of {', '.join(EDITS)}.")
    return edit(draft, request)


def _set_exhibit(draft: Draft, request: Request) -> Draft:
    key, value = _one_of(request, EXHIBIT_KEYS), request.values.get("value")
    if key == "languages" and isinstance(value, list):
        draft = _with_stories(draft, [each for each in value if isinstance(each, str)])
    return _in_exhibit(draft, lambda exhibit: exhibit.having(key, value))


def _with_stories(draft: Draft, languages: list[str]) -> Draft:
    """The draft with the headings of all chapters, to translate, for each language that has no story yet."""
    exhibit = ExhibitText(draft.text(EXHIBIT))
    first = draft.folder / _story(str(exhibit.values.get("languages", ["en"])[0]))
    story = StoryText(draft.text(first.name) if first.exists() else "")
    sections = {chapter: story.section(chapter) for chapter in exhibit.chapter_ids}
    headings = [f"## {each.title if each else chapter} {{#{chapter}}}\n" for chapter, each in sections.items()]
    new = [name for name in map(_story, languages) if not (draft.folder / name).exists()]
    return draft.having(dict.fromkeys(new, ("\n".join(headings) or "\n").encode()))


def _set_row(draft: Draft, request: Request) -> Draft:
    """Rows of clocks, ceilings and threads are counted from 0."""
    name, row, key = request.text("list"), request.number("row"), request.text("key")
    value = as_in_file(key, request.values.get("value"))
    return _in_exhibit(draft, lambda exhibit: exhibit.row_having(name, row, key, value))


def _add_row(draft: Draft, request: Request) -> Draft:
    name, values = request.text("list"), request.values.get("values")
    if not isinstance(values, dict) or not values:
        raise Rejected("The edit has no values.", "Send values as an object.")
    return _in_exhibit(draft, lambda exhibit: exhibit.with_row(name, values))


def _remove_row(draft: Draft, request: Request) -> Draft:
    name, row = request.text("list"), request.number("row")
    return _in_exhibit(draft, lambda exhibit: exhibit.without_row(name, row))


def _add_chapter(draft: Draft, request: Request) -> Draft:
    title = request.text("title").strip()
    exhibit = ExhibitText(draft.text(EXHIBIT))
    chapter = free_id(request.text("id", "") or as_slug(title) or "chapter", exhibit.chapter_ids)
    index = request.number("index") if "index" in request.values else len(exhibit.chapter_ids)
    draft = _in_exhibit(draft, lambda text: text.with_chapter(chapter, index))
    order = ExhibitText(draft.text(EXHIBIT)).chapter_ids
    for language in exhibit.values.get("languages", ["en"]):
        draft = _in_text(draft, _story(language), lambda story: StoryText(story).having(chapter, title, "", order).text)
    return draft


def _remove_chapter(draft: Draft, request: Request) -> Draft:
    chapter = request.text("chapter")
    languages = ExhibitText(draft.text(EXHIBIT)).values.get("languages", ["en"])
    draft = _in_exhibit(draft, lambda exhibit: exhibit.without_chapter(chapter))
    for language in languages:
        draft = _in_text(draft, _story(language), lambda story: StoryText(story).without(chapter).text)
    return draft


def _move_chapter(draft: Draft, request: Request) -> Draft:
    chapter, index = request.text("chapter"), request.number("index")
    return _in_exhibit(draft, lambda exhibit: exhibit.chapter_moved(chapter, index))


def _set_chapter(draft: Draft, request: Request) -> Draft:
    """``values`` has one or more of the chapter's keys; None removes one."""
    chapter, changes = request.text("chapter"), request.values.get("values")
    if not isinstance(changes, dict):
        raise Rejected("The edit has no values.", "Send values as an object.")

    def change(exhibit: ExhibitText) -> ExhibitText:
        for key, value in changes.items():
            exhibit = exhibit.chapter_having(chapter, key, value)
        return exhibit

    return _in_exhibit(draft, change)


def _write_chapter(draft: Draft, request: Request) -> Draft:
    chapter, title, words = request.text("chapter"), request.text("title"), request.text("words")
    order = ExhibitText(draft.text(EXHIBIT)).chapter_ids
    language = request.text("language")
    return _in_text(draft, _story(language), lambda story: StoryText(story).having(chapter, title, words, order).text)


def _move_fix(draft: Draft, request: Request) -> Draft:
    number, position = request.number("fix"), request.position
    return _in_feature(draft, request, lambda flight: flight.fix_at(number, *position))


def _set_fix(draft: Draft, request: Request) -> Draft:
    number, key, value = request.number("fix"), request.text("key"), request.values.get("value")
    return _in_feature(draft, request, lambda flight: flight.fix_having(number, key, value, request.language))


def _add_fix(draft: Draft, request: Request) -> Draft:
    """The new fix gets the number ``fix``; that one and those after it move on by one."""
    number, position = request.number("fix"), request.position
    draft = _in_feature(draft, request, lambda flight: flight.with_fix(number, *position))
    return _renumbered(draft, request, lambda fix: fix + 1 if fix >= number else fix)


def _remove_fix(draft: Draft, request: Request) -> Draft:
    number = request.number("fix")
    draft = _in_feature(draft, request, lambda flight: flight.without_fix(number))
    return _renumbered(draft, request, lambda fix: fix - 1 if fix > number else fix)


def _move_place(draft: Draft, request: Request) -> Draft:
    position = request.position
    return _in_feature(draft, request, lambda place: place.at(*position))


def _move_corner(draft: Draft, request: Request) -> Draft:
    """Rings and corners of an area are counted from 0."""
    ring, corner, position = request.number("ring"), request.number("corner"), request.position
    return _in_feature(draft, request, lambda area: area.corner_at(ring, corner, *position))


def _add_corner(draft: Draft, request: Request) -> Draft:
    """The new corner gets the number ``corner``."""
    ring, corner, position = request.number("ring"), request.number("corner"), request.position
    return _in_feature(draft, request, lambda area: area.with_corner(ring, corner, *position))


def _remove_corner(draft: Draft, request: Request) -> Draft:
    ring, corner = request.number("ring"), request.number("corner")
    return _in_feature(draft, request, lambda area: area.without_corner(ring, corner))


def _set_feature(draft: Draft, request: Request) -> Draft:
    key, value = _one_of(request, FEATURE_KEYS), request.values.get("value")
    return _in_feature(draft, request, lambda feature: feature.having(key, value, request.language))


def _add_feature(draft: Draft, request: Request) -> Draft:
    """A site of one position, a flight of two or more, an area of three or more, or a reach about one."""
    name, positions = request.text("name").strip(), request.positions
    kind = _KINDS.get(request.text("kind"))
    if kind is None:
        raise Rejected(f"A {request.text('kind')!r} cannot be added here.", f"Use one of {', '.join(_KINDS)}.")
    geometry, least = kind
    if len(positions) < least:
        raise Rejected(f"This needs {least} positions at least.", "Click on the map once more.")
    coordinates: object = [list(position) for position in positions]
    if geometry == "Point":
        coordinates = list(positions[0])
    elif geometry == "Polygon":
        coordinates = [[list(position) for position in _counterclockwise(positions)]]
    layer = _layer_file(draft, request)
    ids = [str(each.get("id", "")) for each in LayerText.of(draft.text(layer)).json.value(["features"])]
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": free_id(as_slug(name) or request.text("kind"), ids),
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": {"kind": request.text("kind"), "name": name},
    }
    if request.text("kind") == "reach":
        feature["properties"]["radius_km"] = request.values.get("radius_km")
    return _in_text(draft, layer, lambda text: LayerText.of(text).with_feature(feature).text)


def _add_layer(draft: Draft, request: Request) -> Draft:
    """A layer with nothing in it, to draw into."""
    name = request.text("name").strip()
    layer = free_id(as_slug(name) or "layer", ids_on_map(draft))
    file = f"{layer}.geojson"
    if (draft.folder / file).exists():
        raise Rejected(f"There is a file {file} already.", "Choose another name.", field="name")
    draft = _in_exhibit(
        draft, lambda text: text.with_table("layers", {"id": layer, "file": file, "name": name or layer})
    )
    return draft.having({file: _NO_FEATURES})


def _counterclockwise(positions: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A closed ring in the direction that RFC 7946 asks for."""
    ring = [*positions, positions[0]]
    doubled = sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise(ring))
    return ring if doubled > 0 else ring[::-1]


def _add_claim(draft: Draft, request: Request) -> Draft:
    topic, says = request.text("topic").strip(), request.text("says").strip()
    fix = request.number("fix") if request.values.get("fix") is not None else None
    return _in_feature(draft, request, lambda feature: feature.with_claim(topic, says, fix))


def _set_claim(draft: Draft, request: Request) -> Draft:
    claim, key, value = request.number("claim"), request.text("key"), request.values.get("value")
    return _in_feature(draft, request, lambda feature: feature.claim_having(claim, key, value, request.language))


def _add_account(draft: Draft, request: Request) -> Draft:
    claim, says = request.number("claim"), request.text("says").strip()
    return _in_feature(draft, request, lambda feature: feature.with_account(claim, says))


def _set_account(draft: Draft, request: Request) -> Draft:
    claim, account, key = request.number("claim"), request.number("account"), request.text("key")
    value = request.values.get("value")
    language = request.language
    return _in_feature(draft, request, lambda feature: feature.account_having(claim, account, key, value, language))


def _remove_account(draft: Draft, request: Request) -> Draft:
    claim, account = request.number("claim"), request.number("account")
    return _in_feature(draft, request, lambda feature: feature.without_account(claim, account))


def _add_basemap(draft: Draft, request: Request) -> Draft:
    """A file of the folder; the corners of a scan are as in exhibit.toml."""
    return with_basemap(draft, request.text("file"), request.positions if "positions" in request.values else [])


def _set_corner(draft: Draft, request: Request) -> Draft:
    """Corners are counted from 0: upper left, upper right, lower right, lower left."""
    basemap, corner, position = request.text("basemap"), request.number("corner"), request.position
    return _in_exhibit(draft, lambda exhibit: exhibit.basemap_with_corner(basemap, corner, position))


def _remove_feature(draft: Draft, request: Request) -> Draft:
    name = request.text("feature")
    return _in_text(draft, _layer_file(draft, request), lambda text: LayerText.of(text).without_feature(name).text)


def _set_source(draft: Draft, request: Request) -> Draft:
    source, key, value = request.text("source"), request.text("key"), request.text("value")
    return _in_text(draft, SOURCES, lambda text: SourcesText.of(text).having(source, key, value).text)


def _add_source(draft: Draft, request: Request) -> Draft:
    title = request.text("title").strip()
    if not title:
        raise Rejected("The source has no title.", "Write the title.", field="title")

    def add(text: str) -> str:
        sources = SourcesText.of(text)
        item = {"id": free_id(new_id(title), sources.ids), "type": "book", "title": title}
        return sources.with_entries([item]).text

    return _in_text(draft, SOURCES, add)


def _remove_source(draft: Draft, request: Request) -> Draft:
    source = request.text("source")
    return _in_text(draft, SOURCES, lambda text: SourcesText.of(text).without(source).text)


EDITS: Mapping[str, Edit] = {
    "set-exhibit": _set_exhibit,
    "set-row": _set_row,
    "add-row": _add_row,
    "remove-row": _remove_row,
    "add-chapter": _add_chapter,
    "remove-chapter": _remove_chapter,
    "move-chapter": _move_chapter,
    "set-chapter": _set_chapter,
    "write-chapter": _write_chapter,
    "move-fix": _move_fix,
    "set-fix": _set_fix,
    "add-fix": _add_fix,
    "remove-fix": _remove_fix,
    "move-place": _move_place,
    "move-corner": _move_corner,
    "add-corner": _add_corner,
    "remove-corner": _remove_corner,
    "set-feature": _set_feature,
    "add-feature": _add_feature,
    "add-layer": _add_layer,
    "remove-feature": _remove_feature,
    "add-claim": _add_claim,
    "set-claim": _set_claim,
    "add-account": _add_account,
    "set-account": _set_account,
    "remove-account": _remove_account,
    "add-basemap": _add_basemap,
    "set-corner": _set_corner,
    "set-source": _set_source,
    "add-source": _add_source,
    "remove-source": _remove_source,
}


def _one_of(request: Request, keys: tuple[str, ...]) -> str:
    key = request.text("key")
    if key not in keys:
        raise Rejected(f"{key!r} cannot be edited here.", f"Use one of {', '.join(keys)}.")
    return key


def _in_exhibit(draft: Draft, edit: Callable[[ExhibitText], ExhibitText]) -> Draft:
    return _in_text(draft, EXHIBIT, lambda text: edit(ExhibitText(text)).text)


def _in_feature(draft: Draft, request: Request, edit: Callable[[FeatureText], FeatureText]) -> Draft:
    name = request.text("feature")
    file = _layer_file(draft, request)
    try:
        return _in_text(draft, file, lambda text: edit(LayerText.of(text).feature(name)).layer.text)
    except KeyError:
        raise Rejected("The feature has no such value.", "Reload: the file may have changed.") from None


def _renumbered(draft: Draft, request: Request, renumber: Callable[[int], int]) -> Draft:
    flight = request.text("feature")
    return _in_exhibit(draft, lambda exhibit: exhibit.with_focus_renumbered(flight, renumber))


def _layer_file(draft: Draft, request: Request) -> str:
    layer = request.text("layer")
    for each in ExhibitText(draft.text(EXHIBIT)).values.get("layers", []):
        if each.get("id") == layer and isinstance(each.get("file"), str):
            return str(each["file"])
    raise Rejected(f"There is no layer {layer!r}.", "Reload: the file may have changed.")


def _in_text(draft: Draft, name: str, edit: Callable[[str], str]) -> Draft:
    """The draft with one file edited; its byte order mark and its line ends stay. It may be new."""
    try:
        data = draft.bytes(name)
    except FileNotFoundError:
        data = b""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Rejected(f"{name} is not in UTF-8.", "Save it as UTF-8 first.") from None
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    ends = "\r\n" if "\r\n" in text else "\n"
    after = edit(text.replace("\r\n", "\n")).replace("\n", ends)
    return draft if after == text else draft.having({name: mark + after.encode()})


def _story(language: str) -> str:
    return f"story.{_checked_language(language)}.md"


def _checked_language(language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise Rejected(f"{language!r} is not a language.", "Use a tag such as en or pt-BR.")
    return language
