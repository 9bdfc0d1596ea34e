"""What a check is, and how a function becomes one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


class Strength(StrEnum):
    """How strong the word of a passing check is, the strongest first."""

    OBSERVED = "observed"
    """Seen in the behaviour of a live system."""
    INSPECTED = "inspected"
    """Read from settings or source."""
    ATTESTED = "attested"
    """Vouched for by a person."""


class Area(StrEnum):
    """What a check looks at: the first half of its id."""

    SETTINGS = "settings"
    ACCOUNT = "account"
    RECEIVER = "receiver"
    CODE = "code"
    TRAFFIC = "traffic"

    @property
    def strength(self) -> Strength:
        """How strong a pass of a check of this area is."""
        return Strength.INSPECTED if self in {Area.SETTINGS, Area.CODE} else Strength.OBSERVED


CheckFunction = Callable[["Context"], "Iterator[Finding]"]


@dataclass(frozen=True, slots=True)
class Check:
    """
    One question to an integration.

    `title` is a sentence that is true when the check passes, `guide` says why it matters, `remedy` what to do when
    it does not pass. `providers` names the providers it applies to (empty: all of them), `sources` the pages that
    document the facts it relies on.
    """

    id: str
    area: Area
    title: str
    guide: str
    remedy: str
    run: CheckFunction
    providers: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()


def check(
    *,
    remedy: str,
    providers: frozenset[str] = frozenset(),
    sources: tuple[str, ...] = (),
    remarks: bool = True,
) -> Callable[[CheckFunction], Check]:
    """
    Make a check of a function that yields findings.

    The id is the function's package and name: `account/balance.py: def balance` is `account.balance`. The first
    paragraph of the docstring is the title, the rest the guide. Nothing is registered: list the value in `CHECKS`.
    `remarks` says that a remark in a file takes out a finding of a code check there: `golive: ignore[code.…] reason`.

    Raises ValueError where the area is not one of the five, or the docstring lacks a title or a guide.
    """

    def make(function: CheckFunction) -> Check:
        package = function.__module__.split(".")[-2]
        try:
            area = Area(package)
        except ValueError:
            known = ", ".join(area.value for area in Area)
            raise ValueError(
                f"{function.__module__}: a check lives in a package named after what it looks at ({known})"
            ) from None
        title, _, guide = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
        if not title or not guide:
            raise ValueError(f"{function.__module__}: the docstring needs a title and a guide, a blank line apart")
        check_id = f"{area}.{function.__name__.replace('_', '-')}"
        return Check(
            id=check_id,
            area=area,
            title=" ".join(title.split()).rstrip("."),
            guide=guide.strip(),
            remedy=remedy,
            run=_heeding(check_id, function) if area is Area.CODE and remarks else function,
            providers=providers,
            sources=sources,
        )

    return make


def _heeding(check_id: str, function: CheckFunction) -> CheckFunction:
    def run(ctx: Context) -> Iterator[Finding]:
        from golive.repository.ignores import heed

        return heed(check_id, ctx, function(ctx))

    return run
