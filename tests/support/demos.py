"""The made-up merchants of `golive demo` in a folder of the test, with the emulator in the provider's place."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from golive.clock import SystemClock
from golive.demo.merchant import _repository, load_demo
from golive.emulator.emulator import Emulator
from golive.emulator.registry import played
from golive.kind import Kind


@dataclass
class Demo:
    """A merchant's repository, and how to reach the emulator that plays its account."""

    folder: Path
    emulator: Emulator
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the commands need to reach the emulator."""
        routes = (part for route in self.emulator.connect_to for part in ("--connect-to", route))
        return ("--env", "prod", "--ca-bundle", str(self.emulator.ca_bundle), *routes)


@contextmanager
def demo_merchant(provider: str, *, flawed: bool = False):
    """Give a merchant of `golive demo` while the block lasts."""
    clock, demo = SystemClock(), load_demo(provider)
    with Emulator(
        provider,
        flaws=demo.flaws if flawed else (),
        receivers=demo.receivers,
        sandbox_receivers=demo.sandbox_receivers,
    ) as emulator:
        environ = {variable: emulator.credentials[name] for variable, name in demo.environ.items()}
        more = played(provider).play((Kind.PRODUCTION,), (), (), clock.monotonic, 0).credentials
        filling = {**emulator.credentials, **{f"another_{name}": value for name, value in more.items()}}
        with _repository(provider, filling, flawed=flawed, clock=clock) as folder:
            yield Demo(folder, emulator, environ)
