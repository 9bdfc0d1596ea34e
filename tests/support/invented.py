"""Reports that nobody thought of: any checklist, any results, any records, settled as a run settles them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.finding import ExchangePlace, FilePlace, Finding, Level, SettingPlace
from golive.kind import Kind
from golive.profile.types import Policy
from golive.record import RecordKind
from golive.registry import NOT_BUILT, Plugin
from golive.result import LEFT_OUT, Result, Status, status_of
from support import reports

CHECKS = ("settings.one", "code.two", "code.three", "account.four", "receiver.five", "traffic.six", "acme.seven")
PLUGGED = "acme.seven"
LINES = tuple(f"launch.line-{number}" for number in range(1, 6))
WHYS = ("it was not asked for", "nobody answered")


def _places(number: int):
    file = FilePlace(f"app/file{number}.py", number)
    return st.sampled_from(
        (
            file,
            SettingPlace(f"environments.prod.key{number}", FilePlace("golive.yaml", number, 3)),
            ExchangePlace("GET", f"https://api.antonpayments.com/v1/number{number}", 200),
            None,
        )
    )


@st.composite
def _findings(draw, first: int):
    levels = draw(st.lists(st.sampled_from(tuple(Level)), max_size=7))
    return tuple(
        Finding(
            level,
            f"finding {number} of it",
            draw(_places(number)),
            draw(st.sampled_from((None, f"Mend number {number}."))),
        )
        for number, level in enumerate(levels, first)
    )


@st.composite
def results(draw, check_id: str, first: int) -> Result:
    """Return the result of a check. Its findings are numbered from `first`, each with words of its own."""
    origin = "golive-acme" if check_id == PLUGGED else "golive"
    none = draw(st.sampled_from((None, None, None, NOT_BUILT, LEFT_OUT, "error", "skip")))
    if none is not None:
        status = {"error": Status.ERROR, "skip": Status.SKIP}.get(none, Status.UNKNOWN)
        reason = {"error": "ValueError: broken", "skip": "it does not apply"}.get(none, none)
        trace = ("golive_checks/broken.py:3 in broken",) if status is Status.ERROR else ()
        return reports.result(check_id, status, reason=reason, trace=trace, origin=origin)
    found = draw(_findings(first))
    status, reason = status_of(found, draw(st.sampled_from((None, None, *WHYS))))
    return reports.result(check_id, status, *found, reason=reason, origin=origin, remedy=f"Remedy of {check_id}.")


@st.composite
def _item(draw, number: int) -> Item:
    named = st.lists(st.sampled_from(CHECKS[:-1]), min_size=1, max_size=3, unique=True)
    attest = draw(st.sampled_from(tuple(Attest)))
    proofs = draw(st.lists(st.tuples(st.booleans(), named), max_size=2))
    if not proofs and attest is not Attest.REQUIRED:
        proofs = [(True, [CHECKS[0]])]
    return Item(
        id=LINES[number],
        title=f"Line number {number + 1} is right",
        proof=tuple(Proof(any=tuple(ids)) if any_ else Proof(all=tuple(ids)) for any_, ids in proofs),
        attest=attest,
        ask="Who knows?" if attest is Attest.REQUIRED else None,
        observed=draw(st.booleans()) and bool(proofs),
        production=draw(st.booleans()),
    )


@st.composite
def _checklist(draw) -> Checklist:
    items = [draw(_item(number)) for number in range(draw(st.integers(1, 4)))]
    derived = [
        Item(id=LINES[4], title="All of it is right", derived_from=tuple(item.id for item in items))
        for _ in range(draw(st.integers(0, 1)))
    ]
    half = len(items) // 2
    sections = [("first", items[:half]), ("second", [*items[half:], *derived])]
    return Checklist(
        provider="anton",
        title="Anton Payments launch checklist",
        source=reports.SUBJECT.checklist_source,
        sections=tuple(
            Section(id=name, title=name.capitalize(), items=tuple(lines)) for name, lines in sections if lines
        ),
    )


@st.composite
def _records(draw, checklist: Checklist):
    lines = [item.id for item in checklist.items()]
    found = []
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(tuple(RecordKind)))
        subject = draw(st.sampled_from(lines if kind is RecordKind.ATTESTATION else [*lines, *CHECKS]))
        expires = draw(st.sampled_from(("2026-12-31", "2026-11-01")))
        about = draw(st.sampled_from(("prod", None, "sandbox")))
        found.append(
            reports.record(kind, subject, number + 3, expires=expires, environment=about, text=f"reason {number}")
        )
    return tuple(found)


@st.composite
def invented(draw):
    """Return a report that a run could have come to."""
    checklist = draw(_checklist())
    results_ = tuple(draw(results(check_id, 10 * number)) for number, check_id in enumerate(CHECKS, 1))
    policy = Policy(
        not_waivable=tuple(draw(st.lists(st.sampled_from(LINES), max_size=1))),
        observed=tuple(draw(st.lists(st.sampled_from(LINES), max_size=1))),
    )
    kind = draw(st.sampled_from((Kind.PRODUCTION, Kind.PRODUCTION, Kind.SANDBOX)))
    return reports.report_of(
        results_,
        checklist,
        records=draw(_records(checklist)),
        policy=policy,
        subject=replace(reports.SUBJECT, kind=kind),
        plugins=(Plugin("golive-acme", "2.1"),),
        fail_on_warn=draw(st.booleans()),
        interrupted=draw(st.sampled_from((False, False, False, True))),
    )
