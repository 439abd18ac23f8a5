"""A static site in an S3-compatible object store, published so that no visitor meets half of it.

Requests are signed by AWS Signature Version 4, which other stores know too:
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import gzip
import hmac
import mimetypes
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from app.errors import SettingInvalid, WriteFailed

SCHEME = "s3://"
_TYPES = {
    ".csv": "text/csv; charset=utf-8", ".czml": "application/json", ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3", ".gpx": "application/gpx+xml", ".html": "text/html; charset=utf-8",
    ".json": "application/json", ".kml": "application/vnd.google-earth.kml+xml",
    ".kmz": "application/vnd.google-earth.kmz", ".bib": "text/plain; charset=utf-8",
    ".ris": "application/x-research-info-systems", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml",
}  # fmt: skip
_ADVICE = {
    301: "Set AWS_REGION to the region of the bucket.",
    403: "Check the keys, and whether they may write to the bucket.",
    404: "Create the bucket, or correct its name.",
}
_SECONDS = 60
_TRIES = 3
_LEAST_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key of a store; `token` belongs to one that is valid for a time only."""

    key: str
    secret: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A bucket, or a part of it, with its endpoint and region."""

    endpoint: str
    region: str
    bucket: str
    prefix: str
    credentials: Credentials

    @classmethod
    def of(cls, address: str, environment: Mapping[str, str]) -> Store:
        """The store of an address such as ``s3://maps/atlas``, with the variables that all tools for S3 read.

        Raises `SettingInvalid` where one is missing.
        """
        bucket, _, prefix = address.removeprefix(SCHEME).partition("/")
        if not bucket:
            raise SettingInvalid(f"{address} names no bucket. Write s3://BUCKET or s3://BUCKET/FOLDER.")
        missing = [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not environment.get(name)]
        if missing:
            raise SettingInvalid(f"{' and '.join(missing)} must be set to write to {address}.")
        region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1"
        endpoint = environment.get("AWS_ENDPOINT_URL") or f"https://s3.{region}.amazonaws.com"
        if not endpoint.startswith(("https://", "http://")):
            raise SettingInvalid(f"AWS_ENDPOINT_URL is {endpoint!r}. Use an address with https://.")
        credentials = Credentials(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN", ""),
        )
        return cls(endpoint.rstrip("/"), region, bucket, prefix.strip("/"), credentials)

    def address(self, name: str) -> str:
        """``s3://maps/atlas/index.html``."""
        return SCHEME + "/".join(filter(None, (self.bucket, self.prefix, name)))

    def put(self, name: str, content: bytes) -> None:
        """Write a file, compressed where that helps. Raises `WriteFailed`."""
        body, headers = packed(name, content)
        url = f"{self.endpoint}/{quote(self.address(name).removeprefix(SCHEME))}"
        for tried in range(1, _TRIES + 1):
            whole = signed("PUT", url, headers, body, self.credentials, self.region, datetime.now(UTC))
            request = Request(url, body, whole, method="PUT")  # noqa: S310 - `of` accepts HTTP only
            try:
                with urlopen(request, timeout=_SECONDS):  # noqa: S310
                    return
            except HTTPError as error:
                if error.code < 500 or tried == _TRIES:
                    answer = f"the store answered {error.code} {error.reason}."
                    advice = _ADVICE.get(error.code, "")
                    raise WriteFailed(f"{self.address(name)}: {answer} {advice}".rstrip()) from error
            except (OSError, HTTPException) as error:
                if tried == _TRIES:
                    raise WriteFailed(f"{self.address(name)}: the store does not answer ({error}).") from error
            time.sleep(tried)


def publish(store: Store, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, int]]:
    """Write a site: first what pages lead to, then the pages, and ``index.html`` last; yields address and size of each.

    All of it is made before the first file is written, so that an error in the content changes nothing. Each page is
    complete in itself; if writing stops, the atlas still leads to pages that are whole.
    """
    for name, content in sorted(files, key=_order):
        store.put(name, content)
        yield store.address(name), len(content)


def _order(file: tuple[str, bytes]) -> tuple[int, str]:
    name, _ = file
    return (2 if name == "index.html" else int("/" not in name), name)


def packed(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """The body of a file, and the headers with which the store sends it."""
    ending = f".{name.rpartition('.')[2]}"
    kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Cache-Control": "no-cache"}
    smaller = gzip.compress(content, 9, mtime=0)
    if len(smaller) >= _LEAST_SHARE * len(content):
        return content, headers
    return smaller, headers | {"Content-Encoding": "gzip"}


def signed(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    credentials: Credentials,
    region: str,
    when: datetime,
) -> dict[str, str]:
    """The headers with those of the signature. `url` is quoted, and has no query."""
    address, stamp, digest = urlsplit(url), when.strftime("%Y%m%dT%H%M%SZ"), sha256(body).hexdigest()
    whole = {**headers, "Host": address.netloc, "x-amz-content-sha256": digest, "x-amz-date": stamp}
    if credentials.token:
        whole["x-amz-security-token"] = credentials.token
    lines = sorted((name.lower(), " ".join(value.split())) for name, value in whole.items())
    names = ";".join(name for name, _ in lines)
    listed = "".join(f"{name}:{value}\n" for name, value in lines)
    canonical = f"{method}\n{address.path}\n\n{listed}\n{names}\n{digest}"
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    claim = f"Credential={credentials.key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return whole | {"Authorization": f"AWS4-HMAC-SHA256 {claim}"}
