"""Any small checklist with any results, records and policy, for properties of the roll-up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.kind import Kind
from golive.profile.types import Policy
from golive.report import Report, Subject, settle
from golive.result import LEFT_OUT, Result
from support.records import TODAY, vouched, waived
from support.results import result

if TYPE_CHECKING:
    from golive.record import Record

CHECKS = ("code.a", "traffic.a", "account.a", "settings.a")
PLUGGED = "acme.x"
LINES = ("s.a", "s.b", "s.c", f"plugins.{PLUGGED}")
LASTS = ("2026-11-22", "2027-01-01", "2027-03-01")
OVER = ("2026-11-21", "2026-1-1", "2027-02-30")


@dataclass(frozen=True)
class World:
    """What a report is made of."""

    items: tuple[Item, ...]
    found: tuple[Result, ...]
    records: tuple[Record, ...]
    policy: Policy
    kind: Kind
    verticals: tuple[str, ...]

    def judged(self, records=None) -> Report:
        """Return the report, with other records where they are given."""
        section = Section(id="s", title="S", items=self.items)
        checklist = Checklist(provider="p", title="t", source="s", sections=(section,))
        subject = Subject(
            profile="golive.yaml",
            digest="d",
            provider="p",
            provider_title="P",
            environment="prod",
            kind=self.kind,
            base_url="https://example.com",
            checklist_title="t",
            checklist_source="s",
            verticals=self.verticals,
        )
        blank = Report(
            version="1",
            subject=subject,
            started_at=datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59, tzinfo=UTC),
            seconds=1.0,
            sections=(),
            results=(),
            policy=self.policy,
        )
        return settle(blank, checklist, self.found, self.records if records is None else records)

    def hangs_on(self, subject: str) -> set[str]:
        """Return the ids of the lines that a waiver of a line or a check is about."""
        lines = {item.id: item for item in self.items}
        near = {subject, f"plugins.{subject}"}
        for item in self.items:
            proof = lines[item.same_as or item.id].proof
            if subject in {name for each in proof for name in each.check_ids()}:
                near.add(item.id)
        return near | {item.id for item in self.items if near & set(item.derived_from)}


def _found(check_id: str, status: str) -> Result:
    return result(check_id, "unknown", reason=LEFT_OUT) if status == "left out" else result(check_id, status)


_STATUSES = st.sampled_from(["pass", "warn", "fail", "unknown", "skip", "error", "left out"])
_NAMES = st.lists(st.sampled_from(CHECKS), min_size=1, max_size=2, unique=True)
_PROOFS = st.one_of(
    st.lists(st.sampled_from(CHECKS), min_size=1, max_size=3, unique=True).map(lambda names: Proof(all=tuple(names))),
    st.lists(_NAMES, min_size=1, max_size=3).map(lambda ways: Proof(any=tuple(" + ".join(way) for way in ways))),
)


@st.composite
def _items(draw) -> tuple[Item, ...]:
    items: list[Item] = []
    for name in LINES[: draw(st.integers(1, 3))]:
        common = {
            "id": name,
            "title": "T",
            "verticals": draw(st.sampled_from([(), (), ("esim",), ("topup",)])),
            "applies_with": draw(st.sampled_from([None, None, None, *CHECKS])),
        }
        flags = {"observed": draw(st.booleans()), "production": draw(st.booleans())}
        form = draw(st.sampled_from(["own", "own", "same", "derived"]))
        own = [item.id for item in items if not item.derived_from and not item.same_as]
        plain = [item.id for item in items if not item.derived_from]
        if form == "same" and own:
            items.append(Item(**common, **flags, same_as=draw(st.sampled_from(own))))
        elif form == "derived" and plain:
            others = draw(st.lists(st.sampled_from(plain), min_size=1, unique=True))
            items.append(Item(**common, derived_from=tuple(others)))
        else:
            proofs, attest = draw(st.lists(_PROOFS, max_size=2)), draw(st.sampled_from(list(Attest)))
            items.append(Item(**common, **flags, proof=tuple(proofs), attest=attest))
    return tuple(items)


@st.composite
def _records(draw) -> tuple[Record, ...]:
    records = []
    for line in range(draw(st.integers(0, 4))):
        word = draw(st.booleans())
        subject = draw(st.sampled_from(LINES if word else (*LINES, *CHECKS, PLUGGED)))
        environment = draw(st.sampled_from(["prod", "prod", "sandbox"] if word else ["prod", "sandbox", None]))
        expires = draw(st.sampled_from([*LASTS, *OVER]))
        make = vouched if word else waived
        records.append(make(subject, line=line + 5, environment=environment, expires=expires))
    return tuple(records)


@st.composite
def worlds(draw) -> World:
    """Return any world. A check `account.beside` stands beside the checklist, `acme.x` comes from a package."""
    found = [_found(name, draw(_STATUSES)) for name in (*CHECKS, "account.beside")]
    if draw(st.booleans()):
        found.append(replace(_found("code.x", draw(_STATUSES)), id=PLUGGED, origin="golive-acme"))
    policy = Policy(
        not_waivable=draw(st.sampled_from([(), (), ("s.a",), ("s.b",), ("code.*",), ("*",), ("code.a",)])),
        observed=draw(st.sampled_from([(), (), ("s.a",), ("s.*",)])),
    )
    kind = draw(st.sampled_from([Kind.PRODUCTION, Kind.PRODUCTION, Kind.SANDBOX]))
    return World(draw(_items()), tuple(found), draw(_records()), policy, kind, draw(st.sampled_from([(), ("esim",)])))
