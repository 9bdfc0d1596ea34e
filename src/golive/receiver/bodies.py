"""The bodies of deliveries: as providers write them, as they may write them too, and what receivers make of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_LAST_DIGIT: Final = re.compile(rb"[0-9](?=[^0-9]*\Z)")
_ESCAPED: Final = "@escaped@"
_NUMBER: Final = "@number@"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Something that receivers make of a body before they compute its signature. `title` is a clause."""

    id: str
    title: str
    rewrite: Callable[[bytes], bytes]


def compact(envelope: Mapping[str, object]) -> bytes:
    """Return the body as providers send it: JSON without white space."""
    return json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()


def unusual(envelope: Mapping[str, object]) -> bytes:
    """
    Return a body with the same meaning for a receiver, and nothing of it written as usual.

    Odd white space, a line break at the end, letters outside ASCII (plain and escaped), an escaped slash and a number
    with a zero at its end: whoever parses it and writes it anew gets other bytes. `data` is extended by a few keys.
    """
    data = envelope.get("data")
    more = {"golive_text": "Zoë Ωmega 東京", "golive_escaped": _ESCAPED, "golive_number": _NUMBER}
    extended = {**envelope, "data": {**(data if isinstance(data, Mapping) else {}), **more}}
    text = json.dumps(extended, separators=(" ,  ", " :\t"), ensure_ascii=False)
    text = text.replace(_ESCAPED, "caf\\u00e9 \\/ na\\u00EFve").replace(f'"{_NUMBER}"', "10.50")
    return f" {text}\n".encode()


def tampered(body: bytes) -> bytes:
    """Return a JSON body of the same length with another value in it: its last digit, which is always in one."""
    found = _LAST_DIGIT.search(body)
    if found is None:
        raise ValueError("a body without any digit has no id and no time")
    digit = int(found[0])
    other = digit + 1 if digit < 9 else digit - 1  # noqa: PLR2004 - the largest digit
    return body[: found.start()] + str(other).encode() + body[found.end() :]


def _dumped(*, spaces: bool, ascii_only: bool) -> Callable[[bytes], bytes]:
    separators = (", ", ": ") if spaces else (",", ":")
    return lambda body: json.dumps(json.loads(body), separators=separators, ensure_ascii=ascii_only).encode()


_ANEW: Final = "parses the body and writes it anew before it computes the signature; take the raw bytes"

REWRITINGS: Final = (
    Rewriting("body-rewritten", _ANEW, _dumped(spaces=False, ascii_only=False)),  # as JSON.stringify does
    Rewriting("body-rewritten-with-spaces", _ANEW, _dumped(spaces=True, ascii_only=True)),  # as json.dumps does
    Rewriting("body-rewritten-as-ascii", _ANEW, _dumped(spaces=False, ascii_only=True)),
    Rewriting(
        "body-trimmed",
        "cuts white space off the body before it computes the signature; take the raw bytes",
        bytes.strip,
    ),
    Rewriting(
        "body-misread",
        "reads the body as latin-1 and computes the signature of that text in UTF-8; take the raw bytes",
        lambda body: body.decode("latin-1").encode(),
    ),
)
"""What receivers of any provider are known to do, by language and library."""
