"""Styles of QGIS: colours and dashes by evidence, and the fields by which the Temporal Controller plays."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain import Basis
from app.interchange.xml import Element, add, doctyped

VERSION = "3.22.0"
"""The version of QGIS whose files these are; later ones read them, too."""
INK = "34,38,46,255"
_RED, _GREY = "200,50,31,255", "85,95,107,255"
_DASHES = {Basis.DOCUMENTED: "solid", Basis.INFERRED: "dash", Basis.INTERPOLATED: "dot"}
_WIDTHS = {Basis.DOCUMENTED: "0.9", Basis.INFERRED: "0.7", Basis.INTERPOLATED: "0.5"}
Symbol = tuple[str, str, Mapping[str, str]]
"""The kind of a symbol, the class of its layer, and the layer's options."""
_FROM_TIME, _FROM_TIME_TO_END = "1", "2"
"""QGIS's numbers for features that are shown from the time of a field, and until that of another."""


def lines() -> Element:
    """The style of legs: solid, dashed or dotted, planned ones thin and grey; what was flown stays in sight."""
    symbols: dict[str, Symbol] = {
        basis.value: (
            "line",
            "SimpleLine",
            {"line_color": _RED, "line_style": _DASHES[basis], "line_width": _WIDTHS[basis]},
        )
        for basis in Basis
    }
    symbols["planned"] = "line", "SimpleLine", {"line_color": _GREY, "line_style": "solid", "line_width": "0.3"}
    return _style(symbols, "CASE WHEN \"status\" = 'planned' THEN 'planned' ELSE \"basis\" END", stay=True)


def qml(style: Element) -> str:
    """A style as a file of its own, as a GeoPackage has it."""
    return doctyped(style).decode()


def points(*, stay: bool) -> Element:
    """The style of fixes, which `stay` in sight, and of places: full where they are documented, else hollow."""
    symbols: dict[str, Symbol] = {
        basis.value: (
            "marker",
            "SimpleMarker",
            {
                "name": "circle",
                "color": _RED if basis is Basis.DOCUMENTED else "255,255,255,255",
                "outline_color": _RED,
                "size": "2.2",
            },
        )
        for basis in Basis
    }
    return _style(symbols, "basis", stay=stay)


def _style(symbols: Mapping[str, Symbol], value: str, *, stay: bool) -> Element:
    """A style with a symbol for each value of an expression."""
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology|Temporal"})
    add(
        root,
        "temporal",
        enabled="1",
        mode=_FROM_TIME if stay else _FROM_TIME_TO_END,
        startField="time",
        endField="end_time",
        accumulate=str(int(stay)),
        limitMode="1",
        durationUnit="min",
        fixedDuration="0",
    )
    renderer = add(root, "renderer-v2", type="categorizedSymbol", attr=value, symbollevels="0")
    categories, drawn = add(renderer, "categories"), add(renderer, "symbols")
    for number, (key, (kind, layer, options)) in enumerate(symbols.items()):
        add(categories, "category", symbol=str(number), value=key, label=key, render="true")
        symbol = add(drawn, "symbol", type=kind, name=str(number), alpha="1")
        shape = add(add(symbol, "layer", **{"class": layer, "enabled": "1", "pass": "0"}), "Option", type="Map")
        for name, option in options.items():
            add(shape, "Option", name=name, value=option, type="QString")
    return root
