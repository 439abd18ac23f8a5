"""Rival accounts that would change where or when a flight was: what the deck can show beside the account drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.dates import seconds
from app.domain import Account, Claim, Exhibit, Flight


@dataclass(frozen=True, slots=True)
class Rival:
    """One account of a flight's fix. `id` is ``flight/claim/account``, counted from 1: the permalink's name for it."""

    id: str
    flight: Flight
    claim: Claim
    account: Account

    @property
    def is_shown(self) -> bool:
        """Whether it is the account that the map draws anyway."""
        return self.account.preferred

    @property
    def changes_something(self) -> bool:
        """Whether it would put another time, position or height in place of the fix's."""
        said = self.account.time or self.account.position or self.account.altitude_m is not None
        return bool(said) and not self.is_shown and self.claim.fix is not None and self.flight.is_timed


def rivals(exhibit: Exhibit) -> Iterator[Rival]:
    """Every account of every claim of the exhibit's flights, in the curator's order."""
    for flight in exhibit.flights:
        for number, claim in enumerate(flight.claims, 1):
            for place, account in enumerate(claim.accounts, 1):
                yield Rival(f"{flight.id}/{number}/{place}", flight, claim, account)


def contested(exhibit: Exhibit) -> list[tuple[Claim, list[Rival]]]:
    """The claims of which at least one account can be shown beside the one drawn, with all their accounts."""
    claims: dict[tuple[str, int], list[Rival]] = {}
    for rival in rivals(exhibit):
        claims.setdefault((rival.flight.id, id(rival.claim)), []).append(rival)
    return [(accounts[0].claim, accounts) for accounts in claims.values() if any(rival.changes_something for rival in accounts)]


def rival_payload(exhibit: Exhibit) -> dict[str, object]:
    """`{id: {flight, fix, topic, says, time, position, altitude}}`; `fix` counts from 0, null where the account says nothing."""
    return {
        rival.id: {
            "flight": rival.flight.id,
            "fix": rival.claim.fix - 1,
            "topic": rival.claim.topic,
            "says": rival.account.says,
            "time": seconds(rival.account.time) if rival.account.time else None,
            "position": rival.account.position,
            "altitude": rival.account.altitude_m,
        }
        for rival in rivals(exhibit)
        if rival.changes_something and rival.claim.fix is not None
    }
