"""A provider's API on loopback, from start to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from golive.clock import Clock, SystemClock
from golive.emulator.fault_replies import EVIL_HOST, OTHER_PORT, Respond
from golive.emulator.faults import Planted, plant
from golive.emulator.flaw import choose
from golive.emulator.journal import Journal, Sorting
from golive.emulator.leaf import Leaf
from golive.emulator.message import Pause, Received, Reply, Steps
from golive.emulator.receiver.hosts import ReceiverHosts
from golive.emulator.registry import flaws_of, played
from golive.errors import UsageError
from golive.kind import Kind

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from golive.emulator.server import Server

ALL_KINDS: Final = (Kind.PRODUCTION, Kind.SANDBOX)


class Emulator:
    """
    Plays a provider over TLS on loopback while its `with` block lasts, and then forgets everything.

    - `flaws`: what is wrong with the production account; `faults`: how the server misbehaves, `NAME` or `NAME@/path`;
      `variants`: which shapes its answers take.
    - `kinds`: which environments are played. `extra_hosts`: other names that it answers to with the first of them, as
      a look-alike host would. `plain_http`: also listen without TLS, as port 80 of every host.
    - `receivers`, `sandbox_receivers`: URLs at which a merchant's webhook receivers are played, which verify with the
      made-up `webhook_secret` and `sandbox_webhook_secret`. Flaws of receivers concern the former. `slow_seconds`: what
      each delivery takes a slow one. Port 80 of their hosts is played with `plain_http`, or where a flaw says so.
    - `latency_seconds`: how long each answer takes. `seed` decides the made-up names.

    Raises UsageError for a name that does not exist (with the nearest that does), for a receiver that cannot be played,
    for a flaw of receivers where there are none, and for any address but loopback.
    `credentials` and the rest are there as soon as the block has begun. A defect of the emulator itself is raised at
    the end of the block.
    """

    def __init__(
        self,
        provider: str,
        *,
        flaws: Iterable[str] = (),
        faults: Iterable[str] = (),
        variants: Iterable[str] = (),
        kinds: Iterable[str] = ALL_KINDS,
        extra_hosts: Iterable[str] = (),
        receivers: Iterable[str] = (),
        sandbox_receivers: Iterable[str] = (),
        slow_seconds: float | None = None,
        plain_http: bool = False,
        latency_seconds: float = 0.0,
        address: str = "127.0.0.1",
        port: int = 0,
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        self._provider = played(provider)
        self._flaws = choose(flaws, flaws_of(provider), "flaw")
        self._variants = choose(variants, self._provider.variants, "variant")
        self._faults = plant(faults)
        self._kinds = tuple(kind for kind in ALL_KINDS if kind in set(kinds))
        if not self._kinds:
            raise UsageError(f"the emulator plays {' or '.join(ALL_KINDS)}, and needs at least one of them")
        self._extra_hosts = tuple(extra_hosts)
        self._receivers = ReceiverHosts(
            self._provider.receiver,
            {Kind.PRODUCTION: receivers, Kind.SANDBOX: sandbox_receivers},
            flaws=(flaw.id for flaw in self._flaws),
            slow_seconds=slow_seconds,
        )
        self._demand_own_names()
        self._plain_http = plain_http
        self._latency = latency_seconds
        self._address, self._port = address, port
        self._clock = clock or SystemClock()
        self._seed = seed
        self._stack = ExitStack()
        self.journal = Journal()
        """Every request that arrived, at any of its names and ports but those of receivers."""
        self.deliveries = Journal()
        """Every request that arrived at a receiver's host."""
        self.port = 0
        """The TLS port."""
        self.connect_to: tuple[str, ...] = ()
        """`HOST:PORT:ADDRESS:PORT` for each name and port that it plays, as `--connect-to` takes them."""
        self.ca_bundle: Path
        """The certificate of the throw-away authority, as PEM. Gone when the block ends."""
        self.credentials: Mapping[str, str] = {}
        """The made-up credentials: `api_key` and so on for production, `sandbox_api_key` and so on for the sandbox."""

    def __enter__(self) -> Self:
        from golive.emulator.authority import Authority
        from golive.emulator.server import Server

        account_flaws = tuple(flaw for flaw in self._flaws if flaw in self._provider.flaws)
        playing = self._provider.play(self._kinds, account_flaws, self._variants, self._clock.monotonic, self._seed)
        self._api = playing.api
        self.credentials = playing.credentials
        self._receivers.open(playing.credentials, self._clock.monotonic)
        leaf = next((Leaf(fault.certificate) for fault in self._faults if fault.certificate), Leaf.SOUND)
        journal = Sorting(frozenset(self._receivers.names), self.deliveries, self.journal)
        new_server = partial(Server, self._steps, journal=journal, clock=self._clock, address=self._address)
        with ExitStack() as stack:
            authority = Authority()
            stack.callback(authority.close)
            self.ca_bundle = authority.bundle
            apart = {name: own for name, own in self._receivers.leaves.items() if own is not leaf}
            context = authority.context(self._names(), leaf, apart)
            server = _started(stack, new_server(port=self._port, context=context))
            self.port = server.port
            plain = None
            if self._plain_http or self._has("redirect-http") or self._receivers.plain_names:
                plain = _started(stack, new_server())
            self.connect_to = tuple(self._mappings(server.port, plain.port if plain else None))
            self._servers = tuple(one for one in (server, plain) if one is not None)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()
        defects = [defect for server in self._servers for defect in server.defects]
        if defects and error is None:
            raise RuntimeError("the emulator itself is broken; this is a defect of golive") from defects[0]

    @property
    def exercised(self) -> Mapping[str, int]:
        """How many requests each fault has met. Certificate faults act before any request, and count none."""
        return {fault.fault.id: fault.struck for fault in self._faults}

    def _demand_own_names(self) -> None:
        for host in self._receivers.names:
            if host in self._provider.hosts.values():
                raise UsageError(f"{host} is the provider's own; a receiver is played on another host")
        for kind in self._receivers.kinds - set(self._kinds):
            raise UsageError(f"receivers of the {kind} environment need it to be played as well")

    def _has(self, fault: str) -> bool:
        return any(planted.fault.id == fault for planted in self._faults)

    def _hosts(self) -> tuple[str, ...]:
        return tuple(self._provider.hosts[kind] for kind in self._kinds)

    def _names(self) -> tuple[str, ...]:
        evil = (EVIL_HOST,) if self._has("redirect-host") else ()
        return tuple(dict.fromkeys((*self._hosts(), *self._receivers.names, *self._extra_hosts, *evil)))

    def _is_plain(self, name: str) -> bool:
        """Return whether port 80 of a host is played."""
        if self._plain_http or name in self._receivers.plain_names:
            return True
        return self._has("redirect-http") and name not in self._receivers.names

    def _mappings(self, port: int, plain_port: int | None) -> Iterator[str]:
        address = f"[{self._address}]" if ":" in self._address else self._address
        for name in self._names():
            yield f"{name}:443:{address}:{port}"
            if self._has("redirect-port"):
                yield f"{name}:{OTHER_PORT}:{address}:{port}"
            if plain_port is not None and self._is_plain(name):
                yield f"{name}:80:{address}:{plain_port}"

    def _is_own(self, request: Received) -> bool:
        """Return whether a request came where the provider is, rather than where something led the client astray."""
        return request.scheme == "https" and request.name in self._hosts() and request.port != OTHER_PORT

    def _steps(self, request: Received) -> Steps:
        """Return the steps in which the answer to a request goes out."""
        if self._latency:
            yield Pause(self._latency)
        if request.name in self._receivers.names:
            yield from self._receivers.steps(request)
        else:
            yield from self._api_steps(request)

    def _api_steps(self, request: Received) -> Steps:
        faults: tuple[Planted, ...] = ()
        if self._is_own(request):
            faults = tuple(fault for fault in self._faults if fault.meets(request, self._provider.api_prefix))
        elif request.name in self._names():
            request = replace(request, host=self._hosts()[0], scheme="https")
        respond: Respond = self._api.answer
        for fault in reversed(faults):
            respond = partial(self._disturbed, fault, respond)
        reply: Reply = respond(request)
        steps: Steps = iter((reply.head() if request.method == "HEAD" else reply.wire(),))
        for fault in reversed(faults):
            steps = fault.steps(reply, steps)
        return steps

    def _disturbed(self, fault: Planted, respond: Respond, request: Received) -> Reply:
        return fault.reply(request, respond, self._api)


def _started(stack: ExitStack, server: Server) -> Server:
    server.start()
    stack.callback(server.stop)
    return server
