"""What the checks of one run may touch: the provider's API, the merchant's receivers, the repository."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from golive.base_url import judge_base_url
from golive.errors import Unverified
from golive.finding import Level
from golive.http.journal import Journal
from golive.http.lookup import HTTPS_PORT, look_up
from golive.http.opening import open_wire
from golive.http.routes import find_route
from golive.once import Once
from golive.profile.values import describe
from golive.redact import inert

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.context import Address, EnvironmentView, Progress, WebhookView
    from golive.profile.loader import LoadedProfile
    from golive.provider import Api, Provider
    from golive.receiver.observation import Observations, TlsInspection
    from golive.receiver.reach import Receivers
    from golive.redact import Redactor
    from golive.repository.files import Repository
    from golive.repository.scanning import TreeScan
    from golive.run import Options
    from golive.source.integration import Integration

LAST_WORDS: Final = 1.0
"""Seconds at the end of a run in which nobody is asked, so that a check can still say what it waited for in vain."""


def asking_ends(deadline: Deadline, timeout: float) -> Deadline:
    """Return when the last request of a run of `timeout` seconds has to be over."""
    return deadline.sooner(min(LAST_WORDS, timeout / 10))


class Resources:
    """
    Opens what a check asks for, by the options of the person who runs golive, and refuses what may not be.

    `closing` holds what has to be closed when the run is over, `journal` all that was sent.
    """

    def __init__(
        self,
        *,
        loaded: LoadedProfile,
        options: Options,
        provider: Provider,
        view: EnvironmentView,
        clock: Clock,
        deadline: Deadline,
        redactor: Redactor,
    ) -> None:
        self.loaded = loaded
        self.options = options
        self.provider = provider
        self.view = view
        self.clock = clock
        self.deadline = deadline
        self.redactor = redactor
        self.journal = Journal()
        self.closing = ExitStack()
        self._asking_ends = asking_ends(deadline, options.timeout)
        self._id = f"{int(clock.now().timestamp() * 1000):x}"  # in the ids of all requests and deliveries
        self._wire = Once(lambda: open_wire(options, clock, self.closing))
        self._receivers = Once(self._open_receivers)

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
            wire=self._wire(),
            host=host,
            login_paths=self.provider.login_paths,
            deadline=self._asking_ends,
            journal=self.journal,
            redactor=self.redactor,
            clock=self.clock,
            run_id=self._id,
        )
        return self.provider.connect(session, credentials, self.redactor, self.clock)

    def open_files(self) -> Repository:
        """Return the merchant's repository. Raises Unverified where there is none."""
        from golive.repository.files import open_repository

        settings = self.loaded.profile.repository
        return open_repository(self.loaded.folder / settings.root, settings.exclude, deadline=self.deadline)

    def read_source(self, repository: Repository) -> Integration:
        """Return the source code that talks to the provider. Raises Unverified where there is none."""
        from golive.source.integration import read_integration

        return read_integration(repository, self.provider.source(), self._asking_ends)

    def check_ends(self) -> Deadline:
        """Return by when a check that begins now has to have said what it found."""
        return asking_ends(self.deadline.within(self.options.per_check), self.options.per_check)

    def scan(self, repository: Repository, environments: Mapping[str, EnvironmentView], progress: Progress) -> TreeScan:
        """Return what a search for credentials came by. Raises Unverified where there is nothing to search for."""
        from golive.repository.scanning import scan_repository

        return scan_repository(
            repository,
            self.provider,
            environments,
            clock=self.clock,
            deadline=self.check_ends(),
            cache=self.options.cache,
            progress=progress,
        )

    def resolve_host(self, host: str) -> tuple[Address, ...]:
        """Return a host's addresses, none where `--connect-to` plays it. Raises Unverified."""
        if self.options.offline and find_route(self.options.connect_to, host, HTTPS_PORT) is None:
            raise Unverified(f"{host} was not looked up in an offline run")
        return look_up(host, self.options.connect_to, self._asking_ends)

    def deliver(self, webhook: WebhookView) -> Observations:
        """Send a receiver the test deliveries. Raises Unverified where nothing may be sent."""
        return self._receivers().deliver(self._judged(webhook))

    def inspect_tls(self, webhook: WebhookView) -> TlsInspection:
        """Shake hands with a receiver's host. Raises Unverified where that may not be."""
        return self._receivers().inspect_tls(self._judged(webhook))

    def _judged(self, webhook: WebhookView) -> WebhookView:
        """Return a receiver of the judged environment. Raises Unverified for one of another: those are not touched."""
        if webhook.view is not self.view:
            raise Unverified(f"nothing is sent to receivers of {webhook.view.name}: {self.view.name} is judged")
        return webhook

    def base_url_shown(self) -> str:
        """Return the base URL for the head of the report, or where it would come from."""
        try:
            return self.clean(self.view.base_url())
        except Unverified as why:
            return self.clean(f"{describe(self.view.settings.base_url)} ({why})")

    def _open_receivers(self) -> Receivers:
        from golive.receiver.reach import Receivers

        return Receivers(
            provider=self.provider,
            wire=self._wire,
            clock=self.clock,
            deadline=self._asking_ends,
            journal=self.journal,
            redactor=self.redactor,
            resolve_host=self.resolve_host,
            routes=self.options.connect_to,
            ca_bundle=self.options.ca_bundle,
            proxy=self.options.proxy,
            offline=self.options.offline,
            tokens=self.options.trusted,
            run_id=self._id,
            per_check=self.options.per_check,
        )
