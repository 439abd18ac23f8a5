"""Write the commands' `--help` into `docs/reference/cli.md`. Run it after a command has changed: ``python
tools/cli_page.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from app import create_app
from app.settings import PROJECT, Settings

PAGE = PROJECT / "docs" / "reference" / "cli.md"
MARK = "<!-- Written by tools/cli_page.py from here on. -->\n"
WIDTH = 100
OURS = "app."


def commands(group: click.Group, parent: click.Context) -> Iterator[tuple[str, str]]:
    """Each command of a group and of the groups in it: its name in full, and its help."""
    for name in sorted(group.commands):
        command = group.commands[name]
        context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
        if isinstance(command, click.Group):
            yield from commands(command, context)
        else:
            yield context.command_path, command.get_help(context)


def page(introduction: str) -> str:
    """The page: its introduction, kept as it is, and a section for each command of Overflight's own."""
    app = create_app(Settings())
    root = click.Context(app.cli, info_name="flask")
    own = click.Group(commands={name: command for name, command in app.cli.commands.items() if _is_ours(command)})
    sections = [f"## {name}\n\n```\n{text}\n```\n" for name, text in commands(own, root)]
    return introduction.partition(MARK)[0] + MARK + "\n" + "\n".join(sections)


def _is_ours(command: click.Command) -> bool:
    inner = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    return any(getattr(each.callback, "__module__", "").startswith(OURS) for each in inner)


def main() -> int:
    """Rewrite the page; with ``--check`` only compare it, and return 1 where it differs."""
    before = PAGE.read_text(encoding="utf-8")
    after = page(before)
    if "--check" in sys.argv:
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
