"""What changed between two versions of an exhibit, feature by feature, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from app import geodesy
from app.content import read_picture
from app.dates import Span, iso
from app.domain import AnyFeature, Author, Citation, Exhibit, Fix, Flight, Layer, Licence, LonLat, Text

_PARTS = frozenset({"layers", "chapters", "sources", "version", "folder", "slug"})
"""Fields of an exhibit that are compared part by part, or follow from the others."""
_OF_FEATURES = frozenset({"id", "fixes", "breaks", "position"})
_OF_FIXES = frozenset({"lon", "lat"})
_WHOLE = (Author, Citation, Licence, Span, Text)
_LONGEST = 60


def changes(old: Exhibit, new: Exhibit) -> Iterator[str]:
    """A sentence for each difference; none for two equal exhibits."""
    yield from _fields(old, new, "", but=_PARTS)
    yield from _listed(_by_id(old.layers), _by_id(new.layers), "layer", _layer)
    yield from _listed(_features(old), _features(new), "feature", _feature)
    yield from _layers(_homes(old), _homes(new))
    yield from _listed(_by_id(old.chapters), _by_id(new.chapters), "chapter", _fields)
    yield from _listed(_by_id(old.sources), _by_id(new.sources), "source", _fields)
    yield from (f"media {name}: another file" for name in old.media if name in new.media and _differs(old, new, name))


def _by_id(parts: Sequence[Any]) -> dict[str, Any]:
    return {part.id: part for part in parts}


def _features(exhibit: Exhibit) -> dict[str, AnyFeature]:
    return {feature.id: feature for feature in exhibit.features}


def _homes(exhibit: Exhibit) -> dict[str, str]:
    """The layer of each feature."""
    return {feature.id: layer.id for layer in exhibit.layers for feature in layer.features}


def _layers(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for key, layer in old.items():
        if new.get(key, layer) != layer:
            yield f"feature {key}: layer {layer} → {new[key]}"


def _differs(old: Exhibit, new: Exhibit, name: str) -> bool:
    return read_picture(old, name) != read_picture(new, name)


def _listed(
    old: Mapping[str, Any], new: Mapping[str, Any], what: str, compare: Callable[[Any, Any, str], Iterator[str]]
) -> Iterator[str]:
    yield from (f"{what} {key}: removed" for key in old if key not in new)
    yield from (f"{what} {key}: added" for key in new if key not in old)
    for key, part in old.items():
        if key in new and part != new[key]:
            yield from compare(part, new[key], f"{what} {key}: ")
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield f"{what}s: in another order"


def _layer(old: Layer, new: Layer, label: str) -> Iterator[str]:
    yield from _fields(old, new, label, but=frozenset({"features"}))


def _feature(old: AnyFeature, new: AnyFeature, label: str) -> Iterator[str]:
    if type(old) is not type(new):
        yield f"{label}{old.kind} → {new.kind}"
        return
    yield from _fields(old, new, label, but=_OF_FEATURES)
    yield from _moved(getattr(old, "position", None), getattr(new, "position", None), label)
    if isinstance(old, Flight) and isinstance(new, Flight):
        yield from _numbered(old.fixes, new.fixes, f"{label}fix", _fix)
        if old.breaks != new.breaks:
            yield f"{label}divided into other parts"


def _numbered(
    old: Sequence[Any], new: Sequence[Any], label: str, compare: Callable[[Any, Any, str], Iterator[str]]
) -> Iterator[str]:
    """The parts that differ, by their number in the new version, and removed ones by that in the old."""
    for _, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for index, (before, after) in enumerate(zip_longest(old[first:last], new[begin:end])):
            numbered = f"{label} {(first if after is None else begin) + index + 1}"
            if before is None or after is None:
                yield f"{numbered}: {'added' if before is None else 'removed'}"
            elif before != after:
                yield from compare(before, after, numbered)


def _part(old: Any, new: Any, label: str) -> Iterator[str]:
    yield from _fields(old, new, f"{label}: ")


def _fix(old: Fix, new: Fix, label: str) -> Iterator[str]:
    name = f"{label} ({new.place})" if new.place else label
    yield from _moved((old.lon, old.lat), (new.lon, new.lat), f"{name}: ")
    yield from _fields(old, new, f"{name}: ", but=_OF_FIXES)


def _moved(old: LonLat | None, new: LonLat | None, label: str) -> Iterator[str]:
    if old == new:
        return
    if old is None or new is None:
        yield f"{label}position {_said(old)} → {_said(new)}"
        return
    yield f"{label}position {_said(old)} → {_said(new)}, {_km(geodesy.distance_km(old, new))}"


def _km(distance: float) -> str:
    """Three digits, or whole kilometres."""
    if distance < 0.001:
        return "less than 1 m"
    return f"{distance:,.0f} km" if distance >= 100 else f"{distance:.3g} km"


def _fields(old: Any, new: Any, label: str, but: frozenset[str] = frozenset()) -> Iterator[str]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in but or before == after:
            continue
        yield from _values(before, after, f"{label}{field.name.replace('_', ' ')}")


def _values(old: Any, new: Any, label: str) -> Iterator[str]:
    if isinstance(old, Text) and isinstance(new, Text):
        yield from _words(old, new, label)
    elif isinstance(old, tuple) and isinstance(new, tuple) and any(map(_has_parts, (*old, *new))):
        yield from _numbered(old, new, label.removesuffix("s"), _part)
    elif _has_parts(old) and type(old) is type(new):
        yield from _part(old, new, label)
    else:
        yield f"{label} {_said(old)} → {_said(new)}"


def _has_parts(value: object) -> bool:
    """Whether a value is compared part by part, such as a claim with its accounts."""
    return is_dataclass(value) and not isinstance(value, _WHOLE)


def _words(old: Text, new: Text, label: str) -> Iterator[str]:
    before, after = old.as_dict(), new.as_dict()
    for language in dict.fromkeys((*before, *after)):
        if before.get(language) != after.get(language):
            one, other = before.get(language, ""), after.get(language, "")
            start = _first_difference(one, other)
            yield f"{label} ({language}): {_excerpt(one, start)} → {_excerpt(other, start)}"


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _excerpt(words: str, start: int) -> str:
    """The words around the first difference."""
    begin = max(0, start - 20)
    part = " ".join(words[begin : begin + _LONGEST].split())
    return f"“{'…' if begin else ''}{part}{'…' if begin + _LONGEST < len(words) else ''}”" if words else "nothing"


def _said(value: object) -> str:
    """A value as a curator would write it."""
    match value:
        case None | "" | ():
            return "nothing"
        case datetime():
            return iso(value)
        case Span():
            return value.edtf
        case Citation():
            return f"{value.source}, {value.locator}" if value.locator else value.source
        case Author() | Licence():
            return value.name
        case Text():
            return f"“{value}”"
        case float():
            return f"{value:.10g}"
        case tuple() if len(value) > 6 or any(isinstance(each, tuple) and len(each) > 4 for each in value):
            return f"{len(value)} entries"
        case tuple():
            return ", ".join(map(_said, value))
    words = ", ".join(_given(value)) if _has_parts(value) else str(value)
    return _excerpt(words, 0) if len(words) > _LONGEST else words


def _given(value: Any) -> Iterator[str]:
    """The parts of a value that are there."""
    for field in fields(value):
        if (part := getattr(value, field.name)) not in (None, "", ()):
            yield f"{field.name.replace('_', ' ')} {_said(part)}"
