"""The end of a call: what both parties decided, signed off by name, and the evidence pack."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import GoliveError, UsageError
from golive.evidence.contents import VERSION, CallAttestation, CallLine, Minutes, evidence_words
from golive.walkthrough.backstage import Said
from golive.walkthrough.lines import CALL_LINE
from golive.walkthrough.minutes import Closing, Note, Outcome, SignOff, objection

if TYPE_CHECKING:
    from golive.report import Report
    from golive.walkthrough.call import Call

SECONDS_FOR_GIT: Final = 20.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that is over: its pack, the SHA-256 of the pack's manifest, and the report in it."""

    folder: Path
    digest: str
    report: Report
    said: Said


def problem(call: Call, closing: Closing) -> str | None:
    """Return why the call cannot end like this, as a sentence in golive's own words, None where it can."""
    if call.busy:
        return "checks are being run: wait until they have ended"
    if call.stale is not None:
        return call.stale
    if call.backstage.clock.now() < call.state.started_at:
        return "the clock of this machine is behind the beginning of the call: set it right first"
    if not closing.sign_offs:
        return "nobody has signed off: at least one person has to"
    if any(not one.name.strip() for one in closing.sign_offs):
        return "a sign-off needs a name"
    texts = [closing.reason, closing.who, *(text for one in closing.sign_offs for text in (one.name, one.role))]
    if any(call.backstage.mask(text) != text for text in texts):
        return "a name or the reason holds what looks like a credential: leave it out"
    if closing.attest_call and (why := _cannot_attest(call, closing)):
        return why
    return objection(closing.outcome, _foreseen(call, closing).verdict, len(call.follow_ups()), closing.reason)


def _cannot_attest(call: Call, closing: Closing) -> str | None:
    if call.call_line is None:
        return "the line about the call itself cannot be attested now"
    if closing.outcome is Outcome.NOT_PASSED:
        return "a call that was not passed is not attested"
    if not closing.who.strip():
        return "an attestation needs the name of who vouches"
    if closing.expires is None or not call.today <= closing.expires <= call.latest_expiry:
        return f"an attestation lasts until some day from {call.today} to {call.latest_expiry}"
    return None


def finish(call: Call, closing: Closing, into: Path) -> Finished:
    """
    Write the evidence pack into a new folder below `into`.

    The attestation of the call holds the digest of `call.json`, and the report in the pack holds the attestation: so
    the minutes come first, then the attestation, then the report. Raises UsageError where the call cannot end like
    this, or where the pack cannot be written.
    """
    from golive.evidence.pack import write_pack

    call.settle_again()
    why = problem(call, closing)
    if why is not None:
        raise UsageError(why)
    attested, minutes = False, _minutes(call, closing)

    def attest(digest: str) -> Report:
        nonlocal attested
        if closing.attest_call and closing.expires is not None:
            words = evidence_words(minutes, digest)
            said = call.attest(CALL_LINE, evidence=words, who=closing.who, expires=closing.expires)
            if not said.ok:
                raise UsageError(said.text)
            attested = True
        return call.report

    try:
        pack = write_pack(into, minutes, call.report, attest)
    except (GoliveError, KeyboardInterrupt) as error:
        if not attested:
            raise
        file, why = call.backstage.records_path.name, str(error) or "interrupted"
        raise UsageError(f"{why}. {CALL_LINE} is attested in {file} already: take that attestation out") from None
    return Finished(
        pack.folder,
        pack.digest,
        call.report,
        Said(
            ok=True,
            text=f"The evidence pack is in {pack.folder}. Write down its digest, both of you: {pack.digest}",
            safe=f"The evidence pack is written. Write down its digest, both of you: {pack.digest}",
        ),
    )


def _foreseen(call: Call, closing: Closing) -> Report:
    """Return the report as it will be once the call is attested."""
    from golive.finding import FilePlace
    from golive.merging import unwaived
    from golive.record import Record, RecordKind
    from golive.report import settle

    if not closing.attest_call or closing.expires is None:
        return call.report
    record = Record(
        kind=RecordKind.ATTESTATION,
        subject=CALL_LINE,
        environment=call.report.subject.environment,
        who=closing.who,
        text="the call that ends now",
        made=call.today.isoformat(),
        expires=closing.expires.isoformat(),
        place=FilePlace(""),
    )
    today = replace(call.report, started_at=call.backstage.clock.now())
    return settle(today, call.checklist, unwaived(call.report.results), (*call.report.records, record))


def _minutes(call: Call, closing: Closing) -> Minutes:
    from golive.clock import Deadline
    from golive.evidence.origin import origin_of

    state, backstage = call.state, call.backstage
    report = _foreseen(call, closing)
    subject = report.subject
    remarks = {line.id: line.remarks for line in call.lines()}
    attestation = None
    if closing.attest_call and closing.expires is not None:
        attestation = CallAttestation(line=CALL_LINE, who=_line(closing.who), expires=closing.expires)
    return Minutes(
        golive_call=VERSION,
        golive_version=report.version,
        provider=subject.provider,
        environment=subject.environment,
        checklist=subject.checklist_title,
        profile=subject.profile,
        profile_digest=subject.digest,
        records_digest=_digest(backstage.records_path),
        repository=origin_of(backstage.profile.parent, Deadline(backstage.clock, SECONDS_FOR_GIT)),
        played=subject.played,
        started_at=state.started_at,
        ended_at=backstage.clock.now(),
        results_at=state.results_at,
        verdict=report.verdict,
        exit_code=int(report.exit_code),
        outcome=closing.outcome,
        reason=_line(closing.reason),
        sign_offs=tuple(
            SignOff(party=one.party, name=_line(one.name), role=_line(one.role), on=one.on) for one in closing.sign_offs
        ),
        attested=state.attested,
        call_attestation=attestation,
        lines=tuple(
            CallLine(
                id=item.id,
                title=item.title,
                status=item.status,
                seen=remarks[item.id].seen,
                follow_up=remarks[item.id].follow_up,
                notes=tuple(Note(at=note.at, who=note.who, text=note.text) for note in remarks[item.id].notes),
            )
            for item in report.items()
        ),
    )


def _line(text: str) -> str:
    from golive.redact import inert

    return inert(" ".join(text.split()))


def _digest(path: Path) -> str | None:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return None
