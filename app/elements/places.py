"""Sites and events: a marker and a label each."""

from __future__ import annotations

from app.domain import Basis, Event, Exhibit, Site, Style
from app.elements.element import ExhibitElement
from app.elements.payloads import LookPayload, MorePayload, PlacesPayload
from app.elements.styles import simplestyle
from app.geodesy.packing import pack, pack_degrees
from app.markdown import to_plain
from app.text import Text

Looks = dict[tuple[bool, Basis, Style], tuple[int, LookPayload]]
"""Number and description of each look, by kind, evidence and style."""


class Places(ExhibitElement):
    """The markers of sites (round) and events (square), with their labels.

    They are sent as packed columns, not as a list of objects, so that a hundred thousand stay small.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> PlacesPayload:
        """The sites and events that have a position, as columns of equal length."""
        placed = [
            (site, layer, number >= len(kept.listed))
            for layer, kept in enumerate(self.exhibit.layers)
            for number, site in enumerate(kept.features)
            if isinstance(site, Site) and site.position
        ]
        looks: Looks = {}
        positions = [site.position for site, _, _ in placed if site.position]
        return {
            "layers": [layer.id for layer in self.exhibit.layers],
            "id": [site.id for site, _, _ in placed],
            "name": [_words(site.name) for site, _, _ in placed],
            "layer": pack([layer for _, layer, _ in placed]),
            "look": pack([_look_number(site, looks) for site, _, _ in placed]),
            "looks": [look for _, look in looks.values()],
            "lon": pack_degrees([lon for lon, _ in positions]),
            "lat": pack_degrees([lat for _, lat in positions]),
            "more": {
                number: more
                for number, (site, _, is_unlisted) in enumerate(placed)
                if is_unlisted and (more := _more(site))
            },
        }


def _words(text: Text) -> Text | str:
    """Text in one language as a plain string."""
    return text.words[0][1] if len(text.words) == 1 else text


def _look_number(site: Site, looks: Looks) -> int:
    """The number of the site's look in `looks`; added if it is new."""
    key = (isinstance(site, Event), site.basis, site.style)
    if key not in looks:
        looks[key] = (len(looks), {"event": key[0], "basis": site.basis, "style": simplestyle(site.style)})
    return looks[key][0]


def _more(site: Site) -> MorePayload:
    """The date and the description, where the site has them."""
    more: MorePayload = {}
    if site.when:
        more["when"] = site.when.edtf
    if description := Text(tuple((language, to_plain(words)) for language, words in site.description)):
        more["description"] = _words(description)
    return more
