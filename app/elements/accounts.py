"""Conflicting accounts of a flight: those that the deck can show beside the preferred one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.dates import seconds
from app.domain import Account, Claim, Exhibit, Flight
from app.elements.payloads import AccountPayload
from app.keys import account_key


@dataclass(frozen=True, slots=True)
class FlightAccount:
    """One account in a claim about a flight. `id` is ``flight/claim/account``, counted from 1, as in permalinks."""

    id: str
    flight: Flight
    claim: Claim
    account: Account

    @property
    def is_preferred(self) -> bool:
        """Whether it is the preferred account, which the map draws by default."""
        return self.account.preferred

    @property
    def changes_something(self) -> bool:
        """Whether it gives the fix another time, position or altitude."""
        gives_value = self.account.time or self.account.position or self.account.altitude_m is not None
        return bool(gives_value) and not self.is_preferred and self.claim.fix is not None and self.flight.is_timed


def flight_accounts(exhibit: Exhibit) -> Iterator[FlightAccount]:
    """Every account of every claim of the exhibit's flights, in the curator's order."""
    for flight in exhibit.flights:
        for number, claim in enumerate(flight.claims, 1):
            for place, account in enumerate(claim.accounts, 1):
                yield FlightAccount(account_key(flight.id, number, place), flight, claim, account)


def contested(exhibit: Exhibit) -> list[tuple[Claim, list[FlightAccount]]]:
    """The claims with at least one account that can be shown beside the preferred one, with all their accounts."""
    claims: dict[tuple[str, int], list[FlightAccount]] = {}
    for each in flight_accounts(exhibit):
        claims.setdefault((each.flight.id, id(each.claim)), []).append(each)
    return [
        (accounts[0].claim, accounts)
        for accounts in claims.values()
        if any(each.changes_something for each in accounts)
    ]


def accounts_payload(exhibit: Exhibit) -> dict[str, AccountPayload]:
    """The accounts that can be shown beside the preferred ones, by id."""
    return {
        each.id: {
            "flight": each.flight.id,
            "fix": each.claim.fix - 1,
            "says": each.account.says,
            "time": seconds(each.account.time) if each.account.time else None,
            "position": each.account.position,
            "altitude": each.account.altitude_m,
        }
        for each in flight_accounts(exhibit)
        if each.changes_something and each.claim.fix is not None
    }
