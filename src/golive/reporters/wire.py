"""
The JSON form of a report: types of its own, so that the inner ones can change without breaking anybody.

What differs between two runs with the same input stands only in fields whose names end in `_at`, `seconds` or
`request_id`. A change that readers would notice, other than a new field, raises `format_version`.
"""

# ruff: noqa: TC001 - the schema is made from these types at run time

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from golive.check import Strength
from golive.checklist import Attest
from golive.finding import Level
from golive.kind import Kind
from golive.profile.types import setting
from golive.record import RecordKind, RecordState
from golive.report import Verdict
from golive.result import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSubject:
    """What was judged."""

    profile: str = setting("Path of the profile.")
    digest: str = setting("Digest of the profile's text.")
    provider: str = setting("Provider id.")
    provider_title: str = setting("Name of the provider.")
    environment: str = setting("Name of the environment in the profile.")
    kind: Kind = setting("What the environment is for.")
    base_url: str = setting("The API's base URL as the application uses it.")
    checklist_title: str = setting("Name of the checklist.")
    checklist_source: str = setting("Page that the checklist's lines are taken from.")
    played: tuple[str, ...] = setting(
        "Hosts that another address stood in for (--connect-to): nothing here is known about the real ones."
    )
    verticals: tuple[str, ...] = setting("Kinds of product that the integration uses; all of them where empty.")
    service: str = setting("What tells it apart from others in one report; empty where it stands alone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFilePlace:
    """A line of a file, relative to the repository or to the profile's folder."""

    kind: Literal["file"] = setting("Which sort of place this is.", default="file")
    path: str = setting("Path of the file.")
    line: int | None = setting("Line, from 1.")
    column: int | None = setting("Column, from 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettingPlace:
    """A setting of the profile, and where it is written."""

    kind: Literal["setting"] = setting("Which sort of place this is.", default="setting")
    key: str = setting("Dotted name of the setting.")
    path: str = setting("Path of the file that holds it.")
    line: int | None = setting("Line, from 1.")
    column: int | None = setting("Column, from 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireExchangePlace:
    """A request to the provider, or a test delivery to a receiver."""

    kind: Literal["exchange"] = setting("Which sort of place this is.", default="exchange")
    method: str = setting("Method of the request.")
    url: str = setting("URL of the request.")
    status: int | None = setting("Status of the answer, null where none came.")


WirePlace = WireFilePlace | WireSettingPlace | WireExchangePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFinding:
    """One thing that a check saw."""

    level: Level = setting("What the finding does to its check.")
    message: str = setting("What was seen.")
    place: WirePlace | None = setting("Where it was seen.")
    fix: str | None = setting("What to do, where it differs from the check's remedy.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireResult:
    """The outcome of one check."""

    id: str = setting("Id of the check.")
    title: str = setting("Sentence that is true when the check passes.")
    status: Status = setting("Outcome.")
    strength: Strength = setting("How strong the word of a pass of this check is.")
    origin: str = setting("Package that brought the check.")
    reason: str | None = setting("Why there is no verdict, or why the check stopped early.")
    remedy: str = setting("What to do where it does not pass.")
    findings: tuple[WireFinding, ...] = setting("What the check saw, in its order.")
    trace: tuple[str, ...] = setting("Where a broken check broke.")
    seconds: float = setting("How long it ran.")
    waived_from: Status | None = setting("What it came to, where a waiver excuses it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireProof:
    """One thing that has to be shown for an item: one of the alternatives, each with all of its checks."""

    alternatives: tuple[tuple[str, ...], ...] = setting("Ids of checks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """One line of the checklist."""

    id: str = setting("Section and name.")
    title: str = setting("What must be true.")
    status: Status = setting("Outcome.")
    strength: Strength | None = setting("How strong the proof is, null without one.")
    summary: str = setting("What was seen, or why there is no proof.")
    attest: Attest = setting("Whether a person's word counts.")
    checks: tuple[str, ...] = setting("Ids of the checks that were consulted.")
    proofs: tuple[WireProof, ...] = setting("What has to be shown; every entry counts.")
    derived_from: tuple[str, ...] = setting("Ids of the items that decide this one.")
    waived_from: Status | None = setting("What it came to, where a waiver of the item excuses it.")
    record: int | None = setting("Index in `records` of the one that decided it, null where none did.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSection:
    """A part of the checklist."""

    id: str = setting("First half of its items' ids.")
    title: str = setting("Heading.")
    items: tuple[WireItem, ...] = setting("Its lines, in order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireExchange:
    """One request to the provider, with all its attempts, or one test delivery to a receiver; and the last answer."""

    method: str = setting("Method of the request.")
    url: str = setting("URL with its query; secrets are masked.")
    request_id: str = setting("X-Request-Id that golive sent with the last attempt; the event id of a test delivery.")
    status: int | None = setting("Status of the last answer, null where none came.")
    response_request_id: str | None = setting("X-Request-Id that the answer brought.")
    attempts: int = setting("How often the request was sent.")
    bytes: int = setting("Size of the last answer's body as it was sent.")
    started_at: datetime = setting("When the first attempt began.")
    seconds: float = setting("From the first attempt to the last byte, waits included.")
    error: str | None = setting("What happened where no usable answer came.")
    retry_after_seconds: float | None = setting("How long the last answer asked to wait.")
    delivery: str | None = setting("Name of the test delivery to a receiver, null for a request to the provider.")
    redirect: str | None = setting("Where the answer pointed to. golive did not go there.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WirePlugin:
    """A package that brings checks of its own."""

    name: str = setting("Name of the package.")
    version: str = setting("Version of the package.")
    problem: str | None = setting("Why its checks could not be loaded.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRecord:
    """What a person vouched for, or what a team accepts for a while; and what it did in this run."""

    kind: RecordKind = setting("Which of the two.")
    subject: str = setting("Id of the item, or of the check (waivers only).")
    environment: str | None = setting("Environment that it is about, null for all of them.")
    who: str = setting("Who vouches, or approves.")
    text: str = setting("The evidence, or the reason.")
    made: str = setting("Day on which it was made, as written.")
    expires: str = setting("Last day on which it holds, as written.")
    place: WireFilePlace = setting("Where it is written.")
    state: RecordState = setting("What it did in this run.")
    note: str = setting("Why it did nothing; empty where it is in use.")
    age_days: int | None = setting("Days since it was made, null where that day cannot be read.")
    days_left: int | None = setting("Days until it expires, negative where it has; null where that cannot be read.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WirePolicy:
    """What the profile lets records do."""

    longest_waiver: int = setting("Most days from a waiver's creation to its expiry.")
    longest_attestation: int = setting("Most days that an attestation holds.")
    not_waivable: tuple[str, ...] = setting("Items and checks that no waiver excuses.")
    observed: tuple[str, ...] = setting("Items that only a proof seen in operation satisfies.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCounts:
    """How often each status occurs; every status is named."""

    items: Mapping[str, int] = setting("Lines of the checklist.")
    checks: Mapping[str, int] = setting("Checks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireReport:
    """What a run of golive came to."""

    format: Literal["golive-report"] = setting("Name of this format.", default="golive-report")
    format_version: Literal[1] = setting("Version of this format.", default=1)
    golive_version: str = setting("Version of golive that judged.")
    verdict: Verdict = setting("The answer.")
    exit_code: int = setting("Exit code of the run: 0 ready, 1 not ready, 3 incomplete, 4 crash, 130 interrupted.")
    interrupted: bool = setting("Whether the run was cut short.")
    fail_on_warn: bool = setting("Whether warnings count as failed.")
    started_at: datetime = setting("When the run began.")
    seconds: float = setting("How long the run took.")
    subject: WireSubject = setting("What was judged.")
    counts: WireCounts = setting("How often each status occurs.")
    sections: tuple[WireSection, ...] = setting("The checklist.")
    results: tuple[WireResult, ...] = setting("Every check, also those that no line names.")
    exchanges: tuple[WireExchange, ...] = setting(
        "Every request and every test delivery, in an order that does not depend on timing."
    )
    plugins: tuple[WirePlugin, ...] = setting("Installed packages that bring checks.")
    records: tuple[WireRecord, ...] = setting("Attestations and waivers, in the order of their file.")
    policy: WirePolicy = setting("What the profile lets records do.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireReports:
    """Several reports as one."""

    format: Literal["golive-reports"] = setting("Name of this format.", default="golive-reports")
    format_version: Literal[1] = setting("Version of this format.", default=1)
    verdict: Verdict = setting("The answer over all of them: as bad as the worst.")
    exit_code: int = setting("The gravest of their exit codes.")
    reports: tuple[WireReport, ...] = setting("The reports.")
