"""The JSON Schema of the records file, for editors."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from golive.records.schema import records_schema

ATTESTATION = {
    "item": "launch.monitoring",
    "environment": "prod",
    "who": "Ada",
    "when": "2026-11-01",
    "evidence": "seen",
    "expires": "2027-03-01",
}
WAIVER = {
    "check": "code.secrets",
    "reason": "later",
    "approver": "Grace",
    "created": "2026-11-01",
    "expires": "2027-03-01",
}


def fits(**lists) -> bool:
    return Draft202012Validator(records_schema()).is_valid({"version": 1, **lists})


def test_what_golive_writes_fits():
    assert fits()
    assert fits(attestations=[ATTESTATION], waivers=[WAIVER, {**WAIVER, "environment": "prod"}])


@pytest.mark.parametrize("key", ATTESTATION)
def test_an_attestation_holds_every_key(key):
    assert not fits(attestations=[{name: value for name, value in ATTESTATION.items() if name != key}])


@pytest.mark.parametrize(
    "more",
    [{"item": "launch.base-url"}, {"check": "no id"}, {"expires": "soon"}, {"created": "1.2.2026"}, {"who": "x"}],
)
def test_a_waiver_names_one_thing_and_days(more):
    assert not fits(waivers=[{**WAIVER, **more}])
    assert not fits(waivers=[{name: value for name, value in WAIVER.items() if name != "check"}])
