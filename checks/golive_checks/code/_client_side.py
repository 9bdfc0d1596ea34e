from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import FilePlace, Finding, Level, seen, unknown, warn
from golive.kind import Kind
from golive.redact import inert
from golive.repository.built import MOST_FILES, Built, find_built
from golive.repository.client_code import COUNTED, SHIPPABLE, ClientCode, Destination, Ships, is_below, suffix_of
from golive.repository.credentials import IDENTIFIERS
from golive.repository.detectors.names import kind_of
from golive.repository.ignores import heed
from golive.repository.judging import heaviest_first, weigh
from golive.repository.paths import is_test
from golive.repository.public_variables import Given, PublicVariable, assigned_to, public_variables
from golive.repository.reading import Skipped, Why, read_regular
from golive.repository.search import End
from golive.repository.text import Lines, as_utf8
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.context import Context, EnvironmentView
    from golive.repository.files import Repository
    from golive.repository.scanning import TreeScan
    from golive.repository.secrets import Hit

_DOCUMENTATION: Final = frozenset(("md", "mdx", "rst", "adoc", "txt", "markdown"))
_SETTINGS: Final = frozenset(
    ["env", "yaml", "yml", "json", "toml", "tf", "tfvars", "sh", "ini", "conf", "properties", "mk", "groovy", "envrc"]
)
_BUILT: Final = Destination(Ships.CLIENT, "browsers, a build put it there")
_REMARK: Final = re.compile(rb"\s*(?://|/?\*|#|<!--)")
_LOOKED_BACK: Final = 200_000
"""Bytes before a place in a page in which the script is looked for that it stands in."""


@dataclass(slots=True)
class _Tally:
    """What looking at the files came by."""

    shippable: int = 0
    clients: int = 0
    built: int = 0
    findings: list[Finding] = field(default_factory=list)
    held: set[tuple[str, str]] = field(default_factory=set)
    """Files and their public variables whose value has been told."""
    firm: set[str] = field(default_factory=set)
    """Places of production's own credentials, which no remark takes out."""
    variables: dict[str, list[tuple[str, PublicVariable]]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)
    """Files in which too much begins like a credential to look at all of it, or that there was no time for."""
    unread: list[str] = field(default_factory=list)


def judge(ctx: Context, check_id: str) -> Iterator[Finding]:
    """Yield what `client_side` finds."""
    repository = ctx.repository
    deadline = ctx.deadline()
    scan = ctx.scan()
    declared = tuple(ctx.environment.loaded.profile.repository.client_code)
    look = _Look(ctx, repository, scan, ClientCode(repository, declared), deadline)
    built = find_built(repository.root, _packages(repository), deadline)
    tally = _Tally()
    ignored = [name for name in built.names if name not in scan.hits and name not in look.names]
    settings = [name for name in _ignored_settings(repository) if name not in look.names]
    everything = sorted({*repository.files, *ignored, *settings})
    for index, name in enumerate(everything):
        if deadline.passed:
            tally.unread = everything[index:]
            break
        look.at(name, tally, built=name in built.names, listed=name in look.names)
    tally.findings += look.variables(tally)
    findings = sorted(tally.findings, key=lambda each: (str(each.place), each.message))
    # Production's own credentials stay, whatever a remark says.
    firm = [each for each in findings if str(each.place) in tally.firm]
    rest = heed(check_id, ctx, [each for each in findings if str(each.place) not in tally.firm])
    told = [*firm, *rest]
    yield from heaviest_first([each for each in told if each.level is not Level.SEEN])
    yield from (each for each in told if each.level is Level.SEEN)
    yield from _gaps(tally, built, declared, repository)
    if everything and not tally.unread:
        yield seen(_evidence(tally, len(everything)))
    elif not everything:
        raise Unverified("the repository has no files to read")


class _Look:
    """Looks at one file after the other."""

    def __init__(
        self, ctx: Context, repository: Repository, scan: TreeScan, clients: ClientCode, deadline: Deadline
    ) -> None:
        self._repository = repository
        self._scan = scan
        self._clients = clients
        self._deadline = deadline
        self._partly = frozenset((*scan.crowded, *scan.unread))
        self._title = ctx.provider.title
        self._hosts = sorted({*ctx.provider.hosts.values(), *ctx.provider.sandbox_hosts})
        self._own = _own_names(ctx.environments.values())
        self._anchors = tuple(
            {form for anchor in scan.scanner.names.anchors for form in (anchor, anchor.upper())} | self._own
        )
        self.names = frozenset(repository.files)

    def at(self, name: str, tally: _Tally, *, built: bool, listed: bool) -> None:
        """Look at one file for credentials, for variables named after one, and for the provider's hosts."""
        suffix = suffix_of(name)
        shippable = built or suffix in SHIPPABLE
        tally.shippable += built or suffix in COUNTED
        hits = self._scan.hits.get(name, ()) if listed else None
        if suffix in _DOCUMENTATION and not built and not hits:
            return
        if hits == () and not shippable and not _is_setting(name, suffix):
            return
        content = read_regular(self._repository.root / name, self._repository.largest)
        if isinstance(content, Skipped):
            if shippable and content.why in {Why.LARGE, Why.UNREADABLE}:
                tally.skipped.append(name)
            return
        data = as_utf8(content)
        destination = _BUILT if built else self._clients.destination(name, data)
        tally.built += built
        tally.clients += destination.ships is Ships.CLIENT
        hits = self._searched(name, content, tally, built=built) if hits is None else hits
        tally.partly += [name] if shippable and listed and name in self._partly else []
        tally.findings += self._credentials(name, data, hits, destination, tally)
        if suffix != "map" and destination.ships is Ships.CLIENT:
            tally.findings += self._calls(name, data, suffix, destination)
        if not is_test(name) and suffix not in _DOCUMENTATION and any(anchor in data for anchor in self._anchors):
            for variable in public_variables(data, lambda each: self._is_credential(each, data)):
                if (name, variable.name) not in tally.held:  # what it holds has been told
                    tally.variables.setdefault(variable.name, []).append((name, variable))

    def _searched(self, name: str, content: bytes, tally: _Tally, *, built: bool) -> tuple[Hit, ...]:
        if not built:
            return ()
        searched = self._scan.scanner.search(content, self._deadline)
        if searched.end is not End.WHOLE:
            tally.partly.append(name)
        return searched.hits

    def _is_credential(self, name: bytes, data: bytes) -> bool:
        names = self._scan.scanner.names
        if name in self._own or names.meaning(name) is not None:
            return True
        lower = data.lower()
        near = any(names.nearby(anchor) and anchor.lower() in lower for anchor in names.anchors)
        return near and names.meaning(name, nearby=True) is not None

    def _credentials(
        self, name: str, data: bytes, hits: Iterable[Hit], destination: Destination, tally: _Tally
    ) -> Iterator[Finding]:
        found: dict[str, tuple[Hit, str | None]] = {}
        for hit in hits:
            found.setdefault(hit.secret.fingerprint(), (hit, assigned_to(data, hit.offset)))
        for fingerprint, (hit, variable) in found.items():
            level = weigh(hit, name, self._scan.scanner.names)
            if level is None:
                continue
            what = f"{hit.title} (fingerprint {fingerprint})"
            what = what if hit.kind is not Kind.SANDBOX else f"sandbox credential, {what}"
            place = FilePlace(inert(name), hit.line)
            if hit.known and hit.kind is Kind.PRODUCTION:
                tally.firm.add(str(place))
            if variable is not None:
                tally.held.add((name, variable))
                yield Finding(level, f"{inert(variable)}, which builds put into client code, holds {what}", place)
            elif destination.ships is Ships.CLIENT:
                yield Finding(level, f"code that ships to {inert(destination.reason)}, holds {what}", place)
            elif destination.ships is Ships.UNTOLD and level is Level.FAIL:
                yield unknown(
                    f"nothing tells whether this code, which holds {what}, ships to browsers",
                    place,
                    fix="List folders of client code under repository.client_code; rotate the credential anyway",
                )

    def _calls(self, name: str, data: bytes, suffix: str, destination: Destination) -> Iterator[Finding]:
        for host in self._hosts:
            at = data.find(host.encode())
            while at >= 0:
                if _is_called(data, at, suffix):
                    line = Lines(data).number(at)
                    yield warn(
                        f"{self._title}'s host {host} is named in code that ships to {inert(destination.reason)}: "
                        "a call from there needs a credential there",
                        FilePlace(inert(name), line),
                    )
                    break
                at = data.find(host.encode(), at + 1)

    def variables(self, tally: _Tally) -> Iterator[Finding]:
        """Yield one finding for each variable that ships and is named after a credential, at its worst place."""
        for variable, places in tally.variables.items():
            name, worst = min(places, key=lambda each: (_level(*each) is not Level.FAIL, _RANKS[each[1].given]))
            level = _level(name, worst)
            what = worst.given.value
            if worst.source:
                what += f", from {inert(worst.source)}"
            elif worst.given is Given.NOTHING:
                what += " like a credential"
            others = len(places) - 1
            more = f"; {count(others, 'more place')}" if others else ""
            place = FilePlace(inert(name), worst.line)
            yield Finding(level, f"{variable}, which builds put into client code, {what}{more}", place)


_RANKS: Final = {Given.CREDENTIAL: 0, Given.VALUE: 1, Given.PLAIN: 2, Given.NOTHING: 3}


def _level(name: str, variable: PublicVariable) -> Level:
    """Return how certain it is that a live credential ships."""
    file = name.rpartition("/")[2]
    stage = kind_of(variable.name) or (kind_of(file) if file.startswith(".env") else None)
    certain = variable.given in {Given.CREDENTIAL, Given.VALUE} and stage is not Kind.SANDBOX
    return Level.FAIL if certain else Level.WARN


def _is_called(data: bytes, at: int, suffix: str) -> bool:
    """Whether a host stands in code, not in a remark and not in the text of a page."""
    start = data.rfind(b"\n", 0, at) + 1
    if _REMARK.match(data, start, at):
        return False
    if suffix not in {"html", "htm", "xhtml"}:
        return True
    before = data[max(0, at - _LOOKED_BACK) : at].lower()
    return before.rfind(b"<script") > before.rfind(b"</script")


def _is_setting(name: str, suffix: str) -> bool:
    """Whether a file can say what a build's variables are filled with."""
    file = name.rpartition("/")[2].lower()
    configures = {
        "env",
        "yaml",
        "yml",
        "json",
        "toml",
        "tf",
        "tfvars",
        "sh",
        "ini",
        "conf",
        "properties",
        "mk",
        "groovy",
    }
    return suffix in configures or file.startswith((".env", "dockerfile", "jenkinsfile", "makefile")) or ".env." in file


def _own_names(views: Iterable[EnvironmentView]) -> frozenset[bytes]:
    """Return the variables that the profile reads credentials from."""
    identifiers = {f"{name} of {view.name}" for view in views for name in IDENTIFIERS}
    values = ((label, value) for view in views for label, _, value in view.secret_values() if label not in identifiers)
    named_there = (getattr(value, "env", None) or getattr(value, "key", None) for _, value in values)
    return frozenset(name.encode() for name in named_there if isinstance(name, str) and name.isidentifier())


def _packages(repository: Repository) -> Iterator[str]:
    """Yield the folders that a front-end build leaves its output in: the root, and those of packages."""
    yield ""
    for name in repository.files:
        if name.endswith("/package.json"):
            yield name.removesuffix("package.json")


def _ignored_settings(repository: Repository) -> Iterator[str]:
    """Yield the dotenv files beside packages. git mostly ignores them, and builds read them."""
    for folder in {*_packages(repository)}:
        for kind in ("", ".local", ".production", ".production.local", ".prod", ".live"):
            name = f"{folder}.env{kind}"
            if (repository.root / name).is_file():
                yield name


def _gaps(tally: _Tally, built: Built, declared: tuple[str, ...], repository: Repository) -> Iterator[Finding]:
    """Yield what was not looked at."""
    for folder in declared:
        if not any(is_below(name, folder) for name in repository.files):
            yield unknown(f"repository.client_code names {inert(folder)}, and there is no file below it")
    if tally.skipped:
        yield warn(
            f"{count(len(tally.skipped), 'file')} that may ship not looked at, too large or not readable: "
            f"{named(tally.skipped)}",
            FilePlace(inert(tally.skipped[0])),
        )
    if tally.partly:
        yield unknown(
            f"{count(len(tally.partly), 'file')} that may ship searched only in part: {named(tally.partly)}",
            FilePlace(inert(tally.partly[0])),
            fix="Look through the rest yourself: there is too much in them that begins like a credential, or no time",
        )
    if built.cut:
        yield unknown(f"builds left more than {MOST_FILES:,} files for browsers; the rest was not looked at")
    if tally.unread:
        yield unknown(f"{count(len(tally.unread), 'file')} not looked at in time: {named(tally.unread)}")


def _evidence(tally: _Tally, files: int) -> str:
    text = f"{count(files, 'file')} looked at: "
    if not tally.shippable:
        return text + "none is of a type that ships to browsers or phones"
    text += f"{tally.shippable:,} of types that can ship to browsers or phones, {tally.clients:,} of them certainly do"
    return text + (f", {tally.built:,} left by a build" if tally.built else "")
