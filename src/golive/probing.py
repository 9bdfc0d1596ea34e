"""Probing one receiver without a profile: test deliveries, and the checks of receivers on what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from golive.addressee import ENVIRONMENT, ProbeOptions, prepare
from golive.check import Area
from golive.context import Context
from golive.errors import Unverified
from golive.finding import SettingPlace
from golive.http.journal import Journal
from golive.http.lookup import look_up
from golive.http.opening import open_wire
from golive.once import Once
from golive.redact import Redactor
from golive.registry import built_in, load_provider
from golive.report import ExitCode
from golive.resources import asking_ends
from golive.result import Result, Status
from golive.runner import run_checks

if TYPE_CHECKING:
    from golive.addressee import Addressed
    from golive.clock import Clock
    from golive.context import Address, WebhookView
    from golive.http.journal import Exchange
    from golive.receiver.observation import Observations, Outcome
    from golive.receiver.reach import Receivers
    from golive.receiver.scheme import Deliveries
    from golive.runner import Clean, Watch

__all__ = ["ProbeOptions", "Probed", "probe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What a probe came to, already free of secrets and harmless to print."""

    subject: Addressed
    facts: Deliveries
    seconds: float
    results: tuple[Result, ...]
    observations: Observations | None
    """None where no delivery was sent, or the receiver's answers were not complete in time."""
    unobserved: str | None
    """Why there are no observations, where that is known."""
    exchanges: tuple[Exchange, ...]
    interrupted: bool

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns: warnings and what does not apply count as right."""
        statuses = Counter(result.status for result in self.results)
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if statuses[Status.ERROR]:
            return ExitCode.CRASHED
        if statuses[Status.FAIL]:
            return ExitCode.NOT_READY
        if statuses[Status.UNKNOWN] or not self.results:
            return ExitCode.INCOMPLETE
        return ExitCode.READY


def probe(
    options: ProbeOptions,
    *,
    environ: Mapping[str, str],
    clock: Clock,
    redactor: Redactor | None = None,
    watch: Watch = lambda _id, _status: None,
) -> Probed:
    """
    Send a receiver golive's test deliveries, and judge what it did with them.

    `environ` is where an `env` reference looks. Raises UsageError where the options name something that does not
    exist, the secret or the CA bundle cannot be read, or the URL is not one that may be probed.
    """
    from golive.receiver.reach import Receivers

    here = prepare(
        load_provider(options.provider), options, environ=environ, clock=clock, redactor=redactor or Redactor()
    )

    def resolve_host(host: str) -> tuple[Address, ...]:
        return look_up(host, options.connect_to, here.deadline)

    with ExitStack() as closing:
        journal = Journal()
        wire = open_wire(options, clock, closing)
        receivers = Receivers(
            provider=here.provider,
            wire=Once(lambda: wire),
            clock=clock,
            deadline=asking_ends(here.deadline, options.timeout),
            journal=journal,
            redactor=here.redactor,
            resolve_host=resolve_host,
            routes=options.connect_to,
            ca_bundle=options.ca_bundle,
            proxy=options.proxy,
            offline=False,
            tokens=True,
            loopback_http=True,
            run_id=here.run_id,
            per_check=options.timeout,
        )
        kept = _Kept(receivers)
        context = Context(
            provider=here.provider,
            environment=here.view,
            environments={ENVIRONMENT: here.view},
            clock=clock,
            connection=Once(lambda: _absent("a probe asks the provider nothing")),
            files=Once(lambda: _absent("a probe reads no repository")),
            code=Once(lambda: _absent("a probe reads no repository")),
            scan=Once(lambda: _absent("a probe reads no repository")),
            deadline=lambda: here.deadline,
            resolve_host=resolve_host,
            deliver=kept.deliver,
            inspect_tls=receivers.inspect_tls,
        )
        chosen = [
            check
            for check in built_in().checks
            if check.area is Area.RECEIVER and (not check.providers or here.provider.id in check.providers)
        ]
        started = clock.monotonic()
        outcome = run_checks(
            context, chosen, deadline=here.deadline, clean=here.clean, watch=watch, per_check=options.timeout
        )
        return Probed(
            subject=here.subject,
            facts=here.provider.deliveries,
            seconds=clock.monotonic() - started,
            results=tuple(_placeless(result) for result in outcome.results),
            observations=kept.observations and _cleaned(kept.observations, here.clean),
            unobserved=kept.reason and here.clean(kept.reason),
            exchanges=journal.exchanges(),
            interrupted=outcome.interrupted,
        )


def _absent(why: str) -> NoReturn:
    raise Unverified(why)


@dataclass(slots=True)
class _Kept:
    """Hands out what the receiver did, and keeps it for the report."""

    receivers: Receivers
    observations: Observations | None = None
    reason: str | None = None

    def deliver(self, webhook: WebhookView) -> Observations:
        """Return what the receiver did with the deliveries. Raises Unverified."""
        try:
            self.observations = self.receivers.deliver(webhook)
        except Unverified as why:
            self.reason = str(why)
            raise
        return self.observations


def _placeless(result: Result) -> Result:
    """Return a result without places in a profile: there is none, and everything is about one URL."""
    findings = (
        replace(finding, place=None) if isinstance(finding.place, SettingPlace) else finding
        for finding in result.findings
    )
    return replace(result, findings=tuple(findings))


def _cleaned(seen: Observations, clean: Clean) -> Observations:
    return replace(
        seen,
        url=clean(seen.url),
        outcomes=tuple(clean_outcome(one, clean) for one in seen.outcomes),
        burst=tuple(clean_outcome(one, clean) for one in seen.burst),
        unsent={name: clean(why) for name, why in seen.unsent.items()},
        bugs=tuple(clean(bug) for bug in seen.bugs),
    )


def clean_outcome(one: Outcome, clean: Clean) -> Outcome:
    """Return an outcome whose every text has passed `clean`."""
    return replace(
        one,
        title=clean(one.title),
        error=one.error and clean(one.error),
        redirect=one.redirect and clean(one.redirect),
        reply=clean(one.reply),
        headers={clean(name): clean(value) for name, value in one.headers.items()},
        place=replace(one.place, url=clean(one.place.url)),
    )
