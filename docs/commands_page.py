"""The page about the commands: what `--help` prints for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer

from golive.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 78
"""Columns of the text: on a terminal of 80, two stay empty."""


def commands_page() -> str:
    """Return the page."""
    lines = [
        "# Commands",
        "",
        "What `--help` prints, for every command.",
        *_sections(typer.main.get_command(app), None),
    ]
    return "\n".join((*lines, ""))


def helps() -> dict[str, str]:
    """Return the help of every command, by its words, as on a terminal of 80 columns."""
    return dict(_helps(typer.main.get_command(app), None))


def _sections(command: Any, parent: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's command tree has no public type
    for words, told in _helps(command, parent):
        yield from ("", f"## {words}", "", "```", told, "```")


def _helps(command: Any, parent: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as above
    name = "golive" if parent is None else command.name
    settings = {"terminal_width": WIDTH, "max_content_width": WIDTH, **command.context_settings}
    with command.context_class(command, info_name=name, parent=parent, **settings) as context:
        yield context.command_path, context.get_help()
        for below in getattr(command, "commands", {}).values():
            if not below.hidden:
                yield from _helps(below, context)
