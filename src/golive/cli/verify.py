"""`golive report verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.evidence.verifying import Checked


def verify(
    folder: Annotated[Path, typer.Argument(metavar="PACK", help="Folder that `golive walkthrough` wrote.")],
    *,
    digest: Annotated[
        str | None, typer.Option("--digest", metavar="HEX", help="The SHA-256 that was written down at the end.")
    ] = None,
) -> None:
    """
    Tell whether an evidence pack is as it was signed off: every file, byte for byte.

    Exit codes: 0 it is, 1 something was changed, added or taken away, 2 the folder is no evidence pack, or another
    version of golive has to tell.
    """
    import re

    from golive import __version__
    from golive.cli.terminal import write_out
    from golive.errors import UsageError
    from golive.evidence.verifying import verify as look
    from golive.report import ExitCode

    if digest is not None and not re.fullmatch(r"[0-9A-Fa-f]{64}", digest.strip()):
        raise UsageError("--digest takes the 64 hexadecimal digits that were written down")
    checked = look(folder, digest=digest)
    write_out("\n".join(_told(checked, compared=digest is not None)))
    if checked.writer:
        why = f"golive {checked.writer} wrote this pack, and {__version__} does not know all of it"
        raise UsageError(f"{why}: verify it with that one")
    raise typer.Exit(ExitCode.READY if checked.whole else ExitCode.NOT_READY)


def _told(checked: Checked, *, compared: bool) -> Iterator[str]:
    from golive.evidence.contents import MANIFEST, held_words
    from golive.reporters.words import count, plain

    if checked.writer:
        yield f"Every file of the evidence pack in {plain(str(checked.folder))} fits its manifest."
    elif checked.whole:
        yield f"The evidence pack in {plain(str(checked.folder))} is whole."
    else:
        yield f"The evidence pack in {plain(str(checked.folder))} is not as it was signed off:"
        yield from (f"  {plain(problem)}" for problem in checked.problems)
    if checked.digest:
        known = ", as it was written down" if compared and not checked.problems else ""
        yield f"SHA-256 of {MANIFEST}: {checked.digest}{known}"
    if checked.whole and not compared:
        yield "Compare it with the one that was written down: whoever changes files can write a new manifest, too."
    minutes = checked.minutes
    if minutes is None:
        return
    trust = "" if checked.whole else "As the pack has it now: "
    about = f"{plain(minutes.environment)} of {plain(minutes.provider)}"
    yield f"{trust}{about}: {minutes.outcome}, with the verdict {minutes.verdict}"
    yield from (f"  {plain(words)}" for words in held_words(minutes))
    if minutes.reason:
        yield f"  Reason: {plain(minutes.reason)}"
    follow_ups = sum(line.follow_up for line in minutes.lines)
    if follow_ups:
        yield f"  {count(follow_ups, 'line')} marked for follow-up"
    for one in minutes.sign_offs:
        role = f", {plain(one.role)}" if one.role else ""
        yield f"  signed off by {plain(one.name)}{role}, for the {one.party}, on {one.on}"
