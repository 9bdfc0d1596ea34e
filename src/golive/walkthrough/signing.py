"""The questions at the end of a call: the outcome, who signs it off, and whether the call itself is attested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from golive.errors import GoliveError
from golive.walkthrough import view
from golive.walkthrough.minutes import Closing, Outcome, Party, SignOff, objection

if TYPE_CHECKING:
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.plain import Talk

_ANY: Final = "a reason"
"""Stands in for a reason, to ask whether one would do."""


def sign_off(talk: Talk) -> Finished | None:
    """Ask for everything that ends a call, and write the evidence pack; None where the parties go back to it."""
    call = talk.call
    talk.tell("", "The call as it stands:")
    talk.rows(view.ending(call, presenter=talk.presenter), indent=2)
    if call.stale is not None:
        talk.tell(f"The call cannot end yet: {call.stale}.")
        return None
    outcome = _outcome(talk)
    if outcome is None:
        return None
    if outcome is Outcome.FOLLOW_UPS and not call.follow_ups():
        talk.tell(_sentence(objection(outcome, call.report.verdict, 0, "")))
        return None
    signed = tuple(_sign_offs(talk))
    if not signed:
        talk.tell("Nobody signed off, so the call goes on.")
        return None
    closing = _with_attestation(talk, Closing(outcome=outcome, sign_offs=signed))
    why = call.problem(closing)
    if why is not None and call.problem(replace(closing, reason=_ANY)) is None:
        talk.tell(_sentence(why))
        reason = talk.ask("Reason (empty: go back to the call): ")
        if not reason:
            return None
        closing = replace(closing, reason=reason)
        why = call.problem(closing)
    if why is not None:
        talk.tell(f"The call cannot end like this: {why}.")
        return None
    try:
        return call.finish(closing, talk.desk.into)
    except GoliveError as error:
        talk.tell(f"Nothing is signed off yet: {error}.")
        return None


def _sentence(words: str | None) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _outcome(talk: Talk) -> Outcome | None:
    for number, outcome in enumerate(Outcome, 1):
        talk.tell(f"  {number} {outcome}")
    while True:
        answer = talk.ask("Outcome (empty: go back to the call): ")
        if not answer:
            return None
        found = {str(number): outcome for number, outcome in enumerate(Outcome, 1)}.get(answer)
        if found is not None:
            return found
        if answer in tuple(Outcome):
            return Outcome(answer)


def _sign_offs(talk: Talk) -> Iterator[SignOff]:
    for party in Party:
        others = ""
        while name := talk.ask(f"Who signs off for the {party} (empty: nobody{others}): "):
            others = " else"
            role = talk.ask("Role (empty: none): ")
            yield SignOff(party=party, name=name, role=role, on=talk.call.today)


def _with_attestation(talk: Talk, closing: Closing) -> Closing:
    line = talk.call.call_line
    if line is None or closing.outcome is Outcome.NOT_PASSED:
        return closing
    talk.tell(f"{line.id}: {view.line_title(talk.call, line, presenter=talk.presenter)}")
    if not talk.yes(f"Attest this in {talk.call.backstage.records_path.name}?"):
        return closing
    who = talk.who("Who vouches for it")
    return replace(closing, attest_call=True, who=who, expires=talk.expiry())
