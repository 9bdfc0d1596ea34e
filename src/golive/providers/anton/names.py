"""What integrations call Anton's credentials in their settings and code."""

from __future__ import annotations

from typing import Final

from golive.provider import CredentialName

_ANCHORS: Final = ("anton", "Anton", "ANTON")
# No page demands a name. https://docs.antonpayments.com/authentication and
# https://help.antonpayments.com/en/articles/14127238-setting-up-webhooks name the credentials themselves.
_STAGE: Final = "(?:prod|production|live|prd|sandbox|sbx|test|staging|stage|dev|uat|qa|v?[0-9])"
_BRAND: Final = (
    "(?:[a-z0-9]+_){0,4}anton_?(?:payments?_|pay_)?"
    f"(?:(?:merchant|payouts?|payments?|client|config|credentials|settings|auth|{_STAGE})_){{0,3}}?"
)


def _name(title: str, what: str, *, private_key: bool = False) -> CredentialName:
    return CredentialName(title, f"{_BRAND}{what}(?:_{_STAGE})?", _ANCHORS, private_key=private_key)


CREDENTIAL_NAMES: Final[tuple[CredentialName, ...]] = (
    _name("webhook signing secret", "(?:webhooks?|hook|signing|wh)_(?:(?:signing|signature)_)?(?:secret|key)"),
    _name("OAuth client secret", "(?:oauth_)?client_secret"),
    _name("DPoP key", "(?:dpop|private|signing|oauth)_(?:private_)?(?:key|jwk|pem)", private_key=True),
    _name("API key", "(?:api_?key|api_?token|api_secret|secret_key|secret|apikey)"),
)
