"""
What a provider is: facts about its hosts and credentials, and a way to read its API.

A provider is one folder under `golive.providers` that offers a value named `PROVIDER`; nothing else names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.context import EnvironmentView
    from golive.finding import ExchangePlace, Finding
    from golive.http.answer import Answer
    from golive.http.session import Session
    from golive.kind import Kind
    from golive.receiver.scheme import Deliveries
    from golive.redact import Redactor, Secret
    from golive.source.facts import SourceFacts


@dataclass(frozen=True, slots=True)
class SecretShape:
    """
    How a credential of a provider looks: a fixed prefix, and a pattern that all of the rest has to match.

    `kind` tells which environment it opens (None: the shape does not tell). An `identifier` only names the client: it
    may stand in code. Where several shapes share a prefix, the first that matches counts. Group 1 of `rest`, where it
    has one, is the random part.
    """

    title: str
    prefix: str
    rest: str
    kind: Kind | None = None
    identifier: bool = False

    @property
    def redaction(self) -> re.Pattern[str]:
        """A pattern for `Redactor`: group 1 is the public prefix. It masks cut-off values too."""
        return re.compile(f"({re.escape(self.prefix)})[A-Za-z0-9_-]{{4,}}")


@dataclass(frozen=True, slots=True)
class CredentialName:
    """
    A name that settings and variables of a credential have, whatever the value looks like.

    `pattern` has to match the whole name, its words in lower case and joined by underscores: `antonApiKey` and
    `anton.api-key` are `anton_api_key`. A section counts as a part of the names in it: `api_key` under `anton`. Names
    without any of key, secret, token, password, jwk and pem are not looked at.
    One of the `anchors` stands in the name or its section, spelt exactly so; where `nearby`, in the same part of the
    file instead: for names that other vendors' settings have as well. `private_key` says that the value is a PEM or
    JWK document.
    """

    title: str
    pattern: str
    anchors: tuple[str, ...]
    nearby: bool = False
    private_key: bool = False


@dataclass(frozen=True, slots=True)
class CredentialSet:
    """Fields of the profile's `credentials` that together authenticate."""

    title: str
    fields: tuple[str, ...]


class Acceptance(StrEnum):
    """What an API said to a credential."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNDECIDED = "undecided"
    """An answer that is about something else: a rate limit, a server error."""


@dataclass(frozen=True, slots=True)
class Authentication:
    """The API's answer to a credential: what it means in one sentence, and what to do where it is not accepted."""

    acceptance: Acceptance
    message: str
    place: ExchangePlace
    answer: Answer
    fix: str | None = None


@runtime_checkable
class Api(Protocol):
    """What every provider's read-only API client can do. Each provider adds its own methods."""

    def authenticate(self) -> Authentication:
        """
        Ask for something small with the credential, once per run, and return what the answer means.

        Raises ExchangeFailed where no answer came.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The facts of one provider."""

    id: str
    title: str
    hosts: Mapping[Kind, str]
    """The one API host of each kind of environment, over https on port 443."""
    sandbox_hosts: tuple[str, ...]
    """Every host that must not appear in production settings, older ones included."""
    credential_sets: tuple[CredentialSet, ...]
    secret_shapes: tuple[SecretShape, ...]
    credential_names: tuple[CredentialName, ...] = ()
    """What integrations call its credentials in their settings and code."""
    declares: tuple[str, ...]
    """Settings of an environment that this provider's checks read, and `golive init` shows: what has to be there."""
    needed_events: tuple[str, ...]
    """Webhook events without which money can be lost sight of."""
    deliveries: Deliveries
    """What its webhook deliveries look like, and how they are signed."""
    verticals: tuple[str, ...] = ()
    """Kinds of product that an integration may or may not use, and which decide what lines of the checklist apply."""
    login_paths: frozenset[str]
    """The only paths that may be sent a POST: they give a token and change nothing."""
    judge_credentials: Callable[[EnvironmentView, Mapping[str, EnvironmentView]], Iterator[Finding]]
    """Yield what the credential itself gives away: the environment to judge, and all of them by name."""
    source: Callable[[], SourceFacts]
    """Return what source code that talks to this provider looks like, and what is asked of it. Loaded when needed."""
    connect: Callable[[Session, Mapping[str, Secret], Redactor, Clock], Api]
    """Return the API client. Sends nothing yet."""
