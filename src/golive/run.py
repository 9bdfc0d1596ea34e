"""One run: put a context together, run the checks, and make the report."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import golive
from golive.check import Area, Check
from golive.clock import Clock, Deadline
from golive.context import Context, EnvironmentView, Progress, unseen
from golive.errors import UsageError
from golive.http.lookup import HTTPS_PORT
from golive.http.routes import ConnectTo, find_route
from golive.once import Once
from golive.profile.values import Values
from golive.redact import Redactor
from golive.registry import NOT_BUILT, Catalogue, catalogue, load_checklist, load_provider
from golive.report import Report, Subject, settle
from golive.resources import Resources
from golive.result import LEFT_OUT, Result, unrun
from golive.runner import PER_CHECK, Watch, run_checks

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.http.proxy import ProxySettings
    from golive.profile.loader import LoadedProfile
    from golive.record import Record

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a run may take."""


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
    cache: Path | None = None
    """A folder for what is remembered from run to run, None to remember nothing."""
    inline_ignores: bool = True
    """Whether remarks in files take findings out."""


def judge(
    loaded: LoadedProfile,
    options: Options,
    *,
    environ: Mapping[str, str],
    clock: Clock,
    redactor: Redactor | None = None,
    watch: Watch = lambda _id, _status: None,
    progress: Progress = unseen,
    find_checks: Callable[..., Catalogue] = catalogue,
    records: Sequence[Record] = (),
) -> Report:
    """
    Check one environment of a profile and return the report. It holds no secret and is harmless to print.

    `environ` is where `env` references look. `redactor` learns every secret of the run; a caller that writes logs
    passes its own. `records` are what people vouched for and accept (`golive.records`). Raises UsageError where the
    options name something that does not exist.
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
    run = Resources(
        loaded=loaded,
        options=options,
        provider=provider,
        view=view,
        clock=clock,
        deadline=deadline,
        redactor=redactor,
    )
    files = Once(run.open_files)
    context = Context(
        provider=provider,
        environment=view,
        environments=views,
        clock=clock,
        connection=Once(run.connect),
        files=files,
        code=Once(lambda: run.read_source(files())),
        scan=Once(lambda: run.scan(files(), views, progress)),
        deadline=run.check_ends,
        resolve_host=run.resolve_host,
        deliver=run.deliver,
        inspect_tls=run.inspect_tls,
        cache=options.cache,
        inline_ignores=options.inline_ignores,
        progress=progress,
    )
    started_at, started = clock.now(), clock.monotonic()
    checklist.begin()  # read while the checks wait for the network
    applicable = [check for check in known.checks if not check.providers or provider.id in check.providers]
    chosen = [check for check in applicable if check.id in selected]
    with run.closing:
        outcome = run_checks(
            context, chosen, deadline=deadline, clean=run.clean, watch=watch, per_check=options.per_check
        )
    results = _complete(outcome.results, applicable, known, checklist())
    found = Report(
        version=golive.__version__,
        subject=_subject(run, checklist()),
        started_at=started_at,
        seconds=clock.monotonic() - started,
        sections=(),
        results=(),
        exchanges=run.journal.exchanges(),
        plugins=tuple(
            replace(plugin, problem=plugin.problem and run.clean(plugin.problem)) for plugin in known.plugins
        ),
        policy=loaded.profile.policy,
        fail_on_warn=options.fail_on_warn,
        interrupted=outcome.interrupted,
    )
    return settle(found, checklist(), results.values(), [_cleaned(record, run.clean) for record in records])


def _cleaned(record: Record, clean: Callable[[str], str]) -> Record:
    """Return a record that holds no secret and is harmless to print: a person may have pasted anything into it."""
    texts = {name: clean(getattr(record, name)) for name in ("who", "text", "made", "expires")}
    return replace(record, **texts, place=replace(record.place, path=clean(record.place.path)))  # type: ignore[arg-type]  # texts


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


def _subject(run: Resources, checklist: Checklist) -> Subject:
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
        verticals=loaded.profile.verticals,
        played=tuple(dict.fromkeys(run.clean(route.host) or "every host" for route in run.options.connect_to)),
    )
