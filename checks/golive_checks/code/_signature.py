from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown, warn
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.receiver.scheme import Deliveries
    from golive.source.handlers import Handler
    from golive.source.integration import Integration
    from golive.source.signatures import Verification
    from golive.source.tree import Node

LONGEST_WINDOW: Final = 600
"""Seconds that a delivery may be old. Both providers say 300."""

_FIXES: Final[Mapping[str, str]] = {
    "python": "Compare hmac.new(secret, signed, hashlib.sha256).hexdigest() with the header by hmac.compare_digest.",
    "javascript": "Compare createHmac('sha256', secret).update(signed).digest() with the header by "
    "crypto.timingSafeEqual.",
    "go": "Compare hmac.New(sha256.New, secret) over the signed bytes with the header by hmac.Equal.",
    "java": 'Compare Mac.getInstance("HmacSHA256") over the signed bytes with the header by MessageDigest.isEqual.',
    "kotlin": 'Compare Mac.getInstance("HmacSHA256") over the signed bytes with the header by MessageDigest.isEqual.',
    "ruby": "Compare OpenSSL::HMAC.hexdigest('SHA256', secret, signed) with the header by Rack::Utils.secure_compare.",
    "php": "Compare hash_hmac('sha256', $signed, $secret) with the header by hash_equals.",
    "csharp": "Compare HMACSHA256.HashData(secret, signed) with the header by CryptographicOperations.FixedTimeEquals.",
}
_RAW: Final[Mapping[str, str]] = {
    "python": "Take the bytes as they came: request.get_data() in Flask, await request.body() in FastAPI, request.body "
    "in Django.",
    "javascript": "Take the bytes as they came: express.raw({ type: 'application/json' }), or await request.text().",
    "go": "Take the bytes as they came: io.ReadAll(r.Body), and parse them after the signature is right.",
    "java": "Take the bytes as they came: @RequestBody byte[] body, and parse them after the signature is right.",
    "kotlin": "Take the bytes as they came: call.receive<ByteArray>(), and parse them after the signature is right.",
    "ruby": "Take the bytes as they came: request.body.read, or request.raw_post in Rails.",
    "php": "Take the bytes as they came: file_get_contents('php://input'), or $request->getContent().",
    "csharp": "Take the bytes as they came: read Request.Body, and parse them after the signature is right.",
}
_REFUSE: Final = "Answer 401 and go no further where the signature does not match."
_WINDOW: Final = "Refuse deliveries whose time is more than 300 seconds away from now, in either direction."


def judge(integration: Integration, deliveries: Deliveries) -> Iterator[Finding]:
    """Yield what `signature` finds."""
    from golive.source.signatures import Verification

    handlers = integration.need_handlers()
    stamped = {scheme.signature_header.lower() for scheme in deliveries.schemes if scheme.timestamped}
    findings = [
        finding
        for handler in handlers
        for finding in _judge(integration, Verification(integration, handler), handler, stamped)
    ]
    yield from conclude(integration, findings, [handler.entry for handler in handlers], "webhook receiver")


def _judge(
    integration: Integration, verification: Verification, handler: Handler, stamped: set[str]
) -> Iterator[Finding]:
    if not verification.hmacs:
        yield from _without_hmac(integration, verification, handler)
        return
    yield from _computed(integration, verification)
    yield from _compared(integration, verification)
    yield from _counts(integration, verification)
    from golive.source.handlers import names_header

    facts = integration.facts
    timed = tuple(header for header in facts.signature_headers if header.lower() in stamped)
    if any(names_header(integration.project, region, timed) for region in handler.regions):
        yield from _in_time(integration, verification)


def _without_hmac(integration: Integration, verification: Verification, handler: Handler) -> Iterator[Finding]:
    if verification.hashes and handler.reads_signature:
        yield _wrong(integration, verification.hashes[0], "the signature is computed by a hash without a key", _FIXES)
    elif verification.elsewhere:
        other = verification.elsewhere[0]
        yield unknown(
            "whether the signature is verified could not be told: it may happen in code that was not followed",
            place(integration, other),
        )
    elif handler.reads_signature:
        message = "the signature header is read, but no HMAC is computed to compare it with"
        yield _wrong(integration, handler.entry, message, _FIXES)
    else:
        yield _wrong(integration, handler.entry, "deliveries are acted on without verifying their signature", _FIXES)


def _computed(integration: Integration, verification: Verification) -> Iterator[Finding]:
    from golive.source.hmacs import algorithm, is_serialiser, messages
    from golive.source.taint import Carried

    for node in verification.hmacs:
        used = algorithm(integration.project, node)
        if used not in {None, "sha256"}:
            message = f"the HMAC is computed with {used}; the provider signs with SHA-256"
            yield _wrong(integration, node, message, _FIXES)
    inputs = [message for node in verification.hmacs for message in messages(node)]
    for writer in (node for region in verification.regions for node in region.walk() if is_serialiser(node)):
        written = Carried(integration.project, verification.regions, partial(operator.is_, writer))
        if any(written.holds(message) for message in inputs):
            yield _wrong(
                integration,
                writer,
                "the HMAC is computed over JSON that was written again, not over what arrived",
                _RAW,
            )


def _compared(integration: Integration, verification: Verification) -> Iterator[Finding]:
    from golive.source.hmacs import CONSTANT_TIME

    for node in verification.open:
        language = integration.project.file(node).language
        better = CONSTANT_TIME[language]
        yield fail(
            "the signature is compared in a time that tells how much of it is right",
            place(integration, node),
            fix=f"Compare with {better}.",
        )
    if not verification.open and not verification.safe:
        node = verification.hmacs[0]
        yield unknown(
            "where the computed signature is compared with the header was not found", place(integration, node)
        )


def _counts(integration: Integration, verification: Verification) -> Iterator[Finding]:
    """Yield where the result of the comparison is thrown away, in the function that compares or in those around."""
    from golive.source.endings import ends, ignored, swallowed
    from golive.source.project import function_of
    from golive.source.tree import NodeKind

    project = integration.project
    pending = [(node, False) for node in (*verification.safe, *verification.open) if node.kind is not NodeKind.OTHER]
    known: set[int] = set()
    while pending:
        node, throws = pending.pop()
        if id(node) in known:
            continue
        known.add(id(node))
        lost = swallowed(project, node) if throws else ignored(project, node)
        if lost is not None:
            what = "the failed verification is caught, and the delivery is handled" if throws else None
            yield _wrong(
                integration,
                lost,
                what or "the result of the verification does not keep the delivery from being handled",
                {"": _REFUSE},
            )
            continue
        function = function_of(node)
        if function is None or function is verification.handler.entry:
            continue
        raises = any(each.kind is NodeKind.THROW for each in function.walk())
        if not raises and ends(project, function) and not any(function.find(NodeKind.RETURN)):
            continue
        pending += [
            (caller, raises)
            for caller in project.callers(function)
            if any(region.holds(caller) for region in verification.regions) and not function.holds(caller)
        ]


def _in_time(integration: Integration, verification: Verification) -> Iterator[Finding]:
    from golive.source.clocks import in_milliseconds, is_two_sided, window

    if not verification.window:
        node = verification.hmacs[0]
        yield fail("the time of a delivery is not compared with now", place(integration, node), fix=_WINDOW)
        return
    first = verification.window[0]
    from golive.source.clocks import compares_times, is_absolute

    project = integration.project
    around = [each for region in verification.scope for each in region.walk()]
    absolute = any(is_absolute(each) for each in around)
    if len(verification.window) < 2 and not is_two_sided(first) and not absolute:  # noqa: PLR2004 - past and future
        message = "deliveries from only one side of now are refused: a time in the future, or in the past, is accepted"
        yield warn(message, place(integration, first), fix=_WINDOW)
    milliseconds = any(in_milliseconds(each) for each in verification.scope)
    for node in verification.window:
        longest = window(project, compares_times(node), milliseconds=milliseconds)
        if longest is None:
            continue
        if longest > LONGEST_WINDOW:
            message = f"deliveries are accepted {longest:.0f} seconds after they were signed"
            yield warn(message, place(integration, node), fix=_WINDOW)


def _wrong(integration: Integration, node: Node, message: str, fixes: Mapping[str, str]) -> Finding:
    return fail(message, place(integration, node), fix=fix(integration, node, fixes))
