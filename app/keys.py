"""The keys by which a page names what is not a feature of its own: made and parsed here, as `lib/keys.js` does in the
browser.

A feature's key is its id. The third fix of flight ``leg`` is ``leg/3``; the second account of its first claim is
``leg/1/2``. On the atlas a flight is ``exhibit:flight``, and the layer of an exhibit's year ``exhibit:1960``.
"""

from __future__ import annotations


def fix_key(flight: str, number: int) -> str:
    """The key of a flight's fix; `number` counts from 1."""
    return f"{flight}/{number}"


def account_key(flight: str, claim: int, account: int) -> str:
    """The key of one account of one of a flight's claims; both numbers count from 1."""
    return f"{flight}/{claim}/{account}"


def atlas_key(exhibit: str, part: str | int) -> str:
    """On the atlas, the key of an exhibit's flight, or of the layer for one of its years."""
    return f"{exhibit}:{part}"


def split_fix_key(key: str) -> tuple[str, str]:
    """The id of the flight and the number of the fix, as written; the id is empty where `key` is no fix's."""
    flight, _, number = key.rpartition("/")
    return flight, number
