"""The base class of all elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from branca.element import Element, Figure, MacroElement
from markupsafe import Markup

from app.assets import script_json
from app.elements.exhibit_map import ExhibitMap
from app.text import Text


class Verbatim(Element):
    """Text in folium's tree that is rendered unchanged.

    branca compiles an element's output as a template once more; this class does not, so that curators' text such as
    ``{{7*7}}`` stays as it is.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """The text."""
        return self.text


class ExhibitElement(MacroElement):
    """One thing that a page shows or does: the Python half gives the data, the JavaScript half of the same name uses
    it.

    The module's name is the class's in snake case: `FlightPaths` pairs with ``js/elements/flight_paths.js``.
    """

    module: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        cls.module = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self._id = "exhibit"

    def payload(self) -> object:
        """The data for the JavaScript half: JSON values and `Text`; empty where the stage has everything it needs."""
        return {}

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """Add the payload to the figure as a JSON script element."""
        figure_of(self).html.add_child(Verbatim(island(self.module, self.payload(), self._send)), name=self.get_name())
        return ""

    def _send(self, text: Text) -> object:
        """Text as the page sends it; by language where the map has no page."""
        return self._parent.send(text) if isinstance(self._parent, ExhibitMap) else text.as_dict()


def figure_of(element: Element) -> Figure:
    """The figure at the root of folium's tree, into which `element` was added."""
    root = element.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"{element.get_name()} is not on a map. Call add_to(exhibit_map) first.")
    return root


def island(module: str, payload: object, send: Callable[[Text], object]) -> str:
    """The payload of the element `module` as a JSON script element."""
    return Markup('<script type="application/json" data-element="{}">{}</script>\n').format(
        module, Markup(script_json(payload, send))
    )
