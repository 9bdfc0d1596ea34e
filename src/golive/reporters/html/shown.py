"""What stands where on the page of one report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golive.reporters.words import is_unbuilt

if TYPE_CHECKING:
    from golive.finding import FilePlace
    from golive.record import Record
    from golive.report import Report
    from golive.reporters.html.anchors import Anchors
    from golive.result import Result
    from golive.rollup import ItemResult


@dataclass(slots=True)
class Shown:
    """Where the lines and checks of a report stand on the page: each check in full once, under its first line."""

    report: Report
    anchors: Anchors
    items: dict[str, ItemResult] = field(init=False)
    results: dict[str, Result] = field(init=False)
    line_anchors: dict[str, str] = field(init=False)
    check_anchors: dict[str, str] = field(init=False)
    owners: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item.id: item for item in self.report.items()}
        self.results = {result.id: result for result in self.report.results}
        self.line_anchors = {item_id: self.anchors.of("", item_id) for item_id in self.items}
        shown = [result.id for result in self.report.results if not is_unbuilt(result)]
        self.check_anchors = {check_id: self.anchors.of("check-", check_id) for check_id in shown}
        self.owners = {}
        for item in self.items.values():
            for check_id in (name for proof in item.proofs for name in proof.check_ids()):
                self.owners.setdefault(check_id, item.id)
        for item in self.items.values():
            for check_id in item.check_ids:
                self.owners.setdefault(check_id, item.id)

    def elsewhere(self, check_id: str, item_id: str | None) -> tuple[str, str] | None:
        """Return the line that a check stands under in full, title and anchor, None where it is that of `item_id`."""
        owner = self.owners.get(check_id)
        return None if owner in {None, item_id} else (self.items[str(owner)].title, self.line_anchors[str(owner)])

    def record_of(self, item: ItemResult) -> Record | None:
        """Return the record that decided a line, with its age where the report tells it."""
        decided = item.record
        if decided is None:
            return None
        same = (one for one in self.report.records if _identity(one) == _identity(decided))
        return next(same, decided)


def _identity(record: Record) -> tuple[str, str, FilePlace]:
    return record.kind, record.subject, record.place
