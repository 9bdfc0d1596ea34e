"""`receiver.certificate`: TLS that a provider trusts, for weeks to come, and nothing beside it."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

import pytest

from golive.errors import NotApplicable, Unverified
from golive.receiver.observation import PlainAnswer
from golive_checks.receiver.certificate import certificate
from support.fake_clock import START
from support.observations import FORBIDDEN, judge, no_webhooks, said, status, tls

INAPPLICABLE = NotApplicable("plain http on this machine has no certificate")


def at(*addresses):
    return lambda _host: tuple(map(ipaddress.ip_address, addresses))


def look(folder, *found, **more):
    return judge(certificate, folder, *found, **more)


def test_a_sound_certificate_passes_and_is_described(tmp_path):
    findings = look(tmp_path, tls(plain=PlainAnswer(status=None)))
    assert status(findings) == "pass"
    assert said(findings) == [
        (
            "pay.example.com has TLSv1.3 and a trusted certificate issued by Let's Encrypt (R11), for pay.example.com, "
            "valid until 2027-11-22"
        ),
        "pay.example.com answers nothing over plain http",
    ]


def test_where_plain_http_was_not_tried_nothing_is_said_of_it(tmp_path):
    assert len(look(tmp_path, tls())) == 1


def test_of_many_names_the_first_are_shown(tmp_path):
    message = said(look(tmp_path, tls(names=("a.example", "b.example", "c.example", "d.example", "e.example"))))[0]
    assert "for a.example, b.example, c.example and 2 more, valid" in message


@pytest.mark.parametrize(
    "problem",
    [
        "the certificate of pay.example.com has expired",
        "the certificate of pay.example.com is not valid yet",
        "the certificate of pay.example.com is for another name",
        "the certificate of pay.example.com comes from an issuer that this machine does not know",
        "the certificate of pay.example.com is self-signed",
    ],
)
def test_a_certificate_that_is_not_trusted_fails_and_is_described(tmp_path, problem):
    findings = look(tmp_path, tls(version=None, problem=problem))
    assert status(findings) == "fail"
    assert said(findings) == [f"{problem} (issued by Let's Encrypt (R11), for pay.example.com, valid until 2027-11-22)"]


def test_a_problem_about_which_nothing_else_is_known_stands_alone(tmp_path):
    problem = "pay.example.com offers no TLS version from 1.2 on"
    findings = look(tmp_path, tls(version=None, problem=problem, issuer=None, names=(), expires_at=None))
    assert (status(findings), said(findings)) == ("fail", [problem])


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=21, seconds=1), "pass"),
        (timedelta(days=21), "warn"),
        (timedelta(days=10), "warn"),
        (timedelta(seconds=1), "warn"),
    ],
)
def test_a_certificate_that_ends_soon_is_a_warning(tmp_path, left, expected):
    findings = look(tmp_path, tls(expires_at=START + left))
    assert status(findings) == expected
    assert f"{START + left:%Y-%m-%d}" in said(findings)[0]


def test_an_end_that_cannot_be_read_is_unknown(tmp_path):
    assert status(look(tmp_path, tls(expires_at=None))) == "unknown"


@pytest.mark.parametrize(
    ("plain", "expected", "words"),
    [
        (PlainAnswer(status=200), "fail", "answers plain http with 200"),
        (PlainAnswer(status=204, redirect="https://x.example"), "fail", "answers plain http with 204"),
        (PlainAnswer(status=301, redirect="https://pay.example.com"), "pass", "leads plain http to https://pay"),
        (PlainAnswer(status=302, redirect="http://x.example"), "warn", "to http://x.example, which is not https"),
        (PlainAnswer(status=302, redirect="an address that is no URL"), "warn", "which is not https"),
        (PlainAnswer(status=403), "pass", "refuses plain http (403)"),
        (PlainAnswer(status=503), "pass", "refuses plain http (503)"),
        (PlainAnswer(status=None, error="refused"), "pass", "answers nothing over plain http"),
    ],
)
def test_what_plain_http_answers_is_judged(tmp_path, plain, expected, words):
    findings = look(tmp_path, tls(plain=plain))
    assert status(findings) == expected
    assert words in said(findings)[1]


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1", "::1", "fd00::1", "169.254.169.254", "64:ff9b::a00:5"])
def test_a_private_address_fails_where_the_receiver_was_not_asked(tmp_path, address):
    refused = Unverified("nothing was sent: pay.example.com is at a private, local or reserved address")
    findings = look(tmp_path, refused, resolve_host=at("8.8.8.8", address))
    assert status(findings) == "fail"
    assert said(findings) == [f"https://pay.example.com/hooks leads to {address}, where the provider cannot reach it"]


@pytest.mark.parametrize("resolve", [at("8.8.8.8"), at(), None])
def test_a_receiver_that_was_not_asked_for_another_reason_is_unknown(tmp_path, resolve):
    findings = look(tmp_path, FORBIDDEN, resolve_host=resolve)
    assert (status(findings), said(findings)) == ("unknown", [str(FORBIDDEN)])


def test_plain_http_on_this_machine_is_skipped(tmp_path):
    with pytest.raises(NotApplicable):
        look(tmp_path, INAPPLICABLE)


@pytest.mark.parametrize("turned", [False, True])
def test_the_other_receivers_are_judged_all_the_same(tmp_path, turned):
    both = [INAPPLICABLE, tls(problem="it is bad")]
    assert status(look(tmp_path, *(reversed(both) if turned else both))) == "fail"
    assert [finding.level.value for finding in look(tmp_path, FORBIDDEN, tls())] == ["unknown", "seen"]


def test_no_receivers_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="declares no webhooks"):
        no_webhooks(certificate, tmp_path)
