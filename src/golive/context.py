"""What a check is given. It gets everything through the context, and nothing from anywhere else."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from golive.errors import NotApplicable, Unverified

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.finding import SettingPlace
    from golive.kind import Kind
    from golive.once import Once
    from golive.profile.loader import LoadedProfile
    from golive.profile.types import Environment, Value, Webhook
    from golive.profile.values import Values
    from golive.provider import Api, Provider
    from golive.receiver.observation import Observations, TlsInspection
    from golive.redact import Secret
    from golive.repository.files import Repository
    from golive.repository.scanning import TreeScan
    from golive.source.integration import Integration

A = TypeVar("A")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

Progress = Callable[[str, int, int], None]
"""Told what goes on, how many pieces of it are done, and how many there are. Called from any thread."""


def unseen(_what: str, _done: int, _total: int, /) -> None:
    """Show nothing: the progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook receiver of an environment, by its position in the profile."""

    settings: Webhook
    index: int
    view: EnvironmentView

    def url(self) -> str:
        """Return the receiver's URL. Raises Unverified where the reference cannot be resolved."""
        return self.view.text(self.settings.url)

    def secret(self) -> Secret | None:
        """Return the signing secret, None where none is declared. Raises Unverified where it cannot be resolved."""
        if self.settings.secret is None:
            return None
        return self.view.secret(self.settings.secret, f"secret of webhooks.{self.index} of {self.view.name}")

    def place(self, key: str = "url") -> SettingPlace:
        """Return where the profile writes this receiver."""
        return self.view.place("webhooks", self.index, key)


@dataclass(frozen=True, slots=True)
class EnvironmentView:
    """One environment of the profile, with its references resolved on demand."""

    name: str
    settings: Environment
    loaded: LoadedProfile
    values: Values

    @property
    def kind(self) -> Kind:
        """Whether this is a sandbox or production."""
        return self.settings.kind

    def text(self, value: Value) -> str:
        """Return a plain value. Raises Unverified where its reference cannot be resolved."""
        return self.values.text(value)

    def secret(self, value: Value, label: str) -> Secret:
        """Return a secret value. Raises Unverified where its reference cannot be resolved."""
        return self.values.secret(value, label)

    def base_url(self) -> str:
        """Return the base URL. Raises Unverified where its reference cannot be resolved."""
        return self.text(self.settings.base_url)

    def credential_values(self) -> Mapping[str, Value]:
        """Return the declared parts of the credential as written: field name to value or reference."""
        credentials = self.settings.credentials
        declared = {field.name: getattr(credentials, field.name) for field in fields(credentials)}
        return {name: value for name, value in declared.items() if value is not None}

    def credential(self, name: str) -> Secret | None:
        """Return one part of the credential, None where it is not declared. Raises Unverified as `secret` does."""
        value = self.credential_values().get(name)
        return None if value is None else self.secret(value, f"{name} of {self.name}")

    def credentials(self) -> Mapping[str, Secret]:
        """Return all declared parts of the credential. Raises Unverified where one cannot be resolved."""
        return {name: self.secret(value, f"{name} of {self.name}") for name, value in self.credential_values().items()}

    def webhooks(self) -> tuple[WebhookView, ...]:
        """Return the webhook receivers in the order of the profile."""
        return tuple(WebhookView(webhook, index, self) for index, webhook in enumerate(self.settings.webhooks))

    def secret_values(self) -> Iterator[tuple[str, SettingPlace, Value]]:
        """Yield everything of this environment that is a secret, as written: name, place, value or reference."""
        for name, value in self.credential_values().items():
            yield f"{name} of {self.name}", self.place("credentials", name), value
        for webhook in self.webhooks():
            if webhook.settings.secret is not None:
                label = f"secret of webhooks.{webhook.index} of {self.name}"
                yield label, webhook.place("secret"), webhook.settings.secret

    def place(self, *keys: str | int) -> SettingPlace:
        """Return where the profile writes a setting of this environment, or the nearest thing around it."""
        return self.loaded.place("environments", self.name, *keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    Everything a check may look at.

    What is not there raises Unverified when it is touched, and the check becomes `unknown` with that reason.
    """

    provider: Provider
    environment: EnvironmentView
    """The environment that is judged."""
    environments: Mapping[str, EnvironmentView]
    """All environments of the profile, by name, for comparisons."""
    clock: Clock
    connection: Once[Api]
    files: Once[Repository]
    code: Once[Integration]
    scan: Once[TreeScan]
    """
    Search the work tree for credentials, once per run.

    Raises Unverified where there is no repository, and where there is nothing to search for.
    """
    deadline: Callable[[], Deadline]
    """Return by when a check that begins now has to have said what it found: what it has not come to is unknown."""
    resolve_host: Callable[[str], tuple[Address, ...]]
    """Return the addresses of a host name. Raises Unverified offline and where the name does not resolve."""
    deliver: Callable[[WebhookView], Observations]
    """
    Send a receiver golive's test deliveries, once per run, and return what it did with them.

    Raises Unverified where nothing may be sent: `probe` is off, offline, no secret, a URL that is not public https.
    """
    inspect_tls: Callable[[WebhookView], TlsInspection]
    """
    Shake hands with a receiver's host, once per run, and return what its TLS looks like.

    Raises Unverified as `deliver` does, and where the host cannot be reached.
    """
    cache: Path | None = None
    """A folder for what is remembered from run to run, None to remember nothing."""
    inline_ignores: bool = True
    """Whether remarks in files, such as `golive: ignore[code.secrets] reason`, take findings out."""
    progress: Progress = unseen
    """Shows how far a long piece of work is."""

    def api(self, kind: type[A]) -> A:
        """
        Return the provider's API client, read-only and pinned to the provider's host.

        Raises NotApplicable where the provider's client is of another kind, and Unverified where nothing may be
        sent: offline, a base URL that is not the provider's, a credential that cannot be resolved.
        """
        api = self.connection()
        if not isinstance(api, kind):
            raise NotApplicable(f"{self.provider.title} has no such interface")
        return api

    @property
    def repository(self) -> Repository:
        """The merchant's repository. Raises Unverified where there is none."""
        return self.files()

    @property
    def source(self) -> Integration:
        """
        The source code that talks to the provider.

        Raises Unverified where there is no repository, where nothing in it speaks of the provider, and where reading
        takes too long.
        """
        return self.code()

    def need_webhooks(self) -> tuple[WebhookView, ...]:
        """Return the webhook receivers. Raises Unverified where the profile declares none."""
        webhooks = self.environment.webhooks()
        if not webhooks:
            raise Unverified(f"the profile declares no webhooks for {self.environment.name}")
        return webhooks
