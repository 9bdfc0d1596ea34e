"""Probes for the tests of how they look, with fixed times: whatever a receiver can do is in one of them."""

from __future__ import annotations

from dataclasses import replace

from golive.addressee import Addressed
from golive.finding import ExchangePlace, fail, seen, unknown, warn
from golive.http.journal import Exchange
from golive.probing import Probed
from golive.providers.anton.signature import DELIVERIES
from golive.receiver import observation as names
from golive.receiver.observation import Observations, Outcome
from golive.result import Status
from golive.sending import Sent
from support.reports import STARTED, result

URL = "https://pay.example.com/hooks/anton"
SUBJECT = Addressed(
    version="0.1.0",
    url=URL,
    provider_title="Anton Payments",
    signature=DELIVERIES.schemes[0].title,
    secret_source="variable ANTON_WEBHOOK_SECRET",
    started_at=STARTED,
)
TITLES = {
    names.CORRECT: "signed correctly",
    names.MISSING: "without a signature",
    names.WRONG_SECRET: "signed with another secret",
    names.TAMPERED: "with a body that was changed after signing",
    names.STALE: "signed correctly, ten minutes ago",
    names.DUPLICATE: "the first one again, byte for byte",
    names.UNKNOWN_EVENT: "signed correctly, of an event type that does not exist yet",
    names.UNUSUAL: "signed correctly, with unusual white space and letters in the body",
}


def outcome(name: str, status: int | None, seconds: float = 0.012, **more) -> Outcome:
    defaults = {"title": TITLES.get(name, "one of 10 at once"), "place": ExchangePlace("POST", URL, status)}
    return Outcome(name=name, status=status, seconds=seconds, **{**defaults, **more})


def burst(*statuses: int | None) -> tuple[Outcome, ...]:
    return tuple(
        outcome(f"burst-{number}", status, number / 100, error=None if status else "the connection was reset")
        for number, status in enumerate(statuses, 1)
    )


def check(name: str, status: Status, *findings, **more):
    return result(f"receiver.{name}", status, *findings, **more)


def probed(outcomes=(), *results, burst=(), unsent=None, bugs=(), **more) -> Probed:
    """Return a probe with an exchange for each delivery."""
    sent = (*outcomes, *burst)
    exchanges = tuple(
        Exchange(
            method="POST",
            url=URL,
            request_id=f"golive_19aa1c3f8e0_{one.name}",
            status=one.status,
            started_at=STARTED,
            seconds=one.seconds,
            error=one.error,
            delivery=one.name,
            redirect=one.redirect,
        )
        for one in sent
    )
    observations = Observations(
        url=URL,
        scheme=DELIVERIES.schemes[0],
        outcomes=tuple(outcomes),
        burst=tuple(burst),
        unsent=unsent or {},
        bugs=bugs,
    )
    defaults = {
        "subject": SUBJECT,
        "facts": DELIVERIES,
        "seconds": 2.345678,
        "results": results,
        "observations": observations,
        "unobserved": None,
        "exchanges": exchanges,
        "interrupted": False,
    }
    return Probed(**{**defaults, **more})


def sound() -> Probed:
    """Return a probe of a receiver with which nothing is wrong."""
    statuses = {
        names.CORRECT: 200,
        names.MISSING: 401,
        names.WRONG_SECRET: 401,
        names.TAMPERED: 403,
        names.STALE: 400,
        names.DUPLICATE: 200,
        names.UNKNOWN_EVENT: 202,
        names.UNUSUAL: 204,
    }
    return probed(
        [outcome(name, status) for name, status in statuses.items()],
        check("certificate", Status.PASS, seen("TLSv1.3, issued by Example CA, valid until 2027-02-01")),
        check("forged-delivery", Status.PASS, seen("3 forged deliveries were refused")),
        check("duplicate-delivery", Status.PASS, seen("the second delivery was answered differently")),
        burst=burst(*[200] * 10),
    )


def faulty() -> Probed:
    """Return a probe of a receiver with which most is wrong, one answer of each sort."""
    return probed(
        [
            outcome(names.CORRECT, 200, 12.5, reply='{"ok": true}'),
            outcome(names.MISSING, 500),
            outcome(names.WRONG_SECRET, 200, reply="ok"),
            outcome(names.TAMPERED, 302, redirect="https://elsewhere.example:8443"),
            outcome(names.STALE, None, 30.0, error="no answer within 30 s", timed_out=True),
            outcome(names.DUPLICATE, 200),
            outcome(names.UNKNOWN_EVENT, 422),
            outcome(names.UNUSUAL, 401),
            outcome("mistake-unusual-body-rewritten", 200, title="signed for a receiver that parses the body"),
        ],
        check("certificate", Status.SKIP, reason="plain http on this machine has no certificate"),
        check(
            "signed-delivery",
            Status.FAIL,
            fail("a correctly signed delivery with an unusual body was refused", ExchangePlace("POST", URL, 401)),
        ),
        check("forged-delivery", Status.FAIL, fail("a delivery signed with another secret was accepted")),
        check(
            "duplicate-delivery",
            Status.UNKNOWN,
            unknown("nothing in the answer tells that it was recognised", fix="Answer a repeated event differently."),
        ),
        check("unknown-event", Status.WARN, warn("an unknown event was refused with 422", fix="Acknowledge it.")),
        check("promptness", Status.ERROR, reason="KeyError: 'x'", trace=("golive_checks.receiver.promptness:3 in x",)),
        burst=burst(200, 200, 200, 200, 200, 200, 200, 429, 429, None),
        unsent={
            names.FUTURE: "the time for test deliveries was over",
            "burst": "the time for test deliveries was over",
        },
        bugs=("the receiver parses the body and writes it anew before it computes the signature; take the raw bytes",),
    )


def uncertain() -> Probed:
    """Return a probe after which one check is unknown and nothing is wrong."""
    why = "nothing in the answers tells that the second delivery was recognised"
    return probed(
        [outcome(names.CORRECT, 200), outcome(names.DUPLICATE, 200)],
        check("forged-delivery", Status.PASS, seen("7 forged deliveries were refused")),
        check("duplicate-delivery", Status.UNKNOWN, unknown(why), reason=why),
    )


def interrupted() -> Probed:
    """Return what is known of a probe that somebody interrupted."""
    whole = probed(
        [outcome(names.CORRECT, 200), outcome(names.MISSING, None, 3.0, error="the connection was closed")],
        check("forged-delivery", Status.UNKNOWN, reason="interrupted before it finished"),
    )
    return replace(whole, observations=None, interrupted=True)


def unsent() -> Probed:
    """Return a probe that could send nothing."""
    why = "pay.example.com does not resolve from here (name or service not known)"
    whole = probed([], check("signed-delivery", Status.UNKNOWN, reason=why))
    played = replace(SUBJECT, played=("pay.example.com",))
    return replace(whole, observations=None, unobserved=why, subject=played)


def sent(status: int | None = 200, **more) -> Sent:
    title = "1,024 bytes, signed correctly"
    return Sent(
        subject=SUBJECT,
        event="payout.completed",
        event_id="evt_1",
        notes=("the body is not JSON, as the provider's deliveries are; it was sent as it is",),
        outcome=outcome("sent", status, title=title, **more),
    )
