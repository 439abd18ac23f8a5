"""The structure of the project: levels of modules, pairs of Python and JavaScript, words, and pages that name what
exists.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.assets import all_assets, asset, modules
from app.settings import PROJECT

APP = PROJECT / "app"
JS = APP / "static" / "js"
ARCHITECTURE = PROJECT / "docs" / "explanation" / "architecture.md"
TOP = "app/__init__"

SOURCES = sorted(APP.rglob("*.py"))
SCRIPTS = sorted(JS.rglob("*.js"))
PAGE_SOURCES = (*(PROJECT / "templates").rglob("*"), *(APP / "static").rglob("*"))
PAGE_FILES = sorted(path for path in PAGE_SOURCES if path.suffix in {".html", ".js", ".css", ".svg"})
READMES = (path for path in PROJECT.glob("geodata/**/README.md") if "cache" not in path.parts)
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *READMES])

FLOOR = re.compile(r"^(\d)   (\S+(?:  \S+)*)   +\S.*$", re.MULTILINE)
JSDOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]#([\w/]+)['"]""")
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
NAMESPACES = {"http://www.w3.org"}


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def floors() -> dict[str, int]:
    """Each part of the app with its floor, from the table in docs/explanation/architecture.md."""
    rows = FLOOR.findall(ARCHITECTURE.read_text(encoding="utf-8"))
    return {part: int(number) for number, parts in rows for part in parts.split("  ")}


def part_of(path: Path) -> str:
    """The part of the app to which a file belongs: its module or package at the top."""
    first = path.relative_to(APP).parts[0].removesuffix(".py")
    return TOP if first == "__init__" else first


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, in functions too, in full: ``app.page.page_text``, ``flask``."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)} imports by a relative name."
            yield from ([f"app.{alias.name}" for alias in node.names] if node.module == "app" else [node.module or ""])


def elements_in_python() -> dict[str, Path]:
    """The element classes by their name in snake case."""
    found = {}
    for path in sorted((APP / "elements").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id == "ExhibitElement" for base in node.bases
            ):
                found[re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower()] = path
    return found


def test_every_part_of_the_app_has_a_layer() -> None:
    assert {part_of(path) for path in SOURCES} == set(floors())


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_floor_imports_only_from_floors_below_it(path: Path) -> None:
    own = part_of(path)
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("app.")} - {own}
    wrong = {part for part in used if floors()[part] >= floors()[own]}
    assert not wrong, f"{own} stands on floor {floors()[own]} and may not import {wrong}."


CONTENT_FLOOR = re.compile(r"^\| (\d) \| (.+?) \|", re.MULTILINE)
CONTENT = sorted(path for path in (APP / "content").rglob("*.py") if path != APP / "content" / "__init__.py")


@cache
def content_floors() -> dict[str, int]:
    """The floors inside app/content, from the table in docs/explanation/architecture.md."""
    rows = CONTENT_FLOOR.findall(ARCHITECTURE.read_text(encoding="utf-8"))
    return {name.strip("`"): int(number) for number, name in rows}


def content_floor(module: str) -> int:
    """The floor of ``fields.values``, ``reader`` or any other module of app/content."""
    floors = content_floors()
    return floors.get(module.partition(".")[0], floors["every other module"])


@pytest.mark.parametrize("path", CONTENT, ids=named)
def test_content_module_imports_only_from_its_floor_and_below(path: Path) -> None:
    own = ".".join(path.relative_to(APP / "content").with_suffix("").parts)
    used = [
        name.removeprefix("app.content").removeprefix(".")
        for name in imports_of(path)
        if name.startswith("app.content")
    ]
    assert not [name for name in used if content_floor(name) > content_floor(own)]


@pytest.mark.parametrize(("package", "parts"), [
    ("flask", {TOP, "current", "web", "cli", "archive_cli", "authoring_cli", "kiosk_cli", "print_cli", "desk",
               "desk_cli"}),
    ("folium", {"elements", "page"}),
    ("branca", {"elements", "page"}),
    ("geopy", {"authoring", "geodesy"}),
    ("nh3", {"markdown"}),
])  # fmt: skip
def test_a_library_is_known_only_where_it_is_needed(package: str, parts: set[str]) -> None:
    users = {part_of(path) for path in SOURCES if any(name.split(".")[0] == package for name in imports_of(path))}
    assert users <= parts


def test_elements_pair_by_name() -> None:
    assert set(elements_in_python()) == {path.stem for path in (JS / "elements").glob("*.js")}
    for name, path in elements_in_python().items():
        assert path.stem == name, f"{named(path)} should be called {name}.py."


@pytest.mark.parametrize("path", sorted((JS / "elements").glob("*.js")), ids=named)
def test_an_element_exports_mount_and_imports_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^export (const mount =|(async )?function mount\b)", text, re.MULTILINE)
    assert not [name for name in IMPORT.findall(text) if name.startswith("elements/")]


@pytest.mark.parametrize("path", sorted((APP / "elements").glob("*.py")), ids=named)
def test_python_halves_never_import_each_other(path: Path) -> None:
    others = {f"app.elements.{half.stem}" for half in elements_in_python().values()}
    assert not others & set(imports_of(path))


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_every_module_that_a_script_imports_exists(path: Path) -> None:
    for name in IMPORT.findall(JSDOC.sub("", path.read_text(encoding="utf-8"))):
        assert asset(f"js/{name}.js")


def test_every_script_is_reached_from_a_page() -> None:
    said = [
        name
        for path in (APP / "page").glob("*.py")
        for name in re.findall(r'"([\w/]+)"', path.read_text(encoding="utf-8"))
    ]
    started = sorted({name for name in said if f"js/{name}.js" in all_assets()})
    reached = modules(*started, *(f"elements/{name}" for name in elements_in_python()))
    assert {f"{name}.js" for name in reached} == {path.relative_to(JS).as_posix() for path in SCRIPTS}


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_scripts_never_evaluate_text_or_insert_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(inner|outer|insertAdjacent)HTML|setHTML|document\.write|createContextualFragment", text)
    assert not re.search(r"\beval\b|new Function|console\.", text)
    assert "DOMParser" not in text or path.name in {"language.js", "refresh.js"}, (
        "Only what the server has cleaned becomes nodes, and only there."
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_no_text_of_a_script_runs_over_several_lines(path: Path) -> None:
    """The single file leaves out what stands before a line's first letter."""
    code = re.sub(r"/\*\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert all(line.count("`") % 2 == 0 for line in code.splitlines())


@pytest.mark.parametrize("path", PAGE_FILES, ids=named)
def test_pages_name_no_other_host(path: Path) -> None:
    assert set(ADDRESS.findall(path.read_text(encoding="utf-8"))) <= NAMESPACES


def test_every_language_has_the_same_messages() -> None:
    spoken = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (APP / "words").glob("*.toml")}
    english = spoken["en"]
    for language, words in spoken.items():
        assert set(words) == set(english), language
        for key in english:
            assert set(re.findall(r"\{\w+\}", words[key])) == set(re.findall(r"\{\w+\}", english[key])), (
                f"{language}: {key}"
            )


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_every_message_of_a_script_exists(path: Path) -> None:
    english = tomllib.loads((APP / "words" / "en.toml").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    for expression in re.findall(r"\bmessage\(([^,()]*)", text):
        plain = re.sub(r"`[^`]*`", "", expression)
        assert set(re.findall(r"'(\w+)'", plain.partition("?")[2] or plain)) <= set(english)
        for prefix in re.findall(r"`(\w+)\$\{", expression):
            assert any(key.startswith(prefix) for key in english), prefix


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"https?:|mailto:|#", link)]
    for link in links:
        assert (path.parent / link.partition("#")[0]).exists(), link
