"""
The types of `golive.records.yaml`. Its loader and its JSON Schema both come from these definitions.

Days are texts here: one that cannot be read is no error, its record is not in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from golive.profile.types import ENVIRONMENT_NAME, WRITTEN, setting
from golive.schema import Form

SUBJECT: Final = Form(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$", "an id, such as `launch.monitoring` or `code.secrets`")
DAYS: Final = frozenset({"when", "created", "expires"})
"""Keys whose values are days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A person vouches for a line of the checklist that no machine can see."""

    item: str = setting("Id of the line, such as `launch.monitoring`.", form=SUBJECT)
    environment: str = setting("Environment of the profile that it is about.", form=ENVIRONMENT_NAME)
    who: str = setting("Who vouches, such as `Ada Lovelace <ada@example.com>`.", form=WRITTEN)
    when: str = setting("Day on which it was said, such as 2026-11-22.")
    evidence: str = setting("What shows it: a link, or a sentence.", form=WRITTEN)
    expires: str = setting("Last day on which it counts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A team accepts for a while that a line or a check is not right. It names one of the two."""

    item: str | None = setting("Id of the line that is waived.", form=SUBJECT, default=None)
    check: str | None = setting("Id of the check that is waived, in every line.", form=SUBJECT, default=None)
    environment: str | None = setting(
        "Environment that it is about. All of them where left out.", form=ENVIRONMENT_NAME, default=None
    )
    reason: str = setting("Why it is accepted, and what will be done about it.", form=WRITTEN)
    approver: str = setting("Who approved it.", form=WRITTEN)
    created: str = setting("First day on which it counts, such as 2026-11-22.")
    expires: str = setting("Last day on which it counts, at most 180 days later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsFile:
    """What people vouch for, and what they accept, on the way to production."""

    version: Literal[1] = setting("Version of this format.")
    attestations: tuple[Attestation, ...] = setting("What people vouch for.", default=())
    waivers: tuple[Waiver, ...] = setting("What the team accepts for a while.", default=())
