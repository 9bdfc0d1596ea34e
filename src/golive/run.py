"""One run: put a context together, run the checks, and make the report."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import golive
from golive.base_url import judge_base_url
from golive.check import Area, Check
from golive.clock import Clock, Deadline
from golive.context import Address, Context, EnvironmentView
from golive.errors import Unverified, UsageError
from golive.finding import Level
from golive.http.journal import Journal
from golive.http.lookup import HTTPS_PORT, look_up
from golive.http.opening import open_wire
from golive.http.routes import ConnectTo, find_route
from golive.once import Once
from golive.profile.values import Values, describe
from golive.redact import Redactor, inert
from golive.registry import NOT_BUILT, Catalogue, catalogue, load_checklist, load_provider
from golive.report import Report, Subject, sections_of
from golive.result import LEFT_OUT, Result, unrun
from golive.runner import PER_CHECK, Watch, run_checks

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.context import WebhookView
    from golive.http.proxy import ProxySettings
    from golive.http.wire import Wire
    from golive.profile.loader import LoadedProfile
    from golive.provider import Api, Provider
    from golive.receiver.observation import Observations, TlsInspection
    from golive.receiver.reach import Receivers
    from golive.repository.files import Repository

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a run may take."""
LAST_WORDS: Final = 1.0
"""Seconds at the end of a run in which nobody is asked, so that a check can still say what it waited for in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person who runs golive decided. `timeout` is in seconds."""

    environment: str
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    offline: bool = False
    trusted: bool = False
    fail_on_warn: bool = False
    timeout: float = DEFAULT_TIMEOUT
    per_check: float = PER_CHECK
    connect_to: tuple[ConnectTo, ...] = ()
    ca_bundle: Path | None = None
    proxy: ProxySettings | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """What the parts of one run share."""

    loaded: LoadedProfile
    options: Options
    provider: Provider
    view: EnvironmentView
    clock: Clock
    deadline: Deadline
    journal: Journal
    redactor: Redactor
    wire: Once[Wire]
    receivers: Once[Receivers]
    id: str
    """Part of the ids of all requests and deliveries."""

    def clean(self, text: str) -> str:
        """Return a text free of secrets and harmless to print. In this order: half a secret is not recognised."""
        return inert(self.redactor(text))

    def connect(self) -> Api:
        """Return the provider's client. Raises Unverified where nothing may be sent."""
        if self.options.offline:
            raise Unverified("nothing is asked over the network in an offline run")
        host = self.provider.hosts[self.view.kind]
        findings = judge_base_url(self.view.base_url(), self.view.kind, self.provider)
        if any(finding.level is Level.FAIL for finding in findings):
            raise Unverified("nothing was sent, because the base URL is not the provider's (see settings.base-url)")
        credentials = self.view.credentials()
        if not credentials:
            raise Unverified(f"the profile declares no credentials for {self.view.name}")
        from golive.http.session import Session

        session = Session(
            wire=self.wire(),
            host=host,
            login_paths=self.provider.login_paths,
            deadline=self.asking_ends(),
            journal=self.journal,
            redactor=self.redactor,
            clock=self.clock,
            run_id=self.id,
        )
        return self.provider.connect(session, credentials, self.redactor, self.clock)

    def open_files(self) -> Repository:
        """Return the merchant's repository. Raises Unverified where there is none."""
        from golive.repository.files import open_repository

        settings = self.loaded.profile.repository
        return open_repository(self.loaded.folder / settings.root, settings.exclude, deadline=self.deadline)

    def resolve_host(self, host: str) -> tuple[Address, ...]:
        """Return a host's addresses, none where `--connect-to` plays it. Raises Unverified."""
        if self.options.offline and find_route(self.options.connect_to, host, HTTPS_PORT) is None:
            raise Unverified(f"{host} was not looked up in an offline run")
        return look_up(host, self.options.connect_to)

    def deliver(self, webhook: WebhookView) -> Observations:
        """Send a receiver the test deliveries. Raises Unverified where nothing may be sent."""
        return self.receivers().deliver(self.judged(webhook))

    def inspect_tls(self, webhook: WebhookView) -> TlsInspection:
        """Shake hands with a receiver's host. Raises Unverified where that may not be."""
        return self.receivers().inspect_tls(self.judged(webhook))

    def judged(self, webhook: WebhookView) -> WebhookView:
        """Return a receiver of the judged environment. Raises Unverified for one of another: those are not touched."""
        if webhook.view is not self.view:
            raise Unverified(f"nothing is sent to receivers of {webhook.view.name}: {self.view.name} is judged")
        return webhook

    def asking_ends(self) -> Deadline:
        """Return when the last request of the run has to be over."""
        return self.deadline.sooner(min(LAST_WORDS, self.options.timeout / 10))

    def base_url_shown(self) -> str:
        """Return the base URL for the head of the report, or where it would come from."""
        try:
            return self.clean(self.view.base_url())
        except Unverified as why:
            return self.clean(f"{describe(self.view.settings.base_url)} ({why})")


def judge(
    loaded: LoadedProfile,
    options: Options,
    *,
    environ: Mapping[str, str],
    clock: Clock,
    redactor: Redactor | None = None,
    watch: Watch = lambda _id, _status: None,
    find_checks: Callable[..., Catalogue] = catalogue,
) -> Report:
    """
    Check one environment of a profile and return the report. It holds no secret and is harmless to print.

    `environ` is where `env` references look. `redactor` learns every secret of the run; a caller that writes logs
    passes its own. Raises UsageError where the options name something that does not exist.
    """
    view_kind = loaded.environment(options.environment).kind
    provider = load_provider(loaded.profile.provider)
    _demand_own_machine(provider.hosts[view_kind], options)
    checklist = Once(lambda: load_checklist(provider.id))
    known = find_checks(loaded.folder, trusted=options.trusted)
    selected = known.select(options.only, options.skip)
    deadline = Deadline(clock, options.timeout)
    redactor = redactor or Redactor()
    redactor.learn_shapes(shape.redaction for shape in provider.secret_shapes)
    values = Values(loaded.folder, environ, redactor, trusted=options.trusted, deadline=deadline)
    views = {
        name: EnvironmentView(name, settings, loaded, values) for name, settings in loaded.profile.environments.items()
    }
    view = views[options.environment]
    closing = ExitStack()
    wire = Once(lambda: open_wire(options, clock, closing))
    receivers = Once(lambda: _receivers(run))
    run_id = f"{int(clock.now().timestamp() * 1000):x}"
    run = _Run(loaded, options, provider, view, clock, deadline, Journal(), redactor, wire, receivers, run_id)
    context = Context(
        provider=provider,
        environment=view,
        environments=views,
        clock=clock,
        connection=Once(run.connect),
        files=Once(run.open_files),
        resolve_host=run.resolve_host,
        deliver=run.deliver,
        inspect_tls=run.inspect_tls,
    )
    started_at, started = clock.now(), clock.monotonic()
    checklist.begin()  # read while the checks wait for the network
    applicable = [check for check in known.checks if not check.providers or provider.id in check.providers]
    chosen = [check for check in applicable if check.id in selected]
    with closing:
        outcome = run_checks(
            context, chosen, deadline=deadline, clean=run.clean, watch=watch, per_check=options.per_check
        )
    results = _complete(outcome.results, applicable, known, checklist())
    return Report(
        version=golive.__version__,
        subject=_subject(run, checklist()),
        started_at=started_at,
        seconds=clock.monotonic() - started,
        sections=sections_of(checklist(), results, view.kind, loaded.profile.verticals),
        results=tuple(results.values()),
        exchanges=run.journal.exchanges(),
        plugins=tuple(
            replace(plugin, problem=plugin.problem and run.clean(plugin.problem)) for plugin in known.plugins
        ),
        fail_on_warn=options.fail_on_warn,
        interrupted=outcome.interrupted,
    )


def _receivers(run: _Run) -> Receivers:
    from golive.receiver.reach import Receivers

    return Receivers(
        provider=run.provider,
        wire=run.wire,
        clock=run.clock,
        deadline=run.asking_ends(),
        journal=run.journal,
        redactor=run.redactor,
        resolve_host=run.resolve_host,
        routes=run.options.connect_to,
        ca_bundle=run.options.ca_bundle,
        proxy=run.options.proxy,
        offline=run.options.offline,
        tokens=run.options.trusted,
        run_id=run.id,
        per_check=run.options.per_check,
    )


def _demand_own_machine(host: str, options: Options) -> None:
    """
    Raise UsageError where the provider's host would be played by another machine, trusted by the caller's own bundle.

    Whoever made the bundle could read the credential there. On this machine it is the emulator that is played.
    """
    route = find_route(options.connect_to, host, HTTPS_PORT)
    if route is None or options.ca_bundle is None:
        return
    with suppress(ValueError):
        if ipaddress.ip_address(route[0]).is_loopback:
            return
    if route[0] != "localhost":
        raise UsageError(
            f"--connect-to leads {host} to {route[0]}, and --ca-bundle trusts it: a credential is sent to a played "
            "host on this machine only (127.0.0.1)"
        )


def _complete(
    ran: Sequence[Result], applicable: Sequence[Check], known: Catalogue, checklist: Checklist
) -> dict[str, Result]:
    """Return a result for every id there is: what ran, what was left out, what is not built, what did not load."""
    results = {result.id: replace(result, origin=known.origins[result.id]) for result in ran}
    ordered: dict[str, Result] = {}
    for check in applicable:
        left_out = unrun(check.id, check.title, check.area.strength, LEFT_OUT)
        ordered[check.id] = results.get(check.id, replace(left_out, origin=known.origins[check.id]))
    for check_id in checklist.check_ids():
        if check_id not in ordered:
            area = Area(check_id.partition(".")[0])
            ordered[check_id] = unrun(check_id, check_id, area.strength, _why_missing(check_id, known))
    ordered.update((result.id, result) for result in known.broken)
    return ordered


def _why_missing(check_id: str, known: Catalogue) -> str:
    return NOT_BUILT if check_id in known.planned else "no installed package brings this check"


def _subject(run: _Run, checklist: Checklist) -> Subject:
    loaded = run.loaded
    return Subject(
        profile=run.clean(str(loaded.path.name)),
        digest=loaded.digest,
        provider=run.provider.id,
        provider_title=run.provider.title,
        environment=run.view.name,
        kind=run.view.kind,
        base_url=run.base_url_shown(),
        checklist_title=checklist.title,
        checklist_source=checklist.source,
        played=tuple(dict.fromkeys(run.clean(route.host) or "every host" for route in run.options.connect_to)),
    )
