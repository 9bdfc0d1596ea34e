"""Find the exact values that the profile resolves to, however they are encoded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golive.kind import Kind
from golive.redact import encodings
from golive.repository.detectors.detector import Form, Found

if TYPE_CHECKING:
    from golive.redact import Secret


@dataclass(frozen=True, slots=True)
class Known:
    """A credential of the profile, and the kind of environment that it opens."""

    secret: Secret
    kind: Kind


class Values:
    """Looks for known credentials."""

    reads_binary = True

    def __init__(self, known: Iterable[Known]) -> None:
        self._needles: dict[bytes, tuple[Known, Form]] = {}
        for each in known:
            value = core(each.secret)
            forms = [(form, Form.PLAIN if form == value else Form.ENCODED) for form in encodings(value)]
            forms.append((value.encode().hex().upper(), Form.ENCODED))
            for form, how in forms:
                self._needles.setdefault(form.encode(), (each, how))

    @property
    def needles(self) -> Collection[bytes]:
        """Every form of every value."""
        return self._needles.keys()

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:  # noqa: ARG002 - as every detector
        """Yield the value: a needle is all of it."""
        known, form = self._needles[needle]
        yield Found(at, at + len(needle), known.secret.label, known.secret, known.kind, form, known=True)


def core(secret: Secret) -> str:
    """Return what to search for: a value itself, but only the private part of a key, however it is wrapped."""
    value = secret.reveal().strip()
    if value.startswith("-----BEGIN "):
        # The first line holds private bytes in every PEM form of a key; later ones may be shared with the public key.
        return next((line.strip() for line in value.splitlines()[1:] if line.strip() and ":" not in line), "")
    if value.startswith("{"):
        try:
            document = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return str(document.get("d", value)) if isinstance(document, dict) else value
    return value


def strongest(known: Iterable[Known]) -> Iterable[Known]:
    """Keep one of equal values: production's."""
    kept: dict[Secret, Known] = {}
    for each in sorted(known, key=lambda each: each.kind is not Kind.PRODUCTION):
        kept.setdefault(each.secret, each)
    return kept.values()
