"""Finding places at the desk: where those with an address and no position may be, and services that are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache

from flask import Flask, Response, request

from app.authoring import (
    CITIES,
    COORDINATES,
    EXHIBITS,
    SERVICES,
    Candidate,
    Draft,
    Geocoder,
    GeocoderFailed,
    Unlocated,
    asker,
    kept_answers,
    kept_candidates,
    offline_candidates,
    unlocated,
    unlocated_elsewhere,
)
from app.content import GEOCODER, Library, parse_json, read_exhibit
from app.desk.answers import json_answer
from app.desk.workbench import Workbench
from app.elements.payloads import DeskCandidatePayload, DeskPlacesPayload
from app.errors import Rejected

MOST_ADDRESSES = 20
"""How many addresses are sent to a service at once, which takes a second for each."""
_DEPTH = 8
_PROVIDERS = {provider.id: provider for provider in (COORDINATES, CITIES, EXHIBITS, *SERVICES.values())}


class PlaceViews:
    """The addresses of the form that finds places. Nothing is sent to a service before the author asks for it."""

    def __init__(self, library: Library, bench: Callable[[str], Workbench]) -> None:
        self._library, self._bench = library, bench
        self._asker = cache(asker)  # one for all questions to a service, since it keeps its pauses

    def register(self, app: Flask, prefix: str) -> None:
        """Add the addresses to the desk's app."""
        app.add_url_rule(f"{prefix}<slug>/places", view_func=self.places)
        app.add_url_rule(f"{prefix}<slug>/places/ask", view_func=self.ask, methods=["POST"])

    def places(self, slug: str) -> Response:
        """The places, each with what is known without a network and what services have answered before."""
        bench = self._bench(slug)
        draft, depth = Draft(bench.folder), bench.limits.json_depth
        exhibit = read_exhibit(bench.folder, bench.limits).exhibit
        document: DeskPlacesPayload = {
            "places": [],
            "locked": unlocated_elsewhere(draft, exhibit, depth) if exhibit else [],
            "services": [(service, provider.name) for service, provider in SERVICES.items()],
            "problem": "" if exhibit else "The exhibit cannot be read. Correct its problems first.",
        }
        try:
            answers = kept_answers(draft, depth)
        except Rejected as rejected:
            return json_answer({**document, "problem": str(rejected)})
        for place in unlocated(draft, exhibit, depth) if exhibit else ():
            found = offline_candidates(place.address, self._library.exhibits, _today())
            found += kept_candidates(answers, place.address)
            document["places"].append(
                {
                    "file": place.file,
                    "index": place.index,
                    "name": place.name,
                    "address": place.address,
                    "candidates": [_candidate(each) for each in found],
                }
            )
        return json_answer(document)

    def ask(self, slug: str) -> Response:
        """Ask a service for addresses, keep its answers in the exhibit's folder, and say where it failed."""
        match parse_json(request.get_data(), _DEPTH):
            case {"service": str(service), "user": str(user), "addresses": list(addresses)} if (
                service in SERVICES and len(addresses) <= MOST_ADDRESSES and all(map(_is_text, addresses))
            ):
                return json_answer({"problem": self._ask(self._bench(slug), service, user.strip(), addresses)})
        raise Rejected("This is not a question to a service.", "Reload the page.")

    def _ask(self, bench: Workbench, service: str, user: str, addresses: Iterable[str]) -> str:
        if service == "geonames" and not user:
            raise Rejected("GeoNames answers only to an account.", "Write the name of yours.")
        exhibit = read_exhibit(bench.folder, bench.limits).exhibit
        language = exhibit.languages[0] if exhibit else "en"
        depth = bench.limits.json_depth
        ask, kept = self._asker(service, user, language), kept_answers(Draft(bench.folder), depth)
        geocoder = Geocoder(service, ask, _today(), depth, kept)
        problem = ""
        try:
            for address in addresses:
                geocoder.candidates(address)
        except GeocoderFailed as failed:
            problem = str(failed)
        _keep(bench, geocoder)
        return problem


def _keep(bench: Workbench, geocoder: Geocoder) -> None:
    """Write the answers beside those that the folder has meanwhile."""
    with bench.history.lock:
        _ = bench.version  # what other programs have changed becomes a state of its own
        answers = kept_answers(Draft(bench.folder), geocoder.depth)
        new = geocoder.answers.get(geocoder.service, {})
        if new.keys() - answers.get(geocoder.service, {}).keys():
            geocoder.answers = answers | {geocoder.service: new | answers.get(geocoder.service, {})}
            bench.history.save({GEOCODER: geocoder.file}, f"ask {geocoder.service}")


def locate(bench: Workbench, places: Iterable[object], version: str) -> None:
    """Give places the positions that the author has chosen. Raises `Conflict`, `Refused` and `Rejected`."""
    bench.locate(dict(map(_chosen, places)), version)


def _chosen(place: object) -> tuple[Unlocated, Candidate]:
    match place:
        case {
            "file": str(file),
            "index": int(index),
            "name": str(name),
            "address": str(address),
            "candidate": {
                "name": str(found),
                "at": [int() | float() as lon, int() | float() as lat],
                "provider": str(provider),
                "asked": str(asked),
            },
        } if provider in _PROVIDERS and abs(lon) <= 180 and abs(lat) <= 90:
            day = _day(asked)
            return Unlocated(file, index, name, address), Candidate((lon, lat), found, _PROVIDERS[provider], day)
    raise Rejected("This is not a place with a position.", "Reload the page.")


def _candidate(candidate: Candidate) -> DeskCandidatePayload:
    return {
        "name": candidate.name,
        "at": candidate.position,
        "provider": candidate.provider.id,
        "asked": candidate.asked.isoformat(),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejected(f"{text!r} is not a day.", "Reload the page.") from None


def _today() -> date:
    return datetime.now(UTC).date()


def _is_text(value: object) -> bool:
    return isinstance(value, str)
