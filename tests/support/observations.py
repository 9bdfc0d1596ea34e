"""What a receiver did, made up: each test says only what differs from a sound one."""

from __future__ import annotations

from dataclasses import replace

from golive.errors import Unverified
from golive.finding import ExchangePlace
from golive.providers.anton.signature import DELIVERIES
from golive.receiver.matrix import NO_TIME, NO_TOKEN
from golive.receiver.observation import (
    BURST,
    BURST_SIZE,
    CORRECT,
    DUPLICATE,
    FORGED,
    FUTURE,
    IN_ORDER,
    STALE,
    TOKEN_ONLY,
    Observations,
    Outcome,
    TlsInspection,
)
from golive.result import status_of
from support.context import ANTON, make_context, run
from support.fake_clock import START

URL = "https://pay.example.com/hooks"
OTHER = "https://ops.example.com/hooks"
PROFILE = """\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""
REFUSED = (*FORGED, STALE, FUTURE)
NOT_ACCEPTED = "a correctly signed delivery was not accepted"
NONE = {"status": None, "error": "pay.example.com closed the connection without an answer"}
REDIRECT = {"status": 302, "redirect": "https://www.example.com"}


def outcome(name: str, status: int | None = 200, *, url: str = URL, **more) -> Outcome:
    more = {"title": name.replace("-", " "), "seconds": 0.1} | more
    return Outcome(name=name, status=status, place=ExchangePlace("POST", url, status), **more)


def observed(answers=None, *, scheme=DELIVERIES.schemes[0], url=URL, unsent=None, burst=None, **more) -> Observations:
    """
    Return what a sound receiver did. `answers` are fields of outcomes that differ, by name of the delivery.

    `unsent` are deliveries that were not sent, and why. `burst` are fields of those that were sent at once.
    """
    unsent = dict(unsent or {})
    if scheme.token_header is None:
        unsent.setdefault(TOKEN_ONLY, NO_TOKEN)
    if not scheme.timestamped:
        unsent |= dict.fromkeys((STALE, FUTURE), NO_TIME)
    sound = {name: {"status": 401 if name in REFUSED else 200} for name in IN_ORDER}
    sound[DUPLICATE]["reply"] = '{"status":"duplicate"}'
    sound[CORRECT]["reply"] = '{"status":"received"}'
    unknown = set(answers or {}) - set(sound)
    assert not unknown, unknown
    outcomes = [
        outcome(name, url=url, **(fields | (answers or {}).get(name, {})))
        for name, fields in sound.items()
        if name not in unsent
    ]
    many = [outcome(f"{BURST}-{number}", url=url, **(burst or {})) for number in range(1, BURST_SIZE + 1)]
    return Observations(
        url=url,
        scheme=scheme,
        outcomes=tuple(outcomes),
        burst=() if BURST in unsent else tuple(many),
        unsent=unsent,
        **more,
    )


def refusing(status: int | None = 401, *, why: str = NOT_ACCEPTED, bugs=(), **more) -> Observations:
    """Return what a receiver did that did not accept the first delivery, after which nothing was sent."""
    fields = {"status": status, **more}
    withheld = fields.pop("withheld", False)
    rest = dict.fromkeys((*IN_ORDER[1:], BURST), why)
    return observed({CORRECT: fields}, unsent=rest, bugs=tuple(bugs), withheld=withheld)


def tls(**more) -> TlsInspection:
    """Return a sound inspection."""
    sound = TlsInspection(
        host="pay.example.com",
        port=443,
        version="TLSv1.3",
        issuer="Let's Encrypt (R11)",
        names=("pay.example.com",),
        expires_at=START.replace(year=START.year + 1),
    )
    return replace(sound, **more)


def judge(check, folder, *observations, provider=ANTON, **more):
    """Return the findings of a check about receivers that did this, each in turn; an exception is raised."""
    urls = [URL, OTHER][: max(1, len(observations))]
    hooks = ", ".join(f"{{url: '{url}', probe: true}}" for url in urls)

    def give(webhook):
        one = observations[webhook.index]
        if isinstance(one, Exception):
            raise one
        return one

    profile = f"{PROFILE}    webhooks: [{hooks}]\n"
    ctx = make_context(folder, profile, provider=provider, deliver=give, inspect_tls=give, **more)
    return run(check, ctx)


def no_webhooks(check, folder):
    """Run a check on a profile without receivers."""
    return run(check, make_context(folder, PROFILE))


def status(findings) -> str:
    return status_of(tuple(findings), None)[0].value


def said(findings, level=None) -> list[str]:
    return [finding.message for finding in findings if level in {None, finding.level.value}]


FORBIDDEN = Unverified("nothing was sent: the profile does not say `probe: true` for this receiver")
