"""The generated tables that stand within pages written by hand."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any

import yaml

from golive.report import ExitCode
from golive.reporters.formats import FORMATS
from golive.reporters.words import exit_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def formats() -> str:
    """Return every format with what its module says that it is."""
    rows = []
    for name in FORMATS:
        told = inspect.getdoc(import_module(f"golive.reporters.{name}")) or ""
        rows.append((f"`{name}`", told.partition("\n")[0]))
    return _table(("format", "what it is"), rows)


def exit_codes() -> str:
    """Return every exit code with what it tells the caller."""
    rows = [(str(code.value), code.name.replace("_", " "), exit_meaning(code)) for code in ExitCode]
    return _table(("code", "name", "meaning"), rows)


def action_inputs(action: Path) -> str:
    """Return the inputs of the GitHub action."""
    inputs: dict[str, dict[str, Any]] = yaml.safe_load(action.read_text(encoding="utf-8"))["inputs"]
    rows = [
        (f"`{name}`", one["description"], f"`{one['default']}`" if one["default"] else "")
        for name, one in inputs.items()
    ]
    return _table(("input", "meaning", "where left out"), rows)


def action_outputs(action: Path) -> str:
    """Return the outputs of the GitHub action."""
    outputs: dict[str, dict[str, Any]] = yaml.safe_load(action.read_text(encoding="utf-8"))["outputs"]
    return _table(("output", "meaning"), [(f"`{name}`", one["description"]) for name, one in outputs.items()])


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.strip() for cell in line)} |" for line in lines)
