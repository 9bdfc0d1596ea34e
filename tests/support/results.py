"""Results and reports in one line each."""

from __future__ import annotations

from golive.check import Area
from golive.finding import Finding, Level
from golive.result import Result, Status

LEVELS = {Status.PASS: Level.SEEN, Status.WARN: Level.WARN, Status.FAIL: Level.FAIL}


def result(check_id: str, status: str, *, reason: str | None = None, origin: str = "golive") -> Result:
    """Return a result with one finding that suits its status."""
    wanted = Status(status)
    findings = (Finding(LEVELS[wanted], f"{check_id} {status}"),) if wanted in LEVELS else ()
    if wanted not in LEVELS and reason is None:
        reason = f"{check_id} why"
    strength = Area(check_id.partition(".")[0]).strength
    return Result(check_id, f"title of {check_id}", wanted, strength, "remedy", findings, reason, origin=origin)


def results(**statuses: str) -> dict[str, Result]:
    """Return results by id: `code_x="pass"` is `code.x`."""
    made = [result(name.replace("_", ".", 1).replace("_", "-"), status) for name, status in statuses.items()]
    return {one.id: one for one in made}
