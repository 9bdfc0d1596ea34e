"""Rules of the SARIF report: every check that was run, and the lines and waivers that something is said about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from golive.registry import BUILT_IN, built_in
from golive.reporters.issues import Issue, sentence
from golive.reporters.sarif_text import message, without_gaps
from golive.reporters.words import is_unbuilt, plain
from golive.result import LEFT_OUT

if TYPE_CHECKING:
    from golive.check import Check
    from golive.report import Report

_Object = dict[str, Any]

LONGEST_TITLE: Final = 1_000
"""Characters of a description, of which GitHub takes 1,024."""
PACKAGE: Final = "golive"


def rules_of(report: Report, issues: Iterable[Issue]) -> list[_Object]:
    """Return the rules of a run, each id once: those of the checks in their order, then those of other issues."""
    known = {check.id: check for check in built_in().checks}
    pages = documentation()
    rules: dict[str, _Object] = {}
    for result in report.results:
        if not is_unbuilt(result) and result.reason != LEFT_OUT:
            ours = known.get(result.id) if result.origin == BUILT_IN else None
            rule = _rule(result.id, result.title or result.id, result.remedy, ours)
            if ours is not None and pages is not None:
                rule["helpUri"] = f"{pages}/checks/{result.id}/"
            if result.origin != BUILT_IN:
                rule["properties"]["origin"] = plain(result.origin)
            rules.setdefault(rule["id"], rule)
    for issue in issues:
        rule = _rule(issue.rule, issue.title, issue.remedy, None)
        rules.setdefault(rule["id"], rule)
    return list(rules.values())


def documentation() -> str | None:
    """Return the address of golive's documentation as its package names it, None where it names none."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        addresses = metadata(PACKAGE).get_all("Project-URL") or []
    except PackageNotFoundError:
        return None  # run from its sources, without having been installed
    named = dict(address.split(", ", 1) for address in addresses)
    return named["Documentation"].rstrip("/") if "Documentation" in named else None


def _rule(rule_id: str, title: str, remedy: str, ours: Check | None) -> _Object:
    """Return a rule. What only our own source code can hold is Markdown; what comes with a report is plain text."""
    short = message(title, LONGEST_TITLE)
    guide = " ".join(ours.guide.split()) if ours is not None else ""
    told = [f"What to do: {remedy}"] if remedy else []
    told += [f"More about it: golive explain {rule_id}"] if ours is not None else []
    rule: _Object = {
        "id": plain(rule_id),
        "shortDescription": {"text": short},
        "fullDescription": {"text": message(guide, LONGEST_TITLE) or short},
        "help": {"text": message(" ".join(map(sentence, [guide or title, *told])))},
        "properties": {"tags": list(dict.fromkeys(["go-live", plain(rule_id.partition(".")[0])]))},
    }
    if ours is not None:
        rule["help"]["markdown"] = _markdown(ours)
    return rule


def _markdown(check: Check) -> str:
    sources = "".join(f"\n- <{source}>" for source in check.sources)
    parts = [f"**{check.title}.**", check.guide, f"**What to do.** {check.remedy}"]
    parts += [f"**Sources**\n{sources}"] if sources else []
    parts.append(f"`golive explain {check.id}` tells the same.")
    return without_gaps("\n\n".join(parts))
