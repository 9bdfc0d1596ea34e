"""Searching everything that golive wrote for a secret, or a part of one, in whatever form it may have come out."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus

PART = 12
"""Characters of the random part of a secret that must not appear together."""
_PREFIX = re.compile(r"^(ak_live_|ak_test_|whsec_|ant_ocs?_[a-z]+_)")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def forms(value: str) -> Iterator[str]:
    """Yield a text in every form that is searched for: plain, hexadecimal, URL-encoded, base64 at each offset."""
    raw = value.encode()
    yield value
    yield raw.hex()
    yield raw.hex().upper()
    yield quote(value, safe="")
    yield quote_plus(value)
    yield "".join(f"%{byte:02x}" for byte in raw)
    for offset in range(3):
        # Only the characters that depend on nothing but the value.
        encoded = base64.b64encode(b"\0" * offset + raw).decode()
        certain = encoded[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]
        yield certain
        yield certain.replace("+", "-").replace("/", "_")


def parts(secret: str) -> Iterator[str]:
    """Yield every stretch of PART characters of what is random in a secret; of a PEM, of its long lines."""
    lines = [line for line in secret.splitlines() if not line.startswith("-----")]
    for line in lines:
        random = _PREFIX.sub("", line)
        # The first bytes of a PEM say what kind of key it is: every key of its kind begins so.
        start = 40 if "PRIVATE KEY" in secret else 0
        yield from (random[index : index + PART] for index in range(start, max(start + 1, len(random) - PART + 1)))


def leaks(output: str | bytes, secrets: Mapping[str, str]) -> list[str]:
    """Return which secrets an output holds, and in which form. Folded lines are searched as one, too."""
    text = output.decode("utf-8", "backslashreplace") if isinstance(output, bytes) else output
    text = _ESCAPES.sub("", text)
    haystacks = (text.lower(), re.sub(r"\s+", "", text).lower())
    found = []
    for name, secret in secrets.items():
        for part in {*parts(secret), secret}:
            needles = {form.lower() for form in forms(part)} if len(part) >= PART else set()
            found += [f"{name} as {needle}" for needle in needles if any(needle in hay for hay in haystacks)]
    return found


def harmful(text: str) -> list[str]:
    """Return what in a text would do something to a terminal, or hide something in it. Colours are not meant."""
    rest = _ESCAPES.sub("", text)
    bad = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return sorted({f"U+{ord(one):04X}" for one in rest if one != "\n" and unicodedata.category(one) in bad})
