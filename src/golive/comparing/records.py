"""What became of attestations and waivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from golive.comparing.changes import RecordChange, RecordTurn
from golive.record import Record, RecordState


def records(before: Sequence[Record], after: Sequence[Record]) -> Iterator[RecordChange]:
    """Yield what became of each record, those that are there now first. Where in the file it stands does not matter."""
    waiting = list(before)
    # What stayed as it was is matched first: of two about one line, another one may have been rewritten.
    same = {number: _take(waiting, record, exactly=True) for number, record in enumerate(after)}
    for number, record in enumerate(after):
        old = same[number] or _take(waiting, record, exactly=False)
        turn = _turn(old, record)
        if turn is not None:
            yield RecordChange(turn=turn, before=old, after=record)
    for record in waiting:
        yield RecordChange(turn=RecordTurn.WENT, before=record, after=None)


def _take(waiting: list[Record], record: Record, *, exactly: bool) -> Record | None:
    """Take out of a list the first record about the same, None where there is none."""
    for number, other in enumerate(waiting):
        if _subject_of(other) == _subject_of(record) and (not exactly or _bare(other) == _bare(record)):
            return waiting.pop(number)
    return None


def _turn(old: Record | None, new: Record) -> RecordTurn | None:
    if old is None:
        return RecordTurn.CAME
    if new.state is RecordState.LAPSED and old.state is not RecordState.LAPSED:
        return RecordTurn.LAPSED
    if _bare(old) != _bare(new):
        return RecordTurn.REWRITTEN
    return RecordTurn.CHANGED if old.state is not new.state else None


def _subject_of(record: Record) -> tuple[str, str, str | None]:
    return record.kind, record.subject, record.environment


def _bare(record: Record) -> tuple[str, ...]:
    return record.who, record.text, record.made, record.expires
