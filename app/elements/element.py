"""What every element of an exhibit's map has in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from branca.element import Element, Figure, MacroElement
from markupsafe import Markup

from app.assets import Assets, script_json
from app.elements.exhibit_map import ExhibitMap
from app.text import Text


class Presentation(Protocol):
    """How a page is asked for; `app.page.Presentation` is the one there is."""

    @property
    def assets(self) -> Assets:
        """Where the page's files come from."""

    @property
    def offline(self) -> bool:
        """Whether the page must carry everything inside it."""

    @property
    def kiosk(self) -> bool:
        """Whether the page is for the gallery floor."""

    @property
    def basemaps(self) -> Mapping[str, str]:
        """The address of each basemap that the page has, by its id."""


class Verbatim(Element):
    """Finished text in folium's tree.

    branca compiles an element's output as a template once more; this one is handed over as it is, so that
    curators' words such as ``{{7*7}}`` stay what they are.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """The text."""
        return self.text


class ExhibitElement(MacroElement):
    """One thing that a map shows or does: this Python half says what, its JavaScript namesake does it.

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
        """The one document that crosses to the browser: plain values that JSON can say, and words; nothing where the stage says enough."""
        return {}

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """Put the payload into the figure as a data island."""
        figure_of(self).html.add_child(Verbatim(island(self.module, self.payload(), self._send)), name=self.get_name())
        return ""

    def _send(self, text: Text) -> object:
        """Words as the map's page sends them; by language where the map stands by itself."""
        return self._parent.send(text) if isinstance(self._parent, ExhibitMap) else text.as_dict()


def figure_of(element: Element) -> Figure:
    """The figure at the root of folium's tree, into which `element` was added."""
    root = element.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"{element.get_name()} is not on a map yet; add_to(exhibit_map) puts it there.")
    return root


def island(module: str, payload: object, send: Callable[[Text], object]) -> str:
    """A JSON document for the browser half named `module`."""
    return Markup('<script type="application/json" data-element="{}">{}</script>\n').format(module, Markup(script_json(payload, send)))
