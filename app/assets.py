"""A page's assets: our scripts, styles, fonts and icons, and Leaflet's from its wheel.

A page asks for them by name, and gets addresses (`Linked`, the live page) or the files themselves (`Inlined`, the
single file).
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files as package_files
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import quote

from app.errors import NotFound
from app.scripts import compact, imported, in_one

STATIC = Path(__file__).parent / "static"
LEAFLET = "XStatic-Leaflet"
SERVED = {".js", ".css", ".svg", ".woff2"}
SHARED = "js/shared.js"
"""One script in place of every module that pages with a map share."""
_SHARED = re.compile(r"js/(?:(?:aircraft|deck|lib|map|state|world)/[\w/]+|flight|track)\.js")
_LEGIBLE = " " + "".join(chr(code) for code in range(33, 127) if chr(code) not in "#%")
"""Characters that are not escaped in a ``data:`` address of a script."""
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_MARGIN = re.compile(r"\n\s+")
_CSS_BREAK = re.compile(r"(?<=[{,;])\n|\s+(?=[{}])")
"""What separates nothing: the ends of lines in lists and rules, and what stands before a brace."""
_CSS_URL = re.compile(r"url\(['\"]?(?!data:)([^'\")]+)['\"]?\)")

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("audio/mp4", ".m4a")
mimetypes.add_type("audio/ogg", ".opus")
mimetypes.add_type("text/vtt", ".vtt")
mimetypes.add_type("video/webm", ".webm")


def fingerprint(content: bytes) -> str:
    """Twelve hex digits of the content's SHA-256; an address that contains them can be cached without limit."""
    return hashlib.sha256(content).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file and its name, such as ``js/state/clock.js`` or ``leaflet/leaflet.css``."""

    name: str
    content: bytes

    @property
    def mimetype(self) -> str:
        """The media type, by the name's ending."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def version(self) -> str:
        """The fingerprint of the content."""
        return fingerprint(self.content)

    @property
    def data_uri(self) -> str:
        """The file as a ``data:`` address. A script is not base64: without documentation and indentation it compresses
        better.
        """
        if self.mimetype == "text/javascript":
            return f"data:text/javascript;charset=utf-8,{quote(compact(self.content.decode()), safe=_LEGIBLE)}"
        return data_uri(self.content, self.mimetype)


def data_uri(content: bytes, mimetype: str) -> str:
    """A ``data:`` address of any content."""
    return f"data:{mimetype};base64,{base64.b64encode(content).decode('ascii')}"


@cache
def all_assets() -> dict[str, Asset]:
    """Every asset by name, sorted; read once."""
    own = {path.relative_to(STATIC).as_posix(): path for path in sorted(STATIC.rglob("*")) if path.suffix in SERVED}
    found = {name: Asset(name, _read(path)) for name, path in {**own, **_leaflet()}.items()}
    shared = {_module(name): each.content.decode() for name, each in found.items() if _SHARED.fullmatch(name)}
    found[SHARED] = Asset(SHARED, compact(in_one(shared)).encode())
    return dict(sorted(found.items()))


def _module(name: str) -> str:
    """The name by which a script is imported."""
    return name.removeprefix("js/").removesuffix(".js")


def _read(path: Path) -> bytes:
    """A file's bytes, with the line ends that a browser uses when it hashes an inline script or style."""
    content = path.read_bytes()
    return content.replace(b"\r\n", b"\n") if path.suffix in {".js", ".css", ".svg"} else content


def _leaflet() -> dict[str, Path]:
    """Leaflet's script, style and images, found by the wheel's file list without importing it."""
    found = {}
    for file in package_files(LEAFLET) or []:
        folder, _, name = file.as_posix().partition("/data/")
        if folder.endswith("leaflet") and re.fullmatch(r"leaflet\.(js|css)|images/[\w-]+\.png", name):
            found[f"leaflet/{name}"] = Path(str(file.locate()))
    return found


def asset(name: str) -> Asset:
    """The asset of that name; raises `NotFound`."""
    try:
        return all_assets()[name]
    except KeyError:
        raise NotFound(f"There is no file {name!r} among the page's assets.") from None


@cache
def modules(*roots: str) -> tuple[str, ...]:
    """The JavaScript modules that `roots` (such as ``boot``) import, directly or not, and themselves; sorted."""
    needed: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += imported(asset(f"js/{name}.js").content.decode())
    return tuple(sorted(needed))


class Assets(Protocol):
    """How a page gets its assets."""

    def address(self, name: str) -> str:
        """An address for `src` or `href`."""

    def script(self, module: str, *, joined: bool) -> str:
        """An address of a module for an import map; `joined` with others as far as they are."""

    def data(self, address: str, content: bytes, mimetype: str) -> str:
        """The address of data that the page loads: `address` where it is served, or the content itself."""

    def later(self, address: str, content: Callable[[], bytes], mimetype: str) -> str:
        """The same for data that the page may load later; the content is only produced where it is inlined."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Assets by address, below `root` (where the app is mounted)."""

    root: str = ""

    def address(self, name: str) -> str:
        """An address that changes with the content."""
        found = asset(name)
        return f"{self.root}/assets/{found.version}/{found.name}"

    def script(self, module: str, *, joined: bool) -> str:
        """Its own address, or that of the script of all shared modules."""
        name = f"js/{module}.js"
        return self.address(SHARED if joined and _SHARED.fullmatch(name) else name)

    def data(self, address: str, content: bytes, mimetype: str) -> str:  # noqa: ARG002
        """The address below the root, with the content's hash so that it can be cached without limit."""
        return f"{self.root}{address}?v={fingerprint(content)}"

    def later(self, address: str, content: Callable[[], bytes], mimetype: str) -> str:  # noqa: ARG002
        """The address below the root."""
        return f"{self.root}{address}"


@dataclass(frozen=True, slots=True)
class Inlined:
    """Assets as ``data:`` addresses: the page is self-contained."""

    def address(self, name: str) -> str:
        """The file itself."""
        return asset(name).data_uri

    def script(self, module: str, *, joined: bool) -> str:  # noqa: ARG002
        """The module itself."""
        return self.address(f"js/{module}.js")

    def data(self, address: str, content: bytes, mimetype: str) -> str:  # noqa: ARG002
        """The content itself."""
        return data_uri(content, mimetype)

    def later(self, address: str, content: Callable[[], bytes], mimetype: str) -> str:
        """The content itself."""
        return self.data(address, content(), mimetype)


def import_map(assets: Assets, roots: tuple[str, ...], *, joined: bool) -> str:
    """The page's import map for `roots` and all that they import, as JSON for a script element.

    `joined`: the shared modules are one script, which needs Leaflet on the page.
    """
    return script_json({"imports": {f"#{name}": assets.script(name, joined=joined) for name in modules(*roots)}})


def module_addresses(assets: Assets, roots: tuple[str, ...], *, joined: bool) -> tuple[str, ...]:
    """Where the scripts of such an import map are, each address once."""
    return tuple(dict.fromkeys(assets.script(name, joined=joined) for name in modules(*roots)))


def script_json(value: object, send: Callable[[Any], object] | None = None) -> str:
    """`value` as JSON for a script element: ``<``, with which an element or a comment begins, and line separators are
    escaped.

    `send` converts values that JSON does not know.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=send)
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def integrity(script: str) -> str:
    """The hash source of an inline script or style for the CSP."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'"


def stylesheet(name: str, *, inline: bool) -> str:
    """A style sheet without remarks, margins and needless breaks, whose images and fonts are inlined, or have addresses
    that change with their content.

    Leaflet's sheet names files that are not used; they become empty.
    """
    folder = PurePosixPath(name).parent

    def replace(match: re.Match[str]) -> str:
        found = all_assets().get(posixpath.normpath(folder / match[1]))
        if found is None:
            return "url(data:,)"
        return f"url({found.data_uri})" if inline else f"url(../../{found.version}/{found.name})"

    plain = _CSS_MARGIN.sub("\n", _CSS_REMARK.sub("", asset(name).content.decode())).lstrip()
    return _CSS_URL.sub(replace, _CSS_BREAK.sub("", plain))
