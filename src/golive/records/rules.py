"""
What may stand in the records of a profile, and what could count.

Each question is answered with None, or with the rest of a sentence that begins with the id in question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from golive.acceptance import why_not_waivable
from golive.checklist import Attest, Item
from golive.kind import Kind
from golive.profile.loader import LONGEST_ATTESTATION, LONGEST_WAIVER
from golive.profile.nearest import did_you_mean
from golive.record import named_by, read_day

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.profile.loader import LoadedProfile
    from golive.registry import Catalogue


class Rules:
    """The rules for the records of one profile. Checklist and checks are read when they are first asked for."""

    def __init__(self, loaded: LoadedProfile) -> None:
        from golive.registry import load_provider

        self.loaded = loaded
        self.policy = loaded.profile.policy
        self.provider = load_provider(loaded.profile.provider)
        self.checklist = _checklist(self.provider.id)
        self._lines = {item.id: item for item in self.checklist.items()}

    @cached_property
    def _catalogue(self) -> Catalogue:
        from golive.registry import catalogue

        return catalogue(self.loaded.folder)

    @cached_property
    def _checks(self) -> tuple[frozenset[str], bool]:
        """The ids of all checks that there are for the provider, and whether that is all of them."""
        known = self._catalogue
        ids = {one.id for one in known.checks if not one.providers or self.provider.id in one.providers}
        return frozenset(ids | set(self.checklist.check_ids())), not known.broken

    @cached_property
    def _plugged(self) -> frozenset[str]:
        """The lines that checks of installed packages are."""
        from golive.registry import BUILT_IN

        return frozenset(f"plugins.{name}" for name, origin in self._catalogue.origins.items() if origin != BUILT_IN)

    def line(self, item_id: str) -> Item:
        """Return a line, with what it shares of another. Raises KeyError where there is none."""
        item = self._lines[item_id]
        if item.same_as is None:
            return item
        other = self._lines[item.same_as]
        return replace(item, proof=other.proof, attest=other.attest, ask=other.ask)

    def attestable(self) -> tuple[str, ...]:
        """Return the ids of the lines that a person may vouch for."""
        return tuple(name for name in self._lines if self.line(name).attest is not Attest.NEVER)

    def waivable(self) -> tuple[str, ...]:
        """Return the ids of the lines and checks that the policy lets be waived."""
        return tuple(name for name in (*self._lines, *sorted(self._checks[0])) if self.why_not_waived(name) is None)

    def why_no_environment(self, name: str) -> str | None:
        """Return why no record can be about an environment."""
        known = self.loaded.profile.environments
        if name in known:
            return None
        return f"is no environment of {self.loaded.path.name}{did_you_mean(name, known) or _there_are(known)}"

    def why_not_vouched(self, item_id: str) -> str | None:
        """Return why nobody can vouch for a line."""
        if item_id not in self._lines:
            if item_id in self._plugged:
                return "cannot be vouched for: the check of an installed package decides it"
            hint = did_you_mean(item_id, self._lines)
            if not hint and item_id in self._checks[0]:
                hint = ": it is a check; a person vouches for a line"
            return f"is no line of the {self.checklist.title}{hint}"
        item = self.line(item_id)
        if item.derived_from:
            return f"cannot be vouched for: other lines decide it ({', '.join(item.derived_from)})"
        if item.attest is Attest.NEVER:
            return "cannot be vouched for: golive looks for itself whether that is so"
        return None

    def why_vouching_is_idle(self, item_id: str, environment: str) -> str | None:
        """Return why somebody's word for a line could never count, though it may be written down."""
        item, policy = self.line(item_id), self.policy
        kind = self.loaded.environment(environment).kind
        verticals = self.loaded.profile.verticals
        if item.production and kind is not Kind.PRODUCTION:
            return f"is about production, and {environment} is a {kind}: vouch for it where it is production"
        if item.verticals and verticals and not set(item.verticals) & set(verticals):
            return f"does not apply: the profile's verticals name no {' and no '.join(item.verticals)}"
        if named_by(policy.observed, item_id) and not (item.attest is Attest.REQUIRED and item.proof):
            return "has to be seen in operation: the profile's policy takes nobody's word for it (`policy.observed`)"
        return None

    def why_no_line(self, item_id: str) -> str | None:
        """Return why no waiver can be about a line of that id."""
        if item_id in self._lines or item_id in self._plugged:
            return None
        if item_id in self._checks[0]:
            return "is a check, no line: write `check:` instead of `item:`"
        if item_id.startswith("plugins.") and not self._checks[1]:
            return None  # of a package that is installed and was not loaded: nobody can tell
        return f"is no line of the {self.checklist.title}{did_you_mean(item_id, self._lines)}"

    def why_no_check(self, check_id: str) -> str | None:
        """Return why no waiver can be about a check of that id."""
        checks, complete = self._checks
        if check_id in checks or not complete:
            return None  # one of a package that is installed and was not loaded may have any id
        if check_id in self._lines:
            return "is a line, no check: write `item:` instead of `check:`"
        hint = did_you_mean(check_id, checks) or ": a check of an installed package is known where that is installed"
        return f"is no check for {self.provider.title}{hint}"

    def why_no_subject(self, subject: str) -> str | None:
        """Return why an id names neither a line nor a check."""
        if self.is_line(subject) or self.why_no_check(subject) is None:
            return None
        known = [*self._lines, *self._checks[0]]
        hint = did_you_mean(subject, known) or "; `golive list` shows the checks, and a report the lines"
        return f"is no line of the {self.checklist.title}, and no check{hint}"

    def is_line(self, subject: str) -> bool:
        """Tell whether an id names a line rather than a check."""
        return subject in self._lines or subject in self._plugged

    def why_not_waived(self, subject: str) -> str | None:
        """Return why the policy lets no waiver excuse a line or a check."""
        why = why_not_waivable(subject, self.checklist, self.policy)
        return None if why is None else f"cannot be waived: {why}"

    def why_too_long(self, made: str, expires: str, *, waiver: bool) -> str | None:
        """Return why a record lasts longer than it may. Days that cannot be read last no time at all."""
        first, last = read_day(made), read_day(expires)
        longest = self.longest(waiver=waiver)
        if first is None or last is None or (last - first).days <= longest:
            return None
        what, begun = ("a waiver", "it was created") if waiver else ("an attestation", "it was made")
        latest = first.toordinal() + longest
        until = f": {date.fromordinal(latest)} at the latest" if latest <= date.max.toordinal() else ""
        return f"is {(last - first).days} days after {made}; {what} ends at most {longest} days after {begun}{until}"

    def longest(self, *, waiver: bool) -> int:
        """Return how many days a record may last: what the policy says, and never more than golive allows."""
        if waiver:
            return min(self.policy.longest_waiver, LONGEST_WAIVER)
        return min(self.policy.longest_attestation, LONGEST_ATTESTATION)


@cache
def _checklist(provider_id: str) -> Checklist:
    from golive.registry import load_checklist

    return load_checklist(provider_id)


def _there_are(known: Iterable[str]) -> str:
    return f"; there are {', '.join(known)}"
