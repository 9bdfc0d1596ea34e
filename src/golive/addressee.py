"""Whom test deliveries go to where there is no profile: a URL on the command line, and a profile made up around it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import golive
from golive.clock import Clock, Deadline
from golive.context import EnvironmentView
from golive.errors import Unverified, UsageError
from golive.kind import Kind
from golive.profile.nearest import did_you_mean
from golive.profile.values import Values, describe
from golive.redact import Redactor, inert

if TYPE_CHECKING:
    from golive.context import Address
    from golive.http.proxy import ProxySettings
    from golive.http.routes import ConnectTo
    from golive.profile.loader import LoadedProfile
    from golive.profile.types import Value
    from golive.provider import Provider
    from golive.receiver.scheme import Scheme
    from golive.redact import Secret

ENVIRONMENT: Final = "probe"
"""Name of the one environment of the profile that a probe makes up."""
_EVENT: Final = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeOptions:
    """What to probe, and how. Naming the URL is the permission to send test deliveries there."""

    url: str
    provider: str
    """Id of the provider whose deliveries are sent."""
    secret: Value
    """The receiver's signing secret, or where to read it."""
    folder: Path = Path()
    """Where paths of `secret` are counted from."""
    signature: str | None = None
    """Which generation of the provider's signature; the provider's default for None."""
    event: str | None = None
    """Event type of the test deliveries; the provider's choice for None."""
    timeout: float = 60.0
    """Seconds that the probe may take."""
    connect_to: tuple[ConnectTo, ...] = ()
    ca_bundle: Path | None = None
    proxy: ProxySettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """To whom deliveries went, as words: none of them secret, all of them harmless to print."""

    version: str
    url: str
    provider_title: str
    signature: str
    """Title of the signature's generation."""
    secret_source: str
    """Where the secret came from."""
    played: tuple[str, ...] = ()
    """Hosts that another address stood in for."""
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a probe and a single delivery need, once it is certain that they may begin."""

    provider: Provider
    scheme: Scheme
    secret: Secret
    view: EnvironmentView
    deadline: Deadline
    redactor: Redactor
    subject: Addressed
    run_id: str

    def clean(self, text: str) -> str:
        """Return a text free of secrets and harmless to print. In this order: half a secret is not recognised."""
        return inert(self.redactor(text))


def prepare(
    provider: Provider, options: ProbeOptions, *, environ: Mapping[str, str], clock: Clock, redactor: Redactor
) -> Prepared:
    """Return what the options mean. Raises UsageError; nothing has been sent by then, and nothing looked up."""
    scheme = _scheme(provider, options.signature)
    if options.event is not None:
        demand_event(options.event)
    _demand_target(options)
    redactor.learn_shapes(shape.redaction for shape in provider.secret_shapes)
    deadline = Deadline(clock, options.timeout)
    values = Values(options.folder, environ, redactor, trusted=False, deadline=deadline)
    loaded = _made_up(options, provider)
    view = EnvironmentView(ENVIRONMENT, loaded.profile.environments[ENVIRONMENT], loaded, values)
    try:
        secret = values.secret(options.secret, f"secret of webhooks.0 of {ENVIRONMENT}")
    except Unverified as why:
        raise UsageError(f"the webhook secret cannot be read: {why}") from None
    subject = Addressed(
        version=golive.__version__,
        url=inert(redactor(options.url)),
        provider_title=provider.title,
        signature=scheme.title,
        secret_source=inert(redactor(describe(options.secret))),
        played=tuple(dict.fromkeys(inert(redactor(route.host)) or "every host" for route in options.connect_to)),
        started_at=clock.now(),
    )
    run_id = f"{int(subject.started_at.timestamp() * 1000):x}"
    return Prepared(provider, scheme, secret, view, deadline, redactor, subject, run_id)


def demand_event(event_type: str) -> None:
    """Raise UsageError where this could not be the type of an event: it travels in headers too."""
    if not _EVENT.fullmatch(event_type):
        raise UsageError(f"{inert(event_type, 80)!r} is no event type: those are words such as payout.completed")


def _scheme(provider: Provider, name: str | None) -> Scheme:
    try:
        return provider.deliveries.scheme(name)
    except KeyError:
        known = [scheme.id for scheme in provider.deliveries.schemes]
    hint = did_you_mean(str(name), known) or f"; there are {', '.join(known)}"
    raise UsageError(f"{provider.title} has no signature {name!r}{hint}")


def _demand_target(options: ProbeOptions) -> None:
    """Raise UsageError where no name lookup could make the URL one that may be probed."""
    from golive.receiver.reach import demand_merchants
    from golive.receiver.target import judge_target

    def as_hoped(host: str) -> tuple[Address, ...]:
        return (ipaddress.ip_address("127.0.0.1" if host == "localhost" else "1.1.1.1"),)

    try:
        demand_merchants(
            judge_target(options.url, routes=options.connect_to, resolve_host=as_hoped, loopback_http=True)
        )
    except Unverified as why:
        raise UsageError(str(why)) from None


def _made_up(options: ProbeOptions, provider: Provider) -> LoadedProfile:
    """Return a profile of one environment with one receiver. Nothing is written anywhere."""
    from golive.profile.loader import NAME, LoadedProfile
    from golive.profile.types import Environment, Profile, Webhook

    webhook = Webhook(
        url=options.url,
        secret=options.secret,
        probe=True,
        signature=options.signature,
        test_event=options.event,
    )
    host = provider.hosts[Kind.PRODUCTION]
    environment = Environment(kind=Kind.PRODUCTION, base_url=f"https://{host}", webhooks=(webhook,))
    profile = Profile(version=1, provider=provider.id, environments={ENVIRONMENT: environment})
    return LoadedProfile(profile=profile, path=options.folder / NAME, positions={}, digest="")
