"""What can be wrong with any merchant's receiver: each flaw, and what it makes of a sound one."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from golive.emulator.flaw import Flaw
from golive.emulator.leaf import Leaf
from golive.emulator.message import Reply, json_reply
from golive.emulator.receiver.conduct import Change, Judge, digest

if TYPE_CHECKING:
    from golive.emulator.message import Received
    from golive.emulator.receiver.conduct import Claim

CERTIFICATE, SIGNED, FORGED = "receiver.certificate", "receiver.signed-delivery", "receiver.forged-delivery"
STALE, DUPLICATE = "receiver.stale-delivery", "receiver.duplicate-delivery"
UNKNOWN_EVENT, PROMPTNESS = "receiver.unknown-event", "receiver.promptness"

_UNKNOWN: Final = dict.fromkeys((SIGNED, FORGED, STALE, DUPLICATE, UNKNOWN_EVENT, PROMPTNESS), "unknown")
ALL_REFUSED: Final = _UNKNOWN | {SIGNED: "fail"}
"""What is known of a receiver that refuses even a correctly signed delivery."""
_REDIRECTED: Final = _UNKNOWN | {PROMPTNESS: "fail"}
_UNTRUSTED: Final = {CERTIFICATE: "fail"} | _UNKNOWN
_CRASH: Final = json_reply(500, {"error": "internal error"})
_MOVED: Final = Reply(308, (("Location", "/moved"),))


def judging(judge: Judge) -> Change:
    """Return the change to a receiver that decides in another way whether a delivery is genuine."""
    return lambda conduct: replace(conduct, genuine=judge)


def _showing(leaf: Leaf) -> Change:
    return lambda conduct: replace(conduct, leaf=leaf)


def _anything(_request: Received, _claim: Claim | None, _secret: str) -> bool:
    return True


def _signature_there(_request: Received, claim: Claim | None, _secret: str) -> bool:
    return claim is not None


def _begins_alike(request: Received, claim: Claim | None, secret: str) -> bool:
    if claim is None or not claim.signature:
        return False
    expected = digest(secret.encode(), claim.prefix + request.body)
    given = claim.signature.encode()
    return hmac.compare_digest(expected[: len(given)], given)


def _of_parsed_body(request: Received, claim: Claim | None, secret: str) -> bool:
    """Decide as a receiver does whose framework gives it the parsed body alone: it writes that anew."""
    if claim is None:
        return False
    try:
        body = json.dumps(json.loads(request.body), separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError):
        return False
    return claim.signed_with(secret.encode(), body.encode(errors="surrogatepass"))


COMMON: Final[tuple[tuple[Flaw, Change], ...]] = (
    (
        Flaw("receiver-unverified", "the receiver accepts deliveries whatever their signature", {FORGED: "fail"}),
        judging(_anything),
    ),
    (
        Flaw("receiver-presence-only", "the receiver wants a signature, but does not verify it", {FORGED: "fail"}),
        judging(_signature_there),
    ),
    (
        Flaw(
            "receiver-prefix-compare",
            "the receiver compares only as much of the signature as was sent",
            {FORGED: "fail"},
        ),
        judging(_begins_alike),
    ),
    (
        Flaw(
            "receiver-reserialised",
            "the receiver parses the body and writes it anew before it verifies the signature",
            {SIGNED: "fail"},
        ),
        judging(_of_parsed_body),
    ),
    (
        Flaw(
            "receiver-crash-on-forged",
            "the receiver crashes where a signature is wrong",
            {FORGED: "warn", STALE: "warn"},
        ),
        lambda conduct: replace(conduct, forged=_CRASH),
    ),
    (
        Flaw("receiver-no-replay-window", "the receiver does not look at a delivery's time", {STALE: "fail"}),
        lambda conduct: replace(conduct, oldest=None, newest=None),
    ),
    (
        Flaw("receiver-future-accepted", "the receiver accepts deliveries from the future", {STALE: "fail"}),
        lambda conduct: replace(conduct, newest=None),
    ),
    (
        Flaw(
            "receiver-duplicate-conflict", "the receiver answers 409 to a delivery that it knows", {DUPLICATE: "fail"}
        ),
        lambda conduct: replace(conduct, duplicate=json_reply(409, {"status": "duplicate"})),
    ),
    (
        Flaw("receiver-no-dedup", "the receiver processes a repeated delivery again", {DUPLICATE: "unknown"}),
        lambda conduct: replace(conduct, remembers=False),
    ),
    (
        Flaw(
            "receiver-unknown-event-crash",
            "the receiver crashes on a type of event that it does not know",
            {UNKNOWN_EVENT: "fail"},
        ),
        lambda conduct: replace(conduct, unknown_event=_CRASH),
    ),
    (
        Flaw(
            "receiver-unknown-event-refused",
            "the receiver refuses types of events that it does not know (422)",
            {UNKNOWN_EVENT: "warn"},
        ),
        lambda conduct: replace(conduct, unknown_event=json_reply(422, {"status": "unknown type"})),
    ),
    (
        Flaw(
            "receiver-slow",
            "the receiver works deliveries through one at a time, so that ten at once wait",
            {PROMPTNESS: "warn"},
        ),
        lambda conduct: replace(conduct, one_at_a_time=True),
    ),
    (
        Flaw("receiver-redirect", "the receiver redirects every delivery to another path", _REDIRECTED),
        lambda conduct: replace(conduct, always=_MOVED),
    ),
    (
        Flaw("receiver-certificate-expired", "the receiver's certificate has expired", _UNTRUSTED),
        _showing(Leaf.EXPIRED),
    ),
    (
        Flaw("receiver-certificate-wrong-name", "the receiver's certificate is of another host", _UNTRUSTED),
        _showing(Leaf.WRONG_NAME),
    ),
    (
        Flaw("receiver-certificate-untrusted", "the receiver signed its certificate itself", _UNTRUSTED),
        _showing(Leaf.SELF_SIGNED),
    ),
    (
        Flaw("receiver-plain-http", "the receiver takes deliveries without TLS as well", {CERTIFICATE: "fail"}),
        lambda conduct: replace(conduct, plain_http=True),
    ),
)
