"""The bugs of the sample receivers: where each is at home, and which lines of a probe change because of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from support.receivers import FRAMEWORKS, NODE, SCHEMES, Sample

LINES: Final = (
    "certificate",
    "signed-delivery",
    "forged-delivery",
    "stale-delivery",
    "duplicate-delivery",
    "unknown-event",
    "promptness",
)
SOUND: Final = dict.fromkeys(LINES, "pass") | {"certificate": "skip"}  # plain http on loopback has none
NOTHING_ELSE_SENT: Final = dict.fromkeys(LINES, "unknown") | {"certificate": "skip"}
REFUSED: Final = NOTHING_ELSE_SENT | {"signed-delivery": "fail"}

ANTON: Final = ("anton-signature", "x-webhook-signature", "x-anton-signature")
STAMPED: Final = ("anton-signature", "x-webhook-signature", "x-signature")
SIGNED_STAMP: Final = ("anton-signature", "x-webhook-signature")
OCTOPUSCARDS: Final = ("x-signature",)
EVERY: Final = tuple(SCHEMES)
PYTHON: Final = tuple(name for name in FRAMEWORKS if name not in NODE)


@dataclass(frozen=True, kw_only=True)
class Defect:
    """
    One bug, and the lines that it changes.

    `named` are words that the findings have to hold. `prompt` and `deadline` shorten the provider's patience, in
    seconds, where the bug is about time.
    """

    id: str
    changes: Mapping[str, str]
    frameworks: tuple[str, ...]
    schemes: tuple[str, ...] = EVERY
    words: tuple[str, ...] = ()
    words_of: Mapping[str, str] = field(default_factory=dict)
    """More words, by framework or generation."""
    changes_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What changes instead, by framework or generation."""
    only_at_once: bool = False
    """Whether it shows only where several deliveries come at the same time."""
    work: float = 0.1
    prompt: float | None = None
    deadline: float = 30.0

    def samples(self) -> Iterator[Sample]:
        """Yield a receiver for every generation, and for every framework, taking turns."""
        for turn in range(max(len(self.schemes), len(self.frameworks))):
            framework = self.frameworks[turn % len(self.frameworks)]
            scheme = self.schemes[turn % len(self.schemes)]
            yield Sample(framework, scheme, self.id, self.work)

    def named(self, sample: Sample) -> tuple[str, ...]:
        """Return the words that the findings about a receiver have to hold."""
        more = (self.words_of.get(key) for key in (sample.framework, sample.signature))
        return (*self.words, *(words for words in more if words is not None))

    def changed(self, sample: Sample) -> Mapping[str, str]:
        """Return the lines of a receiver that are not as those of a correct one."""
        for key in (sample.framework, sample.signature):
            if key in self.changes_of:
                return self.changes_of[key]
        return self.changes


def forged(defect_id: str, *words: str, frameworks: tuple[str, ...], **more) -> Defect:
    """Return a bug that lets a forged delivery in."""
    return Defect(id=defect_id, changes={"forged-delivery": "fail"}, words=words, frameworks=frameworks, **more)


def refusing(defect_id: str, *words: str, frameworks: tuple[str, ...], **more) -> Defect:
    """Return a bug for which no correct delivery is accepted."""
    return Defect(id=defect_id, changes=REFUSED, words=words, frameworks=frameworks, **more)


UNUSUAL_ONLY: Final = {"signed-delivery": "fail"}
ANEW: Final = "writes it anew"

DEFECTS: Final = (
    # Deliveries that are forged, or too old, or from the future, are accepted.
    forged("no-verification", "another secret", frameworks=("django", "express", "flask", "fastify")),
    Defect(
        id="not-awaited",
        changes={"forged-delivery": "fail", "stale-delivery": "fail"},  # the signature and the time are never judged
        words=("another secret",),
        frameworks=("fastify", "fastapi"),
    ),
    forged("presence-only", "another secret", frameworks=("flask", "fastify")),
    forged("form-only", "changed after signing", frameworks=("fastapi", "express")),
    forged("prefix-compare", "first half", frameworks=("django", "fastapi")),
    forged("empty-accepted", "empty signature", frameworks=("flask", "express")),
    forged("fail-open", "first half", frameworks=("express", "fastify")),
    forged("signature-remembered", "signature of another body", frameworks=("fastapi", "fastify")),
    forged("token-only", "right token", frameworks=("django", "fastify"), schemes=OCTOPUSCARDS),
    Defect(id="crash-on-forged", changes={"forged-delivery": "warn"}, frameworks=("flask", "express")),
    Defect(
        id="no-timestamp-check",
        changes={"stale-delivery": "fail"},
        words=("ten minutes ago",),
        frameworks=("express", "flask"),
        schemes=STAMPED,
    ),
    Defect(
        id="age-only",
        changes={"stale-delivery": "fail"},
        words=("ahead of time",),
        frameworks=("fastapi", "fastify"),
        schemes=STAMPED,
    ),
    # Deliveries that are signed correctly are refused.
    Defect(
        id="body-reserialised",
        changes=REFUSED,
        # These write compact JSON, as providers do: only what is unusual gives them away.
        changes_of=dict.fromkeys(("fastapi", "express", "fastify"), UNUSUAL_ONLY),
        words=(ANEW,),
        frameworks=("flask", "express", "django", "fastify", "fastapi"),
    ),
    Defect(
        id="body-trimmed",
        changes=UNUSUAL_ONLY,
        words=("white space",),
        frameworks=("flask", "express"),
    ),
    Defect(id="body-misread", changes=UNUSUAL_ONLY, words=("latin-1",), frameworks=("express", "fastify")),
    refusing("secret-stripped", "leaves whsec_ out", frameworks=("flask", "fastify"), schemes=ANTON),
    refusing("secret-decoded", "hexadecimal digits", frameworks=("fastapi", "express"), schemes=ANTON),
    refusing("timestamp-left-out", "the body alone", frameworks=("django", "express"), schemes=SIGNED_STAMP),
    refusing("timestamp-signed", "the timestamp", frameworks=("fastapi", "fastify"), schemes=OCTOPUSCARDS),
    refusing("line-break-added", "line break", frameworks=("flask", "express"), schemes=OCTOPUSCARDS),
    refusing(
        "previous-generation",
        frameworks=("django", "fastify"),
        schemes=SIGNED_STAMP,
        words_of={"anton-signature": "X-Anton-Signature", "x-webhook-signature": "Anton-Signature: t=…,v1=…"},
    ),
    refusing("header-case", "lower case", frameworks=("express", "fastify")),
    refusing("no-csrf-exemption", frameworks=("django",)),
    # Sound deliveries are not dealt with as they should be.
    Defect(id="duplicate-conflict", changes={"duplicate-delivery": "fail"}, frameworks=("flask", "fastify")),
    Defect(id="duplicate-crash", changes={"duplicate-delivery": "fail"}, frameworks=("django", "express")),
    Defect(id="no-dedup", changes={"duplicate-delivery": "unknown"}, frameworks=("fastapi", "express")),
    Defect(id="unknown-event-crash", changes={"unknown-event": "fail"}, frameworks=("fastify", "flask", "fastapi")),
    Defect(id="unknown-event-refused", changes={"unknown-event": "warn"}, frameworks=("django", "express")),
    # Answers come late, from elsewhere, or never.
    Defect(
        id="slow",
        changes={"promptness": "warn"},
        frameworks=("django", "fastify"),
        work=0.5,
        prompt=0.4,
    ),
    Defect(
        id="serial",
        changes={"promptness": "warn"},
        frameworks=("flask", "fastapi", "express"),
        only_at_once=True,
        work=0.25,
        prompt=1.5,
    ),
    Defect(
        id="moved-elsewhere",
        changes=NOTHING_ELSE_SENT | {"promptness": "fail"},
        frameworks=("flask", "fastapi", "django", "express"),
    ),
    Defect(
        id="never-answers",
        changes=NOTHING_ELSE_SENT | {"promptness": "fail"},
        frameworks=("flask", "express"),
        prompt=0.5,
        deadline=1.5,
    ),
)


def expected(sample: Sample) -> dict[str, str]:
    """Return the status of every line of a probe of a receiver."""
    changes = next((one.changed(sample) for one in DEFECTS if one.id == sample.defect), {})
    found = SOUND | dict(changes)
    if sample.signature not in STAMPED:
        found["stale-delivery"] = "warn"  # nothing in such a delivery says when it was sent
    return found
