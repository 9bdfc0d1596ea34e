"""
The report as a GitLab Code Quality report, for merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: every field that GitLab reads, no other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from golive.finding import Level
from golive.reporters.issues import HEAVIEST_FIRST, sentence
from golive.reporters.located import Located, located
from golive.reporters.words import plain

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style

_SEVERITIES: Final = {Level.FAIL: "critical", Level.WARN: "minor", Level.UNKNOWN: "info"}


def render(reports: Sequence[Report], style: Style) -> str:
    """Return what is open as one JSON array in ASCII. What is waived is left out, for GitLab has no word for it."""
    found = {one.fingerprint: one for report in reports for one in located(report, style) if not one.issue.excused_by}
    heaviest_first = sorted(found.values(), key=lambda one: HEAVIEST_FIRST.index(one.issue.level))
    written = json.dumps([_violation(one) for one in heaviest_first], indent=2, ensure_ascii=True)
    # As in the JSON report: CI systems look for "##[" and its like anywhere in a line.
    return written.replace("##", r"#\u0023") + "\n"


def _violation(one: Located) -> dict[str, Any]:
    issue = one.issue
    advice = issue.fix or issue.remedy
    fix = f" Fix: {sentence(advice)}" if advice else ""
    return {
        "description": plain(f"{sentence(one.told)}{fix}"),
        "check_name": plain(issue.rule),
        "fingerprint": one.fingerprint,
        "severity": _SEVERITIES[issue.level],
        "location": {"path": one.path, "lines": {"begin": one.line or 1}},
    }
