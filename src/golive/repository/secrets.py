"""Find credentials in the bytes of a file: by the provider's shapes, and by the values that the profile resolves to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.kind import Kind
from golive.repository.detectors.assignments import Assignments
from golive.repository.detectors.detector import Detector, Form, Found
from golive.repository.detectors.encoded import EncodedShapes
from golive.repository.detectors.names import Names
from golive.repository.detectors.private_keys import PrivateKeys
from golive.repository.detectors.shapes import Shapes
from golive.repository.detectors.split import SplitShapes, SplitValues
from golive.repository.detectors.values import Known, Values, core, strongest
from golive.repository.engine import PIECE, Engine, engine_for
from golive.repository.placeholders import is_placeholder
from golive.repository.search import End, Search
from golive.repository.text import as_utf8, blocks_as_utf8
from golive.repository.windows import Window, windows

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.provider import CredentialName, SecretShape
    from golive.redact import Secret

SHORTEST_SEARCHED: Final = 12
"""Characters. A shorter value is found in files that have nothing to do with it."""

_PREFIX: Final = re.compile("^(?:[a-z]{2,8}_){1,3}")
"""What providers put before the random part, such as `sk_test_`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A credential found at a byte of a text.

    `kind` is what it opens: production where either the shape or the profile says so, None where neither tells.
    `line` counts from 1; None in binary files. `known`, `certain` and `named` are as in `Found`.
    """

    offset: int
    line: int | None
    title: str
    secret: Secret
    kind: Kind | None
    form: Form = Form.PLAIN
    known: bool = False
    certain: bool = True
    named: bool = False


@dataclass(frozen=True, slots=True)
class Searched:
    """The credentials in a content, in its order, and how far it was searched."""

    hits: tuple[Hit, ...]
    end: End = End.WHOLE


NOTHING: Final = Searched(())


class Scanner:
    """
    Looks for credentials by every detector there is.

    `searched` are the distinct values it looks for, `passed_over` those too short, or too plainly a placeholder, for
    finding them to mean anything.
    """

    def __init__(
        self,
        shapes: Iterable[SecretShape],
        known: Iterable[Known] = (),
        names: Iterable[CredentialName] = (),
        *,
        make_engine: Callable[[Iterable[bytes]], Engine] = engine_for,
    ) -> None:
        by_shape = Shapes(shapes)
        self.names = Names(names)
        distinct = tuple(strongest(known))
        self.searched = tuple(each for each in distinct if _is_telling(core(each.secret), by_shape))
        self.passed_over = tuple(each for each in distinct if each not in self.searched)
        self.shapes = by_shape.number
        detectors: tuple[Detector, ...] = (
            by_shape,
            Values(self.searched),
            EncodedShapes(by_shape),
            SplitShapes(by_shape),
            SplitValues(self.searched),
            Assignments(self.names),
            PrivateKeys(self.names),
        )
        self._detectors: dict[bytes, list[Detector]] = {}
        for detector in detectors:
            for needle in detector.needles:
                self._detectors.setdefault(needle, []).append(detector)
        self._longest = max(map(len, self._detectors), default=1)
        self._engine = make_engine(self._detectors)

    @property
    def gains_from_processes(self) -> bool:
        """Whether scanning on two cores is faster than on one."""
        return self._engine.gains_from_processes

    def scan(self, data: bytes) -> Iterator[Hit]:
        """
        Yield every credential in the content of a file, in the order of the file.

        Raises Unverified at the end where there was too much to search all of it; `search` tells that beside the hits.
        """
        searched = self.search(data)
        yield from searched.hits
        if searched.end is not End.WHOLE:
            raise Unverified(f"a file was searched {searched.end}")

    def search(self, content: bytes | Iterable[bytes], deadline: Deadline | None = None) -> Searched:
        """
        Return the credentials in the content of a file, and how far it was searched.

        A content in blocks is never in memory as a whole.
        """
        if isinstance(content, bytes):
            data = as_utf8(content)
            if len(data) <= PIECE and next(iter(self._engine.find(data)), None) is None:
                return NOTHING  # most files are small and hold no needle
            pieces: Iterable[Window] = (Window(data, 0, len(data)),)
        else:
            pieces = windows(blocks_as_utf8(content))
        search = Search(self._engine, self._detectors, self._longest, deadline)
        search.run(pieces)
        return Searched(tuple(_hit(each, search.line(each.start)) for each in _merged(search.found)), search.end)


def _hit(found: Found, line: int | None) -> Hit:
    return Hit(
        offset=found.start,
        line=line,
        title=found.title,
        secret=found.secret,
        kind=found.kind,
        form=found.form,
        known=found.known,
        certain=found.certain,
        named=found.named,
    )


def _is_telling(value: str, shapes: Shapes) -> bool:
    if len(value) < SHORTEST_SEARCHED:
        return False
    by_shape = shapes.is_telling(value)
    return by_shape if by_shape is not None else not is_placeholder(_PREFIX.sub("", value))


def _merged(found: Iterable[Found]) -> Iterator[Found]:
    """Make one of what covers the same bytes."""
    group: list[Found] = []
    end = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if group and each.start >= end:
            yield _strongest(group)
            group, end = [], 0
        group.append(each)
        end = max(end, each.end)
    if group:
        yield _strongest(group)


def _strongest(group: list[Found]) -> Found:
    """Return the profile's name for it, and production where a value says so. Names count where no value does."""
    telling = [each for each in group if not each.named] or group
    best = min(
        telling, key=lambda each: (not each.known, not each.certain, each.start, -each.end, each.form, each.title)
    )
    kinds = {each.kind for each in telling}
    kind = Kind.PRODUCTION if Kind.PRODUCTION in kinds else Kind.SANDBOX if Kind.SANDBOX in kinds else None
    return replace(best, start=telling[0].start, kind=kind)
