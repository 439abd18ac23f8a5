"""The `[[layers]]` of exhibit.toml: one for a file, and the setting that a file needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.authoring.draft import EXHIBIT, Draft
from app.content import (
    SETTING_KEYS,
    WEAKEST_EVIDENCE,
    Counts,
    Family,
    Limits,
    as_slug,
    folders_of,
    free_id,
    recognize,
)
from app.dates import iso
from app.domain import Flight, Layer
from app.errors import Fault, Rejected, Severity

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Item, Table

_NO_LAYER = ("sources.", "story.", "words.")
"""How the names of files begin that are part of an exhibit, but no layers."""
_READING = re.compile(rf"\b({'|'.join(SETTING_KEYS)}) = (true|false|\"[^\"]*\") for (.+?)(?=, or \w+ = |\.$|$)")
_SETTING = re.compile(rf"\b({'|'.join(SETTING_KEYS)}) = ")


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """A layer to be written: its file, and what exhibit.toml says of it."""

    id: str
    file: str
    name: str
    settings: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, settings: Mapping[str, object], taken: Collection[str] = ()) -> LayerPlan:
        """A layer called by its file's name, with an id that is not `taken`."""
        stem = file.rpartition(".")[0] or file
        wanted = as_slug(stem) or "layer"
        name = re.sub(r"[-_\s]+", " ", stem).strip()
        return cls(free_id(wanted, taken), file, name[:1].upper() + name[1:], settings)

    def having(self, settings: Mapping[str, object]) -> LayerPlan:
        """The layer with more settings."""
        return replace(self, settings={**self.settings, **settings})

    @property
    def title(self) -> str:
        """What messages call it: ``places.kml, “Museums”``."""
        folder = self.settings.get("folder")
        return f"{self.file}, “{folder}”" if folder else self.file

    @property
    def table(self) -> dict[str, object]:
        """The keys and values of its table in exhibit.toml."""
        return {"id": self.id, "file": self.file, "name": self.name, **self.settings}


def ids_on_map(draft: Draft) -> set[str]:
    """The ids of the layers and the basemaps of exhibit.toml, which have to differ from one another.

    Raises `Rejected` where exhibit.toml cannot be read.
    """
    document = _document(draft)
    return {str(table.get("id", "")) for name in ("layers", "basemaps") for table in document.get(name, ())}


def name_in_folder(name: str, data: bytes) -> str:
    """The name that a curator's file has in the exhibit; a bibliography is called sources."""
    found = recognize(data)
    if found and found.family is Family.BIBLIOGRAPHY:
        return "sources.ris" if "RIS" in found.label else "sources.bib"
    is_csl = name.lower().endswith(".json") and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    return "sources.json" if is_csl else name


def layer_plans(files: Iterable[str], settings: Mapping[str, object], taken: Iterable[str] = ()) -> Iterator[LayerPlan]:
    """A layer for each of the files in the exhibit's folder that can be one."""
    ids = set(taken)
    for name in files:
        if "/" not in name and not name.startswith(_NO_LAYER):
            layer = LayerPlan.of(name, settings, ids)
            ids.add(layer.id)
            yield layer


def in_folders(
    layers: Iterable[LayerPlan], contents: Mapping[str, bytes], limits: Limits, taken: Iterable[str] = ()
) -> Iterator[LayerPlan]:
    """The layers, but of a KML file one for each of its folders, with ids that are not `taken`; `contents` are the
    files by name. A layer that is of one folder already stays.
    """
    layers = tuple(layers)
    ids = {*taken, *(layer.id for layer in layers)}
    for layer in layers:
        data = contents[layer.file]
        names = () if "folder" in layer.settings else folders_of(data, recognize(data), limits)
        if not names:
            yield layer
            continue
        ids.remove(layer.id)
        for name in names:
            settings = {**layer.settings, "folder": name}
            part = LayerPlan(free_id(as_slug(name) or layer.id, ids), layer.file, name, settings)
            ids.add(part.id)
            yield part


def described(layer: Layer) -> str:
    """``1 flight, 11 fixes; 1927-05-20T11:52Z to 1927-05-21T22:22Z``."""
    fixes = (fix for feature in layer.features if isinstance(feature, Flight) for fix in feature.fixes)
    times = sorted(fix.time for fix in fixes if fix.time)
    span = f"; {iso(times[0])} to {iso(times[-1])}" if times else ""
    return f"{Counts.of_features(layer.features)}{span}"


def question(faults: Iterable[Fault], file: str) -> tuple[str, Fault] | None:
    """The setting without which `file` cannot be read, and the fault that asks for it."""
    for fault in faults:
        setting = setting_named(fault)
        if setting and fault.severity is Severity.ERROR and fault.location.file == file:
            return setting, fault
    return None


def lacks_evidence(faults: Iterable[Fault], file: str) -> bool:
    """Whether nothing says what the fixes of a file rest on."""
    return any(fault.location.file == file and fault.problem == WEAKEST_EVIDENCE for fault in faults)


def setting_named(fault: Fault) -> str:
    """The setting of a layer that a fault proposes to write; empty for none."""
    found = _SETTING.search(fault.fix)
    return found[1] if found else ""


def readings(fault: Fault) -> list[tuple[str, object, str]]:
    """The readings between which a fault asks to decide: a setting, its value, and what it means then."""
    return [
        (setting, value.strip('"') if value.startswith('"') else value == "true", meaning)
        for setting, value, meaning in _READING.findall(fault.fix)
    ]


def with_layer(draft: Draft, layer: LayerPlan) -> Draft:
    """The draft with a layer after those that exhibit.toml has; everything else in that file stays as it is.

    Raises `Rejected` where exhibit.toml cannot be changed.
    """
    return added_table(draft, "layers", layer.table)


def added_table(draft: Draft, name: str, content: Mapping[str, object]) -> Draft:
    """The draft with one more table after those of an array such as ``[[layers]]``. Raises `Rejected` likewise."""
    import tomlkit

    document = _document(draft)
    if name not in document and not tomlkit.dumps(document).endswith("\n\n"):
        document.add(tomlkit.nl())
    tables = document.setdefault(name, tomlkit.aot())
    table = tomlkit.table()
    for key, value in content.items():
        table.add(key, _item(value))
    for item in _without_tail(tables[-1]) if tables else ():
        table.value.add(item)
    tables.append(table)
    return draft.having({EXHIBIT: tomlkit.dumps(document).encode()})


def with_other_files(draft: Draft, names: Mapping[str, str]) -> Draft:
    """The draft whose layers have other files, by the id of each; the settings of the earlier file are removed."""
    import tomlkit

    document = _document(draft)
    for layer in document.get("layers", ()):
        if name := names.get(str(layer.get("id", ""))):
            layer["file"] = name
            for key in SETTING_KEYS:
                layer.pop(key, None)
    return draft.having({EXHIBIT: tomlkit.dumps(document).encode()})


def _without_tail(table: Table) -> list[Item]:
    """Take the blank lines and comments from the end of a table, as they belong to what follows it; one line stays."""
    import tomlkit

    body = table.value.body
    tail: list[Item] = []
    while body and body[-1][0] is None:
        tail.insert(0, body.pop()[1])
    table.add(tomlkit.nl())
    return tail


def toml_value(value: object) -> str:
    """A value as TOML writes it, in one line."""
    return _item(value).as_string()


def _item(value: object) -> Item:
    import tomlkit

    if not isinstance(value, dict):
        return tomlkit.item(value)
    table = tomlkit.inline_table()
    table.update(value)
    return table


def _document(draft: Draft) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(draft.text(EXHIBIT))
    except (TOMLKitError, OSError, UnicodeDecodeError) as error:
        raise Rejected(
            f"exhibit.toml cannot be changed ({error}).", "Run flask exhibit check, and correct it."
        ) from None
