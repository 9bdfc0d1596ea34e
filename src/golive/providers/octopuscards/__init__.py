"""
OctopusCards.

Its pages exist in two generations, and only parts of some were read: the client takes what is documented and asks for
nothing else. Key and secret log in once per run; the tokens stay in memory, and are neither refreshed nor logged out,
because logging out would revoke those of the running application as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from golive.kind import Kind
from golive.provider import CredentialSet, Provider
from golive.providers.octopuscards.names import CREDENTIAL_NAMES
from golive.providers.octopuscards.signature import DELIVERIES

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.context import EnvironmentView
    from golive.finding import Finding
    from golive.http.session import Session
    from golive.providers.octopuscards.api import OctopusApi
    from golive.redact import Redactor, Secret
    from golive.source.facts import SourceFacts


def connect(session: Session, credentials: Mapping[str, Secret], redactor: Redactor, clock: Clock) -> OctopusApi:
    """Return the API client, which is loaded now. Sends nothing yet."""
    from golive.providers.octopuscards import api

    return api.connect(session, credentials, redactor, clock)


def judge_credentials(view: EnvironmentView, environments: Mapping[str, EnvironmentView]) -> Iterator[Finding]:
    """Yield what the key and the secret of an environment give away."""
    from golive.providers.octopuscards import credentials

    yield from credentials.judge_credentials(view, environments)


def source() -> SourceFacts:
    """Return what its pages ask of source code, which is loaded now."""
    from golive.providers.octopuscards.source import SOURCE

    return SOURCE


PROVIDER = Provider(
    id="octopuscards",
    title="OctopusCards",
    # https://octopus-docs.pages.dev/docs/getting-started/environments
    hosts={Kind.PRODUCTION: "api.octopuscards.io", Kind.SANDBOX: "sandbox-api.octopuscards.io"},
    sandbox_hosts=("sandbox-api.octopuscards.io",),
    # https://octopus-docs.pages.dev/docs/getting-started/api-keys
    credential_sets=(CredentialSet("API key and secret", ("api_key", "api_secret")),),
    secret_shapes=(),  # no page documents what a key, a secret or a webhook secret looks like
    credential_names=CREDENTIAL_NAMES,
    # https://octopus-docs.pages.dev/docs/reference/topups/webhooks lists what is sent today. These end an order.
    needed_events=("order.delivered", "order.partially_delivered", "order.failed", "order.cancelled"),
    declares=("balances", "egress"),
    verticals=("vouchers", "topups", "esim"),
    login_paths=frozenset({"/auth/login"}),
    deliveries=DELIVERIES,
    judge_credentials=judge_credentials,
    source=source,
    connect=connect,
)
