"""Rival accounts of one point."""

from __future__ import annotations

from dataclasses import replace

from app.content.geometry import read_position
from app.content.table import Table
from app.content.values import describe, flag, height, instant
from app.domain import Account, Claim, LonLat
from app.errors import Rejected

CLAIM_KEYS = ("topic", "fix", "accounts", "assessment")
ACCOUNT_KEYS = ("says", "citations", "preferred", "time", "position", "altitude_m")


def read_claims(table: Table, fixes: int) -> tuple[Claim, ...]:
    """The claims of a feature that has so many fixes. One without topic or accounts is told and left out."""
    claims = (_claim(claim, fixes) for claim in table.tables("claims", "claims"))
    return tuple(claim for claim in claims if claim)


def _claim(table: Table, fixes: int) -> Claim | None:
    table.check_keys(CLAIM_KEYS)
    topic = table.words("topic")
    if not topic:
        table.reject("topic", Rejected("no words", "what the accounts differ on", "Add a topic."))
    accounts = tuple(account for account in map(_account, table.tables("accounts", "accounts")) if account)
    if not accounts:
        table.reject("accounts", Rejected("no account", "at least one that says something", 'Add {"says": "…", "citations": ["…"]}.'))
    if not topic or not accounts:
        return None
    return Claim(
        topic, _one_preferred(accounts, table), table.words("assessment"), table.take("fix", lambda value: _fix(value, fixes), None)
    )


def _account(table: Table) -> Account | None:
    table.check_keys(ACCOUNT_KEYS)
    says = table.words("says")
    if not says:
        table.reject("says", Rejected("no words", "what the account says", "Add them, or remove the account."))
        return None
    return Account(
        says,
        table.citations(),
        table.take("preferred", flag, False),
        table.take("time", instant, None),
        table.take("position", _lonlat, None),
        table.take("altitude_m", height, None),
    )


def _one_preferred(accounts: tuple[Account, ...], table: Table) -> tuple[Account, ...]:
    """At most one account is the map's own: of several, the first."""
    preferred = [index for index, account in enumerate(accounts) if account.preferred]
    if len(preferred) < 2:
        return accounts
    table.reject(
        "accounts",
        Rejected(
            f"{len(preferred)} preferred accounts",
            "one at most",
            "Keep “preferred” at the one that the map is to draw; the first stands for now.",
        ),
    )
    return tuple(replace(account, preferred=index == preferred[0]) for index, account in enumerate(accounts))


def _fix(value: object, fixes: int) -> int:
    if type(value) is not int or not 1 <= value <= fixes:
        wanted = f"the number of a fix, 1 to {fixes}" if fixes else "no fix: the feature is no flight"
        raise Rejected(describe(value), wanted, "Count the positions from 1." if fixes else "Remove it.")
    return value


def _lonlat(value: object) -> LonLat:
    return read_position(value, "").lonlat
