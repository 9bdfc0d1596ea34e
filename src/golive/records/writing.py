"""
Adding to a records file, and taking out of it.

What stands there stays as it is: text is put in between. The result is read before it replaces the file, so that a
file which golive would refuse, or which says something else than before, is never written.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import FileError, UsageError
from golive.finding import FilePlace
from golive.profile.quoting import quoted
from golive.record import Record, RecordKind
from golive.records.loading import parse_records, read_records, records_path
from golive.replacing import mode_of, replace_file

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile
    from golive.records.rules import Rules

HEAD: Final = """\
# What people vouch for (attestations), and what the team accepts for a while (waivers), on the way to production.
# `golive check` reads this file beside the profile. Review every change of it; it holds no secrets.
version: 1
"""
LONGEST_WORD: Final = 500
"""Characters of evidence, of a reason or of a name: a report shows all of it."""
_LISTS: Final = {RecordKind.ATTESTATION: "attestations", RecordKind.WAIVER: "waivers"}


def add_attestation(
    loaded: LoadedProfile, *, item: str, environment: str, who: str, made: date, evidence: str, expires: date
) -> Record:
    """
    Append an attestation to the records of a profile, and return it as it will be loaded.

    `made` and `expires` are days, the latter the last on which it counts. Raises UsageError for one that could not
    count, and for a file that cannot be written; RecordsError where the file is broken already.
    """
    from golive.records.rules import Rules

    rules = Rules(loaded)
    demand_attestable(rules, item, environment)
    _demand_days(rules, made, expires, waiver=False)
    pairs = (
        ("item", item),
        ("environment", environment),
        ("who", quoted(_word("who vouches", who))),
        ("when", made.isoformat()),
        ("evidence", quoted(_word("the evidence", evidence))),
        ("expires", expires.isoformat()),
    )
    return _append(loaded, RecordKind.ATTESTATION, pairs)


def add_waiver(
    loaded: LoadedProfile,
    *,
    subject: str,
    environment: str | None,
    reason: str,
    approver: str,
    created: date,
    expires: date,
) -> Record:
    """
    Append a waiver of a line or a check to the records of a profile, and return it as it will be loaded.

    `environment` is None where it is about all of them. Raises as `add_attestation` does.
    """
    from golive.records.rules import Rules

    rules = Rules(loaded)
    demand_waivable(rules, subject, environment)
    _demand_days(rules, created, expires, waiver=True)
    pairs = (
        ("item" if rules.is_line(subject) else "check", subject),
        *((("environment", environment),) if environment is not None else ()),
        ("reason", quoted(_word("the reason", reason))),
        ("approver", quoted(_word("who approves", approver))),
        ("created", created.isoformat()),
        ("expires", expires.isoformat()),
    )
    return _append(loaded, RecordKind.WAIVER, pairs)


def demand_attestable(rules: Rules, item: str, environment: str) -> None:
    """Raise UsageError where nobody's word for a line could ever count in an environment."""
    _demand(item, rules.why_not_vouched(item))
    _demand(environment, rules.why_no_environment(environment))
    _demand(item, rules.why_vouching_is_idle(item, environment))


def demand_waivable(rules: Rules, subject: str, environment: str | None) -> None:
    """Raise UsageError where no waiver of a line or a check could ever count."""
    _demand(subject, rules.why_no_subject(subject))
    if environment is not None:
        _demand(environment, rules.why_no_environment(environment))
    _demand(subject, rules.why_not_waived(subject))


def take_out(loaded: LoadedProfile, doomed: Collection[Record]) -> None:
    """
    Remove records from the file of a profile, each with the comment lines right above it. The rest stays as it is.

    `doomed` come from loading it. Raises UsageError where the file is written so that this cannot be done in place.
    """
    from golive.records.layout import remove

    path = _writable(loaded)
    data = read_records(path) or b""
    kept = tuple(one for one in parse_records(data, loaded) if one not in doomed)
    text, mark = _decoded(data)
    places = {name: [_place(one) for one in doomed if one.kind is kind] for kind, name in _LISTS.items()}
    text = remove(text, places)
    _replace(loaded, mark + text.encode(), data, kept, "take them out by hand")


def _place(record: Record) -> tuple[int, int]:
    return record.place.line or 0, record.place.column or 0


def _append(loaded: LoadedProfile, kind: RecordKind, pairs: Sequence[tuple[str, str]]) -> Record:
    from golive.records.layout import insert

    path = _writable(loaded)
    data = read_records(path)
    before = () if data is None else parse_records(data, loaded)
    text, mark = _decoded(data or b"")
    newline = "\r\n" if "\r\n" in text else "\n"
    words = insert(text or HEAD, _LISTS[kind], pairs, newline)
    values = {key: value if value[:1] != '"' else _unquoted(value) for key, value in pairs}
    record = Record(
        kind=kind,
        subject=values.get("item") or values["check"],
        environment=values.get("environment"),
        who=values.get("who") or values["approver"],
        text=values.get("evidence") or values["reason"],
        made=values.get("when") or values["created"],
        expires=values["expires"],
        place=FilePlace(path.name),
    )
    attestations = [one for one in before if one.kind is RecordKind.ATTESTATION]
    waivers = [one for one in before if one.kind is RecordKind.WAIVER]
    (attestations if kind is RecordKind.ATTESTATION else waivers).append(record)
    by_hand = "add this by hand: " + ", ".join(f"{key}: {value}" for key, value in pairs)
    after = _replace(loaded, mark + words.encode(), data, (*attestations, *waivers), by_hand)
    return after[len(attestations) - 1 if kind is RecordKind.ATTESTATION else -1]


def _demand(subject: str, why_not: str | None) -> None:
    if why_not is not None:
        raise UsageError(f"`{subject}` {why_not}")


def _demand_days(rules: Rules, made: date, expires: date, *, waiver: bool) -> None:
    if expires < made:
        raise UsageError(f"the last day, {expires}, is before the first one, {made}")
    why = rules.why_too_long(made.isoformat(), expires.isoformat(), waiver=waiver)
    if why is not None:
        raise UsageError(f"{expires} {why}")


def _word(what: str, text: str) -> str:
    """Return a text in one line. Raises UsageError where it says nothing, too much, or what nobody may read."""
    from golive.records.text import holds_credential, make_redactor

    word = " ".join(text.split())
    if not word:
        raise UsageError(f"{what} is empty")
    if len(word) > LONGEST_WORD:
        raise UsageError(f"{what} has {len(word)} characters, and at most {LONGEST_WORD} are shown: link to the rest")
    if any("\ud800" <= character <= "\udfff" for character in word):
        raise UsageError(f"{what} is not text in this terminal's encoding")
    if holds_credential(word, make_redactor()):
        raise UsageError(
            f"{what} looks like it holds a credential, and everybody who sees the repository reads the file; "
            "nothing was written. Replace the credential if it was real: the shell's history has it"
        )
    return word


def _unquoted(text: str) -> str:
    import yaml

    return str(yaml.safe_load(text))


def _writable(loaded: LoadedProfile) -> Path:
    """Return the file itself. Raises UsageError where a link leads nowhere: a repository may have brought it."""
    path = records_path(loaded.path)
    if path.is_symlink() and not path.exists():
        raise UsageError(f"{path} is a link that leads nowhere: remove it, then try again")
    return path


def _decoded(data: bytes) -> tuple[str, bytes]:
    """Return a file's text, and its byte order mark, which stays."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return data.removeprefix(mark).decode(), mark


def _replace(
    loaded: LoadedProfile, new: bytes, old: bytes | None, expected: Sequence[Record], by_hand: str
) -> tuple[Record, ...]:
    """Read what is going to be written, write it, and return its records."""
    path = records_path(loaded.path)
    refusal = f"{path.name} is written in a way that golive cannot change in place; {by_hand}"
    try:
        after = parse_records(new, loaded)
    except FileError:
        raise UsageError(refusal) from None
    if [_said(one) for one in after] != [_said(one) for one in expected]:
        raise UsageError(refusal)
    file = path.resolve()
    try:
        with _locked(file.parent) as alone:
            if not alone or read_records(path) != old:
                raise UsageError(f"{path.name} was changed by somebody else meanwhile; nothing was written, try again")
            _write(file, new)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    return after


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """
    Tell whether nobody else adds to a file of a folder, and keep others from it while the block lasts.

    Between the last look at the file and its replacement, what another golive had written would be lost. A lock of the
    folder leaves nothing behind. Where there are no such locks (Windows, some network disks), it is done without one.
    """
    if sys.platform == "win32":
        yield True
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass  # this disk knows no locks
        yield True
    finally:
        os.close(handle)


def _said(record: Record) -> Record:
    return replace(record, place=FilePlace(""))


def _write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all. Raises PermissionError for one that nobody may write, also as root."""
    mode = mode_of(path)
    if not mode & 0o222 or (path.exists() and not os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    replace_file(path, data, mode)
