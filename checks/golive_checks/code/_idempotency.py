from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, unknown, warn
from golive.redact import inert
from golive.source.judging import conclude, fix, place
from golive.source.keys import Key, Origin, keys_of

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": 'Make the key of the operation itself, before anything repeats: f"payout-{settlement.id}".',
    "javascript": "Make the key of the operation itself, before anything repeats: `payout-${invoice.id}`.",
    "go": 'Make the key of the operation itself, before anything repeats: "payout-" + invoice.ID.',
    "java": 'Make the key of the operation itself, before anything repeats: "payout-" + invoice.id().',
    "kotlin": 'Make the key of the operation itself, before anything repeats: "payout-${invoice.id}".',
    "ruby": 'Make the key of the operation itself, before anything repeats: "payout-#{invoice.id}".',
    "php": "Make the key of the operation itself, before anything repeats: 'payout-' . $invoice->id.",
    "csharp": 'Make the key of the operation itself, before anything repeats: $"payout-{invoice.Id}".',
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `idempotency` finds."""
    calls = [call for call in integration.need_calls() if call.operation is not None and call.operation.keyed]
    if not calls:
        raise Unverified("no request that creates or changes something was found")
    findings = [finding for call in calls for finding in _judge(integration, call)]
    yield from conclude(integration, findings, [call.node for call in calls], "keyed request")


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    for key in keys_of(integration, call):
        yield from _judge_key(integration, call, key)


def _judge_key(integration: Integration, call: ProviderCall, key: Key) -> Iterator[Finding]:
    title = integration.facts.key.title
    doing = call.operation.title if call.operation is not None else "change something"
    at = place(integration, key.node)
    advice = fix(integration, key.node, _FIXES)
    match key.origin:
        case Origin.MISSING:
            yield fail(f"this request to {doing} has no key ({title})", at, fix=advice)
        case Origin.FIXED:
            yield fail(f"the key is the same for every operation ({title})", at, fix=advice)
        case Origin.CHANCE:
            name = inert(key.node.name)
            if _is_anew(integration, call, key):
                yield fail(f"every attempt makes a new key with {name} ({title})", at, fix=advice)
            else:
                message = f"the key is made with {name}: a job that runs again, or a person who asks again, pays twice"
                yield warn(f"{message} ({title})", at, fix=advice)
        case Origin.OUTSIDE if key.node is call.node:
            yield unknown(f"whether this request has a key ({title}) depends on code that is not in these files", at)


def _is_anew(integration: Integration, call: ProviderCall, key: Key) -> bool:
    """Whether every attempt makes a key of its own."""
    found = integration.retries[call].found
    if any(retry.makes_anew(key.node) for retry in found):
        return True
    # What a client adds to all that it sends, it adds again; the order of OkHttp's interceptors is not known here.
    language = integration.project.file(key.node).language
    return key.central and bool(found) and language not in {"java", "kotlin"}
