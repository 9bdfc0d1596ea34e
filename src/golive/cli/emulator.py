"""`golive emulator`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import ProviderOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.emulator.emulator import Emulator


def emulator(
    *,
    provider: ProviderOption = "anton",
    list_: Annotated[bool, typer.Option("--list", help="List flaws, faults and variants, and end.")] = False,
    flaw: Annotated[
        list[str] | None, typer.Option("--flaw", metavar="NAME", help="Make the account wrong. Repeatable.")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME[@PATH]", help="Misbehave, everywhere or on one path. Repeatable."),
    ] = None,
    variant: Annotated[
        list[str] | None, typer.Option("--variant", metavar="NAME", help="Answer in another shape. Repeatable.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 0,
) -> None:
    """
    Play a provider's API on this machine, until interrupted.

    It listens on loopback with a throw-away certificate authority, makes up its credentials, and forgets everything
    when it ends. Point `golive check` at it with the --connect-to and --ca-bundle that it prints.
    """
    from golive.cli.surroundings import write_out
    from golive.emulator.emulator import Emulator

    if list_:
        write_out("\n".join(_listing(provider)))
        return
    with Emulator(provider, flaws=flaw or (), faults=fault or (), variants=variant or (), port=port) as running:
        write_out("\n".join(_instructions(running)))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            write_out("Stopped; everything it made up is forgotten.")


def _listing(provider: str) -> Iterator[str]:
    from golive.emulator.registry import faults, flaws_of, variants_of

    flaws, variants, all_faults = flaws_of(provider), variants_of(provider), faults()
    width = max(len(name) for group in (flaws, variants, all_faults) for name in [one.id for one in group])
    yield "Flaws: one thing wrong with the account each (--flaw), and the checks that notice"
    for flaw in flaws:
        noticed = ", ".join(f"{check} {status}" for check, status in flaw.breaks.items())
        yield f"  {flaw.id:{width}}  {flaw.title}  [{noticed}]"
    yield "Faults: ways to misbehave (--fault NAME, or --fault NAME@/path for one path)"
    yield from (f"  {fault.id:{width}}  {fault.title}" for fault in all_faults)
    yield "Variants: other shapes of sound answers (--variant)"
    yield from (f"  {variant.id:{width}}  {variant.title}" for variant in variants)


def _instructions(running: Emulator) -> Iterator[str]:
    yield f"Listening on 127.0.0.1:{running.port}. Interrupt (Ctrl-C) to stop."
    yield ""
    yield "Made-up credentials, good here and nowhere else:"
    for name, value in running.credentials.items():
        first, *more = value.splitlines()
        yield f"  {name}: {first}"
        yield from (f"    {line}" for line in more)
    yield ""
    yield "Check a profile against it with:"
    arguments = " ".join(f"--connect-to {mapping}" for mapping in running.connect_to)
    yield f"  golive check --env NAME {arguments} --ca-bundle {running.ca_bundle}"
