"""Reaching a merchant's receivers: who may be sent what, and each of them only once per run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from golive.errors import NotApplicable, Unverified
from golive.http.errors import NotAllowed
from golive.http.routes import find_route
from golive.once import Once
from golive.receiver.matrix import Matrix
from golive.receiver.observation import PlainAnswer
from golive.receiver.target import HTTP_PORT, HTTPS_PORT, Target, judge_target, may_reach
from golive.runner import PER_CHECK

if TYPE_CHECKING:
    from pathlib import Path

    from golive.clock import Clock, Deadline
    from golive.context import Address, WebhookView
    from golive.http.journal import Journal
    from golive.http.proxy import ProxySettings
    from golive.http.routes import ConnectTo
    from golive.http.wire import Wire
    from golive.provider import Provider
    from golive.receiver.observation import Observations, TlsInspection
    from golive.receiver.prober import Prober
    from golive.redact import Redactor

T = TypeVar("T")
_Key = tuple[str, int]
"""Name of the environment, and position of the receiver in it."""

MARGIN: Final = 3.0
"""Seconds before a check's own deadline in which nothing is sent any more, so that it can still say what it saw."""
MOST_AT_ONCE: Final = 8
"""Receivers that are probed side by side."""
PLAIN_LIMIT: Final = 10.0
"""Seconds for asking over plain http. A host that is silent there is as it should be."""
PLAIN: Final = "plain-http"
"""Name of the delivery that asks whether plain http is answered."""


def demand_merchants(target: Target) -> Target:
    """
    Return a target that is no provider's own API. Raises Unverified for one: those are read, and sent no deliveries.

    Whatever is played instead: a profile that names such a host as its receiver would do so in production too.
    """
    from golive.registry import load_provider, provider_ids

    for provider in map(load_provider, provider_ids()):
        if target.host in {*provider.hosts.values(), *provider.sandbox_hosts}:
            raise Unverified(f"nothing was sent: {target.host} is the API of {provider.title}, and no receiver")
    return target


class Receivers:
    """
    The merchant's receivers, each probed at most once, whoever asks first. Safe to use from threads.

    `tokens` permits deliveries to carry the webhook secret itself, where the provider sends it; a host that `routes`
    play on this machine gets it anyway. `loopback_http` permits receivers on this machine, over plain http too.
    `per_check` is how many seconds the check that asks has.
    """

    def __init__(
        self,
        *,
        provider: Provider,
        wire: Once[Wire],
        clock: Clock,
        deadline: Deadline,
        journal: Journal,
        redactor: Redactor,
        resolve_host: Callable[[str], tuple[Address, ...]],
        routes: Sequence[ConnectTo],
        ca_bundle: Path | None,
        proxy: ProxySettings | None,
        offline: bool,
        tokens: bool,
        run_id: str,
        loopback_http: bool = False,
        per_check: float = PER_CHECK,
    ) -> None:
        self._provider = provider
        self._wire = wire
        self._clock = clock
        self._deadline = deadline.within(per_check - min(MARGIN, per_check / 10))
        self._journal = journal
        self._redactor = redactor
        self._resolve_host = resolve_host
        self._routes = tuple(routes)
        self._ca_bundle = ca_bundle
        self._proxy = proxy
        self._offline = offline
        self._tokens = tokens
        self._run_id = run_id
        self._loopback_http = loopback_http
        self._lock = threading.Lock()
        self._observed: dict[_Key, Once[Observations]] = {}
        self._inspected: dict[_Key, Once[TlsInspection]] = {}

    def deliver(self, webhook: WebhookView) -> Observations:
        """
        Send a receiver the test deliveries and return what it did with them.

        Raises Unverified where nothing may be sent: no `probe: true`, offline, a URL that is not public https, no
        secret, a signature that the provider does not have.
        """
        return self._once(webhook, self._observed, self._deliver)()

    def inspect_tls(self, webhook: WebhookView) -> TlsInspection:
        """
        Return what a TLS handshake with a receiver's host showed, and what its port for plain http answers.

        Raises Unverified as `deliver` does, secret and signature aside, and where the host cannot be reached, and
        NotApplicable for plain http on this machine.
        """
        return self._once(webhook, self._inspected, self._inspect)()

    def _once(self, webhook: WebhookView, kept: dict[_Key, Once[T]], make: Callable[[WebhookView], T]) -> Once[T]:
        """Return what is made once for a receiver. The next few begin now: one that hangs takes no time of theirs."""
        with self._lock:
            for one in webhook.view.webhooks()[webhook.index :][:MOST_AT_ONCE]:
                key = (one.view.name, one.index)
                if key not in kept:
                    kept[key] = Once(partial(make, one))
                    if one.index != webhook.index:
                        kept[key].begin()
            return kept[webhook.view.name, webhook.index]

    def _deliver(self, webhook: WebhookView) -> Observations:
        target = self._target(webhook)
        return self._prober(target).probe(self._matrix(webhook, target))

    def _inspect(self, webhook: WebhookView) -> TlsInspection:
        target = self._target(webhook)
        if target.scheme == "http":
            raise NotApplicable("plain http on this machine has no certificate")
        from golive.http.handshake import shake_hands

        inspection = shake_hands(
            target.host,
            target.port,
            routes=self._routes,
            ca_bundle=self._ca_bundle,
            proxy=self._proxy,
            clock=self._clock,
            deadline=self._deadline,
            may_reach=may_reach(target),
        )
        return replace(inspection, plain=self._ask_plainly(webhook, target))

    def _target(self, webhook: WebhookView) -> Target:
        if self._offline:
            raise Unverified("nothing is sent to a receiver in an offline run")
        if not webhook.settings.probe:
            raise Unverified("nothing was sent: the profile does not say `probe: true` for this receiver")
        target = judge_target(
            webhook.url(), routes=self._routes, resolve_host=self._resolve_host, loopback_http=self._loopback_http
        )
        return demand_merchants(target)

    def _matrix(self, webhook: WebhookView, target: Target) -> Matrix:
        deliveries = self._provider.deliveries
        try:
            scheme = deliveries.scheme(webhook.settings.signature)
        except KeyError:
            known = ", ".join(one.id for one in deliveries.schemes)
            raise Unverified(f"{self._provider.title} has no signature of that name; it has {known}") from None
        secret = webhook.secret()
        if secret is None:
            raise Unverified("the profile declares no secret for this receiver")
        return Matrix(
            scheme=scheme,
            deliveries=deliveries,
            secret=secret.reveal(),
            tokens=self._tokens or target.on_this_machine,
            event_type=webhook.settings.test_event or deliveries.test_event,
            run_id=self._run_id,
            now=self._clock.now(),
        )

    def _prober(self, target: Target) -> Prober:
        from golive.receiver.prober import Prober

        return Prober(
            target=target,
            wire=self._wire(),
            clock=self._clock,
            deadline=self._deadline,
            journal=self._journal,
            redactor=self._redactor,
        )

    def _ask_plainly(self, webhook: WebhookView, target: Target) -> PlainAnswer | None:
        """Return what plain http on the receiver's host is answered, None where that cannot be asked."""
        if target.port != HTTPS_PORT:
            return None
        if find_route(self._routes, target.host, HTTP_PORT) is None:
            if target.played_at is not None:
                return None
            if self._proxy is not None and self._proxy.covers(target.host, target.port):
                return None  # plain http goes past the proxy, and silence there says nothing about the receiver
        try:
            matrix = self._matrix(webhook, target)
        except Unverified:
            return None  # without a secret there is nothing that the receiver could take for the provider's
        delivery = matrix.without_token(PLAIN, "signed correctly, over plain http")
        try:
            outcome = self._prober(target).send(delivery, limit=PLAIN_LIMIT, url=target.plain_url)
        except NotAllowed:
            return None  # nobody was asked
        return PlainAnswer(status=outcome.status, redirect=outcome.redirect, error=outcome.error)
