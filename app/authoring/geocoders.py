"""Services in the network that find addresses, through geopy: asked slowly, and only for what is not known yet.

Their answers are kept in a file of the exhibit's folder, so that no address is sent twice and the source of a position
stays readable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

from app.authoring.draft import Draft
from app.authoring.places import Candidate, Provider
from app.content import GEOCODER, parse_json
from app.errors import OverflightError, Rejected

SECONDS = 1.0
"""The least time between two requests: https://operations.osmfoundation.org/policies/nominatim/."""
_TIMEOUT_S = 10
_MOST = 5
"""So many candidates are kept of an answer."""
_LONGEST = 200
_USER_AGENT = "Overflight (flask exhibit locate)"
_OPENSTREETMAP = "OpenStreetMap contributors"

SERVICES: Mapping[str, Provider] = {
    "nominatim": Provider(
        "nominatim.openstreetmap.org (OpenStreetMap)",
        "nominatim",
        {
            "type": "dataset",
            "title": "Nominatim",
            "publisher": _OPENSTREETMAP,
            "URL": "https://nominatim.openstreetmap.org/",
        },
    ),
    "photon": Provider(
        "photon.komoot.io (OpenStreetMap)",
        "photon",
        {"type": "dataset", "title": "Photon", "publisher": _OPENSTREETMAP, "URL": "https://photon.komoot.io/"},
    ),
    "geonames": Provider(
        "geonames.org (GeoNames)",
        "geonames",
        {"type": "dataset", "title": "GeoNames", "publisher": "GeoNames", "URL": "https://www.geonames.org/"},
    ),
}


class GeocoderFailed(OverflightError):
    """A service did not answer, or with something else than places."""


Ask = Callable[[str], "list[tuple[str, float, float]]"]
"""From an address to names, longitudes and latitudes. Raises `GeocoderFailed`."""
Answers = dict[str, dict[str, Any]]
"""By service and address, the day and the candidates."""


@dataclass(slots=True)
class Geocoder:
    """One service and the answers that it and others have given before: by address, the day and the candidates."""

    service: str
    ask: Ask
    today: date
    depth: int
    answers: Answers = field(default_factory=dict)
    has_new: bool = False
    """Whether the service has answered since, so that the file of answers is to be written."""

    @classmethod
    def of(cls, service: str, user: str, language: str, draft: Draft, today: date, depth: int) -> Geocoder:
        """A geocoder with the answers in the draft's folder. `user` is the account at GeoNames.

        Raises `Rejected` where the file of answers has another content.
        """
        return cls(service, asker(service, user, language), today, depth, kept_answers(draft, depth))

    def candidates(self, address: str) -> list[Candidate]:
        """What the service proposes, or has proposed before. Raises `GeocoderFailed`."""
        answers = self.answers.setdefault(self.service, {})
        if address not in answers:
            found = [{"name": name, "position": [lon, lat]} for name, lon, lat in self.ask(address)]
            answers[address] = {"asked": self.today.isoformat(), "found": found}
            self.has_new = True
        return _candidates(self.service, answers[address])

    @property
    def file(self) -> bytes:
        """All answers, for the folder."""
        return (json.dumps(self.answers, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def asker(service: str, user: str, language: str) -> Ask:
    """What asks a service, at most once a second. `user` is the account at GeoNames."""
    return partial(_ask, _geopy(service, user, language), service)


def kept_answers(draft: Draft, depth: int) -> Answers:
    """The answers that services have given before, from the draft's folder.

    Raises `Rejected` where their file has another content.
    """
    return _read_answers(draft.bytes(GEOCODER), depth) if (draft.folder / GEOCODER).exists() else {}


def kept_candidates(answers: Answers, address: str) -> list[Candidate]:
    """What all services have proposed for an address."""
    asked = [(service, answers.get(service, {}).get(address)) for service in SERVICES]
    return [candidate for service, answer in asked if answer for candidate in _candidates(service, answer)]


def _candidates(service: str, answer: Mapping[str, Any]) -> list[Candidate]:
    asked, provider = date.fromisoformat(answer["asked"]), SERVICES[service]
    return [Candidate(tuple(each["position"]), each["name"], provider, asked) for each in answer["found"]]


def _geopy(service: str, user: str, language: str) -> Callable[[str], Any]:
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import GeoNames, Nominatim, Photon

    options: dict[str, Any] = {"user_agent": _USER_AGENT, "timeout": _TIMEOUT_S}
    match service:
        case "nominatim":
            geocode = partial(Nominatim(**options).geocode, exactly_one=False, limit=_MOST, language=language)
        case "photon":
            geocode = partial(Photon(**options).geocode, exactly_one=False, limit=_MOST)
        case _:
            geocode = partial(
                GeoNames(user, domain="secure.geonames.org", scheme="https", **options).geocode, exactly_one=False
            )
    limited: Callable[[str], Any] = RateLimiter(
        geocode, min_delay_seconds=SECONDS, max_retries=0, swallow_exceptions=False
    )
    return limited


def _ask(geocode: Callable[[str], Any], service: str, address: str) -> list[tuple[str, float, float]]:
    from geopy.exc import GeocoderTimedOut, GeocoderUnavailable, GeopyError

    try:
        found = geocode(address) or ()
        places = [(str(each.address)[:_LONGEST], float(each.longitude), float(each.latitude)) for each in found[:_MOST]]
    except (GeocoderTimedOut, GeocoderUnavailable) as error:
        raise GeocoderFailed(f"{SERVICES[service].name} cannot be reached. Is there a network?") from error
    except (GeopyError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise GeocoderFailed(f"{SERVICES[service].name} gave no answer that can be used ({error}).") from error
    return [(name, lon, lat) for name, lon, lat in places if _is_position([lon, lat])]


def _read_answers(data: bytes, depth: int) -> Answers:
    try:
        value = parse_json(data, depth)
        if isinstance(value, dict) and all(_is_answer(each) for asked in value.values() for each in asked.values()):
            return value
    except (Rejected, AttributeError):
        pass
    raise Rejected(f"{GEOCODER} is not what flask exhibit locate has written.", "Restore it, or remove it.")


def _is_answer(answer: Any) -> bool:
    try:
        date.fromisoformat(answer["asked"])
        return all(isinstance(each["name"], str) and _is_position(each["position"]) for each in answer["found"])
    except (KeyError, TypeError, ValueError):
        return False


def _is_position(position: Any) -> bool:
    lon, lat = position
    return isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
