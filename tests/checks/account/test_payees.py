"""`account.payees`: every declared payee and instrument is there and active."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive_checks.account.payees import payees
from support.anton_checks import look, status, words
from support.fake_session import client, listed, reply

DECLARED = "payees: [{id: ben_1, instruments: [ins_1]}]"


def ben(status="active", **more):
    return {"id": "ben_1", "status": status, **more}


def ins(status="active", **more):
    return {"id": "ins_1", "beneficiary_id": "ben_1", "status": status, **more}


@pytest.mark.parametrize("name", ["payees", "beneficiaries"])
def test_active_ones_pass_under_either_name(tmp_path, name):
    findings = look(payees, tmp_path, DECLARED, **{name: [ben()], "instruments": [ins()]})
    assert (status(findings), words(findings)) == (
        "pass",
        "the payee ben_1 is active\nthe instrument ins_1 of ben_1 is active",
    )


def test_an_instrument_that_does_not_name_its_payee_is_calm(tmp_path):
    rows = [{"id": "ins_1", "status": "Active"}]
    assert status(look(payees, tmp_path, DECLARED, payees=[ben("ACTIVE")], instruments=rows)) == "pass"


@pytest.mark.parametrize(
    ("people", "instruments", "why"),
    [
        ([], [ins()], "the payee ben_1 does not exist among the 0 of the account"),
        ([{"id": "ben_10", "status": "active"}], [ins()], "the payee ben_1 does not exist among the 1 of the account"),
        ([ben("blocked")], [ins()], "the payee ben_1 is blocked"),
        ([ben("archived")], [ins()], "the payee ben_1 is archived"),
        ([ben()], [ins("disabled")], "the instrument ins_1 of ben_1 is disabled"),
        ([ben()], [], "the instrument ins_1 does not exist among the 0 of the account"),
        ([ben()], [ins(beneficiary_id="ben_2")], "the instrument ins_1 belongs to the payee ben_2, not to ben_1"),
    ],
)
def test_what_cannot_be_paid_fails(tmp_path, people, instruments, why):
    findings = look(payees, tmp_path, DECLARED, payees=people, instruments=instruments)
    assert status(findings) == "fail"
    assert why in words(findings)


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([ben(None)], "exists, and the answer does not say whether it is active"),
        ([ben("paused")], "is 'paused', a status that the provider does not document"),
        ([{"status": "active"}], "is not in what could be read: a payee without an id"),
        (listed(has_more=True), "is not in what could be read: has_more is true, and there is no next_cursor"),
    ],
)
def test_what_cannot_be_told_is_unknown(tmp_path, people, why):
    findings = look(payees, tmp_path, DECLARED, payees=people, instruments=[ins()])
    assert status(findings) == "unknown"
    assert why in words(findings)


def test_a_payee_on_a_later_page_is_found(tmp_path):
    pages = iter([listed({"id": "ben_0"}, has_more=True, next_cursor="c"), listed(ben(), has_more=False)])
    findings = look(payees, tmp_path, "payees: [{id: ben_1}]", answer=lambda *_: next(pages))
    assert status(findings) == "pass"


def test_instruments_are_asked_for_only_where_some_are_declared(tmp_path):
    api, session = client(lambda *_: listed(ben()))
    assert status(look(payees, tmp_path, "payees: [{id: ben_1}]", api=api)) == "pass"
    assert session.asked() == ["/v1/payees"]


@pytest.mark.parametrize(("rows", "count"), [([], "the account has none"), ([ben()], "the account has 1")])
def test_nothing_declared_is_a_warning(tmp_path, rows, count):
    findings = look(payees, tmp_path, payees=rows)
    assert (status(findings), words(findings)) == ("warn", f"the profile declares no payees; {count}")


def test_payees_that_may_not_be_read_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="may not read this"):
        look(payees, tmp_path, DECLARED, answer=lambda *_: reply(403, {}))


def test_what_a_refused_run_sends_does_not_depend_on_who_is_faster(tmp_path):
    for _ in range(20):
        api, session = client(lambda *_: reply(401, {}))
        with pytest.raises(Unverified, match="the credential was refused"):
            look(payees, tmp_path, DECLARED, api=api)
        assert sorted(session.asked()) == ["/v1/instruments", "/v1/payees"]
        api, session = client(lambda *_: reply(401, {}))
        with pytest.raises(Unverified, match="the credential was refused"):
            look(payees, tmp_path, api=api)
        assert session.asked() == ["/v1/payees"]
