"""What a repository holds of the integration: the provider's files as trees, its requests and its receivers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.once import Once
from golive.repository.paths import is_test
from golive.repository.reading import Skipped
from golive.repository.text import as_utf8, is_binary
from golive.repository.wording import count
from golive.source.files import language_of, parse
from golive.source.paths import is_ours

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.repository.files import Repository
    from golive.source.calls import ProviderCall
    from golive.source.facts import SourceFacts
    from golive.source.files import SourceFile
    from golive.source.handlers import Handler
    from golive.source.linking import Links
    from golive.source.project import Project
    from golive.source.replay.state import Memo
    from golive.source.retries import Retries
    from golive.source.tree import Node

LARGEST_SOURCE: Final = 1_000_000
"""Bytes. A larger file was not written by hand."""

_MINIFIED: Final = 20_000
_LONGEST_AVERAGE: Final = 500
"""Bytes: a larger file with longer lines was made by a tool."""

STEPS: Final = 2
"""Imports that are followed from a file that speaks of the provider."""

MOST_FILES: Final = 2_000
"""Files that are read as code. More that speak of the provider are named, and leave every promise unknown."""


@dataclass(frozen=True, eq=False)
class Integration:
    """
    The source code that talks to the provider.

    `project` has its files, `calls` are all requests to the provider, `read` counts the source files that were looked
    through, `left_out` names those that speak of the provider and were not read as code (too large, too many).
    """

    facts: SourceFacts
    project: Project
    read: int
    calls: tuple[ProviderCall, ...]
    left_out: tuple[str, ...] = ()
    _flows: dict[ProviderCall, tuple[Node, ...]] = field(default_factory=dict, init=False)
    _handlers: Once[tuple[Handler, ...]] = field(init=False)
    _retries: Once[Mapping[ProviderCall, Retries]] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what is found when a check first asks, once, whichever thread asks."""
        object.__setattr__(self, "_handlers", Once(self._find_handlers))
        object.__setattr__(self, "_retries", Once(self._find_retries))

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """All receivers of webhook deliveries."""
        return self._handlers()

    @property
    def retries(self) -> Mapping[ProviderCall, Retries]:
        """What repeats each request."""
        return self._retries()

    def _find_handlers(self) -> tuple[Handler, ...]:
        from golive.source.handlers import handlers

        return handlers(self.project, self.facts)

    def _find_retries(self) -> Mapping[ProviderCall, Retries]:
        from golive.source.retries import retries_of

        memo: Memo = {}
        return {call: retries_of(self.project, call, memo) for call in self.calls}

    def flow(self, call: ProviderCall) -> tuple[Node, ...]:
        """Return everything that goes into a request."""
        if call not in self._flows:
            from golive.source.flow import flow

            self._flows[call] = flow(self.project, call)
        return self._flows[call]

    def need_calls(self) -> tuple[ProviderCall, ...]:
        """Return the requests. Raises Unverified where none was found."""
        if not self.calls:
            raise Unverified(f"no request to the provider was found in {self.looked_through}")
        return self.calls

    def need_handlers(self) -> tuple[Handler, ...]:
        """Return the receivers. Raises Unverified where none was found."""
        if not self.handlers:
            raise Unverified(f"no webhook receiver was found in {self.looked_through}")
        return self.handlers

    @property
    def looked_through(self) -> str:
        """What was looked at, for a sentence about what was not found in it."""
        speaking = sum(file.speaks for file in self.project.files)
        return f"the {count(speaking, 'source file')} that {'mentions' if speaking == 1 else 'mention'} it"


def read_integration(repository: Repository, facts: SourceFacts, deadline: Deadline) -> Integration:
    """
    Read the source files that speak of the provider, those that these import, and importers with the API's words.

    Tests, examples, generated and vendored files are left out. Raises Unverified where nothing speaks of the provider,
    and where reading takes longer than the deadline.
    """
    gate = _Gate(facts)
    names = [name for name in repository.files if language_of(name) is not None and not is_test(name) and is_ours(name)]
    speaking: dict[str, SourceFile] = {}
    worded: dict[str, bytes] = {}
    left_out: list[str] = []
    read = 0
    for name in names:
        if deadline.passed:
            raise Unverified("reading the source code took too long")
        data = _content(repository, name)
        if data is None:
            continue
        read += 1
        if gate.speaks(name, data):
            if len(data) > LARGEST_SOURCE or len(speaking) >= MOST_FILES:
                left_out.append(name)
            elif not _is_generated(data):
                speaking[name] = parse(name, data)
        elif gate.has_words(data) and len(data) <= LARGEST_SOURCE and not _is_generated(data):
            worded[name] = data
    if not speaking:
        raise Unverified(f"nothing in {count(read, 'source file')} mentions the provider")
    from golive.source.calls import provider_calls
    from golive.source.linking import Links
    from golive.source.project import Project

    files = {**speaking, **_linked(repository, Links(names), speaking, worded, deadline)}
    project = Project(files[name] for name in sorted(files))
    # Found here and not on demand: checks in several threads have to speak of the same requests.
    return Integration(facts, project, read, tuple(provider_calls(project, facts)), tuple(left_out))


class _Gate:
    """Tells by bytes which files are worth reading as code."""

    def __init__(self, facts: SourceFacts) -> None:
        self._word = facts.word
        self._markers, self._hints, self._ties = map(_any, (facts.markers, facts.hints, facts.ties))
        self._places = re.compile(facts.places, re.IGNORECASE)
        self._words = re.compile(b"|".join(re.escape(word) for word in dict.fromkeys(_words(facts))))

    def speaks(self, name: str, data: bytes) -> bool:
        """Whether a file speaks of the provider, in its text or by its name."""
        if self._places.search(name) is not None:
            return True
        if self._word not in data.lower():
            return False
        if self._markers.search(data) is not None:
            return True
        return self._hints.search(data) is not None and self._ties.search(data) is not None

    def has_words(self, data: bytes) -> bool:
        """Whether a file has words of the API, which other vendors' may have too."""
        return self._words.search(data) is not None


def _any(expressions: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Return an expression that matches where one of some does: none of none."""
    return re.compile(b"|".join(b"(?:%s)" % each for each in expressions) or rb"(?!)")


def _words(facts: SourceFacts) -> Iterator[bytes]:
    for header in (*facts.signature_headers, facts.key.header, facts.request_id_header):
        if header is not None:
            yield header.encode()
            yield header.lower().encode()
    yield from (event.encode() for event in facts.event_types)
    yield from (status.encode() for states in facts.statuses.values() for status in states if "_" in status)
    yield from (field.encode() for field in (*facts.amounts, *facts.pages, *facts.private) if "_" in field)
    yield from (operation.path.partition("/")[0].encode() for operation in facts.operations if operation.keyed)


def _linked(
    repository: Repository,
    links: Links,
    speaking: Mapping[str, SourceFile],
    worded: Mapping[str, bytes],
    deadline: Deadline,
) -> dict[str, SourceFile]:
    """Return the files that files of the provider use, two steps far, and those with words of the API that use them."""
    from golive.source.linking import Mentions

    found: dict[str, SourceFile] = {}
    pending = list(speaking.values())
    for _ in range(STEPS):
        used = {name for file in pending for name in links.used_by(file)} - speaking.keys() - found.keys()
        pending = []
        for name in sorted(used):
            if deadline.passed:
                raise Unverified("reading the source code took too long")
            data = worded.get(name) or _content(repository, name)
            if data is not None and len(data) <= LARGEST_SOURCE and not _is_generated(data):
                found[name] = replace(parse(name, data), speaks=False)
                pending.append(found[name])
    mentions = Mentions((*speaking, *found))
    parsed: dict[str, SourceFile] = {}
    for _ in range(STEPS):  # a file may use one that comes after it in the order of names
        for name, data in worded.items():
            if name not in found and mentions.may_use(name, data):
                if name not in parsed:
                    parsed[name] = replace(parse(name, data), speaks=False)
                file = parsed[name]
                if links.used_by(file) & (speaking.keys() | found.keys()):
                    found[name] = file
                    mentions.add(name)
    return found


def _content(repository: Repository, name: str) -> bytes | None:
    content = repository.read(name)
    if isinstance(content, Skipped):
        return None
    data = as_utf8(content)
    return None if is_binary(data) else data


def _is_generated(data: bytes) -> bool:
    head = data[:2048]
    if b"@generated" in head or b"DO NOT EDIT" in head:
        return True
    return len(data) > _MINIFIED and data.count(b"\n") * _LONGEST_AVERAGE < len(data)
