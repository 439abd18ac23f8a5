"""The history of an exhibit's folder."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import files
from app.authoring import history
from app.authoring.history import ChangedMeanwhile, History
from app.errors import NotFound
from app.settings import PROJECT
from tests.content.folders import make

OLD, NEW = b"old\n", b"new\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An exhibit with two files that are changed together."""
    return make(tmp_path / "exhibits" / "test", **{"note.txt": OLD, "media/x.svg": OLD})


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_changes_are_taken_back_and_made_again(folder: Path) -> None:
    kept = History(folder)
    first = content(folder)
    kept.save({"note.txt": NEW}, "one")
    kept.save({"note.txt": None, "added.txt": NEW}, "two")
    second = content(folder)
    assert "note.txt" not in second
    kept.undo()
    kept.undo()
    assert content(folder) == first
    assert not kept.can_undo
    kept.redo()
    kept.redo()
    assert content(folder) == second
    assert not kept.can_redo


def test_one_file_of_a_state_is_brought_back(folder: Path) -> None:
    kept = History(folder)
    first = kept.states[0].number
    kept.save({"note.txt": NEW, "media/x.svg": NEW, "added.txt": NEW}, "one")
    kept.restore(first, "back", "note.txt")
    assert (folder / "note.txt").read_bytes() == OLD
    assert (folder / "media/x.svg").read_bytes() == NEW
    kept.restore(first, "back", "added.txt")
    assert not (folder / "added.txt").exists()
    assert [state.change for state in kept.latest(2)] == ["back", "back"]


def test_history_outlives_the_process(folder: Path) -> None:
    History(folder).save({"note.txt": NEW}, "one")
    again = History(folder)
    assert [state.change for state in again.states] == ["one", ""]
    again.undo()
    assert (folder / "note.txt").read_bytes() == OLD


def test_new_change_ends_what_could_be_made_again(folder: Path) -> None:
    kept = History(folder)
    kept.save({"note.txt": NEW}, "one")
    kept.undo()
    kept.save({"note.txt": b"other"}, "two")
    with pytest.raises(NotFound, match="nothing to redo"):
        kept.redo()


def test_any_state_can_be_brought_back(folder: Path) -> None:
    kept = History(folder)
    before = content(folder)
    first = kept.current
    assert first
    kept.save({"note.txt": NEW, "added.txt": NEW}, "one")
    kept.restore(first.number, "back")
    assert content(folder) == before
    kept.undo()
    assert (folder / "added.txt").read_bytes() == NEW
    with pytest.raises(NotFound, match="no state 99"):
        kept.restore(99, "back")


def test_change_by_another_program_is_a_state_of_its_own(folder: Path) -> None:
    kept = History(folder)
    (folder / "note.txt").write_bytes(b"by an editor")
    assert kept.changed_outside() == ["note.txt"]
    kept.take("outside")
    kept.save({"note.txt": NEW}, "one")
    kept.undo()
    assert (folder / "note.txt").read_bytes() == b"by an editor"
    assert [state.change for state in kept.states] == ["one", "outside", ""]


def test_what_another_program_writes_during_a_save_is_not_overwritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = History(folder)
    real = files.write

    def write(home: Path, name: str, data: bytes) -> Path:
        if name == "pending":
            (folder / name_of_other).write_bytes(b"by an editor")
        return real(home, name, data)

    monkeypatch.setattr(files, "write", write)
    name_of_other = "media/x.svg"
    kept.save({"note.txt": NEW}, "one")
    assert (folder / "note.txt").read_bytes() == NEW
    assert (folder / "media/x.svg").read_bytes() == b"by an editor"
    name_of_other = "note.txt"
    with pytest.raises(ChangedMeanwhile, match=r"note\.txt"):
        kept.save({"note.txt": b"newer"}, "two")
    assert (folder / "note.txt").read_bytes() == b"by an editor"
    assert [state.change for state in kept.states] == ["one", ""]
    monkeypatch.setattr(files, "write", real)
    assert kept.take("outside")
    kept.save({"note.txt": b"newer"}, "two")
    assert (folder / "note.txt").read_bytes() == b"newer"
    assert (folder / "media/x.svg").read_bytes() == b"by an editor"


def in_place(path: Path) -> None:
    """Save as some editors do: into the file that is there."""
    path.write_bytes(b"by an editor")


def by_renaming(path: Path) -> None:
    """Save as others do: into a file that takes its place."""
    path.with_name("other").write_bytes(b"by an editor")
    path.with_name("other").rename(path)


@pytest.mark.parametrize("edit", [in_place, by_renaming, Path.unlink])
@pytest.mark.parametrize("value", [NEW, None], ids=["changed", "removed"])
def test_file_of_another_program_at_the_last_moment_stays_and_the_others_are_as_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], None], value: bytes | None
) -> None:
    kept, link, path = History(folder), os.link, folder / "note.txt"
    before = content(folder)

    def edited_first(source: Path, name: Path) -> None:
        if source == path:
            edit(path)
        link(source, name)

    monkeypatch.setattr(os, "link", edited_first)
    with pytest.raises(ChangedMeanwhile, match=r"note\.txt"):
        kept.save({"media/x.svg": NEW, "added.txt": NEW, "note.txt": value}, "one")
    edited = {} if edit is Path.unlink else {"note.txt": b"by an editor"}
    assert content(folder) == {name: data for name, data in before.items() if name != "note.txt"} | edited
    assert [state.change for state in kept.states] == [""]


def test_what_is_written_into_a_file_while_it_is_replaced_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, replace, path = History(folder), os.replace, folder / "note.txt"

    def edited_first(source: Path, name: Path) -> None:
        if name == path and path.read_bytes() == OLD:
            in_place(path)
        replace(source, name)

    monkeypatch.setattr(os, "replace", edited_first)
    with pytest.raises(ChangedMeanwhile, match=r"note\.txt"):
        kept.save({"note.txt": NEW}, "one")
    assert path.read_bytes() == b"by an editor"


def test_file_that_another_program_adds_at_the_last_moment_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, link, path = History(folder), os.link, folder / "added.txt"

    def added_first(source: Path, name: Path) -> None:
        if name == path:
            in_place(path)
        link(source, name)

    monkeypatch.setattr(os, "link", added_first)
    with pytest.raises(ChangedMeanwhile, match=r"added\.txt"):
        kept.save({"added.txt": NEW}, "one")
    assert path.read_bytes() == b"by an editor"


def test_files_are_saved_where_the_file_system_has_no_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    kept = History(folder)
    kept.save({"note.txt": NEW, "media/x.svg": None, "added.txt": NEW}, "one")
    assert (folder / "note.txt").read_bytes() == (folder / "added.txt").read_bytes() == NEW
    assert not (folder / "media" / "x.svg").exists()


def test_what_another_program_wrote_after_an_interrupted_save_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = History(folder)
    writes = writes_of(lambda: kept.save({"media/x.svg": NEW, "note.txt": NEW}, "one"), monkeypatch)
    kept.undo()
    writes_of(lambda: kept.save({"media/x.svg": b"x", "note.txt": b"x"}, "two"), monkeypatch, writes - 2)
    kept.lock.release(force=True)
    in_place(folder / "note.txt")
    again = History(folder)
    assert (folder / "note.txt").read_bytes() == b"by an editor"
    assert (folder / "media" / "x.svg").read_bytes() == b"x"
    assert [state.change for state in again.states] == ["", "two", ""]
    assert again.content(again.states[1], "note.txt") == b"x"


def test_history_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_STATES", 3)
    kept = History(folder)
    for number in range(6):
        kept.save({"note.txt": str(number).encode()}, str(number))
    assert [state.change for state in kept.states] == ["5", "4", "3"]
    contents = {path.read_bytes() for path in (kept.folder / "contents").iterdir()}
    assert {b"3", b"4", b"5"} < contents
    assert not {b"0", b"1", b"2", OLD} & (contents - {OLD})


def writes_of(run: Callable[[], object], monkeypatch: pytest.MonkeyPatch, stop_at: int | None = None) -> int:
    """Run something, and count its writes; at a number of them, it ends as a killed process does."""
    count = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def write(*arguments: object) -> object:
            nonlocal count
            if count == stop_at:
                raise SystemExit
            count += 1
            return real(*arguments)

        return write

    with monkeypatch.context() as patched:
        for name in ("write", "exchange"):
            patched.setattr(files, name, counted(getattr(files, name)))
        if stop_at is None:
            run()
        else:
            with pytest.raises(SystemExit):
                run()
    return count


def test_a_save_that_is_interrupted_anywhere_leaves_the_old_or_the_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fresh(name: str) -> tuple[Path, History]:
        folder = make(tmp_path / name / "test", **{"note.txt": OLD, "media/x.svg": OLD})
        return folder, History(folder)

    changes = {"note.txt": NEW, "media/x.svg": NEW, "added.txt": NEW}
    folder, kept = fresh("whole")
    before = content(folder)
    writes = writes_of(lambda: kept.save(changes, "one"), monkeypatch)
    after = content(folder)
    results = []
    for stop_at in range(writes):
        folder, kept = fresh(str(stop_at))
        writes_of(lambda kept=kept: kept.save(changes, "one"), monkeypatch, stop_at)  # type: ignore[misc]
        kept.lock.release(force=True)
        History(folder)
        assert content(folder) in (before, after), stop_at
        results.append(content(folder) == after)
    assert results == sorted(results)
    assert len(set(results)) == 2


def test_saves_of_a_killed_process_are_whole(folder: Path) -> None:
    killing = [sys.executable, str(PROJECT / "tools" / "killed_saves.py"), str(folder), "3"]
    assert subprocess.run(killing, check=False).returncode == 0
    assert len(History(folder).states) > 1
