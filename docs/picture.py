"""The picture of a terminal report: the demo's flawed merchant, judged for real, with what varies held still."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.terminal_theme import MONOKAI
from rich.text import Text

from golive.clock import SystemClock
from golive.demo.merchant import run_demo
from golive.redact import Redactor
from golive.reporters.formats import Style
from golive.reporters.layout import make_console
from golive.reporters.text import renderable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golive.report import Report

PROVIDER: Final = "anton"
WIDTH: Final = 90
STARTED: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECONDS: Final = 0.2
VARYING: Final = re.compile(r"(?<=\bfingerprint )[0-9a-f]{8}\b|(?<=\bcommit )[0-9a-f]{12}\b")
"""What depends on the made-up credentials: their fingerprints, and the commits that hold them."""

# rich's own format asks a content delivery network for a font. This one uses what the reader has.
SVG: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: ui-sans-serif, Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture() -> str:
    """Return the report on the flawed merchant as SVG: its beginning and its end."""
    style = Style(width=WIDTH, color=True)
    report = _held_still(run_demo(PROVIDER, flawed=True, clock=SystemClock(), redactor=Redactor()))
    lines = [line for line in renderable([report], style).renderables if isinstance(line, Text)]
    console = make_console(style, record=True)
    console.print(Group(*_shortened(lines, report.sections[1].title)), no_wrap=True, overflow="ignore", crop=False)
    return console.export_svg(title="golive demo --flawed", theme=MONOKAI, code_format=SVG, unique_id="golive")


def _held_still(report: Report) -> Report:
    """Return the report without what differs from run to run: times, and what follows from made-up credentials."""
    stand_ins = _stand_ins(report)

    def same(text: str) -> str:
        return VARYING.sub(lambda found: stand_ins.get(found[0], found[0]), text)

    template = resources.files("golive.demo").joinpath(PROVIDER, "flawed", "golive.yaml").read_bytes()
    return replace(
        report,
        subject=replace(report.subject, digest=hashlib.sha256(template).hexdigest()),
        started_at=STARTED,
        seconds=SECONDS,
        results=tuple(
            replace(result, findings=tuple(replace(one, message=same(one.message)) for one in result.findings))
            for result in report.results
        ),
        sections=tuple(
            replace(section, items=tuple(replace(item, summary=same(item.summary)) for item in section.items))
            for section in report.sections
        ),
    )


def _stand_ins(report: Report) -> dict[str, str]:
    """Return what stands for each fingerprint and commit, the same in every run and different for each."""
    texts = (finding.message for result in report.results for finding in result.findings)
    varying = dict.fromkeys(found for text in texts for found in VARYING.findall(text))
    return {
        found: hashlib.sha256(str(number).encode()).hexdigest()[: len(found)] for number, found in enumerate(varying)
    }


def _shortened(lines: Sequence[Text], second: str) -> list[Text]:
    """Return everything up to the heading of the second section, and everything from the summary on."""
    first = list(takewhile(lambda line: line.plain != second, lines))
    summary = next(number for number, line in enumerate(lines) if line.plain == "Summary")
    gap = Text(f"[{summary - len(first)} lines left out here]", style="dim", end="\n")
    return [*first, gap, Text(end="\n"), *lines[summary:]]
