"""How Anton's credentials look, and which hosts have no business in production settings."""

from __future__ import annotations

from typing import Final

from golive.kind import Kind
from golive.provider import SecretShape

# https://docs.antonpayments.com/api-reference/introduction and, for the older second one,
# https://docs.antonpayments.com/guides/going-live
SANDBOX_HOSTS: Final = ("api.antonpayments.dev", "api.staging.antonpayments.com")

_SANDBOX_WORD: Final = "(?:sandbox|sbx|test|staging|dev)"

SECRET_SHAPES: Final[tuple[SecretShape, ...]] = (
    # https://help.antonpayments.com/en/articles/14127245-sandbox-vs-production gives the prefixes. What follows them is
    # opaque: a documented sample has letters, digits and underscores. Under twelve characters nobody can tell.
    SecretShape("live API key", "ak_live_", "[A-Za-z0-9_-]{12,200}", Kind.PRODUCTION),
    SecretShape("test API key", "ak_test_", "[A-Za-z0-9_-]{12,200}", Kind.SANDBOX),
    # https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription
    SecretShape("webhook signing secret", "whsec_", "[0-9a-fA-F]{64}"),
    # https://docs.antonpayments.com/authentication documents ant_oc_<env>_<32 hex> and ant_ocs_<env>_<48 hex>, without
    # the values of <env>: words that can only mean a sandbox count as one, all others may be live.
    SecretShape("sandbox OAuth client secret", "ant_ocs_", _SANDBOX_WORD + "_([0-9a-fA-F]{48})", Kind.SANDBOX),
    SecretShape("OAuth client secret", "ant_ocs_", "[A-Za-z0-9]{1,20}_([0-9a-fA-F]{48})"),
    SecretShape(
        "sandbox OAuth client id", "ant_oc_", _SANDBOX_WORD + "_([0-9a-fA-F]{32})", Kind.SANDBOX, identifier=True
    ),
    SecretShape("OAuth client id", "ant_oc_", "[A-Za-z0-9]{1,20}_([0-9a-fA-F]{32})", identifier=True),
)
