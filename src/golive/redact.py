"""
Secrets, and keeping them out of everything that leaves the program.

A secret becomes a `Secret` the moment it is read, and is told to the run's `Redactor`. Text that leaves a run passes
the redactor, so that a secret that came back from outside (an error that echoes the key) is masked as well.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from html.entities import codepoint2name
from typing import Final, NoReturn
from urllib.parse import quote, quote_plus

MASK: Final = "***"
SHORTEST_MASKED: Final = 4
"""Characters. A shorter value is no secret, and masking it everywhere would make reports unreadable."""

LONGEST_TEXT: Final = 600
"""Characters of one text from outside that a report repeats."""

WHOLE_LINE: Final = 20
"""Characters. A line of a secret that has several (a PEM key) is masked by itself from this length on."""

CUTTABLE: Final = 24
HEAD: Final = 16
"""Characters. A secret of CUTTABLE or more is also masked where only its first HEAD or more came back."""

_WORD: Final = re.compile(r"[A-Za-z0-9_+/=%~-]*")
_ESCAPED: Final = r"\\{1,8}(?:/|u00[0-9A-Fa-f]{2})|&(?:amp|#[Xx]?[0-9A-Fa-f]{1,5});"
_REST: Final = f"(?:{_WORD.pattern[:-1]}|{_ESCAPED})*"
"""What may follow the beginning of a secret in the same word, escaped characters included."""
_NEVER_ESCAPED: Final = re.compile(r"[A-Za-z0-9._~-]*")

_JSON_WEB_TOKEN: Final = re.compile(r"\b(eyJ)[A-Za-z0-9_-]{6,4096}+\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?")
"""
Access tokens and proofs, whoever issued them: three base64url parts, of which the first is a JSON object.

The first part has an end here, so that a hostile text without any full stop takes no long time.
"""

_CHARACTERS: Final = re.compile(r"\\+|[^\\]", re.DOTALL)
_MOST_BACKSLASHES: Final = 8
"""Before one character: JSON in JSON in JSON has seven."""
_CODED_BACKSLASH: Final = ("%5c", r"\\{1,8}u005c", r"\\{1,8}x5c", "&#(?:0*92|x0*5c);", "&bsol;")
_SHORT_ESCAPES: Final = {"\n": "n", "\r": "r", "\t": "t"}

_USER_INFO: Final = re.compile(r"(?<=//)[^\s/?#]+@")
"""What stands before the host of a URL: a user name, often with a password."""

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that can move a cursor, reorder a line or hide: shown as escapes."""
_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Letters and marks that show nothing: a name of these alone looks like none, and two names with them look alike."""


class Secret:
    """
    A value that is never shown: `str`, `repr`, `format` and f-strings give `***`.

    `label` is how messages call it, such as `api_key of prod`. Comparing takes constant time; pickling is refused.
    """

    __slots__ = ("_value", "label")

    def __init__(self, value: str, label: str) -> None:
        self._value = value
        self.label = label

    def reveal(self) -> str:
        """Return the value itself. Only for sending it where it belongs, or for comparing."""
        return self._value

    def fingerprint(self) -> str:
        """Return eight hexadecimal characters that tell two secrets apart and give neither away."""
        import hashlib

        return hashlib.sha256(b"golive fingerprint\0" + self._value.encode()).hexdigest()[:8]

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac

        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere, so it cannot be pickled or copied")


def encodings(value: str) -> Iterator[str]:
    """
    Yield the forms in which a value can come back: plain, URL-encoded, JSON-escaped, hexadecimal, base64.

    Base64 depends on where the value starts within its neighbours, so each of the three offsets gives one form, less
    the characters at the ends that the neighbours decide.
    """
    yield value
    yield quote(value, safe="")
    yield quote_plus(value)
    yield json.dumps(value)[1:-1]
    raw = value.encode()
    yield raw.hex()
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + raw).decode().rstrip("=")
        whole = len(raw) + offset
        first = {0: 0, 1: 2, 2: 3}[offset]
        last = len(encoded) - (1 if whole % 3 else 0)
        yield encoded[first:last]
        yield encoded[first:last].replace("+", "-").replace("/", "_")


def any_spelling(value: str) -> str:
    """
    Return a pattern for a value, whichever of its characters were escaped, and for what.

    Each encoder has its own choice of them: of JSON some escape a slash or a plus, and error pages are HTML.
    """
    return "".join(
        part if _NEVER_ESCAPED.fullmatch(part) else f"(?:{'|'.join(_spellings(part))})"
        for part in _CHARACTERS.findall(value)
    )


def _spellings(character: str) -> Iterator[str]:
    if character[0] == "\\":
        # A run in one piece, and every run with an end: a text of backslashes only must not take for ever.
        size = len(character)
        yield rf"\\{{{size},{size * _MOST_BACKSLASHES}}}"
        yield f"(?:{'|'.join(_CODED_BACKSLASH)}){{{size}}}"
        return
    code = ord(character)
    yield rf"\\{{0,{_MOST_BACKSLASHES}}}{re.escape(character)}"
    yield "".join(f"%{byte:02x}" for byte in character.encode())
    yield rf"\\{{1,{_MOST_BACKSLASHES}}}(?:u{code:04x}|x{code:02x})"
    yield f"&#(?:0*{code}|x0*{code:x});"
    if code in codepoint2name:
        yield f"&{codepoint2name[code]};"
    if character in _SHORT_ESCAPES:
        yield rf"\\{{1,{_MOST_BACKSLASHES}}}{_SHORT_ESCAPES[character]}"
    if character == " ":
        yield r"\+"


class Redactor:
    """
    Masks every secret of a run in a text, in all its `encodings`.

    `shapes` are patterns of a provider's credentials: their group 1 stays (the public prefix), the rest is masked,
    so that a key golive was never told about, or half of one, does not come through either. Safe to use from threads.
    """

    def __init__(self, shapes: Iterable[re.Pattern[str]] = ()) -> None:
        self._shapes = (_JSON_WEB_TOKEN, *shapes)
        self._forms: set[str] = set()
        self._spelled: set[str] = set()
        """Values with characters that may come back escaped."""
        self._pattern: re.Pattern[str] | None = None
        self._lock = threading.Lock()

    def add(self, secret: Secret) -> Secret:
        """Learn a secret, and return it."""
        value = secret.reveal()
        lines = [line for line in value.splitlines() if len(line) >= WHOLE_LINE]
        forms = {form for part in (value, *lines) for form in encodings(part) if len(form) >= SHORTEST_MASKED}
        with self._lock:
            self._forms |= forms
            self._spelled |= {part for part in (value, *lines) if len(part) >= SHORTEST_MASKED and _is_escaped(part)}
            self._pattern = None
        return secret

    def learn_shapes(self, shapes: Iterable[re.Pattern[str]]) -> None:
        """Learn further patterns of credentials."""
        with self._lock:
            self._shapes = (*self._shapes, *shapes)

    def __call__(self, text: str) -> str:
        """Return the text with every known secret masked, and the user part of every URL."""
        pattern = self._compiled()
        if pattern is not None:
            text = pattern.sub(MASK, text)
        for shape in self._shapes:
            text = shape.sub(lambda match: match[1] + MASK, text)
        return _USER_INFO.sub(f"{MASK}@", text)

    def _compiled(self) -> re.Pattern[str] | None:
        with self._lock:
            if self._pattern is None and self._forms:
                heads = {form[:HEAD] for form in self._forms if len(form) >= CUTTABLE}
                # What a head and the rest of its word cover needs no pattern of its own: compiling them takes time.
                whole = {form for form in self._forms if len(form) < CUTTABLE or not _WORD.fullmatch(form)}
                longest_first = sorted(whole, key=lambda form: (-len(form), form))
                spelled = sorted(self._spelled, key=lambda value: (-len(value), value))
                cut = sorted(
                    {value[:HEAD] for value in spelled if len(value) >= CUTTABLE and _is_escaped(value[:HEAD])}
                )
                patterns = [
                    *map(any_spelling, spelled),
                    *map(re.escape, longest_first),
                    *(any_spelling(head) + _REST for head in cut),
                    *(re.escape(head) + _REST for head in sorted(heads)),
                ]
                self._pattern = re.compile("|".join(patterns), re.IGNORECASE)
            return self._pattern


def _is_escaped(value: str) -> bool:
    return _NEVER_ESCAPED.fullmatch(value) is None


def inert(text: str, longest: int = LONGEST_TEXT) -> str:
    """
    Return text from outside as one harmless line of at most `longest` characters.

    Line breaks, terminal escapes, text-direction overrides and other invisible characters become visible escapes.
    """
    cut = text[: longest + 1]
    if not cut.isascii() or not cut.isprintable():
        cut = "".join(
            character.encode("unicode_escape").decode() if _is_hidden(character) else character for character in cut
        )
    return cut if len(text) <= longest and len(cut) <= longest * 6 else cut[: longest - 1] + "…"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE or character in _BLANK
