"""`golive list`."""

from __future__ import annotations


def list_checks() -> None:
    """List the checks, those of installed packages included. `golive explain ID` tells more about one."""
    from golive.cli.terminal import write_out
    from golive.redact import inert
    from golive.registry import BUILT_IN, NOT_BUILT, catalogue

    known = catalogue()
    width = max(len(check_id) for check_id in known.ids())
    lines = []
    for check in known.checks:
        origin = known.origins[check.id]
        lines.append(f"{check.id:{width}}  {check.title}" + ("" if origin == BUILT_IN else f"  [{origin}]"))
    lines += [f"{check_id:{width}}  ({NOT_BUILT})" for check_id in known.planned]
    lines += [f"{result.id:{width}}  {result.reason}" for result in known.broken]
    write_out("\n".join(map(inert, lines)))
