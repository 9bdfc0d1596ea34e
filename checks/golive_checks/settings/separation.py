"""`settings.separation`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golive.check import check
from golive.errors import NotApplicable, Unverified
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn
from golive.redact import Secret

if TYPE_CHECKING:
    from golive.context import Context, EnvironmentView
    from golive.profile.types import Value


@dataclass(frozen=True, slots=True)
class _Setting:
    """A value that has to differ between environments. Web addresses are kept as secrets too: only compared."""

    name: str
    place: SettingPlace
    written: Value
    value: Secret


@check(
    remedy="Give each environment credentials, webhook URLs and webhook secrets of its own, under names of their own.",
    sources=("https://octopus-docs.pages.dev/docs/getting-started/production",),
)
def separation(ctx: Context) -> Iterator[Finding]:
    """
    No two environments share a credential, a webhook URL or a webhook secret.

    Shared values are how a test run reaches production, and how a sandbox event is taken for a real one. Values are
    compared with each other, and only their names are shown.
    """
    view = ctx.environment
    others = [other for other in ctx.environments.values() if other.name != view.name]
    if not others:
        raise NotApplicable(f"the profile has no environment beside {view.name}")
    mine, missing = _settings(view)
    for why in missing:
        yield unknown(f"{why}, so it cannot be compared")
    for other in others:
        theirs, missing = _settings(other)
        for why in missing:
            yield unknown(f"{why}, so it cannot be compared")
        yield from _compare(mine, theirs, other.name)


def _compare(mine: list[_Setting], theirs: list[_Setting], other: str) -> Iterator[Finding]:
    from golive.profile.types import EnvReference

    differing = 0
    for one in mine:
        for two in theirs:
            # What is in a variable of the process depends on who runs the program: no proof that both are the same.
            own_process = isinstance(one.written, EnvReference) and one.written == two.written
            variable = _variable(one.written)
            if one.value == two.value and not own_process:
                yield fail(f"the {one.name} and the {two.name} are the same value", one.place)
            elif variable is not None and variable == _variable(two.written):
                yield warn(f"the {one.name} and the {two.name} are read from variables of the same name", one.place)
            else:
                differing += 1
    if differing:
        yield seen(f"{len(mine)} values were compared with the {len(theirs)} of {other}")


def _variable(value: Value) -> str | None:
    """Return the name of the variable that a value is read from: one name for two environments is easily mistaken."""
    from golive.profile.types import DotenvReference, EnvReference

    match value:
        case EnvReference(env=name) | DotenvReference(key=name):
            return name
        case _:
            return None


def _settings(view: EnvironmentView) -> tuple[list[_Setting], list[str]]:
    written = list(view.secret_values())
    written += [
        (f"url of webhooks.{webhook.index} of {view.name}", webhook.place(), webhook.settings.url)
        for webhook in view.webhooks()
    ]
    settings: list[_Setting] = []
    missing: list[str] = []
    for name, place, value in written:
        try:
            is_url = name.startswith("url ")
            secret = Secret(view.text(value), name) if is_url else view.secret(value, name)
        except Unverified as why:
            missing.append(f"the {name} cannot be read ({why})")
        else:
            settings.append(_Setting(name, place, value, secret))
    return settings, missing
