"""
What OctopusCards' key and secret give away by themselves, before they are sent anywhere.

No page documents what they look like, so the sandbox's pair is known only by comparing it with the production one. A
credential is never sent to the other environment's host to find out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, seen, unknown, warn
from golive.kind import Kind
from golive.repository.placeholders import is_placeholder

if TYPE_CHECKING:
    from golive.context import EnvironmentView

PARTS: Final = {"api_key": "key", "api_secret": "secret"}


def judge_credentials(view: EnvironmentView, environments: Mapping[str, EnvironmentView]) -> Iterator[Finding]:
    """Yield what is wrong with the pair of an environment. Raises Unverified where it cannot be resolved."""
    missing = [name for name in PARTS if name not in view.credential_values()]
    if missing:
        raise Unverified(f"the profile declares no {' and no '.join(missing)} for {view.name}")
    own = {name: secret.reveal() for name, secret in view.credentials().items() if name in PARTS}
    yield from _judge_alone(view, own)
    others = [other for other in environments.values() if other.kind is not view.kind and _declared(other)]
    for other in others:
        yield from _compare(view, own, other)
    if not others:
        wanted = Kind.SANDBOX if view.kind is Kind.PRODUCTION else Kind.PRODUCTION
        yield warn(
            f"the pairs cannot be compared: the profile declares no {wanted} credentials",
            view.place("credentials"),
            fix=f"Declare a {wanted} environment with its credentials: only the comparison tells the two pairs apart",
        )


def _declared(view: EnvironmentView) -> list[str]:
    return [name for name in PARTS if name in view.credential_values()]


def _judge_alone(view: EnvironmentView, own: Mapping[str, str]) -> Iterator[Finding]:
    fix = f"Copy the {view.kind} pair again from where the account manager handed it over"
    whole = True
    for name, value in own.items():
        place = view.place("credentials", name)
        if value != _bare(value):
            whole = False
            yield fail(
                f"the {PARTS[name]} has white space or quotes around it, which the login takes for a part of it",
                place,
                fix=fix,
            )
        elif is_placeholder(value) and name == "api_key":
            whole = False
            # A user name, of which no page says what it looks like: real ones may be words too.
            yield warn(
                "the key reads like a placeholder",
                place,
                fix="Compare it with the key that the account manager handed over; the login tells for certain",
            )
        elif is_placeholder(value):
            whole = False
            yield fail(f"the {PARTS[name]} is a placeholder", place, fix=fix)
    if _bare(own["api_key"]) == _bare(own["api_secret"]):
        yield fail("the key and the secret are the same value", view.place("credentials", "api_secret"), fix=fix)
    elif whole:
        yield seen("the key and the secret are two values, and no placeholders", view.place("credentials"))


def _compare(view: EnvironmentView, own: Mapping[str, str], other: EnvironmentView) -> Iterator[Finding]:
    """Compare every half with every half of the other pair: pasted into the wrong field, it is still the other's."""
    different = True
    for theirs in PARTS:
        try:
            secret = other.credential(theirs)
        except Unverified as why:
            different = False
            yield unknown(f"the pair cannot be compared with the {PARTS[theirs]} of {other.name}: {why}")
            continue
        if secret is None:
            continue
        for ours, value in own.items():
            if _same_variable(view, ours, other, theirs):
                different = False
                yield warn(
                    f"the {PARTS[ours]} is read from the same variable as the {PARTS[theirs]} of {other.name} "
                    f"({other.kind}), so the two cannot be compared",
                    view.place("credentials", ours),
                    fix="Give each environment's pair variables of its own, as the provider advises",
                )
            elif _bare(value) == _bare(secret.reveal()):
                different = False
                yield fail(
                    f"the {PARTS[ours]} is the same as the {PARTS[theirs]} of {other.name} ({other.kind})",
                    view.place("credentials", ours),
                    fix=f"Use the pair that was issued for {view.kind}; each pair opens one environment only",
                )
    if different:
        yield seen(f"the pair differs from the one of {other.name} ({other.kind})", view.place("credentials"))


def _same_variable(view: EnvironmentView, ours: str, other: EnvironmentView, theirs: str) -> bool:
    """Return whether both are what a variable of this process holds, which is another value on another machine."""
    from golive.profile.types import EnvReference

    written = view.credential_values()[ours]
    return isinstance(written, EnvReference) and written == other.credential_values().get(theirs)


def _bare(value: str) -> str:
    return value.strip().strip("\"'").strip()
