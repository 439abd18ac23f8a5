"""Sites and events: a mark and a name each."""

from __future__ import annotations

from app.domain import Basis, Event, Exhibit, Site, Style
from app.elements.element import ExhibitElement
from app.elements.styles import simplestyle
from app.geodesy.packing import pack, pack_degrees
from app.markdown import to_plain
from app.text import Text

Looks = dict[tuple[bool, Basis, Style], tuple[int, dict[str, object]]]
"""Number and description of each look by what makes it."""


class Places(ExhibitElement):
    """The marks of sites (round) and events (square), with their names.

    They cross as columns, not as a list of objects, with all numbers packed: a hundred thousand weigh little.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit

    def payload(self) -> object:
        """`{layers, looks, id, name, layer, look, lon, lat, more}`: columns of equal length for those that have a position.

        `layer` and `look` are indices into `layers` (ids) and `looks` (`{event, basis, style}`). A name is plain words, or
        words by language. `more` has, by index, what the card says of those that the reading does not list.
        """
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
            "more": {number: more for number, (site, _, is_unlisted) in enumerate(placed) if is_unlisted and (more := _more(site))},
        }


def _words(text: Text) -> object:
    """Words that are the same in every language as such."""
    return text.words[0][1] if len(text.words) == 1 else text


def _look_number(site: Site, looks: Looks) -> int:
    """The number of the site's look among `looks`, entered there when it is the first of its look."""
    key = (isinstance(site, Event), site.basis, site.style)
    if key not in looks:
        looks[key] = (len(looks), {"event": key[0], "basis": site.basis, "style": simplestyle(site.style)})
    return looks[key][0]


def _more(site: Site) -> dict[str, object]:
    """When it was and what is told of it, as far as it is."""
    said = Text(tuple((language, to_plain(words)) for language, words in site.description))
    return {**({"when": site.when.edtf} if site.when else {}), **({"description": _words(said)} if said else {})}
