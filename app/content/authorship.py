"""Who made an exhibit and what may be done with it: authors, licence, DOI, contact and last change of exhibit.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.content.fields.table import Table
from app.content.fields.values import describe, did_you_mean, sentence, string
from app.domain import Author, Licence
from app.errors import Rejected

KEYS = ("authors", "licence", "doi", "contact", "updated")
AUTHOR_KEYS = ("name", "orcid")

_CREATIVE_COMMONS = {
    f"CC-{kind}-{version}": f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
    for kind in ("BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND")
    for version in ("4.0", "3.0", "2.5", "2.0")
}
LICENCES: Mapping[str, str] = MappingProxyType(
    {
        **_CREATIVE_COMMONS,
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "MIT": "https://spdx.org/licenses/MIT.html",
        "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
        "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
        "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
    }
)
"""The address of each licence that can be given by its SPDX identifier."""
_EXAMPLES = "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0"
_MAIL = re.compile(r"[^\s@:?]+@[^\s@?]+\.[^\s@?]+")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(?P<id>(?:\d{4}-){3}\d{3}[\dX])")


def read_authors(table: Table) -> tuple[Author, ...]:
    """The authors; a name with a comma is that of a person, family name first."""
    value = table.values.get("authors")
    if value is None:
        return ()
    if not isinstance(value, list):
        name = describe(value) if isinstance(value, str) else '"Family, Given"'
        fix = f"Write: authors = [{name}]"
        table.reject("authors", Rejected(f"{sentence(describe(value))} is not a list of authors.", fix))
        return ()
    found = (_author(table, entry, f"authors[{index}]") for index, entry in enumerate(value))
    return tuple(author for author in found if author)


def _author(table: Table, value: object, key: str) -> Author | None:
    entry = Table(value if isinstance(value, dict) else {"name": value}, table.context, table.field(key))
    entry.check_keys(AUTHOR_KEYS)
    name = entry.need("name", string, "The author has no name.", 'Write for example: name = "Powers, Francis Gary"')
    if name is None:
        return None
    family, _, given = (part.strip() for part in name.partition(","))
    return Author(family, given, entry.take("orcid", _orcid, ""))


def _orcid(value: object) -> str:
    """An ORCID iD, its last character the check digit of ISO 7064 MOD 11-2."""
    match = _ORCID.fullmatch(string(value).strip())
    if match is None:
        raise Rejected(f"{describe(value)} is not an ORCID iD.", "An ORCID iD is written like 0000-0002-1825-0097.")
    total = 0
    for digit in match["id"][:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if match["id"][-1] != ("X" if check == 10 else str(check)):
        raise Rejected(f"{describe(value)} is not an ORCID iD: its digits do not agree.", "Copy it again.")
    return match["id"]


def licence(value: object) -> Licence:
    """A licence by its SPDX identifier or its address."""
    given = string(value).strip()
    for identifier, address in LICENCES.items():
        if given == identifier or _bare(given) == _bare(address):
            return Licence(address, identifier)
    if given.startswith("https://"):
        return Licence(given)
    meant = _meant(given)
    fix = f'Write: "{meant}"' if meant else did_you_mean(given, LICENCES)
    raise Rejected(
        f"{describe(value)} is not the identifier or the address of a licence.",
        fix or f"Write an identifier such as {_EXAMPLES}, or an address that begins with https://.",
    )


def _meant(given: str) -> str:
    """The identifier that was written in another way: ``CC BY 4.0``, ``cc-by-sa 4.0``."""
    letters = _letters(given)
    return next((identifier for identifier in LICENCES if _letters(identifier) == letters), "")


def _letters(text: str) -> str:
    return "".join(re.findall("[a-z0-9]", text.lower()))


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/(deed(\.\w+)?|legalcode)?$", "", address)


def contact(value: object) -> str:
    """The address of a page, or of a mailbox with ``mailto:``."""
    given = string(value).strip()
    if re.fullmatch(rf"https://\S+|mailto:{_MAIL.pattern}", given):
        return given
    is_mail = _MAIL.fullmatch(given)
    fix = f'Write: "mailto:{given}"' if is_mail else "Write mailto: and an address, or https:// and a page."
    raise Rejected(f"{describe(value)} is neither the address of a mailbox nor that of a page.", fix)
