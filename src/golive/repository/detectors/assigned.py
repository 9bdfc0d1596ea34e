"""Read what a name is given, in the syntax of many languages and formats, and tell a value from a reference."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

from golive.repository.placeholders import is_placeholder

SHORTEST_VALUE: Final = 12
"""Characters. A shorter value cannot be told from a word."""
LONGEST_VALUE: Final = 200
"""Characters. Longer ones are encrypted texts, documents or certificates."""
SHORTEST_RANDOM: Final = 16
"""Characters. A shorter value that nobody knows is not certainly a credential."""

_TYPE: Final = rb"(?:\s*\??:\s*&?(?:'static )?[A-Za-z_][\w.<>\[\]]*\??(?=\s*=))?"
# A string, if the name and what stands between belong to code or data.
_GIVES: Final = re.compile(
    rb"(?:\\{0,3}[\"'`])?[)\]]?" + _TYPE + rb"(?:"
    rb"\s*[,:]?\s*(?:\\{0,3}[\"'])?\bvalue(?:\\{0,3}[\"'])?\s*[:=]"  # name and value as two keys
    rb"|\s*(?:\?\?=|\|\|=|:=|=>|=(?![=~>])|:(?!:))"  # assigned, or a value of a key
    rb"|\s*(?:\|\||\?\?|\?:|\bor\b)"  # what is taken where the environment has none
    rb"|(?<=[\"'`])\s*,"  # define(), setenv(), getenv() with a default
    rb"|\s+string\s*="  # Go
    rb"|\s*\{\s*get;[^}\n]{0,40}\}\s*="  # C#
    rb"|\s*\{[^{}]{0,400}?\bdefault\s*="  # Terraform
    rb")\s*(?:\(\s*)?(?:[rRbBuUfF@$]|!!str\s+)?"
)
_QUOTED: Final = re.compile(rb"(?P<quote>\\{0,3}[\"'`])(?P<value>[^\"'`\s\\]{8,512})(?P=quote)")
_ELEMENT: Final = re.compile(rb"(?:[^<>\n]{0,60}>|</key>\s*<string>)\s*(?P<value>[^<>\s]{8,512})\s*</")
_ATTRIBUTE: Final = re.compile(
    rb"[\"']\s+value\s*=\s*(?P<quote>[\"'])(?P<value>[^\"'<>\s]{8,512})(?P=quote)", re.IGNORECASE
)
_BARE: Final = re.compile(
    rb"(?:[ \t]*(?::=|=(?![=~>])|:(?!:))[ \t]*|[ \t]*:[ \t]*\r?\n[ \t]+value:[ \t]+|[ \t\"']*\r?\n[ \t]+value:[ \t]+)"
    rb"(?:!!(?:str|binary)[ \t]+)?(?:[|>]-?[ \t]*\r?\n[ \t]+)?"
    rb"(?P<value>[A-Za-z0-9][^\s\"'`,;(){}\[\]<>$|&\\]{7,511})(?=[\s\"']|\\n|$|[,}\]])"
)
_ARGUMENT: Final = re.compile(rb"[ \t]+(?P<value>[A-Za-z0-9][^\s\"'`,;(){}\[\]<>$|&\\]{7,511})(?=\s|$)")
_TAKES_ARGUMENT: Final = re.compile(rb"(?:^[ \t]*(?:ENV|ARG|setx?)[ \t]+|--?)\Z", re.MULTILINE | re.IGNORECASE)

_REFERENCE: Final = re.compile(
    rb"[a-z][a-z0-9+.-]*://"
    rb"|(?:vault|op|ssm|sm|arn|env|file|secrets?|keyvault|awssm|gcpsm|projects|ref|kms|sops|doppler)[:/]"
    rb"|ENC\[|\{cipher\}|AQICAH|gAAAAA|[./~]|@"
    rb"|.*\.(?:pem|key|json|txt|env|ya?ml|crt|p8|p12|toml|local|internal|com|io|dev|net|org)$",
    re.IGNORECASE,
)
_BLENDS: Final = re.compile(rb"\$\{|\{\{|\$\(|<%|%\(|#\{|%[A-Z_]+%|\.\.\.|\xe2\x80\xa6|\*\*\*|^\$|[<>{}]|^%[sdv]$")
_IDENTIFIER: Final = re.compile(rb"[A-Za-z_$][A-Za-z_]*(?:(?:\.|->|::)[A-Za-z_][\w]*)+")
_ENCRYPTED_ABOVE: Final = re.compile(
    rb"encryptedData[\"']?\s*:|SealedSecret|ANSIBLE_VAULT|\bencrypted[\"']?\s*:\s*true"
)
_BASE64: Final = re.compile(rb"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_RANDOM: Final = re.compile(r"[A-Za-z0-9+/_=~.-]+")
_PREFIX: Final = re.compile("^(?:[a-z]{2,8}_){1,3}")
_FEWEST_DIGITS: Final = 2
_LOOKED_ABOVE: Final = 600
_LOOKED_BEHIND: Final = 4096
"""Bytes after a name in which its value ends."""


@dataclass(frozen=True, slots=True)
class Value:
    """
    What a name is given. `random` says that nobody would write it by hand; `encoded`, that `text` was decoded.

    `start` and `end` are its bytes in the file.
    """

    start: int
    end: int
    text: str
    random: bool
    encoded: bool


def value_after(data: bytes, start: int, end: int) -> Value | None:
    """Return the literal that the name from `start` to `end` is given, None where it is none or no credential."""
    match = _match(data, start, end)
    if match is None:
        return None
    raw = match["value"].rstrip(b"\\")
    bare = "quote" not in match.re.groupindex
    if len(raw) > LONGEST_VALUE or _REFERENCE.match(raw) or _BLENDS.search(raw) or _IDENTIFIER.fullmatch(raw):
        return None
    if _ENCRYPTED_ABOVE.search(data, max(0, start - _LOOKED_ABOVE), start):
        return None
    text, encoded = _decoded(raw)
    if len(text) < SHORTEST_VALUE or _REFERENCE.match(text.encode()) or is_placeholder(_PREFIX.sub("", text)):
        return None
    digits = sum(character.isdigit() for character in text)
    if bare and (digits < _FEWEST_DIGITS or not any(character.isalpha() for character in text)):
        return None
    random = len(text) >= SHORTEST_RANDOM and digits >= _FEWEST_DIGITS and _RANDOM.fullmatch(text) is not None
    return Value(match.start("value"), match.start("value") + len(raw), text, random, encoded)


def _match(data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    last = end + _LOOKED_BEHIND
    given = _GIVES.match(data, end, end + 600)
    quoted = None if given is None else _QUOTED.match(data, given.end(), last)
    if quoted is not None:
        return quoted
    if data[end : end + 1] in {b'"', b"'"} and (attribute := _ATTRIBUTE.match(data, end, last)) is not None:
        return attribute
    if (start and data[start - 1 : start] in {b"<", b">", b'"', b"'"}) and (
        element := _ELEMENT.match(data, end, last)
    ) is not None:
        return element
    bare = _BARE.match(data, end, last)
    if bare is not None:
        return bare
    if _TAKES_ARGUMENT.search(data, max(0, start - 40), start):
        return _ARGUMENT.match(data, end, last)
    return None


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return a value, decoded where it is the base64 of something that can be typed."""
    if _BASE64.fullmatch(raw):
        inner = base64.b64decode(raw).strip()
        if inner.isascii() and inner.decode("ascii", errors="replace").isprintable() and inner:
            return inner.decode("ascii"), True
    return raw.decode("utf-8", errors="replace"), False
