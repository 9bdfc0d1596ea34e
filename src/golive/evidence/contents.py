"""What is in an evidence pack, besides the report: the minutes of the call, as `call.json` has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from golive.evidence.reading import NotWrittenByUsError, parse, read
from golive.report import Verdict  # noqa: TC001 - types are read at run time
from golive.result import Status  # noqa: TC001 - types are read at run time
from golive.walkthrough.minutes import Attested, Note, Outcome, SignOff  # noqa: TC001 - types are read at run time

VERSION: Final = 1
CALL: Final = "call.json"
REPORT: Final = "report.json"
PAGE: Final = "report.html"
MINUTES: Final = "call.html"
README: Final = "README.txt"
MANIFEST: Final = "SHA256SUMS"
LONGEST_WORDS: Final = 400
"""Characters of the evidence of the call's own attestation."""
CONTENTS: Final = (README, MINUTES, CALL, PAGE, REPORT)
"""Every file that the manifest covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where in the merchant's history a call was held. `changed` says that files differed from the commit."""

    commit: str | None
    changed: bool | None
    note: str = ""
    """Why there is no commit, or why nobody knows whether something was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """What the call came to for one line."""

    id: str
    title: str
    status: Status
    seen: bool
    follow_up: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAttestation:
    """The attestation that the call was held: written after this file, whose digest is its evidence."""

    line: str
    who: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """
    A call that is over.

    Digests are SHA-256, hexadecimal: of the profile that the results are about, and of the records file as it was
    before the call itself was attested (None where there was no file). `verdict` and `exit_code` are those of the
    report beside it. `played` are hosts that another address stood in for.
    """

    golive_call: int
    golive_version: str
    provider: str
    environment: str
    checklist: str
    profile: str
    profile_digest: str
    records_digest: str | None
    repository: Origin
    played: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    results_at: datetime
    verdict: Verdict
    exit_code: int
    outcome: Outcome
    reason: str
    sign_offs: tuple[SignOff, ...]
    attested: tuple[Attested, ...]
    call_attestation: CallAttestation | None
    lines: tuple[CallLine, ...]


def read_minutes(text: str) -> Minutes:
    """Return what a `call.json` says. Raises NotWrittenByUsError where golive did not write it."""
    document = parse(text)
    version = document.get("golive_call") if isinstance(document, dict) else None
    if version != VERSION:
        raise NotWrittenByUsError("this version of golive does not know its format")
    return read(Minutes, document)


def held_words(minutes: Minutes) -> Iterator[str]:
    """Yield when a call was held, on which commit, and what it says nothing about, one sentence each."""
    yield f"From {minutes.started_at:%Y-%m-%d %H:%M} to {minutes.ended_at:%Y-%m-%d %H:%M} UTC."
    origin = minutes.repository
    if origin.commit is None:
        yield f"No commit: {origin.note}."
    else:
        differ = {True: ", with files that differ from it", False: "", None: f"; {origin.note}"}[origin.changed]
        yield f"Commit {origin.commit}{differ}."
    if minutes.played:
        hosts = ", ".join(minutes.played)
        yield f"Other addresses stood in for {hosts}: the report says nothing about the real ones."


def evidence_words(minutes: Minutes, digest: str) -> str:
    """Return the evidence of the attestation that a call was held. `digest` is that of its `call.json`."""
    proof = f"SHA-256 of {CALL} in the evidence pack: {digest}"
    held = f"The call of {minutes.ended_at:%Y-%m-%d}: {minutes.outcome}"
    names = ", ".join(f"{one.name} ({one.party})" for one in minutes.sign_offs)
    words = f"{held}, signed off by {names}. {proof}"
    return words if len(words) <= LONGEST_WORDS else f"{held}, signed off by {len(minutes.sign_offs)}. {proof}"
