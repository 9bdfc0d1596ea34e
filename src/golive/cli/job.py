"""What is around a run: where its files lie in the repository, and the page of a CI job that is told about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.cli.ci import SUMMARY, CiSystem, ci_system, without_secrets
from golive.cli.terminal import fold, write_note

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile
    from golive.report import Report
    from golive.reporters.formats import Style
    from golive.run import Options

LARGEST_SUMMARY: Final = 1024 * 1024
"""Bytes that GitHub takes as the summary of one step; of a larger one, it shows nothing."""
ROOM: Final = 1_000
"""Bytes that are kept for saying that something was left out."""
CUT: Final = (
    "\n\nThe rest is left out: GitHub takes 1 MiB for the summary of a step. `--output html=FILE` writes all.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    Where golive runs.

    `system` is None where that is no CI job, and `note` says what a CI job lacks. The folders are where the profile,
    and the sources that were read, lie below the root of the repository (empty: in the root).
    """

    system: CiSystem | None = None
    note: str | None = None
    profile_folder: str = ""
    sources_folder: str = ""


NO_JOB: Final = Job()


def job_of(loaded: LoadedProfile, options: Options, environ: Mapping[str, str]) -> Job:
    """Return what is known about where a run takes place."""
    note = None if options.offline else without_secrets(loaded.environment(options.environment), environ)
    sources = loaded.folder / loaded.profile.repository.root
    return Job(
        system=ci_system(environ),
        note=note,
        profile_folder=_below_root(loaded.folder),
        sources_folder=_below_root(sources),
    )


def _below_root(folder: Path) -> str:
    """Return where a folder lies below the root of its git repository, as a POSIX path; empty where there is none."""
    with suppress(OSError, RuntimeError):  # a loop of links: whoever reads the folder says what is wrong with it
        whole = folder.resolve()
        for root in (whole, *whole.parents):
            if (root / ".git").exists():
                below = whole.relative_to(root).as_posix()
                return "" if below == "." else below
    return ""


def closing(reports: Sequence[Report], job: Job, style: Style) -> str:
    """Return what is printed below the report for people: what the job lacks, and annotations on GitHub Actions."""
    from golive.reporters.words import plain

    lines = []
    if job.note is not None:
        lines += ["", fold(plain(_sentence(job.note), unicode=style.unicode), style.width, lead="Note: ")]
    if job.system is CiSystem.GITHUB:
        from golive.reporters.github import commands

        told = commands(reports, style)
        lines += ["", *told] if told else []
    return "".join(f"{line}\n" for line in lines)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def summarise(
    reports: Sequence[Report], job: Job, environ: Mapping[str, str], style: Style, written: Sequence[Path]
) -> None:
    """
    Append the Markdown report to the summary of a step of GitHub Actions.

    A summary that cannot be written is a note on standard error: it changes neither the report nor the exit code. It
    is left alone where the report is `written` there anyway.
    """
    from golive.reporters.formats import FORMATS

    name = environ.get(SUMMARY, "")
    if job.system is not CiSystem.GITHUB or not name:
        return
    try:
        path = Path(name).resolve()
        if path in written:
            return
        if not path.is_file():
            write_note(f"the summary of the step was not written: {SUMMARY} names no file that is there")
            return
        note = f"\n> {_sentence(job.note)}\n" if job.note is not None else ""
        _append(path, f"{FORMATS['markdown'](reports, style).rstrip()}\n{note}")
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "that is not a path that can exist"
        write_note(f"the summary of the step was not written: {why}")


def _append(path: Path, text: str) -> None:
    with path.open("ab") as file:
        taken = file.tell()
        room = LARGEST_SUMMARY - taken - 2
        content = text.encode("utf-8", "backslashreplace")
        if len(content) > room:
            content = shortened(content, room)
            write_note("the summary of the step was cut short: GitHub takes 1 MiB")
        if content:
            file.write(b"\n" + content if taken else content)


def shortened(content: bytes, room: int) -> bytes:
    """Return as much of a Markdown text as fits into `room` bytes: whole paragraphs, closed, and that it was cut."""
    if room < ROOM:
        return b""
    kept = content[: room - ROOM].decode("utf-8", "ignore")
    kept = kept[: max(kept.rfind("\n\n"), 0)].rstrip()
    opened = len(re.findall(r"<details\b", kept)) - kept.count("</details>")
    # Each closing tag takes 12 bytes of the room; golive nests them two deep.
    closed = "\n\n</details>" * min(opened, 40)
    fence = "\n```" if kept.count("\n```") % 2 else ""
    return f"{kept}{fence}{closed}{CUT}".encode()
