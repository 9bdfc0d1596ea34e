"""Evidence packs for tests: calls that end, with and without the line about the call itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from golive.checklist import Attest, Section
from golive.walkthrough.minutes import Closing, Outcome, Party, SignOff
from support.calls import Kept, a_call
from support.reports import _READY as SETTLED
from support.reports import CHECKLIST, RESULTS, item, ready, report_of

ASK = "When was the call?"
CALL_ITEM = item("path.certification-call", "The certification call was held", attest=Attest.REQUIRED, ask=ASK)
PATH = Section(id="path", title="Path to production", items=(CALL_ITEM,))
SIGNED = (
    SignOff(party=Party.MERCHANT, name="Ada Lovelace", role="engineer", on=date(2026, 11, 22)),
    SignOff(party=Party.PROVIDER, name="Grace Hopper", role="", on=date(2026, 11, 22)),
)
NOT_PASSED = Closing(outcome=Outcome.NOT_PASSED, sign_offs=SIGNED)
PASSED = Closing(
    outcome=Outcome.PASSED, sign_offs=SIGNED, attest_call=True, who="Ada Lovelace", expires=date(2027, 1, 31)
)


def open_call(kept: Kept | None = None):
    """Return a call on the report with every status, and the line about the call itself."""
    checklist = replace(CHECKLIST, sections=(*CHECKLIST.sections, PATH))
    return a_call(report_of(RESULTS, checklist), checklist=checklist, **({} if kept is None else {"kept": kept}))


def ready_call(kept: Kept | None = None, **more):
    """Return a call on which everything is settled but the line about the call itself. `more` is as in `a_call`."""
    checklist = replace(SETTLED, sections=(*SETTLED.sections, PATH))
    report = report_of(ready().results, checklist, plugins=())
    return a_call(report, checklist=checklist, **more, **({} if kept is None else {"kept": kept}))
