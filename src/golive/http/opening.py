"""The one way out of a run."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import golive

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.http.proxy import ProxySettings
    from golive.http.routes import ConnectTo
    from golive.http.wire import Wire


class Routing(Protocol):
    """How the person who runs golive wants hosts to be reached."""

    @property
    def connect_to(self) -> tuple[ConnectTo, ...]:
        """Hosts that are played at another address."""
        ...

    @property
    def ca_bundle(self) -> Path | None:
        """Certificates to trust instead of the system's."""
        ...

    @property
    def proxy(self) -> ProxySettings | None:
        """What stands between golive and the outside."""
        ...


def open_wire(options: Routing, clock: Clock, closing: ExitStack) -> Wire:
    """Return what sends all requests of a run; `closing` closes it. Raises UsageError where the bundle is no use."""
    from golive.http.wire import Wire

    wire = Wire(
        connect_to=options.connect_to,
        ca_bundle=options.ca_bundle,
        proxy=options.proxy,
        clock=clock,
        user_agent=f"golive/{golive.__version__}",
    )
    closing.callback(wire.close)
    return wire
