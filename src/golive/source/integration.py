"""What a repository holds of the integration: the provider's files as trees, its requests and its receivers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.repository.paths import is_test
from golive.repository.reading import Skipped
from golive.repository.text import as_utf8, is_binary
from golive.source.calls import ProviderCall, provider_calls
from golive.source.files import SourceFile, language_of, parse
from golive.source.flow import flow
from golive.source.handlers import Handler, handlers
from golive.source.paths import is_ours
from golive.source.project import Project
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.repository.files import Repository
    from golive.source.facts import SourceFacts

LARGEST_SOURCE: Final = 1_000_000
"""Bytes. A larger file was not written by hand."""

_MINIFIED: Final = 20_000
_LONGEST_AVERAGE: Final = 500
"""Bytes: a larger file with longer lines was made by a tool."""

MOST_FILES: Final = 2_000
"""Files that are read as code. More that speak of the provider are named, and leave every promise unknown."""


@dataclass(frozen=True, eq=False)
class Integration:
    """
    The source code that talks to the provider.

    `project` has its files, `read` counts the source files that were looked through, `left_out` names those that speak
    of the provider and were not read as code (too large, too many).
    """

    facts: SourceFacts
    project: Project
    read: int
    left_out: tuple[str, ...] = ()

    @cached_property
    def calls(self) -> tuple[ProviderCall, ...]:
        """All requests to the provider."""
        return tuple(provider_calls(self.project, self.facts))

    @cached_property
    def handlers(self) -> tuple[Handler, ...]:
        """All receivers of webhook deliveries."""
        return handlers(self.project, self.facts)

    def flow(self, call: ProviderCall) -> tuple[Node, ...]:
        """Return everything that goes into a request."""
        return flow(self.project, call)

    def need_calls(self) -> tuple[ProviderCall, ...]:
        """Return the requests. Raises Unverified where none was found."""
        if not self.calls:
            raise Unverified(f"no request to the provider was found in {self._looked_through()}")
        return self.calls

    def need_handlers(self) -> tuple[Handler, ...]:
        """Return the receivers. Raises Unverified where none was found."""
        if not self.handlers:
            raise Unverified(f"no webhook receiver was found in {self._looked_through()}")
        return self.handlers

    def _looked_through(self) -> str:
        of = f"{len(self.project.files)} of {self.read}" if self.project.files else f"{self.read}"
        return f"{of} source files" + (" that speak of it" if self.project.files else "")


def read_integration(repository: Repository, facts: SourceFacts, deadline: Deadline) -> Integration:
    """
    Read the source files that speak of the provider, and those that these import, as trees.

    Tests, examples, generated and vendored files are left out. Raises Unverified where nothing speaks of the provider,
    and where reading takes longer than the deadline.
    """
    speaks = re.compile(b"|".join(b"(?:%s)" % marker for marker in facts.markers))
    weak = re.compile(b"|".join(re.escape(word) for word in _weak_words(facts)))
    chosen: dict[str, bytes] = {}
    candidates: dict[str, bytes] = {}
    left_out: list[str] = []
    read = 0
    for name in repository.files:
        if language_of(name) is None or is_test(name) or not is_ours(name):
            continue
        if deadline.passed:
            raise Unverified("reading the source code took too long")
        content = repository.read(name)
        if isinstance(content, Skipped):
            continue
        read += 1
        data = as_utf8(content)
        strong = speaks.search(data) is not None or speaks.search(name.encode(errors="surrogateescape")) is not None
        if not (strong or weak.search(data)) or is_binary(data):
            continue
        if len(data) > LARGEST_SOURCE or _is_generated(data) or len(chosen) >= MOST_FILES:
            left_out += [name] if strong and not _is_generated(data) else []
        elif strong:
            chosen[name] = data
        else:
            candidates[name] = data
    if not chosen:
        raise Unverified(f"nothing in {read} source files speaks of the provider")
    files = [parse(name, data) for name, data in chosen.items()]
    files += _linked(files, candidates)
    return Integration(facts, Project(sorted(files, key=lambda file: file.name)), read, tuple(left_out))


def _weak_words(facts: SourceFacts) -> Iterator[bytes]:
    """Yield words that other vendors' code has too: they count in files that belong to the provider's."""
    yield facts.prefix.encode()
    for header in (*facts.signature_headers, facts.key.header, facts.request_id_header):
        if header is not None:
            yield header.encode()
            yield header.lower().encode()
    for event in facts.event_types:
        yield event.encode()
    for states in facts.statuses.values():
        yield from (f'"{state}"'.encode() for state in states if "_" in state)
        yield from (f"'{state}'".encode() for state in states if "_" in state)
    yield from (word.encode() for word in facts.amounts if "_" in word)
    yield from (word.encode() for word in (*facts.pages, *facts.private))
    yield from (operation.path.partition("/")[0].encode() for operation in facts.operations if operation.keyed)


def _linked(files: list[SourceFile], candidates: dict[str, bytes]) -> Iterator[SourceFile]:
    """Yield the candidates that a file of the provider imports, or that import one, one step in each direction."""
    known = {stem for stem in (_stem(file.name) for file in files) if len(stem) >= _TELLING} - _COMMON
    wanted = {_last(node.name) for file in files for node in file.root.find(NodeKind.IMPORT)}
    wanted |= {
        _last(node.name)
        for file in files
        for call in file.root.find(NodeKind.CALL)
        if call.name in {"require", "require_relative", "require_once", "import"}
        for node in call.find(NodeKind.STRING)
    }
    folders = {file.name.rpartition("/")[0] for file in files}
    names = {node.name for file in files for node in file.root.find(NodeKind.CLASS) if node.name}
    for name, data in candidates.items():
        beside = name.rpartition("/")[0] in folders
        imported = _stem(name) in wanted and beside
        imports = any(re.search(rb"\b%s\b" % re.escape(each.encode()), data) for each in known | names)
        if imported or (imports and beside) or (beside and _speaks_same_package(name)):
            yield parse(name, data)


_TELLING: Final = 4
"""Characters. A shorter name of a file is found in many others."""
_COMMON: Final = frozenset({"index", "main", "app", "__init__", "config", "settings", "utils", "types", "mod", "lib"})


def _speaks_same_package(name: str) -> bool:
    """Whether files of one folder see each other without an import, as in these languages they do."""
    return name.rpartition(".")[2].lower() in {"go", "java", "kt", "kts", "cs"}


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _last(module: str) -> str:
    return re.split(r"[./\\:]", re.sub(r"\.(?:m?[jt]sx?|rb|php|py)$", "", module))[-1]


def _is_generated(data: bytes) -> bool:
    head = data[:2048]
    if b"@generated" in head or b"DO NOT EDIT" in head:
        return True
    return len(data) > _MINIFIED and data.count(b"\n") * _LONGEST_AVERAGE < len(data)
