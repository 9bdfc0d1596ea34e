"""What is looked for in a records file before it is read: merge conflicts, credentials, and shorthand of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.profile.nodes import START, Fault, Mapping, Node, Position, Scalar, Sort

if TYPE_CHECKING:
    from golive.redact import Redactor

_LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line to YAML 1.1."""
_MARKER: Final = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----")
_CREDENTIAL: Final = (
    "this looks like a credential, and everybody who sees the repository reads this file: take it out, and replace "
    "the credential if it was real"
)


def lines_of(text: str) -> list[str]:
    """Return the lines of a YAML text, without their ends."""
    return _LINE_BREAK.split(text)


def conflict(text: str) -> Fault | None:
    """Return what is wrong where a merge left both sides in a file, None where it did not."""
    found = [number for number, line in enumerate(lines_of(text), 1) if _MARKER.match(line)]
    if not found:
        return None
    named = f"line {found[0]}" if len(found) == 1 else f"lines {', '.join(map(str, found[:-1]))} and {found[-1]}"
    message = (
        f"the file holds a merge conflict, marked in {named}: keep what should count of both sides, "
        "and remove the marks"
    )
    return Fault(Position(found[0], 1), message)


def make_redactor() -> Redactor:
    """Return what knows a credential of any provider by its looks. Ids that only name a client are none."""
    from golive.redact import Redactor
    from golive.registry import load_provider, provider_ids

    shapes = [shape for name in provider_ids() for shape in load_provider(name).secret_shapes]
    return Redactor(shape.redaction for shape in shapes if not shape.identifier)


def holds_credential(text: str, redactor: Redactor) -> bool:
    """Whether a text holds what looks like a credential."""
    return redactor(text) != text or _PRIVATE_KEY.search(text) is not None


def credentials(text: str, redactor: Redactor) -> list[Fault]:
    """Return where a text, comments included, shows what looks like a credential. It is not repeated."""
    if not holds_credential(text, redactor):  # none spans a line, and one look is much quicker than many
        return []
    return [
        Fault(Position(number, 1), _CREDENTIAL)
        for number, line in enumerate(lines_of(text), 1)
        if holds_credential(line, redactor)
    ]


def hidden_credentials(root: Node, redactor: Redactor) -> list[Fault]:
    """Return where a value is one once YAML's escapes and folded lines are resolved."""
    return [Fault(scalar.at, _CREDENTIAL) for scalar in _scalars(root) if holds_credential(scalar.text, redactor)]


def shorthand(text: str) -> Fault | None:
    """Return the first anchor or alias of a text that is valid YAML: a record has to say by itself what it says."""
    import yaml

    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            mark = event.start_mark
            at = Position(mark.line + 1, mark.column + 1) if mark is not None else START
            return Fault(at, "anchors and aliases (`&`, `*`) are not for records: write each out for its reviewers")
    return None


def _scalars(root: Node) -> Iterator[Scalar]:
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            for key, entry in node.entries.items():
                yield Scalar(key, Sort.TEXT, entry.at)
                waiting.append(entry.value)
        else:
            waiting.extend(node.items)
