"""The JSON Schema of `golive.yaml`, for editors and for other programs."""

from __future__ import annotations

from typing import Any, Final

from golive.profile.types import Profile
from golive.schema import json_schema

SCHEMA_ID: Final = "urn:golive:schema:profile:1"
"""Names version 1 of the format; it is a name, not an address."""


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a profile. Which providers exist, it leaves open: plug-ins may bring more."""
    return json_schema(Profile, title="golive profile", schema_id=SCHEMA_ID)
