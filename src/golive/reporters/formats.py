"""The formats of a report, by name. A format's module, and the library it needs, is loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from golive.report import Report

NARROWEST: Final = 30
"""Columns. A narrower page is laid out for this width: nothing could be read on it anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """
    How a report is shown.

    `width` is in columns. `color` allows terminal colours, `unicode` anything outside ASCII. `verbosity` is -1 for
    the verdict alone, 0 for the usual report, 1 for every finding, 2 for the requests as well. Formats for machines
    heed none of them.
    """

    width: int = 80
    color: bool = False
    unicode: bool = True
    verbosity: int = 0


Render = Callable[["Report", Style], str]


def _text(report: Report, style: Style) -> str:
    from golive.reporters.text import render

    return render(report, style)


def _json(report: Report, style: Style) -> str:
    from golive.reporters.json import render

    return render(report, style)


FORMATS: Final[Mapping[str, Render]] = MappingProxyType({"text": _text, "json": _json})
"""Every format that `--format` and `--output` know."""
