"""Writing an evidence pack: as a whole or not at all, and never over anything."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import UsageError
from golive.evidence.contents import CALL, MANIFEST, MINUTES, PAGE, README, REPORT, Minutes
from golive.evidence.manifest import digest_of, write_manifest
from golive.evidence.page import page_of
from golive.evidence.reading import dump

if TYPE_CHECKING:
    from golive.report import Report

WIDTH: Final = 100
"""Columns of the texts in a pack."""
_MOST_NAMES: Final = 100
"""Folders of one day that are told apart."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was written. `digest` is the SHA-256 of its manifest, for both parties to write down."""

    folder: Path
    digest: str


def folder_name(environment: str, day: str) -> str:
    """Return what the folder of a pack is called."""
    return f"golive-evidence-{re.sub(r'[^A-Za-z0-9_-]', '-', environment)[:60]}-{day}"


def write_pack(into: Path, minutes: Minutes, report: Report, attest: Callable[[str], Report]) -> Pack:
    """
    Write the pack of a call into a new folder below `into`, and return where it is.

    `attest` is called once with the digest of `call.json`, after everything else was tried, and returns the report
    that the pack is to hold; `report` is the one before. Raises UsageError where the pack cannot be written.
    """
    call = dump(minutes).encode()
    first = {CALL: call, **words_of(minutes)}
    name = folder_name(minutes.environment, f"{minutes.ended_at:%Y-%m-%d}")
    staged = into / f".{name}.{secrets.token_hex(4)}"
    try:
        into.mkdir(parents=True, exist_ok=True)
        staged.mkdir()
        try:
            # What cannot be rendered, and a disk that is full, show before anything is attested.
            _put_all(staged, {**first, **pages_of(report)})
            contents = {**first, **pages_of(_agreeing(attest(digest_of(call)), minutes))}
            manifest = write_manifest(contents)
            _put_all(staged, {**contents, MANIFEST: manifest})
            folder = _settle_in(staged, into, name)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    except OSError as error:
        raise UsageError(f"the evidence pack cannot be written into {into}: {error.strerror}") from None
    return Pack(folder, digest_of(manifest))


def words_of(minutes: Minutes) -> Mapping[str, bytes]:
    """Return the minutes as people read them in a pack, by file name."""
    return {README: readme_of(minutes).encode(), MINUTES: page_of(minutes).encode("utf-8", "backslashreplace")}


def pages_of(report: Report) -> Mapping[str, bytes]:
    """Return the report as it stands in a pack, by file name."""
    from golive.reporters.formats import FORMATS, Style

    style = Style(width=WIDTH, verbosity=1)
    return {
        REPORT: FORMATS["json"]([report], style).encode(),
        PAGE: FORMATS["html"]([report], style).encode("utf-8", "backslashreplace"),
    }


def _agreeing(report: Report, minutes: Minutes) -> Report:
    """Return a report. Raises UsageError where it does not say what was signed off."""
    if report.verdict is not minutes.verdict or int(report.exit_code) != minutes.exit_code:
        raise UsageError(
            f"the records changed meanwhile: the verdict is {report.verdict} now, and {minutes.verdict} was signed off"
        )
    return report


def _put_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _settle_in(staged: Path, into: Path, name: str) -> Path:
    """Give the folder its name, or the next one that is free, and return it."""
    for number in range(1, _MOST_NAMES):
        folder = into / (name if number == 1 else f"{name}-{number}")
        if os.path.lexists(folder):
            continue
        staged.rename(folder)
        return folder
    raise UsageError(f"there are too many packs of one day in {into}: name another folder with --pack")


def readme_of(minutes: Minutes) -> str:
    """Return what a person reads first in a pack: what was decided and said, by whom, and how to check it."""
    from golive.evidence.contents import held_words
    from golive.reporters.words import plain

    signed = [
        f"  {plain(one.name)}{f', {plain(one.role)}' if one.role else ''}, for the {one.party}, on {one.on}"
        for one in minutes.sign_offs
    ]
    reason = [f"Reason: {plain(minutes.reason)}"] if minutes.reason else []
    return "\n".join(
        (
            f"Evidence of a certification call: {plain(minutes.checklist)}",
            "",
            f"Outcome: {minutes.outcome}. Verdict of the report: {minutes.verdict}.",
            *reason,
            f"Environment: {plain(minutes.environment)}. golive {plain(minutes.golive_version)}.",
            *map(plain, held_words(minutes)),
            "",
            "Signed off by",
            *signed,
            "",
            *_said(minutes),
            "What is in this folder",
            f"  {PAGE:12} the report to read: every line of the checklist, and how it is known",
            f"  {REPORT:12} the same for machines (golive schema report)",
            f"  {MINUTES:12} the minutes to read: the outcome, who signed it off, notes, follow-ups, attestations",
            f"  {CALL:12} the same for machines",
            f"  {MANIFEST:12} the SHA-256 of every file but itself",
            "",
            "How to tell that nothing was changed",
            "  1. Compare the SHA-256 of SHA256SUMS with the one that both parties wrote down at the end of the call.",
            "  2. Run `sha256sum --check --strict SHA256SUMS` in this folder.",
            "  Or both at once, and more: `golive report verify FOLDER --digest SHA-256`.",
            "",
            "The names are those that were given on the call. A manifest tells changed files; it is no signature.",
            "",
        )
    )


def _said(minutes: Minutes) -> Iterator[str]:
    """Yield what was left to follow, noted and attested on the call, each under its heading."""
    from golive.reporters.words import plain

    parts = (
        ("Marked for follow-up", [f"  {line.id}: {line.title}" for line in minutes.lines if line.follow_up]),
        (
            "Noted on the call",
            [
                f"  {line.id}, {note.at:%Y-%m-%d %H:%M} UTC{f', {note.who}' if note.who else ''}: {note.text}"
                for line in minutes.lines
                for note in line.notes
            ],
        ),
        (
            "Attested on the call",
            [f"  {one.line}, {one.who}, until {one.expires}: {one.evidence}" for one in minutes.attested],
        ),
    )
    for heading, lines in parts:
        if lines:
            yield from (heading, *map(plain, lines), "")
