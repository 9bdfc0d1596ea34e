"""Reading an evidence pack again: whether every byte of it is what was signed off."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import GoliveError, UsageError
from golive.evidence.contents import (
    CALL,
    CONTENTS,
    MANIFEST,
    PAGE,
    REPORT,
    Minutes,
    evidence_words,
    read_minutes,
)
from golive.evidence.manifest import digest_of, read_manifest
from golive.evidence.reading import parse
from golive.record import RecordKind
from golive.redact import inert

if TYPE_CHECKING:
    from golive.report import Report

LARGEST: Final = 128 * 1024 * 1024
"""Bytes of a file in a pack."""
LARGEST_MANIFEST: Final = 16 * 1024
"""Bytes. The one that golive writes has a tenth of a thousand for each file."""
MOST_FILES: Final = 1_000
"""Files in the folder of a pack that are named."""
_KNOWN: Final = frozenset({*CONTENTS, MANIFEST})


@dataclass(frozen=True, slots=True)
class Checked:
    """
    What became of a pack.

    `digest` is the SHA-256 of its manifest, `problems` are sentences about what is not as it was written. `minutes` is
    None where `call.json` cannot be read. `writer` is the version of golive that wrote the pack, where every file fits
    the manifest and this version does not know what that one writes; else it is empty.
    """

    folder: Path
    digest: str
    problems: tuple[str, ...]
    minutes: Minutes | None
    writer: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, added or taken away, as far as this version of golive can tell."""
        return not self.problems and not self.writer


def verify(folder: Path, *, digest: str | None = None) -> Checked:
    """
    Look at a pack. `digest` is what somebody wrote down as the SHA-256 of its manifest.

    Raises UsageError where the folder is no pack at all.
    """
    names = _names(folder)
    if MANIFEST not in names:
        raise UsageError(f"{folder} is no evidence pack: it has no {MANIFEST}")
    content, why = _content(folder / MANIFEST, LARGEST_MANIFEST)
    if content is None:
        return Checked(folder, "", (f"{MANIFEST} {why}",), None)
    manifest, found = read_manifest(content), digest_of(content)
    problems = list(manifest.problems)
    if digest is not None and digest.strip().lower() != found:
        problems.append(f"the SHA-256 of {MANIFEST} is {found}, not the one that was written down")
    problems += [f"{name} is missing in the manifest" for name in CONTENTS if name not in manifest.digests]
    doubts = [f"{name} was added: golive writes no such file" for name in manifest.digests if name not in _KNOWN]
    contents: dict[str, bytes] = {}
    for name, expected in manifest.digests.items():
        seen, found_there = _look(folder, name, expected, names)
        problems += seen
        if found_there is not None:
            contents[name] = found_there
    problems += _additional(names, manifest.digests)
    minutes, unread, said = _agreement(contents)
    problems += said
    doubts += unread
    writer = _another_writer(contents.get(CALL, b""))
    if writer and doubts and not problems:
        return Checked(folder, found, (), minutes, writer)
    return Checked(folder, found, (*problems, *doubts), minutes)


def _names(folder: Path) -> list[str]:
    try:
        if folder.is_file():
            raise UsageError(f"{folder} is a file: name the folder of the pack, unpacked")
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}")
        return sorted(os.listdir(folder))  # noqa: PTH208 - the names alone
    except (OSError, ValueError):
        raise UsageError(f"the folder {folder} cannot be read") from None


def _look(folder: Path, name: str, expected: str, names: list[str]) -> tuple[list[str], bytes | None]:
    if name == MANIFEST:
        return [f"the manifest names itself ({MANIFEST})"], None
    if name not in names:
        return [f"{name} is missing"], None
    content, why = _content(folder / name, LARGEST)
    if content is None:
        return [f"{name} {why}"], None
    return ([] if digest_of(content) == expected else [f"{name} was changed"]), content


def _additional(names: list[str], digests: Mapping[str, str]) -> Iterator[str]:
    more = [name for name in names if name not in digests and name != MANIFEST]
    for name in more[:MOST_FILES]:
        yield f"{inert(name)} was added: the manifest does not name it"
    if len(more) > MOST_FILES:
        yield f"{len(more) - MOST_FILES} more files were added"


def _content(path: Path, largest: int) -> tuple[bytes | None, str]:
    """Return what a regular file holds, or the rest of a sentence about why it does not count. Follows no link."""
    if path.is_symlink():
        return None, "is a link"
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        handle = os.open(path, os.O_RDONLY | sum(flags))
    except OSError:
        return None, "cannot be read"
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None, "is no regular file"
        if status.st_size > largest:
            return None, f"is larger than {largest // 1024} KiB"
        with open(handle, "rb", closefd=False) as file:
            return file.read(largest + 1), ""
    except OSError:
        return None, "cannot be read"
    finally:
        os.close(handle)


def _agreement(contents: Mapping[str, bytes]) -> tuple[Minutes | None, tuple[str, ...], tuple[str, ...]]:
    """Return the minutes, what cannot be read, and in which way minutes and report contradict each other."""
    if CALL not in contents or REPORT not in contents:
        return None, (), ()
    try:
        minutes = read_minutes(contents[CALL].decode("utf-8"))
    except (GoliveError, UnicodeDecodeError) as error:
        return None, (f"{CALL} cannot be read: {_why(error)}",), ()
    try:
        report = _report(contents[REPORT].decode("utf-8"))
    except (GoliveError, UnicodeDecodeError) as error:
        return minutes, (f"{REPORT} cannot be read: {_why(error)}",), ()
    found = (*_contradictions(minutes, report, digest_of(contents[CALL])), *_other_pages(minutes, report, contents))
    return minutes, (), found


def _other_pages(minutes: Minutes, report: Report, contents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the pages that do not say what the data beside them says. Only the golive that wrote them can tell."""
    import golive
    from golive.evidence.pack import pages_of, words_of

    if minutes.golive_version != golive.__version__ or minutes.golive_version != report.version:
        return
    made = {PAGE: (REPORT, pages_of(report)[PAGE])}
    made |= {name: (CALL, content) for name, content in words_of(minutes).items()}
    for name, (source, content) in made.items():
        if name in contents and contents[name] != content:
            yield f"{name} is not the page that golive makes of {source}"


def _another_writer(call: bytes) -> str:
    """Return the version of golive that a `call.json` names, empty where it is this one, or none."""
    import golive

    try:
        document = parse(call.decode("utf-8"))
    except (GoliveError, UnicodeDecodeError):
        return ""
    version = document.get("golive_version") if isinstance(document, dict) else None
    return inert(version, 40) if isinstance(version, str) and version != golive.__version__ else ""


def _why(error: Exception) -> str:
    return inert(str(error)) if isinstance(error, GoliveError) else "it is no text"


def _report(text: str) -> Report:
    from golive.saved import read_reports

    reports = read_reports(text)
    if len(reports) != 1:
        raise UsageError("it holds several reports")
    return reports[0]


def _contradictions(minutes: Minutes, report: Report, call_digest: str) -> Iterator[str]:
    from golive.walkthrough.minutes import objection

    subject = report.subject
    pairs = (
        ("the profile's digest", minutes.profile_digest, subject.digest),
        ("the version of golive", minutes.golive_version, report.version),
        ("the provider", minutes.provider, subject.provider),
        ("the environment", minutes.environment, subject.environment),
        ("the verdict", minutes.verdict, report.verdict),
        ("the exit code", minutes.exit_code, int(report.exit_code)),
        ("the hosts that were played", minutes.played, subject.played),
    )
    for what, said, found in pairs:
        if said != found:
            yield f"{CALL} and {REPORT} differ in {what}"
    lines = {item.id: item.status for item in report.items()}
    attested = minutes.call_attestation
    expected = {line.id: line.status for line in minutes.lines}
    if lines != expected:
        yield f"{CALL} and {REPORT} differ in the lines of the checklist"
    if not minutes.sign_offs:
        yield f"nobody signed off ({CALL})"
    follow_ups = sum(line.follow_up for line in minutes.lines)
    if objection(minutes.outcome, report.verdict, follow_ups, minutes.reason) is not None:
        yield f"the outcome in {CALL} does not go with the verdict {report.verdict}, and no reason is given"
    if minutes.ended_at < minutes.started_at:
        yield f"the call in {CALL} ends before it begins"
    if attested is not None:
        words = evidence_words(minutes, call_digest)
        held = (record for record in report.records if record.kind is RecordKind.ATTESTATION)
        if not any(record.subject == attested.line and record.text == words for record in held):
            yield f"{REPORT} holds no attestation of {inert(attested.line)} with the digest of {CALL}"
