"""The JSON Schema of `golive.records.yaml`, for editors and for other programs."""

from __future__ import annotations

from typing import Any, Final

from golive.records.types import DAYS, RecordsFile
from golive.schema import json_schema

SCHEMA_ID: Final = "urn:golive:schema:records:1"
"""Names version 1 of the format; it is a name, not an address."""
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def records_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a records file.

    It is stricter than golive about days, so that an editor underlines one that cannot be read: golive takes it for
    one that is over.
    """
    schema = json_schema(RecordsFile, title="golive records", schema_id=SCHEMA_ID)
    for definition in schema["$defs"].values():
        for name in DAYS & definition["properties"].keys():
            definition["properties"][name] |= {"pattern": DAY}
    schema["$defs"]["Waiver"]["oneOf"] = [{"required": ["item"]}, {"required": ["check"]}]
    return schema
