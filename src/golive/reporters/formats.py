"""The formats of a report, by name. A format's module, and the library it needs, is loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
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
    the verdict alone, 0 for the usual report, 1 for every finding, 2 for the requests as well. `open_only` leaves out
    the lines that are settled. Formats for machines heed none of these.

    `profile_folder` and `sources_folder` are where the profile, and the sources that were read, lie below the root of
    the repository (empty: in the root itself). Formats that point a code host to files count from that root.
    """

    width: int = 80
    color: bool = False
    unicode: bool = True
    verbosity: int = 0
    open_only: bool = False
    profile_folder: str = ""
    sources_folder: str = ""


Render = Callable[[Sequence["Report"], Style], str]
"""Takes one report, or several that are shown as one."""


def _loaded(module: str) -> Render:
    def render(reports: Sequence[Report], style: Style) -> str:
        found: Render = import_module(f"golive.reporters.{module}").render
        return found(reports, style)

    return render


FORMATS: Final[Mapping[str, Render]] = MappingProxyType(
    {name: _loaded(name) for name in ("text", "json", "sarif", "gitlab", "github", "junit", "markdown", "html")}
)
"""Every format that `--format` and `--output` know."""
