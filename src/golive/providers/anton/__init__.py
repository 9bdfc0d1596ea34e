"""
Anton Payments.

The provider documents several generations of its API, which disagree. This client reads them all: payees or
beneficiaries, enveloped or bare objects, static keys or OAuth clients with DPoP.
"""

from golive.kind import Kind
from golive.provider import CredentialSet, Provider
from golive.providers.anton.api import connect
from golive.providers.anton.credentials import judge_credentials
from golive.providers.anton.shapes import SANDBOX_HOSTS, SECRET_SHAPES

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
    # https://help.antonpayments.com/en/articles/14127238-setting-up-webhooks
    needed_events=("payout.completed", "payout.failed", "payout.returned"),
    login_paths=frozenset({"/oauth/token"}),
    judge_credentials=judge_credentials,
    connect=connect,
)
