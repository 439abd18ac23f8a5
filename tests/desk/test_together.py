"""Two desks and an editor write to one folder at the same time, and nothing is lost."""

from __future__ import annotations

import random
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from werkzeug.test import Client

from app import files
from app.authoring.history import History
from app.content import Library
from app.desk import Desk
from tests.content.folders import make
from tests.desk.test_workbench import EXPORTS, said, send, state, visitors

EDITS, SAVES = 5, 20
STORY = "story.en.md"


def at_a_desk(folder: Path, key: str, seed: int) -> list[str]:
    """Edit, also the chapter that the editor writes to, and make each edit again until it is saved. Returns what was
    written to the exhibit under the key, and to the chapter.
    """
    rng = random.Random(seed)
    desk = Client(Desk(Library(folder.parents[1]), visitors, lambda _: visitors, EXPORTS))
    written = []
    for number in range(EDITS):
        value = f"{key} {number}"
        is_in_story = rng.random() < 0.5
        while True:
            shown = state(desk)
            chapter = shown["chapters"][0]["stories"]["en"]
            edit = (
                {
                    "edit": "write-chapter",
                    "chapter": "start",
                    "language": "en",
                    "title": value,
                    "words": chapter["words"],
                }
                if is_in_story
                else {"edit": "set-exhibit", "key": key, "value": value}
            )
            answer = send(desk, shown["version"], **edit)
            if answer.status_code == 200:
                break
            assert answer.status_code == 409, said(answer)
        written.append(value)
    return written


def at_an_editor(folder: Path, seed: int) -> list[bytes]:
    """Save the story again and again, as editors do: in place, or as a new file that takes its place. Returns what
    others have overwritten.
    """
    rng = random.Random(seed)
    path = folder / STORY
    last, overwritten = b"", []
    for number in range(SAVES):
        if last and path.read_bytes() != last:
            overwritten.append(last)
        last = f"## The start {{#start}}\n\nBy an editor, {number}.\n".encode()
        if rng.random() < 0.5:
            path.write_bytes(last)
        else:
            files.write(folder, STORY, last)
        if rng.random() < 0.3:
            History(folder)  # takes a while, in which the others come to write
    return [*overwritten, last]


def test_two_desks_and_an_editor_lose_nothing(tmp_path: Path) -> None:
    folder = make(tmp_path / "exhibits" / "test")
    with ThreadPoolExecutor() as pool:
        desks = [pool.submit(at_a_desk, folder, key, 1) for key in ("subtitle", "summary")]
        editor = pool.submit(at_an_editor, folder, 1)
        written = [desk.result() for desk in desks]
        edited = editor.result()
    kept = History(folder)
    states = kept.states
    assert kept.changed_outside() == []
    stories = {kept.content(each, STORY) for each in states}
    for content in edited:
        assert content in stories
    texts = "".join((kept.content(each, name) or b"").decode() for each in states for name in (STORY, "exhibit.toml"))
    for value in (value for values in written for value in values):
        assert value in texts
    values = tomllib.loads((folder / "exhibit.toml").read_text(encoding="utf-8"))
    for key, mine in zip(("subtitle", "summary"), written, strict=True):
        in_exhibit = [value for value in mine if f'{key} = "{value}"' in texts]
        assert values[key] == in_exhibit[-1]
