"""What integrations call OctopusCards' credentials in their settings and code."""

from __future__ import annotations

from typing import Final

from golive.provider import CredentialName

_STAGE: Final = "(?:prod|production|live|prd|sandbox|sbx|test|staging|stage|dev|uat|qa)"
_BETWEEN: Final = f"(?:(?:merchant|client|config|credentials|settings|auth|{_STAGE})_){{0,3}}?"
_ANCHORS: Final = ("octopus", "Octopus", "OCTOPUS")
_TIES: Final = ("octopuscards", "OctopusCards", "OCTOPUSCARDS", "OCTOPUS_CARDS")
_WHAT: Final = (
    ("webhook secret", "(?:webhooks?|hook|signing|wh)_(?:(?:signing|signature)_)?(?:secret|key|token)"),
    ("API secret", "(?:api_?secret|client_secret|secret_key|secret|password)"),
    ("API key", "(?:api_?key|apikey)"),
)

CREDENTIAL_NAMES: Final[tuple[CredentialName, ...]] = (
    *(
        CredentialName(title, f"(?:[a-z0-9]+_){{0,4}}octopus_?cards?_{_BETWEEN}{what}(?:_{_STAGE})?", _ANCHORS)
        for title, what in _WHAT
    ),
    # `OCTOPUS_API_KEY` is also what Octopus Deploy and Octopus Energy are given.
    *(
        CredentialName(title, f"(?:[a-z0-9]+_){{0,3}}octopus_{_BETWEEN}{what}(?:_{_STAGE})?", _TIES, nearby=True)
        for title, what in _WHAT
    ),
    # https://octopus-docs.pages.dev/docs/getting-started/production suggests these four.
    CredentialName("API key", "api_key_(?:prod|sandbox)", _TIES, nearby=True),
    CredentialName("API secret", "api_secret_(?:prod|sandbox)", _TIES, nearby=True),
)
