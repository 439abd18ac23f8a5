"""Follows the suggestions of `flask exhibit check`: what a message says to write is written, and the folder read again.

``python -m tests.content.following`` writes ``following.toml``: what each suggestion for a fault of cases.py leads to.
Read the diff: every line has to be what a curator means.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path

from app.content import ReadResult
from app.content.fields.values import join_path
from app.content.formats.strict_json import path_keys
from app.content.importers.import_settings import KEYS
from app.dates import Span
from app.domain import Text
from app.errors import Fault
from tests.content.cases import CASES, Case
from tests.content.folders import SOURCES, STORY, TOML, collection, named, read
from tests.content.write_messages import messages, quoted

PAGE = Path(__file__).parent / "following.toml"
HEAD = "# What each suggestion of `flask exhibit check` leads to when it is followed, by the faults in cases.py.\n"
LAYERS = (".geojson", ".csv", ".gpx", ".kml")
Files = dict[str, str | bytes | None]

_EXAMPLE = re.compile(r"(such as|for example|like this|e\.g\.|begin with|in this order)[: ].*", re.DOTALL)
_SETTING = re.compile(rf"\b((?:{'|'.join(KEYS)}) = (?:\"[^\"]*\"|true|false))")
_EITHER = re.compile(r"Write (?P<one>\S.*?) (?:if|for) .*?, or (?P<two>\S.*?) (?:if|for) ")
_ONE = re.compile(r"Write (?P<one>[\[\"{].*?) (?:if|for) ")
_EXACT = re.compile(r"(?:[Ww]rite|its name|the address|between single quotes)(?: around it)?: (?P<text>.*)", re.DOTALL)
_END = re.compile(r"(?:\. If |, or set |, or remove ).*", re.DOTALL)
_MEANT = re.compile(r"Did you mean “(.*?)”\?")
_RENAMED = re.compile(r"Rename (?P<old>\S+) to (?P<new>\S+?)(?:[.:]? |\.?$|: )|Rename it: (?P<it>\S+)")
_ADDED = re.compile(r"Add \[\[layers\]\] with (id = \S+), (file = \S+) and (name = \S+),")
_COPIED = re.compile(r"Copy (?P<old>\S+) to (?P<new>\S+),")
_WHOLE = re.compile(r"(?<=\])\.(?!features).*")
_UNSAID = (".folder", ".version", ".slug", ".id", ".visible", ".language", ".csl")
_PLACEHOLDERS = ("…", "[lon, lat]", "what it shows", "Title {#", "chapter-id")


@dataclass(frozen=True)
class Suggestion:
    """The text to write, and how: as ``text``, as a ``word`` in place of another, as a ``setting`` or a ``layer`` of
    exhibit.toml, as a name to ``rename`` or ``copy`` to; or ``swap`` the numbers of a position, change their ``sign``.
    """

    way: str
    text: str
    old: str = ""


def suggestions(fault: Fault) -> list[Suggestion]:
    """What a message says to write exactly; nothing where it describes it, or gives an example."""
    fix = fault.fix
    if "Swap the two numbers" in fix or "Correct the sign" in fix:
        return [Suggestion("swap" if "Swap" in fix else "sign", "")]
    if found := _ADDED.search(fix):
        return [Suggestion("layer", "\n".join(("[[layers]]", *found.groups())))]
    if found := _MEANT.search(fix):
        return [Suggestion("word", found[1])]
    if found := _RENAMED.search(fix):
        return [Suggestion("rename", found["new"] or found["it"], found["old"] or fault.location.file)]
    if found := _COPIED.search(fix):
        return [Suggestion("copy", found["new"], found["old"])]
    if fault.location.file.endswith(LAYERS) and "exhibit.toml" in fix and (settings := _SETTING.findall(fix)):
        return [Suggestion("setting", each) for each in settings]
    plain = _EXAMPLE.sub("", fix)
    if found := _EITHER.search(plain):
        return [Suggestion("text", found["one"]), Suggestion("text", found["two"])]
    if found := _EXACT.search(plain) or _ONE.search(plain):
        text = _END.sub("", found.groupdict().get("text") or found.groupdict().get("one") or "")
        return [] if any(each in text for each in _PLACEHOLDERS) else [Suggestion("text", text)]
    return []


def followed(files: Files, fault: Fault, suggestion: Suggestion) -> Files:
    """The files of an exhibit after doing as a message says; those that it does not name are unchanged."""
    whole = standard() | named(files)
    name, text, toml = fault.location.file, suggestion.text, as_text(whole["exhibit.toml"])
    if suggestion.way in ("rename", "copy"):
        content = whole[suggestion.old]
        whole = whole | {text: content} | ({suggestion.old: None} if suggestion.way == "rename" else {})
    elif suggestion.way == "layer":
        whole["exhibit.toml"] = f"{toml}\n{text}\n"
    elif suggestion.way == "setting":
        whole["exhibit.toml"] = toml.replace(f'file = "{name}"', f'file = "{name}"\n{text}')
    elif name.endswith((".geojson", ".json")) and is_json(as_text(whole.get(name))):
        whole[name] = in_json(as_text(whole[name]), fault, suggestion)
    else:
        name = name if name in whole else "exhibit.toml"
        whole[name] = in_lines(as_text(whole[name]), fault, suggestion)
    return {each.replace("/", "__").replace(".", "_"): content for each, content in whole.items()}


def standard() -> Files:
    """The files of the valid exhibit."""
    return {
        "exhibit.toml": TOML,
        "story.en.md": STORY,
        "sources.json": json.dumps(SOURCES),
        "main.geojson": collection(),
    }


def as_text(content: str | bytes | None) -> str:
    return content.decode() if isinstance(content, bytes) else content or ""


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def in_json(content: str, fault: Fault, suggestion: Suggestion) -> str:
    """The suggestion in place of the value that is wrong, or of its key."""
    document = json.loads(content)
    text = suggestion.text
    keys = path_keys(join_path(fault.location.path, fault.location.field))
    *above, last = keys
    holder = document
    for key in above:
        holder = holder[key]
    if suggestion.way in ("swap", "sign"):
        at = holder[last]
        for position in at if isinstance(at[0], list) else [at]:
            position[:2] = position[1::-1] if suggestion.way == "swap" else [-position[0], position[1]]
    elif suggestion.way == "word" and "The key" in fault.problem:
        holder[text] = holder.pop(last)
    elif suggestion.way == "word":
        holder[last] = text
    elif (words := quoted_words(fault)) and words in str(holder[last]):
        holder[last] = holder[last].replace(words, text)
    elif match := re.match(r'"([\w-]+)": (.*)', text):
        holder = holder[last] if isinstance(holder, dict) and isinstance(holder.get(last), dict) else holder
        holder[match[1]] = json.loads(match[2])
    else:
        value = json.loads(text)
        if isinstance(value, list) and isinstance(holder, list) and not isinstance(holder[0], list):
            holder[:] = value  # a whole position, where one of its numbers is wrong
        else:
            holder[last] = value
    return json.dumps(document)


def in_lines(content: str, fault: Fault, suggestion: Suggestion) -> str:
    """The suggestion in its line: in place of a word, of a value, or of all of it."""
    lines = content.split("\n")
    text, index = suggestion.text, (fault.location.line or fault.location.row or 1) - 1
    line = lines[index]
    if "There is no such file" in fault.problem:
        lines = [each.replace(f'"{fault.location.file}"', json.dumps(text)) for each in lines]
    elif suggestion.way == "word" or fault.location.row is not None:
        lines[index] = line.replace(wrong_value(fault), text, 1)
    elif fault.location.file.endswith(".md"):
        lines[index] = in_markdown(line, fault, text)
        if "Remove the line" in fault.fix:
            del lines[index + 1]
    elif fault.location.file.endswith((".json", ".geojson")):  # not JSON yet: the number before the column
        lines[index] = re.sub(r"\d+,\d+", text, line)
    elif fault.location.file.endswith(".bib"):
        lines[index:] = [each.replace(str(wrong_value(fault)), text.strip('"')) for each in lines[index:]]
    elif line.startswith("[[") and not text.startswith("["):
        lines.insert(index + 1, text)
    elif (text.startswith("[") and not text.startswith(("[[", "[o"))) or (
        " = " not in text and not text.startswith("[")
    ):
        lines[index] = with_value(line, fault, text)
    elif "view" in line and " = " in text:
        key = text.partition(" = ")[0]
        lines[index] = re.sub(rf"{key} = (\[.*?\]|\S+)", text, line)
    else:
        lines[index] = text
    return "\n".join(lines)


def in_markdown(line: str, fault: Fault, text: str) -> str:
    """A line of a story with the suggestion in place of the words that the message quotes, of a picture, or of all."""
    words = quoted_words(fault)
    if words and words in line and not line.startswith("## "):
        return line.replace(words, text)
    picture = re.search(r"!?\[[^\]]*\]\([^)]*\)|<img[^>]*>", line)
    return line.replace(picture[0], text) if picture and text.startswith("!") else text


def quoted_words(fault: Fault) -> str:
    """The words of a text that a message is about."""
    found = re.match(r"(?:The underlined heading )?“(.*?)” (?:is|has)", fault.problem)
    return found[1] if found else ""


def wrong_value(fault: Fault) -> str:
    """The value that a message quotes."""
    quoted = re.search(r'"((?:[^"\\]|\\.)*)"', fault.problem)
    return quoted[1] if quoted else ""


def with_value(line: str, fault: Fault, text: str) -> str:
    """A line of TOML with another value, or another first value of its list."""
    if fault.location.field.endswith("]"):
        return re.sub(r"\[.*\]", f"[{text}]", line)
    return f"{line.partition('=')[0]}= {text}"


def leaves(value: object, path: str = "exhibit") -> Iterator[tuple[str, str]]:
    """Every value of an exhibit that says something, by its path; features, sources and the like by their ids."""
    if value is False or (not value and value != 0):
        return
    if path.endswith(_UNSAID):
        return
    if isinstance(value, tuple) and not isinstance(value[0], float):
        for index, each in enumerate(value):
            yield from leaves(each, f"{path}[{getattr(each, 'id', index)}]")
    elif is_dataclass(value) and not isinstance(value, (Text, Span)):
        for each in fields(value):
            yield from leaves(getattr(value, each.name), f"{path}.{each.name}")
    else:
        yield path.removeprefix("exhibit."), said(value)


def said(value: object) -> str:
    """A value in a line."""
    if isinstance(value, Text):
        return " / ".join(f"{language}: {words}" for language, words in value.words)
    if isinstance(value, Span):
        return value.edtf
    return str(value.value if isinstance(value, Enum) else value)


def outcome(case: Case, suggestion: Suggestion, fault: Fault, before: ReadResult) -> list[str]:
    """What following a suggestion changes in the exhibit, and the messages that are new after it."""
    after = reading(case, followed(case.files, fault, suggestion))
    assert str(fault) not in map(str, after.faults), (case.name, suggestion, str(fault))
    if before.exhibit is None:
        before = reading(case, case.files | {"exhibit_toml": "# nothing\n"})
    old, new, known = dict(leaves(before.exhibit)), dict(leaves(after.exhibit)), set(messages(before))
    return [
        f"{suggestion.way} {suggestion.text}".rstrip(),
        *(f"{path} = {value}" for path, value in new.items() if old.get(path) != value),
        *dict.fromkeys(f"not {_WHOLE.sub('', path)}" for path in old if path not in new),
        *(f"then {line}" for line in messages(after) if line not in known and line != "no fault"),
    ]


def reading(case: Case, files: Files) -> ReadResult:
    """The result for the files of a case, or for others in their place."""
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder) / "urals", case.limits, **files)


def outcomes(case: Case) -> list[list[str]]:
    """One outcome for each suggestion of each message of a case."""
    before = reading(case, case.files)
    return [outcome(case, suggestion, fault, before) for fault in before.faults for suggestion in suggestions(fault)]


def entry(case: Case) -> str:
    """The outcomes of one case as TOML; empty where it has none."""
    lines = ["    [\n" + "".join(f"        {quoted(line)},\n" for line in each) + "    ],\n" for each in outcomes(case)]
    return f"{quoted(case.name)} = [\n{''.join(lines)}]\n" if lines else ""


if __name__ == "__main__":
    PAGE.write_text(HEAD + "".join(map(entry, CASES)), encoding="utf-8")
