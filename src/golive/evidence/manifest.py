"""The manifest of a pack: `SHA256SUMS`, as `sha256sum --check` of GNU coreutils reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ENTRY: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]{0,99})", re.ASCII)
"""A digest, two blanks, and the name of a file: no folder, no hidden file, nothing that a shell or a terminal heeds."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Digests by name, and what is wrong with how they are written."""

    digests: Mapping[str, str]
    problems: tuple[str, ...]


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_manifest(contents: Mapping[str, bytes]) -> bytes:
    """Return the manifest of some files, sorted by name."""
    return "".join(f"{digest_of(contents[name])}  {name}\n" for name in sorted(contents)).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return what a manifest says. What is not exactly as golive writes it is a problem."""
    text = content.decode("ascii", "backslashreplace")
    if not text.endswith("\n"):
        return Manifest({}, ("the manifest does not end with a line break",))
    digests: dict[str, str] = {}
    problems: list[str] = []
    lines = text[:-1].split("\n")
    for number, line in enumerate(lines, 1):
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            problems.append(f"line {number} of the manifest is not a digest and the name of a file")
        elif entry[2] in digests:
            problems.append(f"line {number} of the manifest names {entry[2]} again")
        else:
            digests[entry[2]] = entry[1]
    if not problems and list(digests) != sorted(digests):
        problems.append("the manifest is not sorted by name")
    return Manifest(digests, tuple(problems))
