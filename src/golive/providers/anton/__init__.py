"""
Anton Payments.

The provider documents several generations of its API, which disagree. This client reads them all: payees or
beneficiaries, enveloped or bare objects, static keys or OAuth clients with DPoP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from golive.kind import Kind
from golive.provider import CredentialSet, Provider
from golive.providers.anton.names import CREDENTIAL_NAMES
from golive.providers.anton.shapes import SANDBOX_HOSTS, SECRET_SHAPES
from golive.providers.anton.signature import DELIVERIES

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.context import EnvironmentView
    from golive.finding import Finding
    from golive.http.session import Session
    from golive.providers.anton.api import AntonApi
    from golive.redact import Redactor, Secret
    from golive.source.facts import SourceFacts


def connect(session: Session, credentials: Mapping[str, Secret], redactor: Redactor, clock: Clock) -> AntonApi:
    """Return the API client, which is loaded now. Sends nothing yet."""
    from golive.providers.anton import api

    return api.connect(session, credentials, redactor, clock)


def judge_credentials(view: EnvironmentView, environments: Mapping[str, EnvironmentView]) -> Iterator[Finding]:
    """Yield what the credential of an environment gives away."""
    from golive.providers.anton import credentials

    yield from credentials.judge_credentials(view, environments)


def source() -> SourceFacts:
    """Return what its pages ask of source code, which is loaded now."""
    from golive.providers.anton.source import SOURCE

    return SOURCE


PROVIDER = Provider(
    id="anton",
    title="Anton Payments",
    # https://help.antonpayments.com/en/articles/14127245-sandbox-vs-production
    hosts={Kind.PRODUCTION: "api.antonpayments.com", Kind.SANDBOX: "api.antonpayments.dev"},
    sandbox_hosts=SANDBOX_HOSTS,
    credential_sets=(
        CredentialSet("static key", ("api_key",)),
        CredentialSet("OAuth client with DPoP", ("client_id", "client_secret", "dpop_key")),
    ),
    secret_shapes=SECRET_SHAPES,
    credential_names=CREDENTIAL_NAMES,
    declares=("balances", "corridors", "payees"),
    # https://help.antonpayments.com/en/articles/14127238-setting-up-webhooks
    needed_events=("payout.completed", "payout.failed", "payout.returned"),
    login_paths=frozenset({"/oauth/token"}),
    deliveries=DELIVERIES,
    judge_credentials=judge_credentials,
    source=source,
    connect=connect,
)
