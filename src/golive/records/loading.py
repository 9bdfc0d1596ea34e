"""Finding, reading and judging the records beside a profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import Problem, RecordsError
from golive.finding import FilePlace
from golive.profile import nodes
from golive.profile.nodes import START, Entry, Fault, Position, Scalar, Sort
from golive.record import Record, RecordKind
from golive.records.types import DAYS, Attestation, RecordsFile, Waiver

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile
    from golive.records.rules import Rules

SUFFIX: Final = ".records.yaml"
"""What follows the profile's name without its ending."""
_LISTS: Final = ("attestations", "waivers")


def records_path(profile: Path) -> Path:
    """Return where the records of a profile are: `golive.records.yaml` beside `golive.yaml`."""
    return profile.with_name(profile.stem + SUFFIX)


def load_records(loaded: LoadedProfile) -> tuple[Record, ...]:
    """
    Return the records of a profile, attestations first, in the order of the file. None where there is no file.

    Whether they are in force, and whether they count, a run decides. Raises RecordsError with all that is wrong.
    """
    data = read_records(records_path(loaded.path))
    return () if data is None else parse_records(data, loaded)


def read_records(path: Path) -> bytes | None:
    """Return what a records file holds, None where there is none. Raises RecordsError where it cannot be read."""
    from golive.profile.reading import UnreadableError, read_file

    if not os.path.lexists(path):
        return None
    try:
        return read_file(path)
    except UnreadableError as error:
        raise RecordsError((Problem(str(path), 0, 0, f"the records file {error}"),)) from None


def parse_records(data: bytes, loaded: LoadedProfile) -> tuple[Record, ...]:
    """Return the records in a file's content. Raises RecordsError with all that is wrong."""
    path = records_path(loaded.path)
    file, root, faults = _shaped(data)
    if file is not None and root is not None:
        from golive.records.rules import Rules

        faults = [Fault(_at(root, keys), why) for keys, why in _misfits(file, Rules(loaded))]
    if file is None or root is None or faults:
        ordered = sorted(faults, key=lambda fault: fault.at)
        raise RecordsError(
            tuple(Problem(str(path), fault.at.line, fault.at.column, fault.message) for fault in ordered)
        )
    return tuple(_records(file, root, path.name))


def _shaped(data: bytes) -> tuple[RecordsFile | None, nodes.Mapping | None, list[Fault]]:
    from golive.profile.document import parse
    from golive.profile.shape import shape
    from golive.profile.syntax import decode
    from golive.records.text import conflict, credentials, hidden_credentials, make_redactor, shorthand

    text = decode(data)
    if isinstance(text, Fault):
        return None, None, [text]
    if (unmerged := conflict(text)) is not None:
        return None, None, [unmerged]
    redactor = make_redactor()
    if leaks := credentials(text, redactor):
        return None, None, leaks  # nothing else is said: it might repeat one
    document = parse(text)
    if document.root is None:
        empty = "the file is empty: `version: 1` stands first in it; `golive attest` and `golive waive` add to it"
        return None, None, list(document.faults) or [Fault(START, empty)]
    if document.faults:
        return None, None, list(document.faults)
    if leaks := hidden_credentials(document.root, redactor):
        return None, None, leaks
    if (short := shorthand(text)) is not None:
        return None, None, [short]
    root = _settled(document.root)
    file, faults = shape(RecordsFile, root)
    return file, root if isinstance(root, nodes.Mapping) else None, faults


def _settled(root: nodes.Node) -> nodes.Node:
    """Return the tree with days as texts, whatever stands there, and with no list where there is nothing."""
    if not isinstance(root, nodes.Mapping):
        return root
    entries = dict(root.entries)
    for name in _LISTS:
        if name not in entries:
            continue
        at, value = entries[name].at, entries[name].value
        if isinstance(value, Scalar) and value.sort is Sort.NULL:
            entries[name] = Entry(at, nodes.Sequence((), value.at, 1))
        elif isinstance(value, nodes.Sequence):
            items = tuple(_with_days(item) for item in value.items)
            entries[name] = Entry(at, nodes.Sequence(items, value.at, value.size))
    return nodes.Mapping(entries, root.at, root.size)


def _with_days(item: nodes.Node) -> nodes.Node:
    if not isinstance(item, nodes.Mapping):
        return item
    entries = {
        name: Entry(entry.at, _day(entry.value)) if name in DAYS else entry for name, entry in item.entries.items()
    }
    return nodes.Mapping(entries, item.at, item.size)


def _day(node: nodes.Node) -> Scalar:
    match node:
        case Scalar(text=text):
            return Scalar(text, Sort.TEXT, node.at)
        case nodes.Sequence():
            return Scalar("a list", Sort.TEXT, node.at)
        case _:
            return Scalar("a mapping", Sort.TEXT, node.at)


_Keys = tuple[str, int, str]
"""List, index and key."""


def _misfits(file: RecordsFile, rules: Rules) -> Iterator[tuple[_Keys, str]]:
    """Yield what does not fit the profile: the keys that lead there, and what is wrong."""
    for index, attestation in enumerate(file.attestations):
        for key, why in _of_attestation(attestation, rules):
            yield ("attestations", index, key), why
    for index, waiver in enumerate(file.waivers):
        for key, why in _of_waiver(waiver, rules):
            yield ("waivers", index, key), why


def _of_attestation(one: Attestation, rules: Rules) -> Iterator[tuple[str, str]]:
    if why := rules.why_not_vouched(one.item):
        yield "item", f"`{one.item}` {why}"
    if why := rules.why_no_environment(one.environment):
        yield "environment", f"`{one.environment}` {why}"
    if why := rules.why_too_long(one.when, one.expires, waiver=False):
        yield "expires", f"{one.expires} {why}"


def _of_waiver(one: Waiver, rules: Rules) -> Iterator[tuple[str, str]]:
    match one.item, one.check:
        case None, None:
            yield "", "this waiver does not say what it waives: it takes the key `item` or the key `check`"
        case str(), str():
            yield "check", "this waiver names a line and a check: make two waivers of it, one for each"
        case str(item), None:
            if why := rules.why_no_line(item):
                yield "item", f"`{item}` {why}"
        case None, str(check):
            if why := rules.why_no_check(check):
                yield "check", f"`{check}` {why}"
    if one.environment is not None and (why := rules.why_no_environment(one.environment)):
        yield "environment", f"`{one.environment}` {why}"
    if why := rules.why_too_long(one.created, one.expires, waiver=True):
        yield "expires", f"{one.expires} {why}"


def _at(root: nodes.Mapping, keys: _Keys) -> Position:
    name, index, key = keys
    item = _item(root, name, index)
    if isinstance(item, nodes.Mapping) and key in item.entries:
        return item.entries[key].value.at
    return item.at


def _item(root: nodes.Mapping, name: str, index: int) -> nodes.Node:
    listed = root.entries[name].value
    assert isinstance(listed, nodes.Sequence)  # noqa: S101 - it was read as a list
    return listed.items[index]


def _records(file: RecordsFile, root: nodes.Mapping, name: str) -> Iterator[Record]:
    for index, one in enumerate(file.attestations):
        yield Record(
            kind=RecordKind.ATTESTATION,
            subject=one.item,
            environment=one.environment,
            who=one.who,
            text=one.evidence,
            made=one.when,
            expires=one.expires,
            place=_place(name, _item(root, "attestations", index)),
        )
    for index, waiver in enumerate(file.waivers):
        yield Record(
            kind=RecordKind.WAIVER,
            subject=waiver.item or waiver.check or "",
            environment=waiver.environment,
            who=waiver.approver,
            text=waiver.reason,
            made=waiver.created,
            expires=waiver.expires,
            place=_place(name, _item(root, "waivers", index)),
        )


def _place(name: str, node: nodes.Node) -> FilePlace:
    return FilePlace(name, node.at.line, node.at.column)
