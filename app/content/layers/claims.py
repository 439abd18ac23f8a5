"""Conflicting accounts of one point."""

from __future__ import annotations

from dataclasses import replace

from app.content.fields.context import ReadContext
from app.content.fields.table import Table
from app.content.fields.values import altitude, describe, flag, instant, sentence
from app.content.layers.geometry import read_lonlat
from app.domain import Account, Claim, Text
from app.errors import Rejected

CLAIM_KEYS = ("topic", "fix", "accounts", "assessment")
ACCOUNT_KEYS = ("says", "citations", "preferred", "time", "position", "altitude_m", "quote")


def read_claims(table: Table, fixes: int) -> tuple[Claim, ...]:
    """The claims of a feature with so many fixes. One without topic or accounts is reported and left out."""
    claims = (_claim(claim, fixes) for claim in table.tables("claims", "a claim"))
    return tuple(claim for claim in claims if claim)


def _claim(table: Table, fixes: int) -> Claim | None:
    table.check_keys(CLAIM_KEYS)
    topic = table.words("topic")
    if not topic:
        table.reject("topic", Rejected("The claim has no topic.", 'Write what the accounts differ on: "topic": "…"'))
    accounts = tuple(account for account in map(_account, table.tables("accounts", "an account")) if account)
    if not accounts:
        fix = 'Write at least one: "accounts": [{"says": "…", "citations": ["…"]}]'
        table.reject("accounts", Rejected("The claim has no accounts.", fix))
    if not topic or not accounts:
        return None
    return Claim(
        topic,
        _one_preferred(accounts, table),
        table.words("assessment"),
        table.take("fix", lambda value: _fix(value, fixes), None),
    )


def _account(table: Table) -> Account | None:
    table.check_keys(ACCOUNT_KEYS)
    says = table.words("says")
    if not says:
        table.reject("says", Rejected("The account says nothing.", 'Write "says": "…", or remove the account.'))
        return None
    return Account(
        says,
        table.citations(),
        table.take("preferred", flag, False),
        table.take("time", instant, None),
        table.take("position", read_lonlat, None),
        table.take("altitude_m", altitude, None),
        table.take("quote", lambda value: _quotation(value, table.context), Text()),
    )


def _quotation(value: object, context: ReadContext) -> Text:
    """A source's own words: text in the exhibit's first language, or a table with the one language in which they were
    written.
    """
    if isinstance(value, str) and value.strip():
        context.check_length(value)
        return Text.of(value, context.languages[0])
    if not isinstance(value, dict) or len(value) != 1:
        raise Rejected(
            f"{sentence(describe(value))} is not a quotation: a quotation has the source's exact words, in one "
            f"language.",
            'Write "…", or {"ru": "…"} for words in another language.',
        )
    return context.words(value)


def _one_preferred(accounts: tuple[Account, ...], table: Table) -> tuple[Account, ...]:
    """Accounts of which at most one is preferred: of several, the first."""
    preferred = [index for index, account in enumerate(accounts) if account.preferred]
    if len(preferred) < 2:
        return accounts
    problem = f"{len(preferred)} accounts are preferred; the map can draw only one, and draws the first."
    table.reject("accounts", Rejected(problem, "Keep “preferred” at one of them."))
    return tuple(replace(account, preferred=index == preferred[0]) for index, account in enumerate(accounts))


def _fix(value: object, fixes: int) -> int:
    if type(value) is int and 1 <= value <= fixes:
        return value
    if not fixes:
        raise Rejected("Only a flight has fixes.", "Remove “fix”.")
    raise Rejected(
        f"There is no fix {describe(value)}.", f"Count the positions from 1: write a number from 1 to {fixes}."
    )
