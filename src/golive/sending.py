"""Sending a receiver one signed delivery with a body that somebody brings along."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.addressee import prepare
from golive.errors import Unverified, UsageError
from golive.http.errors import NotAllowed
from golive.http.journal import Journal
from golive.http.lookup import look_up
from golive.http.opening import open_wire
from golive.probing import clean_outcome
from golive.receiver.matrix import Matrix
from golive.receiver.scheme import Event
from golive.redact import Redactor
from golive.registry import load_provider
from golive.report import ExitCode

if TYPE_CHECKING:
    from golive.addressee import Addressed, ProbeOptions
    from golive.clock import Clock
    from golive.receiver.observation import Outcome

LARGEST_BODY: Final = 1024 * 1024
"""Bytes of a body that is sent."""
NAME: Final = "sent"
"""Name of the delivery."""
_ID: Final = re.compile(r"[!-~]{1,200}")
"""Event ids that a header can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a single delivery, free of secrets and harmless to print."""

    subject: Addressed
    event: str
    """Type of the event."""
    event_id: str
    notes: tuple[str, ...]
    """What is odd about the body, a sentence without a full stop each."""
    outcome: Outcome

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns: any 2xx is right, another answer is not, and no answer tells nothing."""
        if self.outcome.accepted:
            return ExitCode.READY
        return ExitCode.INCOMPLETE if self.outcome.status is None else ExitCode.NOT_READY


def send(
    options: ProbeOptions,
    body: bytes,
    *,
    environ: Mapping[str, str],
    clock: Clock,
    redactor: Redactor | None = None,
) -> Sent:
    """
    Sign a body as it is, send it as an event of the type that `options` name, and return what came of it.

    The delivery's event id is the body's own, where it is a JSON object with a usable `id`. Raises UsageError as
    `probe` does, for a body that is too large, and where nothing may be sent to the URL.
    """
    from golive.receiver.prober import Prober
    from golive.receiver.target import judge_target

    if len(body) > LARGEST_BODY:
        raise UsageError(f"the body is larger than {LARGEST_BODY:,} bytes; nothing was sent")
    redactor = redactor or Redactor()
    here = prepare(load_provider(options.provider), options, environ=environ, clock=clock, redactor=redactor)
    facts = here.provider.deliveries
    event_type = options.event or facts.test_event
    own_id, notes = _look_into(body, event_type)
    event_id = own_id or f"golive_{here.run_id}_{NAME}"
    matrix = Matrix(
        scheme=here.scheme,
        deliveries=facts,
        secret=here.secret.reveal(),
        tokens=True,
        event_type=event_type,
        run_id=here.run_id,
        now=here.subject.started_at,
    )
    with ExitStack() as closing:
        wire = open_wire(options, clock, closing)
        try:
            target = judge_target(
                options.url,
                routes=options.connect_to,
                resolve_host=lambda host: look_up(host, options.connect_to, here.deadline),
                loopback_http=True,
            )
        except Unverified as why:
            raise UsageError(str(why)) from None
        prober = Prober(
            target=target, wire=wire, clock=clock, deadline=here.deadline, journal=Journal(), redactor=redactor
        )
        title = f"{len(body):,} bytes, signed correctly"
        try:
            outcome = prober.send(
                matrix.signed(NAME, title, Event(id=event_id, type=event_type, body=body)),
                limit=min(facts.deadline, options.timeout),
            )
        except NotAllowed as why:
            raise UsageError(str(why)) from None
    return Sent(
        subject=here.subject,
        event=event_type,
        event_id=here.clean(event_id),
        notes=tuple(here.clean(note) for note in notes),
        outcome=clean_outcome(outcome, here.clean),
    )


def _look_into(body: bytes, event_type: str) -> tuple[str | None, list[str]]:
    """Return the event id that a body names, and what is odd about it. It is sent whatever it is."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None, ["the body is not JSON, as the provider's deliveries are; it was sent as it is"]
    if not isinstance(content, dict):
        return None, ["the body is no JSON object, as the provider's deliveries are; it was sent as it is"]
    notes = []
    named = content.get("type")
    if named != event_type:
        says = f"says {named!r}" if isinstance(named, str) else "does not say"
        notes.append(f"the type in the body {says}, and the delivery is of type {event_type!r}")
    own = content.get("id")
    return own if isinstance(own, str) and _ID.fullmatch(own) else None, notes
