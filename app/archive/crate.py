"""A deposit: an exhibit as a research object, with the metadata that archives ask for.

RO-Crate 1.2 for machines, CITATION.cff for people who cite, DataCite 4.6 for those who register a DOI.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from app.archive.bag import Bag
from app.dates import iso_dates
from app.domain import Author, Exhibit, Licence
from app.errors import ExportFailed
from app.interchange import FORMATS
from app.release import VERSION

Json = dict[str, Any]
CRATE, CITATION, DATACITE = "ro-crate-metadata.json", "CITATION.cff", "datacite.json"
_CONTEXT, _PROFILE = "https://w3id.org/ro/crate/1.2/context", "https://w3id.org/ro/crate/1.2"
_TYPES = {
    ".geojson": "application/geo+json", ".gpx": "application/gpx+xml", ".md": "text/markdown", ".po": "text/x-gettext",
    ".toml": "application/toml", ".bib": "application/x-bibtex", ".ris": "application/x-research-info-systems",
    ".cff": "application/yaml", ".czml": "application/json", ".json": "application/json", ".csv": "text/csv",
    ".kml": "application/vnd.google-earth.kml+xml", ".kmz": "application/vnd.google-earth.kmz",
}  # fmt: skip
_DESCRIPTIONS = {
    "exhibit/": "A file of the exhibit's folder, from which everything else is made.",
    "layers/": "A layer of the map as GeoJSON.",
    "formats/": "The exhibit in the format of other programs.",
    "booklet.pdf": "The exhibit as a book for paper.",
    "sources.": "The sources of the exhibit.",
    CITATION: "How to cite the exhibit.",
    DATACITE: "The fields of DataCite for registering a DOI.",
    "": "The exhibit as one page that opens without a server.",
}
"""What a file is, by the first beginning of its path that fits."""
_FORMATS = {f"formats/{each.file}": each.mimetype.partition(";")[0] for each in FORMATS}


@dataclass(frozen=True)
class Deposit:
    """One version of an exhibit on the day on which it is published, by a publisher.

    `contents` are its files by path: the folder, the page as one file, other formats. Raises `ExportFailed` where the
    exhibit does not say what an archive must know.
    """

    exhibit: Exhibit
    contents: Mapping[str, bytes]
    published: date
    publisher: str
    licence: Licence = field(init=False)

    def __post_init__(self) -> None:
        missing = [key for key in ("authors", "licence") if not getattr(self.exhibit, key)]
        if missing or self.exhibit.licence is None:
            raise ExportFailed(
                f"{self.exhibit.slug}: an archive needs {' and '.join(missing)}. Write in exhibit.toml, for example: "
                'authors = ["Family, Given"] and licence = "CC-BY-4.0"'
            )
        object.__setattr__(self, "licence", self.exhibit.licence)

    @property
    def name(self) -> str:
        """``grand-slam-0f3a2b1c4d5e``: the exhibit and the version of its content."""
        return f"{self.exhibit.slug}-{self.exhibit.version[:12]}"

    def bag(self) -> Bag:
        """The bag."""
        described = {**self.contents, CITATION: self.citation().encode(), DATACITE: _dumped(self.datacite())}
        info = {
            "External-Description": _line(f"{self.title}. {self.exhibit.summary}"),
            "External-Identifier": self.exhibit.doi_address,
            "Internal-Sender-Identifier": self.name,
            "Source-Organization": self.publisher,
            "Bagging-Date": self.published.isoformat(),
            "Bag-Software-Agent": f"Overflight {VERSION}",
        }
        return Bag({**described, CRATE: _dumped(self.crate(described))}, info)

    @property
    def title(self) -> str:
        """Title and subtitle."""
        return ": ".join(filter(None, (str(self.exhibit.title), str(self.exhibit.subtitle))))

    def crate(self, contents: Mapping[str, bytes]) -> Json:
        """The RO-Crate: the exhibit as a dataset, its files, authors and licence."""
        exhibit = self.exhibit
        root = {
            "@id": "./",
            "@type": "Dataset",
            "name": self.title,
            "description": str(exhibit.summary or exhibit.title),
            "datePublished": self.published.isoformat(),
            "version": exhibit.version,
            "dateModified": exhibit.updated and exhibit.updated.isoformat(),
            "identifier": exhibit.doi_address,
            "inLanguage": _single(list(exhibit.languages)),
            "temporalCoverage": exhibit.period and iso_dates(exhibit.period),
            "license": {"@id": self.licence.url},
            "author": _single([{"@id": _identity(author)} for author in exhibit.authors]),
            "publisher": {"@id": self._publisher["@id"]},
            "hasPart": [{"@id": quote(name)} for name in sorted(contents)],
        }
        return {"@context": _CONTEXT, "@graph": [_given(each) for each in (_DESCRIPTOR, root, *self._others(contents))]}

    def _others(self, contents: Mapping[str, bytes]) -> Iterator[Json]:
        yield from (_file(name, content) for name, content in sorted(contents.items()))
        yield from map(_agent, self.exhibit.authors)
        if self._publisher not in map(_agent, self.exhibit.authors):
            yield self._publisher
        yield {
            "@id": self.licence.url,
            "@type": "CreativeWork",
            "name": self.licence.name,
            "description": f"The licence of the exhibit: {self.licence.url}",
        }

    @property
    def _publisher(self) -> Json:
        """The publisher, who may be one of the authors."""
        author = next((each for each in self.exhibit.authors if each.name == self.publisher), None)
        return _agent(author) if author else {"@id": "#publisher", "@type": "Organization", "name": self.publisher}

    def citation(self) -> str:
        """CITATION.cff 1.2.0; every value is a JSON string, which YAML reads, too."""
        exhibit = self.exhibit
        values = _given(
            {
                "cff-version": "1.2.0",
                "message": "Cite the exhibit as below, and the sources of a fact as the exhibit names them.",
                "type": "dataset",
                "title": self.title,
                "version": exhibit.version[:12],
                "date-released": self.published.isoformat(),
                "license": self.licence.id,
                "license-url": "" if self.licence.id else self.licence.url,
                "doi": exhibit.doi,
                "abstract": str(exhibit.summary),
            }
        )
        authors = "".join(f"  - {json.dumps(_person(author), ensure_ascii=False)}\n" for author in exhibit.authors)
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        return f"{lines}authors:\n{authors}"

    def datacite(self) -> Json:
        """The fields of DataCite 4.6, as its interface takes them."""
        exhibit = self.exhibit
        return _given(
            {
                "doi": exhibit.doi,
                "creators": [_creator(author) for author in exhibit.authors],
                "titles": [{"title": str(exhibit.title), "lang": exhibit.language}, *_further_titles(exhibit)],
                "publisher": {"name": self.publisher},
                "publicationYear": self.published.year,
                "types": {"resourceTypeGeneral": "InteractiveResource", "resourceType": "Historical map of flights"},
                "language": exhibit.language,
                "version": exhibit.version[:12],
                "dates": [
                    {"date": self.published.isoformat(), "dateType": "Issued"},
                    *([{"date": exhibit.updated.isoformat(), "dateType": "Updated"}] if exhibit.updated else ()),
                    *_coverage(exhibit),
                ],
                "rightsList": [
                    _given(
                        {
                            "rights": self.licence.name,
                            "rightsUri": self.licence.url,
                            "rightsIdentifier": self.licence.id,
                            "rightsIdentifierScheme": self.licence.id and "SPDX",
                        }
                    )
                ],
                "descriptions": [
                    {"description": words, "descriptionType": "Abstract", "lang": tag} for tag, words in exhibit.summary
                ],
                "geoLocations": [{"geoLocationBox": box} for box in _box(exhibit)],
                "schemaVersion": "http://datacite.org/schema/kernel-4",
            }
        )


_DESCRIPTOR: Json = {
    "@id": CRATE,
    "@type": "CreativeWork",
    "conformsTo": {"@id": _PROFILE},
    "about": {"@id": "./"},
}


def _file(name: str, content: bytes) -> Json:
    return {
        "@id": quote(name),
        "@type": "File",
        "name": name.rpartition("/")[2],
        "description": next(words for start, words in _DESCRIPTIONS.items() if name.startswith(start)),
        "encodingFormat": _mimetype(name),
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
    }


def _single(values: list[Any]) -> Any:
    """The only one of several values, as RO-Crate has it, or all."""
    return values[0] if len(values) == 1 else values


def _mimetype(name: str) -> str:
    ending = f".{name.rpartition('.')[2].lower()}"
    return _FORMATS.get(name) or _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _identity(author: Author) -> str:
    if author.orcid:
        return f"https://orcid.org/{author.orcid}"
    return f"#{'-'.join(author.name.lower().split())}"


def _agent(author: Author) -> Json:
    person = {"familyName": author.family, "givenName": author.given} if author.given else {}
    kind = "Person" if author.given else "Organization"
    return {"@id": _identity(author), "@type": kind, "name": author.name, **person}


def _person(author: Author) -> Json:
    orcid = {"orcid": f"https://orcid.org/{author.orcid}"} if author.orcid else {}
    name = {"family-names": author.family, "given-names": author.given} if author.given else {"name": author.family}
    return name | orcid


def _creator(author: Author) -> Json:
    orcid = {
        "nameIdentifier": f"https://orcid.org/{author.orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    return _given(
        {
            "name": author.inverted,
            "nameType": "Personal" if author.given else "Organizational",
            "givenName": author.given,
            "familyName": author.given and author.family,
            "nameIdentifiers": [orcid] if author.orcid else [],
        }
    )


def _further_titles(exhibit: Exhibit) -> Iterator[Json]:
    for tag, words in exhibit.subtitle:
        yield {"title": words, "titleType": "Subtitle", "lang": tag}
    for tag, words in exhibit.title:
        if tag != exhibit.language:
            yield {"title": words, "titleType": "TranslatedTitle", "lang": tag}


def _coverage(exhibit: Exhibit) -> Iterator[Json]:
    if exhibit.period:
        yield {"date": iso_dates(exhibit.period), "dateType": "Coverage"}


def _box(exhibit: Exhibit) -> Iterator[Json]:
    """The box of everything on the map, to four digits as in the page's metadata."""
    from app.elements.extent import extent_of  # with a package that imports folium

    if everything := extent_of(exhibit):
        west, south, east, north = everything
        yield {
            "westBoundLongitude": float(f"{west:.4g}"),
            "southBoundLatitude": float(f"{south:.4g}"),
            "eastBoundLongitude": float(f"{east - 360 if east > 180 else east:.4g}"),
            "northBoundLatitude": float(f"{north:.4g}"),
        }


def _dumped(document: Json) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def _line(text: str) -> str:
    return " ".join(text.split())


def _given(members: Json) -> Json:
    return {key: value for key, value in members.items() if value not in (None, "", [], {})}
