"""`account.corridors`: pass and fail only where the answer is certain; no page documents its fields."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive_checks.account.corridors import corridors
from support.anton_checks import look, status, words
from support.fake_session import listed, reply

DECLARED = "corridors: [{source: USD, destination: EUR, country: DE, method: sepa}]"
PAIR = "corridors: [{source: USD, destination: EUR}]"
ROW = {"source_currency": "USD", "dest_currency": "EUR", "dest_country": "DE", "method": "sepa", "status": "active"}
OTHER = {"source_currency": "USD", "dest_currency": "GBP", "dest_country": "GB", "method": "ach", "status": "active"}


def without(*names, **more):
    return {name: value for name, value in (ROW | more).items() if name not in names}


ACTIVE = [
    ROW,
    without("status", enabled=True),
    without("status", is_active=True),
    without("status", state="ENABLED"),
    without("method", network="sepa"),
    without(method="bank_transfer", network="sepa"),
    without("method", methods=["wire", "SEPA"]),
    without("dest_currency", "dest_country", currency="EUR", country="DE"),
    {"from": "usd", "to": "eur", "country_code": "de", "rail": "sepa", "active": True},
    {
        "source": {"currency": "USD", "country": "US"},
        "destination": {"currency": "EUR", "country": "DE"},
        "method": "sepa",
        "status": "available",
    },
]


@pytest.mark.parametrize("row", ACTIVE)
def test_an_active_corridor_passes_in_every_plausible_shape(tmp_path, row):
    for rows in ([row], [OTHER, row], reply(200, [row]), listed(row, has_more=False)):
        findings = look(corridors, tmp_path, DECLARED, corridors=rows)
        assert (status(findings), words(findings)) == ("pass", "USD to EUR (DE, sepa) is active")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([without(status="inactive")], "USD to EUR (DE, sepa) is listed as inactive"),
        ([without("status", enabled=False)], "is listed as inactive"),
        ([without("dest_country", "method", status="disabled")], "is listed as inactive"),
        ([OTHER], "USD to EUR (DE, sepa) is not among the 1 corridors of the account"),
        ([without(dest_country="FR")], "is not among the 1 corridors"),
        ([without(method="wire")], "is not among the 1 corridors"),
        ([without(source_currency="GBP")], "is not among the 1 corridors"),
        ([{"currency": "GBP", "country": "GB", "status": "active"}], "is not among the 1 corridors"),
    ],
)
def test_an_absent_or_inactive_corridor_fails(tmp_path, rows, why):
    findings = look(corridors, tmp_path, DECLARED, corridors=rows)
    assert status(findings) == "fail"
    assert why in words(findings)
    assert findings[0].place.key == "environments.prod.corridors.0"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([without("dest_country")], "does not tell its country"),
        ([without(dest_country="DEU")], "does not tell its country"),
        ([without(dest_country="Germany")], "does not tell its country"),
        ([without("method")], "does not tell its method"),
        ([without(method="bank_transfer")], "does not tell its method"),
        ([without(method="sepa_instant")], "does not tell its method"),
        ([without(method="iban", network=None)], "does not tell its method"),
        ([without("source_currency")], "does not tell its source currency"),
        (
            [{"currency": "EUR", "country": "DE", "method": "sepa", "status": "active"}],
            "does not tell its source currency",
        ),
        ([without(dest_currency=["EUR", "GBP"])], "does not tell its destination currency"),
        ([without("status")], "does not say whether it is active"),
        ([without(status="pending")], "does not say whether it is active"),
        ([without(enabled=False)], "does not say whether it is active"),
        ([{"lane": "USD>EUR#7f"}], "could not be found in 1 unreadable rows: a corridor without any currency"),
        ([OTHER, "USD-EUR"], "could not be found in 1 unreadable rows: a row that is no object"),
        ([{"source": "US", "destination": "DE", "status": "active"}], "unreadable rows"),
        (listed(OTHER, has_more=True), "is not in what could be read: has_more is true, and there is no next_cursor"),
        ([], "the list of corridors is empty"),
    ],
)
def test_a_vague_answer_is_unknown(tmp_path, rows, why):
    findings = look(corridors, tmp_path, DECLARED, corridors=rows)
    assert status(findings) == "unknown"
    assert why in words(findings)


def test_a_row_that_is_certain_outweighs_a_vague_one(tmp_path):
    assert status(look(corridors, tmp_path, DECLARED, corridors=[without("method"), ROW])) == "pass"
    vague_beside_inactive = [without("method"), without(status="inactive")]
    assert status(look(corridors, tmp_path, DECLARED, corridors=vague_beside_inactive)) == "unknown"


def test_what_the_profile_leaves_open_is_not_asked_for(tmp_path):
    findings = look(corridors, tmp_path, PAIR, corridors=[without("dest_country", "method")])
    assert (status(findings), words(findings)) == ("pass", "USD to EUR is active")


@pytest.mark.parametrize("body", [{"corridors": [ROW]}, {"data": {"items": [ROW]}}, {"data": "none"}, 5])
def test_an_unknown_envelope_is_unknown(tmp_path, body):
    with pytest.raises(Unverified, match="in a shape that no page documents"):
        look(corridors, tmp_path, DECLARED, corridors=reply(200, body))


def test_an_api_without_such_a_list_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="answered 404"):
        look(corridors, tmp_path, DECLARED)


def test_nothing_declared_is_a_warning(tmp_path):
    findings = look(corridors, tmp_path, corridors=[ROW, OTHER])
    assert (status(findings), words(findings)) == ("warn", "the profile declares no corridors; the account lists 2")
