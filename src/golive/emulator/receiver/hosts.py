"""The hosts on which merchants' receivers are played, and which receiver is at which address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from golive.emulator.leaf import Leaf
from golive.emulator.message import json_reply
from golive.emulator.receiver.receiver import Receiver
from golive.errors import UsageError
from golive.kind import Kind

if TYPE_CHECKING:
    from golive.emulator.message import Received, Steps
    from golive.emulator.receiver.conduct import Conduct, ReceiverPlayed

NOT_FOUND: Final = json_reply(404, {"status": "there is no receiver here"})
SECRETS: Final = {Kind.PRODUCTION: "webhook_secret", Kind.SANDBOX: "sandbox_webhook_secret"}
"""Which of the made-up credentials the deliveries of an environment are signed with."""
_HTTPS_PORT: Final = 443
_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*(?![0-9]+$){_LABEL}")
"""A host name, and no address: its last label is no number."""

Address = tuple[str, str]
"""A host name in lower case, and path with query."""


def address_of(url: str) -> Address:
    """
    Return where a receiver is to be played.

    Raises UsageError unless `url` is one that a provider could deliver to: https on port 443 of a host name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"the emulator cannot play a receiver at {url!r}: {error}") from None
    problem = _problem(url, parts, port)
    if problem is not None:
        raise UsageError(f"the emulator cannot play a receiver at {url!r}: {problem}")
    path = parts.path or "/"
    return (parts.hostname or ""), f"{path}?{parts.query}" if parts.query else path


def _problem(url: str, parts: SplitResult, port: int | None) -> str | None:
    host = parts.hostname or ""
    if not url.isascii() or not url.isprintable() or " " in url:
        return "write it in printable ASCII, without spaces"
    if parts.scheme != "https" or not host:
        return "it has to begin with https:// and a host name"
    if port not in {None, _HTTPS_PORT}:
        return f"port {_HTTPS_PORT} is the only one that is played"
    if "@" in parts.netloc or parts.fragment:
        return "leave out user name and fragment"
    if not _NAME.fullmatch(host):
        return "its host has to be a name, such as pay.example.com"
    return None


class ReceiverHosts:
    """
    Receivers at their addresses, each with a memory of its own.

    `urls` says for each kind of environment where its receivers are; `flaws`, by id, are those of the receivers of
    production. `slow_seconds` is what each delivery takes a slow one, None for as long as is too long for `played`.
    Raises UsageError for a URL that cannot be played, for two receivers at one, and for flaws without a receiver.
    """

    def __init__(
        self,
        played: ReceiverPlayed,
        urls: Mapping[Kind, Iterable[str]],
        *,
        flaws: Iterable[str] = (),
        slow_seconds: float | None = None,
    ) -> None:
        self._played = played
        self._slow_seconds = played.slow_seconds if slow_seconds is None else slow_seconds
        self._planned: dict[Address, tuple[Kind, Conduct]] = {}
        self._at: dict[Address, Receiver] = {}
        chosen = frozenset(flaws)
        wrong = tuple(flaw.id for flaw in played.flaws if flaw.id in chosen)
        for kind, own in urls.items():
            conduct = played.conduct(wrong if kind is Kind.PRODUCTION else ())
            for url in own:
                address = address_of(url)
                if address in self._planned:
                    raise UsageError(f"the emulator cannot play two receivers at {url!r}")
                self._planned[address] = kind, conduct
        if wrong and not any(kind is Kind.PRODUCTION for kind, _ in self._planned.values()):
            raise UsageError(f"{wrong[0]} is a flaw of a receiver; say where one is to be played (--receiver URL)")

    def open(self, credentials: Mapping[str, str], monotonic: Callable[[], float]) -> None:
        """Begin, with the webhook secrets among the made-up credentials and a clock in seconds."""
        self._at = {
            address: Receiver(
                conduct,
                secret=credentials[SECRETS[kind]],
                known_events=self._played.known_events,
                monotonic=monotonic,
                slow_seconds=self._slow_seconds,
            )
            for address, (kind, conduct) in self._planned.items()
        }

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of environment that have receivers here."""
        return frozenset(kind for kind, _ in self._planned.values())

    @property
    def names(self) -> tuple[str, ...]:
        """All host names, in the order in which they were given."""
        return tuple(dict.fromkeys(host for host, _ in self._planned))

    @property
    def plain_names(self) -> tuple[str, ...]:
        """The names of hosts that take deliveries without TLS as well."""
        plain = (host for (host, _), (_, conduct) in self._planned.items() if conduct.plain_http)
        return tuple(dict.fromkeys(plain))

    @property
    def leaves(self) -> Mapping[str, Leaf]:
        """The certificate that each host shows: the wrong one where any of its receivers is to have that."""
        found = dict.fromkeys(self.names, Leaf.SOUND)
        found |= {host: conduct.leaf for (host, _), (_, conduct) in self._planned.items() if conduct.leaf != Leaf.SOUND}
        return found

    def steps(self, request: Received) -> Steps:
        """Return the steps of the answer to a request that came to one of these hosts."""
        receiver = self._at.get((request.name, request.target))
        return iter((NOT_FOUND.wire(),)) if receiver is None else receiver.steps(request)
