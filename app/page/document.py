"""The HTML document around every page: scripts, styles, languages and the content security policy."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import fonts
from app.assets import (
    Assets,
    Inlined,
    asset,
    data_uri,
    import_map,
    integrity,
    module_addresses,
    script_json,
    stylesheet,
)
from app.elements.payloads import EditingPayload, LanguagePayload
from app.locales import direction_of, name_of
from app.page.metadata import Metadata
from app.page.translator import MessageTable, Translator
from app.presentation import Presentation
from app.text import interface

MANIFEST = "site.webmanifest"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STYLESHEETS = ("leaflet/leaflet.css", "css/overflight.css", "css/deck.css")
KIOSK_STYLESHEETS = ("css/kiosk.css",)
EMBED_STYLESHEETS = ("css/embed.css",)
OWN_STYLESHEETS = dict.fromkeys(
    ("desk.html", "desk_import.html", "desk_words.html", "desk_workbench.html"), ("css/desk.css",)
)
"""The style sheets of single templates."""
PREVIEW, PREVIEW_STYLESHEETS = "editing/preview", ("css/editing.css",)
"""The script by which an editor's page follows the files, and the style of its banner."""
FRAME = "desk/frame"
"""The script by which the desk speaks with the page in its frame."""
PREVIEW_MESSAGES = (
    "editing_problems",
    "editing_error",
    "editing_warning",
    "editing_more",
    "editing_earlier",
    "editing_missing",
    "editing_away",
    "editing_show",
    "editing_hide",
)
_MARGIN = re.compile(r"\n\s+(?=<)")
"""Blank lines and indentation before a tag; no template sets text between ``<pre>`` and ``</pre>``."""
_POLICY, _FONTS = "\ufdd0", "\ufdd1"
"""Noncharacters where a self-contained page has its policy and its fonts, which follow from the rest of it."""
_WITH_IMPORT_MAP = """\
(async () => {
const packed = document.querySelector('[data-import-map]').textContent.split(',')[1]
const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0))
const map = document.createElement('script')
map.type = 'importmap'
map.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
document.head.append(map)
})().then(() => """
"""How a self-contained page unpacks the modules that it carries; no module may have been loaded before."""
_FAILED = "(error) => { document.documentElement.dataset.failed = 'true'; throw error }"
"""The style sheet shows a page that its scripts cannot mount as one without scripts."""


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page, its content security policy, and its messages in every language.

    The policy allows exactly the page's own scripts and styles.
    """

    html: str
    policy: str
    messages: MessageTable | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.html


def render_document(
    template: str,
    presentation: Presentation,
    translator: Translator,
    roots: tuple[str, ...],
    *,
    head: Metadata | None = None,
    map_script: str = "",
    messages_path: str = "",
    data: tuple[str, ...] = (),
    **context: object,
) -> Page:
    """Render a template, and allow by hash exactly the scripts and styles that are inlined.

    `roots` are the JavaScript modules that the page needs, the first of which it starts; a page without any has neither
    script nor map. An editor's page also starts the preview. `head` is what crawlers read. `messages_path` is where the
    server has the page's messages in its other languages. `data` are the addresses of what the page fetches as soon as
    it can.
    """
    assets = presentation.assets
    sheets = _stylesheets(presentation, template)
    followed = [FRAME] if presentation.in_desk else [PREVIEW] if presentation.changes else []
    started = (*roots[:1], *followed)
    imports = ", ".join(f"import('#{name}')" for name in started)
    boot = f"Promise.all([{imports}])"
    if presentation.offline:
        boot = f"{_WITH_IMPORT_MAP}{boot})"
    boot = f"{boot}.catch({_FAILED})"
    needed, has_map = (*roots, *started), bool(map_script)
    is_linked_map = has_map and not presentation.offline and not presentation.embed
    scripts = {"import_map": import_map(assets, needed, joined=has_map), "boot": boot} if started else {}
    if map_script:
        scripts["map"] = map_script
    packed = _packed(scripts["import_map"]) if started and presentation.offline else ""
    styles = tuple(stylesheet(name, inline=True) for name in sheets) if presentation.offline else ()
    if map_script and presentation.offline:
        scripts["leaflet"] = asset("leaflet/leaflet.js").content.decode()
    html = (
        _environment()
        .get_template(template)
        .render(
            presentation=presentation,
            head=head or Metadata(),
            scripts=scripts,
            packed_import_map=packed,
            leaflet=assets.address("leaflet/leaflet.js"),
            sheets=[assets.address(name) for name in sheets],
            styles=styles,
            modules=() if presentation.offline else module_addresses(assets, needed, joined=has_map),
            data=data,
            typefaces=[assets.address(name) for name in fonts.first(translator.language)] if is_linked_map else [],
            icon=assets.address("icon.svg"),
            manifest=_manifest(presentation),
            policy=_POLICY,
            fonts=_FONTS,
            script_json=lambda value: Markup(script_json(value, translator.send)),
            language=lambda: Markup(script_json(_language(translator, presentation, messages_path))),
            editing=_editing(presentation.changes),
            name_of=name_of,
            translator=translator,
            **context,
        )
    )
    html = _MARGIN.sub("\n", html)
    type_sheet = fonts.inlined(fonts.characters(html), cut=True) if presentation.offline else ""
    inlined = (type_sheet, *styles) if presentation.offline else ()
    policy = _policy(
        tuple(scripts.values()),
        inlined,
        offline=presentation.offline,
        frames=bool(roots) and not map_script,
        is_public=bool(presentation.site_url),
    )
    return Page(html.replace(_POLICY, policy, 1).replace(_FONTS, type_sheet, 1), policy, translator.messages)


def _editing(changes: str) -> EditingPayload:
    """What the preview of an editor's page needs."""
    return {"changes": changes, "messages": {key: interface()[key].as_dict() for key in PREVIEW_MESSAGES}}


def _language(translator: Translator, presentation: Presentation, messages_path: str) -> LanguagePayload:
    """The current language, all languages, the messages that scripts use, and the address of the other languages'
    messages.
    """
    messages = translator.messages
    assets: Assets = Inlined() if presentation.kiosk else presentation.assets
    others = assets.later(messages_path, lambda: packed_messages(messages, but=translator.language), "application/gzip")
    return {
        "current": translator.language,
        "all": translator.languages,
        "entries": messages.used_by_scripts(translator.language),
        "rightToLeft": tuple(each for each in translator.languages if direction_of(each) == "rtl"),
        "others": others if len(translator.languages) > 1 else None,
    }


def packed_messages(messages: MessageTable, *, but: str = "") -> bytes:
    """A page's messages in all languages but one, as gzipped JSON."""
    return gzip.compress(script_json(messages.in_every_language(but=but)).encode(), 9, mtime=0)


@lru_cache(maxsize=4)
def _packed(import_map: str) -> str:
    """An import map with the modules themselves, a third as long."""
    return data_uri(gzip.compress(import_map.encode(), 9, mtime=0), "application/gzip")


def _stylesheets(presentation: Presentation, template: str) -> tuple[str, ...]:
    """The page's style sheets; a self-contained page has pieces of the fonts' sheet instead of the whole."""
    further = KIOSK_STYLESHEETS if presentation.kiosk else EMBED_STYLESHEETS if presentation.embed else ()
    own = OWN_STYLESHEETS.get(template, ())
    preview = PREVIEW_STYLESHEETS if presentation.changes else ()
    return (*([] if presentation.offline else [fonts.SHEET]), *STYLESHEETS, *further, *own, *preview)


def _manifest(presentation: Presentation) -> str:
    """The address of the web app manifest; a file and the kiosk have none."""
    return "" if presentation.offline or presentation.kiosk else f"{presentation.home}{MANIFEST}"


def _policy(scripts: tuple[str, ...], styles: tuple[str, ...], *, offline: bool, frames: bool, is_public: bool) -> str:
    """The content security policy: the page's own files, and what is inlined by its hash.

    A page that is public may be asked by a checker for the robots.txt beside it, as Lighthouse does from within.
    """
    own = [] if offline else ["'self'"]
    inlined = ["data:"] if offline else []
    directives = {
        "default-src": ["'none'"],
        "script-src": [*own, *(integrity(script) for script in scripts), *inlined],
        "style-src": [*own, *(integrity(style) for style in styles)],
        "img-src": [*own, "data:", "blob:"],
        "font-src": [*own, "data:"],
        "media-src": [*own, "data:"],
        "connect-src": ["'self'"] if is_public else own or ["'none'"],
        "object-src": ["'none'"],
        **({"manifest-src": own} if own else {}),
        **({"frame-src": own or ["'none'"]} if frames else {}),
        "base-uri": ["'none'"],
        "form-action": own or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["direction_of"] = direction_of
    return environment
